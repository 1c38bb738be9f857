"""Nodes and edges as CSV (RFC 4180), described in CSVW (W3C, Metadata Vocabulary)."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

from bioclustergraph.export.columns import EDGES, NODES
from bioclustergraph.export.heading import CREATOR, LICENCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.export.columns import Column
    from bioclustergraph.export.flattening import Row
    from bioclustergraph.export.heading import Heading
    from bioclustergraph.export.material import Made, Material

SEPARATOR: Final = "|"
"""Between the elements of a list: these are IRIs and spans, which never have it in them."""

DESCRIPTION: Final = "csv-metadata.json"
"""The name by which CSVW finds the description of files in a directory."""

_TYPES: Final = {"integer": "integer", "day": "date"}


def write(material: Material) -> Made:
    """Write two tables and their description."""
    flat = material.flat
    return {
        "nodes.csv": rows(NODES, (node.row for node in flat.nodes)),
        "edges.csv": rows(EDGES, (edge.row for edge in flat.edges)),
        DESCRIPTION: _description(flat.heading),
    }


def rows(columns: tuple[Column, ...], of: Iterable[Row]) -> bytes:
    """Write a table; an empty cell is what is not known."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([column.name for column in columns])
    for row in of:
        cells = (row.get(column.name, "") for column in columns)
        writer.writerow(
            [SEPARATOR.join(cell) if isinstance(cell, tuple) else cell for cell in cells]
        )
    return target.getvalue().encode("utf-8")


def _description(heading: Heading) -> bytes:
    said = heading.fields()
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": heading.language}],
        "dc:title": heading.title,
        "dc:description": said.get("description", ""),
        "dc:license": {"@id": LICENCE},
        "dc:creator": CREATOR,
        "dc:temporal": heading.period,
        "dc:bibliographicCitation": heading.citation(),
        "dc:identifier": said["release"],
        "dc:subject": " ".join(filter(None, (heading.view, said.get("selection")))),
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "doubleQuote": True},
        "tables": [
            {
                "url": "nodes.csv",
                "tableSchema": {"columns": _columns(NODES, heading), "primaryKey": "id"},
            },
            {
                "url": "edges.csv",
                "tableSchema": {
                    "columns": _columns(EDGES, heading),
                    "primaryKey": "id",
                    "foreignKeys": [
                        {
                            "columnReference": end,
                            "reference": {"resource": "nodes.csv", "columnReference": "id"},
                        }
                        for end in ("source", "target")
                    ],
                },
            },
        ],
    }
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _columns(columns: tuple[Column, ...], heading: Heading) -> list[dict[str, Any]]:
    required = {"id", "label", "kind", "source", "target", "certainty", "weight"}
    return [
        {
            "name": column.name,
            "titles": column.name,
            "dc:description": column.meaning.in_language(heading.language),
            "datatype": _TYPES.get(column.type, "string"),
            **({"separator": SEPARATOR} if column.type == "list" else {}),
            **({"required": True} if column.name in required else {}),
        }
        for column in columns
    ]
