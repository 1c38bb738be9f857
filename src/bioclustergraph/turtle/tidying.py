"""Put a Turtle text in form: the one way in which the project writes the same statements.

The form is that of :func:`bioclustergraph.turtle.write`, with the comments kept. What cannot be
put in form without a loss is refused, and the result is read again before it is believed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text, TurtleError
from bioclustergraph.namespaces import PREFIXES
from bioclustergraph.turtle.comments import Comments, comments_in
from bioclustergraph.turtle.positions import Positions, scan
from bioclustergraph.turtle.reading import parse
from bioclustergraph.turtle.writing import write

if TYPE_CHECKING:
    from pathlib import Path

    import rdflib

_DECLARED: Final = "".join(f"@prefix {name}: <{iri}> . " for name, iri in PREFIXES.items())
"""Our prefixes: a file that uses one need not declare it to be put in form."""
_SOURCE: Final = "http://purl.org/dc/terms/source"


def tidy(text: str, base: str, *, path: Path | None = None) -> str:
    """Give ``text`` in form: the same statements and the same comments.

    Args:
        text: Turtle 1.1, in which our own prefixes may lack their declarations.
        base: what its relative IRIs are resolved against; it is written ``<>``.
        path: the file, named in an error only.

    Raises:
        TurtleError: the text is not Turtle 1.1, has a blank node or a base of its own, or a
            comment at a place where it would be lost.
    """
    text = text.removeprefix("\ufeff")
    # All on the first line, so that an error still names the right one.
    graph = parse(_DECLARED + text, base, path=path)
    _refuse_nameless(text, graph, base, path)
    formed = rewritten(graph, text, base)
    again = parse(formed, base, path=path)
    if set(again) != set(graph) or comments_in(formed) != comments_in(text):
        raise TurtleError(
            Text(
                "En kommentar står slik til at den ville gå tapt; filen er ikke rørt.",
                "A comment stands so that it would be lost; the file is untouched.",
            ),
            path=path,
            hint=Text(
                "Sett hver kommentar på en egen linje før det den handler om.",
                "Put each comment on a line of its own before what it is about.",
            ),
        )
    return formed


def rewritten(graph: rdflib.Graph, text: str, base: str) -> str:
    """Give ``graph`` in form, with all comments of ``text``.

    The document that the graph was read from comes right after the graph itself. A comment on a
    statement that is gone is at the end of its block, or of the file.
    """
    import rdflib

    documents = graph.objects(rdflib.URIRef(base), rdflib.URIRef(_SOURCE))
    comments = Comments.of(text, base)
    comments.keep_of(graph)
    return write(graph, base=base, first=sorted(map(str, documents)), comments=comments)


def _refuse_nameless(text: str, graph: rdflib.Graph, base: str, path: Path | None) -> None:
    """Refuse what has no name that could be kept: brackets, lists, ``_:b``, a base of its own."""
    import rdflib

    own_base = next(
        (
            line
            for kind, token, line in scan(text)
            if (kind, token) == ("at", "@base") or (kind == "name" and token.lower() == "base")
        ),
        None,
    )
    if own_base is not None:
        raise TurtleError(
            Text("Filen har sin egen @base.", "The file has an @base of its own."),
            path=path,
            line=own_base,
            hint=Text(
                "Fjern den: basen til en fil følger av hvor den ligger.",
                "Remove it: the base of a file follows from its place.",
            ),
        )
    nameless = {
        (subject, predicate)
        for subject, predicate, value in graph
        if isinstance(subject, rdflib.BNode) or isinstance(value, rdflib.BNode)
    }
    if not nameless:
        return
    positions = Positions.of(_DECLARED + text, base)
    lines = [
        positions.line_of(str(subject), str(predicate))
        for subject, predicate in nameless
        if isinstance(subject, rdflib.URIRef)
    ]
    raise TurtleError(
        Text(
            "Filen har blanke noder (klammer, lister eller _:navn), og kan ikke settes i form uten "
            "å skifte navn på dem.",
            "The file has blank nodes (brackets, lists or _:names), and cannot be put in form "
            "without renaming them.",
        ),
        path=path,
        line=min((line for line in lines if line is not None), default=None),
        hint=Text(
            "Under data/ får hver node en egen IRI. Former og ontologi skrives for hånd.",
            "Under data/ each node has an IRI of its own. Shapes and ontology are written by hand.",
        ),
    )
