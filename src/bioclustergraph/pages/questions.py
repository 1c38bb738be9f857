"""A page for each question, with a form for its parameters and the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from bioclustergraph import answers, media, queries
from bioclustergraph.errors import QueryError, StoreError, Text, UnknownThing
from bioclustergraph.pages.forms import chosen
from bioclustergraph.pages.problems import Problem
from bioclustergraph.pages.rendering import speech
from bioclustergraph.sources import attach, by_document, flat, nested

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from bioclustergraph.pages.holdings import Holdings
    from bioclustergraph.queries import Question
    from bioclustergraph.sources import Document, Passage


@dataclass(frozen=True)
class Questions:
    """The pages of the questions."""

    held: Holdings

    def page(self, request: Request) -> Response:
        """Show a question with a form for its parameters and the answer to what is in the form.

        ``?sources=1`` shows the sources of each row, ``?format=`` gives the answer as data.
        """
        question = self._named(request)
        written = {
            p.name: request.query_params.get(p.name, "").strip() for p in question.parameters
        }
        values = {name: value for name, value in written.items() if value}
        language = speech(request).language
        for parameter in question.parameters:
            if parameter.type == "language":  # people get the language they read
                values.setdefault(parameter.name, language)
        cited = request.query_params.get("sources") == "1"
        if request.query_params.get("format"):
            return self._data(request, self._sparql(question, values, cited=cited), cited=cited)
        sparql, table, problem = question.sparql, None, None
        sources: list[list[tuple[Document, tuple[Passage, ...]]]] | None = None
        try:
            sparql = self._sparql(question, values, cited=cited)
            answer = self.held.store.query(sparql)
            if cited:
                held = attach(self.held.store, self.held.project, answer, language)
                table = answers.table(flat(held, more=False))
                sources = [list(by_document(row.sources)) for row in held.rows[: answers.ROWS]]
            else:
                table = answers.table(answer)
        except (QueryError, UnknownThing, StoreError) as error:
            problem = Problem.of(error)
        return self.held.renderer.page(
            request,
            "question.html",
            status=problem.status if problem is not None else 200,
            question=question,
            fields=[(p, written[p.name] or queries.plain(p.default)) for p in question.parameters],
            sparql=sparql,
            table=table,
            sources=sources,
            problem=problem,
            formats=media.GRAPHS if table and table.turtle is not None else media.RESULTS,
            rows=answers.ROWS,
        )

    def iri(self, request: Request) -> Response:
        """Lead from the IRI of a question to its page."""
        question = self._named(request)
        return RedirectResponse(speech(request).path(f"/questions/{question.name}"), 303)

    def _sparql(self, question: Question, values: Mapping[str, str], *, cited: bool) -> str:
        asking = question.with_sources() if cited else question
        return asking.bind(values, self.held.names.resolve)

    def _data(self, request: Request, sparql: str, *, cited: bool) -> Response:
        """Give the answer to a question in the form that ``?format=`` names."""
        answer = self.held.store.query(sparql)
        forms = tuple(form for form in answers.offered(answer) if form != media.HTML)
        form = chosen(request, request.query_params.get("format"), forms)
        if not cited:
            return Response(answers.serialised(answer, form), media_type=form.content_type)
        held = attach(self.held.store, self.held.project, answer, speech(request).language)
        if form.name == media.JSON.name:
            return Response(nested(held), media_type="application/json")
        return Response(answers.serialised(flat(held), form), media_type=form.content_type)

    def _named(self, request: Request) -> Question:
        name = request.path_params["name"]
        if name not in self.held.questions:
            raise Problem(
                404,
                Text(f"Det finnes ikke noe spørsmål «{name}».", f"There is no question “{name}”."),
            )
        return self.held.questions[name]
