"""A report as an ``sh:ValidationReport`` (SHACL 3.6), and such a report read back.

What SHACL has no word for is said in words of others: the remedy as ``rdfs:comment``, the place as
``rdfs:seeAlso``, an address from the project's root whose fragment is the line (RFC 5147). A
finding that is not SHACL's names the rule that found it, under ``hygiene/``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from bioclustergraph import turtle
from bioclustergraph.errors import Text
from bioclustergraph.namespaces import BASE
from bioclustergraph.report import Finding, Report, Severity
from bioclustergraph.verdicts.paths import path_of, written_path

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

HYGIENE: Final = f"{BASE}hygiene/"
_PLACE: Final = re.compile(r"(?P<file>[^#]*)(?:#line=(?P<before>\d+),\d+)?")


def turtle_of(report: Report) -> str:
    """Write a report as Turtle."""
    return turtle.write(graph_of(report))


def graph_of(report: Report) -> rdflib.Graph:
    """Give a report as a graph; blank nodes are labelled in the order of the report."""
    import rdflib

    graph = turtle.empty()
    whole = rdflib.BNode("report")
    graph.add((whole, rdflib.RDF.type, rdflib.SH.ValidationReport))
    graph.add((whole, rdflib.SH.conforms, rdflib.Literal(not report.findings)))
    width = len(str(len(report.findings)))
    for number, found in enumerate(report, start=1):
        node = rdflib.BNode(f"result{number:0{width}}")
        graph.add((whole, rdflib.SH.result, node))
        _add(graph, node, found)
    return graph


def _add(graph: rdflib.Graph, node: rdflib.BNode, found: Finding) -> None:
    from rdflib import RDF, RDFS, SH, XSD, Literal, URIRef

    ours = not found.rule.startswith("http")
    rule = URIRef(HYGIENE + found.rule if ours else found.rule)
    place = Literal(_place(found), datatype=XSD.anyURI)
    focus: Node = place if found.focus is None else _node(found.focus)
    said: list[tuple[Node, Node | None]] = [
        (RDF.type, SH.ValidationResult),
        (SH.focusNode, focus),
        (SH.resultPath, None if found.path is None else path_of(graph, found.path, str(node))),
        (SH.value, None if found.value is None else _value(found.value)),
        (SH.resultSeverity, SH[found.severity.value.capitalize()]),
        (SH.sourceConstraintComponent, rule if not found.constraint else URIRef(found.constraint)),
        (SH.sourceShape, None if ours else rule),
        (SH.resultMessage, Literal(found.message.nb, lang="nb")),
        (SH.resultMessage, Literal(found.message.en, lang="en")),
        (RDFS.comment, Literal(found.remedy.nb, lang="nb")),
        (RDFS.comment, Literal(found.remedy.en, lang="en")),
        (RDFS.seeAlso, None if found.file is None else place),
    ]
    for predicate, value in said:
        if value is not None:
            graph.add((node, predicate, value))


def _node(focus: str) -> Node:
    """Give a node by its name; a blank node's has no colon."""
    import rdflib

    return rdflib.URIRef(focus) if ":" in focus else rdflib.BNode(focus)


def _value(n3: str) -> Node:
    """Read one term of N-Triples."""
    return next(turtle.parse(f"<urn:s> <urn:p> {n3} .", BASE).objects())


def _place(found: Finding) -> str:
    file = quote(found.file or "")
    return file if found.line is None else f"{file}#line={found.line - 1},{found.line}"


# --- back again -----------------------------------------------------------------------------------


def report_of(graph: rdflib.Graph) -> Report:
    """Read a report that :func:`graph_of` made; what was looked at is not in it."""
    import rdflib

    results = graph.objects(None, rdflib.SH.result)
    return Report.of(_finding(graph, node) for node in results)


def _finding(graph: rdflib.Graph, node: Node) -> Finding:
    from rdflib import RDFS, SH, Literal

    component, shape = (
        graph.value(node, SH.sourceConstraintComponent),
        graph.value(node, SH.sourceShape),
    )
    focus, path, value = (graph.value(node, p) for p in (SH.focusNode, SH.resultPath, SH.value))
    place = _PLACE.fullmatch(str(graph.value(node, RDFS.seeAlso) or ""))
    file, before = (place["file"], place["before"]) if place is not None else ("", None)
    severity = str(graph.value(node, SH.resultSeverity)).removeprefix(str(SH)).lower()
    constraint = None if str(component).startswith(HYGIENE) or component == shape else component
    return Finding(
        severity=Severity(severity),
        rule=str(shape) if shape is not None else str(component).removeprefix(HYGIENE),
        message=_both(graph, node, SH.resultMessage),
        remedy=_both(graph, node, RDFS.comment),
        file=unquote(file) or None,
        line=None if before is None else int(before) + 1,
        focus=None if isinstance(focus, Literal) else str(focus),
        path=None if path is None else written_path(graph, path),
        constraint=None if constraint is None else str(constraint),
        value=None if value is None else turtle.n3(value),
    )


def _both(graph: rdflib.Graph, node: Node, predicate: Node) -> Text:
    import rdflib

    said = {
        text.language: str(text)
        for text in graph.objects(node, predicate)
        if isinstance(text, rdflib.Literal)
    }
    return Text(said["nb"], said["en"])
