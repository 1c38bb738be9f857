"""Everything known about one resource, ready to show; and its triples, ready to serialise."""

from __future__ import annotations

from bioclustergraph.describe.asking import select, shown
from bioclustergraph.describe.contents import PAGE
from bioclustergraph.describe.data import SORTED, graph, triples
from bioclustergraph.describe.dates import Dates
from bioclustergraph.describe.describing import describe
from bioclustergraph.describe.model import (
    Description,
    Entry,
    Evidence,
    Group,
    Mentions,
    Passage,
    Relation,
    Statement,
    in_language,
)
from bioclustergraph.describe.refs import Ref, Value
from bioclustergraph.describe.retiring import Retired, retired

__all__ = [
    "PAGE",
    "SORTED",
    "Dates",
    "Description",
    "Entry",
    "Evidence",
    "Group",
    "Mentions",
    "Passage",
    "Ref",
    "Relation",
    "Retired",
    "Statement",
    "Value",
    "describe",
    "graph",
    "in_language",
    "retired",
    "select",
    "shown",
    "triples",
]
