"""Indicators of the networks: what they mean is data, and what is not known stays unknown.

An indicator is ``queries/indicators/<name>.yaml``: what it is called and means in both languages,
its formula, the views and queries it is made of, and which measure (:mod:`.measures`) reckons it.
Its values are ranges: what is certain, and what is not ruled out.
"""

from bioclustergraph.metrics.definitions import Definition, Kind, Time, chosen, find, named
from bioclustergraph.metrics.model import Degree, Named, Row
from bioclustergraph.metrics.reckoning import over, table

__all__ = [
    "Definition",
    "Degree",
    "Kind",
    "Named",
    "Row",
    "Time",
    "chosen",
    "find",
    "named",
    "over",
    "table",
]
