"""Listings for those that come by: sitemaps, ``robots.txt``, and a feed of releases (Atom).

https://www.sitemaps.org/protocol.html, RFC 9309 and RFC 4287.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from bioclustergraph.namespaces import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bioclustergraph.errors import Text

LONGEST: Final = 50_000
"""How many addresses one sitemap may list (sitemaps.org)."""

_NOT_FOR_CRAWLERS: Final = (
    "/sparql", "/find", "/suggest", "/graph-store", "/release/",
    "/*?*at=", "/*?*sort=", "/*?*format=",
)  # fmt: skip

_SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_ATOM: Final = "http://www.w3.org/2005/Atom"
_SAFE: Final = "/:?#[]@!$&'()*+,;=%-._~"


@dataclass(frozen=True, slots=True)
class Entry:
    """One release in the feed.

    Attributes:
        digest: what it is known by.
        version: the version of the ontology in it.
        quads: how many ``data.nq`` holds: each triple by its graph, and once more in the merge.
        made: when it was made here.
        summary: how much changed of what, if that is known.
        most: the changes that matter most, a sentence each.
        reason: who made it and why, if known.
        address: the path of the page that tells all that changed, or where the release is found.
    """

    digest: str
    version: str
    quads: int
    made: datetime
    summary: Text | None = None
    most: tuple[Text, ...] = ()
    reason: str | None = None
    address: str = "/catalog"


def sitemaps(paths: Sequence[str], public: str) -> list[bytes]:
    """List addresses: the first file is the one to be found, an index if there are several.

    Args:
        paths: from the root on, with their first slash.
        public: the address of the site, with its last slash.
    """
    root = public.rstrip("/")
    parts = [paths[at : at + LONGEST] for at in range(0, len(paths), LONGEST)] or [[]]
    maps = [
        _listed("urlset", "url", (root + quote(path, safe=_SAFE) for path in part))
        for part in parts
    ]
    if len(maps) == 1:
        return maps
    names = (f"{root}/sitemap-{number}.xml" for number in range(1, len(maps) + 1))
    return [_listed("sitemapindex", "sitemap", names), *maps]


def robots(public: str) -> bytes:
    """Say what is not for crawlers: what is asked, and the same page on other days or in order.

    The wildcard is that of RFC 9309, 2.2.3.
    """
    kept = "".join(f"Disallow: {path}\n" for path in _NOT_FOR_CRAWLERS)
    return f"User-agent: *\n{kept}\nSitemap: {public}sitemap.xml\n".encode()


def feed(entries: Sequence[Entry], public: str) -> bytes:
    """List releases, the latest first.

    The id of an entry follows from the digest alone, and is the same wherever the release is
    served: a UUID of an IRI (RFC 9562, 5.5), because RFC 4287 wants an IRI that never changes.

    Args:
        entries: the releases; those of the same second stay in the order they are given.
        public: the address of the site, with its last slash.
    """
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed")
    latest = sorted(entries, key=lambda entry: entry.made, reverse=True)
    _add(root, "id", f"{public}releases.atom")
    _add(root, "title", "bioclustergraph: utgaver / releases")
    _add(root, "updated", latest[0].made.isoformat() if latest else "1970-01-01T00:00:00+00:00")
    _add(_add(root, "author"), "name", "bioclustergraph")
    _link(root, "self", f"{public}releases.atom")
    for entry in latest:
        item = _add(root, "entry")
        _add(item, "id", uuid5(NAMESPACE_URL, f"{BASE}releases/{entry.digest}").urn)
        _add(item, "title", f"{entry.version} ({entry.digest[:12]})")
        _add(item, "updated", entry.made.isoformat())
        _add(item, "summary", _summary(entry))
        if entry.most:
            _add(item, "content", _content(entry)).set("type", "html")
        _link(item, "alternate", public.rstrip("/") + entry.address)
    return _written(root)


def _summary(entry: Entry) -> str:
    """Say what changed: in words if they are known, else why it was made, else how large it is."""
    if entry.summary is not None:
        said = f"{entry.summary.nb} / {entry.summary.en}"
        return f"{entry.reason}. {said}" if entry.reason else said
    return entry.reason or f"data.nq: {entry.quads} kvadrupler / quads"


def _content(entry: Entry) -> str:
    """Give the changes that matter most as HTML (RFC 4287, 4.1.3.3).

    It is escaped here, and once more as the text of an element.
    """
    items = "".join(
        f'<li lang="nb">{escape(text.nb)}</li><li lang="en">{escape(text.en)}</li>'
        for text in entry.most
    )
    return f"<ul>{items}</ul>"


def _listed(root_name: str, item_name: str, addresses: Iterable[str]) -> bytes:
    ET.register_namespace("", _SITEMAP)
    root = ET.Element(f"{{{_SITEMAP}}}{root_name}")
    for address in addresses:
        item = ET.SubElement(root, f"{{{_SITEMAP}}}{item_name}")
        ET.SubElement(item, f"{{{_SITEMAP}}}loc").text = address
    return _written(root)


def _add(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    child = ET.SubElement(parent, f"{{{_ATOM}}}{name}")
    child.text = text
    return child


def _link(parent: ET.Element, rel: str, href: str) -> None:
    _add(parent, "link").attrib.update(rel=rel, href=href)


def _written(root: ET.Element) -> bytes:
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"
