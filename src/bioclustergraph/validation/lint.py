"""Refuse shapes that an engine would pass over in silence.

pySHACL ignores a misspelt ``sh:`` term, a term of SHACL Advanced Features or SHACL 1.2, and a
``sh:property`` that points at nothing, and says that the data conform. Both engines ignore a
severity that does not exist and an ``sh:entailment``; pyshacl-turbo an ``sh:qualifiedMinCount``
without a shape. What *any* engine of :data:`bioclustergraph.validation.ENGINES` passes over is
refused for all, so that the verdict does not hang on the engine.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text
from bioclustergraph.names import compact
from bioclustergraph.report import Finding, Severity
from bioclustergraph.validation.places import Place, nowhere
from bioclustergraph.validation.queries import lint_queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import rdflib
    from rdflib.term import Node

SHACL: Final = "http://www.w3.org/ns/shacl#"

_IMPLEMENTED = """
    NodeShape PropertyShape targetClass targetNode targetObjectsOf targetSubjectsOf
    property node path alternativePath inversePath oneOrMorePath zeroOrMorePath zeroOrOnePath
    class datatype nodeKind BlankNode IRI Literal BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral
    minCount maxCount minExclusive minInclusive maxExclusive maxInclusive minLength maxLength
    pattern flags languageIn uniqueLang equals disjoint lessThan lessThanOrEquals
    not and or xone qualifiedValueShape qualifiedMinCount qualifiedMaxCount
    qualifiedValueShapesDisjoint closed ignoredProperties hasValue in
    sparql SPARQLConstraint select prefixes declare prefix namespace
    severity Violation Warning Info message deactivated
    name description order group PropertyGroup defaultValue
"""
IMPLEMENTED: Final = frozenset(_IMPLEMENTED.split())
"""What SHACL Core and SHACL-SPARQL constraints need and *every* engine runs; all else is refused.

That each engine runs them is what ``tests/test_engines.py`` holds, term by term.
"""

COMPANIONS: Final = {
    "flags": "pattern",
    "ignoredProperties": "closed",
    "qualifiedMaxCount": "qualifiedValueShape",
    "qualifiedMinCount": "qualifiedValueShape",
    "qualifiedValueShapesDisjoint": "qualifiedValueShape",
}
"""Parameters that say nothing unless another stands beside them (SHACL 4)."""

REFERRING: Final = ("property", "node", "not", "qualifiedValueShape", "sparql", "prefixes")
LISTING: Final = ("and", "or", "xone")


def lint_shapes(shapes: rdflib.Graph, place: Place = nowhere) -> list[Finding]:
    """Find what is in the shapes that no engine of ours would run.

    Args:
        shapes: the shapes graph.
        place: where a subject of it stands.
    """
    return [
        *_unknown_terms(shapes, place),
        *_missing_shapes(shapes, place),
        *_lonely_parameters(shapes, place),
        *lint_queries(shapes, place),
    ]


def _unknown_terms(shapes: rdflib.Graph, place: Place) -> Iterator[Finding]:
    for subject, predicate, value in sorted(
        shapes, key=lambda triple: [str(node) for node in triple]
    ):
        for term in {predicate, value}:
            if not str(term).startswith(SHACL) or hasattr(term, "datatype"):
                continue
            if str(term).removeprefix(SHACL) in IMPLEMENTED:
                continue
            file, line = place(str(subject), str(predicate), value.n3())
            yield Finding(
                severity=Severity.VIOLATION,
                rule="sh-terms",
                message=_about_term(str(term)),
                remedy=_instead_of(str(term)),
                file=file,
                line=line,
                focus=str(subject),
                path=str(predicate),
                value=value.n3(),
            )


def _about_term(term: str) -> Text:
    import rdflib

    if term in rdflib.SH:
        return Text(
            f"{compact(term)} er i SHACL, men ikke i det som motorene kjører, og blir oversett.",
            f"{compact(term)} is in SHACL, but not in what the engines run, and is passed over.",
        )
    return Text(
        f"{compact(term)} finnes ikke i SHACL, og blir oversett.",
        f"{compact(term)} does not exist in SHACL, and is passed over.",
    )


def _instead_of(term: str) -> Text:
    local = term.removeprefix(SHACL)
    by_lower = {name.lower(): name for name in sorted(IMPLEMENTED)}
    close = difflib.get_close_matches(local.lower(), by_lower, n=1, cutoff=0.75)
    if close:
        meant = f"sh:{by_lower[close[0]]}"
        return Text(f"Mente du {meant}?", f"Did you mean {meant}?")
    return Text(
        "Uttrykk kravet med SHACL Core eller med en SPARQL-betingelse (sh:sparql).",
        "Express the demand in SHACL Core or with a SPARQL constraint (sh:sparql).",
    )


def _lonely_parameters(shapes: rdflib.Graph, place: Place) -> Iterator[Finding]:
    import rdflib

    for name, companion in COMPANIONS.items():
        for subject, value in sorted(shapes.subject_objects(rdflib.SH[name]), key=str):
            if (subject, rdflib.SH[companion], None) in shapes:
                continue
            file, line = place(str(subject), SHACL + name, value.n3())
            yield Finding(
                severity=Severity.VIOLATION,
                rule="sh-companion",
                message=Text(
                    f"sh:{name} står uten sh:{companion}, og blir oversett.",
                    f"sh:{name} stands without sh:{companion}, and is passed over.",
                ),
                remedy=Text(
                    f"Skriv sh:{companion} i den samme formen, eller fjern sh:{name}.",
                    f"Write sh:{companion} in the same shape, or remove sh:{name}.",
                ),
                file=file,
                line=line,
                focus=str(subject),
                path=SHACL + name,
                value=value.n3(),
            )


def _missing_shapes(shapes: rdflib.Graph, place: Place) -> Iterator[Finding]:
    import rdflib

    described = set(shapes.subjects())
    for name in (*REFERRING, *LISTING):
        for subject, value in sorted(shapes.subject_objects(rdflib.SH[name]), key=str):
            members = shapes.items(value) if name in LISTING else [value]
            for member in members:
                if member in described:
                    continue
                file, line = place(str(subject), SHACL + name, value.n3())
                yield Finding(
                    severity=Severity.VIOLATION,
                    rule="shape-exists",
                    message=Text(
                        f"sh:{name} viser til {compact(str(member))}, som ikke er beskrevet; "
                        "kravet blir oversett.",
                        f"sh:{name} points at {compact(str(member))}, which is not described; "
                        "the demand is passed over.",
                    ),
                    remedy=_another(str(member), described),
                    file=file,
                    line=line,
                    focus=str(subject),
                    path=SHACL + name,
                    value=member.n3(),
                )


def _another(member: str, described: Iterable[Node]) -> Text:
    close = difflib.get_close_matches(member, sorted(map(str, described)), n=1)
    if close:
        meant = compact(close[0])
        return Text(f"Mente du {meant}?", f"Did you mean {meant}?")
    return Text(
        "Beskriv formen, eller fjern henvisningen.", "Describe the shape, or remove the reference."
    )
