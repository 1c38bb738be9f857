"""An answer on a page, to a question of ours or to a query somebody wrote: table and pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph import answers
from bioclustergraph.errors import QueryError, StoreError, UnknownThing
from bioclustergraph.pages.asking import figures
from bioclustergraph.pages.asking.grids import Grid, grid
from bioclustergraph.pages.frame.problems import Problem
from bioclustergraph.pages.frame.rendering import speech
from bioclustergraph.sources import attach, by_document, flat

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from bioclustergraph.answers import Answer, Table
    from bioclustergraph.pages.asking.fields import Choosing
    from bioclustergraph.pages.asking.figures import Figure
    from bioclustergraph.pages.holdings import Holdings
    from bioclustergraph.sources import Document, Passage

MOST: Final = 5_000
"""How many rows are read to be sorted and filtered; a page then shows the first of them."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of an answer.

    Attributes:
        sparql: what was asked; ``None`` if it could not be put together.
        grid: the rows, if it is an answer of rows.
        verdict: the answer to an ASK.
        turtle: the answer to a CONSTRUCT or a DESCRIBE.
        truncated: there are more rows than were read.
        left: how many rows were read and are not shown.
        figures: the pictures of the answer.
        cited: the sources of each row are shown.
        problem: why there is no answer.
    """

    sparql: str | None = None
    grid: Grid | None = None
    verdict: bool | None = None
    turtle: str | None = None
    truncated: bool = False
    left: int = 0
    figures: tuple[Figure, ...] = ()
    cited: bool = False
    problem: Problem | None = None


@dataclass(frozen=True)
class Showing:
    """Shows answers of what is held."""

    held: Holdings
    choosing: Choosing

    def show(
        self,
        request: Request,
        ask: Callable[[], str],
        *,
        cited: bool = False,
        one_measure: bool = False,
    ) -> Shown:
        """Ask, and show the answer as the request wants it sorted and filtered.

        Args:
            request: its language, ``?sort=``, ``?order=`` and ``?filter=`` are looked at.
            ask: puts the query together.
            cited: the query has a column of relations, whose sources are shown.
            one_measure: all figures are of one measure.
        """
        sparql = None
        try:
            sparql = ask()
            return self.shown(
                request,
                sparql,
                self.held.store.query(sparql),
                cited=cited,
                one_measure=one_measure,
            )
        except (QueryError, UnknownThing, StoreError) as error:
            return Shown(sparql, problem=Problem.of(error))

    def shown(
        self,
        request: Request,
        sparql: str,
        answer: Answer,
        *,
        cited: bool = False,
        one_measure: bool = False,
    ) -> Shown:
        """Show an answer that the store has given; see :meth:`show`.

        Raises:
            StoreError: the store failed while it answered.
        """
        language = speech(request).language
        sources: list[list[tuple[Document, tuple[Passage, ...]]]] | None = None
        if cited:
            held = attach(self.held.store, self.held.project, answer, language)
            sources = [list(by_document(row.sources)) for row in held.rows[:MOST]]
            answer = flat(held, more=False)
        table = answers.table(answer, _most(answer))
        if table.verdict is not None or table.turtle is not None:
            return Shown(
                sparql, verdict=table.verdict, turtle=table.turtle, truncated=table.truncated
            )
        return self._rows(request, sparql, table, sources, one_measure=one_measure)

    def _rows(
        self,
        request: Request,
        sparql: str,
        table: Table,
        sources: list[list[tuple[Document, tuple[Passage, ...]]]] | None,
        *,
        one_measure: bool,
    ) -> Shown:
        asked = request.query_params
        whole = grid(table, self.choosing.label, speech(request).language, sources)
        # `?sort=-x` is `?sort=x&order=desc` in one field, as a button can send it.
        sort, falling = asked.get("sort", ""), asked.get("order") == "desc"
        seen = whole.filtered(asked.get("filter", "").strip()).sorted_by(
            sort.removeprefix("-"), descending=falling or sort.startswith("-")
        )
        return Shown(
            sparql,
            grid=seen.first(answers.ROWS),
            truncated=table.truncated,
            left=max(0, len(seen.lines) - answers.ROWS),
            figures=figures.of(seen.first(answers.ROWS), one_measure=one_measure),
            cited=sources is not None,
        )


def _most(answer: Answer) -> int:
    from pyoxigraph import QuerySolutions

    return MOST if isinstance(answer, QuerySolutions) else answers.ROWS
