"""Pajek's network file: a line for each edge, with its kind as label, so that none are lost.

The writer of networkx knows no safe quoting. A label has no escapes in Pajek: a double quote
becomes a single one, a backslash a slash, and what breaks a line a space. Relations by number
(``*Arcs :1 "kind"``) would tell kinds apart as well, but igraph does not read them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bioclustergraph.export.texts import one_line, quotable

if TYPE_CHECKING:
    from bioclustergraph.export.material import Material


def write(material: Material) -> bytes:
    """Write the file (``.net``, UTF-8)."""
    flat = material.flat
    heading = flat.heading
    names = flat.names()
    numbers = {iri: number for number, iri in enumerate(names, 1)}
    lines = [f"*Network {one_line(heading.title)}"]
    lines += [f"% {name}: {one_line(text)}" for name, text in heading.fields().items()]
    lines.append(f"*Vertices {len(names)}")
    lines += [f'{numbers[iri]} "{quotable(name)}"' for iri, name in names.items()]
    word = "Arcs" if flat.directed else "Edges"
    lines.append(f"*{word}")
    lines += [
        f"{numbers[str(edge.row['source'])]} {numbers[str(edge.row['target'])]} "
        f'{edge.row["weight"]} l "{quotable(str(edge.row["label"]))}"'
        for edge in flat.edges
    ]
    return ("\n".join(lines) + "\n").encode("utf-8")
