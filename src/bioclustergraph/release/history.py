"""Which release was current when: a file that is only ever added to.

The releases themselves bear no time, so that the same files give the same bytes; when each was
switched to stands here, one JSON object a line, and is on the disk before :func:`record` returns.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME: Final = "history.jsonl"
"""The file, beside the releases."""

_FIELDS: Final = ("time", "digest", "ontology", "who", "why")


@dataclass(frozen=True, slots=True)
class Switch:
    """One release becoming the current one.

    Attributes:
        time: when (ISO 8601, UTC, to the second).
        digest: the whole digest of the release.
        ontology: the version of its ontology.
        who: who made it, where that is known: the author of a transaction.
        why: the reason that was given.
    """

    time: str
    digest: str
    ontology: str
    who: str | None = None
    why: str | None = None

    @property
    def at(self) -> datetime:
        """When, as a moment."""
        return datetime.fromisoformat(self.time)


def now() -> str:
    """Give this moment as the history writes it."""
    return moment(datetime.now(UTC))


def moment(time: datetime) -> str:
    """Write a moment as the history does.

    >>> moment(datetime(2026, 11, 24, 12, 0, 0, 5, tzinfo=UTC))
    '2026-11-24T12:00:00+00:00'
    """
    return time.astimezone(UTC).isoformat(timespec="seconds")


def switches(directory: Path) -> tuple[Switch, ...]:
    """Read the history of a directory of releases, oldest first; empty where there is none.

    A last line that a fault of the machine left unfinished is passed over, and so is anything that
    is not a line of ours: what is current is said by the link, not by this file.
    """
    try:
        lines = (directory / NAME).read_bytes().splitlines()
    except OSError:
        return ()
    return tuple(_read(lines))


def _read(lines: list[bytes]) -> Iterator[Switch]:
    for line in lines:
        try:
            fields = json.loads(line)
            switch = Switch(**{name: fields.get(name) for name in _FIELDS})
            moment(switch.at)
        except (ValueError, TypeError, AttributeError):
            continue
        if switch.at.tzinfo is not None and isinstance(switch.digest, str):
            yield switch


def record(directory: Path, switch: Switch) -> None:
    """Add a switch. Whoever calls holds the directory.

    Raises:
        OSError: it cannot be written.
    """
    path = directory / NAME
    line = json.dumps(asdict(switch), ensure_ascii=False).encode() + b"\n"
    with path.open("ab") as file:
        if file.tell() and not _ends_with_a_line(path):
            line = b"\n" + line  # a line that was never finished stays alone
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def _ends_with_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
