"""What has changed between two states of the graph, in domain words and without a remainder."""

from __future__ import annotations

from bioclustergraph.differences.comparing import compare
from bioclustergraph.differences.model import (
    KINDS,
    MIRRORED,
    Change,
    Difference,
    Group,
    Side,
)
from bioclustergraph.differences.quads import stated
from bioclustergraph.differences.writing import json_text, sources, summary, text, triples

__all__ = [
    "KINDS",
    "MIRRORED",
    "Change",
    "Difference",
    "Group",
    "Side",
    "compare",
    "json_text",
    "sources",
    "stated",
    "summary",
    "text",
    "triples",
]
