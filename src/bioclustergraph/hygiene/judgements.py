"""Judgements on what sources say: each sort has one place, and one who writes it.

A source's completeness stands with the source, a curator's resolution under ``data/resolutions/``,
and a contradiction is the build's alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text
from bioclustergraph.names import compact, kind_of
from bioclustergraph.namespaces import BCG, QUALITY_KINDS, RELATION_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bioclustergraph.dataset import DataFile
    from bioclustergraph.hygiene.material import Found, Material

_RESOLUTIONS: Final = "resolutions"
_KIND: Final = {
    BCG.CompletenessStatement: "completeness",
    BCG.Contradiction: "contradiction",
    BCG.Resolution: "resolution",
}
_FOLDER: Final = {"completeness": "sources", "resolution": _RESOLUTIONS}
"""Where those stand that are written by people, under ``data/``."""
_ELSEWHERE: Final = {
    "completeness": (
        Text(
            "{name} sier hvor fullstendig en kilde er, og står ikke i en kildefil.",
            "{name} says how complete a source is, and does not stand in a source file.",
        ),
        Text(
            "Flytt det til filen under data/sources/ for dokumentet som har lista.",
            "Move it to the file under data/sources/ of the document that has the list.",
        ),
    ),
    "contradiction": (
        Text(
            "{name} er en motsigelse, og dem er det bare byggingen som skriver.",
            "{name} is a contradiction, and only the build writes those.",
        ),
        Text(
            "Fjern den. Det som er avgjort om den, skrives som en bcg:Resolution i "
            "data/resolutions/.",
            "Remove it. What is decided about it is written as a bcg:Resolution in "
            "data/resolutions/.",
        ),
    ),
    "resolution": (
        Text(
            "{name} er en avgjørelse, og står ikke under data/resolutions/.",
            "{name} is a resolution, and does not stand under data/resolutions/.",
        ),
        Text(
            "Flytt den til en fil under data/resolutions/.",
            "Move it to a file under data/resolutions/.",
        ),
    ),
}
_NO_RESOLUTION: Final = (
    Text("{name} er ikke en avgjørelse.", "{name} is not a resolution."),
    Text(
        "La filene under data/resolutions/ bare ha hodet og bcg:Resolution; flytt det andre dit "
        "det hører hjemme.",
        "Let the files under data/resolutions/ have only the header and bcg:Resolution; move the "
        "rest to where it belongs.",
    ),
)


def in_place(material: Material) -> Iterator[Found]:
    """Completeness stands with its source, resolutions by themselves, contradictions nowhere."""
    for file in material.dataset.files:
        folder = material.folder(file).partition("/")[0]
        kinds = _kinds(file)
        for subject in sorted(set(file.graph.subjects()), key=str):
            iri = str(subject)
            if material.retired.get(iri) is file:
                continue
            kind = kinds.get(iri) or kind_of(iri)
            said = None
            if kind in QUALITY_KINDS and _FOLDER.get(kind) != folder:
                said = _ELSEWHERE[kind]
            elif (
                folder == _RESOLUTIONS
                # A relation is told of by the rule that relations are in the sources.
                and kind not in {"resolution", *RELATION_KINDS}
                and iri != file.graph_iri
            ):
                said = _NO_RESOLUTION
            if said is not None:
                message, remedy = said
                name = compact(iri)
                yield material.found(
                    file,
                    Text(message.nb.format(name=name), message.en.format(name=name)),
                    remedy,
                    focus=subject,
                )


def _kinds(file: DataFile) -> dict[str, str]:
    """Give the kind that the class of a judgement says, whatever its IRI says."""
    import rdflib

    return {
        str(subject): _KIND[str(class_)]
        for subject, class_ in file.graph.subject_objects(rdflib.RDF.type)
        if str(class_) in _KIND
    }
