"""Where things are: a project is a directory with ontology, data, shapes and queries."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bioclustergraph.errors import ProjectError, Text

ROOT_VARIABLE: Final = "BIOCLUSTERGRAPH_ROOT"
"""The environment variable that names the project's root."""

PARTS: Final = ("ontology", "data", "shapes", "queries")
"""The directories that make a directory a project."""

PACKAGED: Final = Path(__file__).parent / "_files"
"""The project's files as they are packed in the wheel."""

_HINT: Final = Text(
    f"Gi prosjektets mappe med --root eller miljøvariabelen {ROOT_VARIABLE}, eller stå i mappen "
    "når du kjører kommandoen.",
    f"Name the project's directory with --root or the environment variable {ROOT_VARIABLE}, or "
    "stand in it when you run the command.",
)


@dataclass(frozen=True)
class Project:
    """The files of one project.

    Attributes:
        root: the directory that holds ``ontology/``, ``data/``, ``shapes/`` and ``queries/``.
    """

    root: Path

    @property
    def ontology(self) -> Path:
        """The modules, concept schemes and alignments (Turtle)."""
        return self.root / "ontology"

    @property
    def data(self) -> Path:
        """The things and the source graphs (Turtle); each file is one named graph."""
        return self.root / "data"

    @property
    def shapes(self) -> Path:
        """The SHACL shapes (Turtle)."""
        return self.root / "shapes"

    @property
    def queries(self) -> Path:
        """The questions (SPARQL)."""
        return self.root / "queries"

    @property
    def rules(self) -> Path:
        """The rules that derive (SPARQL CONSTRUCT), in the order of their names."""
        return self.queries / "rules"

    def relative(self, path: Path) -> str:
        """Give ``path`` as findings and manifests name it: from the root, with ``/``.

        A path outside the project is given as it is.
        """
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()

    @classmethod
    def find(cls, root: Path | None = None) -> Project:
        """Find the project's files.

        The first that answers decides: ``root``, the environment variable
        ``BIOCLUSTERGRAPH_ROOT``, the nearest directory upwards from the current one that is a
        project, the files packed with the package. A root that somebody *named* and that is not a
        project is an error: we never quietly use another one.

        Raises:
            ProjectError: the named directory is not a project, or no project was found.
        """
        named = root if root is not None else _root_from_environment()
        if named is not None:
            return cls(_checked(named))
        here = _working_directory()
        if here is not None:
            for directory in (here, *here.parents):
                if not _missing(directory):
                    return cls(directory)
        if not _missing(PACKAGED):
            return cls(PACKAGED)
        raise ProjectError(
            Text(
                "Fant ingen prosjektmappe (en mappe med ontology/, data/, shapes/ og queries/).",
                "Found no project directory (one with ontology/, data/, shapes/ and queries/).",
            ),
            path=here,
            hint=_HINT,
        )


def _root_from_environment() -> Path | None:
    """Read the environment; the only place that does so for the project's root."""
    named = os.environ.get(ROOT_VARIABLE, "").strip()
    return Path(named) if named else None


def _working_directory() -> Path | None:
    try:
        return Path.cwd()
    except OSError:  # the directory we stand in has been removed
        return None


def _missing(directory: Path) -> tuple[str, ...]:
    return tuple(part for part in PARTS if not _is_directory(directory / part))


def _is_directory(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name too long, or a loop of links: certainly no directory of ours
        return False


def _checked(named: Path) -> Path:
    try:
        directory = named.expanduser().resolve()
        exists = directory.is_dir()
    except (
        OSError,
        RuntimeError,
        ValueError,
    ):  # a loop of links, no home directory, a NUL in the name
        directory, exists = named, False
    if not exists:
        raise ProjectError(
            Text("Mappen finnes ikke, eller er ikke en mappe.", "There is no such directory."),
            path=named,
            hint=_HINT,
        )
    missing = " ".join(f"{part}/" for part in _missing(directory))
    if missing:
        raise ProjectError(
            Text(
                f"Dette er ikke en prosjektmappe: den mangler {missing}.",
                f"This is not a project directory: it lacks {missing}.",
            ),
            path=directory,
            hint=_HINT,
        )
    return directory
