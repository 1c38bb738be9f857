"""Workers and the requests they are given: who waits, who works, who is ended and why."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from itertools import count
from typing import TYPE_CHECKING, Final, Protocol

from bioclustergraph.errors import ServeError
from bioclustergraph.workers.hands import Job, Worker, ended_by
from bioclustergraph.workers.line import Line
from bioclustergraph.workers.refusals import busy, cause, too_much, too_slow

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from bioclustergraph.pages import Limits
    from bioclustergraph.pages.frame.problems import Problem
    from bioclustergraph.workers.exchange import Answered, Asked

_TICK: Final = 0.01
"""Seconds between two looks at the workers, while any is at work."""

_AT_ONCE: Final = 0.02
"""Seconds after which a request is slow: those behind it go elsewhere, its client is watched."""

_DEPTH: Final = 8
"""How many requests a worker may be given at once while answers are quick: so many that it need not
wait for the next, and that few workers do it all and stay in the processor's caches."""

_QUICK: Final = 0.004
"""Seconds that answers take on average at most for more than one to be given at once."""

_WEIGHT: Final = 0.05
"""How much the latest answer counts in that average."""

_FAT: Final = 64 * 1024 * 1024
"""How many bytes a worker may keep of what an answer took; one that keeps more is replaced."""

_STUCK: Final = 0.5
"""Seconds that every worker must have been at one request for another worker to be made."""

_LINGER: Final = 5.0
"""Seconds between two looks whether a worker that was made for that can go again."""

_TRIES: Final = 3
"""How many workers may end on a request that was not the one they were ended for."""


class Forks(Protocol):
    """Where workers come from."""

    async def fork(
        self, freed: Callable[[Worker, float], None], lost: Callable[[Worker], None]
    ) -> Worker:
        """Make a worker."""
        ...

    async def end(self, worker: Worker) -> int:
        """End a worker, unless it has ended, and say how it did (as ``os.waitpid`` does)."""
        ...


class Gone(Exception):
    """The client that asked has gone."""


