"""Find the contradictions of a store: ask the rules, put claims together, compare."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import combinations
from typing import TYPE_CHECKING, Final, Literal

from bioclustergraph.contradictions.asking import asked, rules, select
from bioclustergraph.contradictions.claims import Bound, Claim, Period, Said, period_of
from bioclustergraph.contradictions.labels import Labels
from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from pyoxigraph import QuerySolution

    from bioclustergraph.contradictions.asking import Rule
    from bioclustergraph.errors import Text
    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

State = Literal["open", "explained", "resolved"]

_LETTERS: Final = str.maketrans({"å": "aa", "ø": "oe", "æ": "ae"})


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Claims on one matter of which at least two cannot both be right at one time.

    Attributes:
        iri: ``id/contradiction/<rule>--<matter>``; it does not depend on what the claims say, so
            that it lasts when a claim comes, goes or is dated anew.
        rule: the rule that found it.
        topic: what the matter is called.
        claims: the claims that differ from another, in order of time; those that agree with all
            are left out.
        state: where it stands.
        clashes: two claims that differ may speak of the same time.
    """

    iri: str
    rule: Rule
    topic: Text
    claims: tuple[Claim, ...]
    state: State
    clashes: bool

    @property
    def about(self) -> tuple[str, ...]:
        """The things it is about, sorted."""
        return tuple(sorted({claim.about for claim in self.claims}))


@dataclass(frozen=True, slots=True)
class Resolved:
    """A curator's resolution, as far as it decides the state."""

    iri: str
    contradiction: str
    date: dt.date | None
    prefers: str | None

    def weighed(self, claim: Claim) -> bool:
        """Say whether the claim was there to be weighed: its document is not younger."""
        return self.date is None or claim.issued is None or claim.issued <= self.date


def find(store: Store, project: Project) -> tuple[Contradiction, ...]:
    """Find all contradictions, sorted by IRI.

    Args:
        store: data, ontology and what the rules of :mod:`bioclustergraph.inference` derived.
        project: whose rules are asked.

    Raises:
        QueryError: a rule cannot be read or asked.
        StoreError: the store did not answer.
    """
    every = rules(project)
    if not every:
        return ()
    dates = _dates(store, project)
    labels = Labels.of(store, project)
    decided = {r.contradiction: r for r in resolutions(store, project)}
    found = [
        contradiction
        for rule in every
        for contradiction in _found(store, rule, dates, labels, decided)
    ]
    return tuple(sorted(found, key=lambda contradiction: contradiction.iri))


def resolutions(store: Store, project: Project) -> tuple[Resolved, ...]:
    """Read what curators have resolved."""
    return tuple(
        Resolved(
            row["resolution"].value,
            row["contradiction"].value,
            _day(row["date"]),
            row["prefers"].value if row["prefers"] is not None else None,
        )
        for row in asked(store, project, "resolutions")
    )


def _found(
    store: Store,
    rule: Rule,
    dates: dict[str, _Dated],
    labels: Labels,
    decided: dict[str, Resolved],
) -> Iterable[Contradiction]:
    matters: dict[str, dict[Claim, None]] = defaultdict(dict)
    topics: dict[str, Text] = {}
    for row in select(store, rule.path, rule.sparql):
        if row["claim"] is None or row["group"] is None or row["about"] is None:
            continue  # not all parts of the statement are there; the shapes say so
        key = slug(row["group"].value)
        matters[key][_claim(row, dates, labels)] = None
        topics.setdefault(key, labels.of_term(row["topic"]))
    for key, claims in matters.items():
        differing = [
            pair
            for pair in combinations(claims, 2)
            if pair[0].iri != pair[1].iri and pair[0].said.differs(pair[1].said)
        ]
        if not differing:
            continue
        iri = f"{PREFIXES['contradiction']}{rule.name}--{key}"
        clashes = not rule.dates_explain or any(a.at_the_time_of(b) for a, b in differing)
        mine = {claim: None for pair in differing for claim in pair}
        state: State = "open" if clashes else "explained"
        resolution = decided.get(iri)
        if resolution is not None and all(map(resolution.weighed, mine)):
            state = "resolved"
        yield Contradiction(
            iri, rule, topics[key], tuple(sorted(mine, key=_in_time)), state, clashes
        )


@dataclass(slots=True)
class _Dated:
    """What is known of the time and the documents of a statement."""

    dates: set[tuple[str, str]]
    documents: dict[str, str]
    still: bool


def _dates(store: Store, project: Project) -> dict[str, _Dated]:
    found: dict[str, _Dated] = {}
    for row in asked(store, project, "dates"):
        dated = found.setdefault(row["claim"].value, _Dated(set(), {}, still=False))
        dated.still |= row["open"] is not None and row["open"].value == "true"
        dated.documents[row["document"].value] = (
            row["issued"].value if row["issued"] is not None else ""
        )
        if row["property"] is not None:
            name = row["property"].value.removeprefix(PREFIXES["bcg"])
            dated.dates.add((name, row["date"].value))
    return found


def _claim(row: QuerySolution, dates: dict[str, _Dated], labels: Labels) -> Claim:
    iri = row["claim"].value
    dated = dates.get(iri, _Dated(set(), {}, still=False))
    issued = [p.first for date in dated.documents.values() if (p := Period.of(date)) is not None]
    return Claim(
        iri=iri,
        about=row["about"].value,
        says=labels.joined(_optional(row, name) for name in ("prefix", "says", "suffix")),
        said=Said(
            value=_text(row, "value"),
            low=_bound(row, "low"),
            high=_bound(row, "high", last=True),
            above=_bound(row, "above", last=True),
            below=_bound(row, "below"),
        ),
        period=period_of(dated.dates, dated.documents.values(), still=dated.still),
        documents=tuple(sorted(dated.documents)),
        issued=max(issued, default=None),
    )


def _optional(row: QuerySolution, name: str) -> object:
    """Give a cell, ``None`` also where the rule has no such column."""
    try:
        return row[name]
    except KeyError:
        return None


def _text(row: QuerySolution, name: str) -> str | None:
    term = _optional(row, name)
    return None if term is None else str(term)


def _bound(row: QuerySolution, name: str, *, last: bool = False) -> Bound | None:
    """Read a bound: a number as it is, of a date its first or its ``last`` day."""
    import pyoxigraph

    term = _optional(row, name)
    if not isinstance(term, pyoxigraph.Literal):
        return None
    kind = term.datatype.value.rpartition("#")[2]
    if kind in {"date", "gYearMonth", "gYear"}:
        period = Period.of(term.value)
        if period is None:
            return None
        return period.last if last else period.first
    try:
        return Decimal(term.value)
    except InvalidOperation:
        return None


def _day(term: object) -> dt.date | None:
    import pyoxigraph

    period = Period.of(term.value) if isinstance(term, pyoxigraph.Literal) else None
    return None if period is None else period.first


def _in_time(claim: Claim) -> tuple[str, str]:
    return ("" if claim.period is None else str(claim.period.first), claim.iri)


def slug(text: str) -> str:
    """Give the parts of a key, in ASCII; parts are parted by ``--`` or ``/``, empty ones fall out.

    >>> slug("cluster/tangklyngen--Årets  måling--")
    'cluster--tangklyngen--aarets-maaling'
    """
    parts = []
    for part in re.split(r"--|/", text):
        plain = unicodedata.normalize("NFKD", part.lower().translate(_LETTERS))
        ascii_ = "".join(c for c in plain if not unicodedata.combining(c))
        parts.append(re.sub(r"[^a-z0-9]+", "-", ascii_).strip("-"))
    return "--".join(part for part in parts if part)
