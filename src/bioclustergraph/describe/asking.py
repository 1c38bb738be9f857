"""The questions behind a page: files in ``queries/pages/``, asked about one IRI or about many."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, QuerySolutions, QueryTriples

from bioclustergraph import queries
from bioclustergraph.describe.model import text_of
from bioclustergraph.describe.refs import Ref, Value
from bioclustergraph.describe.words import foreign
from bioclustergraph.errors import QueryError, Text, UnknownThing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pyoxigraph import QuerySolution

    from bioclustergraph.project import Project
    from bioclustergraph.queries import Question
    from bioclustergraph.store.base import Store

_SLICE: Final = re.compile(r"^( *LIMIT) [0-9]+ OFFSET [0-9]+$", re.MULTILINE)
"""The line of a question that can be asked for a part of its rows, as it stands in the file."""

Bound = str | tuple[str, ...]
"""What a parameter is given: one value, or several to ask about at once."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Which of the rows of a sorted answer are wanted."""

    offset: int
    limit: int


def select(store: Store, project: Project, name: str, iri: str | None = None) -> list[Row]:
    """Ask ``queries/pages/<name>.rq`` about ``iri`` (or as it stands) and give its rows.

    Raises:
        UnknownThing: ``iri`` is not an IRI.
        QueryError: the query file cannot be read, or is not a SELECT about one thing.
        StoreError: the store did not answer.
    """
    return Asker(store, project).rows(name, {} if iri is None else {"thing": iri})


class Asker:
    """Asks about one page, and looks every label that is wanted up at once."""

    def __init__(self, store: Store, project: Project) -> None:
        self._store = store
        self._project = project
        self._labels = Labels(self)

    def rows(
        self, name: str, values: Mapping[str, Bound], part: Slice | None = None, label: str = ""
    ) -> list[Row]:
        """Ask ``queries/pages/<name>.rq`` and give its rows.

        Args:
            name: the question.
            values: its parameters; those of type ``any`` are IRIs.
            part: which rows; its file's ``LIMIT … OFFSET …`` otherwise.
            label: the variables whose IRIs are shown, and so need a label, if the question does not
                look them up itself.

        Raises:
            UnknownThing: a value is not an IRI.
            QueryError: the query file cannot be read, or is not a SELECT with such parameters.
            StoreError: the store did not answer.
        """
        path = _path(self._project, name)
        answer = self._store.query(_sparql(path, values, part))
        if not isinstance(answer, QuerySolutions):
            raise _unfit(path)
        columns = {variable.value: at for at, variable in enumerate(answer.variables)}
        found = [Row(columns, solution, self._labels) for solution in answer]
        for variable in label.split():
            self._labels.want(row.iri(variable) for row in found)
        return found

    def want(self, *iris: str) -> None:
        """Look the labels of these up with the next that are looked up."""
        self._labels.want(iris)

    def label(self, iri: str) -> Text:
        """Give what an IRI is called that was wanted; its prefixed name if nobody says."""
        return self._labels.of(iri) or text_of(iri, None, None)

    def triples(self, name: str, values: Mapping[str, Bound]) -> QueryTriples:
        """Ask ``queries/pages/<name>.rq`` and give its triples; errors as in :meth:`rows`."""
        path = _path(self._project, name)
        answer = self._store.query(_sparql(path, values, None))
        if not isinstance(answer, QueryTriples):
            raise _unfit(path)
        return answer


