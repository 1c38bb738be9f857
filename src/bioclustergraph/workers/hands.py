"""One worker as the front sees it: what it has been given, and how it ended."""

from __future__ import annotations

import asyncio
import os
import resource
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bioclustergraph.workers.exchange import Answered, Incoming

if TYPE_CHECKING:
    from collections.abc import Callable

_PAGE: Final = resource.getpagesize()


@dataclass(eq=False, slots=True)
class Job:
    """One request on its way.

    Attributes:
        number: by which its answer is known.
        frame: the request as a worker reads it.
        answer: what is waited for.
        begun: when it was asked (:func:`time.monotonic`).
        client: who asked.
        slow: is called once when it has not been answered at once; then it is ``None``.
        tries: how many workers have been given it.
    """

    number: int
    frame: bytes
    answer: asyncio.Future[Answered]
    begun: float
    client: str = ""
    slow: Callable[[Job], None] | None = None
    tries: int = 0

    @property
    def wanted(self) -> bool:
        """Whether anybody still waits for it."""
        return not self.answer.done()


@dataclass(eq=False)
class Worker(asyncio.Protocol):
    """The front's end of the pair of sockets to one worker.

    Attributes:
        pid: the process.
        freed: is called when an answer has come, with how many seconds it took.
        lost: is called when the worker has gone, for whatever reason.
        jobs: what it has been given and not answered, in order; it is at work on the first.
        since: when it began with the first of them (:func:`time.monotonic`).
        spoilt: it has been sent more than it is to do.
    """

    pid: int
    freed: Callable[[Worker, float], None]
    lost: Callable[[Worker], None]
    jobs: deque[Job] = field(default_factory=deque)
    since: float = 0.0
    spoilt: bool = False

    def __post_init__(self) -> None:
        self._incoming = Incoming()
        self._outgoing: list[bytes] = []
        self._transport: asyncio.WriteTransport | None = None
        self._loop = asyncio.get_running_loop()
        self._resident = self.resident()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport (called by asyncio)."""
        self._transport = transport  # type: ignore[assignment] # that of a socket can write

    def give(self, job: Job) -> None:
        """Hand it a request; several given in one turn of the loop are sent together."""
        job.tries += 1
        if not self.jobs:
            self.since = time.monotonic()
        self.jobs.append(job)
        if not self._outgoing:
            self._loop.call_soon(self._flush)
        self._outgoing.append(job.frame)

    def _flush(self) -> None:
        if self._transport is not None:
            self._transport.write(b"".join(self._outgoing))
        self._outgoing.clear()

    def data_received(self, data: bytes) -> None:
        """Pass answers on (called by asyncio)."""
        for message in self._incoming.take(data):
            number, answer = Answered.read(message)
            self._answered(number, answer)

    def _answered(self, number: int, answer: Answered) -> None:
        if not self.jobs or self.jobs[0].number != number:
            return  # what was given to another in the meantime
        now = time.monotonic()
        took, self.since = now - self.since, now
        job = self.jobs.popleft()
        if job.wanted:
            job.answer.set_result(answer)
        self.freed(self, took)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the pool (called by asyncio)."""
        del exc
        self._transport = None
        self.lost(self)

    def hang_up(self) -> None:
        """Let it end when it has answered what it was given."""
        if self._transport is not None:
            self._transport.close()

    def resident(self) -> int:
        """Give how many bytes of memory it holds, those it shares included; 0 where unknown."""
        try:
            told = Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii")
        except OSError:
            return 0
        return int(told.split()[1]) * _PAGE

    @property
    def grown(self) -> int:
        """By how many bytes it has grown since it was forked."""
        return max(0, self.resident() - self._resident)


def ended_by(status: int) -> int:
    """Read what ``os.waitpid`` says: an exit code, or minus the signal.

    >>> ended_by(70 << 8), ended_by(6)
    (70, -6)
    """
    return os.waitstatus_to_exitcode(status)
