"""The DOT language of Graphviz, with every cell as an attribute; pictures have their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.export.gexf import joined

if TYPE_CHECKING:
    from bioclustergraph.export.columns import Cell
    from bioclustergraph.export.material import Material

_TAKEN: Final = {"id": "iri", "label": "label"}
"""``id`` means something else to Graphviz."""


def write(material: Material) -> bytes:
    """Write the file (UTF-8)."""
    flat = material.flat
    word, arrow = ("digraph", "->") if flat.directed else ("graph", "--")
    lines = [f"{word} {quoted(flat.heading.view)} {{"]
    # Graphviz draws the label of a graph; the rest it carries along.
    lines.append(f"  graph [{_list({'label': flat.heading.title, **flat.heading.fields()})}]")
    lines += [
        f"  {quoted(str(node.row['id']))} [{_list(_renamed(node.row))}]" for node in flat.nodes
    ]
    for edge in flat.edges:
        row = dict(edge.row)
        start, end = quoted(str(row.pop("source"))), quoted(str(row.pop("target")))
        row["key"] = row.pop("id")
        lines.append(f"  {start} {arrow} {end} [{_list(row)}]")
    return "\n".join([*lines, "}", ""]).encode("utf-8")


def _renamed(row: dict[str, Cell]) -> dict[str, Cell]:
    return {_TAKEN.get(name, name): cell for name, cell in row.items()}


def _list(row: dict[str, Cell] | dict[str, str]) -> str:
    return ", ".join(f"{name}={quoted(joined(cell))}" for name, cell in row.items())


def quoted(text: str) -> str:
    r"""Quote a text.

    >>> print(quoted('a "b" \\ c'))
    "a \"b\" \\ c"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
