"""The files of a release, as bytes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from bioclustergraph import descriptions, inference, queries, turtle
from bioclustergraph.namespaces import PREFIXES
from bioclustergraph.ontology import IRI
from bioclustergraph.release import manifest
from bioclustergraph.release.reading import CATALOG, GRAPHS, VOID

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph
    from pyoxigraph import Quad

    from bioclustergraph.project import Project
    from bioclustergraph.release.assembly import Assembly
    from bioclustergraph.report import Report


def dumps(
    project: Project, assembly: Assembly, report: Report, version: str
) -> Iterator[tuple[str, bytes, int]]:
    """Give ``(name, content, number of triples or quads)``; the same graphs give the same bytes.

    ``data.nq`` and ``data.trig`` hold every graph, and the merge of all as the default graph.
    ``data.ttl`` and ``data.jsonld`` hold the merge without the ontology, which is ``ontology.ttl``.
    ``questions.ttl`` holds what can be asked of them (:func:`bioclustergraph.queries.executables`).
    ``void.ttl`` and ``catalog.ttl`` describe all of these, and come last.

    Args:
        project: whose questions are told, and whose queries count.
        assembly: the graphs.
        report: what the checks found.
        version: the version of the ontology.

    Raises:
        QueryError: a question cannot be read.
    """
    described = []
    for name, content, size in _graphs(project, assembly, report):
        sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        described.append(descriptions.Dump(name, len(content), sha1, manifest.sha256(content)))
        yield name, content, size
    said = descriptions.void(assembly.store, project, described)
    yield VOID, descriptions.turtle(said), len(said)
    said = descriptions.catalog(assembly.store, project, described, version)
    yield CATALOG, descriptions.turtle(said), len(said)


def _graphs(
    project: Project, assembly: Assembly, report: Report
) -> Iterator[tuple[str, bytes, int]]:
    import pyoxigraph

    default = pyoxigraph.DefaultGraph()
    ontology_graph = pyoxigraph.NamedNode(inference.ONTOLOGY_GRAPH)
    quads = sorted(assembly.quads(), key=_order)
    ontology = [quad for quad in quads if quad.graph_name == ontology_graph]
    said = {_merged(quad) for quad in quads if quad.graph_name not in {default, ontology_graph}}
    data = sorted(said, key=_order)

    yield GRAPHS, b"".join(sorted(f"{quad} .\n".encode() for quad in quads)), len(quads)
    yield "data.trig", _serialized(quads, pyoxigraph.RdfFormat.TRIG), len(quads)
    yield "data.jsonld", _serialized(data, pyoxigraph.RdfFormat.JSON_LD) + b"\n", len(data)
    yield "data.ttl", turtle.write(turtle.graph_of(data)).encode(), len(data)
    terms = turtle.write(turtle.graph_of(ontology), first=(IRI,))
    yield "ontology.ttl", terms.encode(), len(ontology)
    asked = queries.executables(queries.find(project).values())
    written = turtle.write(asked, first=(queries.LIBRARY,))
    yield "questions.ttl", written.encode(), len(asked)
    yield "report.json", report_json(report).encode(), 0


def report_json(report: Report) -> str:
    """Write a report with the messages in both languages."""
    findings = [asdict(found) | {"severity": found.severity.value} for found in report]
    content = {"checked": dict(report.checked), "findings": findings}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _serialized(quads: list[Quad], syntax: pyoxigraph.RdfFormat) -> bytes:
    import pyoxigraph

    return pyoxigraph.serialize(quads, format=syntax, prefixes=PREFIXES) or b""


def _merged(quad: Quad) -> Quad:
    import pyoxigraph

    return pyoxigraph.Quad(quad.subject, quad.predicate, quad.object)


def _order(quad: Quad) -> tuple[str, str, str, str]:
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)
