"""Plots of series: what is certain as a line, what is possible as a band over it.

One file for each indicator and view, one small plot in it for each thing. The same rows give the
same bytes: nothing in the files tells the time or is numbered by chance.
"""

from __future__ import annotations

import io
import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from bioclustergraph.errors import Text
from bioclustergraph.extras import library
from bioclustergraph.metrics.definitions import Kind
from bioclustergraph.metrics.model import Degree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from bioclustergraph.errors import Language
    from bioclustergraph.metrics.definitions import Definition
    from bioclustergraph.metrics.model import Row

MOST: Final = 12
"""How many things one file shows: those with the greatest values."""

_COLUMNS: Final = 3
_WIDTH, _HEIGHT = 3.5, 2.1
"""The size of one small plot in inches."""

_LETTERS: Final = 40
"""How many letters of a name fit above one."""

# Okabe & Ito's blue and sky blue, told apart by all eyes, and apart by lightness in print.
_CERTAIN, _POSSIBLE = "#0072B2", "#56B4E9"

_LONG: Final = 10_000
"""From which number on digits stand in groups of three."""

_PALE: Final = 0.45
_MARK: Final[dict[str, Any]] = {"color": "#222222", "linestyle": "none", "markersize": 3.5}

_SETTINGS: Final = {
    "svg.hashsalt": "bioclustergraph",
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 8.5,
    "axes.titlelocation": "left",
    "text.parse_math": False,  # a dollar in a name is a dollar
}

_WORDS: Final[Mapping[object, Text]] = {
    (Kind.INTERVAL, 0): Text("sikkert", "certain"),
    (Kind.INTERVAL, 1): Text("også mulig", "possible as well"),
    (Kind.ATTAINABLE, 0): Text("minst", "least"),
    (Kind.ATTAINABLE, 1): Text("opp til størst", "up to the most"),
    (Kind.NETWORKS, 0): Text("i det sikre nettverket", "in the certain network"),
    (Kind.NETWORKS, 1): Text("i det mulige nettverket", "in the possible network"),
    Degree.COMPLETE: Text("listen er fullstendig", "the list is complete"),
    "open": Text("øvre grense ukjent", "upper limit unknown"),
    "left": Text("{} til er ikke tegnet", "{} more are not drawn"),
    "all": Text("alle", "all"),
}


def draw(
    rows: Iterable[Row],
    definitions: Mapping[str, Definition],
    language: Language,
    forms: Sequence[str] = ("svg", "png"),
) -> dict[str, bytes]:
    """Draw series.

    Args:
        rows: of any indicators, over years.
        definitions: by name, those of the rows.
        language: of titles and legends.
        forms: the forms to draw each in.

    Returns:
        The files by name; none of an indicator without a value, or whose values are no quantities.

    Raises:
        MissingLibrary: matplotlib is not installed.
    """
    matplotlib = library("matplotlib", extra="plots")
    series: defaultdict[tuple[str, str | None], list[Row]] = defaultdict(list)
    for row in rows:
        series[row.indicator, row.view].append(row)
    files = {}
    with matplotlib.rc_context(_SETTINGS):
        for (name, view), those in series.items():
            definition = definitions[name]
            panels = _panels(those)
            if not panels or definition.settings.get("nominal"):
                continue
            stem = f"{name}-{view}" if len(definition.views) > 1 else name
            figure = _figure(definition, view, panels, language)
            for form in forms:
                files[f"{stem}.{form}"] = _bytes(figure, form)
    return files


def _panels(rows: list[Row]) -> list[list[Row]]:
    """Give the rows of each thing by time, the thing with the greatest value first."""
    found: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        key = row.about.iri if row.about else "", row.other.iri if row.other else ""
        found[key].append(row)
    shown = [those for _, those in sorted(found.items()) if any(map(_greatest, those))]
    return sorted(shown, key=lambda those: -max(map(_greatest, those)))


def _greatest(row: Row) -> float:
    return max(float(value or 0) for value in (row.certain, row.possible))


def _figure(
    definition: Definition, view: str | None, panels: list[list[Row]], language: Language
) -> Figure:
    from matplotlib.figure import Figure

    shown = panels[:MOST]
    lines = math.ceil(len(shown) / _COLUMNS)
    columns = min(_COLUMNS, max(2, len(shown)))
    figure = Figure(figsize=(columns * _WIDTH, lines * _HEIGHT + 1.0), layout="constrained")
    axes = figure.subplots(lines, columns, squeeze=False, sharex=True)
    title = definition.title.in_language(language)
    if view is not None and len(definition.views) > 1:
        title = f"{title} – {view}"
    figure.suptitle(title, x=0.01, ha="left", fontsize=11, fontweight="bold")
    years = sorted({row.day.year for those in shown for row in those})
    every = [axis for line in axes for axis in line]
    for axis, those in zip(every, shown, strict=False):
        _panel(axis, definition, those, years, language)
        axis.set_ylabel(definition.unit.in_language(language), fontsize=7)
    for number, axis in enumerate(every):
        if number >= len(shown):
            axis.set_visible(False)
        elif number + columns >= len(shown):
            axis.tick_params(labelbottom=True)  # the last of its column, though not of the lines
    _legend(figure, definition, shown, len(panels) - len(shown), language)
    return figure