class Pool:
    """The workers of one release.

    Attributes:
        broken: no more workers are to be had; those that are left go on.
    """

    broken = False

    def __init__(self, forks: Forks, limits: Limits) -> None:
        self._forks = forks
        self._limits = limits
        self._workers: list[Worker] = []
        self._line = Line()
        self._reasons: dict[Worker, Problem | Gone] = {}
        self._numbers = count(1)
        self._ticking: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False
        self._growing = False
        self._pace = 0.0
        self._looked = 0.0
        self._paused = False
        self._usual = min(limits.workers, max(2, os.cpu_count() or 1))
        self._drained = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    async def start(self) -> None:
        """Fork the workers: one a processor. More are made when all are held up, up to the limit.

        More than that would only take turns, and memory: each copies a part of what it shares.
        """
        for _ in range(self._usual):
            await self._fork()

    # --- asking -------------------------------------------------------------------------------

    def ask(self, asked: Asked, slow: Callable[[Job], None] | None = None, client: str = "") -> Job:
        """Give a request to a worker, or let it wait for one.

        Args:
            asked: the request.
            slow: is called once if it is not answered at once.
            client: who asks; those that wait take turns by this.

        Returns:
            The job, whose ``answer`` is the response, or a :class:`Problem`, or :class:`Gone`.

        Raises:
            Problem: too many are waiting.
        """
        if len(self._line) >= self._limits.queue or not self.can_answer:
            raise busy()
        number = next(self._numbers)
        frame = asked.frame(number)
        answer: asyncio.Future[Answered] = self._loop.create_future()
        job = Job(number, frame, answer, time.monotonic(), client, slow)
        self._place(job)
        if self._ticking is None:
            self._looked = job.begun
            self._ticking = self._loop.call_later(_TICK, self._tick)
        return job

    def drop(self, job: Job) -> None:
        """Forget a request whose client has gone; a worker that is at work on it is ended."""
        if not job.wanted:
            return
        job.answer.set_exception(Gone())
        for worker in self._workers:
            if worker.jobs and worker.jobs[0] is job:
                self._finish(worker, Gone())

    @property
    def can_answer(self) -> bool:
        """Whether there is a worker, or one is to be had."""
        return bool(self._workers) or not self.broken

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._line and not any(worker.jobs for worker in self._workers)

    async def drained(self) -> None:
        """Wait until nothing is under way."""
        while not self.idle:
            self._drained.clear()
            await self._drained.wait()

    @property
    def at_work(self) -> int:
        """How many requests are with workers."""
        return sum(len(worker.jobs) for worker in self._workers)

    @property
    def waiting(self) -> int:
        """How many requests wait for a worker."""
        return len(self._line)

    async def close(self) -> None:
        """End every worker."""
        self._closing = True
        for worker in tuple(self._workers):
            self._finish(worker, busy())
        while self._tasks:
            await asyncio.wait(self._tasks)
        if self._ticking is not None:
            self._ticking.cancel()

    # --- giving -------------------------------------------------------------------------------

    def _place(self, job: Job) -> None:
        # Nobody goes past those who wait, unless they wait only for what they hold themselves.
        if not self._line or (job.client not in self._line and self._may_begin(job.client)):
            depth = self._depth
            late = time.monotonic() - _AT_ONCE
            for worker in self._workers:
                held = len(worker.jobs)
                if held < depth and worker.since > late if held else self._may_begin(job.client):
                    worker.give(job)
                    return
        self._line.add(job)

    def _may_begin(self, client: str) -> bool:
        """Say whether a client leaves a worker to others, or is done with what it has at once."""
        most = self._limits.workers - 1
        if len(self._workers) <= most or not most:
            return True
        late = time.monotonic() - (_AT_ONCE if self._depth > 1 else 0)
        held = [
            worker.jobs[0].client for worker in self._workers if worker.jobs and worker.since < late
        ]
        return held.count(client) < most

    @property
    def _depth(self) -> int:
        return _DEPTH if self._pace < _QUICK else 1

    def _freed(self, worker: Worker, took: float) -> None:
        self._pace += _WEIGHT * (took - self._pace)
        if worker.spoilt or (took > _AT_ONCE and worker.grown > _FAT):
            self._finish(worker, busy())
            return
        depth = self._depth
        while self._line and len(worker.jobs) < depth:
            job = self._line.take(self._may_begin)
            if job is None:
                return
            worker.give(job)

    # --- watching -----------------------------------------------------------------------------

    def _tick(self) -> None:
        self._ticking = None
        now = time.monotonic()
        # After a pause of our own, answers may lie here unread, and nobody is slow for that; but on
        # a machine that always is behind, every other look must do.
        self._paused = not self._paused and now - self._looked > _TICK + _AT_ONCE
        self._looked = now
        for worker in () if self._paused else tuple(self._workers):
            if worker.jobs and now - worker.since > _AT_ONCE:
                self._look_at(worker, now)
        if (
            self._line
            and not self._growing
            and len(self._workers) < self._limits.workers
            and all(now - worker.since > _STUCK for worker in self._workers)
        ):
            self._growing = True
            self._start(self._grow())
        for job in self._line.take_late(now - self._limits.seconds):
            if job.wanted:
                job.answer.set_exception(busy())
        if self.idle:
            self._drained.set()
        else:
            self._ticking = self._loop.call_later(_TICK, self._tick)

    def _look_at(self, worker: Worker, now: float) -> None:
        first = worker.jobs[0]
        self._elsewhere(worker)
        if first.slow is not None:
            slow, first.slow = first.slow, None
            slow(first)
        if not first.wanted:
            self._finish(worker, Gone())
        elif now - worker.since > self._limits.seconds:
            self._finish(worker, too_slow(self._limits))
        elif worker.grown > self._limits.memory:
            self._finish(worker, too_much(self._limits))

    def _elsewhere(self, worker: Worker) -> None:
        """Give those that stand behind a slow request to other workers, or let them wait.

        The worker has them too, and would begin with them next; so it is ended when the slow one
        is done, and nothing is ever done twice.
        """
        behind = [worker.jobs.pop() for _ in range(len(worker.jobs) - 1)]
        worker.spoilt = worker.spoilt or bool(behind)
        for job in reversed(behind):
            if job.wanted:
                self._place(job)

    # --- ending -------------------------------------------------------------------------------

    def _finish(self, worker: Worker, reason: Problem | Gone) -> None:
        """End a worker; what it was at work on fails for this reason."""
        if worker not in self._reasons:
            self._reasons[worker] = reason
            self._lost(worker)

    def _lost(self, worker: Worker) -> None:
        """Take a worker out, and a new one in."""
        if worker in self._workers:
            self._workers.remove(worker)
            guilty = worker.jobs[0] if worker.jobs else None
            self._start(self._replace(worker, guilty))

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _replace(self, worker: Worker, guilty: Job | None) -> None:
        reason = self._reasons.get(worker)
        killed = False
        try:
            status = await self._forks.end(worker)
            if not self._closing and (len(self._workers) < self._usual or self._line):
                await self._fork()
        except (ServeError, OSError):
            self.broken = True
            worker.hang_up()
            reason = reason or busy()
        else:
            killed = reason is None and ended_by(status) == -signal.SIGKILL
            reason = reason or cause(ended_by(status))
        self._reasons.pop(worker, None)
        jobs = [job for job in worker.jobs if job.wanted]
        worker.jobs.clear()
        for job in jobs:
            # A worker that somebody else killed is not to be blamed on what it was at work on.
            if (
                (job is guilty and not killed)
                or job.tries >= _TRIES
                or self._closing
                or self.broken
            ):
                job.answer.set_exception(reason)
            else:
                self._place(job)
        if not self.can_answer:
            for job in self._line.take_late(float("inf")):
                if job.wanted:
                    job.answer.set_exception(busy())

    async def _grow(self) -> None:
        """Make one worker more than usual."""
        try:
            await self._fork()
        except (ServeError, OSError):
            self.broken = True
        self._growing = False
        self._loop.call_later(_LINGER, self._shrink)

    def _shrink(self) -> None:
        """Let one worker go that is one too many, if it has nothing to do; else look again."""
        if self._closing or len(self._workers) <= self._usual:
            return
        idle = [worker for worker in self._workers if not worker.jobs]
        if idle:
            self._finish(idle[-1], busy())
        else:
            self._loop.call_later(_LINGER, self._shrink)

    async def _fork(self) -> None:
        worker = await self._forks.fork(self._freed, self._lost)
        self._workers.append(worker)
        self._freed(worker, self._pace)
