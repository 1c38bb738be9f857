"""Things: what relations speak of is declared, and what is declared is spoken of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bioclustergraph.errors import Text
from bioclustergraph.hygiene.material import THING_PREFIXES, Found, line_in, meant
from bioclustergraph.names import compact, key_of, kind_of
from bioclustergraph.namespaces import BASE, KINDS, QUALITY_KINDS, RELATION_KINDS
from bioclustergraph.report import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bioclustergraph.hygiene.material import Material

_ID = f"{BASE}id/"
_EVERY_KIND = (*KINDS, *RELATION_KINDS, *QUALITY_KINDS)


def declared(material: Material) -> Iterator[Found]:
    """Every thing that is spoken of has a class in a file under ``data/things/``."""
    for file in material.dataset.files:
        seen: set[str] = set()
        for subject, predicate, value in file.ordered:
            for node in (subject, value):
                iri = str(node)
                if iri in seen or not iri.startswith(_ID) or iri in material.retired:
                    continue  # what refers to a retired one is told of by another rule
                seen.add(iri)
                problem = _problem(material, iri)
                if problem is not None:
                    message, remedy = problem
                    yield material.found(
                        file,
                        message,
                        remedy,
                        focus=subject,
                        path=predicate if node is value else None,
                        value=value if node is value else None,
                    )


def _problem(material: Material, iri: str) -> tuple[Text, Text] | None:
    name = compact(iri)
    if iri.startswith(THING_PREFIXES):
        if iri in material.things:
            return None
        folder = f"data/things/{kind_of(iri)}s.ttl"
        otherwise = Text(
            f"Beskriv den i {folder} med klasse og navn på begge språk.",
            f"Describe it in {folder} with a class and a name in both languages.",
        )
        return (
            Text(
                f"{name} er ikke beskrevet i data/things/.",
                f"{name} is not described in data/things/.",
            ),
            meant(iri, material.things, otherwise),
        )
    if kind_of(iri) in _EVERY_KIND:
        return None
    kinds = ", ".join(_EVERY_KIND)
    return (
        Text(f"<{iri}> er ikke av et slag vi har.", f"<{iri}> is not of a kind we have."),
        Text(f"Bruk prefikset for et av slagene: {kinds}.", f"Use the prefix of a kind: {kinds}."),
    )


def iri_agrees(material: Material) -> Iterator[Found]:
    """The IRI of a relation is made of the keys of its sides, so that a copied block is seen.

    A side that the source does not name is not in the IRI either: the other may come first.
    """
    import rdflib

    for file in material.dataset.files:
        for subject, kind in material.relations(file):
            parts = key_of(str(subject)).split("--")
            properties = [p for p in (kind.subject_property, kind.object_property) if p is not None]
            sides = [(p, file.graph.value(subject, rdflib.URIRef(p))) for p in properties]
            written = [(property_, side) for property_, side in sides if side is not None]
            for at, (property_, side) in enumerate(written):
                if key_of(str(side)) in parts[at : at + 1 + len(sides) - len(written)]:
                    continue
                yield material.found(
                    file,
                    Text(
                        f"{compact(str(subject))} heter ikke etter {compact(str(side))}.",
                        f"{compact(str(subject))} is not named by {compact(str(side))}.",
                    ),
                    Text(
                        "Se etter om relasjonen er kopiert og bare halvveis endret; IRI-en er "
                        "<a>--<b>--<begynnelse> med nøklene til de to sidene.",
                        "See whether the relation was copied and only half changed; the IRI is "
                        "<a>--<b>--<start> with the keys of the two sides.",
                    ),
                    focus=subject,
                    path=rdflib.URIRef(property_),
                    value=side,
                    severity=Severity.WARNING,
                )


def mentioned(material: Material) -> Iterator[Found]:
    """Every thing is mentioned by a relation, or published a document."""
    import rdflib

    spoken_of = {
        str(value)
        for file in material.dataset.files
        if material.folder(file) == "sources"
        for value in file.graph.objects()
    }
    for iri, file in sorted(material.things.items()):
        if iri in spoken_of:
            continue
        yield Found(
            Text(f"Ingen kilde nevner {compact(iri)}.", f"No source mentions {compact(iri)}."),
            Text(
                "Legg til relasjonen som sier noe om den, eller fjern den.",
                "Add the relation that says something about it, or remove it.",
            ),
            material.project.relative(file.path),
            line_in(file, rdflib.URIRef(iri)),
            iri,
            severity=Severity.WARNING,
        )
