"""Definitions: the files that say what indicators are and how they are reckoned."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from bioclustergraph.errors import QueryError, Text, UnknownIndicator
from bioclustergraph.namespaces import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from bioclustergraph.project import Project


class Kind(Enum):
    """What the two ends of a range are."""

    INTERVAL = "interval"
    """More relations never make it smaller: at what is certain, and with what is possible."""

    ATTAINABLE = "attainable"
    """The least and the most that any choice among what is possible gives, reckoned exactly."""

    NETWORKS = "networks"
    """The values of two networks, the certain and the possible; a choice between them may give a
    value outside both."""

    @property
    def label(self) -> Text:
        """What it is called."""
        return _KINDS[self]


_KINDS = {
    Kind.INTERVAL: Text("sikkert, og sikkert og mulig", "certain, and certain and possible"),
    Kind.ATTAINABLE: Text("minst og størst oppnåelig", "least and most attainable"),
    Kind.NETWORKS: Text(
        "i det sikre og i det mulige nettverket", "in the certain and in the possible network"
    ),
}


class Time(Enum):
    """What a value holds for."""

    DAY = "day"
    """One day; in a series 31 December."""

    YEAR = "year"
    """The calendar year that the day is in."""

    @property
    def label(self) -> Text:
        """What it is called."""
        return _TIMES[self]


_TIMES = {Time.DAY: Text("dag", "day"), Time.YEAR: Text("kalenderår", "calendar year")}


@dataclass(frozen=True, slots=True)
class Definition:
    """One indicator.

    Attributes:
        name: the file's name without ``.yaml``.
        path: the file.
        title: what it is called.
        definition: what it means, in whole sentences.
        formula: how it is reckoned, in signs.
        unit: what is counted or measured.
        kind: what the two ends of its range are.
        time: what a value holds for.
        measure: the name of what reckons it (:mod:`bioclustergraph.metrics.measures`).
        views: the names of the views it is reckoned on, each on its own.
        queries: the names of the other queries in ``queries/indicators/`` that it needs.
        settings: what else the measure is told, such as a seed.
        categories: by key: what the parts are called that it tells apart.
        citation: where the measure was first described, if it is a standard one.
    """

    name: str
    path: Path
    title: Text
    definition: Text
    formula: str
    unit: Text
    kind: Kind
    time: Time
    measure: str
    views: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    categories: Mapping[str, Text] = field(default_factory=dict)
    citation: str | None = None


def find(project: Project) -> dict[str, Definition]:
    """Load every definition, by name, sorted.

    Raises:
        QueryError: a file cannot be read, or lacks something.
    """
    return {path.stem: _load(path) for path in sorted(directory(project).glob("*.yaml"))}


def named(project: Project, name: str) -> Definition:
    """Load one definition by its name.

    Raises:
        UnknownIndicator: there is none; the error suggests the nearest and lists them all.
        QueryError: the file cannot be read, or lacks something.
    """
    names = sorted(path.stem for path in directory(project).glob("*.yaml"))
    if name in names:
        return _load(directory(project) / f"{name}.yaml")
    near = ", ".join(difflib.get_close_matches(name, names))
    every = ", ".join(names)
    raise UnknownIndicator(
        Text(f"Det finnes ingen indikator «{name}».", f"There is no indicator “{name}”."),
        hint=Text(
            (f"Mente du {near}? " if near else "") + f"Alle: {every}.",
            (f"Did you mean {near}? " if near else "") + f"All of them: {every}.",
        ),
    )


def chosen(project: Project, names: Iterable[str]) -> tuple[Definition, ...]:
    """Load the definitions of these names, in their order; without names all, sorted.

    Raises:
        UnknownIndicator: there is none of a name.
        QueryError: a file cannot be read, or lacks something.
    """
    wanted = tuple(dict.fromkeys(names))
    return tuple(named(project, name) for name in wanted) or tuple(find(project).values())


@dataclass(frozen=True, slots=True)
class Side:
    """Which side a cluster is on, and what speaks for it.

    Attributes:
        cluster: the IRI of the cluster.
        side: the key of the side.
        why: what the statements say, in short.
        evidence: the IRIs of the statements.
    """

    cluster: str
    side: str
    why: Text
    evidence: tuple[str, ...]


def classification(project: Project, name: str) -> tuple[Side, ...]:
    """Read a file of ``queries/indicators/classifications/``, sorted by cluster.

    Raises:
        QueryError: it cannot be read, or lacks something.
    """
    path = directory(project) / "classifications" / f"{name}.yaml"
    content = _mapping(path)
    try:
        sides = content["sides"]
        return tuple(
            Side(
                cluster=f"{BASE}id/cluster/{key}",
                side=_one_of(sides, said["side"]),
                why=_both(said["why"]),
                evidence=tuple(f"{BASE}id/{statement}" for statement in said["evidence"]),
            )
            for key, said in sorted(content["clusters"].items())
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise _wrong(path, str(error)) from error


def directory(project: Project) -> Path:
    """Where definitions and their queries are."""
    return project.queries / "indicators"


def _mapping(path: Path) -> dict[str, Any]:
    """Read a YAML file that is a mapping.

    Raises:
        QueryError: it cannot be read, or is not one.
    """
    import yaml

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _wrong(path, str(error)) from error
    if not isinstance(content, dict):
        raise _wrong(path, "it is no mapping")
    return content


def _both(value: object) -> Text:
    """Read a text in both languages.

    Raises:
        KeyError: a language is missing.
        TypeError: it is no mapping.
    """
    if not isinstance(value, dict):
        raise TypeError(value)
    return Text(_line(value["nb"]), _line(value["en"]))


def _load(path: Path) -> Definition:
    said = _mapping(path)
    try:
        return Definition(
            name=path.stem,
            path=path,
            title=_both(said["title"]),
            definition=_both(said["definition"]),
            formula=_line(said["formula"]),
            unit=_both(said["unit"]),
            kind=Kind(said["range"]),
            time=Time(said["time"]),
            measure=str(said["measure"]),
            views=tuple(said.get("views", ())),
            queries=tuple(said.get("queries", ())),
            settings=dict(said.get("settings", {})),
            categories={key: _both(label) for key, label in said.get("categories", {}).items()},
            citation=_line(said["citation"]) if "citation" in said else None,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _wrong(path, str(error)) from error


def _one_of(known: Mapping[str, object], key: str) -> str:
    if key not in known:
        raise KeyError(key)
    return key


def _line(value: object) -> str:
    return " ".join(str(value).split())


def _wrong(path: Path, reason: str) -> QueryError:
    return QueryError(
        Text(f"Filen om indikatorer er gal: {reason}.", f"The indicator file is wrong: {reason}."),
        path=path,
        hint=Text(
            "En definisjon har title, definition og unit (hver med nb og en), formula, range "
            f"({', '.join(kind.value for kind in Kind)}), time (day, year) og measure.",
            "A definition has title, definition and unit (each with nb and en), formula, range "
            f"({', '.join(kind.value for kind in Kind)}), time (day, year) and measure.",
        ),
    )
