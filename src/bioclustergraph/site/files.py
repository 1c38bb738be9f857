"""Which file an address of the site is written to."""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import dirname, relpath
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from bioclustergraph.errors import Language

_SUFFIXED: Final = (".ttl", ".nt", ".jsonld", ".rdf", ".css", ".svg", ".xml", ".txt", ".atom")
_AS_THEY_ARE: Final = ("/dumps/", "/static/")
_VOID: Final = "/.well-known/void"


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a site.

    Attributes:
        names: every file, from the root on, without a first slash.
    """

    names: frozenset[str]

    def link(self, href: str, here: str, language: Language) -> str | None:
        """Turn a link of the live site into one that leads from a file to a file.

        Args:
            href: the link as a page has it.
            here: the file it stands in.
            language: the language of that file.

        Returns:
            The link; as it was if it leads elsewhere; ``None`` if no file is there.
        """
        parts = urlsplit(href)
        if parts.scheme or parts.netloc or not parts.path:
            return href
        asked = parse_qs(parts.query)
        spoken = asked.pop("lang", [language])[0]
        if asked:  # another day, another answer: only a server has it
            return None
        target = named(unquote(parts.path), "en" if spoken == "en" else "nb")
        if target not in self.names:
            return None
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return relpath(target, dirname(here) or ".") + fragment


def named(path: str, language: Language) -> str:
    """Name the file of a path.

    >>> named("/", "nb"), named("/doc/cluster/x", "en"), named("/doc/cluster/x.ttl", "en")
    ('index.html', 'en/doc/cluster/x.html', 'doc/cluster/x.ttl')
    """
    if path == _VOID:
        return ".well-known/void.ttl"
    bare = path.removeprefix("/")
    if path.startswith(_AS_THEY_ARE) or bare.endswith(_SUFFIXED):
        return bare
    page = (bare.removesuffix(".html") or "index") + ".html"
    return f"en/{page}" if language == "en" else page
