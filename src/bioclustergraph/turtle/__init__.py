"""Turtle: read with a base, write so that it diffs well, say on which line a statement stands."""

from bioclustergraph.turtle.positions import Positions
from bioclustergraph.turtle.reading import (
    empty,
    files_under,
    graph_of,
    merged,
    parse,
    quiet_literals,
    read,
    read_text,
    together,
)
from bioclustergraph.turtle.tidying import rewritten, tidy
from bioclustergraph.turtle.writing import n3, write

__all__ = [
    "Positions",
    "empty",
    "files_under",
    "graph_of",
    "merged",
    "n3",
    "parse",
    "quiet_literals",
    "read",
    "read_text",
    "rewritten",
    "tidy",
    "together",
    "write",
]
