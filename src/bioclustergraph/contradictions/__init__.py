"""The ledger of contradictions: where the sources differ on what can have only one answer.

A rule is a SELECT in ``queries/contradictions/<rule>.rq``. Its rows are claims; claims with the
same ``?group`` speak of the same matter, and two that cannot both be right make a contradiction.
Nothing is overruled: what differs becomes a node, and stays one. It is *explained* where the claims
speak of different times, *resolved* where a curator has said so in ``data/resolutions/``, else
*open*.
"""

from bioclustergraph.contradictions.asking import Rule, rules
from bioclustergraph.contradictions.checking import check
from bioclustergraph.contradictions.claims import Claim, Period, Said
from bioclustergraph.contradictions.deriving import GRAPH, derive
from bioclustergraph.contradictions.finding import Contradiction, find
from bioclustergraph.contradictions.reading import Entry, Stated, read

__all__ = [
    "GRAPH",
    "Claim",
    "Contradiction",
    "Entry",
    "Period",
    "Rule",
    "Said",
    "Stated",
    "check",
    "derive",
    "find",
    "read",
    "rules",
]
