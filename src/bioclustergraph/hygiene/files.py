"""Files: their names, their headers, and what may stand in none of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text
from bioclustergraph.names import compact
from bioclustergraph.namespaces import BCG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bioclustergraph.hygiene.material import Found, Material

_KEBAB: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SOURCE: Final = re.compile(r"[0-9]{4}(-[a-z0-9]+)+")

# rdflib checks most datatypes; these two it takes as they come.
_UNCHECKED: Final = {
    PREFIXES["xsd"] + "gYear": re.compile(r"-?[0-9]{4,}(Z|[+-][0-9]{2}:[0-9]{2})?"),
    PREFIXES["xsd"] + "gYearMonth": re.compile(
        r"-?[0-9]{4,}-(0[1-9]|1[0-2])(Z|[+-][0-9]{2}:[0-9]{2})?"
    ),
}

_DATE_INSTEAD: Final = Text(
    "Rett verdien, eller velg datatypen som passer: xsd:date (2021-03-15), xsd:gYearMonth (2021-03)"
    " eller xsd:gYear (2021).",
    "Correct the value, or choose a fitting datatype: xsd:date (2021-03-15), xsd:gYearMonth"
    " (2021-03) or xsd:gYear (2021).",
)
_NUMBER_INSTEAD: Final = Text(
    "Skriv tallet med punktum foran desimalene og uten skilletegn mellom tusener: 1800 eller 2.5.",
    "Write the number with a full stop before the decimals and no separator between thousands:"
    " 1800 or 2.5.",
)
_DURATION_INSTEAD: Final = Text(
    "Skriv varigheten med P foran og enhetene bak tallene: P1Y6M (år og måneder),"
    " P2D (dager) eller PT1H30M (timer og minutter).",
    "Write the duration with P in front and the units after the numbers: P1Y6M (years and months),"
    " P2D (days) or PT1H30M (hours and minutes).",
)
_INSTEAD: Final = {
    "xsd:decimal": _NUMBER_INSTEAD,
    "xsd:integer": _NUMBER_INSTEAD,
    "xsd:yearMonthDuration": _DURATION_INSTEAD,
    "xsd:dayTimeDuration": _DURATION_INSTEAD,
}
"""What to write instead, by the datatype; of all others, that of a date."""


def file_name(material: Material) -> Iterator[Found]:
    """Names are kebab-case ASCII; that of a source begins with the year of issue."""
    for file in material.dataset.files:
        inside = file.path.relative_to(material.project.data).with_suffix("")
        if not all(_KEBAB.fullmatch(part) for part in inside.parts):
            yield material.found(
                file,
                Text(
                    f"Navnet data/{inside.as_posix()} har mer enn a–z, 0–9 og bindestrek.",
                    f"The name data/{inside.as_posix()} has more than a–z, 0–9 and hyphen.",
                ),
                Text(
                    "Gi filen et navn i små bokstaver med enkle bindestreker imellom: "
                    "2021-biotech-north-brosjyre.ttl.",
                    "Name the file in lower case with single hyphens between words: "
                    "2021-biotech-north-brochure.ttl.",
                ),
            )
        elif material.folder(file) == "sources" and not _SOURCE.fullmatch(inside.name):
            yield material.found(
                file,
                Text(
                    f"Kildefilen {inside.name}.ttl begynner ikke med et årstall.",
                    f"The source file {inside.name}.ttl does not begin with a year.",
                ),
                Text(
                    "Gi filen navnet <år>-<utgiver>-<hva>.ttl.",
                    "Name the file <year>-<issuer>-<what>.ttl.",
                ),
            )


def graph_header(material: Material) -> Iterator[Found]:
    """Each file says in its header what its graph is."""
    import rdflib

    for file in material.dataset.files:
        wanted = BCG.SourceGraph if material.folder(file) == "sources" else BCG.CuratedGraph
        graph = rdflib.URIRef(file.graph_iri)
        if (graph, rdflib.RDF.type, rdflib.URIRef(wanted)) not in file.graph:
            name = compact(wanted)
            yield material.found(
                file,
                Text(
                    f"Filen mangler hodet som sier at grafen er en {name}.",
                    f"The file lacks the header that says that the graph is a {name}.",
                ),
                Text(
                    f"Begynn filen med «<> a {name}» og med tittel og lisens.",
                    f"Begin the file with “<> a {name}” and with a title and a licence.",
                ),
                focus=graph,
            )


def no_blank_nodes(material: Material) -> Iterator[Found]:
    """No node in ``data/`` is without a name: with names a correction is one line of a diff."""
    import rdflib

    for file in material.dataset.files:
        for node in sorted({n for n in file.graph.all_nodes() if isinstance(n, rdflib.BNode)}):
            subject, predicate = next(file.graph.subject_predicates(node), (None, None))
            named = isinstance(subject, rdflib.URIRef)
            yield material.found(
                file,
                Text(
                    "Filen har en node uten navn ([ … ] eller _:x).",
                    "The file has a node without a name ([ … ] or _:x).",
                ),
                Text(
                    "Gi noden en IRI med prefikset for sitt slag: membership:<nøkkel>.",
                    "Give the node an IRI with the prefix of its kind: membership:<key>.",
                ),
                focus=subject if named else None,
                path=predicate if named else None,
            )


def literal_type(material: Material) -> Iterator[Found]:
    """Every literal is what its datatype says."""
    import rdflib

    for file in material.dataset.files:
        for subject, predicate, value in file.ordered:
            if isinstance(value, rdflib.Literal) and _is_ill_typed(value):
                datatype = compact(str(value.datatype))
                yield material.found(
                    file,
                    Text(
                        f"«{value}» er ikke en gyldig {datatype}.",
                        f"“{value}” is not a valid {datatype}.",
                    ),
                    _INSTEAD.get(datatype, _DATE_INSTEAD),
                    focus=subject,
                    path=predicate,
                    value=value,
                )


def _is_ill_typed(literal: object) -> bool:
    import rdflib

    if not isinstance(literal, rdflib.Literal):
        return False
    pattern = _UNCHECKED.get(str(literal.datatype))
    if pattern is not None:
        return pattern.fullmatch(str(literal)) is None
    return literal.ill_typed is True
