"""Read the ledger of a release, or of any store: what is shown, and nothing is compared anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from bioclustergraph.contradictions.asking import asked
from bioclustergraph.contradictions.finding import State
from bioclustergraph.errors import Text
from bioclustergraph.names import compact, key_of

if TYPE_CHECKING:
    from pyoxigraph import QuerySolution

    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

STATES: Final[tuple[State, ...]] = get_args(State)
"""Where a contradiction may stand; those that ask for something first."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One claim of an entry.

    Attributes:
        iri: the statement.
        preferred: the resolution prefers it.
        document: the document it stands in, with its name; ``None`` if it stands in none.
        issued: when that was issued, as precise as is known.
        passage: the characters it stands in.
    """

    iri: str
    preferred: bool
    document: tuple[str, Text] | None
    issued: str | None
    passage: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One contradiction as the ledger has it.

    Attributes:
        iri: the contradiction.
        title: what it is called.
        about: the things it is about, with their names.
        aspect: what the claims differ on.
        state: where it stands.
        state_label: how that is said.
        explanation: what each claim says, and what follows.
        reason: why the curator resolved it so, if resolved.
        resolution: the IRI of the resolution, if any.
        resolved: the day and the curator of the resolution.
        claims: the claims, by document.
    """

    iri: str
    title: Text
    about: tuple[tuple[str, Text], ...]
    aspect: Text
    state: State
    state_label: Text
    explanation: Text
    reason: Text | None
    resolution: str | None
    resolved: str | None
    claims: tuple[Stated, ...]

    @property
    def key(self) -> str:
        """The last part of the IRI."""
        return key_of(self.iri)

    @property
    def name(self) -> str:
        """The prefixed name."""
        return compact(self.iri)


def read(store: Store, project: Project) -> tuple[Entry, ...]:
    """Read the ledger: the open ones first, then by title.

    Raises:
        QueryError: a question cannot be read.
        StoreError: the store did not answer.
    """
    about: dict[str, dict[str, Text]] = {}
    claims: dict[str, dict[Stated, None]] = {}
    rows: dict[str, QuerySolution] = {}
    for row in asked(store, project, "entries"):
        iri = row["contradiction"].value
        rows.setdefault(iri, row)
        if row["about"] is not None:
            about.setdefault(iri, {})[row["about"].value] = _text(row, "about", row["about"].value)
    for row in asked(store, project, "claims"):
        stated = Stated(
            row["claim"].value,
            row["preferred"].value == "true",
            None
            if row["document"] is None
            else (row["document"].value, _text(row, "document", row["document"].value)),
            _value(row["issued"]),
            _value(row["passage"]),
        )
        claims.setdefault(row["contradiction"].value, {})[stated] = None
    entries = (
        Entry(
            iri=iri,
            title=_text(row, "label", iri),
            about=tuple(about.get(iri, {}).items()),
            aspect=_text(row, "aspect", ""),
            state=_state(row["state"].value),
            state_label=_text(row, "state", row["state"].value),
            explanation=_text(row, "explanation", ""),
            reason=_text(row, "reason", "") if row["reasonNb"] is not None else None,
            resolution=_value(row["resolution"]),
            resolved=", ".join(v for n in ("date", "creator") if (v := _value(row[n]))) or None,
            claims=tuple(claims.get(iri, {})),
        )
        for iri, row in rows.items()
    )
    return tuple(sorted(entries, key=_order))


def _order(entry: Entry) -> tuple[int, str, str]:
    return STATES.index(entry.state), entry.title.nb.casefold(), entry.iri


def _value(term: object) -> str | None:
    from pyoxigraph import Literal, NamedNode

    return term.value if isinstance(term, Literal | NamedNode) else None


def _text(row: QuerySolution, name: str, fallback: str) -> Text:
    nb, en = _value(row[f"{name}Nb"]), _value(row[f"{name}En"])
    otherwise = nb or en or compact(fallback)
    return Text(nb or otherwise, en or otherwise)


def _state(iri: str) -> State:
    return next((state for state in STATES if state == key_of(iri)), "open")
