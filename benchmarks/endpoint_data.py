"""A made-up release of the size that the benchmark of the endpoint asks for: nothing in it is real.

Organisations, clusters and memberships with the bounds of their dates, in our own terms; the same
triples, in the same order, each time.
"""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING, Final

from bioclustergraph.namespaces import PREFIXES
from bioclustergraph.release.manifest import FORMAT, NAME, Manifest, Output, made_with
from bioclustergraph.release.reading import GRAPHS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ORGANISATIONS: Final = 18_000
CLUSTERS: Final = 100
EACH: Final = 3
"""How many clusters an organisation is or was a member of."""

_RDF_TYPE: Final = f"{PREFIXES['rdf']}type"
_LABEL: Final = f"{PREFIXES['rdfs']}label"
_XSD: Final = PREFIXES["xsd"]
_TRADES: Final = ("Tare", "Treforedling", "Såkorn", "Fiskefôr", "Enzymer", "Bioraffineri")
_FIRST: Final = 2003
_LAST: Final = 2025
_NEVER_REAL: Final = 100_000_000
"""The numbers of real organisations begin with 8 or 9."""


def write(directory: Path) -> int:
    """Write ``data.nq`` and its manifest, and give the number of triples."""
    directory.mkdir(parents=True, exist_ok=True)
    digest, size, triples = hashlib.sha256(), 0, 0
    with (directory / GRAPHS).open("wb") as file:
        for line in _lines():
            content = line.encode()
            digest.update(content)
            size += file.write(content)
            triples += 1
    manifest = Manifest(
        format=FORMAT,
        digest=digest.hexdigest(),
        made_with=made_with(),
        ontology="made up",
        inputs=(),
        outputs=(Output(GRAPHS, digest.hexdigest(), size, triples),),
    )
    (directory / NAME).write_text(manifest.to_json(), encoding="utf-8")
    return triples


def _lines() -> Iterator[str]:
    """Give one triple a line, as N-Quads; all of them in the default graph."""
    chance = random.Random(4)  # noqa: S311  # the same triples each time are what is wanted
    for number in range(1, CLUSTERS + 1):
        yield from _thing("cluster", number, "Cluster", f"Bioklynge {number}", f"Cluster {number}")
    for number in range(1, ORGANISATIONS + 1):
        trade = chance.choice(_TRADES)
        yield from _thing(
            "organisation", number, "Organisation", f"{trade} {number} AS", f"{trade} {number} Ltd"
        )
        registered = f'"{_NEVER_REAL + number}"'
        yield _line(_made_up("organisation", number), _bcg("organisationNumber"), registered)
        for cluster in chance.sample(range(1, CLUSTERS + 1), EACH):
            yield from _membership(number, cluster, chance)


def _thing(kind: str, number: int, type_: str, nb: str, en: str) -> Iterator[str]:
    iri = _made_up(kind, number)
    yield _line(iri, _RDF_TYPE, f"<{_bcg(type_)}>")
    yield _line(iri, _LABEL, f'"{nb}"@nb')
    yield _line(iri, _LABEL, f'"{en}"@en')


def _membership(organisation: int, cluster: int, chance: random.Random) -> Iterator[str]:
    """Give a membership from one year until another, or still lasting, as a source tells of it."""
    start = chance.randint(_FIRST, _LAST - 5)
    end = chance.randint(start + 1, _LAST + 5)
    iri = f"{_made_up('membership', organisation)}--made-up-{cluster}--{start}"
    document = f"{_made_up('document', start)}#char={organisation},{organisation + 40}"
    yield _line(iri, _RDF_TYPE, f"<{_bcg('Membership')}>")
    yield _line(iri, f"{PREFIXES['org']}member", f"<{_made_up('organisation', organisation)}>")
    yield _line(iri, f"{PREFIXES['org']}organization", f"<{_made_up('cluster', cluster)}>")
    yield _line(iri, _bcg("hasEvidence"), f"<{document}>")
    yield _line(iri, _bcg("start"), f'"{start}"^^<{_XSD}gYear>')
    yield _line(iri, _bcg("startEarliest"), _first_day(start))
    yield _line(iri, _bcg("startLatest"), _first_day(start + 1))
    yield _line(iri, _bcg("endEarliest"), _first_day(min(end, _LAST)))
    if end <= _LAST:
        yield _line(iri, _bcg("end"), f'"{end}"^^<{_XSD}gYear>')
        yield _line(iri, _bcg("endLatest"), _first_day(end + 1))


def _line(subject: str, predicate: str, term: str) -> str:
    return f"<{subject}> <{predicate}> {term} .\n"


def _first_day(year: int) -> str:
    return f'"{year}-01-01"^^<{_XSD}date>'


def _made_up(kind: str, number: int) -> str:
    return f"{PREFIXES[kind]}made-up-{number}"


def _bcg(name: str) -> str:
    return f"{PREFIXES['bcg']}{name}"
