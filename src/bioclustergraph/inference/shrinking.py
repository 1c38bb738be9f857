"""A smallest part of something that is still enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


def smallest(candidates: Sequence[T], holds: Callable[[Sequence[T]], bool]) -> list[T]:
    """Give a part of ``candidates`` that holds, and of which nothing can be left out.

    Delta debugging (Zeller and Hildebrandt, 2002): leave out halves, then quarters, and so on, and
    begin again as long as single ones can be left out. Unlike quicker ways it does not presuppose
    that more always holds where less does; a rule with a negation is no such thing.

    Args:
        candidates: for which ``holds`` is true.
        holds: whether a part is enough.

    >>> smallest(range(100), lambda part: {3, 50} <= set(part))
    [3, 50]
    """
    kept = list(candidates)
    chunk = max(1, len(kept) // 2)
    while True:
        removed = False
        start = 0
        while start < len(kept):
            rest = kept[:start] + kept[start + chunk :]
            if holds(rest):
                kept, removed = rest, True
            else:
                start += chunk
        if chunk > 1:
            chunk //= 2
        elif not removed:
            return kept
