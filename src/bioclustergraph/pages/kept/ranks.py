"""How well things hold on a day, and how two such judgements meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections import defaultdict
    from collections.abc import Mapping

    from bioclustergraph.relations.bounds import Bounds, Certainty

Rank = int
NOTHING: Final[Rank] = 0
POSSIBLE: Final[Rank] = 1
CERTAIN: Final[Rank] = 2
_RANKS: Final[Mapping[Certainty | None, Rank]] = {
    None: NOTHING,
    "possible": POSSIBLE,
    "certain": CERTAIN,
}

Ranks = dict[str, Rank]
"""How well something holds, by the IRI of the thing; what does not hold is left out."""

_OF_RANK: Final = {CERTAIN: "certain", POSSIBLE: "possible", NOTHING: "none"}
_LAST: Final = str.maketrans({"æ": "{", "ø": "|", "å": "}"})


def alphabetically(text: str) -> str:
    """Give what texts are sorted by in Norwegian: æ, ø and å come last.

    >>> sorted(["Åmli", "Zoo", "Ærfugl", "øl"], key=alphabetically)
    ['Zoo', 'Ærfugl', 'øl', 'Åmli']
    """
    return text.casefold().translate(_LAST)


def certainty(rank: Rank) -> str:
    """Give the word for a rank (``certain``, ``possible``, ``none``)."""
    return _OF_RANK[rank]


def rank_of(bounds: Bounds, day: str | None) -> Rank:
    """Say how well something holds on a day; without a day all that is said does."""
    return CERTAIN if day is None else _RANKS[bounds.at(day)]


def lift(ranks: Ranks, thing: str, rank: Rank) -> None:
    """Let something hold at least so well."""
    if rank > ranks.get(thing, NOTHING):
        ranks[thing] = rank


def both(one: Ranks, other: Ranks) -> Ranks:
    """Say how well both hold: as well as the weaker of them."""
    return {iri: min(rank, other[iri]) for iri, rank in one.items() if iri in other}


def fitting(ranks: Ranks, level: str | None) -> Ranks:
    """Leave out what does not hold as well as is asked for."""
    return {iri: rank for iri, rank in ranks.items() if level in {None, _OF_RANK[rank]}}


def spread(places: defaultdict[str, Ranks], within: Mapping[str, Ranks]) -> None:
    """Let what is at a place be in all places that it lies within, and the place itself too."""
    for outer, inner in within.items():
        for place, rank in inner.items():
            lift(places[outer], place, rank)
    changed = True
    while changed:  # a chain of places is short, and a rank can only rise
        changed = False
        for outer, inner in within.items():
            for place, rank in inner.items():
                for thing, held in tuple(places.get(place, {}).items()):
                    if min(held, rank) > places[outer].get(thing, NOTHING):
                        places[outer][thing] = min(held, rank)
                        changed = True
