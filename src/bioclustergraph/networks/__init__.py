"""Networks: the ties of a view at a date, over a period or whenever, as nodes and edges."""

from bioclustergraph.networks.building import made, of, within
from bioclustergraph.networks.graphs import to_networkx
from bioclustergraph.networks.model import Edge, Network, Node
from bioclustergraph.networks.sectors import Field, Sector, fields, sector
from bioclustergraph.networks.selection import Follow, Selection

__all__ = [
    "Edge",
    "Field",
    "Follow",
    "Network",
    "Node",
    "Sector",
    "Selection",
    "fields",
    "made",
    "of",
    "sector",
    "to_networkx",
    "within",
]
