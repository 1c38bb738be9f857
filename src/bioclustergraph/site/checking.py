"""Holding a written site against itself: does every link lead somewhere, is every form readable?"""

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

from bioclustergraph import media
from bioclustergraph.errors import SiteError, Text
from bioclustergraph.report import Finding, Report, Severity
from bioclustergraph.site.layout import NOT_FOUND
from bioclustergraph.site.manifest import Manifest, sha256
from bioclustergraph.site.reading import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bioclustergraph.site.reading import Link

_OUTSIDE: Final = re.compile(
    r"https?://[A-Za-z0-9.\-\[\]:]+(?:[/?#](?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)?"
)
"""An address of the web (RFC 3986), without a user in it."""

_MAIL: Final = re.compile(r"mailto:[^\s@:/?#]+@[^\s@:/?#]+")
"""An address that is written to (RFC 6068), without a letter that is already begun."""

_RDF: Final = {form.name for form in media.GRAPHS if form != media.HTML}
_XML: Final = {"xml", "atom", "svg"}
_NOT_FOUND_FILES: Final = (f"{NOT_FOUND[1:]}.html", f"{NOT_FOUND[1:]}.en.html")

_AGAIN: Final = Text(
    "Skriv nettstedet på nytt: bioclustergraph site UT.",
    "Write the site again: bioclustergraph site OUT.",
)
_MEND: Final = Text(
    "Rett det i dataene det er laget av, bygg, og skriv nettstedet på nytt.",
    "Mend it in the data it was made of, build, and write the site again.",
)


def check(directory: Path, tick: Callable[[int, int], None] = lambda _done, _all: None) -> Report:
    """Read every file of a site and follow every link in it; nothing is fetched.

    Links within the site must lead to a file of it, and a fragment to a place in that file; links
    to elsewhere must be well formed. RDF, JSON and XML must parse, the sitemap may list only files
    that are there, and each file must be what was written.

    Args:
        directory: a site that :func:`writing.write` has written.
        tick: is told how many of how many files are done.

    Raises:
        SiteError: there is none.
    """
    manifest = Manifest.read(directory)
    if manifest is None:
        raise SiteError(
            Text("Her er det ikke skrevet noe nettsted.", "No site has been written here."),
            path=directory,
            hint=Text(
                "Skriv det med «bioclustergraph site UT».",
                "Write it with “bioclustergraph site OUT”.",
            ),
        )
    checking = _Checking(directory, manifest)
    findings = [*checking.whole()]
    for done, name in enumerate(sorted(manifest.files), 1):
        findings.extend(checking.file(name))
        tick(done, len(manifest.files))
    findings.extend(checking.anchors())
    return Report.of(findings, **checking.counted)


