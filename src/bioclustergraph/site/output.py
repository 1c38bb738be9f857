"""The directory that a site is written to.

What does not change keeps its file and its time. New bytes go to a directory beside, and when all
of them are there, they are renamed into place: first the new files, then the changed ones, and last
the old ones are removed, so that no link leads nowhere in between. The manifest names what is ours;
nothing else is ever written over or removed.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from bioclustergraph import locking
from bioclustergraph.errors import SiteError, Text
from bioclustergraph.site import manifest
from bioclustergraph.site.manifest import Manifest

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAKING: Final = ".site-making-"
_LEFT_ALONE: Final = frozenset({".git", "CNAME"})
"""What may be in a directory that is otherwise empty: a branch or a domain to publish on."""


@dataclass
class Output:
    """A directory while a site is written to it.

    Attributes:
        directory: where it is.
        former: what an earlier run wrote.
        written: the checksum of each file of this run.
        fresh: where the bytes of each file are that is not there yet.
        changed: the same of files that are there with other bytes.
    """

    directory: Path
    former: Manifest
    making: Path
    written: dict[str, str] = field(default_factory=dict)
    fresh: dict[str, Path] = field(default_factory=dict)
    changed: dict[str, Path] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def opened(cls, directory: Path) -> Iterator[Self]:
        """Hold the directory for one run at a time.

        Raises:
            SiteError: it is not ours, or cannot be written to, or another run holds it.
        """
        with _translated(directory):
            directory.mkdir(parents=True, exist_ok=True)
            former = Manifest.read(directory)
            if former is None:
                _refuse_foreign(directory)
            with locking.held(directory, busy=lambda: _busy(directory), tidy=_tidy):
                making = Path(tempfile.mkdtemp(prefix=_MAKING, dir=directory))
                yield cls(directory, former or Manifest(), making)

    def intact(self) -> bool:
        """Say whether every file is there as the former run wrote it."""
        return self.former.complete and all(
            _digest(self.directory / name) == digest for name, digest in self.former.files.items()
        )

    def put(self, name: str, content: bytes) -> None:
        """Take the bytes of a file.

        Raises:
            SiteError: there is a file of that name that is not ours, or two are to have it.
        """
        if name in self.written:
            raise SiteError(
                Text(
                    f"To adresser ville blitt samme fil: {name}.",
                    f"Two addresses would be the same file: {name}.",
                ),
                hint=Text("Gi den ene tingen en annen nøkkel.", "Give one thing another key."),
            )
        self.written[name] = manifest.sha256(content)
        path = self._within(name)
        if not path.exists() and not path.is_symlink():
            self._keep(self.fresh, name, content)
            return
        if name not in self.former.files:
            raise SiteError(
                Text("Filen er ikke skrevet av oss.", "The file was not written by us."),
                path=path,
                hint=Text(
                    "Flytt den, eller velg en annen mappe; den blir ikke skrevet over.",
                    "Move it, or choose another directory; it is not written over.",
                ),
            )
        if _digest(path) != self.written[name]:
            self._keep(self.changed, name, content)

    def _keep(self, where: dict[str, Path], name: str, content: bytes) -> None:
        path = self.making / str(len(self.fresh) + len(self.changed))
        path.write_bytes(content)
        where[name] = path

    def finish(self, key: str, public: str) -> int:
        """Put everything in its place, and say how many old files were removed."""
        known = {**self.former.files, **self.written}
        Manifest(known, key="", public=public, complete=False).write(self.directory)
        for name, path in (*self.fresh.items(), *self.changed.items()):
            target = self._within(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
        gone = sorted(self.former.files.keys() - self.written.keys())
        for name in gone:
            self._remove(name)
        Manifest(self.written, key=key, public=public, complete=True).write(self.directory)
        return len(gone)

    def _remove(self, name: str) -> None:
        path = self._within(name)
        path.unlink(missing_ok=True)
        for parent in path.parents:
            if parent == self.directory:
                return
            with suppress(OSError):  # not empty: others are in it, perhaps not ours
                parent.rmdir()

    def _within(self, name: str) -> Path:
        """Give the path of a file, which no link may lead out of the directory.

        Raises:
            SiteError: one does.
        """
        path = self.directory / name
        for parent in path.relative_to(self.directory).parents:
            if (self.directory / parent).is_symlink() and parent != Path():
                raise SiteError(
                    Text("En lenke leder ut av mappen.", "A link leads out of the directory."),
                    path=self.directory / parent,
                    hint=Text("Fjern lenken.", "Remove the link."),
                )
        return path


def _refuse_foreign(directory: Path) -> None:
    for path in directory.iterdir():
        if path.name not in _LEFT_ALONE and not path.name.startswith(_MAKING):
            raise SiteError(
                Text(
                    f"Mappen er ikke tom ({path.name}), og er ikke et nettsted vi har skrevet.",
                    f"The directory is not empty ({path.name}), and is no site that we wrote.",
                ),
                path=directory,
                hint=Text("Velg en tom mappe eller en ny.", "Choose an empty directory or a new."),
            )


def _busy(directory: Path) -> SiteError:
    return SiteError(
        Text("Et annet nettsted skrives her nå.", "Another site is being written here."),
        path=directory,
        hint=Text("Vent til det er ferdig.", "Wait until it is done."),
    )


def _tidy(directory: Path) -> None:
    for leftover in directory.glob(f"{_MAKING}*"):
        shutil.rmtree(leftover, ignore_errors=True)


def _digest(path: Path) -> str | None:
    if path.is_symlink() or not path.is_file():
        return None
    return manifest.sha256(path.read_bytes())


@contextmanager
def _translated(directory: Path) -> Iterator[None]:
    """Say in plain words what the system refused."""
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
            hint=Text(
                "Gi plass og skrivetilgang, eller velg en annen mappe, og kjør igjen.",
                "Give room and write access, or choose another directory, and run again.",
            ),
        ) from error
