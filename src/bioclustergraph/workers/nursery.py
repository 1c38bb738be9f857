"""The process that holds a release in memory and forks workers that share it.

Run as ``python -m bioclustergraph.workers.nursery FD SETTINGS``; see :mod:`served` for who does so.
A fork shares the memory of the store until it writes to it, which a worker does not: ten workers
take little more than one, and a new one is there in milliseconds. Nothing else runs in this
process, above all no thread, or it could not be forked safely.

What is said over the pair of sockets: ``F`` with a descriptor asks for a worker at its other end,
and ``K`` with a number asks to end it and to say how it ended. Replies are :data:`REPLY`.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bioclustergraph.errors import BioclustergraphError
from bioclustergraph.pages import Holdings, Limits, Site
from bioclustergraph.pages.kept import borders
from bioclustergraph.pages.kept.passages import Passages
from bioclustergraph.project import Project
from bioclustergraph.workers.worker import work

if TYPE_CHECKING:
    from bioclustergraph.store.base import Store

READY: Final = b"R"
FAILED: Final = b"X"
FORK: Final = b"F"
KILL: Final = b"K"

REPLY: Final = struct.Struct("<cii")
"""What was asked, which process, and for ``K`` how it ended, as ``os.waitpid`` says it."""

NUMBER: Final = struct.Struct("<i")

FAULT: Final = 70
"""How a worker ends that met a fault of ours (EX_SOFTWARE of sysexits.h)."""


def main(descriptor: int, settings: dict[str, Any]) -> None:
    """Open what is to be served, say so, and fork workers until the front hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the group; the front decides
    control = socket.socket(fileno=descriptor)
    try:
        site = _site(settings)
    except BioclustergraphError as error:
        told = error.in_language("nb"), error.in_language("en")
        control.sendall(FAILED + json.dumps(told).encode())
        return
    gc.freeze()  # what is there now is shared by all, and to collect it would be to copy it
    control.sendall(READY)
    children: set[int] = set()
    with suppress(BrokenPipeError, ConnectionResetError):
        _obey(site, control, children)
    for pid in children:  # nobody waits any more for what they may be at work on
        _end(pid)


def _obey(site: Site, control: socket.socket, children: set[int]) -> None:
    while True:
        # A descriptor comes along with the byte that it was sent with, or it is lost.
        asked, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not asked:
            return
        if asked == FORK:
            pid = _fork(site, control, descriptors[0])
            children.add(pid)
            control.sendall(REPLY.pack(FORK, pid, 0))
        else:
            (pid,) = NUMBER.unpack(control.recv(NUMBER.size, socket.MSG_WAITALL))
            children.discard(pid)
            control.sendall(REPLY.pack(KILL, pid, _end(pid)))


def _site(settings: dict[str, Any]) -> Site:
    from bioclustergraph import release
    from bioclustergraph.store.embedded import EmbeddedStore
    from bioclustergraph.store.remote import RemoteStore

    limits = Limits(**settings["limits"] | {"services": frozenset(settings["limits"]["services"])})
    project = today = Project(Path(settings["root"]))
    directory = Path(settings["release"]) if settings["release"] else None
    store: Store
    digest = None
    if directory is None:
        store = RemoteStore(settings["remote"], timeout=limits.seconds)
    else:
        held_release = release.Release.at(directory)
        digest = held_release.name
        project = release.project_of(held_release, project)
        store = held_release.open_for_serving(limits.in_memory, limits.services)
    shown = Passages()
    if settings["documents"] is not None:
        # Asked with the questions of today: those of an older release may not have this one.
        shown = Passages.read(Path(settings["documents"]), store, today)
    drawn = borders.Borders()
    if settings["borders"] is not None:
        drawn = borders.read(Path(settings["borders"]))
    held = Holdings(
        store,
        project,
        limits,
        directory,
        settings["public"],
        digest=digest,
        passages=shown,
        borders=drawn,
        contact=settings["contact"],
    )
    site = Site(held)
    if isinstance(store, EmbeddedStore):
        # Read once, here, and shared by every worker.
        held.names  # noqa: B018 - kept by the holdings
        held.disputes  # noqa: B018 - kept by the holdings
    return site


def _fork(site: Site, control: socket.socket, descriptor: int) -> int:
    pid = os.fork()
    if pid:
        os.close(descriptor)
        return pid
    # Whatever happens in the child must not come back into the loop above.
    ended = FAULT
    try:
        control.close()
        front = socket.socket(fileno=descriptor)
        work(site, front)
        ended = 0
    except (BrokenPipeError, ConnectionResetError):
        ended = 0  # the front went away while it was answered
    except BaseException:
        # The line is still open: when it closes, the front has this process ended at once.
        sys.excepthook(*sys.exc_info())
        raise
    finally:
        sys.stderr.flush()
        os._exit(ended)


def _end(pid: int) -> int:
    """End a worker, unless it has ended by itself, and say how it ended."""
    os.kill(pid, signal.SIGKILL)  # ours until it is waited for, so that this is no other process
    _, status = os.waitpid(pid, 0)
    return status


if __name__ == "__main__":
    main(int(sys.argv[1]), json.loads(sys.argv[2]))
