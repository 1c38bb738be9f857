"""Removing the oldest releases, with what was kept for their sake only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bioclustergraph.release import keeping, library
from bioclustergraph.release.building import alone

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.release.keeping import Kept


def prune(directory: Path, keep: int, *, only: tuple[Kept, ...] | None = None) -> tuple[Kept, ...]:
    """Remove all releases but those that were switched to last; the current one never goes.

    Args:
        directory: where releases are kept.
        keep: how many are kept.
        only: what somebody was shown and agreed to: nothing else is removed.

    Returns:
        What is gone.

    Raises:
        ParameterError: ``keep`` is less than one.
        ReleaseError: somebody else holds the directory, or it cannot be written to.
    """
    keeping.removable(directory, keep)  # a directory that is not there is not made for this
    with alone(directory):
        going = keeping.removable(directory, keep)
        if only is not None:
            agreed = {it.switch.digest for it in only}
            going = tuple(it for it in going if it.switch.digest in agreed)
        keeping.remove(directory, going)
        library.tidy(directory)
    return going
