"""What a page refers to, and what in it can be referred to."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

_REFERRING: Final = {"a": "href", "link": "href", "img": "src", "script": "src", "form": "action"}


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page.

    Attributes:
        to: what it says.
        line: where it stands, counted from 1.
        element: the element it belongs to.
    """

    to: str
    line: int
    element: str


class Page(HTMLParser):
    """Reads a page.

    Attributes:
        links: all its links.
        anchors: the places in it that a fragment can name.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[Link] = []
        self.anchors: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of an element (called by the parser)."""
        given = dict(attrs)
        if (anchor := given.get("id")) is not None:
            self.anchors.add(anchor)
        at = given.get(_REFERRING[tag]) if tag in _REFERRING else None
        if tag == "meta" and (given.get("http-equiv") or "").lower() == "refresh":
            at = (given.get("content") or "").partition("url=")[2]
        if at is not None or tag == "form":
            self.links.append(Link(at or "", self.getpos()[0], tag))