@dataclass
class _Checking:
    directory: Path
    manifest: Manifest
    counted: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("files", "pages", "data", "links", "outside"), 0)
    )
    _named: list[tuple[str, Link, str, str]] = field(default_factory=list)
    _anchors: dict[str, set[str]] = field(default_factory=dict)

    def whole(self) -> Iterator[Finding]:
        if not self.manifest.complete:
            yield _finding(
                ".site.json",
                "Skrivingen ble avbrutt; filer av to utgaver ligger ved siden av hverandre.",
                "Writing was interrupted; files of two releases lie beside each other.",
                _AGAIN,
            )

    def file(self, name: str) -> Iterator[Finding]:
        self.counted["files"] += 1
        try:
            content = (self.directory / name).read_bytes()
        except OSError as error:
            reason = error.strerror or str(error)
            yield _finding(
                name, f"Kan ikke leses ({reason}).", f"Cannot be read ({reason}).", _AGAIN
            )
            return
        if sha256(content) != self.manifest.files[name]:
            yield _finding(
                name, "Endret etter at den ble skrevet.", "Changed since it was written.", _AGAIN
            )
        suffix = name.rpartition(".")[2]
        if suffix == "html":
            self.counted["pages"] += 1
            yield from self._page(name, content.decode("utf-8", "replace"))
        elif name == ".well-known/void":
            yield from self._data(name, content, "ttl")
        elif suffix in _RDF | _XML | {"json"}:
            yield from self._data(name, content, suffix)
        if name.startswith("sitemap"):
            yield from self._sitemap(name, content)

    def anchors(self) -> Iterator[Finding]:
        """Look for the places that fragments name, when all pages have been read."""
        for name, link, target, fragment in self._named:
            if target in self._anchors and fragment not in self._anchors[target]:
                yield _finding(
                    name,
                    f"{link.to}: det er ikke noe sted «{fragment}» i {target}.",
                    f"{link.to}: there is no place “{fragment}” in {target}.",
                    _MEND,
                    link.line,
                )

    # --- pages ------------------------------------------------------------------------------------

    def _page(self, name: str, html: str) -> Iterator[Finding]:
        page = Page(html)
        self._anchors[name] = page.anchors
        for link in page.links:
            if link.element == "form":
                yield _finding(
                    name,
                    "Et skjema trenger en tjener.",
                    "A form needs a server.",
                    _AGAIN,
                    link.line,
                )
            elif urlsplit(link.to).scheme or link.to.startswith("//"):
                yield from self._outside(name, link)
            else:
                yield from self._inside(name, link)

    def _outside(self, name: str, link: Link) -> Iterator[Finding]:
        self.counted["outside"] += 1
        if not (_OUTSIDE.fullmatch(link.to) or _MAIL.fullmatch(link.to)):
            yield _finding(
                name,
                f"«{link.to}» er ikke en adresse på nettet.",
                f"“{link.to}” is no address on the web.",
                _MEND,
                link.line,
            )

    def _inside(self, name: str, link: Link) -> Iterator[Finding]:
        self.counted["links"] += 1
        parts = urlsplit(link.to)
        target = self._target(name, unquote(parts.path))
        if target not in self.manifest.files or parts.query:
            yield _finding(
                name,
                f"«{link.to}» fører ikke til noen fil.",
                f"“{link.to}” leads to no file.",
                _MEND,
                link.line,
            )
        elif parts.fragment:
            self._named.append((name, link, target, unquote(parts.fragment)))

    def _target(self, name: str, path: str) -> str:
        if path.startswith("/"):
            # Only what is shown at any address may write links from the root of the host.
            inside = name in _NOT_FOUND_FILES and path.startswith(self._root)
            return path.removeprefix(self._root) if inside else path
        if not path:
            return name
        return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))

    @cached_property
    def _root(self) -> str:
        return urlsplit(self.manifest.public).path or "/"

    # --- data -------------------------------------------------------------------------------------

    def _data(self, name: str, content: bytes, suffix: str) -> Iterator[Finding]:
        self.counted["data"] += 1
        try:
            if suffix in _RDF:
                _read(content, suffix)
            elif suffix == "json":
                json.loads(content)
            else:
                ET.fromstring(content)  # noqa: S314 - our own file, and expat bounds what it expands
        except (SyntaxError, ValueError) as error:
            yield _finding(name, f"Kan ikke leses: {error}", f"Cannot be read: {error}", _MEND)

    def _sitemap(self, name: str, content: bytes) -> Iterator[Finding]:
        for element in ET.fromstring(content).iter():  # noqa: S314 - as above
            if not element.tag.endswith("}loc"):
                continue
            said = element.text or ""
            file = unquote(said.removeprefix(self.manifest.public))
            if not said.startswith(self.manifest.public) or file not in self.manifest.files:
                yield _finding(name, f"{said} er ikke her.", f"{said} is not here.", _AGAIN)


def _read(content: bytes, suffix: str) -> None:
    """Parse RDF to its end; relative IRIs are an error, since there is no base."""
    from pyoxigraph import RdfFormat, parse

    form = RdfFormat.from_extension(suffix)
    if form is None:
        raise ValueError(suffix)
    for _ in parse(content, format=form):
        pass


def _finding(file: str, nb: str, en: str, remedy: Text, line: int | None = None) -> Finding:
    return Finding(Severity.VIOLATION, "site", Text(nb, en), remedy, file=file, line=line)
