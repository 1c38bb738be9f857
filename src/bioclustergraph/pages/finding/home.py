"""The front page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph.describe import select
from bioclustergraph.errors import Text
from bioclustergraph.names import expand
from bioclustergraph.queries import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from bioclustergraph.pages.holdings import Holdings
    from bioclustergraph.queries import Question

_ASKED: Final[Mapping[str, Text]] = {
    "members-at": Text("Hvem var med i {cluster} {at}?", "Who was in {cluster} on {at}?"),
    "names-of": Text("Hva har {thing} vært kalt?", "What has {thing} been called?"),
    "joint-project-partners": Text("Hvem er sammen om {project}?", "Who shares {project}?"),
    "mergers": Text("Hvem gikk opp i hvem?", "Who became part of whom?"),
    "funding-in-year": Text("Hvem fikk penger i {year}?", "Who had funding in {year}?"),
    "differing-statistics": Text("Hvor er kildenes tall ulike?", "Where do the figures differ?"),
}
"""The questions that the front page offers, in everyday words with the examples of the files."""

_OFFERED: Final = 6

_MONTHS: Final = (
    ("januar", "January"),
    ("februar", "February"),
    ("mars", "March"),
    ("april", "April"),
    ("mai", "May"),
    ("juni", "June"),
    ("juli", "July"),
    ("august", "August"),
    ("september", "September"),
    ("oktober", "October"),
    ("november", "November"),
    ("desember", "December"),
)


@dataclass(frozen=True)
class Home:
    """The front page of what is held."""

    held: Holdings

    def page(self, request: Request) -> Response:
        """Show what this is, what it holds, and the ways in."""
        clusters = select(self.held.store, self.held.project, "clusters")
        return self.held.renderer.page(
            request,
            "home.html",
            counts=self.held.counts,
            clusters=[(row.ref("thing"), row.text("relations")) for row in clusters],
            questions=self._questions(),
            number_of_questions=len(self.held.questions),
            sketch=self.held.sketch,
        )

    def _questions(self) -> list[tuple[str, Text, Text | None]]:
        """Give the questions to offer: name, what is asked, and more about it.

        Where the project has none of those names, others.
        """
        every = self.held.questions
        ours = [
            (name, self._worded(words, every[name]), every[name].summary)
            for name, words in _ASKED.items()
            if name in every
        ]
        more = [(name, it.summary, None) for name, it in every.items() if name not in _ASKED]
        return [*ours, *more][:_OFFERED]

    def _worded(self, words: Text, question: Question) -> Text:
        """Put the examples of a question into its words."""
        nb, en = {}, {}
        for parameter in question.parameters:
            iri = expand(parameter.default)
            label = None if iri is None else self.held.names.label(iri)
            text = plain(parameter.default)
            nb[parameter.name] = _day(text).nb if label is None else label.nb
            en[parameter.name] = _day(text).en if label is None else label.en
        return Text(words.nb.format_map(nb), words.en.format_map(en))


def _day(text: str) -> Text:
    """Give a date in words; what is none as it is."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return Text(text, text)
    nb, en = _MONTHS[day.month - 1]
    return Text(f"{day.day}. {nb} {day.year}", f"{day.day} {en} {day.year}")
