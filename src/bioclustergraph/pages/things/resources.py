"""A document for each IRI: everything known about it, for people and as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, QueryTriples
from starlette.responses import Response

from bioclustergraph import answers, cutting, media
from bioclustergraph.describe import describe, graph, retired
from bioclustergraph.errors import Text, UnknownThing
from bioclustergraph.names import compact, key_of
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.pages.finding.search import unknown
from bioclustergraph.pages.frame.addresses import address, asking, document, local, safe
from bioclustergraph.pages.frame.embedding import json_ld
from bioclustergraph.pages.frame.problems import Problem
from bioclustergraph.pages.frame.rendering import speech
from bioclustergraph.pages.things import citing, thing
from bioclustergraph.pages.things.asked import read
from bioclustergraph.pages.things.signposts import LICENCE, signposts

if TYPE_CHECKING:
    from pyoxigraph import Triple
    from starlette.requests import Request

    from bioclustergraph.describe import Retired
    from bioclustergraph.pages.frame.addresses import Address
    from bioclustergraph.pages.holdings import Holdings
    from bioclustergraph.pages.things.asked import Asked


@dataclass(frozen=True)
class Resources:
    """The documents about the IRIs."""

    held: Holdings

    def page(self, request: Request) -> Response:
        """Answer for one IRI: lead from a thing to its document, or give the document.

        Raises:
            Problem: nothing is known about it, it was retired, or a parameter is not in order.
        """
        where = address(request)
        try:
            gone = retired(self.held.store, where.iri, project=self.held.project)
            if gone is not None:
                raise _retired(request, where, gone)
            if where.is_thing:
                # httpRange-14: nobody can fetch a cluster, and this is where to read about it.
                target = document(where.iri) + where.suffix
                return Response(status_code=303, headers={"Location": _with_query(request, target)})
            return self._document(request, read(request, where))
        except UnknownThing as error:
            raise unknown(self.held.names, error, key_of(where.iri)) from error

    def _document(self, request: Request, asked: Asked) -> Response:
        """Give the document, and say what the choice of its form depended on."""
        varying = []
        if asked.address.form is None and not request.query_params.get("format"):
            varying.append("Accept")
        if asked.form == media.HTML:
            response = self._html(request, asked)
            if not speech(request).chosen:
                varying.append("Accept-Language")
        else:
            response = self._data(asked)
        if varying:
            response.headers["Vary"] = ", ".join(varying)
        elif "vary" in response.headers:
            del response.headers["Vary"]
        return response

    # --- for people -------------------------------------------------------------------------------

    def _html(self, request: Request, asked: Asked) -> Response:
        held, iri, path = self.held, asked.iri, asked.address.path
        it = describe(held.store, iri, project=held.project, at=asked.at, page=asked.page or 1)
        talk = speech(request)
        wanted = request.query_params.get("cite", "").strip()
        work = thing.work(held, request, asked, it, talk)
        if wanted:
            return citing.download(work, citing.form(wanted))
        # Where all there is stands on one page, its triples do too; a part of them would be a
        # graph that no address has.
        triples = self._graph(asked) if it.pages == 1 else None
        embedded = json_ld(triples) if isinstance(triples, list) else None
        on_page = thing.paging(talk, asked)
        response = self.held.renderer.page(
            request,
            "resource.html",
            it=it,
            embedded=embedded,
            on_page=on_page,
            **thing.values(held, talk, asked, it, work),
        )
        types = [ref.iri for ref in it.shown_types]
        licence = _licence(iri, triples)
        links = [signposts(iri, path, media.HTML, at=asked.day, licence=licence, types=types)]
        if it.page > 1:
            links.append(f'<{on_page(it.page - 1)}>; rel="prev"')
        if it.page < it.pages:
            links.append(f'<{on_page(it.page + 1)}>; rel="next"')
        response.headers["Link"] = ", ".join(links)
        response.headers["Content-Location"] = safe(
            asking(
                f"{path}.html",
                lang=talk.language,
                at=asked.day,
                page=asked.page,
                sort=asked.sort,
            )
        )
        return response

    # --- for programs -----------------------------------------------------------------------------

    def _data(self, asked: Asked) -> Response:
        path, form = asked.address.path, asked.form
        found = self._graph(asked)
        licence = _licence(asked.iri, found)
        headers = {
            "Link": signposts(asked.iri, path, form, at=asked.day, licence=licence),
            "Content-Location": safe(asking(f"{path}.{form.name}", at=asked.day)),
        }
        longest = self.held.limits.result
        body = (
            answers.streamed(found, form, longest=longest)
            if isinstance(found, QueryTriples)
            else answers.graph(found, form)
        )
        # The store is asked anew, since an answer can be read once.
        if body is None and isinstance(again := self._graph(asked), QueryTriples):
            cut = cutting.cut(again, form, longest=longest)
            body, headers["X-Result-Truncated"] = cut.body, f"rows={cut.rows}"
        body = body or b""
        if form.is_xml and cutting.unfit_for_xml(body):
            raise Problem(
                406,
                Text(
                    "Dataene har et tegn eller et navn som XML ikke kan bære. Be om en annen form, "
                    "som Turtle.",
                    "The data have a character or a name that XML cannot carry. Ask for another "
                    "form, such as Turtle.",
                ),
            )
        return Response(body, headers=headers, media_type=form.content_type)

    def _graph(self, asked: Asked) -> list[Triple] | QueryTriples:
        return graph(self.held.store, asked.iri, project=self.held.project, at=asked.at)


# --- where to go instead --------------------------------------------------------------------------


def _with_query(request: Request, path: str) -> str:
    query = request.scope["query_string"].decode("ascii", "replace")
    return safe(f"{path}?{query}" if query else path)


def _retired(request: Request, where: Address, gone: Retired) -> Problem:
    """Say what became of an IRI that is no longer in use: decision 0009."""
    name, date = compact(gone.iri), gone.date or ""
    on = Text(f" {date}" if date else "", f" on {date}" if date else "")
    if gone.successor is None or not gone.successor.iri.startswith(BASE):
        return Problem(
            410,
            Text(
                f"{name} ble trukket tilbake{on.nb}: {gone.reason.nb}",
                f"{name} was withdrawn{on.en}: {gone.reason.en}",
            ),
        )
    # From a thing to the thing, from a document to the document in the same form.
    to = local if where.is_thing else document
    target = to(gone.successor.iri) + where.suffix
    new = gone.successor
    return Problem(
        301,
        Text(
            f"{name} er slått sammen med {new.label.nb}{on.nb}: {gone.reason.nb}",
            f"{name} was merged into {new.label.en}{on.en}: {gone.reason.en}",
        ),
        headers={"Location": _with_query(request, target)},
        suggestions=(new,),
    )


def _licence(iri: str, triples: list[Triple] | QueryTriples | None) -> str:
    """Give the licence that a graph states of itself; that of all we have written otherwise."""
    about, property_ = NamedNode(iri), NamedNode(f"{PREFIXES['dcterms']}license")
    for triple in triples if isinstance(triples, list) else ():
        if triple.subject == about and triple.predicate == property_:
            return triple.object.value if isinstance(triple.object, NamedNode) else LICENCE
    return LICENCE
