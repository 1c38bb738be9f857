"""The lifeline of a thing: what it was called, became and belonged to, over time.

Each row says in words what is drawn, with the dates as the sources give them. A certain span is
drawn whole, a possible one hatched, and where no source names an end the drawing has none: it runs
out of the picture. What a source says of some day in a period, and of no other, is a box with a dot
and no bar.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text
from bioclustergraph.names import fold, kind_of
from bioclustergraph.pages.things.timescale import Scale, Stretch, period
from bioclustergraph.pages.things.years import named

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from bioclustergraph.describe import Ref, Relation, Value

ROWS: Final = 24
"""How many rows are drawn at most; the tables below have all there is."""

_CALLED: Final = Text("Het", "Was called")
_BECAME: Final = Text("Begynnelse, endring, slutt", "Beginning, change, end")
_BELONGED: Final = Text("Hørte til", "Belonged to")
_WAS_THERE: Final = Text("Var der", "Was there")
_TOOK_PART: Final = Text("Hvem og hva", "Who and what")

_PARTS: Final = {
    ("naming", "subject"): (_CALLED, Text("", "")),
    ("existence", "subject"): (_BECAME, Text("fantes", "existed")),
    ("merger", "object"): (_BECAME, Text("oppsto av, eller tok opp i seg,", "took in")),
    ("merger", "subject"): (_BECAME, Text("gikk inn i", "merged into")),
    ("incorporation", "subject"): (_BECAME, Text("rettslig enhet:", "legal entity:")),
    ("occurrence", "subject"): (_BECAME, Text("fant sted i", "took place in")),
    ("programme-participation", "subject"): (_BELONGED, Text("i", "in")),
    ("programme-absence", "subject"): (_BELONGED, Text("utenfor", "outside")),
    ("membership", "subject"): (_BELONGED, Text("i", "of")),
    ("partnership", "subject"): (_BELONGED, Text("for", "of")),
    ("facilitation", "subject"): (_BELONGED, Text("for", "of")),
    ("position", "subject"): (_BELONGED, Text("i", "in")),
    ("project-participation", "subject"): (_BELONGED, Text("i", "in")),
    ("place-containment", "subject"): (_BELONGED, Text("i", "in")),
    ("presence", "subject"): (_WAS_THERE, Text("i", "in")),
    ("presence", "object"): (_WAS_THERE, Text("til", "of")),
    ("facilitation", "object"): (_TOOK_PART, Text("", "")),
    ("position", "object"): (_TOOK_PART, Text("", "")),
    ("programme-participation", "object"): (_TOOK_PART, Text("", "")),
    ("programme-engagement", "object"): (_TOOK_PART, Text("", "")),
    ("project-participation", "object"): (_TOOK_PART, Text("", "")),
    ("place-containment", "object"): (_TOOK_PART, Text("", "")),
}
"""What is drawn, in this order: the heading it stands under, and what is said between the role and
the other side. What a cluster or a project is known by comes before who was in it."""

_ORDER: Final = tuple(_PARTS)
_MOMENTS: Final = frozenset({"merger"})
"""What happens at a moment, and does not go on."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that held, said by one source or by several.

    Attributes:
        role: as what (a member, a leader), if said.
        between: the words between the role and the other side.
        other: the other side.
        name: the name, of a naming.
        relations: what says so, in the order of the dates.
        certain: the spans in which it certainly held.
        possible: the spans in which it may have held; without those whose ends are all unknown.
        attested: the periods on some day of which a source says it held.
        moments: when it happened, of what does not go on.
        open_before: no beginning is known, and it may have held before all that is drawn.
        open_after: no end is known, and it may have held after all that is drawn.
    """

    role: Ref | None
    between: Text
    other: Ref | None
    name: Value | None
    relations: tuple[Relation, ...]
    certain: tuple[Stretch, ...]
    possible: tuple[Stretch, ...]
    attested: tuple[Stretch, ...]
    moments: tuple[Stretch, ...]
    open_before: bool
    open_after: bool


@dataclass(frozen=True, slots=True)
class Part:
    """The rows under one heading."""

    heading: Text
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Lifeline:
    """What is drawn.

    Attributes:
        parts: the rows, by what they say.
        scale: the years.
        marked: the years that have their number, and where they begin, in percent.
        now: where the day that is asked about lies, in percent, if one is.
        left_out: how many rows there was no room for.
    """

    parts: tuple[Part, ...]
    scale: Scale
    marked: tuple[tuple[int, float], ...]
    now: float | None
    left_out: int


def lifeline(relations: Iterable[Relation], at: dt.date | None) -> Lifeline | None:
    """Draw what is known of a thing over time; ``None`` if nothing of it has a date.

    Args:
        relations: all relations of the thing, on whatever day.
        at: the day that is asked about; it is marked, and lies on the scale.
    """
    found = sorted((r for r in relations if _key(r) in _PARTS and r.side != "itself"), key=_order)
    days = [day for relation in found for day in named(relation)]
    if not days:
        return None
    scale = Scale.of([*days, *([at.isoformat()] if at is not None else [])])
    if scale is None:
        return None
    rows = [
        (heading, row)
        for heading, row in _rows(found, scale)
        if row.certain or row.possible or row.attested or row.moments
    ]
    shown = rows[:ROWS]
    return Lifeline(
        tuple(
            Part(heading, tuple(row for _, row in members))
            for heading, members in groupby(shown, key=lambda it: it[0])
        ),
        scale,
        tuple((year, round(scale.at(f"{year:04}-01-01"), 2)) for year in scale.marked),
        None if at is None else round(scale.at(at.isoformat()), 2),
        len(rows) - len(shown),
    )


def _key(relation: Relation) -> tuple[str, str]:
    return kind_of(relation.iri) or "", relation.side


def _order(relation: Relation) -> tuple[int, tuple[str, ...], str, str]:
    days = sorted(named(relation))
    return _ORDER.index(_key(relation)), _same(relation), days[0] if days else "", relation.iri


def _same(relation: Relation) -> tuple[str, ...]:
    """Tell what several sources say alike from what they say differently."""
    other, role = relation.other, relation.role
    name = fold(relation.name.text) if relation.name is not None else ""
    return (
        (other.label.nb.casefold() if other else "") or name,
        other.iri if other is not None else name,
        role.iri if role is not None else "",
    )


def _rows(found: list[Relation], scale: Scale) -> Iterator[tuple[Text, Row]]:
    for key in _ORDER:
        mine = [relation for relation in found if _key(relation) == key]
        rows = [_row(key, tuple(members), scale) for _, members in groupby(mine, key=_same)]
        heading = _PARTS[key][0]
        for row in sorted(rows, key=_begins):
            yield heading, row


def _begins(row: Row) -> tuple[float, str]:
    starts = [part.x for part in (*row.certain, *row.possible, *row.attested, *row.moments)]
    named = row.other.label.nb if row.other is not None else row.name.text if row.name else ""
    return min(starts, default=0.0), named.casefold()


def _row(key: tuple[str, str], members: tuple[Relation, ...], scale: Scale) -> Row:
    first = members[0]
    moment = key[0] in _MOMENTS
    spans = [relation.dates.possible for relation in members if not moment]
    certain = [relation.dates.certain for relation in members if not moment]
    known = [span for span in spans if any(span)]
    periods = [period(text) for relation in members for text in relation.dates.attested]
    begun = [period(r.dates.start) for r in members if moment and r.dates.start is not None]
    return Row(
        role=first.role,
        between=_PARTS[key][1],
        other=first.other,
        name=first.name,
        relations=members,
        certain=tuple(
            dict.fromkeys(Stretch.between(scale, *span) for span in certain if span is not None)
        ),
        possible=tuple(dict.fromkeys(Stretch.between(scale, *span) for span in known)),
        attested=tuple(
            dict.fromkeys(Stretch.between(scale, *it) for it in periods if it is not None)
        ),
        moments=tuple(dict.fromkeys(Stretch.between(scale, *it) for it in begun if it is not None)),
        open_before=any(first is None for first, _ in spans),
        open_after=any(end is None for _, end in spans),
    )
