"""The pages for people: the front page, one for each question and one for each IRI."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.responses import RedirectResponse, Response

from bioclustergraph import answers, media, queries
from bioclustergraph.describe import Ref, describe, select, triples
from bioclustergraph.errors import QueryError, StoreError, Text, UnknownThing
from bioclustergraph.names import Names, key_of
from bioclustergraph.namespaces import BASE
from bioclustergraph.server.problems import Problem
from bioclustergraph.server.rendering import speech
from bioclustergraph.server.sparql import chosen
from bioclustergraph.sources import attach, by_document, flat, nested

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from bioclustergraph.project import Project
    from bioclustergraph.queries import Question
    from bioclustergraph.server.rendering import Renderer
    from bioclustergraph.sources import Document, Passage
    from bioclustergraph.store.base import Store

_SUFFIXES: Final = {f".{form.name}": form.name for form in media.PAGES}


@dataclass(frozen=True)
class Pages:
    """The pages of one store and one project.

    Attributes:
        store: what is shown.
        project: whose page questions are asked.
        questions: what can be asked, by name.
        renderer: makes the pages.
    """

    store: Store
    project: Project
    questions: Mapping[str, Question]
    renderer: Renderer

    def home(self, request: Request) -> Response:
        """Show what this is, what it holds, and the ways in."""
        rows = select(self.store, self.project, "counts")
        counts = {ref.name: row.text("count") for row in rows if (ref := row.ref("class"))}
        clusters = select(self.store, self.project, "clusters")
        return self.renderer.page(
            request,
            "home.html",
            counts=counts,
            clusters=[(row.ref("thing"), row.text("relations")) for row in clusters],
            questions=list(self.questions.values()),
        )

    def question(self, request: Request) -> Response:
        """Show a question with a form for its parameters and the answer to what is in the form.

        ``?sources=1`` shows the sources of each row, ``?format=`` gives the answer as data.
        """
        question = self._question(request)
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
            answer = self.store.query(sparql)
            if cited:
                held = attach(self.store, self.project, answer, language)
                table = answers.table(flat(held, more=False))
                sources = [list(by_document(row.sources)) for row in held.rows[: answers.ROWS]]
            else:
                table = answers.table(answer)
        except (QueryError, UnknownThing, StoreError) as error:
            problem = Problem.of(error)
        return self.renderer.page(
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

    def _sparql(self, question: Question, values: Mapping[str, str], *, cited: bool) -> str:
        asking = question.with_sources() if cited else question
        return asking.bind(values, self._names().resolve)

    def _data(self, request: Request, sparql: str, *, cited: bool) -> Response:
        """Give the answer to a question in the form that ``?format=`` names."""
        answer = self.store.query(sparql)
        forms = tuple(form for form in answers.offered(answer) if form != media.HTML)
        form = chosen(request, request.query_params.get("format"), forms)
        if not cited:
            return Response(answers.serialised(answer, form), media_type=form.content_type)
        held = attach(self.store, self.project, answer, speech(request).language)
        if form.name == media.JSON.name:
            return Response(nested(held), media_type="application/json")
        return Response(answers.serialised(flat(held), form), media_type=form.content_type)

    def question_iri(self, request: Request) -> Response:
        """Lead from the IRI of a question to its page."""
        question = self._question(request)
        return RedirectResponse(speech(request).path(f"/questions/{question.name}"), 303)

    def find(self, request: Request) -> Response:
        """Lead from a name to the page of what has it."""
        name = request.query_params.get("name", "").strip()
        talk = speech(request)
        if not name:
            return RedirectResponse(talk.path("/"), 303)
        try:
            iri = self._names().resolve(name)
        except UnknownThing as error:
            raise self._unknown(error, name) from error
        # What is not ours has no page here; we do not send people on to anywhere on the web.
        if not iri.startswith(BASE):
            raise Problem(404, Text(f"{iri} er ikke en av våre.", f"{iri} is not one of ours."))
        return RedirectResponse(talk.href(iri) or "/", 303)

    def resource(self, request: Request) -> Response:
        """Show everything about one IRI, as a page or as data."""
        iri, suffix = named_by(request)
        form = chosen(request, suffix or request.query_params.get("format"), media.PAGES)
        try:
            if form != media.HTML:
                found = triples(self.store, iri, project=self.project)
                body = answers.graph(found, form)
                return Response(body, headers={"Vary": "Accept"}, media_type=form.content_type)
            described = describe(self.store, iri, project=self.project)
        except UnknownThing as error:
            raise self._unknown(error, key_of(iri)) from error
        path = "/" + iri.removeprefix(BASE)
        return self.renderer.page(
            request,
            "resource.html",
            it=described,
            data=[(form, f"{path}.{form.name}") for form in media.DATA],
        )

    def _names(self) -> Names:
        return Names.of(self.store, self.project)

    def _question(self, request: Request) -> Question:
        name = request.path_params["name"]
        if name not in self.questions:
            raise Problem(
                404,
                Text(f"Det finnes ikke noe spørsmål «{name}».", f"There is no question “{name}”."),
            )
        return self.questions[name]

    def _unknown(self, error: UnknownThing, name: str) -> Problem:
        """Say that something is not known, with links to what may have been meant."""
        near = self._names().suggest(name)
        suggestions = [
            Ref(found.iri, self._names().label(found.iri) or Text(found.text, found.text))
            for found in near
        ]
        # The links say what the hint says.
        detail = error.message if suggestions else Problem.of(error).detail
        return Problem(404, detail, suggestions=suggestions)


def named_by(request: Request) -> tuple[str, str | None]:
    """Give the IRI whose page a path is, and the form that its suffix names, if any.

    The path is taken as it was sent: an IRI with ``%C3%A5`` in it is another than one with ``å``.
    """
    path = request.scope.get("raw_path", b"").decode("ascii", "replace").partition("?")[0]
    path = path or request.url.path
    for suffix, name in _SUFFIXES.items():
        if path.endswith(suffix):
            return BASE + path.removesuffix(suffix).removeprefix("/"), name
    return BASE + path.removeprefix("/"), None
