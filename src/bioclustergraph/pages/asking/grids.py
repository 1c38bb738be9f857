"""An answer as people read it: things by their names, sorted and filtered as they like."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bioclustergraph.describe import Ref, Value
from bioclustergraph.errors import Text
from bioclustergraph.names import fold, kind_of
from bioclustergraph.namespaces import RELATION_KINDS
from bioclustergraph.pages.asking.wording import word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bioclustergraph.answers import Table
    from bioclustergraph.errors import Language
    from bioclustergraph.sources import Document, Passage

    Sources = Sequence[tuple[Document, tuple[Passage, ...]]]

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS: Final = frozenset(
    f"{_XSD}{name}" for name in ("integer", "decimal", "double", "float", "int", "long")
)
_DATE: Final = re.compile(r"\d{4}(-\d\d){0,2}")
_CERTAINTY: Final = {
    "certain": Text("sikkert", "certain"),
    "possible": Text("mulig", "possible"),
    "yes": Text("ja", "yes"),
    "no": Text("nei", "no"),
    "possibly": Text("muligens", "possibly"),
    "not recorded": Text("ikke registrert", "not recorded"),
}
"""Words that a question itself puts into a cell, in English whatever the language."""

_SAID: Final = frozenset({"certainty", "answer"})
_SHOWN_RELATION: Final = Text("vis", "show")
_ALPHABET: Final = str.maketrans({"æ": "z1", "ä": "z1", "ø": "z2", "ö": "z2", "å": "z3"})
"""The last letters of the Norwegian alphabet come last."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        it: what is shown.
        text: the same as plain text; empty for nothing.
        number: its number, if it is one.
    """

    it: Ref | Value | str | None
    text: str
    number: float | None = None

    @property
    def is_date(self) -> bool:
        """Whether it looks like a date, which is not broken into lines."""
        return _DATE.fullmatch(self.text) is not None

    @property
    def order(self) -> tuple[bool, float, str]:
        """By which cells are sorted: numbers as numbers, text by the Norwegian alphabet."""
        return (
            not self.text,
            self.number if self.number is not None else 0.0,
            self.text.casefold().translate(_ALPHABET),
        )


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: the variable.
        heading: what it is called.
        is_numeric: it holds numbers only.
    """

    name: str
    heading: Text
    is_numeric: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One row, with the sources behind it if those were asked for."""

    cells: tuple[Cell, ...]
    sources: Sources | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """An answer of rows.

    Attributes:
        columns: what stands in the rows.
        lines: the rows.
        total: how many rows there were before some were filtered out.
        sort: the column that they are sorted by, if one was chosen.
        descending: the largest comes first.
        filter: what was looked for in the rows.
    """

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    total: int
    sort: str | None = None
    descending: bool = False
    filter: str = ""

    def at(self, name: str) -> int | None:
        """Give the place of a column, if there is one of that name."""
        return next((i for i, column in enumerate(self.columns) if column.name == name), None)

    def column(self, name: str) -> list[Cell]:
        """Give the cells of a column; none if there is no such column."""
        place = self.at(name)
        return [] if place is None else [line.cells[place] for line in self.lines]

    def sorted_by(self, name: str | None, *, descending: bool) -> Grid:
        """Sort by a column; what it does not know comes last in both directions."""
        place = self.at(name) if name is not None else None
        if place is None:
            return self
        known = [line for line in self.lines if line.cells[place].text]
        unknown = [line for line in self.lines if not line.cells[place].text]
        known.sort(key=lambda line: line.cells[place].order, reverse=descending)
        return replace(self, lines=(*known, *unknown), sort=name, descending=descending)

    def filtered(self, text: str) -> Grid:
        """Keep the rows that hold every word of a text, however they are spelled."""
        words = [folded for one in text.split() if (folded := fold(one))]
        if not words:
            return self
        lines = tuple(line for line in self.lines if _holds(line, words))
        return replace(self, lines=lines, filter=text)

    def first(self, most: int) -> Grid:
        """Keep the first rows."""
        return replace(self, lines=self.lines[:most])


def _holds(line: Line, words: list[str]) -> bool:
    folded = fold(" ".join(cell.text for cell in line.cells))
    return all(word in folded for word in words)


def grid(
    table: Table,
    label: Callable[[str], Text | None],
    language: Language,
    sources: Sequence[Sources] | None = None,
) -> Grid:
    """Make a grid of an answer.

    Args:
        table: the answer.
        label: gives what something is called.
        language: of the page.
        sources: what each row rests on, if that was asked for.
    """
    rows = [
        tuple(
            _cell(it, name, label, language) for it, name in zip(row, table.variables, strict=True)
        )
        for row in table.rows
    ]
    kept = [at for at in range(len(table.variables)) if not _repeats(table.variables, rows, at)]
    columns = tuple(
        Column(
            table.variables[at],
            _heading(table.variables[at], table.variables),
            _is_numeric(row[at] for row in rows),
        )
        for at in kept
    )
    lines = tuple(
        Line(tuple(row[at] for at in kept), sources[number] if sources is not None else None)
        for number, row in enumerate(rows)
    )
    return Grid(columns, lines, len(lines))


def _heading(name: str, variables: tuple[str, ...]) -> Text:
    """Say what a column is called: a name that stands alone is that of the thing itself."""
    thing = name.removesuffix("Name")
    return word(name if thing in variables else thing)


def _is_numeric(cells: Iterable[Cell]) -> bool:
    held = [cell for cell in cells if cell.text]
    return bool(held) and all(cell.number is not None for cell in held)


def _repeats(variables: tuple[str, ...], rows: list[tuple[Cell, ...]], at: int) -> bool:
    """Say whether a column only repeats, as text, the names of the things in the one before."""
    if at == 0 or not rows or not variables[at].lower().endswith(("name", "title")):
        return False
    pairs = [(row[at - 1], row[at]) for row in rows]
    return all(
        (isinstance(thing.it, Ref) or not thing.text)
        and not isinstance(name.it, Ref)
        and thing.text == name.text
        for thing, name in pairs
    )


def _cell(
    it: Ref | Value | str | None,
    column: str,
    label: Callable[[str], Text | None],
    language: Language,
) -> Cell:
    if it is None:
        return Cell(None, "")
    if isinstance(it, Ref):
        named = label(it.iri)
        if named is None and kind_of(it.iri) in RELATION_KINDS:
            named = _SHOWN_RELATION
        ref = Ref(it.iri, named) if named is not None else it
        return Cell(ref, ref.label.in_language(language))
    if isinstance(it, str):
        return Cell(it, it)
    if it.datatype in _NUMBERS:
        number = _number(it.text)
        if number is not None:
            return Cell(replace(it, text=said(number, language)), it.text, number)
    if column in _SAID and it.text in _CERTAINTY:
        text = _CERTAINTY[it.text].in_language(language)
        return Cell(Value(text), text)
    return Cell(it, it.text)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None


def said(number: float, language: Language) -> str:
    r"""Write a number as people do.

    >>> said(15000.0, "nb"), said(2.8, "nb"), said(2.8, "en")
    ('15\u202f000', '2,8', '2.8')
    """
    text = f"{number:,.6f}".rstrip("0").rstrip(".") if number % 1 else f"{number:,.0f}"
    whole, _, rest = text.partition(".")
    point = "," if language == "nb" else "."
    return whole.replace(",", "\u202f") + (point + rest if rest else "")
