"""Every page of a release, rendered and written."""

from __future__ import annotations

import multiprocessing
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from starlette.requests import Request

from bioclustergraph import descriptions, media
from bioclustergraph.pages import Holdings, Site, statics
from bioclustergraph.pages.addresses import DOCUMENTS, THINGS
from bioclustergraph.pages.listing import listed
from bioclustergraph.site.files import Files, named
from bioclustergraph.site.turning import Turning
from bioclustergraph.site.writing import Shelf, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from pathlib import Path

    from bioclustergraph.errors import Language
    from bioclustergraph.project import Project
    from bioclustergraph.release import Release

_LANGUAGES: Final[tuple[Language, ...]] = ("nb", "en")
_ODD: Final = {"/.well-known/void": "text/turtle", "/robots.txt": "*/*", "/releases.atom": "*/*"}
_WITHOUT_DATA: Final = ("/", "/contradictions")
_STEP: Final = 50


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it.

    Attributes:
        files: how many files the site has.
        changed: how many were written, since they were new or others than before.
        removed: how many of an earlier run were removed.
    """

    files: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class Page:
    """A file that is to be written.

    Attributes:
        name: the file.
        path: the address that is asked for.
        language: its language, if it is a page for people.
    """

    name: str
    path: str
    language: Language | None = None


def make(
    release: Release,
    project: Project,
    directory: Path,
    *,
    public: str,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Made:
    """Write the site of a release.

    Args:
        release: what is shown.
        project: whose page questions and questions are used.
        directory: where to; a new or empty one, or one that an earlier run has written.
        public: the address of the site as the world will know it, with its last slash.
        progress: is told how many pages are done, of how many.

    Raises:
        ReleaseError: the release is damaged.
        SiteError: the directory cannot be written, or holds something else.
        QueryError: a question cannot be read.
    """
    held = Holdings(release.open_store(), project, release=release.directory, public=public)
    site = Site(held)
    held.names  # noqa: B018 - collected once, before the processes part
    shelf = Shelf.at(directory)
    pages = [page for path in listed(held) for page in _pages(path)]
    things = sorted({page.path for page in pages if page.path.startswith(DOCUMENTS)})
    others = [Page(named(path, "nb"), path) for path in _ODD]
    dumps = [output.path for output in release.manifest.outputs]
    names = frozenset(
        {
            *(page.name for page in (*pages, *others)),
            *(_thing(path) for path in things if _is_bare(path)),
            *(f"static/{path.name}" for path in statics.DIRECTORY.iterdir()),
            *(f"dumps/{name}" for name in dumps),
            "sitemap.xml",
            "404.html",
        }
    )
    files = Files(names)
    with told(directory):
        shelf.begin(names)
        for static in statics.DIRECTORY.iterdir():
            shelf.put(f"static/{static.name}", static.read_bytes())
        for name in dumps:
            shelf.put(f"dumps/{name}", (release.directory / name).read_bytes())
        for page in others:
            shelf.put(page.name, _asked(site, page.path, accept=_ODD[page.path]))
        for path in filter(_is_bare, things):
            shelf.put(_thing(path), _leading(path, named(path, "nb"), _thing(path)))
        shelf.put("404.html", _turned(site, Page("404.html", "/404", "nb"), files))
        _listing(shelf, pages, public)
        _all(site, files, pages, shelf, progress)
        removed = shelf.finish()
    return Made(len(shelf.written), shelf.changed, removed)


def _pages(path: str) -> Iterator[Page]:
    """Give the files of an address: a page in each language, and every form of its data."""
    for language in _LANGUAGES:
        yield Page(named(path, language), path, language)
    if path not in _WITHOUT_DATA and not path.startswith("/questions/"):
        for form in media.DATA if path == "/catalog" else (*media.DATA, media.RDF_XML):
            yield Page(named(f"{path}.{form.name}", "nb"), f"{path}.{form.name}")


def _all(
    site: Site,
    files: Files,
    pages: list[Page],
    shelf: Shelf,
    progress: Callable[[int, int], None],
) -> None:
    """Render and write all pages, as many at once as there are processors."""
    count = os.cpu_count() or 1
    context = multiprocessing.get_context("fork")
    running: list[tuple[Any, Connection]] = []
    for number in range(count):
        ours, theirs = context.Pipe(duplex=False)
        part = pages[number::count]
        process = context.Process(target=_some, args=(site, files, part, shelf.directory, theirs))
        process.start()
        theirs.close()
        running.append((process, ours))
    done = 0
    for process, ours in running:
        while True:
            try:
                written, changed = ours.recv()
            except EOFError:
                break
            shelf.written.update(written)
            shelf.changed += changed
            done += len(written)
            progress(done, len(pages))
        process.join()
        if process.exitcode:
            raise RuntimeError(process.exitcode)


def _some(site: Site, files: Files, pages: list[Page], directory: Path, tell: Connection) -> None:
    for at in range(0, len(pages), _STEP):
        shelf = Shelf(directory)
        for page in pages[at : at + _STEP]:
            content = (
                _asked(site, page.path) if page.language is None else _turned(site, page, files)
            )
            shelf.put(page.name, content)
        tell.send((shelf.written, shelf.changed))
    tell.close()


def _asked(
    site: Site, path: str, *, accept: str = "*/*", language: Language | None = None
) -> bytes:
    """Ask the site for an address, as a client of the live door would."""
    spoken = b"lang=en" if language == "en" else b""
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": quote(path, safe="/%:@!$&'()*+,;=~").encode("ascii"),
        "query_string": spoken,
        "headers": [(b"accept", accept.encode()), (b"accept-language", b"nb")],
        "scheme": "http",
        "root_path": "",
    }
    return bytes(site.respond(Request(scope)).body)


def _turned(site: Site, page: Page, files: Files) -> bytes:
    language = page.language or "nb"
    html = _asked(site, page.path, accept="text/html", language=language).decode("utf-8")
    return Turning(files, page.name, language).turned(html).encode("utf-8")


def _is_bare(path: str) -> bool:
    return not path.endswith(tuple(f".{form.name}" for form in media.PAGES))


def _thing(path: str) -> str:
    """Name the file of a thing itself, which leads to the document about it."""
    return named(THINGS + path.removeprefix(DOCUMENTS), "nb")


def _leading(path: str, target: str, here: str) -> bytes:
    """Write a page that leads on: what a host without a server has in place of a 303."""
    to = Files(frozenset({target})).link(path, here, "nb") or "/"
    quoted = quote(to, safe="/.:@!$&()*+,;=~%")
    return (
        f'<!DOCTYPE html>\n<html lang="nb">\n<meta charset="utf-8">\n<title>→</title>\n'
        f'<meta http-equiv="refresh" content="0; url={quoted}">\n'
        f'<link rel="describedby" href="{quoted}">\n<a href="{quoted}">→</a>\n</html>\n'
    ).encode()


def _listing(shelf: Shelf, pages: list[Page], public: str) -> None:
    paths = [f"/{page.name}" for page in pages if page.language is not None]
    index, *parts = descriptions.sitemaps(paths, public)
    shelf.put("sitemap.xml", index)
    for number, part in enumerate(parts, 1):
        shelf.put(f"sitemap-{number}.xml", part)