@dataclass
class Labels:
    """What things are called; those wanted since the last look are looked up together."""

    asker: Asker
    _wanted: set[str] = field(default_factory=set)
    _known: dict[str, Text | None] = field(default_factory=dict)
    _refs: dict[str, Ref] = field(default_factory=dict)

    def want(self, iris: Iterable[str | None]) -> None:
        """Remember to look these up."""
        self._wanted.update(iri for iri in iris if iri is not None)

    def of(self, iri: str) -> Text | None:
        """Give what ``iri`` is called; ``None`` if nobody says, or nobody wanted to know."""
        if self._wanted:
            self._look_up()
        return self._known.get(iri)

    def ref(self, iri: str) -> Ref:
        """Give ``iri`` with what it is called; the same one each time, as most come many times."""
        if self._wanted:
            self._look_up()
        found = self._refs.get(iri)
        if found is None:
            label = self._known.get(iri) or foreign(iri) or text_of(iri, None, None)
            found = self._refs[iri] = Ref(iri, label)
        return found

    def _look_up(self) -> None:
        unknown = sorted(self._wanted - self._known.keys())
        self._wanted.clear()
        self._known.update(dict.fromkeys(unknown))
        found: dict[str, dict[str | None, str]] = {}
        for row in self.asker.rows("labels", {"thing": tuple(unknown)}) if unknown else ():
            iri, label = row.iri("thing"), row.term("label")
            if iri is not None and isinstance(label, Value):
                found.setdefault(iri, {}).setdefault(label.language, label.text)
        for iri, said in found.items():
            self._known[iri] = text_of(iri, said.get("nb"), said.get("en"))
            self._refs.pop(iri, None)


class Row:
    """One row of an answer, read by the names of its variables."""

    __slots__ = ("_columns", "_labels", "_terms")

    def __init__(self, columns: Mapping[str, int], solution: QuerySolution, labels: Labels) -> None:
        self._columns = columns
        self._terms = tuple(solution)
        self._labels = labels

    def term(self, variable: str) -> Ref | Value | None:
        """Give the value; an IRI comes with its label.

        That is in ``<variable>Nb`` and ``<variable>En`` where the question gives these.
        """
        term = self._term(variable)
        if isinstance(term, NamedNode):
            iri = term.value
            if f"{variable}Nb" in self._columns:
                nb, en = self.text(f"{variable}Nb"), self.text(f"{variable}En")
                return Ref(iri, text_of(iri, nb, en))
            return self._labels.ref(iri)
        return shown(term)

    def ref(self, variable: str) -> Ref | None:
        """Give the value if it is an IRI."""
        term = self.term(variable)
        return term if isinstance(term, Ref) else None

    def iri(self, variable: str) -> str | None:
        """Give the value if it is an IRI, without its label."""
        term = self._term(variable)
        return term.value if isinstance(term, NamedNode) else None

    def text(self, variable: str) -> str | None:
        """Give the lexical form if the value is a literal."""
        term = self._term(variable)
        return term.value if isinstance(term, Literal) else None

    def _term(self, variable: str) -> object:
        at = self._columns.get(variable)
        return None if at is None else self._terms[at]


def shown(term: object, nb: str | None = None, en: str | None = None) -> Ref | Value | None:
    """Make a value to show of a term of an answer; ``nb`` and ``en`` are its labels if an IRI."""
    if isinstance(term, NamedNode):
        return Ref(term.value, text_of(term.value, nb, en))
    if isinstance(term, Literal):
        plain = term.language is not None or term.datatype.value.endswith("#string")
        return Value(term.value, term.language, None if plain else term.datatype.value)
    return None  # unbound, or a blank node, which has no name to show


def _path(project: Project, name: str) -> Path:
    return project.queries / "pages" / f"{name}.rq"


def _sparql(path: Path, values: Mapping[str, Bound], part: Slice | None) -> str:
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        changed = 0  # to read it says what is wrong
    question = _loaded(path, changed)
    sparql = question.bind(values, lambda text, _: _checked(text)) if values else question.sparql
    if part is None:
        return sparql
    return _SLICE.sub(rf"\1 {part.limit} OFFSET {part.offset}", sparql)


@lru_cache(maxsize=64)
def _loaded(path: Path, changed: int) -> Question:  # noqa: ARG001 - read anew when it has changed
    """Read a question; a page asks eight, and to read a header takes longer than most answers."""
    return queries.load(path)


def _checked(iri: str) -> str:
    """Refuse what is not an IRI, and so could break out of the query."""
    try:
        return NamedNode(iri).value
    except ValueError as error:
        raise UnknownThing(Text(f"«{iri}» er ikke en IRI.", f"“{iri}” is not an IRI.")) from error


def _unfit(path: Path) -> QueryError:
    return QueryError(
        Text(
            "Spørsmålet er ikke av det slaget siden trenger.",
            "The question is not of the sort the page needs.",
        ),
        path=path,
    )
