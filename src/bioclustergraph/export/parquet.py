"""Nodes and edges as Parquet: lists are lists, days are days, the heading is in the schema."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from bioclustergraph.export.columns import EDGES, NODES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.export.columns import Column
    from bioclustergraph.export.flattening import Row
    from bioclustergraph.export.heading import Heading
    from bioclustergraph.export.material import Made, Material


def write(material: Material) -> Made:
    """Write two tables."""
    flat = material.flat
    return {
        "nodes.parquet": _table(NODES, [it.row for it in flat.nodes], flat.heading),
        "edges.parquet": _table(EDGES, [it.row for it in flat.edges], flat.heading),
    }


def _table(columns: tuple[Column, ...], rows: Iterable[Row], heading: Heading) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "list": pa.list_(pa.string()),
        "day": pa.date32(),
    }
    schema = pa.schema(
        [
            pa.field(
                column.name,
                types[column.type],
                metadata={"description": column.meaning.in_language(heading.language)},
            )
            for column in columns
        ],
        metadata=heading.fields(),
    )
    data = [{column.name: _value(row, column) for column in columns} for row in rows]
    target = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(data, schema=schema), target)
    return target.getvalue()


def _value(row: Row, column: Column) -> Any:  # noqa: ANN401  # what pyarrow takes for a cell
    cell = row.get(column.name)
    if column.type == "day":
        return dt.date.fromisoformat(str(cell)) if cell is not None else None
    if column.type == "list":
        return list(cell) if isinstance(cell, tuple) else []
    return cell
