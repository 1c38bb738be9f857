"""What somebody asks to have changed: a SPARQL 1.1 Update, or an operation on one graph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import unquote

from bioclustergraph.dataset import RESERVED
from bioclustergraph.errors import ChangeError, Text
from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.project import Project

MAX_CHARACTERS: Final = 4_000_000
"""The longest update or graph that is looked at."""

_GRAPHS: Final = PREFIXES["graph"]
_PATH: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)+")
"""``sources/2024-x``: at least one directory, every name as hygiene wants it, and none that leads
out of ``data/``."""


@dataclass(frozen=True, slots=True)
class Update:
    """A SPARQL 1.1 Update (https://www.w3.org/TR/sparql11-update/).

    Attributes:
        sparql: its operations.
        using: the graphs that the protocol names as the default graph (``using-graph-uri``).
        using_named: those that it names as named graphs (``using-named-graph-uri``).
    """

    sparql: str
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()

    kind = "update"


@dataclass(frozen=True, slots=True)
class GraphOperation:
    """An operation on one graph (https://www.w3.org/TR/sparql11-http-rdf-update/).

    Attributes:
        kind: ``put`` replaces the graph, ``post`` adds to it, ``delete`` removes it.
        graph: the IRI of the graph.
        turtle: the triples, as Turtle or N-Triples.
    """

    kind: Literal["put", "post", "delete"]
    graph: str
    turtle: str = ""


Change = Update | GraphOperation


def path_of(project: Project, graph: str) -> Path | None:
    """Give the file under ``data/`` that is a graph; ``None`` if it can be none."""
    inside = unquote(graph.removeprefix(_GRAPHS))
    if not graph.startswith(_GRAPHS) or not _PATH.fullmatch(inside):
        return None
    if inside.partition("/")[0] in RESERVED:
        return None
    return project.data / f"{inside}.ttl"


def refuse_unchangeable(project: Project, graph: str) -> None:
    """Refuse a graph that is not one of ``data/``.

    Raises:
        ChangeError: it is the ontology, derived, or no graph of ours.
    """
    if path_of(project, graph) is None:
        raise unchangeable(graph)


def unchangeable(graph: str) -> ChangeError:
    """Say that a graph cannot be changed."""
    name = f"<{graph}>" if graph else Text("Standardgrafen", "The default graph")
    nb, en = (name.nb, name.en) if isinstance(name, Text) else (f"Grafen {name}", f"Graph {name}")
    return ChangeError(
        Text(f"{nb} kan ikke endres.", f"{en} cannot be changed."),
        hint=Text(
            f"Bare grafene i data/ kan endres (<{_GRAPHS}sources/…>, things/, identifiers/, "
            "resolutions/, retired/). Resten lager byggingen av dem.",
            f"Only the graphs of data/ can be changed (<{_GRAPHS}sources/…>, things/, "
            "identifiers/, resolutions/, retired/). The build makes the rest of them.",
        ),
    )
