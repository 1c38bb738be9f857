"""Who is related to whom, and when: views of the dated relations, one query file each.

A view is ``queries/relations/<view>.rq``. It gives *ties*: a relation and its two sides. Dates,
roles and sources of relations are the same whatever the view, and are asked once
(``queries/network/``).
"""

from bioclustergraph.relations.bounds import Bounds, Certainty
from bioclustergraph.relations.reading import ties
from bioclustergraph.relations.ties import Document, Source, Thing, Tie, Ties
from bioclustergraph.relations.views import Mode, View, find, named

__all__ = [
    "Bounds",
    "Certainty",
    "Document",
    "Mode",
    "Source",
    "Thing",
    "Tie",
    "Ties",
    "View",
    "find",
    "named",
    "ties",
]
