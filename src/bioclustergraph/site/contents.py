"""All files of the site, with what is in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from bioclustergraph import descriptions, media
from bioclustergraph.namespaces import BASE
from bioclustergraph.pages import Problem
from bioclustergraph.pages.frame import statics
from bioclustergraph.pages.frame.addresses import DOCUMENTS, THINGS, asking, safe
from bioclustergraph.pages.frame.problems import NO_PAGE
from bioclustergraph.pages.frame.rendering import LANGUAGES
from bioclustergraph.pages.networks import page as network
from bioclustergraph.pages.telling.listing import OWN, listed
from bioclustergraph.site import hosts
from bioclustergraph.site.asking import ask, request_for
from bioclustergraph.site.layout import NOT_FOUND, file_of, lead_of
from bioclustergraph.site.links import Still

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from starlette.responses import Response

    from bioclustergraph.pages import Site
    from bioclustergraph.queries import Question
    from bioclustergraph.release import Release

FEED: Final = "/releases.atom"

_QUESTIONS: Final = "/questions/"
_NETWORKS: Final = "/network"
_HOME: Final = "/"
_SPARQL: Final = "/sparql"
_OWN: Final = frozenset({_HOME, _SPARQL, *OWN, "/questions"})
"""Pages that are about nothing that has an IRI."""

_MERGED: Final = 301
_WITHDRAWN: Final = 410

File = tuple[str, bytes]


@dataclass(frozen=True)
class Contents:
    """What the site holds.

    Attributes:
        site: answers.
        release: whose files are the dumps.
        endpoint: where questions in SPARQL are answered, if anywhere.
        retired: where those of the IRIs asked so far lead that are no longer in use; ``None``:
            nowhere.
    """

    site: Site
    release: Release
    endpoint: str | None = None
    retired: dict[str, str | None] = field(default_factory=dict)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The path of every page, as the live site has it.

        Raises:
            StoreError: the store did not answer.
        """
        return (*listed(self.site.held), _SPARQL)

    def at(self, path: str) -> Iterator[File]:
        """Give every file about one page: in each language, page by page, and as data.

        Raises:
            SiteError: the site does not answer for it, or no file can have its name.
        """
        if path.startswith(_QUESTIONS):
            yield from self._question(self.site.held.questions[path.removeprefix(_QUESTIONS)])
            return
        for language in LANGUAGES:
            yield from self._pages(path, language)
        if path.startswith(_NETWORKS):
            yield from self._network(path)
            yield self._lead(path, path, ())
            return
        held = path not in self.retired and path not in _OWN
        forms = [form for form in media.PAGES if form != media.HTML] if held else []
        if path == "/catalog":
            forms = [*media.DATA, media.RDF_XML]
        for form in forms:
            yield self._as_it_is(safe(f"{path}.{form.name}"))
        if path not in {_HOME, _SPARQL}:
            yield self._lead(path, path, forms)
        if path.startswith(DOCUMENTS):
            yield self._lead(THINGS + path.removeprefix(DOCUMENTS), path, forms)

    def whole(self) -> Iterator[File]:
        """Give the files that are not about one page; to be asked for when the pages are done.

        Raises:
            SiteError: the site does not answer for one of them.
        """
        for name, path in statics.files().items():
            yield f"static/{name}", path.read_bytes()
        for output in self.release.manifest.outputs:
            yield f"dumps/{output.path}", (self.release.directory / output.path).read_bytes()
        # A host can tell the form of a file by its suffix only; the address has Turtle.
        void = ask(self.site, "/.well-known/void?format=ttl")
        yield ".well-known/void", bytes(void.body)
        yield self._as_it_is("/robots.txt")
        yield self._as_it_is(FEED)
        yield from self._sitemaps()
        for language in LANGUAGES:
            yield self._not_found(language)
        yield from hosts.files(self.root, self.retired)

    def feed(self) -> bytes:
        """Give the feed of releases, the one file that other releases change."""
        return bytes(ask(self.site, FEED).body)

    @property
    def root(self) -> str:
        """The path of the site on its host, with its last slash."""
        return urlsplit(self.site.held.public).path or "/"

    # --- pages ------------------------------------------------------------------------------------

    def _pages(self, path: str, language: str) -> Iterator[File]:
        number, more = 1, True
        while more:
            address = asking(safe(path), lang=language, page=number if number > 1 else None)
            response = self._ask(address, statuses=(200, _MERGED, _WITHDRAWN))
            if response.status_code != HTTPStatus.OK:
                successor = response.headers.get("location")
                self.retired[path] = urlsplit(successor).path if successor else None
            yield self._name(address), bytes(response.body)
            number += 1
            more = 'rel="next"' in response.headers.get("link", "")

    def _question(self, question: Question) -> Iterator[File]:
        path = f"{_QUESTIONS}{question.name}"
        forms = self.site.questions.forms(question, still=True)
        names = dict.fromkeys(form.name for form in forms)
        spoken = any(parameter.type == "language" for parameter in question.parameters)
        for sources in (None, 1) if question.has_sources else (None,):
            for language in LANGUAGES:
                address = asking(path, sources=sources, lang=language)
                yield self._name(address), bytes(self._ask(address).body)
                if language != "nb" and not spoken and sources is None:
                    continue  # the same answer in both languages
                for name in names:
                    yield self._as_it_is(asking(path, format=name, sources=sources, lang=language))
        yield self._lead(f"/question/{question.name}", path, ())

    def _network(self, path: str) -> Iterator[File]:
        """Give a view as files: what the script of its page fetches, and what people take along."""
        if path == _NETWORKS:
            return
        for language in LANGUAGES:
            # The script writes links, which are those of a file.
            address = asking(path, format="json", lang=language)
            yield self._name(address), bytes(self._ask(address).body)
            for name in network.still_forms(self.site.held, path.rpartition("/")[2]):
                yield self._as_it_is(asking(path, format=name, lang=language))

    def _ask(self, address: str, *, statuses: tuple[int, ...] = (200,)) -> Response:
        return ask(self.site, address, self._links(self._name(address)), statuses=statuses)

    def _as_it_is(self, address: str) -> File:
        return self._name(address), bytes(ask(self.site, address).body)

    def _lead(self, iri: str, path: str, forms: Sequence[media.Format]) -> File:
        """Write what leads from an IRI to its page, on hosts that cannot redirect."""
        file = lead_of(iri)
        page = self.site.held.renderer.page(
            request_for("/?lang=nb", self._links(file)),
            "lead.html",
            iri=BASE + iri.removeprefix("/"),
            target=safe(path),
            data=[(form, safe(f"{path}.{form.name}")) for form in forms],
        )
        return file, bytes(page.body)

    def _not_found(self, language: str) -> File:
        address = f"{NOT_FOUND}?lang={language}"
        file = self._name(address)
        links = Still(file, self._known, self.endpoint, root=self.root)
        page = self.site.held.renderer.page(
            request_for(address, links),
            "problem.html",
            status=404,
            problem=Problem(404, NO_PAGE),
        )
        return file, bytes(page.body)

    def _sitemaps(self) -> Iterator[File]:
        """List the files of all pages; the live site lists addresses without suffix."""
        pages = [path for path in self.paths if path not in self.retired and path != _SPARQL]
        files = [
            f"/{quote(self._name(f'{safe(path)}?lang={language}'))}"
            for path in pages
            for language in LANGUAGES
        ]
        maps = descriptions.sitemaps(files, self.site.held.public)
        yield "sitemap.xml", maps[0]
        for number, body in enumerate(maps[1:], 1):
            yield f"sitemap-{number}.xml", body

    def _links(self, file: str) -> Still:
        return Still(file, self._known, self.endpoint)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.paths)

    @staticmethod
    def _name(address: str) -> str:
        file = file_of(address)
        if file is None:
            raise LookupError(address)
        return file
