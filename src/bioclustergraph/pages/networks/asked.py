"""What a visitor wants to see of a network, as the query of the address says it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from bioclustergraph.errors import Text, UnknownThing
from bioclustergraph.namespaces import BASE
from bioclustergraph.networks import Selection
from bioclustergraph.pages.frame.days import date_of
from bioclustergraph.pages.frame.problems import Problem

if TYPE_CHECKING:
    import datetime as dt

    from starlette.requests import Request

    from bioclustergraph.names import Names
    from bioclustergraph.networks import Edge, Network, Node
    from bioclustergraph.relations import Ties

_THINGS: Final = f"{BASE}id/"
_YES: Final = frozenset({"1", "on", "true"})


def short(iri: str) -> str:
    """Give what stands for an IRI in an address.

    >>> short("https://w3id.org/bioclustergraph/id/cluster/biotech-north")
    'cluster/biotech-north'
    """
    return iri.removeprefix(_THINGS)


def local(iri: str) -> str:
    """Give the name of a class, without what is before it."""
    return iri.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for.

    Attributes:
        at: as it was asked: a year, a day, or empty for all years.
        day: the day that this means: of a year the last one.
        kinds: names of classes, of relations and of things; of each sort, none means all.
        of: the IRI of the one thing around which the network is shown.
        certain_only: leave out what is only possible.
        page: which page of the table, from 1.
    """

    at: str = ""
    day: dt.date | None = None
    kinds: frozenset[str] = frozenset()
    of: str | None = None
    certain_only: bool = False
    page: int = 1

    @property
    def selection(self) -> Selection:
        """What the network is asked for."""
        return Selection(at=self.day, certain_only=self.certain_only)

    def query(self, **other: Any) -> str:
        """Write the query that asks for this, with some of it otherwise; it begins with ``?``.

        Args:
            **other: attributes to change, and ``format``.
        """
        format_ = other.pop("format", None)
        it = replace(self, **other) if other else self
        fields = {
            "at": it.at,
            "kinds": ",".join(sorted(it.kinds)),
            "of": short(it.of) if it.of else "",
            "certain": "1" if it.certain_only else "",
            "page": str(it.page) if it.page > 1 else "",
            "format": format_ or "",
        }
        given = {name: text for name, text in fields.items() if text}
        return f"?{urlencode(given, safe='/,:')}" if given else ""


def read(request: Request, ties: Ties, names: Names | None = None) -> Asked:
    """Read what is asked for.

    Args:
        request: whose query is read.
        ties: of the view: which things there are.
        names: by which a thing may be called as well.

    Raises:
        Problem: a field is not in order, or nothing in the view has the name.
    """
    query = request.query_params
    at = query.get("at", "").strip()
    kinds = frozenset(
        name for text in query.getlist("kinds") for name in text.split(",") if name.isalnum()
    )
    return Asked(
        at=at,
        day=date_of(at),
        kinds=kinds,
        of=_thing(query.get("of", "").strip(), ties, names),
        certain_only=query.get("certain", "") in _YES,
        page=_page(query.get("page", "")),
    )


def shown(network: Network, asked: Asked) -> Network:
    """Keep what is asked for of a network: the kinds, and what is around the one thing.

    Where kinds of relation are chosen, or one thing, a thing without any of these relations goes.
    """
    relations = {local(edge.kind) for edge in network.edges} & asked.kinds
    things = {local(node.thing.kind) for node in network.nodes} & asked.kinds
    nodes = {
        node.iri for node in network.nodes if not things or local(node.thing.kind) in things
    } | ({asked.of} if asked.of else set())
    edges = tuple(edge for edge in network.edges if _is_shown(edge, relations, nodes, asked.of))
    if relations or asked.of:
        nodes &= {side for edge in edges for side in (edge.source, edge.target)} | {asked.of}
    kept: tuple[Node, ...] = tuple(node for node in network.nodes if node.iri in nodes)
    return replace(network, nodes=kept, edges=edges)


def _is_shown(edge: Edge, relations: set[str], nodes: set[str], of: str | None) -> bool:
    ends = {edge.source, edge.target}
    return (
        (not relations or local(edge.kind) in relations)
        and ends <= nodes
        and (of is None or of in ends)
    )


def _thing(text: str, ties: Ties, names: Names | None) -> str | None:
    if not text:
        return None
    sides = {side for tie in ties.ties for side in (tie.subject, tie.object)}
    for iri in (text, f"{_THINGS}{text}"):
        if iri in sides:
            return iri
    wanted = text.casefold()
    for iri in sorted(sides):
        label = ties.things[iri].label
        if wanted in {label.nb.casefold(), label.en.casefold()}:
            return iri
    found = None
    if names is not None:
        try:
            found = names.resolve(text)
        except UnknownThing:
            found = None
    if found in sides:
        return found
    raise Problem(
        404,
        Text(
            f"Ingenting i utsnittet heter «{text}». Velg et navn fra tabellen, eller et annet "
            "utsnitt.",
            f"Nothing in the view is called “{text}”. Choose a name in the table, or another view.",
        ),
    )


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 10_000 else 1  # noqa: PLR2004 - more pages than any table has
