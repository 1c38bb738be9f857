"""Name a new row: its IRI is made of what it says, as the keys of the project are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bioclustergraph.curating import keys
from bioclustergraph.curating.sheets import interpreting
from bioclustergraph.curating.sheets.cells import CellError
from bioclustergraph.curating.sheets.columns import ANCHORS, TYPE
from bioclustergraph.errors import SheetError, Text
from bioclustergraph.names import key_of
from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.curating.sheets.columns import Kind
    from bioclustergraph.curating.sheets.reading import Row, Sheet
    from bioclustergraph.curating.sheets.rows import Desk

__all__ = ["PATTERN", "TYPE", "file_for", "name"]

PATTERN: Final = re.compile(r"[a-z-]+:[a-z0-9]+(-{1,2}[a-z0-9]+)*")
"""A prefixed name of a relation or a thing, in kebab-case ASCII."""


def name(desk: Desk, sheet: Sheet, row: Row, used: set[str]) -> str:
    """Make the IRI of a row without one: ``<kind>/<a>--<b>--<start>``, with ``-2`` if it is taken.

    Raises:
        CellError: the row does not say enough to be named.
    """
    parts = _of_thing(row) if sheet.kind.is_thing else _of_relation(desk, sheet, row)
    stem = PREFIXES[sheet.kind.name] + "--".join(parts)
    if sheet.kind.is_thing and stem in used:
        raise CellError(
            Text(
                f"Det finnes en ting med nøkkelen {parts[0]}.", f"A thing has the key {parts[0]}."
            ),
            Text(
                "Er det den samme, slett raden; ellers gi den en egen nøkkel i den første cellen.",
                "If it is the same, delete the row; else give it a key of its own in the first "
                "cell.",
            ),
        )
    number = 1
    iri = stem
    while iri in used:
        number += 1
        iri = f"{stem}-{number}"
    return iri


def _of_thing(row: Row) -> list[str]:
    for header in ("rdfs:label@nb", "rdfs:label@en"):
        cell = row.cells.get(header)
        key = keys.slug(cell.text) if cell is not None else ""
        if key:
            return [key]
    raise CellError(
        Text("Raden har ikke noe navn.", "The row has no name."),
        Text("Fyll ut rdfs:label på bokmål og engelsk.", "Fill in rdfs:label in nb and en."),
    )


def _of_relation(desk: Desk, sheet: Sheet, row: Row) -> list[str]:
    parts: list[str] = []
    for property_ in sheet.kind.naming:
        column = next(c for c in sheet.kind.columns if c.iri == property_)
        cell = row.cells.get(column.header)
        if cell is None:
            continue  # what the source does not name is not in the IRI either
        try:
            found = interpreting.values(desk.cells, column, cell, [])
        except CellError:
            found = []  # told of where the cell is read
        parts += [keys.slug(_dashed(key_of(str(value)))) for value in found or []]
    for anchor in ANCHORS:
        column_ = next((c for c in sheet.kind.columns if c.iri == anchor), None)
        cell = None if column_ is None else row.cells.get(column_.header)
        when = "" if cell is None else interpreting.tidied(cell.text)
        if when and keys.slug(when):
            before = "before-" if anchor.endswith("startBefore") else ""
            parts.append(before + keys.slug(when.split(";")[0]))
            break
    if not parts:
        raise CellError(
            Text("Raden sier for lite til å få en nøkkel.", "The row says too little to be named."),
            Text("Fyll ut kolonnene med *.", "Fill in the columns with *."),
        )
    return parts


def _dashed(key: str) -> str:
    """Turn the name of a class into words: ``ProgrammeAbsence`` into ``Programme-Absence``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", key)


def file_for(desk: Desk, kind: Kind) -> Path:
    """Give the file into which a new row of a kind is written.

    Raises:
        SheetError: it is not there.
    """
    if not kind.is_thing and desk.source is not None:
        return desk.source.path
    path = desk.project.data / "things" / f"{kind.name}s.ttl"
    if all(file.path != path for file in desk.data.files):
        raise SheetError(
            Text("Filen for nye ting finnes ikke.", "The file of new things is not there."),
            path=path,
            hint=Text(
                "Lag den med et hode som i de andre filene i data/things/.",
                "Make it, with a header like those of the other files in data/things/.",
            ),
        )
    return path
