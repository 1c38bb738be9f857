"""Browsing: everything there is, sorted by facets that can be combined, as a page, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import Response

from bioclustergraph import media
from bioclustergraph.errors import Text
from bioclustergraph.names import compact, expand
from bioclustergraph.namespaces import KINDS
from bioclustergraph.pages.browsing.facets import CERTAINTIES, Chosen, Collection
from bioclustergraph.pages.frame.addresses import asking, document, safe
from bioclustergraph.pages.frame.days import beside, day_of
from bioclustergraph.pages.frame.forms import chosen as form_of
from bioclustergraph.pages.frame.problems import Problem
from bioclustergraph.pages.frame.rendering import speech
from bioclustergraph.pages.kept.ranks import alphabetically, certainty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from starlette.requests import Request

    from bioclustergraph.errors import Language
    from bioclustergraph.pages.browsing.facets import Choice, Found, Standing, Thing
    from bioclustergraph.pages.frame.rendering import Speech
    from bioclustergraph.pages.holdings import Holdings

PATH: Final = "/browse"

PAGE: Final = 50
"""How many things are on one page."""

SHOWN: Final = 8
"""How many choices of a facet are seen at once; the rest is folded away."""

FORMS: Final = (media.HTML, media.CSV, media.PLAIN_JSON)

SORTS: Final = {
    "name": Text("navn", "name"),
    "kind": Text("slag", "kind"),
    "relations": Text("flest relasjoner", "most relations"),
}

HEADINGS: Final = {
    "kind": Text("Slag", "Kind"),
    "certainty": Text("Hvor sikkert den dagen", "How certain on the day"),
    "level": Text("Nivå i klyngeprogrammet", "Level in the cluster programme"),
    "place": Text("Sted", "Place"),
    "role": Text("Rolle", "Role"),
    "sector": Text("Arbeider med (kildenes ord)", "Works with (in the sources’ words)"),
}
"""The facets in the order in which they are shown."""

_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: what is chosen, in which order, and which page of it."""

    chosen: Chosen
    sort: str
    page: int

    def address(self, **changes: str | None) -> str:
        """Give the address of the same, with some of it changed, and from the first page on."""
        it = self.chosen
        fields: dict[str, str | None] = {
            "kind": it.kind,
            "level": _name(it.level),
            "place": _name(it.place),
            "role": _name(it.role),
            "sector": it.sector,
            "certainty": it.certainty,
            "q": it.text or None,
            "at": it.at,
            "sort": self.sort if self.sort != next(iter(SORTS)) else None,
        }
        return safe(asking(PATH, **(fields | changes)))


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in the list.

    Attributes:
        thing: the thing.
        kind: what its kind is called.
        certainty: how well it fits on the day.
        places: where it is.
        levels: its levels in the cluster programme.
        roles: its roles.
        relations: how many relations it takes part in.
    """

    thing: Thing
    kind: Text
    certainty: str
    places: tuple[Text, ...]
    levels: tuple[Text, ...]
    roles: tuple[Text, ...]
    relations: int


@dataclass(frozen=True)
class Browse:
    """The page of everything."""

    held: Holdings

    @cached_property
    def collection(self) -> Collection:
        """Everything there is; read when first asked for."""
        return Collection.read(self.held)

    def page(self, request: Request) -> Response:
        """Show what is chosen, and what more can be.

        Raises:
            Problem: a choice is none that there is, or no form is accepted.
        """
        form = form_of(request, request.query_params.get("format"), FORMS)
        asked = self._asked(request)
        standing = self.collection.on(asked.chosen.at)
        found = standing.find(asked.chosen)
        talk = speech(request)
        lines = _sorted(self._lines(standing, found), asked.sort, talk.language)
        if form == media.CSV:
            return Response(_csv(asked, lines), headers=_VARY, media_type=form.content_type)
        if form == media.PLAIN_JSON:
            return Response(_json(asked, found, lines), headers=_VARY, media_type=form.content_type)
        return self._html(request, asked, found, lines)

    def _html(
        self, request: Request, asked: Asked, found: Found, lines: Sequence[Line]
    ) -> Response:
        talk, it = speech(request), asked.chosen
        pages = max(1, -(-len(lines) // PAGE))
        if asked.page > pages:
            raise Problem(
                404,
                Text(
                    f"Det er ingen side {asked.page}; den siste er {pages}.",
                    f"There is no page {asked.page}; the last is {pages}.",
                ),
            )

        def to(**changes: str | None) -> str:
            return talk.path(asked.address(**changes))

        def on_page(number: int) -> str:
            return to(page=str(number) if number > 1 else None)

        response = self.held.renderer.page(
            request,
            "browse.html",
            asked=asked,
            lines=lines[(asked.page - 1) * PAGE : asked.page * PAGE],
            total=len(lines),
            first=(asked.page - 1) * PAGE + 1,
            pages=pages,
            on_page=on_page,
            facets=[
                (name, heading, found.choices[name])
                for name, heading in HEADINGS.items()
                if found.choices.get(name)
            ],
            active=list(self._active(found, it, talk)),
            kinds=self.collection.kinds,
            shown=SHOWN,
            sorts=SORTS,
            to=to,
            thing_at=_keeping(talk, it.at),
            beside=beside(it.at),
            data=[(f, asked.address(format=f.name)) for f in FORMS if f != media.HTML],
        )
        links = [f'<{on_page(asked.page - 1)}>; rel="prev"'] if asked.page > 1 else []
        links += [f'<{on_page(asked.page + 1)}>; rel="next"'] if asked.page < pages else []
        if links:
            response.headers["Link"] = ", ".join(links)
        return response

    def _active(self, found: Found, it: Chosen, talk: Speech) -> Iterator[tuple[str, Text, str]]:
        """Give what is chosen now: the parameter, its heading, and what the value is called."""
        for name, heading in HEADINGS.items():
            for choice in found.choices.get(name, ()):
                if choice.chosen:
                    yield name, heading, talk.say(choice.label)
        if it.text:
            yield "q", Text("Navn med", "Name with"), it.text

    def _lines(self, standing: Standing, found: Found) -> Iterator[Line]:
        for iri, rank in found.ranks.items():
            thing = self.collection.things[iri]
            yield Line(
                thing,
                self.collection.kinds[thing.kind],
                certainty(rank),
                tuple(label for label, _ in standing.values("place", iri)),
                tuple(label for label, _ in standing.values("level", iri)),
                tuple(label for label, _ in standing.values("role", iri)),
                standing.relations.get(iri, 0),
            )

    # --- what is asked ----------------------------------------------------------------------------

    def _asked(self, request: Request) -> Asked:
        given = {name: text.strip() for name, text in request.query_params.items()}
        at = day_of(given.get("at", ""))
        sure = _one_of("certainty", given.get("certainty"), CERTAINTIES)
        page = given.get("page") or "1"
        if not (page.isascii() and page.isdigit() and len(page) <= _DIGITS and int(page) > 0):
            raise _no_such("page", page, ("1", "2", "…"))  # noqa: EM101 - the name of a parameter
        chosen = Chosen(
            kind=_one_of("kind", given.get("kind"), KINDS),
            level=self._value("level", given.get("level")),
            place=self._value("place", given.get("place")),
            role=self._value("role", given.get("role")),
            sector=given.get("sector") or None,
            certainty=sure if at is not None else None,
            text=given.get("q", ""),
            at=at,
        )
        return Asked(chosen, _one_of("sort", given.get("sort"), tuple(SORTS)) or "name", int(page))

    def _value(self, facet: str, text: str | None) -> str | None:
        """Find the value that is meant: an IRI, a prefixed name, or its last part.

        Raises:
            Problem: there is none such.
        """
        if not text:
            return None
        known = {fact.value for fact in self.collection.facts.get(facet, ())}
        if facet == "place":  # one where nothing is known to be is a place too
            known |= set(self.held.names.of_kind("place"))
        iri = expand(text)
        meant = [iri] if iri in known else [v for v in known if v.rpartition("/")[2] == text]
        if len(meant) != 1 or meant[0] is None:
            raise _no_such(facet, text, tuple(sorted(compact(value) for value in known)))
        return meant[0]


_VARY: Final = {"Vary": "Accept, Accept-Language"}
_LISTED: Final = 12


def _name(value: str | None) -> str | None:
    return None if value is None else compact(value)


def _keeping(talk: Speech, day: str | None) -> Callable[[str], str | None]:
    """Give what makes links to things, so that whoever has chosen a day stays on it."""

    def to(iri: str) -> str | None:
        if day is None:
            return talk.href(iri)
        return talk.path(safe(asking(document(iri), at=day)))

    return to


def _one_of(name: str, text: str | None, known: Sequence[str]) -> str | None:
    if not text:
        return None
    if text not in known:
        raise _no_such(name, text, known)
    return text


def _no_such(name: str, text: str, known: Sequence[str]) -> Problem:
    listed = ", ".join(known[:_LISTED]) + (" …" if len(known) > _LISTED else "")
    return Problem(
        400,
        Text(
            f"{name}: «{text}» finnes ikke. Velg for eksempel en av {listed}.",
            f"{name}: there is no “{text}”. Choose for example one of {listed}.",
        ),
    )


# --- forms ----------------------------------------------------------------------------------------


def _sorted(lines: Iterator[Line], sort: str, language: Language) -> list[Line]:
    def order(line: Line) -> tuple[Any, ...]:
        name = alphabetically(line.thing.label.in_language(language)), line.thing.iri
        if sort == "kind":
            return alphabetically(line.kind.in_language(language)), *name
        return (-line.relations, *name) if sort == "relations" else name

    return sorted(lines, key=order)


def _csv(asked: Asked, lines: Sequence[Line]) -> str:
    out = io.StringIO()
    rows = csv.writer(out)  # RFC 4180: a quoted cell, and CRLF
    rows.writerow(
        [
            "thing",
            "kind",
            "name_nb",
            "name_en",
            "certainty",
            "places",
            "levels",
            "roles",
            "relations",
        ]
    )
    for line in lines:
        several = (line.places, line.levels, line.roles)
        rows.writerow(
            [
                line.thing.iri,
                line.thing.kind,
                line.thing.label.nb,
                line.thing.label.en,
                line.certainty if asked.chosen.at is not None else None,
                *("; ".join(text.nb for text in texts) for texts in several),
                line.relations,
            ]
        )
    return out.getvalue()


def _json(asked: Asked, found: Found, lines: Sequence[Line]) -> str:
    said = {
        "at": asked.chosen.at,
        "address": replace(asked, page=1).address(),
        "total": len(lines),
        "facets": {
            name: [_counted(choice) for choice in choices]
            for name, choices in found.choices.items()
        },
        "things": [
            {
                "thing": line.thing.iri,
                "kind": line.thing.kind,
                "name": _texts(line.thing.label),
                "certainty": line.certainty if asked.chosen.at is not None else None,
                "places": [_texts(text) for text in line.places],
                "levels": [_texts(text) for text in line.levels],
                "roles": [_texts(text) for text in line.roles],
                "relations": line.relations,
            }
            for line in lines
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _counted(choice: Choice) -> dict[str, Any]:
    return {
        "value": choice.value,
        "label": _texts(choice.label),
        "count": choice.count,
        "chosen": choice.chosen,
    }


def _texts(text: Text) -> dict[str, str]:
    return {"nb": text.nb, "en": text.en}
