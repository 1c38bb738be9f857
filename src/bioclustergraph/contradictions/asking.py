"""The rules: what is compared, and why it can have only one answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bioclustergraph import queries
from bioclustergraph.errors import QueryError, QuerySyntaxError, Text
from bioclustergraph.namespaces import BASE, PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import QuerySolutions

    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

ASPECTS: Final = ("value", "date", "status", "identity", "count")
"""What claims may differ on: the concepts of the scheme ``contradiction-aspect``."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        name: the file's name without its suffix.
        path: the file.
        summary: what is compared.
        functional: why it can have only one answer at a time.
        aspect: one of :data:`ASPECTS`.
        dates_explain: claims about different times do not contradict each other.
        sparql: the SELECT query.
    """

    name: str
    path: Path
    summary: Text
    functional: Text
    aspect: str
    dates_explain: bool
    sparql: str = field(repr=False)

    @property
    def iri(self) -> str:
        """The IRI that names the rule in the ledger."""
        return f"{BASE}rule/contradictions/{self.name}"

    @property
    def aspect_iri(self) -> str:
        """The concept of its aspect."""
        return f"{PREFIXES['contradiction-aspect']}{self.aspect}"


def rules(project: Project) -> tuple[Rule, ...]:
    """Read the rules, sorted by name; a project may have none.

    Raises:
        QueryError: a file cannot be read, or its header is wrong.
    """
    folder = project.queries / "contradictions"
    return tuple(_rule(path) for path in sorted(folder.glob("*.rq")))


def asked(store: Store, project: Project, name: str) -> QuerySolutions:
    """Ask ``queries/ledger/<name>.rq``.

    Raises:
        QueryError: the file cannot be read, does not parse or is no SELECT.
        StoreError: the store did not answer.
    """
    path = project.queries / "ledger" / f"{name}.rq"
    return select(store, path, queries.text_of(path))


def select(store: Store, path: Path, sparql: str) -> QuerySolutions:
    """Ask a SELECT that stands in a file, so that what is wrong with it is said of the file."""
    import pyoxigraph

    try:
        answer = store.query(sparql)
    except QuerySyntaxError as error:
        raise QuerySyntaxError(
            error.message, path=path, line=error.line, hint=error.hint
        ) from error
    if not isinstance(answer, pyoxigraph.QuerySolutions):
        raise QuerySyntaxError(
            Text("Her må det stå en SELECT.", "A SELECT must stand here."), path=path
        )
    return answer


def _rule(path: Path) -> Rule:
    text = queries.text_of(path)
    header = queries.header_of(text, path)
    said = {name: str(header.get(name) or "") for name in _NEEDED}
    if "" in said.values() or said["aspect"] not in ASPECTS or said["dates"] not in _DATES:
        raise _bad_header(path)
    return Rule(
        name=path.stem,
        path=path,
        summary=Text(said["summary_nb"], said["summary"]),
        functional=Text(said["functional_nb"], said["functional"]),
        aspect=said["aspect"],
        dates_explain=_DATES[said["dates"]],
        sparql=text,
    )


_NEEDED: Final = ("summary", "summary_nb", "functional", "functional_nb", "aspect", "dates")
_DATES: Final = {"explain": True, "never": False}


def _bad_header(path: Path) -> QueryError:
    return QueryError(
        Text("Hodet i regelen er galt.", "The rule's header is wrong."),
        path=path,
        hint=Text(
            f"Linjene med «#+» må gi {', '.join(_NEEDED)}; aspect er en av "
            f"{', '.join(ASPECTS)}, og dates er explain eller never.",
            f"The lines with “#+” must give {', '.join(_NEEDED)}; aspect is one of "
            f"{', '.join(ASPECTS)}, and dates is explain or never.",
        ),
    )
