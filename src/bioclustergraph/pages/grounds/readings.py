"""What has been read of each source document, as the release has it.

The texts themselves are not in a release: how long each is, and which characters of it a statement
rests on, are.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from bioclustergraph.describe.asking import Asker
from bioclustergraph.describe.refs import Ref, Value
from bioclustergraph.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bioclustergraph.describe.asking import Row
    from bioclustergraph.pages.holdings import Holdings

Counted = tuple[Ref, int]
Stretch = tuple[int, int]

_LANGUAGES: Final = {
    "NOB": Text("norsk bokmål", "Norwegian bokmål"),
    "NNO": Text("nynorsk", "Norwegian nynorsk"),
    "NOR": Text("norsk", "Norwegian"),
    "ENG": Text("engelsk", "English"),
    "SWE": Text("svensk", "Swedish"),
    "DAN": Text("dansk", "Danish"),
}
"""By the last part of the IRI in the EU's authority table of languages."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A source document, and what has been read of it.

    Attributes:
        document: the document.
        issued: when it was issued, as precisely as is known (ISO 8601).
        basis: how that is known.
        languages: what it is written in.
        publisher: who issued it.
        address: where it can be read by everybody, if it can.
        characters: how many Unicode characters it has; 0 if nobody says.
        passages: how many passages of it are cited.
        read: the stretches that passages cover together, ``[start, end)``, counted from 0, sorted,
            none touching the next.
        kinds: how many statements of each kind rest on it, the most frequent first.
        subjects: what they are about, and in how many, the most frequent first.
    """

    document: Ref
    issued: str | None
    basis: Ref | None
    languages: tuple[Text, ...]
    publisher: Ref | None
    address: str | None
    characters: int
    passages: int
    read: tuple[Stretch, ...]
    kinds: tuple[Counted, ...]
    subjects: tuple[Counted, ...]

    @property
    def key(self) -> str:
        """The last part of the IRI, for an address within a page."""
        return self.document.iri.rpartition("/")[2]

    @property
    def statements(self) -> int:
        """How many statements rest on it."""
        return sum(count for _, count in self.kinds)

    @property
    def covered(self) -> int:
        """How many of its characters a passage covers."""
        return sum(end - start for start, end in self.read)

    @property
    def share(self) -> float | None:
        """The share of its characters that a passage covers, 0 to 1; ``None`` if not known."""
        return self.covered / self.characters if self.characters else None


def read(held: Holdings) -> tuple[Reading, ...]:
    """Give the source documents, the earliest first.

    Raises:
        QueryError: a query file cannot be read.
        StoreError: the store did not answer.
    """
    asker = Asker(held.store, held.project)
    passages = {
        iri: [(_number(row, "from"), _number(row, "to")) for row in rows]
        for iri, rows in _by_document(asker.rows("document-passages", {}))
    }
    kinds = _counts(asker, "document-statements", "kind")
    subjects = _counts(asker, "document-subjects", "thing")
    rows = asker.rows("source-documents", {}, label="document basis publisher")
    return tuple(
        _reading(list(of), passages.get(iri, []), kinds.get(iri, ()), subjects.get(iri, ()))
        for iri, of in _by_document(rows)
    )


def _reading(
    rows: list[Row], passages: list[Stretch], kinds: tuple[Counted, ...], about: tuple[Counted, ...]
) -> Reading:
    first = rows[0]
    languages = dict.fromkeys(_language(row) for row in rows)
    return Reading(
        document=_sure(first, "document"),
        issued=first.text("issued"),
        basis=first.ref("basis"),
        languages=tuple(text for text in languages if text is not None),
        publisher=first.ref("publisher"),
        address=first.iri("address") or first.text("address"),
        characters=_number(first, "characters"),
        passages=len(passages),
        read=tuple(joined(passages)),
        kinds=kinds,
        subjects=about,
    )


def joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Join the stretches that overlap or touch.

    >>> list(joined([(0, 4), (4, 6), (9, 12), (10, 11)]))
    [(0, 6), (9, 12)]
    """
    at: Stretch | None = None
    for start, end in sorted(stretches):
        if at is None:
            at = (start, end)
        elif start <= at[1]:
            at = (at[0], max(at[1], end))
        else:
            yield at
            at = (start, end)
    if at is not None:
        yield at


def _counts(asker: Asker, question: str, of: str) -> Mapping[str, tuple[Counted, ...]]:
    rows = asker.rows(question, {}, label=of)
    return {
        iri: tuple((_sure(row, of), _number(row, "statements")) for row in members)
        for iri, members in _by_document(rows)
    }


def _by_document(rows: Iterable[Row]) -> Iterator[tuple[str, Iterator[Row]]]:
    for iri, members in groupby(rows, key=lambda row: row.iri("document")):
        if iri is not None:
            yield iri, members


def _sure(row: Row, variable: str) -> Ref:
    found = row.ref(variable)
    if found is None:
        raise LookupError(variable)  # the question gives an IRI in each row
    return found


def _number(row: Row, variable: str) -> int:
    return int(row.text(variable) or 0)


def _language(row: Row) -> Text | None:
    found = row.term("language")
    if found is None:
        return None
    code = found.text if isinstance(found, Value) else found.iri.rpartition("/")[2]
    return _LANGUAGES.get(code, Text(code, code))
