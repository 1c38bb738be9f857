"""Files on the disk: what did not change is not written, what is not ours is not touched."""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import SiteError, Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME: Final = ".site.json"
"""The list of the files that we wrote; only these are ever removed."""

_UNFINISHED: Final = ".unfinished"


@dataclass
class Shelf:
    """The directory of a site.

    Attributes:
        directory: where it is.
        before: what an earlier run wrote: for each file its SHA-256.
        written: what this run gives: for each file its SHA-256.
        changed: how many of them were not there as they are now.
    """

    directory: Path
    before: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    changed: int = 0

    @classmethod
    def at(cls, directory: Path) -> Shelf:
        """Open a directory: a new or an empty one, or one of ours.

        Raises:
            SiteError: it holds something else, or cannot be read.
        """
        with told(directory):
            directory.mkdir(parents=True, exist_ok=True)
            listing = directory / NAME
            if listing.exists():
                return cls(directory, _read(listing))
            if any(directory.iterdir()):
                raise SiteError(
                    Text(
                        "Mappen er ikke tom, og er ikke laget av «bioclustergraph site».",
                        "The directory is not empty, and was not made by “bioclustergraph site”.",
                    ),
                    path=directory,
                    hint=Text("Velg en tom mappe.", "Choose an empty directory."),
                )
            return cls(directory)

    def put(self, name: str, content: bytes) -> None:
        """Write a file, unless it is there as it is to be."""
        digest = hashlib.sha256(content).hexdigest()
        self.written[name] = digest
        path = self.directory / name
        if path.is_file() and path.read_bytes() == content:
            return
        self.changed += 1
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(path.name + _UNFINISHED)
        unfinished.write_bytes(content)
        unfinished.replace(path)

    def begin(self, names: frozenset[str]) -> None:
        """Note what will be written, so that a run that is cut off leaves nothing unknown."""
        self._note({**dict.fromkeys(names, ""), **self.before})

    def finish(self) -> int:
        """Remove what earlier runs wrote and this one did not, and say how many files that was."""
        gone = self.before.keys() - self.written.keys()
        for name in gone:
            path = self.directory / name
            path.unlink(missing_ok=True)
            for parent in path.parents:
                if parent == self.directory or any(parent.iterdir()):
                    break
                parent.rmdir()
        self._note(self.written)
        return len(gone)

    def _note(self, files: dict[str, str]) -> None:
        listed = json.dumps({"files": dict(sorted(files.items()))}, indent=0, ensure_ascii=False)
        unfinished = self.directory / (NAME + _UNFINISHED)
        unfinished.write_text(listed + "\n", encoding="utf-8")
        unfinished.replace(self.directory / NAME)


@contextmanager
def told(directory: Path) -> Iterator[None]:
    """Say in plain words what the system refused.

    Raises:
        SiteError: it refused something.
    """
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise SiteError(
            Text(
                f"Nettstedet kan ikke skrives ({reason}).",
                f"The site cannot be written ({reason}).",
            ),
            path=directory,
            hint=Text("Velg en annen mappe, eller gi plass.", "Choose another, or make room."),
        ) from error


def _read(listing: Path) -> dict[str, str]:
    try:
        files = json.loads(listing.read_text(encoding="utf-8"))["files"]
    except (ValueError, KeyError, TypeError) as error:
        raise SiteError(
            Text("Listen over filer er skadet.", "The list of files is damaged."),
            path=listing,
            hint=Text("Slett mappen og skriv på nytt.", "Delete the directory and write anew."),
        ) from error
    return {str(name): str(digest) for name, digest in files.items()}
