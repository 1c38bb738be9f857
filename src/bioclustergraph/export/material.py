"""What a writer is given, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bioclustergraph.export.columns import Cell
    from bioclustergraph.export.flattening import Flat
    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that come from elsewhere, such as the indicators of the network.

    Attributes:
        columns: their headings.
        rows: the cells of each, as many as there are columns; ``None`` for what is not known.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | float | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Material:
    """What is to be written.

    Attributes:
        flat: the network as rows.
        store: what it came from, for forms that hold statements of the graph itself.
        project: whose query files are used.
        indicators: reckons what the sheet of indicators holds, when a form has such a sheet.
    """

    flat: Flat
    store: Store = field(repr=False)
    project: Project
    indicators: Callable[[], Table | None] = lambda: None


Made = bytes | Mapping[str, bytes]
"""A file, or several by name, where a form is more than one file."""

Writer = Callable[[Material], Made]
"""Writes one form; everything in memory, so that nothing is half written on the disk."""
