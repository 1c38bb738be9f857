"""What the site says of itself: VoID, the catalogue, the service, and listings of what there is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat, parse
from starlette.responses import Response

from bioclustergraph import answers, descriptions, media
from bioclustergraph.descriptions.service import Limit
from bioclustergraph.errors import Text
from bioclustergraph.pages.frame.embedding import block
from bioclustergraph.pages.frame.forms import chosen
from bioclustergraph.pages.frame.problems import NO_PAGE, Problem
from bioclustergraph.pages.frame.rendering import speech
from bioclustergraph.pages.grounds.changes import steps
from bioclustergraph.pages.telling.listing import listed

if TYPE_CHECKING:
    from pyoxigraph import Triple
    from starlette.requests import Request

    from bioclustergraph.pages.grounds.changes import Step
    from bioclustergraph.pages.holdings import Holdings

XML: Final = "application/xml"
ATOM: Final = "application/atom+xml"


@dataclass(frozen=True)
class Described:
    """The descriptions of what is held."""

    held: Holdings

    def void(self, request: Request) -> Response:
        """Give the VoID description, in the form that is asked for."""
        return self._data(request, self._of_release("void.ttl"), media.RDF)

    def catalog(self, request: Request) -> Response:
        """Give the catalogue, as a page with schema.org in it or as data (DCAT-AP-NO)."""
        triples = self._of_release("catalog.ttl")
        form = chosen(request, _suffix(request) or request.query_params.get("format"), media.PAGES)
        if form != media.HTML:
            return self._data(request, triples, media.PAGES)
        said = descriptions.schema_org(triples)
        language = speech(request).language
        return self.held.renderer.page(
            request,
            "catalog.html",
            it=said,
            title=_spoken(said["name"], language),
            description=_spoken(said["description"], language),
            embedded=block(json.dumps(said, ensure_ascii=False)),
            data=[(form, f"/catalog.{form.name}") for form in media.DATA],
        )

    def service(self, request: Request) -> Response:
        """Give the service description."""
        return self._data(request, self.service_triples, media.RDF)

    @cached_property
    def service_triples(self) -> list[Triple]:
        """The service description; counted once."""
        limits = self.held.limits
        return descriptions.service(
            self.held.store,
            self.held.project,
            (
                Limit(
                    "timeout", Text("Tid for én spørring", "Time of one query"), limits.seconds, "s"
                ),
                Limit(
                    "memory",
                    Text("Minne for én spørring", "Memory of one query"),
                    limits.memory,
                    "byte",
                ),
                Limit(
                    "truncated",
                    Text(
                        "Lengste svar; et lengre kuttes etter en hel rad",
                        "Longest answer; a longer one is cut after a whole row",
                    ),
                    limits.result,
                    "byte",
                ),
                Limit("body", Text("Lengste forespørsel", "Longest request"), limits.body, "byte"),
                Limit(
                    "head", Text("Lengste hode", "Longest head of a request"), limits.head, "byte"
                ),
                Limit(
                    "patience",
                    Text("Tid en treg klient får", "Time that a slow client gets"),
                    limits.patience,
                    "s",
                ),
                Limit("workers", Text("Spørringer på en gang", "Queries at once"), limits.workers),
                Limit("queue", Text("Forespørsler i kø", "Requests that wait"), limits.queue),
                Limit(
                    "per-client",
                    Text(
                        "Forespørsler fra én adresse på en gang", "Requests of one address at once"
                    ),
                    limits.per_client,
                ),
            ),
            limits.services,
        )

    def sitemap(self, request: Request) -> Response:
        """List every document for crawlers; ``sitemap-2.xml`` is the second part of many."""
        maps = self._sitemaps
        number = request.path_params.get("number")
        at = 0 if number is None else int(number)
        if at >= len(maps) or (number is not None and at == 0):
            raise Problem(404, NO_PAGE)
        return Response(maps[at], media_type=XML)

    @cached_property
    def _sitemaps(self) -> list[bytes]:
        return descriptions.sitemaps(listed(self.held), self.held.public)

    def robots(self, _: Request) -> Response:
        """Say what crawlers may read."""
        body = descriptions.robots(self.held.public)
        return Response(body, media_type="text/plain; charset=utf-8")

    def feed(self, _: Request) -> Response:
        """List the releases that are kept beside the one that is served, and what changed."""
        here = self.held.release
        found = steps(here.parent) if here is not None else []
        # A host of files has neither older releases nor what lies between two.
        entries = [_entry(step, live=self.held.digest is not None) for step in found]
        body = descriptions.feed(entries, self.held.public)
        # A release that is built later is in it, so that it is not kept as long as a page.
        return Response(body, media_type=ATOM, headers={"Cache-Control": "no-store"})

    def _of_release(self, name: str) -> list[Triple]:
        if self.held.release is None or not (self.held.release / name).exists():
            raise Problem(
                404,
                Text(
                    "Det som vises her, er ikke en utgave, og beskriver ikke seg selv.",
                    "What is shown here is no release, and does not describe itself.",
                ),
            )
        path = str(self.held.release / name)
        return [quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE)]

    def _data(
        self, request: Request, triples: list[Triple], forms: tuple[media.Format, ...]
    ) -> Response:
        form = chosen(request, _suffix(request) or request.query_params.get("format"), forms)
        if form == media.TURTLE:
            body = descriptions.turtle(triples)
        else:
            body = answers.graph(triples, form)
        return Response(body, headers={"Vary": "Accept"}, media_type=form.content_type)


def _spoken(values: list[dict[str, str]], language: str) -> str:
    return next(value["@value"] for value in values if value["@language"] == language)


def _suffix(request: Request) -> str | None:
    suffix: str | None = request.path_params.get("suffix")
    return suffix


def _entry(step: Step, *, live: bool) -> descriptions.Entry:
    """Give a release for the feed."""
    manifest, switch = step.kept.release.manifest, step.kept.switch
    size = next((o.triples for o in manifest.outputs if o.path == "data.nq"), 0)
    reason = ": ".join(part for part in (switch.who, switch.why) if part)
    return descriptions.Entry(
        manifest.digest,
        manifest.ontology,
        size,
        switch.at,
        summary=None if step.told is None else step.told.summary,
        most=() if step.told is None else step.told.most,
        reason=reason or None,
        address=step.address or f"/release/{step.kept.release.name}/" if live else "/catalog",
    )
