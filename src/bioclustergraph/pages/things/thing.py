"""What the page of a thing shows besides its description, made ready for the template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bioclustergraph import media
from bioclustergraph.describe import Value
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.pages.frame import permanent
from bioclustergraph.pages.frame.addresses import asking, document, safe
from bioclustergraph.pages.grounds.proofs import Proofs
from bioclustergraph.pages.stated.charts import charts
from bioclustergraph.pages.things import citing, sorting
from bioclustergraph.pages.things.elsewhere import elsewhere
from bioclustergraph.pages.things.lifeline import lifeline
from bioclustergraph.pages.things.years import years

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from bioclustergraph.describe import Dates, Description
    from bioclustergraph.pages.frame.rendering import Speech
    from bioclustergraph.pages.holdings import Holdings
    from bioclustergraph.pages.things.asked import Asked

_DATE: Final = f"{PREFIXES['xsd']}date"
_BOUNDS: Final = ("startEarliest", "startLatest", "endEarliest", "endLatest")
_CONTENTS: Final = 4
"""From how many groups on a page has a list of its contents."""


def values(
    held: Holdings, talk: Speech, asked: Asked, it: Description, work: citing.Work
) -> dict[str, Any]:
    """Give what the template is filled with."""
    path, day = asked.address.path, asked.day
    live = talk.links.live

    def dated(other: str) -> str:
        return talk.path(safe(asking(path, at=other, sort=asked.sort)))

    def sorting_by(column: str) -> str:
        by = f"-{column}" if asked.sort == column else column
        return talk.path(safe(asking(path, at=day, page=asked.page, sort=by)))

    why = Proofs(held).linking(asked.iri)
    itself = next((r for r in it.relations if r.side == "itself"), None)
    return {
        "data": [
            (form, safe(asking(f"{path}.{form.name}", at=day)))
            for form in media.PAGES
            if form != media.HTML
        ],
        "own": safe(path),
        "day": day,
        "dated": asked.at is not None or bool(it.relations),
        # A file is as of no day: nothing could answer for the others.
        "years": years(it.life, asked.at, dated) if live else None,
        "undated": talk.path(safe(asking(path, sort=asked.sort))),
        "to": keeping(talk, day),
        "why": why,
        "bounds": _bounds(itself.dates, why) if itself is not None else (),
        "life": lifeline(it.life, asked.at) if it.page == 1 and itself is None else None,
        "charts": charts(it.life) if it.page == 1 and itself is None else (),
        "disputes": held.disputes.on(asked.iri, (relation.iri for relation in it.relations)),
        "disputed": held.disputes.claims,
        "words": held.passages.text,
        "sort": asked.sort,
        "sorting": sorting_by if live else None,
        "ordered": lambda relations: sorting.ordered(relations, asked.sort, talk.language),
        "with_contents": len(it.groups) >= _CONTENTS,
        "elsewhere": [(words, talk.path(at)) for words, at in elsewhere(it, day)] if live else [],
        "work": work,
        "cites": [
            (form, talk.path(safe(asking(path, at=day, cite=form.name)))) for form in citing.FORMS
        ]
        if live
        else [],
        "bibtex": "" if live else citing.bibtex(work),
    }


def work(
    held: Holdings, request: Request, asked: Asked, it: Description, talk: Speech
) -> citing.Work:
    """Give the page as what is cited: where a release answers, the page that stands for good."""
    path = safe(asking(asked.address.path, at=asked.day))
    found = permanent.citation(request)
    digest = found.digest if found is not None else None
    prefix = permanent.prefix_of(digest) if digest is not None else ""
    return citing.Work(
        title=talk.say(it.title),
        iri=it.iri,
        address=f"{held.public.rstrip('/')}{prefix}{path}",
        digest=digest,
        day=asked.day,
        language=talk.language,
    )


def paging(talk: Speech, asked: Asked) -> Callable[[int], str]:
    """Give what makes the addresses of the pages of one thing."""

    def on_page(number: int) -> str:
        page = number if number > 1 else None
        at = asking(asked.address.path, at=asked.day, page=page, sort=asked.sort)
        return talk.path(safe(at))

    return on_page


def keeping(talk: Speech, day: str | None) -> Callable[[str], str | None]:
    """Give what makes links of IRIs, so that whoever has chosen a day stays on it."""
    known: dict[str, str | None] = {}

    def to(iri: str) -> str | None:
        if iri not in known:
            known[iri] = made(iri)
        return known[iri]

    def made(iri: str) -> str | None:
        if day is None or not iri.startswith(BASE):
            return talk.href(iri)
        before, hash_, fragment = document(iri).partition("#")
        return talk.path(safe(asking(before, at=day) + hash_ + fragment))

    return to


def _bounds(
    dates: Dates, why: Callable[[str, object], str | None]
) -> tuple[tuple[str, str, str | None], ...]:
    """Give the four days that the build derives of a relation, each with why."""
    found = zip(
        _BOUNDS,
        (dates.start_earliest, dates.start_latest, dates.end_earliest, dates.end_latest),
        strict=True,
    )
    return tuple(
        (name, day, why(f"{PREFIXES['bcg']}{name}", Value(day, datatype=_DATE)))
        for name, day in found
        if day is not None
    )
