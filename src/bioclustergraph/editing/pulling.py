"""Write accepted changes back to ``data/``, so that the files stay the truth.

A file is behind if it is, byte for byte, what the journal or a release says it once was; then it is
written as the current release has it. A file that somebody has changed since is a conflict, and
then nothing is written at all.
"""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bioclustergraph import release
from bioclustergraph.editing.journal import Journal
from bioclustergraph.editing.stated import Texts, data_inputs, digest_of, sync, text_of
from bioclustergraph.errors import ReleaseError, Text

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.project import Project


@dataclass(frozen=True, slots=True)
class Pulled:
    """One file that differs from the current release.

    Attributes:
        path: the file.
        before: its text; ``None`` if it is not there.
        after: the text of the release; ``None`` if it is to go.
    """

    path: Path
    before: str | None
    after: str | None

    def diff(self, project: Project) -> str:
        """Give the difference as a patch (``patch -p1``)."""
        name = project.relative(self.path)
        return "".join(
            difflib.unified_diff(
                (self.before or "").splitlines(keepends=True),
                (self.after or "").splitlines(keepends=True),
                f"a/{name}" if self.before is not None else "/dev/null",
                f"b/{name}" if self.after is not None else "/dev/null",
            )
        )


@dataclass(frozen=True, slots=True)
class Conflict:
    """A file that was changed both here and by a change that was accepted.

    Attributes:
        path: the file.
        line: the first line that is not as the release before the changes had it, from 1.
    """

    path: Path
    line: int


def behind(project: Project, directory: Path) -> tuple[tuple[Pulled, ...], tuple[Conflict, ...]]:
    """Say which files are behind the current release, and which were changed on both sides.

    Args:
        project: the files.
        directory: where releases are kept.

    Raises:
        ReleaseError: there is no release, the journal is broken, or a text is missing.
    """
    journal = Journal.read(directory)
    now = release.current(directory)
    known: dict[str, list[str | None]] = {}
    done = journal.transactions
    if journal.under_way is not None and journal.under_way.digest == now.manifest.digest:
        done = (*done, journal.under_way)  # a kill left its second line out
    for transaction in done:
        for changed, digests in transaction.files.items():
            known.setdefault(changed, []).extend(digests)
    wanted = data_inputs(now.manifest.inputs)
    pulled, conflicts = [], []
    for name, once in sorted(known.items()):
        path = project.root / name
        here = _read(path)
        mine = digest_of(here) if here is not None else None
        if mine == wanted.get(name):
            continue
        if mine not in once:
            conflicts.append(Conflict(path, _first_line(directory, here, once)))
            continue
        after = None
        if name in wanted:
            after = text_of(path, directory, wanted[name])
            if after is None:
                raise ReleaseError(
                    Text(
                        f"Teksten til {name} er ikke tatt vare på.",
                        f"The text of {name} has not been kept.",
                    ),
                    path=directory,
                    hint=Text(
                        "Gå tilbake til en utgave som har den, eller hent en sikkerhetskopi.",
                        "Restore a release that has it, or a backup.",
                    ),
                )
        pulled.append(Pulled(path, here, after))
    return tuple(pulled), tuple(conflicts)


def write(pulled: tuple[Pulled, ...]) -> None:
    """Write the files, each as a whole; what a kill leaves out is written by the next run.

    Raises:
        ReleaseError: a file has been changed in the meantime, or cannot be written.
    """
    for change in pulled:
        if _read(change.path) != change.before:
            raise ReleaseError(
                Text("Filen ble endret nå nettopp.", "The file was changed just now."),
                path=change.path,
                hint=Text("Kjør igjen.", "Run again."),
            )
        try:
            _replace(change)
        except OSError as error:
            raise ReleaseError(
                Text(
                    f"Filen kan ikke skrives ({error.strerror}).",
                    f"The file cannot be written ({error.strerror}).",
                ),
                path=change.path,
                hint=Text("Gi plass og skrivetilgang.", "Give room and write access."),
            ) from error


def _replace(change: Pulled) -> None:
    path = change.path
    if change.after is None:
        path.unlink()
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        making = path.with_name(f".{path.name}-pulling")
        with making.open("wb") as file:
            file.write(change.after.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            making.chmod(path.stat().st_mode)
        making.replace(path)
    sync(path.parent)


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ReleaseError(
            Text("Filen kan ikke leses.", "The file cannot be read."), path=path
        ) from error


def _first_line(directory: Path, here: str | None, digests: list[str | None]) -> int:
    """Find the first line that differs from the text that the file most resembles."""
    mine = (here or "").splitlines()
    lines = []
    for digest in digests:
        text = Texts(directory).get(digest) if digest is not None else None
        theirs = (text or "").splitlines()
        pairs = zip(mine, theirs, strict=False)
        at = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(mine), len(theirs)))
        lines.append(at + 1)
    return max(lines, default=1)
