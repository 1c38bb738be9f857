"""Views: the query files that say which relations are looked at, and how they become edges."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from bioclustergraph import queries
from bioclustergraph.errors import QueryError, Text, UnknownView

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.project import Project


class Mode(Enum):
    """How ties become edges; the names are those of network analysis."""

    DIRECT = "direct"
    """Each tie is an edge."""

    TWO_MODE = "two-mode"
    """Each tie is an edge between things of two kinds, such as members and clusters."""

    PROJECTED = "projected"
    """Two things have an edge where both have a tie to a third: what they share."""


@dataclass(frozen=True, slots=True)
class View:
    """One view.

    Attributes:
        name: the file's name without ``.rq``.
        path: the file.
        title: what it shows, in a few words.
        summary: what it shows, in one sentence.
        mode: how ties become edges.
        sparql: the query; it gives ``?from ?to ?kind ?relation``.
    """

    name: str
    path: Path
    title: Text
    summary: Text
    mode: Mode
    sparql: str = field(repr=False)


def find(project: Project) -> dict[str, View]:
    """Load every view, by name, sorted.

    Raises:
        QueryError: a file cannot be read, or its header is wrong.
    """
    return {path.stem: _load(path) for path in sorted(_directory(project).glob("*.rq"))}


def named(project: Project, name: str) -> View:
    """Load one view by its name.

    Raises:
        UnknownView: there is none; the error suggests the nearest and lists them all.
        QueryError: the file cannot be read, or its header is wrong.
    """
    names = sorted(path.stem for path in _directory(project).glob("*.rq"))
    if name in names:
        return _load(_directory(project) / f"{name}.rq")
    near = ", ".join(difflib.get_close_matches(name, names))
    every = ", ".join(names)
    raise UnknownView(
        Text(f"Det finnes ikke noe utsnitt «{name}».", f"There is no view “{name}”."),
        hint=Text(
            (f"Mente du {near}? " if near else "") + f"Alle: {every}.",
            (f"Did you mean {near}? " if near else "") + f"All of them: {every}.",
        ),
    )


def _directory(project: Project) -> Path:
    return project.queries / "relations"


def _load(path: Path) -> View:
    text = queries.text_of(path)
    header = queries.header_of(text, path)
    try:
        return View(
            name=path.stem,
            path=path,
            title=Text(str(header["title_nb"]), str(header["title"])),
            summary=Text(str(header["summary_nb"]), str(header["summary"])),
            mode=Mode(header["mode"]),
            sparql=text,
        )
    except (KeyError, ValueError) as error:
        modes = ", ".join(mode.value for mode in Mode)
        raise QueryError(
            Text(f"Hodet i utsnittet er galt: {error}.", f"The view's header is wrong: {error}."),
            path=path,
            hint=Text(
                f"Det må ha title, title_nb, summary, summary_nb og mode ({modes}).",
                f"It must have title, title_nb, summary, summary_nb and mode ({modes}).",
            ),
        ) from error
