"""Indicators as cells, CSV, JSON and a workbook."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from bioclustergraph.errors import Text
from bioclustergraph.extras import library
from bioclustergraph.metrics.definitions import Time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bioclustergraph.errors import Language
    from bioclustergraph.metrics.definitions import Definition
    from bioclustergraph.metrics.model import Named, Number, Row

Cell = str | int | float | None

COLUMNS: Final = {
    "indicator": Text("Indikatoren", "The indicator"),
    "view": Text("Utsnittet den er regnet på", "The view it was reckoned on"),
    "time": Text("Dagen, eller året", "The day, or the year"),
    "about": Text("Hva verdien gjelder", "What the value is about"),
    "about_label": Text("Navnet på det", "The name of that"),
    "other": Text("Den andre av et par, eller delen", "The other of a pair, or the part"),
    "other_label": Text("Navnet på det", "The name of that"),
    "certain": Text("Sikker eller minste verdi", "The certain or the least value"),
    "possible": Text(
        "Verdi med det mulige, eller største verdi", "The value with the possible, or the greatest"
    ),
    "range": Text("Hva de to verdiene er", "What the two values are"),
    "unit": Text("Enheten", "The unit"),
    "completeness": Text("Hvor fullstendige listene er", "How complete the lists are"),
}
"""The columns and what they mean."""

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
"""The licence of the data (CC BY 4.0)."""

_DIGITS: Final = 6

_TITLE: Final = Text(
    "Indikatorer for nettverkene i norsk bioøkonomi",
    "Indicators of the networks of the Norwegian bioeconomy",
)
_UNKNOWN: Final = Text("ukjent", "unknown")
_RELEASE: Final = Text("utgave", "release")

_PARTS: Final = {
    "formula": Text("formel", "formula"),
    "unit": Text("enhet", "unit"),
    "range": Text("de to verdiene", "the two values"),
    "time": Text("gjelder", "holds for"),
    "views": Text("utsnitt", "views"),
    "queries": Text("andre spørsmål", "other queries"),
    "settings": Text("innstillinger", "settings"),
    "citation": Text("kilde", "citation"),
}


def cells(row: Row, definition: Definition, language: Language) -> tuple[Cell, ...]:
    """Give the cells of a row, in the order of :data:`COLUMNS`; unknown is ``None``."""
    return (
        row.indicator,
        row.view,
        time_of(row, definition),
        row.about.iri if row.about else None,
        row.about.label.in_language(language) if row.about else None,
        row.other.iri if row.other else None,
        row.other.label.in_language(language) if row.other else None,
        plain(row.certain),
        plain(row.possible),
        definition.kind.value,
        definition.unit.in_language(language),
        row.completeness.value,
    )


def time_of(row: Row, definition: Definition) -> str:
    """Give the day of a row, or its year where the value is of the whole year."""
    day = row.day.isoformat()
    return day[:4] if definition.time is Time.YEAR else day


def plain(value: Number | None) -> int | float | None:
    """Give a number as files hold it: whole if it is, else with six decimals."""
    if value is None:
        return None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if isinstance(value, int) else round(value, _DIGITS)


def as_csv(rows: Iterable[Row], definitions: Mapping[str, Definition], language: Language) -> bytes:
    """Write CSV (RFC 4180); an empty cell is what is not known."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    writer.writerows(cells(row, definitions[row.indicator], language) for row in rows)
    return target.getvalue().encode("utf-8")


