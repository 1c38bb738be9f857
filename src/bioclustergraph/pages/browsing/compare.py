"""The page that holds two clusters beside each other on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph.describe import select
from bioclustergraph.errors import Text, UnknownThing
from bioclustergraph.names import kind_of
from bioclustergraph.pages.browsing.comparing import SHOWN, TOGETHER, compare
from bioclustergraph.pages.finding.search import unknown
from bioclustergraph.pages.frame.addresses import asking, document, safe
from bioclustergraph.pages.frame.days import beside, day_of
from bioclustergraph.pages.frame.problems import Problem
from bioclustergraph.pages.frame.rendering import speech
from bioclustergraph.pages.kept.ranks import alphabetically

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from bioclustergraph.errors import Language
    from bioclustergraph.pages.frame.rendering import Speech
    from bioclustergraph.pages.holdings import Holdings

PATH: Final = "/compare"


@dataclass(frozen=True)
class Compare:
    """Two clusters beside each other."""

    held: Holdings

    def page(self, request: Request) -> Response:
        """Compare the two that are named, or ask which.

        Raises:
            Problem: one of them is no cluster, both are the same, or the day is none.
        """
        day = day_of(request.query_params.get("at", ""))
        one, two = (self._named(request, side) for side in ("a", "b"))
        if one is not None and one == two:
            raise Problem(
                400,
                Text(
                    "Begge er den samme klyngen. Velg to ulike.",
                    "Both are the same cluster. Choose two.",
                ),
            )
        both = one is not None and two is not None
        talk = speech(request)

        def at(day: str | None, *, swapped: bool = False) -> str:
            first, second = (two, one) if swapped else (one, two)
            return talk.path(address_of(first, second, day))

        return self.held.renderer.page(
            request,
            "compare.html",
            day=day,
            a=one,
            b=two,
            clusters=self._clusters(talk.language),
            it=compare(self.held, one, two, day) if one and two else None,
            pairs=[] if both else self._pairs(talk, day),
            kinds=TOGETHER,
            most=SHOWN,
            at=at,
            beside=beside(day),
            to=_keeping(talk, day),
        )

    def _named(self, request: Request, name: str) -> str | None:
        """Find the cluster that is meant by its key, prefixed name, IRI or a printed name."""
        text = request.query_params.get(name, "").strip()
        if not text:
            return None
        try:
            return self.held.names.resolve(text, "cluster")
        except UnknownThing as error:
            raise unknown(self.held.names, error, text) from error

    def _clusters(self, language: Language) -> list[tuple[str, str, Text]]:
        """Give every cluster: its key, its IRI and what it is called, by name."""
        rows = select(self.held.store, self.held.project, "clusters")
        refs = {ref.iri: ref for row in rows if (ref := row.ref("thing")) is not None}
        return [
            (ref.iri.rpartition("/")[2], ref.iri, ref.label)
            for ref in sorted(
                refs.values(), key=lambda ref: alphabetically(ref.label.in_language(language))
            )
            if kind_of(ref.iri) == "cluster"
        ]

    def _pairs(self, talk: Speech, day: str | None) -> list[tuple[str, Text, Text, str]]:
        found = []
        for row in select(self.held.store, self.held.project, "compare-pairs"):
            one, two = row.ref("one"), row.ref("two")
            if one is not None and two is not None:
                address = talk.path(address_of(one.iri, two.iri, day))
                found.append((address, one.label, two.label, row.text("count") or ""))
        return found


def address_of(one: str | None, two: str | None, day: str | None) -> str:
    """Give the address where two clusters are compared.

    >>> address_of(
    ...     "https://w3id.org/bioclustergraph/id/cluster/x",
    ...     "https://w3id.org/bioclustergraph/id/cluster/y",
    ...     None,
    ... )
    '/compare?a=x&b=y'
    """
    a, b = (None if iri is None else iri.rpartition("/")[2] for iri in (one, two))
    return safe(asking(PATH, a=a, b=b, at=day))


def _keeping(talk: Speech, day: str | None) -> Callable[[str], str | None]:
    """Give what makes links, so that whoever has chosen a day stays on it."""

    def to(iri: str) -> str | None:
        if day is None or kind_of(iri) is None:
            return talk.href(iri)
        return talk.path(safe(asking(document(iri), at=day)))

    return to
