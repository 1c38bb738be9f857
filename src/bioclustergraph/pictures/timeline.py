"""Who was something when: a row for each, certain spans whole, possible ones hatched."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

from bioclustergraph.errors import Text
from bioclustergraph.pictures import lettering, looks, svg
from bioclustergraph.pictures.frame import Drawing, Entry, Section
from bioclustergraph.pictures.spans import EVER, NEVER, Axis, Spans
from bioclustergraph.pictures.words import capital

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bioclustergraph.errors import Language
    from bioclustergraph.networks import Edge, Network

_ROW: Final = 21
_BAR: Final = 11
_SIZE: Final = 12
_GUTTER: Final = 14
_PLOT: Final = 640
_NAMES: Final = 340
"""Longer names are cut."""

_NO_ROLE: Final = Text("ingen rolle", "no role")

_CLOSE: Final = 6
"""Pixels of a year under which not every one has a line."""

_SIGN: Final = Axis(2000, 2002, 13)
"""The years of the signs in the legend."""

_TIP: Final = 8
"""How far the arrowhead of an open end reaches out of the axis."""


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    role: str
    colour: looks.Colour
    spans: Spans


@dataclass(frozen=True, slots=True)
class _Group:
    heading: str
    rows: tuple[_Row, ...]


def drawn(network: Network, language: Language, *, of: str | None = None) -> Drawing:
    """Draw when relations held.

    What several sources say of the same two, kind and role is one row: certain when one of them
    says so, possible when one of them lets it be.

    Args:
        network: what is drawn; it has edges, of one view or several.
        language: of names and the legend.
        of: the IRI of the thing that all of them are of, if it is one.
    """
    groups, legend = _groups(network, language, of)
    every = [row for group in groups for row in group.rows]
    names = max(_wide(row) for row in every)
    axis = Axis.of(
        (day for row in every for day in row.spans.days),
        since=network.selection.since,
        until=network.selection.until,
        room=_PLOT,
    )
    body = Element("g", {"class": "timeline"})
    left = min(names, _NAMES) + _GUTTER
    height = sum(_ROW * (len(group.rows) + 1) + 6 for group in groups)
    top = 20
    _draw_years(body, axis, left, top, height)
    y = float(top)
    for group in groups:
        svg.rect(body, (0, y + 2), (left + axis.width + _TIP, _ROW - 3), "band")
        svg.text(body, (4, y + 15), group.heading, _SIZE, bold=True, kind="ink")
        y += _ROW
        for row in group.rows:
            _draw_row(body, row, axis, (left, y), language)
            y += _ROW
        y += 6
    if network.selection.at is not None:
        x = left + axis.x(network.selection.at.isoformat())
        svg.path(body, svg.lines([(x, top), (x, top + height)]), "line s-black").set(
            "stroke-width", "1.2"
        )
    return Drawing(
        size=(left + axis.width + _TIP, top + height + 18),
        body=body,
        legend=(*legend, _signs(every, language, at=network.selection.at is not None)),
        description=_described(every, language),
        patterns=(*(row.colour for row in every), "black"),
    )


def _groups(
    network: Network, language: Language, of: str | None
) -> tuple[list[_Group], tuple[Section, ...]]:
    edges = network.edges
    names = {node.iri: node.thing.label.in_language(language) for node in network.nodes}
    sides = _sides(edges, of)
    grouped: defaultdict[tuple[str, str], defaultdict[tuple[str, str], list[Edge]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for edge in edges:
        about, other = sides[edge.source, edge.target]
        grouped[about, edge.kind][other, edge.role or ""].append(edge)
    colours, legend = _colours(network, edges, language)
    several = len({about for about, _ in grouped}) > 1 or of is None
    made = []
    for (about, kind), by_other in sorted(
        grouped.items(), key=lambda it: (names[it[0][0]].casefold(), -len(it[1]), it[0])
    ):
        roles = {role for _, role in by_other}
        named = network.labels[kind].in_language(language)
        only = next(iter(roles)) if len(roles) == 1 else ""
        heading = _heading(
            names[about] if several else "",
            named,
            network.labels[only].in_language(language) if only else "",
        )
        rows = [
            _Row(
                name=names[other],
                role=_role(network, role, names[other], language) if len(roles) > 1 else "",
                colour=colours[kind, role],
                spans=Spans.of(spell for edge in those for spell in edge.spells),
            )
            for (other, role), those in by_other.items()
        ]
        made.append(
            _Group(
                f"{heading} ({len(rows)})",
                tuple(sorted(rows, key=lambda row: (row.spans.begins, row.name.casefold()))),
            )
        )
    return made, legend


def _role(network: Network, role: str, name: str, language: Language) -> str:
    """Name a role, unless it only says the name over again."""
    said = network.labels[role].in_language(language) if role else ""
    return "" if said.casefold().startswith(name.casefold()) else said


def _heading(about: str, kind: str, role: str) -> str:
    """Head a group; a role that only says the kind or the thing over again is left out."""
    again = role.casefold() in kind.casefold() or (about and about.casefold() in role.casefold())
    said = kind if again or not role else f"{kind}, {role}"
    return f"{about}: {said}" if about else capital(said)


def _sides(edges: Sequence[Edge], of: str | None) -> dict[tuple[str, str], tuple[str, str]]:
    """Say which side of each pair heads a group: the asked one, else that of which fewer are."""
    pairs = {(edge.source, edge.target) for edge in edges}
    if of is not None:
        return {(a, b): (of, b if a == of else a) for a, b in pairs}
    few = len({target for _, target in pairs}) <= len({source for source, _ in pairs})
    return {(a, b): (b, a) if few else (a, b) for a, b in pairs}


def _colours(
    network: Network, edges: Sequence[Edge], language: Language
) -> tuple[dict[tuple[str, str], looks.Colour], tuple[Section, ...]]:
    """Colour by kind, or by role where all are of one kind; the rarest ones share a colour."""
    pairs = [(edge.kind, edge.role or "") for edge in edges]
    by_role = len({kind for kind, _ in pairs}) == 1
    told = Counter(role if by_role else kind for kind, role in pairs)
    order = sorted(told, key=lambda it: (-told[it], it))
    given = dict(zip(order, looks.SERIES, strict=False))
    colours = {
        (kind, role): given.get(role if by_role else kind, "grey") for kind, role in set(pairs)
    }
    if len(order) == 1:
        return colours, ()
    entries = [
        Entry(capital((network.labels[it] if it else _NO_ROLE).in_language(language)), _bar(colour))
        for it, colour in given.items()
    ]
    if len(order) > len(given):
        entries.append(Entry(Text("Andre", "Others").in_language(language), _bar("grey")))
    heading = Text("Roller", "Roles") if by_role else Text("Relasjoner", "Relations")
    return colours, (Section(heading.in_language(language), tuple(entries)),)


def _draw_years(body: Element, axis: Axis, left: float, top: float, height: float) -> None:
    every = -(-34 // axis.step)
    for year in range(axis.first, axis.end + 1):
        x = left + (year - axis.first) * axis.step
        if axis.step >= _CLOSE or year % every == 0:
            svg.path(body, svg.lines([(x, top), (x, top + height)]), "grid")
        if year < axis.end and (year - axis.first) % every == 0:
            middle = x + axis.step / 2
            for y in (top - 6, top + height + 14):
                svg.text(body, (middle, y), str(year), 11, kind="soft", anchor="middle")


def _draw_row(body: Element, row: _Row, axis: Axis, at: svg.Point, language: Language) -> None:
    left, y = at
    made = svg.group(body, f"row s-{row.colour}", title=_told(row, language))
    room: float = _NAMES
    if row.role:
        role = lettering.cut(row.role, _NAMES / 2, _SIZE - 1)
        wide = lettering.width(role, _SIZE - 1)
        svg.text(made, (left - _GUTTER, y + 14), role, _SIZE - 1, kind="soft", anchor="end").set(
            "stroke", "none"
        )
        room -= wide + 8
    name = lettering.cut(row.name, room, _SIZE)
    svg.text(made, (4, y + 14), name, _SIZE, kind="ink").set("stroke", "none")
    middle = y + _ROW / 2
    for first, end in row.spans.possible:
        _draw_possible(made, axis, (first, end), (left, middle), row.colour)
    for first, end in row.spans.somewhere:
        _draw_somewhere(made, axis, (first, end), (left, middle), row.colour)
    for first, end in row.spans.certain:
        _draw_certain(made, axis, (first, end), (left, middle), row.colour)


def _draw_certain(
    parent: Element, axis: Axis, days: tuple[str, str], at: svg.Point, colour: looks.Colour
) -> None:
    x, wide = _place(axis, days, at[0], least=3)
    if wide:
        bar = svg.rect(parent, (x, at[1] - _BAR / 2), (wide, _BAR), f"certain f-{colour}")
        bar.set("stroke", "none")
        _dated(bar, days)


def _draw_possible(
    parent: Element, axis: Axis, days: tuple[str, str], at: svg.Point, colour: looks.Colour
) -> None:
    """Hatch days; only where a limit is known is there an edge, elsewhere an arrowhead."""
    x, wide = _place(axis, days, at[0], least=1)
    if not wide:
        return
    low, high = at[1] - _BAR / 2, at[1] + _BAR / 2
    svg.rect(parent, (x, low), (wide, _BAR), "paper").set("stroke", "none")
    bar = svg.rect(parent, (x, low), (wide, _BAR), "possible")
    bar.set("fill", f"url(#hatch-{colour})")
    bar.set("stroke", "none")
    _dated(bar, days)
    edges = [[(x, low), (x + wide, low)], [(x, high), (x + wide, high)]]
    if axis.has(days[0]):
        edges.append([(x, low), (x, high)])
    if axis.has(days[1]):
        edges.append([(x + wide, low), (x + wide, high)])
    for edge in edges:
        svg.path(parent, svg.lines(edge), "line").set("stroke-width", "0.9")
    if days[0] == EVER:
        _draw_tip(parent, (x, at[1]), -1, colour)
    if days[1] == NEVER:
        _draw_tip(parent, (x + wide, at[1]), 1, colour)


def _draw_tip(parent: Element, at: svg.Point, way: int, colour: looks.Colour) -> None:
    x, y = at
    points = [(x, y - _BAR / 2 - 1), (x + way * _TIP, y), (x, y + _BAR / 2 + 1)]
    svg.path(parent, svg.lines(points, closed=True), f"open f-{colour}").set("stroke", "none")


def _draw_somewhere(
    parent: Element, axis: Axis, days: tuple[str, str], at: svg.Point, colour: looks.Colour
) -> None:
    """Bracket days of which at least one is meant."""
    x, wide = _place(axis, days, at[0], least=5)
    if not wide:
        return
    bar = svg.rect(parent, (x, at[1] - 2.5), (wide, 5), f"somewhere f-{colour}")
    bar.set("stroke", "none")
    _dated(bar, days)
    for side in (x, x + wide):
        svg.path(parent, svg.lines([(side, at[1] - 6.5), (side, at[1] + 6.5)]), "line").set(
            "stroke-width", "1.8"
        )


def _place(axis: Axis, days: tuple[str, str], left: float, *, least: float) -> tuple[float, float]:
    """Give where days begin and how wide they are; nothing outside the axis, else something."""
    first, end = axis.x(days[0]), axis.x(days[1])
    outside = days[1] <= f"{axis.first:04}-01-01" or days[0] >= f"{axis.end:04}-01-01"
    return left + first, 0 if outside else max(end - first, least)


def _dated(element: Element, days: tuple[str, str]) -> None:
    """Write the days down, for whoever reads the picture with a program; no limit is nothing."""
    element.set("data-first", "" if days[0] == EVER else days[0])
    element.set("data-end", "" if days[1] == NEVER else days[1])


def _wide(row: _Row) -> float:
    role = 8 + min(lettering.width(row.role, _SIZE - 1), _NAMES / 2) if row.role else 0
    return 4 + lettering.width(row.name, _SIZE) + role


def _bar(colour: looks.Colour) -> Callable[[Element], None]:
    def draw(parent: Element) -> None:
        svg.rect(parent, (4, -_BAR / 2), (26, _BAR), f"f-{colour}")

    return draw


def _signs(rows: Sequence[_Row], language: Language, *, at: bool) -> Section:
    """Explain the signs that there are."""
    colour: looks.Colour = "black"

    def possible(parent: Element, days: tuple[str, str]) -> None:
        made = svg.group(parent, f"s-{colour}", shift=(4, 0))
        _draw_possible(made, _SIGN, days, (0, 0), colour)

    def somewhere(parent: Element) -> None:
        made = svg.group(parent, f"s-{colour}", shift=(4, 0))
        _draw_possible(made, _SIGN, ("1999-01-01", "2003-01-01"), (0, 0), colour)
        _draw_somewhere(made, _SIGN, ("2000-07-01", "2001-07-01"), (0, 0), colour)

    signs = [
        (
            any(row.spans.certain for row in rows),
            Text("Sikkert", "Certain"),
            _bar(colour),
        ),
        (
            any(row.spans.possible for row in rows),
            Text("Mulig: kildene utelukker det ikke", "Possible: the sources do not rule it out"),
            lambda parent: possible(parent, ("2000-01-01", "2002-01-01")),
        ),
        (
            any(row.spans.somewhere for row in rows),
            Text("En eller annen gang i denne tiden", "At some time within this period"),
            somewhere,
        ),
        (
            any(first == EVER for row in rows for first, _ in row.spans.possible),
            Text("Ukjent når det begynte", "Not known when it began"),
            lambda parent: possible(parent, (EVER, "2002-01-01")),
        ),
        (
            any(end == NEVER for row in rows for _, end in row.spans.possible),
            Text("Ukjent om eller når det tok slutt", "Not known whether or when it ended"),
            lambda parent: possible(parent, ("2000-01-01", NEVER)),
        ),
        (
            at,
            Text("Den valgte dagen", "The chosen day"),
            lambda parent: svg.path(parent, svg.lines([(17, -9), (17, 9)]), "line s-black"),
        ),
    ]
    return Section(
        Text("Tid", "Time").in_language(language),
        tuple(Entry(words.in_language(language), draw) for shown, words, draw in signs if shown),
    )


def _told(row: _Row, language: Language) -> str:
    """Say a row in words."""
    said = [", ".join(filter(None, (row.name, row.role)))]
    for words, spans in (
        (Text("sikkert", "certain"), row.spans.certain),
        (Text("en gang i", "at some time in"), row.spans.somewhere),
        (Text("mulig", "possible"), row.spans.possible),
    ):
        said += [
            f"{words.in_language(language)} "
            f"{'…' if first == EVER else first} – {'…' if end == NEVER else end}"
            for first, end in spans
        ]
    return "\n".join(said)


def _described(rows: Sequence[_Row], language: Language) -> str:
    certain = sum(bool(row.spans.certain) for row in rows)
    return Text(
        f"Tidslinje med {len(rows)} rader; {certain} av dem har dager som er sikre.",
        f"Timeline with {len(rows)} rows; {certain} of them have days that are certain.",
    ).in_language(language)
