"""Go back to a release that is kept, by the same rename as going forward; the journal says so."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from bioclustergraph import release
from bioclustergraph.editing.journal import Journal
from bioclustergraph.editing.stated import data_inputs, differing
from bioclustergraph.errors import ReleaseError, Text
from bioclustergraph.release import Release, building, history

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.editing.journal import Transaction

_DIGEST: Final = re.compile(r"[0-9a-f]{4,64}")


def restore(
    directory: Path,
    to: str,
    *,
    author: str,
    reason: str,
    patience: float = 10.0,
) -> tuple[Release, Transaction | None]:
    """Make a release that is kept the current one.

    Args:
        directory: where releases are kept.
        to: the digest of a release or how it begins, or a time (ISO 8601): the release that was
            current then. A time without an offset is in UTC, a date is its end.
        author: who asks.
        reason: why.
        patience: how many seconds to wait for another who writes.

    Returns:
        The release, and what the journal says; ``None`` if it was current already.

    Raises:
        ReleaseError: there is no such release, it is damaged, or another writes.
    """
    with building.alone(directory, patience=patience):
        journal = Journal.settled(directory)
        now = release.current(directory)
        wanted = _wanted(directory, to)
        wanted.verify()
        if wanted.manifest.digest == now.manifest.digest:
            return wanted, None
        old, new = data_inputs(now.manifest.inputs), data_inputs(wanted.manifest.inputs)
        transaction = journal.begin(
            kind="restore",
            author=author,
            reason=reason,
            parent=now.manifest.digest,
            digest=wanted.manifest.digest,
            files=differing(old, new),
        )
        building.switch(directory, wanted.directory, who=author, why=reason or None)
        journal.decide(is_done=True)
        return wanted, transaction


def _wanted(directory: Path, to: str) -> Release:
    if not _DIGEST.fullmatch(to) or re.fullmatch(r"[0-9]{4}", to):
        moment = _moment(to)
        if moment is not None:
            return _at(directory, moment)
    return release.find(directory, to)


def _moment(text: str) -> datetime | None:
    """Read a time; a date alone is its last moment.

    >>> str(_moment("2026-11-24")), str(_moment("2026-11-24T12:00"))
    ('2026-11-24 23:59:59+00:00', '2026-11-24 12:00:00+00:00')
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) <= len("2026-11-24"):
        moment = moment.replace(hour=23, minute=59, second=59)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _at(directory: Path, moment: datetime) -> Release:
    switches = history.switches(directory)
    before = [switch for switch in switches if switch.at <= moment]
    if not before:
        first = switches[0].time if switches else "–"
        raise ReleaseError(
            Text("Da fantes det ingen utgave her.", "There was no release here then."),
            path=directory,
            hint=Text(f"Den første er fra {first}.", f"The first is of {first}."),
        )
    return release.find(directory, before[-1].digest)
