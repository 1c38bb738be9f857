"""The questions behind a page: files in ``queries/pages/``, asked about one IRI."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bioclustergraph import queries
from bioclustergraph.describe.model import text_of
from bioclustergraph.describe.refs import Ref, Value
from bioclustergraph.errors import QueryError, Text, UnknownThing

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import QuerySolution, QueryTriples

    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store


def select(store: Store, project: Project, name: str, iri: str | None = None) -> list[Row]:
    """Ask ``queries/pages/<name>.rq`` about ``iri`` (or as it stands) and give its rows.

    Raises:
        UnknownThing: ``iri`` is not an IRI.
        QueryError: the query file cannot be read, or is not a SELECT about one thing.
        StoreError: the store did not answer.
    """
    from pyoxigraph import QuerySolutions

    path = _path(project, name)
    answer = store.query(_sparql(path, iri))
    if not isinstance(answer, QuerySolutions):
        raise _unfit(path)
    names = frozenset(variable.value for variable in answer.variables)
    return [Row(names, solution) for solution in answer]


def construct(store: Store, project: Project, name: str, iri: str) -> QueryTriples:
    """Ask ``queries/pages/<name>.rq`` about ``iri`` and give its triples; errors as in select."""
    from pyoxigraph import QueryTriples

    path = _path(project, name)
    answer = store.query(_sparql(path, iri))
    if not isinstance(answer, QueryTriples):
        raise _unfit(path)
    return answer


class Row:
    """One row of an answer, read by the names of its variables."""

    def __init__(self, names: frozenset[str], solution: QuerySolution) -> None:
        self._names = names
        self._solution = solution

    def term(self, variable: str) -> Ref | Value | None:
        """Give the value; an IRI comes with the labels in ``<variable>Nb`` and ``<variable>En``."""
        return shown(self._term(variable), self.text(f"{variable}Nb"), self.text(f"{variable}En"))

    def ref(self, variable: str) -> Ref | None:
        """Give the value if it is an IRI."""
        term = self.term(variable)
        return term if isinstance(term, Ref) else None

    def text(self, variable: str) -> str | None:
        """Give the lexical form if the value is a literal."""
        from pyoxigraph import Literal

        term = self._term(variable)
        return term.value if isinstance(term, Literal) else None

    def _term(self, variable: str) -> object:
        return self._solution[variable] if variable in self._names else None


def shown(term: object, nb: str | None = None, en: str | None = None) -> Ref | Value | None:
    """Make a value to show of a term of an answer; ``nb`` and ``en`` are its labels if an IRI."""
    from pyoxigraph import Literal, NamedNode

    if isinstance(term, NamedNode):
        return Ref(term.value, text_of(term.value, nb, en))
    if isinstance(term, Literal):
        plain = term.language is not None or term.datatype.value.endswith("#string")
        return Value(term.value, term.language, None if plain else term.datatype.value)
    return None  # unbound, or a blank node, which has no name to show


def _path(project: Project, name: str) -> Path:
    return project.queries / "pages" / f"{name}.rq"


def _sparql(path: Path, iri: str | None) -> str:
    question = queries.load(path)
    if iri is None:
        return question.sparql
    return question.bind({"thing": iri}, lambda text, _: _checked(text))


def _checked(iri: str) -> str:
    """Refuse what is not an IRI, and so could break out of the query."""
    from pyoxigraph import NamedNode

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
