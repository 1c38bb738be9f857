"""Run a SPARQL 1.1 Update on a copy of a store; the store itself is never changed.

The engine takes no data set of the protocol (``using-graph-uri``) for updates, so that ``USING`` is
written into the update before each ``WHERE``, where its grammar has it. ``LOAD`` would fetch from
any address and is refused like ``SERVICE`` (see :mod:`bounds`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bioclustergraph.errors import QuerySyntaxError, StoreError, Text
from bioclustergraph.store import bounds
from bioclustergraph.store.embedded import ENDPOINT, graph_name, translated, unknown_function

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph


def updated(
    store: pyoxigraph.Store, sparql: str, using: Sequence[str] = (), named: Sequence[str] = ()
) -> pyoxigraph.Store:
    """Give a store with what comes of an update.

    Args:
        store: what there is; changed, so hand over a copy.
        sparql: the update.
        using: the graphs that ``WHERE`` sees as the default graph, if the protocol names them.
        named: those that it sees as named graphs.

    Raises:
        QuerySyntaxError: the update does not parse, is too large, or calls elsewhere.
        StoreError: the engine failed.
    """
    bounds.check_update(sparql)
    try:
        # An update that is broken is told as its author wrote it, and not as it is rewritten.
        text = _with_using(sparql, using, named) if using or named else sparql
        store.update(text, base_iri=ENDPOINT)
    except SyntaxError as error:
        raise translated(error, sparql) from error
    except (OSError, ValueError, RuntimeError) as error:
        if str(error).startswith("The custom function "):
            raise unknown_function(error) from error
        raise StoreError(
            Text(f"Endringen kunne ikke utføres: {error}.", f"The update failed: {error}.")
        ) from error
    return store


def _with_using(sparql: str, using: Sequence[str], named: Sequence[str]) -> str:
    """Write the data set of the protocol into every operation that has a ``WHERE``.

    Raises:
        QuerySyntaxError: the update names a data set itself (SPARQL 1.1 Protocol, 2.2.3), or has
            the short form ``DELETE WHERE``, whose grammar takes none.
    """
    clauses = "".join(
        [
            *(f"USING <{graph_name(iri).value}> " for iri in using),
            *(f"USING NAMED <{graph_name(iri).value}> " for iri in named),
        ]
    )
    pieces: list[str] = []
    at = depth = 0
    before = ""
    for kind, sign, start, _counted in bounds.tokens(sparql):
        depth += (sign == "{") - (sign == "}")
        word = sign.lower() if kind == "word" and not depth else ""
        if word in {"using", "with"} or (word == "where" and before == "delete"):
            raise QuerySyntaxError(
                Text(
                    "using-graph-uri kan ikke brukes sammen med USING, WITH eller DELETE WHERE.",
                    "using-graph-uri cannot be used with USING, WITH or DELETE WHERE.",
                ),
                line=sparql.count("\n", 0, start) + 1,
                hint=Text(
                    "Ta bort det ene, eller skriv DELETE i den lange formen.",
                    "Take one of them away, or write DELETE in its long form.",
                ),
            )
        if word == "where":
            pieces += [sparql[at:start], clauses]
            at = start
        before = word
    return "".join((*pieces, sparql[at:]))
