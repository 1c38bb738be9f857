"""The questions by topic, and a page for each with a form for its parameters and the answer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from pyoxigraph import Literal, QuerySolutions
from starlette.responses import RedirectResponse, Response

from bioclustergraph import answers, media
from bioclustergraph.errors import Text, UnknownThing
from bioclustergraph.names import compact, fold
from bioclustergraph.namespaces import KINDS
from bioclustergraph.pages.asking import topics, workbooks
from bioclustergraph.pages.asking.fields import Choosing, Field, day
from bioclustergraph.pages.asking.grids import said
from bioclustergraph.pages.asking.showing import Showing
from bioclustergraph.pages.asking.wording import asked
from bioclustergraph.pages.asking.workbooks import GEXF, XLSX
from bioclustergraph.pages.frame.addresses import asking
from bioclustergraph.pages.frame.forms import chosen
from bioclustergraph.pages.frame.problems import Problem
from bioclustergraph.pages.frame.rendering import speech
from bioclustergraph.sources import attach, flat, nested

if TYPE_CHECKING:
    from starlette.requests import Request

    from bioclustergraph.answers import Answer
    from bioclustergraph.errors import Language
    from bioclustergraph.media import Format
    from bioclustergraph.pages.holdings import Holdings
    from bioclustergraph.queries import Question

_GRAPH: Final = re.compile(r"^\s*(CONSTRUCT|DESCRIBE)\b", re.IGNORECASE | re.MULTILINE)
_NUMBERS: Final = frozenset(
    f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "decimal", "double")
)


@dataclass(frozen=True)
class Questions:
    """The pages of the questions."""

    held: Holdings
    _ties: workbooks.Ties = field(init=False)

    def __post_init__(self) -> None:
        """Read nothing yet; what is read is kept."""
        object.__setattr__(self, "_ties", workbooks.Ties(self.held))

    @cached_property
    def _choosing(self) -> Choosing:
        return Choosing(self.held.names)

    def index(self, request: Request) -> Response:
        """List the questions by topic; ``?filter=`` and ``?topic=`` show some of them."""
        wanted = request.query_params.get("filter", "").strip()
        topic = request.query_params.get("topic", "").strip()
        talk = speech(request)
        words = [folded for one in wanted.split() if (folded := fold(one))]
        found = [
            question
            for question in self.held.questions.values()
            if (not topic or topic in question.tags)
            and all(one in fold(f"{talk.say(question.summary)} {question.name}") for one in words)
        ]
        return self.held.renderer.page(
            request,
            "questions.html",
            topics=topics.by_topic(found),
            every=topics.by_topic(self.held.questions.values()),
            total=len(self.held.questions),
            found=len(found),
            filter=wanted,
            topic=topic,
            topic_name=topics.name_of(topic) if topic else None,
            name_of=topics.name_of,
            word=asked,
        )

    def page(self, request: Request) -> Response:
        """Show a question with a form for its parameters and the answer to what is in the form.

        ``?sources=1`` shows the sources of each row, ``?sort=`` and ``?filter=`` change the table,
        ``?format=`` gives the answer as data.
        """
        question = self._named(request)
        talk = speech(request)
        fields = [
            self._field(request, question, at, talk.language)
            for at in range(len(question.parameters))
        ]
        # What nobody wrote stays as it is in the file; people get the language they read.
        values = {
            it.parameter.name: it.read or it.text
            for it in fields
            if it.is_spoken or request.query_params.get(it.parameter.name, "").strip()
        }
        cited = request.query_params.get("sources") == "1"
        if request.query_params.get("format"):
            return self._data(request, question, values, cited=cited)
        asking = question.with_sources() if cited else question
        showing = Showing(self.held, self._choosing)
        shown = showing.show(
            request,
            lambda: asking.bind(values, self.held.names.resolve),
            cited=cited,
            one_measure=any(p.name == "measure" for p in question.parameters),
        )
        kept = {
            name: text
            for name, text in request.query_params.items()
            if name not in {"sort", "order", "filter", "format"}
        }
        live = talk.links.live
        forms = self.forms(question, still=not live)
        return self.held.renderer.page(
            request,
            "question.html",
            status=shown.problem.status if shown.problem is not None else 200,
            question=question,
            fields=fields,
            shown=shown,
            sparql=shown.sparql or question.sparql,
            near=self._near(fields) if shown.problem is not None else [],
            choices={
                it.parameter.type: self._choosing.choices(it.parameter.type, talk.language)
                for it in fields
                if it.lists and live
            },
            formats=forms,
            rows=answers.ROWS,
            name_of=topics.name_of,
            number=lambda number: said(number, talk.language),
            topic=topics.first_of(question),
            network=self._network(question, fields) if live else None,
            parameters=[(it.parameter, it.text) for it in fields],
            kept=kept,
            again_with=lambda name, text: talk.links.to(
                f"/questions/{question.name}?{urlencode({**kept, name: text})}#answer"
            ),
        )

    def iri(self, request: Request) -> Response:
        """Lead from the IRI of a question to its page."""
        question = self._named(request)
        return RedirectResponse(speech(request).path(f"/questions/{question.name}"), 303)

    def forms(self, question: Question, *, still: bool = False) -> tuple[Format, ...]:
        """Give the forms in which the answer to a question can be taken away.

        Args:
            question: the question.
            still: the answer is written down once, as the file asks; a form it does not have is
                not offered then. A server says so when it is asked for.
        """
        if _is_graph(question):
            return tuple(form for form in media.GRAPHS if form != media.HTML)
        plain = tuple(f for f in media.RESULTS if f not in {media.HTML, media.PLAIN_JSON})
        more = (XLSX,) if workbooks.has_workbooks() else ()
        ties = self._ties.has(question)
        if ties and still:
            ties = bool(self._ties.edges(self.held.store.query(question.with_sources().sparql)))
        return (*plain, *more, *((GEXF,) if ties else ()))

    def _network(self, question: Question, fields: list[Field]) -> str | None:
        """Give the address of the network that shows the same, if there is one."""
        view = self._ties.view(question)
        if view is None:
            return None
        at = next((it.read or it.text for it in fields if it.is_day), None)
        of = next((it.text for it in fields if it.lists and it.parameter.type in KINDS), None)
        return asking(f"/network/{view}", at=at, of=of)

    def _field(self, request: Request, question: Question, at: int, language: Language) -> Field:
        parameter = question.parameters[at]
        written = request.query_params.get(parameter.name, "").strip()
        label = asked(parameter.name)
        if parameter.type == "language":
            return Field(parameter, label, written or language)
        text = written or self._choosing.written(parameter, language)
        read = day(parameter.name, text) if parameter.type == "date" else text
        return Field(parameter, label, text, read if read != text else None)

    def _near(self, fields: list[Field]) -> list[tuple[str, str, Text]]:
        """Give what may have been meant: the field, what to put into it, and what it is called."""
        found: list[tuple[str, str, Text]] = []
        for it in fields:
            if not it.lists:
                continue
            kind = None if it.parameter.type == "any" else it.parameter.type
            if self._is_known(it.text, kind):
                continue
            found += [
                (
                    it.parameter.name,
                    compact(name.iri),
                    self._choosing.label(name.iri) or Text(name.text, name.text),
                )
                for name in self.held.names.suggest(it.text, kind)
            ]
        return found

    def _is_known(self, text: str, kind: str | None) -> bool:
        try:
            self.held.names.resolve(text, kind)
        except UnknownThing:
            return False
        return True

    def _data(
        self, request: Request, question: Question, values: dict[str, str], *, cited: bool
    ) -> Response:
        """Give the answer to a question in the form that ``?format=`` names."""
        language = speech(request).language
        name = request.query_params.get("format")
        related = media.named(name or "", self.forms(question)) == GEXF
        asking = question.with_sources() if cited or related else question
        answer = self.held.store.query(asking.bind(values, self.held.names.resolve))
        offered = tuple(form for form in answers.offered(answer) if form != media.HTML)
        more = tuple(form for form in self.forms(question) if form in {XLSX, GEXF})
        form = chosen(request, name, (*offered, *(more if offered == _tabular() else ())))
        if form == GEXF:
            return _file(question, form, self._ties.gexf(question, answer, language))
        if cited:
            held = attach(self.held.store, self.held.project, answer, language)
            if form.name == media.JSON.name:
                return _file(question, form, nested(held), "application/json")
            answer = flat(held)
        if form == XLSX:
            return _file(question, form, self._workbook(request, question, values, answer))
        return _file(question, form, answers.serialised(answer, form))

    def _workbook(
        self, request: Request, question: Question, values: dict[str, str], answer: Answer
    ) -> bytes:
        assert isinstance(answer, QuerySolutions)  # noqa: S101  # the form is offered for rows only
        talk = speech(request)
        say = talk.say
        about = [
            (say("Spørsmål", "Question"), say(question.summary)),
            (say("Navn", "Name"), question.name),
            *((say(asked(name)), value) for name, value in values.items() if name != "lang"),
            *([(say("Utgave", "Release"), self.held.digest)] if self.held.digest else []),
            ("SPARQL", question.bind(values, self.held.names.resolve)),
        ]
        headings = [variable.value for variable in answer.variables]
        rows = [[_plain(term) for term in row] for row in answer]
        return workbooks.workbook(question.name, about, headings, rows)

    def _named(self, request: Request) -> Question:
        name = request.path_params["name"]
        if name not in self.held.questions:
            raise Problem(
                404,
                Text(f"Det finnes ikke noe spørsmål «{name}».", f"There is no question “{name}”."),
            )
        return self.held.questions[name]


def _is_graph(question: Question) -> bool:
    return _GRAPH.search(question.sparql) is not None


def _tabular() -> tuple[Format, ...]:
    return tuple(form for form in media.RESULTS if form != media.HTML)


def _file(question: Question, form: Format, body: bytes, type_: str = "") -> Response:
    """Give a file to keep, with a name to keep it by."""
    name = f'attachment; filename="{question.name}.{form.name}"'
    headers = {"Content-Disposition": name}
    return Response(body, media_type=type_ or form.content_type, headers=headers)


def _plain(term: object) -> str | float | None:
    """Give a term as a cell of a workbook: numbers are numbers, things their IRI."""
    if term is None:
        return None
    value = str(getattr(term, "value", term))
    if isinstance(term, Literal) and term.datatype.value in _NUMBERS:
        try:
            return int(value) if value.lstrip("+-").isdigit() else float(value)
        except ValueError:
            return value
    return value