def _panel(
    axis: Axes, definition: Definition, rows: list[Row], years: Sequence[int], language: Language
) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis.set_title(_titled(rows[0], language))
    by_year = {row.day.year: row for row in rows}
    low = [_number(by_year.get(year), "certain") for year in years]
    high = [_number(by_year.get(year), "possible") for year in years]
    # Each year is as wide as a year, so that a value that holds for one only is seen as well.
    edges = [years[0] - 0.5, *(year + 0.5 for year in years)]
    if definition.kind is Kind.NETWORKS:
        axis.stairs(high, edges, color=_POSSIBLE, linewidth=2.4, baseline=None)
        axis.stairs(low, edges, color=_CERTAIN, linewidth=1.4, baseline=None)
    else:
        sure = [0.0 if math.isnan(value) else value for value in low]
        also = [below if math.isnan(top) else top for below, top in zip(sure, high, strict=True)]
        axis.stairs(also, edges, baseline=sure, fill=True, color=_POSSIBLE, alpha=_PALE, lw=0)
        axis.stairs(sure, edges, fill=True, color=_CERTAIN, lw=0)
    greatest = max((value for value in (*low, *high) if not math.isnan(value)), default=1.0)
    least = min((value for value in (*low, *high) if not math.isnan(value)), default=0.0)
    axis.set_ylim(min(0.0, least * 1.1), (greatest if greatest > 0 else 1.0) * 1.18)
    _marks(axis, by_year, greatest)
    axis.set_xlim(years[0] - 0.6, years[-1] + 0.6)
    whole = all(isinstance(row.possible, int) for row in rows if row.possible is not None)
    axis.yaxis.set_major_locator(MaxNLocator(4, integer=whole))
    if greatest >= _LONG:  # a sum of money in digits, and not as a factor in the corner
        spaced = FuncFormatter(
            lambda value, _place: f"{value:,.0f}".replace(",", "\N{NO-BREAK SPACE}")
        )
        axis.yaxis.set_major_formatter(spaced)
    axis.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axis.grid(axis="y", color="#dddddd", linewidth=0.5)
    axis.set_axisbelow(True)


def _marks(axis: Axes, by_year: Mapping[int, Row], greatest: float) -> None:
    """Mark above the band the years with a complete list, and those without an upper limit."""
    for row in by_year.values():
        top = max(_greatest(row), 0.0)
        marks = [
            *(["o"] if row.completeness is Degree.COMPLETE else []),
            *(["^"] if _is_open(row) else []),
        ]
        for number, mark in enumerate(marks, start=1):
            axis.plot([row.day.year], [top + greatest * 0.08 * number], mark, **_MARK)


def _is_open(row: Row) -> bool:
    return row.certain is not None and row.possible is None


def _titled(row: Row, language: Language) -> str:
    import textwrap

    names = [it.label.in_language(language) for it in (row.about, row.other) if it is not None]
    title = " × ".join(names) or _WORDS["all"].in_language(language)
    return "\n".join(textwrap.wrap(title, _LETTERS, max_lines=2, placeholder=" …"))


def _legend(
    figure: Figure,
    definition: Definition,
    shown: list[list[Row]],
    left: int,
    language: Language,
) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    rows = [row for those in shown for row in those]
    certain, possible = (_WORDS[definition.kind, end].in_language(language) for end in (0, 1))
    handles: list[Any] = (
        [
            Line2D([], [], color=_CERTAIN, linewidth=1.4, label=certain),
            Line2D([], [], color=_POSSIBLE, linewidth=2.4, label=possible),
        ]
        if definition.kind is Kind.NETWORKS
        else [
            Patch(color=_CERTAIN, label=certain),
            Patch(color=_POSSIBLE, alpha=_PALE, label=possible),
        ]
    )
    if any(row.completeness is Degree.COMPLETE for row in rows):
        label = _WORDS[Degree.COMPLETE].in_language(language)
        handles.append(Line2D([], [], marker="o", label=label, **_MARK))
    if any(_is_open(row) for row in rows):
        label = _WORDS["open"].in_language(language)
        handles.append(Line2D([], [], marker="^", label=label, **_MARK))
    if left:
        label = _WORDS["left"].in_language(language).format(left)
        handles.append(Line2D([], [], linestyle="none", label=label))
    figure.legend(handles=handles, loc="outside lower left", ncols=len(handles), frameon=False)


def _number(row: Row | None, end: str) -> float:
    value = None if row is None else getattr(row, end)
    return math.nan if value is None else float(value)


def _bytes(figure: Figure, form: str) -> bytes:
    target = io.BytesIO()
    metadata = {"Date": None} if form == "svg" else {"Software": None}
    figure.savefig(target, format=form, dpi=144, metadata=metadata)
    return target.getvalue()
