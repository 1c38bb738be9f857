"""Read Turtle with a base.

Reading goes through pyoxigraph, because its errors name the right line (rdflib's is off by up to
three lines for an open string or an open bracket), it refuses IRIs that are not IRIs, and it never
rewrites a literal: an ill-typed literal such as ``"2024-02-30"^^xsd:date`` is kept as it stands, so
that a check can report it.
"""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bioclustergraph.errors import Text, TurtleError
from bioclustergraph.namespaces import PREFIXES
from bioclustergraph.turtle.wording import too_new, translated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph
    import rdflib


def read(path: Path, base: str) -> rdflib.Graph:
    """Read the Turtle file ``path``; relative IRIs are resolved against ``base``.

    Raises:
        TurtleError: the file cannot be read, is not UTF-8 or is not Turtle 1.1.
    """
    return parse(read_text(path), base, path=path)


def read_text(path: Path) -> str:
    """Read a UTF-8 file as it is, line ends included.

    Raises:
        TurtleError: the file cannot be read or is not UTF-8.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TurtleError(
            Text(
                f"Filen kan ikke leses: {error.strerror or error}.",
                f"The file cannot be read: {error.strerror or error}.",
            ),
            path=path,
            hint=Text(
                "Se etter at filen finnes, ikke er en mappe og kan leses av deg.",
                "See that the file exists, is not a directory and may be read by you.",
            ),
        ) from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = f"0x{content[error.start]:02X}"
        raise TurtleError(
            Text(
                f"Filen er ikke UTF-8: byte {byte} på plass {error.start}.",
                f"The file is not UTF-8: byte {byte} at offset {error.start}.",
            ),
            path=path,
            line=content.count(b"\n", 0, error.start) + 1,
            hint=Text("Lagre filen på nytt som UTF-8.", "Save the file again as UTF-8."),
        ) from error


def parse(text: str, base: str, *, path: Path | None = None) -> rdflib.Graph:
    """Parse Turtle 1.1; ``path`` is only named in the error.

    Raises:
        TurtleError: the text is not Turtle 1.1, with the line.
    """
    import pyoxigraph

    graph = empty()
    parser = pyoxigraph.parse(
        text.removeprefix("\ufeff"),
        format=pyoxigraph.RdfFormat.TURTLE,
        base_iri=base,
        rename_blank_nodes=True,
    )
    try:
        with quiet_literals():
            for quad in parser:
                graph.add(_triple(quad))
    except SyntaxError as error:
        raise translated(error, path) from error
    except _NewerThanTurtle as error:
        raise too_new(text, path) from error
    return graph


def empty() -> rdflib.Graph:
    """Give an empty graph that knows our prefixes and no others."""
    import rdflib

    # A graph of one name: the store that knows many spends half of its time on telling them apart.
    graph = rdflib.Graph(store="SimpleMemory", bind_namespaces="none")
    # Told to the store, before the graph looks there: the graph itself weighs each prefix against
    # all others, which took a third of the time of reading a project.
    for prefix, namespace in PREFIXES.items():
        graph.store.bind(prefix, rdflib.URIRef(namespace))
    return graph


def merged(graphs: Iterable[rdflib.Graph]) -> rdflib.Graph:
    """Give the triples of several graphs once each, as one graph that nothing else shares.

    Adding triple by triple: ``+`` on rdflib's graphs weighs the prefixes of both sides anew.
    """
    together = empty()
    add = together.store.add
    for graph in graphs:
        for triple in graph:
            add(triple, together)
    return together


def graph_of(quads: Iterable[pyoxigraph.Quad]) -> rdflib.Graph:
    """Give the triples of ``quads``, whatever graphs they stand in, as one rdflib graph."""
    graph = empty()
    with quiet_literals():
        for quad in quads:
            graph.add(_triple(quad))
    return graph


def _triple(
    quad: pyoxigraph.Quad,
) -> tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]:
    return _term(quad.subject), _term(quad.predicate), _term(quad.object)


class _NewerThanTurtle(Exception):
    """A term that RDF 1.1 does not have."""


def _term(
    term: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple,
) -> rdflib.term.IdentifiedNode | rdflib.Literal:
    import pyoxigraph
    import rdflib

    if isinstance(term, pyoxigraph.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, pyoxigraph.Triple) or term.direction is not None:
        raise _NewerThanTurtle
    if term.language is not None:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    # Turtle's "abc" and "abc"^^xsd:string are one and the same; rdflib holds them to be two.
    if datatype == "http://www.w3.org/2001/XMLSchema#string":
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(datatype), normalize=False)


@contextmanager
def quiet_literals() -> Iterator[None]:
    """Keep rdflib from logging each ill-typed literal: the checks report them, with the line."""
    logger = logging.getLogger("rdflib.term")

    def refuse(record: logging.LogRecord) -> bool:
        return record.levelno > logging.WARNING

    logger.addFilter(refuse)
    try:
        yield
    finally:
        logger.removeFilter(refuse)


def together(errors: list[TurtleError]) -> TurtleError:
    """Make one error of several, each with its place; a single one is given as it is."""
    if len(errors) == 1:
        return errors[0]
    return TurtleError(
        Text(
            "\n".join(
                (f"{len(errors)} filer kan ikke leses:", *(e.in_language("nb") for e in errors))
            ),
            "\n".join(
                (f"{len(errors)} files cannot be read:", *(e.in_language("en") for e in errors))
            ),
        )
    )


def files_under(directory: Path) -> tuple[Path, ...]:
    """Give every ``*.ttl`` under ``directory``, sorted, but no hidden file (``.name``).

    Raises:
        TurtleError: a directory cannot be listed (its files would otherwise be missing unseen).
    """
    found: list[Path] = []
    for folder, names, files in os.walk(directory, onerror=_refuse, followlinks=True):
        names[:] = [name for name in names if not name.startswith(".")]
        found += [
            Path(folder, name)
            for name in files
            if name.endswith(".ttl") and not name.startswith(".")
        ]
    return tuple(sorted(found))


def _refuse(error: OSError) -> None:
    raise TurtleError(
        Text(
            f"Mappen kan ikke leses: {error.strerror or error}.",
            f"The directory cannot be read: {error.strerror or error}.",
        ),
        path=Path(error.filename) if error.filename else None,
        hint=Text(
            "Se etter at mappen finnes og at du har lov til å lese den.",
            "See that the directory exists and may be read by you.",
        ),
    ) from error
