"""Turtle: read with a base, write so that it diffs well, say on which line a statement stands."""

from bioclustergraph.turtle.positions import Positions
from bioclustergraph.turtle.reading import (
    empty,
    files_under,
    graph_of,
    parse,
    read,
    read_text,
    together,
)
from bioclustergraph.turtle.writing import n3, write

__all__ = [
    "Positions",
    "empty",
    "files_under",
    "graph_of",
    "n3",
    "parse",
    "read",
    "read_text",
    "together",
    "write",
]
