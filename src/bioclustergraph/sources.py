"""Who says so, row by row: an answer with the documents and passages that each row rests on.

A question with its ``#sources`` line un-commented (see :mod:`bioclustergraph.queries`) has a column
``?relations``: the IRIs of the statements behind a row, separated by spaces. Here the sources of
those statements are read, many at a time, and put beside the rows.

Written as JSON (:func:`nested`), an answer is::

    {
        "columns": ["member", "name"],
        "rows": [
            {
                "member": "https://…",
                "name": "Genøk",
                "sources": [
                    {
                        "relation": "https://…",
                        "document": {
                            "iri": "https://…",
                            "title": "…",
                            "issued": "2022",
                            "address": null,
                        },
                        "passages": [{"iri": "https://…#char=422,427", "from": 422, "to": 427}],
                    }
                ],
            }
        ],
    }
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph

from bioclustergraph import answers, media, queries
from bioclustergraph.errors import ParameterError, QueryError, Text
from bioclustergraph.names import expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import QuerySolution, QuerySolutions

    from bioclustergraph.errors import Language
    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

RELATIONS: Final = "relations"
"""The column that names the statements behind a row."""

BATCH: Final = 200
"""How many statements are asked about at once: some 20 kB of a query."""

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS: Final = frozenset({f"{_XSD}integer", f"{_XSD}decimal", f"{_XSD}double"})


@dataclass(frozen=True, slots=True)
class Document:
    """A source document.

    Attributes:
        iri: the document's IRI.
        title: what it is called, in the language that was asked for.
        issued: when it was issued, as precise as is known.
        address: where it is to be read, if it is public.
    """

    iri: str
    title: str | None
    issued: str | None
    address: str | None


@dataclass(frozen=True, slots=True)
class Passage:
    """Some characters of a document.

    Attributes:
        iri: ``<document>#char=<from>,<to>`` (RFC 5147).
        start: the position before its first character, counted from 0.
        end: the position after its last character.
    """

    iri: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where one statement stands.

    Attributes:
        relation: the IRI of the statement.
        document: the document.
        passages: in the order of the document.
    """

    relation: str
    document: Document
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an answer.

    Attributes:
        values: by column, terms as in the SPARQL 1.1 Query Results JSON Format; a column that is
            unbound is absent.
        relations: the IRIs of the statements it rests on.
        sources: where they stand, one for each statement and document.
    """

    values: dict[str, dict[str, str]]
    relations: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Sourced:
    """An answer with its sources.

    Attributes:
        columns: those of the question, without :data:`RELATIONS`.
        rows: in the order of the answer.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def attach(store: Store, project: Project, answer: answers.Answer, language: Language) -> Sourced:
    """Read an answer that has a column :data:`RELATIONS`, and the sources of its rows.

    Args:
        store: what gave the answer.
        project: whose ``queries/pages/sources-of-relations.rq`` is asked.
        answer: the answer, which is read to its end.
        language: the language of the titles.

    Raises:
        ParameterError: the answer has no such column, or something else than IRIs in it.
        QueryError: the query file cannot be read, or is not a SELECT.
        StoreError: the store did not answer.
    """
    if not isinstance(answer, pyoxigraph.QuerySolutions):
        raise _no_relations()
    table = json.loads(answers.serialised(answer, media.JSON))
    columns = table["head"]["vars"]
    if RELATIONS not in columns:
        raise _no_relations()
    held: list[tuple[dict[str, dict[str, str]], tuple[str, ...]]] = []
    for binding in table["results"]["bindings"]:
        listed = binding.pop(RELATIONS, {"value": ""})["value"]
        held.append((binding, tuple(sorted(listed.split()))))
    wanted = sorted({relation for _, relations in held for relation in relations})
    found = _sources(store, project, wanted, language)
    return Sourced(
        tuple(column for column in columns if column != RELATIONS),
        tuple(
            Row(values, relations, tuple(s for r in relations for s in found.get(r, ())))
            for values, relations in held
        ),
    )


def flat(sourced: Sourced, *, more: bool = True) -> QuerySolutions:
    """Give the answer as a table, one row an answer, with ``more`` columns or without.

    These are ``relations``, ``documents`` and ``passages``, and hold IRIs, separated by spaces.
    """
    names = (RELATIONS, "documents", "passages") if more else ()
    bindings = [
        row.values
        | {
            name: {"type": "literal", "value": " ".join(dict.fromkeys(iris))}
            for name, iris in zip(names, _iris(row), strict=False)  # no names, no columns
        }
        for row in sourced.rows
    ]
    variables = [*(column for column in sourced.columns if column not in names), *names]
    written = json.dumps({"head": {"vars": variables}, "results": {"bindings": bindings}})
    read = pyoxigraph.parse_query_results(written, format=pyoxigraph.QueryResultsFormat.JSON)
    assert isinstance(read, pyoxigraph.QuerySolutions)  # noqa: S101  # it was written right above
    return read


