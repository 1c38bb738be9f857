"""Older releases, served as they were at ``/release/<digest>/…``: started when asked for, and few.

A stranger can ask for any release that is kept. So that nobody can make the server read one after
the other, at most so many are held, one that was started stays for a while, and whoever asks for
one more meanwhile is told to come again.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bioclustergraph import release
from bioclustergraph.errors import BioclustergraphError, ReleaseError, Text
from bioclustergraph.pages.frame.problems import Problem
from bioclustergraph.release import history
from bioclustergraph.workers.refusals import busy
from bioclustergraph.workers.served import Served

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bioclustergraph.pages import Limits
    from bioclustergraph.release import Release
    from bioclustergraph.workers.served import Source

_DIGEST: Final = re.compile(rb"/release/([0-9a-f]{12})(/.*)", re.DOTALL)
_STAY: Final = 10.0
"""Seconds that a release stays at least before another may take its place, and until one that could
not be opened is tried again."""

_WORKERS: Final = 2
"""How many queries of an older release are answered at once, at most."""

_log = logging.getLogger(__name__)


def digest_in(path: bytes) -> tuple[str, str] | None:
    """Give the release that a path names, and the rest of the path; ``None`` if it names none.

    Args:
        path: as it was sent: every address of a release has one spelling only.

    >>> digest_in(b"/release/0123456789ab/sparql")
    ('0123456789ab', '/sparql')
    >>> digest_in(b"/sparql")
    """
    found = _DIGEST.fullmatch(path)
    return None if found is None else (found[1].decode("ascii"), found[2].decode("latin-1"))


@dataclass(eq=False, slots=True)
class _Held:
    served: Served
    since: float


class Older:
    """The releases that are served beside the current one.

    Args:
        directory: where releases are kept; ``None`` where a service is shown, which has none.
        limits: how much a visitor may ask.
        most: how many are held at once; 0 serves none.
        today: gives where what is served now comes from.
    """

    def __init__(
        self, directory: Path | None, limits: Limits, most: int, today: Callable[[], Source]
    ) -> None:
        self._directory = directory
        self._limits = replace(limits, workers=min(_WORKERS, limits.workers))
        self._most = most
        self._today = today
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._starting: dict[str, asyncio.Task[Served]] = {}
        self._failed: dict[str, float] = {}
        self._leaving: set[asyncio.Task[None]] = set()
        self._waiting = 0

    async def find(self, digest: str) -> Release:
        """Give a release that is kept, without reading its graphs.

        Raises:
            Problem: it was kept and is no more (410), or there never was one (404).
        """
        directory = self._directory
        if directory is None:
            raise _unknown(digest)
        return await asyncio.to_thread(_find, directory, digest)

    async def serving(self, found: Release) -> Served:
        """Give a release with its workers; it is started if it is not there.

        Raises:
            Problem: no more may be started now, or it cannot be read.
        """
        digest = found.name
        held = self._held.get(digest)
        if held is not None and held.served.is_sound:
            self._held.move_to_end(digest)
            return held.served
        if digest not in self._starting:
            self._make_room(found)
            task = asyncio.get_running_loop().create_task(self._start(found))
            self._starting[digest] = task
        if self._waiting >= self._limits.queue:
            raise busy()
        self._waiting += 1
        try:
            # Whoever hangs up does not end what others wait for too.
            return await asyncio.shield(self._starting[digest])
        except BioclustergraphError as error:
            raise _unreadable(digest) from error
        finally:
            self._waiting -= 1

    def _make_room(self, found: Release) -> None:
        """Let the one go that was used longest ago, if there is no room for another.

        Raises:
            Problem: none may go yet, or this one must not be started.
        """
        now, digest = time.monotonic(), found.name
        if not self._most:
            raise _not_here(digest)
        if now - self._failed.get(digest, -_STAY) < _STAY:
            raise _unreadable(digest)
        if not found.fits(self._limits.in_memory):
            raise _too_large(digest)
        fallen = self._held.pop(digest, None)
        if fallen is not None:
            self._let_go(fallen.served)
        if len(self._held) + len(self._starting) < self._most:
            return
        oldest = next(iter(self._held), None)
        if oldest is None or now - self._held[oldest].since < _STAY:
            raise _full(self._most)
        self._let_go(self._held.pop(oldest).served)

    async def _start(self, found: Release) -> Served:
        digest = found.name
        try:
            source = replace(self._today(), release=found)
            served = await Served.start(source, self._limits)
        except BioclustergraphError as error:
            self._failed[digest] = time.monotonic()
            _log.warning("Release %s is not served: %s", digest, error.in_language("en"))
            raise
        finally:
            del self._starting[digest]
        self._failed.pop(digest, None)
        self._held[digest] = _Held(served, time.monotonic())
        return served

    def _let_go(self, served: Served) -> None:
        task = asyncio.get_running_loop().create_task(served.retire(self._limits.seconds))
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def close(self) -> None:
        """End all of them."""
        if self._starting:
            await asyncio.wait(set(self._starting.values()))
        for held in self._held.values():
            await held.served.retire(0)
        self._held.clear()
        while self._leaving:
            await asyncio.wait(self._leaving)


def _find(directory: Path, digest: str) -> Release:
    try:
        found = release.Release.at(directory / digest)
    except ReleaseError:
        found = None
    if found is not None and found.name == digest:
        return found
    if any(it.digest.startswith(digest) for it in history.switches(directory)):
        raise Problem(
            410,
            Text(
                f"Utgave {digest} er ikke tatt vare på lenger. /changes lister dem som er det.",
                f"Release {digest} is not kept any more. /changes lists those that are.",
            ),
        )
    raise _unknown(digest)


def _unknown(digest: str) -> Problem:
    return Problem(
        404,
        Text(
            f"Det er ingen utgave {digest} her. /changes lister dem som er tatt vare på.",
            f"There is no release {digest} here. /changes lists those that are kept.",
        ),
    )


def _not_here(digest: str) -> Problem:
    return Problem(
        404,
        Text(
            f"Eldre utgaver vises ikke her. Hent /release/{digest}/dumps/data.nq, og spør selv.",
            f"Older releases are not shown here. Fetch /release/{digest}/dumps/data.nq, and ask "
            "it yourself.",
        ),
    )


def _too_large(digest: str) -> Problem:
    return Problem(
        503,
        Text(
            f"Utgave {digest} er for stor til å vises. Hent /release/{digest}/dumps/data.nq.",
            f"Release {digest} is too large to be shown. Fetch /release/{digest}/dumps/data.nq.",
        ),
    )


def _unreadable(digest: str) -> Problem:
    return Problem(
        503,
        Text(
            f"Utgave {digest} kunne ikke åpnes. Den som driver tjeneren, finner grunnen i loggen.",
            f"Release {digest} could not be opened. Whoever runs the server finds the reason in "
            "the log.",
        ),
        headers={"Retry-After": f"{_STAY:.0f}"},
    )


def _full(most: int) -> Problem:
    return Problem(
        503,
        Text(
            f"Det vises alt {most} eldre utgaver, som er det det er plass til. Prøv igjen om litt.",
            f"{most} older releases are shown already, which is what there is room for. Try again "
            "in a while.",
        ),
        headers={"Retry-After": f"{_STAY:.0f}"},
    )
