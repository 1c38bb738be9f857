"""Who waits for a worker, and whose turn it is."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bioclustergraph.workers.hands import Job


class Line:
    """Requests that wait. Their clients take turns: one that asks much holds up only itself."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, deque[Job]] = OrderedDict()
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def __contains__(self, client: str) -> bool:
        return client in self._waiting

    def add(self, job: Job) -> None:
        """Let a request wait behind those of its client."""
        self._waiting.setdefault(job.client, deque()).append(job)
        self._length += 1

    def take(self, allowed: Callable[[str], bool]) -> Job | None:
        """Take the next request of a client that may have one; those nobody waits for are dropped.

        Returns:
            ``None`` if there is none.
        """
        for client in tuple(self._waiting):
            while client in self._waiting and not self._waiting[client][0].wanted:
                self._pop(client)
            if client in self._waiting and allowed(client):
                job = self._pop(client)
                if client in self._waiting:
                    self._waiting.move_to_end(client)
                return job
        return None

    def take_late(self, begun: float) -> Iterator[Job]:
        """Take those that were asked before a moment (:func:`time.monotonic`)."""
        for client in tuple(self._waiting):
            while client in self._waiting and self._waiting[client][0].begun < begun:
                yield self._pop(client)

    def _pop(self, client: str) -> Job:
        jobs = self._waiting[client]
        job = jobs.popleft()
        if not jobs:
            del self._waiting[client]
        self._length -= 1
        return job