def nested(sourced: Sourced) -> bytes:
    """Write the answer as JSON with the sources inside each row; see this module's beginning.

    Numbers and truth values are those of JSON, every other term is its text, and a column that is
    unbound is ``null``.
    """
    rows = [
        {column: _plain(row.values.get(column)) for column in sourced.columns}
        | {"sources": [_as_json(source) for source in row.sources]}
        for row in sourced.rows
    ]
    content = {"columns": list(sourced.columns), "rows": rows}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def by_document(sources: Iterable[Source]) -> Iterator[tuple[Document, tuple[Passage, ...]]]:
    """Name each document once, with its passages in order and each once; for people."""
    ordered = sorted(sources, key=lambda source: source.document.iri)
    for _, group in groupby(ordered, key=lambda source: source.document.iri):
        same = list(group)
        passages = {passage: None for source in same for passage in source.passages}
        yield same[0].document, tuple(sorted(passages, key=lambda p: (p.start, p.end)))


def _iris(row: Row) -> tuple[tuple[str, ...], list[str], list[str]]:
    return (
        row.relations,
        [source.document.iri for source in row.sources],
        [passage.iri for source in row.sources for passage in source.passages],
    )


def _sources(
    store: Store, project: Project, relations: list[str], language: Language
) -> dict[str, tuple[Source, ...]]:
    path = project.queries / "pages" / "sources-of-relations.rq"
    question = queries.load(path)
    found: dict[str, list[Source]] = {}
    for begin in range(0, len(relations), BATCH):
        some = tuple(relations[begin : begin + BATCH])
        answer = store.query(
            question.bind({"relation": some, "lang": language}, lambda text, _: _iri(text))
        )
        if not isinstance(answer, pyoxigraph.QuerySolutions):
            raise QueryError(
                Text("Spørsmålet om kilder må være SELECT.", "The question must be a SELECT."),
                path=path,
            )
        rows = sorted((_Read.of(row) for row in answer), key=lambda row: row.order)
        for (relation, _), group in groupby(rows, key=lambda row: (row.relation, row.document.iri)):
            same = list(group)
            passages = tuple(dict.fromkeys(row.passage for row in same))
            found.setdefault(relation, []).append(Source(relation, same[0].document, passages))
    return {relation: tuple(sources) for relation, sources in found.items()}


@dataclass(frozen=True, slots=True)
class _Read:
    """One row of the question for sources."""

    relation: str
    document: Document
    passage: Passage

    @classmethod
    def of(cls, row: QuerySolution) -> _Read:
        return cls(
            _text(row, "relation") or "",
            Document(
                _text(row, "document") or "",
                _text(row, "title"),
                _text(row, "issued"),
                _text(row, "address"),
            ),
            Passage(
                _text(row, "passage") or "",
                int(_text(row, "from") or 0),
                int(_text(row, "to") or 0),
            ),
        )

    @property
    def order(self) -> tuple[str, str, int, int]:
        return self.relation, self.document.iri, self.passage.start, self.passage.end


def _text(row: QuerySolution, variable: str) -> str | None:
    term = row[variable]
    return None if term is None or isinstance(term, pyoxigraph.Triple) else term.value


def _iri(text: str) -> str:
    iri = expand(text)
    if iri is None:
        raise ParameterError(
            Text(
                f"?{RELATIONS} skal holde IRI-er, og «{text}» er ingen.",
                f"?{RELATIONS} must hold IRIs, and “{text}” is none.",
            )
        )
    return iri


def _plain(term: dict[str, str] | None) -> Any:  # noqa: ANN401  # any value that JSON has
    if term is None:
        return None
    value, datatype = term["value"], term.get("datatype")
    if datatype == f"{_XSD}boolean":
        return value in {"true", "1"}
    if datatype in _NUMBERS:
        try:
            number = Decimal(value)
        except InvalidOperation:  # an ill-typed literal
            return value
        if number.is_finite():
            return int(number) if number == number.to_integral_value() else float(number)
    return value


def _as_json(source: Source) -> dict[str, object]:
    document = source.document
    return {
        "relation": source.relation,
        "document": {
            "iri": document.iri,
            "title": document.title,
            "issued": document.issued,
            "address": document.address,
        },
        "passages": [{"iri": p.iri, "from": p.start, "to": p.end} for p in source.passages],
    }


def _no_relations() -> ParameterError:
    return ParameterError(
        Text(
            f"Svaret har ingen kolonne ?{RELATIONS}, og derfor ingen kilder.",
            f"The answer has no column ?{RELATIONS}, and so no sources.",
        ),
        hint=Text(
            "Kilder kan bare vises til en SELECT; la #sources-linjen gi kolonnen.",
            "Sources can be shown for a SELECT only; let the #sources line give the column.",
        ),
    )
