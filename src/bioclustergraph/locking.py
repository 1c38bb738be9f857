"""One at a time: whoever writes in a directory holds it, across processes (``flock``).

The system lets go of a directory whose holder has ended, however it ended; there is no lock file
that a killed process could leave behind.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bioclustergraph.errors import BioclustergraphError

_TICK: Final = 0.02
"""Seconds between two tries to take a directory that another holds."""


@contextmanager
def held(
    directory: Path,
    *,
    busy: Callable[[], BioclustergraphError],
    tidy: Callable[[Path], None],
    patience: float = 0.0,
) -> Iterator[None]:
    """Hold a directory, and leave nothing unfinished behind, of an earlier holder neither.

    Args:
        directory: the directory; it must be there.
        busy: makes the error that says that another holds it.
        tidy: removes what an earlier holder left that was killed, and what we leave: whoever holds
            the directory knows that nobody else is making anything in it.
        patience: how many seconds to wait for another holder.

    Raises:
        BioclustergraphError: another holds it (what ``busy`` makes).
        OSError: the directory cannot be opened.
    """
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        _take(descriptor, busy, time.monotonic() + patience)
        tidy(directory)
        try:
            yield
        finally:
            tidy(directory)
    finally:
        os.close(descriptor)


def _take(descriptor: int, busy: Callable[[], BioclustergraphError], until: float) -> None:
    try:
        import fcntl
    except ImportError:  # Windows has no such lock, and no two should be run there at once
        return
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= until:
                raise busy() from error
            time.sleep(_TICK)
        else:
            return
