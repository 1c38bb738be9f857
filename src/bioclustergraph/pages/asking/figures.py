"""Which picture an answer has, by the columns it has: bars, a curve, a timeline or a network.

A question does not say so itself: its columns have the same names wherever they mean the same, and
so does an answer to a query that somebody writes.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from bioclustergraph.describe import Ref
from bioclustergraph.names import kind_of
from bioclustergraph.namespaces import KINDS
from bioclustergraph.pages.asking.drawing import (
    Bar,
    Bars,
    Curve,
    Curves,
    Dot,
    Span,
    Spans,
    Web,
    web,
)
from bioclustergraph.pages.asking.wording import word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bioclustergraph.pages.asking.grids import Cell, Grid, Line

Figure = Bars | Curves | Spans | Web

MOST_BARS: Final = 40
"""How many rows a picture shows at most; more can no longer be taken in."""

MOST_TIES: Final = 250

_SURE, _ALL = "certain", "certainOrPossible"
_SERIES: Final = ("date", "attestedOn", "start")
_NOT_COUNTS: Final = frozenset(
    {"ordinal", "from", "to", "percent", "change", "year", _SURE, "earlierValue", "laterValue"}
)
_NOT_NAMES: Final = frozenset(
    {"source", "document", "completenessSource", "unit", "currency", "qualifier", "relation"}
)
_FEW: Final = 2
_DAYS: Final = 365.2425


def of(grid: Grid, *, one_measure: bool = False) -> tuple[Figure, ...]:
    """Give the pictures of an answer, the most telling first; none for most answers.

    Args:
        grid: the answer.
        one_measure: all figures are of one measure, so that they can stand side by side.
    """
    if len(grid.lines) < _FEW and grid.at("earlierValue") is None:
        return ()
    first = (
        _changes(grid)
        or _series(grid, one_measure=one_measure)
        or _bars(grid, one_measure=one_measure)
        or _spans(grid)
    )
    found: list[Figure] = [first] if first is not None else []
    ties = _ties(grid)
    if ties is not None:
        found.append(ties)
    return tuple(found)


# --- counts ---------------------------------------------------------------------------------------


def _bars(grid: Grid, *, one_measure: bool) -> Bars | None:
    numbers = _counted(grid, one_measure=one_measure)
    names = _naming(grid)
    if numbers is None or not names or not any(column.is_numeric for column in grid.columns):
        return None
    sure = grid.at(_SURE) if numbers == grid.at(_ALL) else None
    unit = grid.at("unit") if grid.at("unit") is not None else grid.at("currency")
    bars = [
        Bar(
            _named(line, names),
            line.cells[numbers].number or 0.0,
            (line.cells[sure].number or 0.0) if sure is not None else None,
            line.cells[unit].text if unit is not None else "",
        )
        for line in grid.lines
        if line.cells[numbers].number is not None
    ]
    if len(bars) < _FEW or any(bar.value < 0 for bar in bars):
        return None
    return Bars(
        grid.columns[numbers].heading, tuple(bars[:MOST_BARS]), max(0, len(bars) - MOST_BARS)
    )


def _counted(grid: Grid, *, one_measure: bool) -> int | None:
    """Give the column whose numbers can be compared, if there is one."""
    if grid.at(_ALL) is not None:
        units: tuple[str, ...] = ("currency", "basis")
    else:
        units = ("currency",) if one_measure else ("unit", "currency", "measure")
    if any(len({cell.text for cell in grid.column(unit)}) > 1 for unit in units):
        return None
    if grid.at(_ALL) is not None:
        return grid.at(_ALL)
    return next(
        (
            at
            for at, column in enumerate(grid.columns)
            if column.is_numeric and column.name not in _NOT_COUNTS
        ),
        None,
    )


def _naming(grid: Grid) -> list[int]:
    """Give the columns that say what a row is about: at most two, things before words."""
    words = [
        at
        for at, column in enumerate(grid.columns)
        if not column.is_numeric and column.name not in _NOT_NAMES
    ]
    things = [at for at in words if any(_thing(line.cells[at]) for line in grid.lines)]
    return (things or words)[:_FEW]


def _named(line: Line, names: Iterable[int]) -> str:
    return " – ".join(line.cells[at].text for at in names if line.cells[at].text) or "–"


# --- time -----------------------------------------------------------------------------------------


def _changes(grid: Grid) -> Curves | None:
    """Draw figures that come in pairs, an earlier and a later one."""
    places = [grid.at(name) for name in ("earlier", "earlierValue", "later", "laterValue")]
    if None in places or not grid.lines:
        return None
    dots: dict[tuple[float, float], Dot] = {}
    lines: list[tuple[Dot, Dot]] = []
    for line in grid.lines:
        one, before, two, after = (line.cells[place] for place in places if place is not None)
        ends = (_dot(one, before), _dot(two, after))
        if ends[0] is None or ends[1] is None:
            continue
        lines.append((ends[0], ends[1]))
        dots |= {(dot.at, dot.value): dot for dot in ends if dot is not None}
    if not lines:
        return None
    curve = Curve("", tuple(sorted(dots.values(), key=lambda d: d.at)), tuple(lines))
    return Curves(word("value"), (curve,))


def _series(grid: Grid, *, one_measure: bool) -> Curves | None:
    value = grid.at("value")
    when = next((at for name in _SERIES if (at := grid.at(name)) is not None), None)
    if not one_measure or value is None or when is None:
        return None
    things = [at for at in _naming(grid) if at != when][:1]
    held: dict[str, dict[float, Dot]] = {}
    for line in grid.lines:
        days = (grid.at(name) for name in _SERIES)
        told = next((line.cells[at] for at in days if at is not None and line.cells[at].text), None)
        dot = _dot(told, line.cells[value]) if told is not None else None
        if dot is not None:
            held.setdefault(_named(line, things) if things else "", {})[dot.at] = dot
    curves = [
        Curve(name, tuple(dots), tuple(pairwise(dots)))
        for name, by_day in held.items()
        if len(dots := [by_day[at] for at in sorted(by_day)]) >= _FEW
    ]
    if not curves:
        return None
    return Curves(grid.columns[value].heading, tuple(curves))


def _dot(day: Cell, value: Cell) -> Dot | None:
    at = year_of(day.text)
    return None if at is None or value.number is None else Dot(at, value.number, day.text)


def _spans(grid: Grid) -> Spans | None:
    """Draw when each row began and ended, as far as the sources say."""
    start, names = grid.at("start"), _naming(grid)
    if start is None or (grid.at("end") is None and grid.at("attestedOn") is None):
        return None
    found = list(_spans_of(grid, [at for at in names if at != start]))
    if sum(span.begins is not None for span in found) < _FEW:
        return None
    # By time, as in a calendar; the table keeps its own order.
    found.sort(key=lambda span: (span.first, span.last, span.name))
    return Spans(tuple(found[:MOST_BARS]), max(0, len(found) - MOST_BARS))


def _spans_of(grid: Grid, names: list[int]) -> Iterator[Span]:
    def told(line: Line, column: str, *, last: bool = False) -> float | None:
        at = grid.at(column)
        return year_of(line.cells[at].text, last=last) if at is not None else None

    def text(line: Line, column: str) -> str:
        at = grid.at(column)
        return line.cells[at].text if at is not None else ""

    for line in grid.lines:
        begins, ends = told(line, "start"), told(line, "end", last=True)
        seen = told(line, "attestedOn")
        known = [at for at in (begins, seen, ends) if at is not None]
        if known:
            dates = [text(line, name) for name in ("start", "attestedOn", "end")]
            yield Span(
                _named(line, names), begins, seen, ends, min(known), max(known), _dates(*dates)
            )


def _dates(start: str, seen: str, end: str) -> str:
    if start and start == end:
        return start
    if start or end:
        return f"{start or '…'} – {end or '…'}"
    return seen


def year_of(text: str, *, last: bool = False) -> float | None:
    """Give a date as a number of years; of a year or a month its first day, or the one after it.

    >>> year_of("2021"), year_of("2021", last=True), year_of("2021-07") is None, year_of("x")
    (2021.0, 2022.0, False, None)
    """
    parts = text.split("-")
    if not all(part.isdigit() for part in parts) or not 1 <= len(parts) <= len(("y", "m", "d")):
        return None
    numbers = [int(part) for part in parts]
    try:
        year, month, day_ = (*numbers, 1, 1)[:3]
        day = dt.date(year, month, day_)
    except (ValueError, TypeError):
        return _year_only(numbers, last=last)
    length = {1: 1.0, 2: 1 / 12}.get(len(numbers), 1 / _DAYS) if last else 0.0
    return day.year + (day - dt.date(day.year, 1, 1)).days / _DAYS + length


def _year_only(numbers: list[int], *, last: bool) -> float | None:
    if len(numbers) == 1 and dt.MINYEAR <= numbers[0] <= dt.MAXYEAR:
        return numbers[0] + (1.0 if last else 0.0)
    return None


# --- networks -------------------------------------------------------------------------------------


def _thing(cell: Cell) -> bool:
    return isinstance(cell.it, Ref) and kind_of(cell.it.iri) in KINDS


def _ties(grid: Grid) -> Web | None:
    """Draw who is joined to whom, where each row names two things."""
    columns = [
        at
        for at, column in enumerate(grid.columns)
        if column.name not in _NOT_NAMES
        and "ource" not in column.name
        and any(_thing(line.cells[at]) for line in grid.lines)
    ]
    if len(columns) < _FEW:
        return None
    # Two clusters and what they share: each of the two is joined to it.
    shared = grid.at("member") if {"cluster", "other", "member"} <= _names(grid) else None
    pairs: Counter[tuple[str, str]] = Counter()
    for line in grid.lines:
        ends = [line.cells[at].text for at in columns if _thing(line.cells[at])]
        if shared is not None:
            hub = line.cells[shared].text
            pairs |= Counter({(end, hub): 1 for end in ends if end != hub})
        elif len(ends) >= _FEW and ends[0] != ends[1]:
            pairs[ends[0], ends[1]] += 1
    left = {one for one, _ in pairs}
    if len(pairs) < _FEW or len(pairs) > MOST_TIES or len(left) == 1:
        return None  # a star says no more than the table
    return web(pairs)


def _names(grid: Grid) -> set[str]:
    return {column.name for column in grid.columns}
