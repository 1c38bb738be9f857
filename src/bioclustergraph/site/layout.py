"""Which file holds the answer of an address.

The name is the address as the live site has it, so that ``/doc/cluster/x.ttl`` is the same in both.
What a query says stands between: ``?lang=en`` is ``.en``, ``?page=2`` is ``.page-2``,
``?sources=1`` is ``.sources``, ``?format=csv`` is the suffix. Norwegian pages have no mark.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from bioclustergraph import media
from bioclustergraph.errors import SiteError, Text

NOT_FOUND: Final = "/404"
"""The address of the page that a host shows where there is no file."""

_AS_IT_IS: Final = (
    "/static/",
    "/dumps/",
    "/.well-known/",
    "/sitemap",
    "/robots.txt",
    "/releases.atom",
)
_SUFFIXES: Final = tuple(f".{form.name}" for form in media.PAGES)
_LONGEST: Final = 255
"""How many bytes a name may have on the file systems we know."""


@lru_cache(maxsize=1 << 16)  # pages link to the same few thousand addresses again and again
def file_of(address: str) -> str | None:
    """Name the file of an address, from the root of the site on.

    Args:
        address: a path with its first slash, and perhaps a query and a fragment.

    Returns:
        The name; ``None`` if what is asked can be answered by a server only.

    Raises:
        SiteError: no file can have that name.

    >>> file_of("/"), file_of("/?lang=en"), file_of("/doc/cluster/x?lang=nb&page=2")
    ('index.html', 'index.en.html', 'doc/cluster/x.page-2.html')
    >>> file_of("/doc/cluster/x.ttl"), file_of("/questions/q?format=csv&sources=1&lang=en")
    ('doc/cluster/x.ttl', 'questions/q.sources.en.csv')
    >>> file_of("/doc/cluster/x?at=2021-06-30")
    """
    parts = urlsplit(address)
    path, asked = unquote(parts.path), dict(parse_qsl(parts.query))
    if path.startswith(_AS_IT_IS):
        return _checked(path.removeprefix("/"), address)
    suffix = f".{asked.pop('format', media.HTML.name)}"
    for ending in _SUFFIXES:
        if path.endswith(ending):
            path, suffix = path.removesuffix(ending), ending
    middle = ".sources" if asked.pop("sources", "") == "1" else ""
    if (page := asked.pop("page", "1")) != "1":
        middle += f".page-{page}"
    if asked.pop("lang", "nb") == "en":
        middle += ".en"
    if asked:
        return None
    return _checked(f"{path.removeprefix('/') or 'index'}{middle}{suffix}", address)


def lead_of(path: str) -> str:
    """Name the file that a host without redirects shows for an IRI: the index of a directory.

    >>> lead_of("/id/cluster/x")
    'id/cluster/x/index.html'
    """
    return _checked(f"{unquote(path).strip('/')}/index.html", path)


def _checked(name: str, address: str) -> str:
    for part in name.split("/"):
        if part in {"", ".", ".."} or "\0" in part or "\\" in part or len(part.encode()) > _LONGEST:
            raise SiteError(
                Text(
                    f"Ingen fil kan hete som adressen {address}.",
                    f"No file can be named like the address {address}.",
                ),
                hint=Text(
                    "Gi tingen en annen nøkkel, eller vis den med «bioclustergraph serve».",
                    "Give the thing another key, or show it with “bioclustergraph serve”.",
                ),
            )
    return name
