"""Is everything there that the files of a site refer to, and can the data be read?"""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from bioclustergraph.errors import Text
from bioclustergraph.report import Finding, Report, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_RULE: Final = "site"
_MEND: Final = Text(
    "Skriv nettstedet på nytt med «bioclustergraph site».",
    "Write the site anew with “bioclustergraph site”.",
)
_DATA: Final = ("ttl", "nt", "jsonld", "rdf", "nq", "trig")


def check(directory: Path) -> Report:
    """Follow every link of every page, and read every file of data.

    A link that leads elsewhere on the web is not followed; an anchor must be on the page it names.

    Args:
        directory: a site on the disk.
    """
    findings: list[Finding] = []
    pages = sorted(directory.rglob("*.html"))
    data = sorted(path for form in _DATA for path in directory.rglob(f"*.{form}"))

    @cache
    def read(path: Path) -> _Read:
        return _Read(path.read_text(encoding="utf-8"))

    for page in pages:
        findings.extend(_links(directory, page, read))
    for path in data:
        findings.extend(_data(directory, path))
    return Report.of(findings, pages=len(pages), data=len(data))


class _Read(HTMLParser):
    """The links and the anchors of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[tuple[str, int]] = []
        self.anchors: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        for name, value in attrs:
            if name in {"href", "src"} and value:
                self.links.append((value, self.getpos()[0]))
            if name == "id" and value:
                self.anchors.add(value)


def _links(directory: Path, page: Path, read: Callable[[Path], _Read]) -> Iterator[Finding]:
    here = page.relative_to(directory).as_posix()
    for link, line in read(page).links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        name = normpath(join(dirname(here), unquote(parts.path))) if parts.path else here
        target = directory / name
        if name.startswith("..") or not target.is_file():
            yield _finding(here, line, f"«{link}» fører ingen steder", f"“{link}” leads nowhere")
        elif (
            parts.fragment
            and target.suffix == ".html"
            and unquote(parts.fragment) not in read(target).anchors
        ):
            yield _finding(
                here, line, f"«{link}» har ikke noe anker der", f"“{link}” has no anchor there"
            )


def _data(directory: Path, path: Path) -> Iterator[Finding]:
    import pyoxigraph

    form = pyoxigraph.RdfFormat.from_extension(path.suffix.removeprefix("."))
    try:
        for _ in pyoxigraph.parse(path=str(path), format=form):
            pass
    except (SyntaxError, ValueError) as error:
        here = path.relative_to(directory).as_posix()
        yield _finding(here, 1, f"kan ikke leses: {error}", f"cannot be read: {error}")


def _finding(file: str, line: int, nb: str, en: str) -> Finding:
    return Finding(Severity.VIOLATION, _RULE, Text(nb, en), _MEND, file=file, line=line)
