"""IRIs that were retired: declared in one place, and used nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text
from bioclustergraph.hygiene.material import RETIRED, meant
from bioclustergraph.names import compact
from bioclustergraph.namespaces import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bioclustergraph.dataset import DataFile
    from bioclustergraph.hygiene.material import Found, Material

_DEPRECATED: Final = f"{PREFIXES['owl']}deprecated"
_SUCCESSOR: Final = f"{PREFIXES['dcterms']}isReplacedBy"
_SAID: Final = frozenset(
    {_DEPRECATED, _SUCCESSOR, f"{PREFIXES['dcterms']}date", f"{PREFIXES['skos']}changeNote"}
)
"""What is said of a retired IRI; the shapes say how."""


def in_place(material: Material) -> Iterator[Found]:
    """What was retired is said under ``data/retired/``, with nothing else beside it."""
    for file in material.dataset.files:
        ours = material.folder(file).partition("/")[0] == RETIRED
        for subject, predicate, value in file.ordered:
            iri, property_ = str(subject), str(predicate)
            if not ours and property_ in {_DEPRECATED, _SUCCESSOR}:
                yield material.found(
                    file,
                    Text(
                        f"{compact(iri)} trekkes tilbake her, utenfor data/retired/.",
                        f"{compact(iri)} is retired here, outside data/retired/.",
                    ),
                    Text(
                        "Flytt det til en fil under data/retired/.",
                        "Move it to a file under data/retired/.",
                    ),
                    focus=subject,
                    path=predicate,
                    value=value,
                )
            elif ours and iri != file.graph_iri and property_ not in _SAID:
                yield material.found(
                    file,
                    Text(
                        f"{compact(iri)} er trukket tilbake, men beskrives likevel.",
                        f"{compact(iri)} is retired, and yet it is described.",
                    ),
                    Text(
                        "La bare owl:deprecated, dcterms:isReplacedBy, dcterms:date og "
                        "skos:changeNote stå her, og ta beskrivelsen bort.",
                        "Let only owl:deprecated, dcterms:isReplacedBy, dcterms:date and "
                        "skos:changeNote stand here, and take the description away.",
                    ),
                    focus=subject,
                    path=predicate,
                    value=value,
                )


def unused(material: Material) -> Iterator[Found]:
    """Nothing describes, or refers to, what was retired; and its successor exists."""
    described = _described(material)
    for file in material.dataset.files:
        ours = material.folder(file).partition("/")[0] == RETIRED
        for subject, predicate, value in file.ordered:
            if ours and str(predicate) == _SUCCESSOR:
                if str(value).startswith(BASE) and str(value) not in described:
                    otherwise = Text(
                        "Vis til noe som finnes, eller ta dcterms:isReplacedBy bort.",
                        "Point at something that exists, or take dcterms:isReplacedBy away.",
                    )
                    yield material.found(
                        file,
                        Text(
                            f"{compact(str(value))} finnes ikke.",
                            f"{compact(str(value))} does not exist.",
                        ),
                        meant(str(value), described, otherwise),
                        focus=subject,
                        path=predicate,
                        value=value,
                    )
                continue
            for node in (subject, value):
                here = file if ours and node is subject else None
                declared = material.retired.get(str(node))
                if declared is None or declared is here:
                    continue
                yield material.found(
                    file,
                    *_still_used(material, str(node), declared),
                    focus=subject,
                    path=predicate if node is value else None,
                    value=value if node is value else None,
                )


def _still_used(material: Material, iri: str, declared: DataFile) -> tuple[Text, Text]:
    import rdflib

    name = compact(iri)
    successor = declared.graph.value(rdflib.URIRef(iri), rdflib.URIRef(_SUCCESSOR))
    where = material.project.relative(declared.path)
    said = Text(f"{name} er trukket tilbake i {where}.", f"{name} was retired in {where}.")
    if successor is None:
        return said, Text(
            "Ta bort det som viser til den, eller ta den i bruk igjen.",
            "Take away what refers to it, or take it into use again.",
        )
    new = compact(str(successor))
    return said, Text(f"Skriv {new} i stedet.", f"Write {new} instead.")


def _described(material: Material) -> frozenset[str]:
    """Give all that a file, or the ontology, says what is, apart from what was retired."""
    import rdflib

    graphs = (material.ontology, *(file.graph for file in material.dataset.files))
    return frozenset(
        str(subject) for graph in graphs for subject in graph.subjects(rdflib.RDF.type, None)
    )
