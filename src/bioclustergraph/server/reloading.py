"""Switching to another release while requests are answered, and starting anew what has ended."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bioclustergraph import release
from bioclustergraph.errors import BioclustergraphError
from bioclustergraph.workers.served import Served

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.pages import Limits
    from bioclustergraph.server.accounts import Accounts
    from bioclustergraph.server.front import Front
    from bioclustergraph.workers.served import Source

_LOOK: Final = 1.0
"""Seconds between two looks at the link to the current release."""

_PAUSE: Final = 10.0
"""Seconds until the next look after a release was refused: to read one is work."""

_log = logging.getLogger(__name__)


class Reloading:
    """Looks after what a front serves.

    Args:
        front: the front.
        directory: where releases are kept; ``None`` if what is served is a service.
        limits: how much a visitor may ask.
        accounts: where a switch is written down.
    """

    def __init__(
        self, front: Front, directory: Path | None, limits: Limits, accounts: Accounts
    ) -> None:
        self._front = front
        self._directory = directory
        self._limits = limits
        self._accounts = accounts
        self._wake = asyncio.Event()
        self._retiring: set[asyncio.Task[None]] = set()
        self._looking = asyncio.Lock()
        self._refused: str | None = None
        self._watching: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look, every second and when asked to by a signal."""
        loop = asyncio.get_running_loop()
        self._watching = loop.create_task(self._watch())
        loop.add_signal_handler(signal.SIGHUP, self.wake)

    def wake(self) -> None:
        """Look at once (SIGHUP)."""
        self._refused = None
        self._wake.set()

    async def _watch(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._until_next):
                    await self._wake.wait()
            self._wake.clear()
            await self._look()

    @property
    def _until_next(self) -> float:
        return _PAUSE if self._refused is not None and self._front.served.is_sound else _LOOK

    async def now(self) -> None:
        """Look at once, and come back when what is current is served, or was refused."""
        self._refused = None
        await self._look()

    async def _look(self) -> None:
        async with self._looking:  # one at a time: each starts the processes of a release
            await self._switch_if_new()

    async def _switch_if_new(self) -> None:
        old = self._front.served
        try:
            source = await asyncio.to_thread(self._current, old.source)
            if old.is_sound and source.digest == old.source.digest:
                self._refused = None
                return
            new = await Served.start(source, self._limits)
        except BioclustergraphError as error:
            # The old one goes on; the same complaint again and again helps nobody.
            self._refuse(error)
            return
        if not old.is_sound:
            _log.warning("The process that held the release had ended; another holds it now.")
        self._refused = None
        self._front.served = new
        self._accounts.reloaded()
        task = asyncio.create_task(old.retire(self._limits.seconds))
        self._retiring.add(task)
        task.add_done_callback(self._retiring.discard)

    def _current(self, source: Source) -> Source:
        """Give what is to be served now.

        Raises:
            ReleaseError: there is no release any more, or its manifest is broken.
        """
        if self._directory is None:
            return source
        return replace(source, release=release.current(self._directory))

    def _refuse(self, error: BioclustergraphError) -> None:
        told = error.in_language("en")
        if told != self._refused:
            self._refused = told
            _log.warning("The new release is not served: %s", told)

    async def close(self) -> None:
        """Look no more, and wait for the releases that are being retired."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait({self._watching})
        while self._retiring:
            await asyncio.wait(self._retiring)
