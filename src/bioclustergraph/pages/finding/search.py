"""From a name, or the beginning of one, to the page of what has it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.responses import RedirectResponse
from starlette.responses import Response as Answer

from bioclustergraph.describe import Ref
from bioclustergraph.errors import Text, UnknownThing
from bioclustergraph.names import expand, kind_of
from bioclustergraph.namespaces import BASE, KINDS
from bioclustergraph.pages.frame.problems import Problem
from bioclustergraph.pages.frame.rendering import speech
from bioclustergraph.pages.kept.searching import EXACT

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from bioclustergraph.names import Names
    from bioclustergraph.pages.holdings import Holdings
    from bioclustergraph.pages.kept.searching import Match

SUGGESTIONS: Final = "application/x-suggestions+json"
"""The media type of OpenSearch suggestions 1.0."""

_SHOWN: Final = 60
"""How many a page of results shows."""

_SUGGESTED: Final = 8


@dataclass(frozen=True)
class Search:
    """Search in what is held."""

    held: Holdings

    def suggest(self, request: Request) -> Response:
        """Give what may be meant by the beginning of a name (OpenSearch suggestions 1.0).

        The answer is a list: what was asked, names, what they are, and the addresses of their
        pages. ``kind=`` stays within a kind of thing or a concept scheme.
        """
        asked, talk = request.query_params.get("q", ""), speech(request)
        kind = request.query_params.get("kind") or None
        found = self.held.index.matches(asked, kind=kind, limit=_SUGGESTED)
        answer = [
            asked,
            [talk.say(match.label) for match in found],
            [_description(match).in_language(talk.language) for match in found],
            [talk.href(match.iri) for match in found],
        ]
        headers = {"Content-Language": talk.language, "Vary": "Accept-Language"}
        body = json.dumps(answer, ensure_ascii=False).encode()
        return Answer(body, 200, headers, SUGGESTIONS)

    def find(self, request: Request) -> Response:
        """Lead from a name to the page of what has it; show what has it where that is several.

        Raises:
            Problem: nothing has that name, or what has it is not ours.
        """
        name = request.query_params.get("name", "").strip()
        talk = speech(request)
        if not name:
            return RedirectResponse(talk.path("/"), 303)
        if expand(name) is not None:
            return RedirectResponse(talk.href(self._ours(name)) or "/", 303)
        found = self.held.index.matches(name, limit=_SHOWN + 1)
        if not found or found[0].is_close:
            # An IRI that is written otherwise, or a word that is not a name: it says what is near.
            return RedirectResponse(talk.href(self._ours(name)) or "/", 303)
        one = _one(found)
        if one is not None:
            return RedirectResponse(talk.href(one.iri) or "/", 303)
        return self.held.renderer.page(
            request, "find.html", name=name, found=found[:_SHOWN], more=len(found) > _SHOWN
        )

    def _ours(self, name: str) -> str:
        try:
            iri = self.held.names.resolve(name)
        except UnknownThing as error:
            raise unknown(self.held.names, error, name) from error
        # What is not ours has no page here; we do not send people on to anywhere on the web.
        if not iri.startswith(BASE):
            raise Problem(404, Text(f"{iri} er ikke en av våre.", f"{iri} is not one of ours."))
        return iri

    def description(self, request: Request) -> Response:
        """Tell a browser how to search here (OpenSearch description document 1.1)."""
        talk = speech(request)
        here = self.held.public.rstrip("/")
        root = ET.Element("OpenSearchDescription", xmlns="http://a9.com/-/spec/opensearch/1.1/")
        ET.SubElement(root, "ShortName").text = "bioclustergraph"
        ET.SubElement(root, "Description").text = talk.say(
            "Søk blant de norske bioøkonomiklyngene", "Search the Norwegian bioeconomy clusters"
        )
        ET.SubElement(root, "InputEncoding").text = "UTF-8"
        for type_, path in (
            ("text/html", "/find?name={searchTerms}"),
            (SUGGESTIONS, "/suggest?q={searchTerms}"),
        ):
            ET.SubElement(root, "Url", type=type_, template=here + talk.path(path))
        headers = {"Content-Language": talk.language, "Vary": "Accept-Language"}
        body = ET.tostring(root, encoding="utf-8", xml_declaration=True)
        return Answer(body, 200, headers, "application/opensearchdescription+xml")


def unknown(names: Names, error: UnknownThing, name: str) -> Problem:
    """Say that something is not known, with links to what may have been meant."""
    near = names.suggest(name)
    suggestions = [
        Ref(found.iri, names.label(found.iri) or Text(found.text, found.text)) for found in near
    ]
    # The links say what the hint says.
    detail = error.message if suggestions else Problem.of(error).detail
    return Problem(404, detail, suggestions=suggestions)


def _one(found: tuple[Match, ...]) -> Match | None:
    """Give the one that must be meant, if there is one."""
    exact = [match for match in found if match.stage == EXACT]
    # What is in the world goes before the words we describe it with.
    things = [match for match in exact if kind_of(match.iri) in KINDS] or exact or list(found)
    return things[0] if len(things) == 1 else None


def _description(match: Match) -> Text:
    if match.printed is None:
        return match.kind
    return Text(
        f"{match.kind.nb}, også kalt {match.printed}",
        f"{match.kind.en}, also called {match.printed}",
    )
