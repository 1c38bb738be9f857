"""Asserted, derived or both: which graphs a question is asked of.

The question's text is never touched; the data set it is asked of is named beside it, as SPARQL 1.1
Protocol (2.1.4) has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.inference.rules import DERIVED
from bioclustergraph.store.base import Graphs

if TYPE_CHECKING:
    from bioclustergraph.store.embedded import EmbeddedStore

CHOICES: Final = ("asserted", "derived", "all")
"""What the sources, the curators and the ontology say; what the rules derived from it; both."""


def graphs(store: EmbeddedStore, which: str) -> Graphs | None:
    """Name the data set of a choice; ``None`` for all, which is the store's own.

    Args:
        store: whose graphs they are.
        which: one of :data:`CHOICES`.
    """
    if which == "all":
        return None
    wanted = tuple(
        name for name in store.graph_names() if name.startswith(DERIVED) == (which == "derived")
    )
    return Graphs(default=wanted, named=wanted)
