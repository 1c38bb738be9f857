"""The engine in use: pyshacl-turbo, pySHACL's rules written anew in Rust (decision 0015)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bioclustergraph import turtle
from bioclustergraph.validation.engine import Raw, results_of, unusable

if TYPE_CHECKING:
    from collections.abc import Iterator

    import rdflib
    from rdflib.term import Node


def turbo_engine(data: rdflib.Graph, shapes: rdflib.Graph, /) -> Iterator[Raw]:
    """Run pyshacl-turbo, without advanced features and without inference.

    Raises:
        ProjectError: the engine cannot read a shape or run a query.
    """
    import pyshacl_turbo
    import rdflib

    try:
        with turtle.quiet_literals():  # the report is made of literals anew
            _, report, text = pyshacl_turbo.validate(data, shacl_graph=shapes)
    except (pyshacl_turbo.ReportableRuntimeError, NotImplementedError, ValueError) as error:
        raise unusable(str(error)) from error
    if not isinstance(report, rdflib.Graph):
        raise unusable(text)
    results = list(results_of(report))
    tagged = any(isinstance(r.value, rdflib.Literal) and r.value.language for r in results)
    spelled = _spelled(data) if tagged else {}
    for raw in results:
        yield replace(raw, value=spelled.get(raw.value, raw.value))


def _spelled(data: rdflib.Graph) -> dict[Node | None, Node]:
    """Give the literals whose language tag the engine writes in small letters, as the data do.

    ``"x"@en-GB`` and ``"x"@en-gb`` are one term (RDF 1.1, 3.3), and rdflib compares them so; but
    people look for the one that they wrote.
    """
    import rdflib

    return {
        value: value
        for value in data.objects()
        if isinstance(value, rdflib.Literal)
        and value.language is not None
        and value.language != value.language.lower()
    }
