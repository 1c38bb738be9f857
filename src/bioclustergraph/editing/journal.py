"""The journal of changes: a file that is only ever added to, one JSON object a line.

A change has two lines. The first is on the disk *before* the switch and says all there is to say:
who, why, when, from which release to which, the quads added and removed. The second is written
after the switch and says that it was done. Whoever holds the directory next sees a first line
without a second, and looks at the link, which alone decides: where it leads to the new release the
change was done, else it was not; so each change is whole or not at all, whenever a process ended.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Self

from bioclustergraph import release
from bioclustergraph.editing.stated import sync
from bioclustergraph.errors import ReleaseError, Text
from bioclustergraph.release import history

if TYPE_CHECKING:
    from pathlib import Path

NAME: Final = "journal.jsonl"

_DONE: Final = "done"
_UNDONE: Final = "undone"


@dataclass(frozen=True, slots=True)
class Transaction:
    """One change, from one release to another.

    Attributes:
        number: counted from 1.
        kind: ``update``, ``put``, ``post``, ``delete`` or ``restore``.
        time: when it was accepted (ISO 8601, UTC).
        author: who asked for it: the name of a token, or of a user of this machine.
        reason: why, in the words of the author; empty if nothing was said.
        parent: the digest of the release before.
        digest: the digest of the release after.
        files: the checksums, before and after, of each data file that changed, by its path.
        added: the new quads (N-Quads).
        removed: the quads that are gone (N-Quads).
    """

    number: int
    kind: str
    time: str
    author: str
    reason: str
    parent: str
    digest: str
    files: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    added: str = field(default="", repr=False)
    removed: str = field(default="", repr=False)

    @property
    def at(self) -> datetime:
        """When, as a moment."""
        return datetime.fromisoformat(self.time)


@dataclass
class Journal:
    """The journal of one directory of releases.

    Attributes:
        path: the file.
        transactions: the changes that were done, oldest first.
        last: the number of the last change that was begun.
        under_way: the change of which only the first line is there.
    """

    path: Path
    transactions: tuple[Transaction, ...] = ()
    last: int = 0
    under_way: Transaction | None = None

    @classmethod
    def read(cls, directory: Path) -> Self:
        """Read what was done; a change under way, or broken off, is not among it.

        Raises:
            ReleaseError: a line that is whole is not a line of a journal.
        """
        path = directory / NAME
        done: list[Transaction] = []
        last, under_way = 0, None
        for line in _lines(path):
            state, transaction = _parsed(line, path)
            if transaction is not None:
                last, under_way = transaction.number, transaction
                continue
            if state == _DONE and under_way is not None:
                done.append(under_way)
            under_way = None
        return cls(path, tuple(done), last, under_way)

    @classmethod
    def settled(cls, directory: Path) -> Self:
        """Read the journal, after deciding what was broken off; the directory is held by us.

        Raises:
            ReleaseError: the journal is broken.
        """
        _cut_torn(directory / NAME)
        journal = cls.read(directory)
        if journal.under_way is not None:
            try:
                now = release.current(directory).manifest.digest
            except ReleaseError:
                now = ""
            journal.decide(is_done=now == journal.under_way.digest)
        return journal

    def begin(self, **said: Any) -> Transaction:
        """Write the first line of a change; when this returns it is on the disk."""
        transaction = Transaction(number=self.last + 1, time=history.now(), **said)
        self._append({"state": "begun", **asdict(transaction)})
        self.last, self.under_way = transaction.number, transaction
        return transaction

    def decide(self, *, is_done: bool) -> None:
        """Write the second line of the change under way, after the switch or without one."""
        self._append({"number": self.last, "state": _DONE if is_done else _UNDONE})
        if self.under_way is not None and is_done:
            self.transactions = (*self.transactions, self.under_way)
        self.under_way = None

    def _append(self, fields: dict[str, Any]) -> None:
        line = json.dumps(fields, ensure_ascii=False) + "\n"
        is_new = not self.path.exists()
        with self.path.open("ab") as file:
            file.write(line.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            sync(self.path.parent)


def _lines(path: Path) -> list[bytes]:
    """Give the lines that are whole: one that a kill cut short was never answered."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    return content.split(b"\n")[:-1]


def _cut_torn(path: Path) -> None:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        with path.open("r+b") as file:
            file.truncate(whole)
            os.fsync(file.fileno())


def _parsed(line: bytes, path: Path) -> tuple[str, Transaction | None]:
    try:
        fields: dict[str, Any] = json.loads(line)
        state = str(fields.pop("state"))
        if state in {_DONE, _UNDONE}:
            return state, None
        files = {name: (old, new) for name, (old, new) in fields.pop("files").items()}
        return state, Transaction(files=files, **fields)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseError(
            Text("Endringsjournalen er skadet.", "The journal of changes is damaged."),
            path=path,
            hint=Text(
                "Hent den fra en sikkerhetskopi, eller flytt filen bort: utgavene er hele uten.",
                "Take it from a backup, or move the file away: the releases are whole without it.",
            ),
        ) from error
