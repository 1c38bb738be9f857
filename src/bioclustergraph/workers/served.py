"""What is served: a release, the process that holds it, and its workers."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final, Self

from bioclustergraph.errors import ServeError, Text
from bioclustergraph.workers import nursery
from bioclustergraph.workers.hands import Worker
from bioclustergraph.workers.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bioclustergraph.pages import Limits
    from bioclustergraph.project import Project
    from bioclustergraph.release import Release

_LONGEST: Final = 64 * 1024


@dataclass(frozen=True)
class Source:
    """Where what is served comes from: a release, or a service.

    Attributes:
        project: whose questions and page questions are used.
        public: the address of the site as the world knows it, with its last slash.
        release: the release.
        remote: the address of a SPARQL service; looked at if there is no release.
        documents: the directory of the source documents, where their passages are to be shown.
        borders: the directory of the borders of counties and municipalities, for the map.
        contact: the ``mailto:`` or web address of whoever runs the site.
    """

    project: Project
    public: str
    release: Release | None = None
    remote: str | None = None
    documents: Path | None = None
    borders: Path | None = None
    contact: str | None = None

    @property
    def digest(self) -> str | None:
        """Which release it is; ``None`` for a service, which may change at any time."""
        return self.release.name if self.release is not None else None

    def settings(self, limits: Limits) -> str:
        """Write what the nursery needs to know."""
        release = str(self.release.directory) if self.release is not None else None
        return json.dumps(
            {
                "root": str(self.project.root),
                "release": release,
                "remote": self.remote,
                "public": self.public,
                "documents": str(self.documents) if self.documents is not None else None,
                "borders": str(self.borders) if self.borders is not None else None,
                "contact": self.contact,
                "limits": asdict(limits) | {"services": sorted(limits.services)},
            }
        )


@dataclass(eq=False)
class Nursery:
    """The process that holds the store and forks workers, as the front sees it."""

    process: asyncio.subprocess.Process
    control: socket.socket
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @classmethod
    async def start(cls, source: Source, limits: Limits) -> Self:
        """Start the process and wait until it has read what it holds.

        Raises:
            ServeError: it cannot.
        """
        control, theirs = socket.socketpair()
        control.setblocking(False)  # noqa: FBT003 - the standard library's
        with theirs:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bioclustergraph.workers.nursery",
                str(theirs.fileno()),
                source.settings(limits),
                stdin=asyncio.subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env=os.environ | {"RUST_BACKTRACE": "0"},  # a worker out of memory is no news
            )
        told = await asyncio.get_running_loop().sock_recv(control, _LONGEST)
        if told == nursery.READY:
            return cls(process, control)
        control.close()
        await process.wait()
        if told.startswith(nursery.FAILED):
            raise ServeError(Text(*json.loads(told.removeprefix(nursery.FAILED))))
        raise ServeError(
            Text("Utgaven kunne ikke åpnes.", "The release could not be opened."),
            hint=Text("Se meldingen over.", "See the message above."),
        )

    async def fork(
        self, freed: Callable[[Worker, float], None], lost: Callable[[Worker], None]
    ) -> Worker:
        """Make a worker (see :class:`pool.Forks`)."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)  # noqa: FBT003 - the standard library's
        with theirs:
            async with self.turn:
                socket.send_fds(self.control, [nursery.FORK], [theirs.fileno()])
                pid, _ = await self._reply()
        _, worker = await asyncio.get_running_loop().create_connection(
            lambda: Worker(pid, freed, lost), sock=ours
        )
        return worker

    async def end(self, worker: Worker) -> int:
        """End a worker and say how it ended (see :class:`pool.Forks`)."""
        async with self.turn:
            self.control.send(nursery.KILL + nursery.NUMBER.pack(worker.pid))
            _, status = await self._reply()
        worker.hang_up()
        return status

    async def _reply(self) -> tuple[int, int]:
        loop = asyncio.get_running_loop()
        received = b""
        while len(received) < nursery.REPLY.size:
            more = await loop.sock_recv(self.control, nursery.REPLY.size - len(received))
            if not more:
                raise ServeError(
                    Text(
                        "Prosessen som holder utgaven, er borte.",
                        "The process that holds the release is gone.",
                    )
                )
            received += more
        _, pid, status = nursery.REPLY.unpack(received)
        return pid, status

    async def close(self) -> None:
        """Hang up, which ends the process."""
        self.control.close()
        await self.process.wait()


@dataclass(frozen=True, eq=False)
class Served:
    """One release while it is served.

    Attributes:
        source: where it comes from.
        nursery: the process that holds it.
        pool: its workers.
    """

    source: Source
    nursery: Nursery
    pool: Pool

    @classmethod
    async def start(cls, source: Source, limits: Limits) -> Self:
        """Read it and make its workers.

        Raises:
            ServeError: it cannot be read.
        """
        try:
            held = await Nursery.start(source, limits)
            pool = Pool(held, limits)
            try:
                await pool.start()
            except (OSError, ServeError):
                await pool.close()
                await held.close()
                raise
        except OSError as error:  # too many files are open, or there is no memory for a process
            raise ServeError(
                Text(
                    f"Prosessene som svarer, kunne ikke startes: {error.strerror}.",
                    f"The processes that answer could not be started: {error.strerror}.",
                )
            ) from error
        return cls(source, held, pool)

    @property
    def is_sound(self) -> bool:
        """Whether its processes are there: somebody may end them from outside."""
        return self.nursery.process.returncode is None and not self.pool.broken

    async def retire(self, patience: float) -> None:
        """Let what is under way be answered, for so many seconds, and end."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self.pool.drained()
        await self.pool.close()
        await self.nursery.close()
