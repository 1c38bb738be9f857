"""What a browser would run on a page."""

from __future__ import annotations

from html.parser import HTMLParser


class Scripts(HTMLParser):
    """The script elements of a page, found as a browser finds them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str | None, str | None, str]] = []
        """Of each: its ``type``, its ``src`` and the text between its tags."""
        self._within = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self._within = True
            self.found.append((dict(attrs).get("type"), dict(attrs).get("src"), ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._within = False

    def handle_data(self, data: str) -> None:
        if self._within:
            type_, source, before = self.found[-1]
            self.found[-1] = (type_, source, before + data)

    @property
    def foreign(self) -> list[tuple[str | None, str | None, str]]:
        """Those that are neither a file of ours without a text nor data, which is not run."""
        return [
            (type_, source, content)
            for type_, source, content in self.found
            if type_ != "application/ld+json"
            and not ((source or "").startswith("/static/built/") and not content.strip())
        ]
