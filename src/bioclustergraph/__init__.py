"""A knowledge graph of the Norwegian bioeconomy cluster ecosystem."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bioclustergraph.analyst import network, table

__all__ = ["network", "table"]


def __getattr__(name: str) -> object:
    # Each module of the package, and every start of the command, imports this one: what it offers
    # is read when it is asked for.
    if name in __all__:
        from bioclustergraph import analyst

        found: object = getattr(analyst, name)
        return found
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
