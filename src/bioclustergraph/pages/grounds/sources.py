"""What the graph rests on: the page of the source documents, and how much of each has been read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from bioclustergraph.describe.asking import Asker
from bioclustergraph.pages.grounds.readings import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.responses import Response

    from bioclustergraph.describe import Ref
    from bioclustergraph.describe.asking import Row
    from bioclustergraph.pages.holdings import Holdings


@dataclass(frozen=True, slots=True)
class Complete:
    """How complete a list of a source is, and where the source says so.

    Attributes:
        statement: the statement.
        thing: whose list it is.
        kind: of which relations.
        degree: how complete.
        time: for when, as precisely as is stated.
        document: the source.
        passages: the IRIs of the passages that say so.
    """

    statement: Ref | None
    thing: Ref | None
    kind: Ref | None
    degree: Ref | None
    time: str | None
    document: Ref | None
    passages: tuple[str, ...]


@dataclass(frozen=True)
class Sources:
    """The pages of the source documents."""

    held: Holdings

    def page(self, request: Request) -> Response:
        """List the documents: when, by whom, in which language, where to read, about what."""
        return self.held.renderer.page(request, "sources.html", readings=read(self.held))

    def coverage(self, request: Request) -> Response:
        """Show how much of each document has been read, and which lists are complete."""
        readings = read(self.held)
        return self.held.renderer.page(
            request,
            "coverage.html",
            readings=readings,
            characters=sum(reading.characters for reading in readings),
            covered=sum(reading.covered for reading in readings),
            passages=sum(reading.passages for reading in readings),
            complete=list(self._complete()),
        )

    def _complete(self) -> Iterator[Complete]:
        asker = Asker(self.held.store, self.held.project)
        rows = asker.rows("completeness-statements", {}, label="thing kind degree document")
        for _, members in groupby(rows, key=lambda row: row.iri("statement")):
            yield _together(list(members))


def _together(rows: list[Row]) -> Complete:
    first = rows[0]
    return Complete(
        statement=first.ref("statement"),
        thing=first.ref("thing"),
        kind=first.ref("kind"),
        degree=first.ref("degree"),
        time=first.text("time"),
        document=first.ref("document"),
        passages=tuple(iri for row in rows if (iri := row.iri("passage")) is not None),
    )
