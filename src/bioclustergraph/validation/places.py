"""In which file and on which line a subject is described, for files that are not data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from bioclustergraph import turtle
from bioclustergraph.namespaces import BASE

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.project import Project


class Place(Protocol):
    """Something that says where a statement stands, as ``Dataset.place`` does."""

    def __call__(
        self, focus: str, path: str | None = None, value: str | None = None, /
    ) -> tuple[str | None, int | None]:
        """Give the file (from the project's root) and the line, or ``(None, None)``.

        Args:
            focus: the IRI of the subject.
            path: the IRI of the property.
            value: the value, as N-Triples text.
        """
        ...


@dataclass(frozen=True)
class Places:
    """Where the statements of one directory of Turtle files stand.

    The files are read when the first place is asked for: a project without faults pays nothing.

    Attributes:
        project: whose root the files are named from.
        directory: where the files are; ``ontology/`` or ``shapes/``.
    """

    project: Project
    directory: Path

    @cached_property
    def _files(self) -> tuple[tuple[str, turtle.Positions], ...]:
        return tuple(
            (self.project.relative(path), turtle.Positions.of(turtle.read_text(path), BASE))
            for path in turtle.files_under(self.directory)
        )

    def __call__(
        self, focus: str, path: str | None = None, value: str | None = None, /
    ) -> tuple[str | None, int | None]:
        """Give the file and line of the statement, else of the property, else of the subject."""
        for terms in ((focus, path, value), (focus, path), (focus,)):
            if None in terms:
                continue
            for file, positions in self._files:
                line = positions.line_of(*terms)
                if line is not None:
                    return file, line
        return None, None


def nowhere(
    _focus: str, _path: str | None = None, _value: str | None = None, /
) -> tuple[str | None, int | None]:
    """Say that nobody knows: for graphs that were never files."""
    return None, None


def first_of(*places: Place) -> Place:
    """Ask several in turn; the first that knows a file answers."""

    def place(
        focus: str, path: str | None = None, value: str | None = None, /
    ) -> tuple[str | None, int | None]:
        for ask in places:
            file, line = ask(focus, path, value)
            if file is not None:
                return file, line
        return None, None

    return place
