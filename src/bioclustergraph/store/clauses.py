"""The data set that a question names with ``FROM`` (SPARQL 1.1, section 13.2).

Only a question that names several default graphs is looked at: Oxigraph then counts a triple twice
that stands in two of them, so the store merges them first (see
:mod:`bioclustergraph.store.embedded`).
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin

from bioclustergraph.store.base import Graphs
from bioclustergraph.store.bounds import tokens

_FROM: Final = re.compile(r"\bFROM\b", re.IGNORECASE)


def named_in(sparql: str) -> Graphs | None:
    """Give the graphs of a question that names two default graphs or more, else ``None``.

    >>> named_in("BASE <http://x/> ASK FROM <a> FROM <http://x/b> FROM NAMED <c> {}")
    Graphs(default=('http://x/a', 'http://x/b'), named=('http://x/c',))
    >>> named_in("ASK FROM <http://x/b> {}") is None
    True
    """
    several = len(("one", "another"))
    if sparql.casefold().count("from") < several or len(_FROM.findall(sparql)) < several:
        return None
    prefixes: dict[str, str] = {}
    base, before, prefix = "", "", ""
    default: list[str] = []
    named: list[str] = []
    for kind, sign, _at, _counted in tokens(sparql):
        word = sign.lower() if kind == "word" else ""
        if sign == "{":
            break
        if before == "prefix" and kind == "name":
            prefix = sign.removesuffix(":")
            continue  # its IRI follows, and `before` is to say so
        if kind in {"iri", "name"}:
            iri = _resolved(kind, sign, prefixes, base)
            if before == "prefix":
                prefixes[prefix] = iri
            elif before == "base":
                base = iri
            elif before == "from":
                default.append(iri)
            elif before == "from named":
                named.append(iri)
        before = "from named" if (before, word) == ("from", "named") else word
    return Graphs(tuple(default), tuple(named)) if len(default) > 1 else None


def _resolved(kind: str, sign: str, prefixes: dict[str, str], base: str) -> str:
    if kind == "iri":
        return urljoin(base, sign[1:-1])
    prefix, _, local = sign.partition(":")
    return prefixes.get(prefix, "") + local.replace("\\", "")