def as_json(
    rows: Iterable[Row], definitions: Mapping[str, Definition], about: Mapping[str, str]
) -> bytes:
    """Write JSON: what it is of, the definitions, and the rows with names in both languages."""
    content = {
        "about": about,
        "definitions": {
            name: described(definition) for name, definition in sorted(definitions.items())
        },
        "rows": [_object(row, definitions[row.indicator]) for row in rows],
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode("utf-8") + b"\n"


def described(definition: Definition) -> dict[str, Any]:
    """Give a definition as JSON."""
    return {
        "title": _both(definition.title),
        "definition": _both(definition.definition),
        "formula": definition.formula,
        "unit": _both(definition.unit),
        "range": definition.kind.value,
        "range_label": _both(definition.kind.label),
        "time": definition.time.value,
        "views": list(definition.views),
        "queries": list(definition.queries),
        "settings": dict(definition.settings),
        "citation": definition.citation,
    }


def as_xlsx(
    rows: Sequence[Row],
    definitions: Mapping[str, Definition],
    about: Mapping[str, str],
    language: Language,
) -> bytes:
    """Write a workbook: the indicators, their definitions, the columns, and what it is of.

    Raises:
        MissingLibrary: openpyxl is not installed.
    """
    openpyxl = library("openpyxl", extra="tables")
    book = openpyxl.Workbook()
    book.remove(book.active)
    _sheet(
        book,
        "indicators",
        tuple(COLUMNS),
        (cells(row, definitions[row.indicator], language) for row in rows),
    )
    _sheet(
        book,
        "definitions",
        ("indicator", "title", "definition", "formula", "unit", "range", "views", "citation"),
        (
            (
                name,
                it.title.in_language(language),
                it.definition.in_language(language),
                it.formula,
                it.unit.in_language(language),
                it.kind.label.in_language(language),
                ", ".join((*it.views, *it.queries)),
                it.citation,
            )
            for name, it in sorted(definitions.items())
        ),
    )
    _sheet(
        book,
        "codebook",
        ("column", "meaning"),
        ((name, meaning.in_language(language)) for name, meaning in COLUMNS.items()),
    )
    _sheet(book, "about", ("", ""), about.items())
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def about(release: str | None, language: Language) -> dict[str, str]:
    """Say what a file of indicators is, for whoever finds it alone.

    Args:
        release: the digest of the release, if one was asked.
        language: of the title.
    """
    from importlib.metadata import version

    title = _TITLE.in_language(language)
    kept = release or _UNKNOWN.in_language(language)
    return {
        "title": title,
        "release": kept,
        "licence": LICENCE,
        "software": f"bioclustergraph {version('bioclustergraph')}",
        "citation": f"The bioclustergraph contributors. {title}. "
        f"bioclustergraph, {_RELEASE.in_language(language)} {kept[:12]}.",
    }


def as_markdown(definitions: Iterable[Definition], language: Language) -> str:
    """Write definitions for people to read, each under a heading of its own."""
    return "\n".join(_markdown(definition, language) for definition in definitions)


def _markdown(definition: Definition, language: Language) -> str:
    parts = {
        "formula": f"`{definition.formula}`",
        "unit": definition.unit.in_language(language),
        "range": definition.kind.label.in_language(language),
        "time": definition.time.label.in_language(language),
        "views": ", ".join(f"`{view}`" for view in definition.views),
        "queries": ", ".join(f"`{query}`" for query in definition.queries),
        "settings": ", ".join(f"{name} {value}" for name, value in definition.settings.items()),
        "citation": definition.citation or "",
    }
    lines = [
        f"- {_PARTS[name].in_language(language)}: {text}" for name, text in parts.items() if text
    ]
    title = definition.title.in_language(language)
    text = definition.definition.in_language(language)
    return "\n".join((f"### `{definition.name}`: {title}", "", text, "", *lines, ""))


def _sheet(
    book: Any,  # noqa: ANN401  # a workbook of a library that is perhaps not installed
    name: str,
    names: Sequence[str],
    rows: Iterable[Sequence[Cell]],
) -> None:
    sheet = book.create_sheet(name)
    for number, row in enumerate([names, *rows], start=1):
        for column, value in enumerate(row, start=1):
            if value is None:
                continue
            cell = sheet.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"  # also one that begins with = and would be a formula
    sheet.freeze_panes = "A2"


def _object(row: Row, definition: Definition) -> dict[str, Any]:
    return {
        "indicator": row.indicator,
        "view": row.view,
        "time": time_of(row, definition),
        "about": _named(row.about),
        "other": _named(row.other),
        "certain": plain(row.certain),
        "possible": plain(row.possible),
        "completeness": row.completeness.value,
    }


def _named(named: Named | None) -> dict[str, Any] | None:
    return None if named is None else {"iri": named.iri, "label": _both(named.label)}


def _both(text: Text) -> dict[str, str]:
    return {"nb": text.nb, "en": text.en}
