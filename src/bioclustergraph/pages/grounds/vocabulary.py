"""The page of the ontology: its classes as a tree, its properties by module, its concepts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Final

from bioclustergraph.describe.asking import Asker
from bioclustergraph.errors import Text
from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from starlette.requests import Request
    from starlette.responses import Response

    from bioclustergraph.describe import Ref
    from bioclustergraph.describe.asking import Row
    from bioclustergraph.pages.holdings import Holdings

_CLASS: Final = PREFIXES["owl"] + "Class"
_WIDER: Final = PREFIXES["rdfs"] + "subClassOf"
_DOMAIN: Final = PREFIXES["rdfs"] + "domain"
_RANGE: Final = PREFIXES["rdfs"] + "range"

_KINDS: Final = {
    "ObjectProperty": Text("til en ting", "to a thing"),
    "DatatypeProperty": Text("til en verdi", "to a value"),
    "AnnotationProperty": Text("merknad", "annotation"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A class or a property of ours.

    Attributes:
        ref: the term.
        kind: the IRI of its OWL type.
        definition: what it means.
        module: what defines it.
        wider: the foreign classes above it, for a class.
        below: the classes of ours below it, for a class, sorted by name.
        domain: what has it, for a property.
        range: what it leads to, for a property.
    """

    ref: Ref
    kind: str
    definition: Text
    module: Ref
    wider: list[Ref] = field(default_factory=list)
    below: list[Term] = field(default_factory=list)
    domain: list[Ref] = field(default_factory=list)
    range: list[Ref] = field(default_factory=list)

    @property
    def sort(self) -> Text:
        """What sort of property it is."""
        name = self.kind.rpartition("#")[2]
        return _KINDS.get(name, Text(name, name))


@dataclass(frozen=True, slots=True)
class Scheme:
    """A concept scheme: the closed list of what may be said in one place.

    Attributes:
        ref: the scheme.
        definition: what it is a list of, if it says so.
        concepts: its concepts.
    """

    ref: Ref
    definition: Text | None
    concepts: tuple[Ref, ...]


@dataclass(frozen=True)
class Vocabulary:
    """The page of the ontology."""

    held: Holdings

    def page(self, request: Request) -> Response:
        """Show every class, property and concept with its label, and what it means."""
        asker = Asker(self.held.store, self.held.project)
        terms = _terms(asker)
        classes = [term for term in terms.values() if term.kind == _CLASS]
        properties = sorted(
            (term for term in terms.values() if term.kind != _CLASS),
            key=lambda term: (term.module.iri, term.ref.iri),
        )
        under = {below.ref.iri for term in classes for below in term.below}
        schemes = list(_schemes(asker))
        return self.held.renderer.page(
            request,
            "ontology.html",
            roots=[term for term in classes if term.ref.iri not in under],
            modules=[
                (module, list(members))
                for module, members in groupby(properties, key=lambda term: term.module)
            ],
            schemes=schemes,
            classes=len(classes),
            properties=len(properties),
            concepts=sum(len(scheme.concepts) for scheme in schemes),
        )


def _terms(asker: Asker) -> dict[str, Term]:
    """Give our terms by IRI, sorted, each with what is around it."""
    terms: dict[str, Term] = {}
    for row in asker.rows("ontology-terms", {}):
        ref, module = row.ref("term"), row.ref("module")
        if ref is not None and module is not None:
            definition = Text(row.text("definitionNb") or "", row.text("definitionEn") or "")
            terms.setdefault(ref.iri, Term(ref, row.iri("kind") or "", definition, module))
    around: dict[str | None, Callable[[Term], list[Ref]]] = {
        _DOMAIN: lambda term: term.domain,
        _RANGE: lambda term: term.range,
        _WIDER: lambda term: term.wider,
    }
    wider: defaultdict[str, set[str]] = defaultdict(set)
    for row in asker.rows("ontology-links", {}, label="other"):
        term, how, other = terms.get(row.iri("term") or ""), row.iri("how"), row.ref("other")
        if term is None or other is None:
            continue
        if how == _WIDER and other.iri in terms:
            wider[term.ref.iri].add(other.iri)
        elif how in around:
            around[how](term).append(other)
    for iri, above in wider.items():
        for parent in sorted(_nearest(above, wider)):
            terms[parent].below.append(terms[iri])
    return terms


def _nearest(above: set[str], wider: dict[str, set[str]]) -> set[str]:
    """Leave out the classes that another of them is below."""
    return above - {further for near in above for further in wider.get(near, ())}


def _schemes(asker: Asker) -> Iterator[Scheme]:
    rows = asker.rows("ontology-schemes", {})
    for _, members in groupby(rows, key=lambda row: row.iri("scheme")):
        found = list(members)
        scheme = found[0].ref("scheme")
        if scheme is not None:
            yield Scheme(scheme, _meaning(found[0]), tuple(_concepts(found)))


def _meaning(row: Row) -> Text | None:
    nb, en = row.text("meaningNb"), row.text("meaningEn")
    return Text(nb or en or "", en or nb or "") if nb or en else None


def _concepts(rows: Iterable[Row]) -> Iterator[Ref]:
    for row in rows:
        concept = row.ref("concept")
        if concept is not None:
            yield concept
