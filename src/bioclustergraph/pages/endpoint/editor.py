"""The SPARQL page for people: a box to write a query in, examples, and the answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from bioclustergraph import answers, media
from bioclustergraph.describe import select
from bioclustergraph.errors import StoreError
from bioclustergraph.names import compact
from bioclustergraph.namespaces import PREFIXES
from bioclustergraph.pages.asking import topics
from bioclustergraph.pages.asking.fields import Choosing
from bioclustergraph.pages.asking.grids import said
from bioclustergraph.pages.asking.showing import Showing, Shown
from bioclustergraph.pages.frame.problems import Problem
from bioclustergraph.pages.frame.rendering import speech

if TYPE_CHECKING:
    from starlette.requests import Request

    from bioclustergraph.answers import Answer
    from bioclustergraph.pages.holdings import Holdings

TERMS: Final = "/sparql/terms"
"""What the editor completes: prefixes, classes, properties and concepts, as JSON."""


@dataclass(frozen=True)
class Editor:
    """The page with the box."""

    held: Holdings

    def page(
        self,
        request: Request,
        sparql: str,
        answer: Answer | None = None,
        *,
        problem: Problem | None = None,
    ) -> Response:
        """Show a query, and its answer if there is one.

        Args:
            request: what was asked; ``?example=`` names a question whose query is shown.
            sparql: the query; empty for none.
            answer: of the store, not yet read.
            problem: why there is no answer.
        """
        example = self.held.questions.get(request.query_params.get("example", ""))
        if not sparql and example is not None:
            sparql = example.sparql
        shown = None
        if answer is not None:
            try:
                shown = Showing(self.held, self._choosing).shown(request, sparql, answer)
            except StoreError as error:
                problem = Problem.of(error)
        talk = speech(request)
        turtle = shown is not None and shown.turtle is not None
        return self.held.renderer.page(
            request,
            "sparql.html",
            status=problem.status if problem is not None else 200,
            sparql=sparql,
            shown=shown or Shown(sparql),
            answered=shown is not None,
            problem=problem,
            example=example,
            topics=topics.by_topic(self.held.questions.values()),
            formats=media.GRAPHS if turtle else media.RESULTS,
            rows=answers.ROWS,
            number=lambda number: said(number, talk.language),
            terms=TERMS,
            kept={
                name: text
                for name, text in request.query_params.items()
                if name not in {"sort", "order", "filter", "format", "edit", "query"}
            },
        )

    def terms(self, request: Request) -> Response:
        """Give what can be completed, each with what it is called."""
        language = speech(request).language
        held: dict[str, list[tuple[str, str]]] = {"classes": [], "properties": [], "concepts": []}
        for row in select(self.held.store, self.held.project, "terms"):
            iri, sort = row.iri("term"), row.text("sort")
            label = self._choosing.label(iri) if iri else None
            if iri and sort in held:
                said_ = label.in_language(language) if label is not None else ""
                held[sort].append((compact(iri), said_))
        body = json.dumps({"prefixes": PREFIXES, **held}, ensure_ascii=False)
        headers = {"Vary": "Accept-Language"}
        return Response(body, media_type="application/json", headers=headers)

    @cached_property
    def _choosing(self) -> Choosing:
        return Choosing(self.held.names)
