"""Which files are not in form, and what they would be."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bioclustergraph import dataset, ontology, turtle
from bioclustergraph.errors import Text, TurtleError
from bioclustergraph.namespaces import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bioclustergraph.project import Project


@dataclass(frozen=True, slots=True)
class Formed:
    """One file and its form.

    Attributes:
        path: the file.
        text: the file as it is.
        form: what it would be in form.
    """

    path: Path
    text: str
    form: str

    @property
    def is_in_form(self) -> bool:
        """Whether there is nothing to do."""
        return self.text == self.form

    def difference(self, name: str) -> Iterator[str]:
        """Give the lines of a unified diff."""
        return difflib.unified_diff(
            self.text.splitlines(), self.form.splitlines(), name, name, lineterm=""
        )


def formed(project: Project, paths: Iterable[Path] = ()) -> tuple[Formed, ...]:
    """Put files in form, without writing any.

    Args:
        project: the project they belong to.
        paths: files, and directories whose Turtle files are meant; all of ``data/`` if there are
            none. Shapes and ontology are written by hand, in an order of their own.

    Raises:
        TurtleError: files cannot be read or put in form; all of them are named in the one error.
    """
    found: list[Formed] = []
    errors: list[TurtleError] = []
    for path in _files(project, paths):
        try:
            text = turtle.read_text(path)
            form = turtle.tidy(text, base_of(project, path), path=path)
        except TurtleError as error:
            errors.append(error)
        else:
            found.append(Formed(path, text, form))
    if errors:
        raise turtle.together(errors)
    return tuple(found)


def base_of(project: Project, path: Path) -> str:
    """Give the IRI that relative IRIs of a file are resolved against.

    Raises:
        TurtleError: the file is not one of the project's.
    """
    whole = path.resolve()
    root = project.root.resolve()
    if whole.is_relative_to(root / "data"):
        return dataset.graph_iri(project, project.root / whole.relative_to(root))
    if whole.is_relative_to(root / "ontology"):
        return ontology.base_iri(project, project.root / whole.relative_to(root))
    if whole.is_relative_to(root):
        return BASE
    raise TurtleError(
        Text("Filen hører ikke til prosjektet.", "The file does not belong to the project."),
        path=path,
        hint=Text(
            f"Gi filer under {root}, eller prosjektets mappe med --root.",
            f"Name files under {root}, or the project's directory with --root.",
        ),
    )


def _files(project: Project, paths: Iterable[Path]) -> Iterator[Path]:
    """Give the files that are meant, each once."""
    seen: set[Path] = set()
    for path in tuple(paths) or (project.data,):
        for file in turtle.files_under(path) if path.is_dir() else (path,):
            if file.suffix != ".ttl":
                raise TurtleError(
                    Text(
                        "Bare Turtle-filer (.ttl) kan settes i form.",
                        "Only Turtle files (.ttl) can be put in form.",
                    ),
                    path=file,
                )
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file
