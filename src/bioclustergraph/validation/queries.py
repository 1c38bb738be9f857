"""Refuse SPARQL constraints that not every engine would run the same way (SHACL 5.2).

An engine may know prefixes that the shapes do not declare, and the variables ``$shapesGraph`` and
``$currentShape`` are left to it (SHACL 5.3.1): pySHACL refuses the first, pyshacl-turbo leaves it
unbound, finds nothing and says that the data conform.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text
from bioclustergraph.report import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    import rdflib
    from rdflib.term import Node

    from bioclustergraph.validation.places import Place

_OPTIONAL: Final = re.compile(r"[$?](?:shapesGraph|currentShape)\b")
_PATH: Final = re.compile(r"[$?]PATH\b")


def lint_queries(shapes: rdflib.Graph, place: Place) -> Iterator[Finding]:
    """Find the ``sh:select`` that does not stand on its own.

    Args:
        shapes: the shapes graph.
        place: where a subject of it stands.
    """
    import rdflib

    for constraint, select in sorted(shapes.subject_objects(rdflib.SH.select), key=str):
        fault = _fault(_declared(shapes, constraint), str(select))
        if fault is None:
            continue
        file, line = place(str(constraint), str(rdflib.SH.select))
        yield Finding(
            severity=Severity.VIOLATION,
            rule="sparql-constraint",
            message=fault[0],
            remedy=fault[1],
            file=file,
            line=line,
            focus=str(constraint),
            path=str(rdflib.SH.select),
        )


def _declared(shapes: rdflib.Graph, constraint: Node) -> dict[str, str]:
    """Give the prefixes that the constraint names with ``sh:prefixes`` (SHACL 5.2.1)."""
    import rdflib

    sh = rdflib.SH
    return {
        str(shapes.value(declaration, sh.prefix)): str(shapes.value(declaration, sh.namespace))
        for owner in shapes.objects(constraint, sh.prefixes)
        for declaration in shapes.objects(owner, sh.declare)
    }


def _fault(prefixes: dict[str, str], select: str) -> tuple[Text, Text] | None:
    """Say what is wrong with a query, and what to do about it."""
    import pyoxigraph

    found = _OPTIONAL.search(select)
    if found is not None:
        return (
            Text(
                f"Spørringen bruker {found.group()}, som ikke alle motorer binder.",
                f"The query uses {found.group()}, which not every engine binds.",
            ),
            Text("Spør bare etter dataene.", "Ask for the data only."),
        )
    try:
        # A query over nothing is parsed and answered at once: the parser has no door of its own.
        pyoxigraph.Store().query(_PATH.sub("<urn:path>", select), prefixes=prefixes)
    except SyntaxError as error:
        return (
            Text(
                f"Spørringen lar seg ikke lese med prefiksene den oppgir: {error}",
                f"The query cannot be read with the prefixes that it names: {error}",
            ),
            Text(
                "Rett spørringen, eller før opp prefikset i shapes/prefixes.ttl og vis til det med "
                "sh:prefixes.",
                "Correct the query, or enter the prefix in shapes/prefixes.ttl and point at it "
                "with sh:prefixes.",
            ),
        )
    return None
