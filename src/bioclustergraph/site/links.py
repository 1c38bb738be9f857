"""Links from one file of the site to another."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from bioclustergraph.site.layout import file_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


@dataclass(frozen=True, slots=True)
class Still:
    """The links of one file (see :class:`pages.links.Links`).

    Attributes:
        here: the file they stand in, from the root of the site on.
        pages: the paths of all pages, as the live site has them; nothing else is linked.
        endpoint: where questions in SPARQL are answered, if anywhere.
        root: the path of the site on its host, for a page that is shown at any address; ``None``
            for links that are relative to the page.
    """

    here: str
    pages: AbstractSet[str]
    endpoint: str | None = None
    root: str | None = None
    live: bool = False

    def has(self, path: str) -> bool:
        """Say whether there is a page at a path."""
        return path.partition("#")[0] in self.pages

    def to(self, address: str) -> str:
        """Write a link to the file of an address.

        Raises:
            LookupError: there is none, and nothing on a still page should lead there.
        """
        file = file_of(address)
        if file is None:
            raise LookupError(address)
        fragment = urlsplit(address).fragment
        hash_ = f"#{fragment}" if fragment else ""
        if self.root is not None:
            return quote(self.root + file) + hash_
        # quote() also writes ":" as %3A, which before the first slash would begin another scheme.
        return quote(_relative(file, posixpath.dirname(self.here))) + hash_


@lru_cache(maxsize=1 << 16)
def _relative(file: str, directory: str) -> str:
    return posixpath.relpath(file, directory or ".")
