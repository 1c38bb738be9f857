"""A document for each IRI: everything known about it, for people and as data."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, QueryTriples
from starlette.responses import Response

from bioclustergraph import answers, cutting, media
from bioclustergraph.describe import describe, graph, retired
from bioclustergraph.errors import Text, UnknownThing
from bioclustergraph.names import compact, key_of
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.pages.addresses import Address, address, asking, document, local, safe
from bioclustergraph.pages.embedding import json_ld
from bioclustergraph.pages.forms import chosen
from bioclustergraph.pages.home import unknown
from bioclustergraph.pages.problems import Problem
from bioclustergraph.pages.proofs import Proofs
from bioclustergraph.pages.rendering import speech
from bioclustergraph.pages.signposts import LICENCE, signposts

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import Triple
    from starlette.requests import Request

    from bioclustergraph.describe import Retired
    from bioclustergraph.media import Format
    from bioclustergraph.pages.holdings import Holdings
    from bioclustergraph.pages.rendering import Speech

_DAY: Final = len("2021-06-30")
_DIGITS: Final = 10
"""A page number with more is of no page, and int() itself has no such bound."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for.

    Attributes:
        address: where.
        form: in which form.
        at: as of which day, if any.
        page: which page, if one is named.
    """

    address: Address
    form: Format
    at: dt.date | None
    page: int | None

    @property
    def iri(self) -> str:
        """What the document is about."""
        return self.address.iri

    @property
    def day(self) -> str | None:
        """The day as it stands in an address."""
        return None if self.at is None else self.at.isoformat()


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
            return self._document(request, _asked(request, where))
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
        # Where all there is stands on one page, its triples do too; a part of them would be a
        # graph that no address has.
        triples = self._graph(asked) if it.pages == 1 else None
        embedded = json_ld(triples) if isinstance(triples, list) else None
        on_page = _paging(talk, path, asked)
        response = self.held.renderer.page(
            request,
            "resource.html",
            it=it,
            embedded=embedded,
            data=[(form, safe(asking(f"{path}.{form.name}", at=asked.day))) for form in media.DATA],
            here=safe(path),
            day=asked.day,
            dated=asked.at is not None or bool(it.relations),
            nearby=_nearby(talk, path, asked.at),
            undated=talk.path(safe(path)),
            on_page=on_page,
            to=_keeping(talk, asked.day),
            why=Proofs(held).linking(iri),
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
            asking(f"{path}.html", lang=talk.language, at=asked.day, page=asked.page)
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


# --- what is asked --------------------------------------------------------------------------------


def _asked(request: Request, where: Address) -> Asked:
    """Read what is asked for.

    Raises:
        Problem: a parameter is not in order, or no form is accepted.
    """
    form = chosen(request, where.form or request.query_params.get("format"), media.PAGES)
    return Asked(
        where,
        form,
        _day(request.query_params.get("at", "").strip()),
        _page(request.query_params.get("page", "").strip()),
    )


def _day(text: str) -> dt.date | None:
    """Read a day; a form that is sent without one asks for no day."""
    if not text:
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = None
    # fromisoformat also takes 20210630 and 2021-W26-3, which are other addresses of the same.
    if day is None or len(text) != _DAY or day.isoformat() != text:
        raise Problem(
            400,
            Text(
                f"at: «{text}» er ikke en dag. Skriv den som 2021-06-30.",
                f"at: “{text}” is not a day. Write it like 2021-06-30.",
            ),
        )
    return day


def _page(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS and int(text) > 0):
        raise Problem(
            400,
            Text(
                f"page: «{text}» er ikke et sidetall. Skriv et helt tall fra 1.",
                f"page: “{text}” is not a page number. Write a whole number from 1.",
            ),
        )
    return int(text)


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


# --- what the page needs --------------------------------------------------------------------------


def _licence(iri: str, triples: list[Triple] | QueryTriples | None) -> str:
    """Give the licence that a graph states of itself; that of all we have written otherwise."""
    about, property_ = NamedNode(iri), NamedNode(f"{PREFIXES['dcterms']}license")
    for triple in triples if isinstance(triples, list) else ():
        if triple.subject == about and triple.predicate == property_:
            return triple.object.value if isinstance(triple.object, NamedNode) else LICENCE
    return LICENCE


def _paging(talk: Speech, path: str, asked: Asked) -> Callable[[int], str]:
    def on_page(number: int) -> str:
        page = number if number > 1 else None
        return talk.path(safe(asking(path, at=asked.day, page=page)))

    return on_page


def _keeping(talk: Speech, day: str | None) -> Callable[[str], str | None]:
    """Give what makes links of IRIs, so that whoever has chosen a day stays on it."""

    def to(iri: str) -> str | None:
        if day is None or not iri.startswith(BASE):
            return talk.href(iri)
        before, hash_, fragment = document(iri).partition("#")
        return talk.path(safe(asking(before, at=day) + hash_ + fragment))

    return to


def _nearby(talk: Speech, path: str, at: dt.date | None) -> list[tuple[str, str]]:
    """Give the same day of the year before and of the year after, with their addresses."""
    found = []
    for year in (at.year - 1, at.year + 1) if at is not None else ():
        if at is not None and dt.MINYEAR <= year <= dt.MAXYEAR:
            day = dt.date(year, at.month, min(at.day, monthrange(year, at.month)[1])).isoformat()
            found.append((day, talk.path(safe(asking(path, at=day)))))
    return found
