"""From an answer of the store to bytes in a form, or to rows a page can show."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Final, overload

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    serialize,
)

from bioclustergraph import media
from bioclustergraph.describe import shown
from bioclustergraph.errors import StoreError, Text
from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from _typeshed import ReadableBuffer as Buffer
    from pyoxigraph import Triple

    from bioclustergraph.describe import Ref, Value

ROWS: Final = 500
"""How many rows or triples a page shows at most; the data forms hold them all."""

_RESULTS: Final = {
    media.JSON.name: QueryResultsFormat.JSON,
    media.XML.name: QueryResultsFormat.XML,
    media.CSV.name: QueryResultsFormat.CSV,
    media.TSV.name: QueryResultsFormat.TSV,
}
_GRAPHS: Final = {
    media.TURTLE.name: RdfFormat.TURTLE,
    media.N_TRIPLES.name: RdfFormat.N_TRIPLES,
    media.JSON_LD.name: RdfFormat.JSON_LD,
    media.RDF_XML.name: RdfFormat.RDF_XML,
    media.N_QUADS.name: RdfFormat.N_QUADS,
    media.TRIG.name: RdfFormat.TRIG,
}
_PREFIXED: Final = (media.TURTLE, media.RDF_XML, media.TRIG)

_LEAST: Final = 24
"""About the fewest bytes that a triple takes, on average over a large graph; ours take 56."""

Answer = QuerySolutions | QueryBoolean | QueryTriples


@dataclass(frozen=True, slots=True)
class Table:
    """An answer as a page shows it: one of the three is there.

    Attributes:
        variables: the columns.
        rows: at most :data:`ROWS` of them; ``None`` is an unbound variable.
        verdict: the answer to an ASK.
        turtle: the answer to a CONSTRUCT or a DESCRIBE, as Turtle.
        truncated: there is more than is shown.
    """

    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Ref | Value | str | None, ...], ...] = ()
    verdict: bool | None = None
    turtle: str | None = None
    truncated: bool = False


class _TooLong(OSError):
    """More was to be written than may be."""


class _Bounded(BytesIO):
    """Takes no more than so many bytes."""

    def __init__(self, longest: int) -> None:
        super().__init__()
        self._left = longest

    def write(self, data: Buffer, /) -> int:
        """Take some bytes, or refuse."""
        written = super().write(data)
        self._left -= written
        if self._left < 0:
            raise _TooLong
        return written


def offered(answer: Answer) -> tuple[media.Format, ...]:
    """Give the forms an answer can take."""
    return media.GRAPHS if isinstance(answer, QueryTriples) else media.RESULTS


@overload
def serialised(answer: Answer, form: media.Format) -> bytes: ...
@overload
def serialised(answer: Answer, form: media.Format, *, longest: int) -> bytes | None: ...


def serialised(answer: Answer, form: media.Format, *, longest: int | None = None) -> bytes | None:
    """Write an answer in a form that is not HTML.

    Args:
        answer: read to its end.
        form: the form.
        longest: the most bytes it may take.

    Returns:
        The bytes; ``None`` if they would be more than ``longest``: see :func:`cut`.

    Raises:
        StoreError: the store failed while it answered, or the form cannot hold the answer.
    """
    written = BytesIO() if longest is None else _Bounded(longest)
    try:
        if isinstance(answer, QueryTriples):
            _write_graph(answer, form, written, longest)
        else:
            answer.serialize(written, format=_RESULTS[form.name])
    except _TooLong:
        return None
    except (OSError, RuntimeError, ValueError) as error:
        raise _failed(error) from error
    return _whole(written, form)


def graph(triples: Iterable[Triple], form: media.Format) -> bytes:
    """Write triples, with those of our prefixes that they use."""
    written = BytesIO()
    _write_graph(triples, form, written, None)
    return _whole(written, form)


def streamed(triples: Iterable[Triple], form: media.Format, *, longest: int) -> bytes | None:
    """Write triples one by one and hold none, with all of our prefixes whether used or not.

    Returns:
        The bytes; ``None`` if they would be more than ``longest``.

    Raises:
        StoreError: the store failed while it answered.
    """
    written = _Bounded(longest)
    prefixes = PREFIXES if form in _PREFIXED else None
    try:
        serialize(triples, written, format=_GRAPHS[form.name], prefixes=prefixes)
    except _TooLong:
        return None
    except (OSError, RuntimeError, ValueError) as error:
        raise _failed(error) from error
    return _whole(written, form)


def _whole(written: BytesIO, form: media.Format) -> bytes:
    """Give what was written.

    The engine leaves a carriage return in XML as it is, and a reader would take it for a new line
    (XML 1.0, 2.11).
    """
    body = written.getvalue()
    return body.replace(b"\r", b"&#xD;") if form.is_xml else body


def _write_graph(
    triples: Iterable[Triple], form: media.Format, written: BytesIO, longest: int | None
) -> None:
    if form not in _PREFIXED:
        serialize(triples, written, format=_GRAPHS[form.name])
        return
    held = list(triples) if longest is None else list(_within(triples, longest))
    namespaces = {_namespace(iri) for triple in held for iri in _iris(triple)}
    used = {prefix: iri for prefix, iri in PREFIXES.items() if iri in namespaces}
    serialize(held, written, format=_GRAPHS[form.name], prefixes=used)


def _within(triples: Iterable[Triple], longest: int) -> Iterator[Triple]:
    """Give triples as long as they could fit: the prefixes are known only when all are held."""
    least = 0
    for triple in triples:
        least += _LEAST
        if least > longest:
            raise _TooLong
        yield triple


def table(answer: Answer, most: int = ROWS) -> Table:
    """Read an answer for a page.

    Args:
        answer: what the store gave.
        most: how many rows or triples are read at most.

    Raises:
        StoreError: the store failed while it answered.
    """
    try:
        if isinstance(answer, QueryBoolean):
            return Table(verdict=bool(answer))
        if isinstance(answer, QueryTriples):
            held = list(islice(answer, most + 1))
            text = graph(held[:most], media.TURTLE).decode()
            return Table(turtle=text, truncated=len(held) > most)
        rows = [tuple(_cell(term) for term in row) for row in islice(answer, most + 1)]
    except (OSError, RuntimeError, ValueError) as error:
        raise _failed(error) from error
    variables = tuple(variable.value for variable in answer.variables)
    return Table(variables=variables, rows=tuple(rows[:most]), truncated=len(rows) > most)


def _iris(triple: Triple) -> Iterable[str]:
    for term in triple:
        if isinstance(term, NamedNode):
            yield term.value
        elif isinstance(term, Literal):
            yield term.datatype.value


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def _cell(term: object) -> Ref | Value | str | None:
    """Give what stands in a cell; a blank node is known by its name within the answer."""
    return str(term) if isinstance(term, BlankNode) else shown(term)


def _failed(error: Exception) -> StoreError:
    return StoreError(
        Text(f"Svaret kunne ikke gis: {error}.", f"The answer could not be given: {error}.")
    )
