"""An answer that is too long, cut after a whole row, and saying so wherever its form lets it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QueryTriples,
    Triple,
    parse_query_results,
)

from bioclustergraph import answers, media
from bioclustergraph.namespaces import BASE

if TYPE_CHECKING:
    from bioclustergraph.answers import Answer

TRUNCATED: Final = f"{BASE}service#truncated"
"""What a cut answer refers to: how long an answer may be."""

_UNFIT: Final = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]"
    # A property whose IRI has no end that could name an element; the engine writes half a name.
    rb"|<[^\s<>:/\"'=]+:[\s/>]"
)


@dataclass(frozen=True, slots=True)
class Cut:
    """The beginning of an answer.

    Attributes:
        body: the answer, whole in its form.
        rows: how many rows or triples it holds.
    """

    body: bytes
    rows: int


def unfit_for_xml(body: bytes) -> bool:
    r"""Say whether there is in a body what XML 1.0 has no way to write (sections 2.2 and 2.3).

    >>> unfit_for_xml(b"<a>\x01</a>"), unfit_for_xml("<a>å\n</a>".encode())
    (True, False)
    >>> unfit_for_xml(b'<p: xmlns:p="http://x/1">1</p:>'), unfit_for_xml(b"<p:a/>")
    (True, False)
    """
    return _UNFIT.search(body) is not None


def cut(answer: Answer, form: media.Format, *, longest: int) -> Cut:
    """Write as many rows of an answer as fit.

    SPARQL's JSON names the reason as a link in its head, its XML likewise; Turtle, TriG, N-Triples,
    N-Quads and RDF/XML begin with a comment, JSON-LD has a key that processors pass over. CSV and
    TSV have no place for it.

    Args:
        answer: an answer from its beginning.
        form: a form that is not HTML.
        longest: about how many bytes it may take; the length in SPARQL's JSON is what is counted.

    Raises:
        StoreError: the store failed while it answered.
    """
    if isinstance(answer, QueryTriples):
        return _graph(answer, form, longest)
    if isinstance(answer, QueryBoolean):
        return Cut(answers.serialised(answer, form), 1)
    variables = [variable.value for variable in answer.variables]
    rows: list[str] = []
    left = longest
    for solution in answer:
        bound = {name: _term(solution[name]) for name in variables if solution[name] is not None}
        row = json.dumps(bound, ensure_ascii=False)
        left -= len(row.encode()) + 1
        if left < 0:
            break
        rows.append(row)
    head = json.dumps({"vars": variables, "link": [TRUNCATED]})
    body = f'{{"head":{head},"results":{{"bindings":[{",".join(rows)}]}}}}'.encode()
    if form.name != media.JSON.name:
        again = parse_query_results(body, QueryResultsFormat.JSON)
        body = answers.serialised(again, form)
        if form.is_xml:
            link = f'<link href="{TRUNCATED}"/></head>'
            body = body.replace(b"</head>", link.encode(), 1)
    return Cut(body, len(rows))


def _graph(answer: QueryTriples, form: media.Format, longest: int) -> Cut:
    held: list[Triple] = []
    left = longest
    for triple in answer:
        left -= len(str(triple).encode())
        if left < 0:
            break
        held.append(triple)
    body = answers.graph(held, form)
    notice = f"cut after {len(held)} triples: {TRUNCATED}"
    if form.name == media.JSON_LD.name:
        body = b'{"truncated":%s,"@graph":%s}' % (json.dumps(notice).encode(), body)
    elif form.is_xml:
        body = body.replace(b"?>", f"?>\n<!-- {notice} -->".encode(), 1)
    else:
        body = f"# {notice}\n".encode() + body
    return Cut(body, len(held))


def _term(term: object) -> dict[str, Any]:
    """Write a term as SPARQL 1.1 Query Results JSON does (section 3.2.2)."""
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Literal):
        said = {"type": "literal", "value": term.value}
        if term.language is not None:
            return said | {"xml:lang": term.language}
        return said | {"datatype": term.datatype.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _term(part) for name, part in parts.items()}}
    raise TypeError(term)
