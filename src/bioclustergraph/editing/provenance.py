"""The journal as provenance (PROV-O, https://www.w3.org/TR/prov-o/): who changed what, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from bioclustergraph.namespaces import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad

    from bioclustergraph.editing.journal import Transaction


def trig(transactions: Iterable[Transaction]) -> bytes:
    """Write changes as TriG: what is known of each, and its quads in two graphs of their own.

    The graph ``change/<n>#added`` holds what came, ``change/<n>#removed`` what went; the graph of
    ``data/`` that each triple stood in is in the journal.
    """
    import pyoxigraph

    quads = [quad for transaction in transactions for quad in _told(transaction)]
    prefixes = {name: PREFIXES[name] for name in ("dcterms", "prov", "xsd")}
    return pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.TRIG, prefixes=prefixes) or b""


def _told(transaction: Transaction) -> Iterator[Quad]:
    from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

    prov, terms = PREFIXES["prov"], PREFIXES["dcterms"]
    change = f"{BASE}change/{transaction.number}"
    activity, agent = NamedNode(change), NamedNode(f"{BASE}agent/{quote(transaction.author)}")
    before, after = (
        NamedNode(f"{BASE}release/{digest[:12]}")
        for digest in (transaction.parent, transaction.digest)
    )
    kind = NamedNode(f"{PREFIXES['rdf']}type")
    label = NamedNode(f"{PREFIXES['rdfs']}label")
    time = Literal(transaction.time, datatype=NamedNode(f"{PREFIXES['xsd']}dateTime"))
    yield Quad(activity, kind, NamedNode(f"{prov}Activity"))
    yield Quad(activity, NamedNode(f"{terms}type"), Literal(transaction.kind))
    yield Quad(activity, NamedNode(f"{prov}endedAtTime"), time)
    yield Quad(activity, NamedNode(f"{prov}wasAssociatedWith"), agent)
    yield Quad(activity, NamedNode(f"{prov}used"), before)
    if transaction.reason:
        yield Quad(activity, NamedNode(f"{terms}description"), Literal(transaction.reason))
    yield Quad(agent, kind, NamedNode(f"{prov}Agent"))
    yield Quad(agent, label, Literal(transaction.author))
    yield Quad(after, kind, NamedNode(f"{prov}Entity"))
    yield Quad(after, NamedNode(f"{prov}wasGeneratedBy"), activity)
    yield Quad(after, NamedNode(f"{prov}wasDerivedFrom"), before)
    for name, lines in (("added", transaction.added), ("removed", transaction.removed)):
        graph = NamedNode(f"{change}#{name}")
        for quad in parse(lines, format=RdfFormat.N_QUADS):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)
