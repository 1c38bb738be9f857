"""A network as a table: how much each two share, certainly and possibly."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

from bioclustergraph.errors import Text
from bioclustergraph.pictures import lettering, looks, svg
from bioclustergraph.pictures.frame import Drawing, Entry, Section
from bioclustergraph.pictures.words import capital

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bioclustergraph.errors import Language
    from bioclustergraph.networks import Edge, Network

_SIZE: Final = 12
_NAMES: Final = 230
"""Longer names are cut."""

_LARGE: Final = 62
_SMALL: Final = 24
_FEW: Final = 14
"""With at most so many columns there is room for two numbers and the kinds in a cell."""

_STEPS: Final = ((1, 0.22), (2, 0.4), (4, 0.58), (8, 0.76))
"""From how many on a cell is how dark."""

_DARKEST: Final = 0.76

_SIGNS: Final[tuple[tuple[str, looks.Colour], ...]] = (
    ("circle", "vermillion"),
    ("square", "black"),
    ("triangle", "green"),
    ("diamond", "purple"),
)
"""Of kinds of relation, where a view has several."""

Cells = dict[tuple[str, str], list["Edge"]]


def drawn(network: Network, language: Language) -> Drawing:
    """Draw a network as a matrix.

    Of an undirected network it is symmetric: who is looked up in a row or a column finds the same.
    Rows and columns are sorted by how much there is in them, then by name.

    Args:
        network: what is drawn; it has nodes.
        language: of names and the legend.
    """
    cells = _cells(network)
    names = {node.iri: node.thing.label.in_language(language) for node in network.nodes}
    rows, columns = _sides(network, cells, names)
    kinds = sorted({edge.kind for edge in network.edges})
    signs = dict(zip(kinds, _SIGNS, strict=False)) if len(kinds) > 1 else {}
    roomy = len(columns) <= _FEW
    side = _LARGE if roomy else _SMALL
    left = 12 + max(lettering.width(_short(names[it]), _SIZE) for it in rows)
    top = 12 + max(lettering.width(_short(names[it]), _SIZE) for it in columns)
    body = Element("g", {"class": "matrix"})
    for number, iri in enumerate(columns):
        x = left + (number + 0.5) * side
        svg.text(body, (x + 4, top - 8), _short(names[iri]), _SIZE, kind="ink", turned=True)
    for number, iri in enumerate(rows):
        y = top + (number + 0.5) * side
        svg.text(body, (left - 8, y + 4), _short(names[iri]), _SIZE, kind="ink", anchor="end")
    for down, row in enumerate(rows):
        for across, column in enumerate(columns):
            at = (left + across * side, top + down * side)
            if row == column:
                svg.rect(body, at, (side, side), "band")
                continue
            edges = cells.get((row, column), [])
            if edges:
                title = _told(network, edges, (names[row], names[column]), language)
                _draw_cell(
                    svg.group(body, "cell", title=title), edges, at, side, signs if roomy else {}
                )
    _draw_grid(body, (left, top), (len(columns), len(rows)), side)
    return Drawing(
        size=(left + side * len(columns), top + side * len(rows)),
        body=body,
        legend=_legend(network, cells, signs if roomy else {}, language),
        description=_described(cells, names, language, symmetric=not network.directed),
        patterns=("blue",),
    )


def _cells(network: Network) -> Cells:
    cells: defaultdict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in network.edges:
        cells[edge.source, edge.target].append(edge)
        if not network.directed:
            cells[edge.target, edge.source].append(edge)
    return dict(cells)


def _sides(network: Network, cells: Cells, names: dict[str, str]) -> tuple[list[str], list[str]]:
    """Give rows and columns; those of a directed network are where its lines begin and end."""
    much: Counter[str] = Counter()
    sure: Counter[str] = Counter()
    for (row, column), edges in cells.items():
        certain, possible = _counts(edges)
        for iri in (row, column) if network.directed else (row,):
            much[iri] += possible
            sure[iri] += certain

    def order(iris: set[str]) -> list[str]:
        return sorted(iris, key=lambda iri: (-much[iri], -sure[iri], names[iri].casefold(), iri))

    if not network.directed or not cells:
        every = order(set(names))
        return every, every
    return order({row for row, _ in cells}), order({column for _, column in cells})


def _draw_cell(
    parent: Element,
    edges: Sequence[Edge],
    at: svg.Point,
    side: float,
    signs: dict[str, tuple[str, looks.Colour]],
) -> None:
    certain, possible = _counts(edges)
    parent.set("data-certain", str(certain))
    parent.set("data-possible", str(possible))
    dark = _darkness(possible)
    _draw_ground(parent, at, side, dark, hatched=certain == 0)
    x, y = at[0] + side / 2, at[1] + side / 2
    pair = str(certain) if certain == possible else f"{certain}–{possible}"
    if side == _SMALL:
        _draw_number(parent, (x, y), pair, 10, plate=certain == 0)
        return
    counted = Counter[str]()
    for edge in edges:
        counted[edge.kind] += edge.weight
    _draw_number(parent, (x, y - (8 if signs else 0)), pair, 15, plate=certain == 0)
    shown = [kind for kind in signs if counted[kind]]
    place = x - 13 * (len(shown) - 1)
    for kind in shown:
        svg.rect(parent, (place - 12, y + 9), (24, 15), "plate", radius=3)
        _draw_sign(parent, signs[kind], (place - 5, y + 16.5))
        svg.text(parent, (place + 1, y + 20.5), str(counted[kind]), 11, kind="label")
        place += 26


def _draw_number(parent: Element, at: svg.Point, words: str, size: float, *, plate: bool) -> None:
    """Write a number; on hatching it has a plate behind it, so that it can be read."""
    if plate:
        wide = lettering.width(words, size, bold=True) + 5
        svg.rect(
            parent, (at[0] - wide / 2, at[1] - size * 0.6), (wide, size * 1.2), "plate", radius=3
        )
    svg.text(
        parent,
        (at[0], at[1] + size * 0.36),
        words,
        size,
        kind="label",
        bold=True,
        anchor="middle",
    )


def _draw_ground(
    parent: Element, at: svg.Point, side: float, dark: float, *, hatched: bool
) -> None:
    svg.rect(parent, at, (side, side), "ground")
    made = svg.rect(parent, at, (side, side), "" if hatched else "p-sky")
    if hatched:
        made.set("fill", "url(#hatch-blue)")
    made.set("opacity", f"{dark:.2f}")


def _draw_sign(parent: Element, sign: tuple[str, looks.Colour], at: svg.Point) -> None:
    form, colour = sign
    x, y = at
    corners = {
        "square": [(x - 3.5, y - 3.5), (x + 3.5, y - 3.5), (x + 3.5, y + 3.5), (x - 3.5, y + 3.5)],
        "triangle": [(x, y - 4.5), (x + 4.5, y + 3.5), (x - 4.5, y + 3.5)],
        "diamond": [(x, y - 5), (x + 5, y), (x, y + 5), (x - 5, y)],
    }
    if form == "circle":
        svg.ellipse(parent, at, (4, 4), f"p-{colour}")
    else:
        svg.path(parent, svg.lines(corners[form], closed=True), f"p-{colour}")


def _signed(sign: tuple[str, looks.Colour]) -> Callable[[Element], None]:
    return lambda parent: _draw_sign(parent, sign, (17, 0))


def _draw_grid(body: Element, at: svg.Point, many: tuple[int, int], side: float) -> None:
    left, top = at
    width, height = many[0] * side, many[1] * side
    steps = [
        svg.lines([(left + n * side, top), (left + n * side, top + height)])
        for n in range(many[0] + 1)
    ] + [
        svg.lines([(left, top + n * side), (left + width, top + n * side)])
        for n in range(many[1] + 1)
    ]
    svg.path(body, "".join(steps), "grid")


def _counts(edges: Sequence[Edge]) -> tuple[int, int]:
    return sum(edge.certain_weight for edge in edges), sum(edge.weight for edge in edges)


def _darkness(count: int) -> float:
    return max((dark for least, dark in _STEPS if count >= least), default=0)


def _short(name: str) -> str:
    return lettering.cut(name, _NAMES, _SIZE)


def _told(
    network: Network, edges: Sequence[Edge], names: tuple[str, str], language: Language
) -> str:
    certain, possible = _counts(edges)
    told = [
        Text(
            f"{names[0]} – {names[1]}: {certain} sikkert, {possible} mulig",
            f"{names[0]} – {names[1]}: {certain} certainly, {possible} possibly",
        ).in_language(language)
    ]
    for edge in edges:
        kind = capital(network.labels[edge.kind].in_language(language))
        via = "; ".join(network.things[it].label.in_language(language) for it in edge.via)
        told.append(f"{kind}: {via}" if via else kind)
    return "\n".join(told)


def _legend(
    network: Network,
    cells: Cells,
    signs: dict[str, tuple[str, looks.Colour]],
    language: Language,
) -> tuple[Section, ...]:
    counts = [_counts(edges) for edges in cells.values()]

    def say(nb: str, en: str) -> str:
        return Text(nb, en).in_language(language)

    def number(words: str) -> Callable[[Element], None]:
        return lambda parent: _draw_number(parent, (17, 0), words, 13, plate=False)

    def ground(dark: float, *, hatched: bool) -> Callable[[Element], None]:
        def draw(parent: Element) -> None:
            made = svg.group(parent, shift=(9, -8))
            _draw_ground(made, (0, 0), 16, dark, hatched=hatched)

        return draw

    whole = max((certain for certain, possible in counts if certain == possible), default=None)
    part = max(((it[1], it[0]) for it in counts if it[0] < it[1]), default=None)
    numbers = [
        Entry(
            say(f"{whole} sikkert, ikke flere", f"{whole} certainly, no more"), number(f"{whole}")
        )
        if whole is not None
        else None,
        Entry(
            say(f"{part[1]} sikkert, høyst {part[0]}", f"{part[1]} certainly, {part[0]} at most"),
            number(f"{part[1]}–{part[0]}"),
        )
        if part is not None
        else None,
        Entry(say("Ingen sikkert", "None certainly"), ground(0.58, hatched=True))
        if any(certain == 0 for certain, _ in counts)
        else None,
    ]
    most = max((possible for _, possible in counts), default=0)
    shades = []
    for number_, (least, dark) in enumerate(_STEPS):
        if least > most:
            break
        end = _STEPS[number_ + 1][0] - 1 if number_ + 1 < len(_STEPS) else most
        end = min(end, most)
        words = str(least) if end <= least else f"{least}–{end}"
        shades.append(Entry(words, ground(dark, hatched=False)))
    sections = [
        Section(say("Tall: hva de deler", "Numbers: what they share"), tuple(filter(None, numbers)))
        if not network.directed
        else Section(say("Tall: relasjoner", "Numbers: relations"), tuple(filter(None, numbers))),
        Section(say("Farge: mulig antall", "Colour: possible number"), tuple(shades)),
        Section(
            say("Hva slags (mulig antall)", "Of which kind (possible number)"),
            tuple(
                Entry(
                    capital(network.labels[kind].in_language(language)),
                    _signed(sign),
                )
                for kind, sign in signs.items()
            ),
        ),
    ]
    return tuple(section for section in sections if section.entries)


def _described(cells: Cells, names: dict[str, str], language: Language, *, symmetric: bool) -> str:
    pairs = [
        (_counts(edges), row, column)
        for (row, column), edges in cells.items()
        if not symmetric or row < column
    ]
    pairs.sort(key=lambda it: (-it[0][1], -it[0][0], names[it[1]], names[it[2]]))
    listed = "; ".join(
        f"{names[row]} – {names[column]}: [{certain}, {possible}]"
        for (certain, possible), row, column in pairs[:6]
    )
    return Text(
        f"Matrise. Mest, som [sikkert, mulig]: {listed}.",
        f"Matrix. Most, as [certain, possible]: {listed}.",
    ).in_language(language)
