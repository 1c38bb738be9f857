"""What indicators are made of, read once for any number of days."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeVar

from bioclustergraph import networks, queries, relations
from bioclustergraph.errors import QueryError, Text
from bioclustergraph.metrics import definitions
from bioclustergraph.metrics.completeness import Lists, Statement
from bioclustergraph.metrics.model import Degree
from bioclustergraph.namespaces import BCG
from bioclustergraph.relations import Bounds

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from pyoxigraph import QuerySolution

    from bioclustergraph.metrics.definitions import Definition
    from bioclustergraph.networks import Network, Selection
    from bioclustergraph.project import Project
    from bioclustergraph.relations import Certainty, Tie, Ties
    from bioclustergraph.store.base import Store

T = TypeVar("T")

_BOUNDS: Final = ("startEarliest", "startLatest", "endEarliest", "endLatest")


@dataclass(frozen=True, slots=True)
class Grant:
    """One grant, as one source tells of it.

    Attributes:
        recipient: the IRI of what is funded.
        funder: the IRI of whom the money comes from, if it is named.
        kind: the IRI of the kind of money.
        amount: how much, if it is stated; in all or a year, as ``basis`` says.
        currency: the code of its currency (ISO 4217).
        basis: the IRI of what the amount is for.
        share: how many per cent of the recipient's means, if it is stated.
        years: the years in which a source dates its start or sees it.
        bounds: when it ran.
    """

    recipient: str
    funder: str | None
    kind: str
    amount: Decimal | None
    currency: str | None
    basis: str | None
    share: Decimal | None
    years: frozenset[str]
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Status:
    """One statement on a cluster and a programme.

    Attributes:
        cluster: the IRI of the cluster.
        programme: the IRI of the programme.
        inside: whether the cluster is in it, or is said to stand outside.
        level: the IRI of the level, if it is stated.
        attested: the year in which a source sees it, if one does.
        bounds: when it held.
    """

    cluster: str
    programme: str
    inside: bool
    level: str | None
    attested: str | None
    bounds: Bounds


@dataclass(slots=True)
class Material:
    """What the store says, as far as it has been asked; ask through one object for several days.

    Attributes:
        store: what is asked.
        project: whose files are used.
        selection: which place, and whether successors are followed and what is only possible is
            left out; its days are not looked at.
    """

    store: Store
    project: Project
    selection: Selection
    _ties: dict[str, Ties] = field(default_factory=dict, repr=False)
    _held: dict[str, tuple[Tie, ...]] = field(default_factory=dict, repr=False)
    _networks: dict[tuple[str, dt.date], Network] = field(default_factory=dict, repr=False)
    _kept: dict[str, Any] = field(default_factory=dict, repr=False)

    def ties(self, view: str) -> Ties:
        """Give all ties of a view."""
        if view not in self._ties:
            asked = relations.named(self.project, view)
            self._ties[view] = relations.ties(self.store, self.project, asked)
        return self._ties[view]

    def held(self, view: str) -> tuple[Tie, ...]:
        """Give the ties of a view that are looked at, whenever they held."""
        if view not in self._held:
            self._held[view] = tuple(networks.within(self.ties(view), self.selection))
        return self._held[view]

    def network(self, view: str, day: dt.date) -> Network:
        """Give the network of a view on a day."""
        key = view, day
        if key not in self._networks:
            chosen = replace(self.selection, at=day, since=None, until=None)
            self._networks[key] = networks.made(self.ties(view), chosen)
        return self._networks[key]

    def forget(self) -> None:
        """Let go of the networks of a day that is done with."""
        self._networks.clear()

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """Give what was made under a name, and make it the first time."""
        if name not in self._kept:
            self._kept[name] = make()
        found: T = self._kept[name]
        return found

    def seen(self, certainty: Certainty | None) -> Certainty | None:
        """Leave out what is only possible, if that was asked for."""
        return None if certainty == "possible" and self.selection.certain_only else certainty

    @property
    def lists(self) -> Lists:
        """Which lists are complete, and when."""
        return self.kept(
            "lists",
            lambda: Lists(tuple(sorted(map(_statement, self._rows("completeness")), key=repr))),
        )

    @property
    def grants(self) -> tuple[Grant, ...]:
        """Give every grant."""
        return self.kept(
            "grants", lambda: tuple(sorted(map(_grant, self._rows("grants")), key=repr))
        )

    @property
    def statuses(self) -> tuple[Status, ...]:
        """Give every statement on a cluster and a programme."""
        return self.kept(
            "statuses",
            lambda: tuple(sorted(map(_status, self._rows("programme-statuses")), key=repr)),
        )

    def sides(self, definition: Definition) -> dict[str, str]:
        """Give, by the IRI of a cluster, the side that a statement in the graph speaks for.

        Raises:
            QueryError: the file of the classification cannot be read, or lacks something.
        """
        name = str(definition.settings["classification"])
        return self.kept(f"sides of {name}", lambda: self._sides(name))

    def _sides(self, name: str) -> dict[str, str]:
        entries = definitions.classification(self.project, name)
        said = {
            (_need(row, "relation"), _need(row, "cluster")) for row in self._rows("descriptions")
        }
        return {
            entry.cluster: entry.side
            for entry in entries
            if any((statement, entry.cluster) in said for statement in entry.evidence)
        }

    def _rows(self, name: str) -> Iterator[QuerySolution]:
        from pyoxigraph import QuerySolutions

        path = definitions.directory(self.project) / f"{name}.rq"
        answer = self.store.query(queries.load(path).sparql)
        if not isinstance(answer, QuerySolutions):
            raise QueryError(
                Text("Spørsmålet må være SELECT.", "The question must be a SELECT."), path=path
            )
        return iter(answer)


def _statement(row: QuerySolution) -> Statement:
    key = _need(row, "degree").rpartition("/")[2]
    return Statement(
        thing=_need(row, "thing"),
        kind=_need(row, "kind"),
        degree=next((degree for degree in Degree if degree.value == key), Degree.UNKNOWN),
        period=_need(row, "period"),
        document=_need(row, "document"),
    )


def _grant(row: QuerySolution) -> Grant:
    dates = (_text(row, "start"), _text(row, "attestedOn"))
    return Grant(
        recipient=_need(row, "recipient"),
        funder=_text(row, "funder"),
        kind=_need(row, "kind"),
        amount=_decimal(row, "amount"),
        currency=_text(row, "currency"),
        basis=_text(row, "basis"),
        share=_decimal(row, "share"),
        years=frozenset(date[:4] for date in dates if date is not None),
        bounds=_bounds(row),
    )


def _status(row: QuerySolution) -> Status:
    return Status(
        cluster=_need(row, "cluster"),
        programme=_need(row, "programme"),
        inside=_need(row, "kind") == BCG.ProgrammeParticipation,
        level=_text(row, "level"),
        attested=(_text(row, "attestedOn") or "")[:4] or None,
        bounds=_bounds(row),
    )


def _text(row: QuerySolution, name: str) -> str | None:
    return getattr(row[name], "value", None)


def _need(row: QuerySolution, name: str) -> str:
    return _text(row, name) or ""


def _decimal(row: QuerySolution, name: str) -> Decimal | None:
    value = _text(row, name)
    return None if value is None else Decimal(value)


def _bounds(row: QuerySolution) -> Bounds:
    return Bounds.of(*(_text(row, name) for name in _BOUNDS))
