"""A page of the live site made still: its links lead to files, its forms are gone."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text

if TYPE_CHECKING:
    from bioclustergraph.errors import Language
    from bioclustergraph.site.files import Files

_NOTE: Final = Text(
    "Dette er en kopi uten tjener: søk, spørringer og andre dager enn i dag finnes ikke her. "
    "Dataene er de samme.",
    "This is a copy without a server: search, queries and other days than today are not here. "
    "The data are the same.",
)
_LINKS: Final = ("href", "src")


class Turning(HTMLParser):
    """Copies a page and turns its links on the way.

    Args:
        files: what there is to link to.
        here: the file the page is written to.
        language: its language.
    """

    def __init__(self, files: Files, here: str, language: Language) -> None:
        super().__init__(convert_charrefs=False)
        self._files = files
        self._here = here
        self._language = language
        self._written: list[str] = []
        self._forms = 0

    def turned(self, html: str) -> str:
        """Give the page."""
        self.feed(html)
        self.close()
        return "".join(self._written)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Copy a tag; a link that leads to no file becomes plain text, a form is left out."""
        if tag == "form":
            self._forms += 1
        if self._forms:
            return
        kept = [self._turn(name, value) for name, value in attrs]
        if tag == "link" and any(name == "href" for name, _ in attrs) and None in kept:
            return
        self._write(f"<{tag}{''.join(f' {attribute}' for attribute in kept if attribute)}>")
        if tag == "footer":
            self._write(f'\n<p class="note">{_NOTE.in_language(self._language)}</p>')

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Copy an element that closes itself."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Copy it."""
        if not self._forms:
            self._write(f"</{tag}>")
        if tag == "form":
            self._forms -= 1

    def handle_data(self, data: str) -> None:
        """Copy it."""
        self._write(data)

    def handle_entityref(self, name: str) -> None:
        """Copy it."""
        self._write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Copy it."""
        self._write(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        """Copy it."""
        self._write(f"<!{decl}>")

    def _turn(self, name: str, value: str | None) -> str | None:
        if value is None:
            return name
        if name in _LINKS:
            turned = self._files.link(value, self._here, self._language)
            if turned is None:
                return None
            value = turned
        return f'{name}="{escape(value)}"'

    def _write(self, text: str) -> None:
        if not self._forms:
            self._written.append(text)
