"""Two clusters on a day: what is known of each, and what they have in common."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph.contradictions import read
from bioclustergraph.describe import Ref
from bioclustergraph.describe.asking import Asker
from bioclustergraph.describe.reading import relations
from bioclustergraph.errors import Text
from bioclustergraph.names import key_of
from bioclustergraph.namespaces import PREFIXES
from bioclustergraph.pages.kept.ranks import alphabetically
from bioclustergraph.pages.stated.measured import Figure, figure_of, latest
from bioclustergraph.relations.bounds import Bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bioclustergraph.contradictions import Entry
    from bioclustergraph.describe import Relation
    from bioclustergraph.describe.model import Side
    from bioclustergraph.pages.holdings import Holdings
    from bioclustergraph.relations.bounds import Certainty

SHOWN: Final = 300
"""How many relations of one kind of one cluster are read in full; all of them are counted."""

_PARTS: Final = ("startEarliest", "startLatest", "endEarliest", "endLatest")
_COMPLETE: Final = f"{PREFIXES['completeness-degree']}complete"

TOGETHER: Final = {
    "ProjectParticipation": Text("Prosjekter", "Projects"),
    "EventParticipation": Text("Arrangementer", "Events"),
    "ApplicationParticipation": Text("Søknader", "Applications"),
    "Membership": Text("Medlem av det samme", "Members of the same"),
    "Partnership": Text("Partner av det samme", "Partners of the same"),
    "ProgrammeParticipation": Text("Programmer", "Programmes"),
    "Association": Text("Nevnt sammen med den samme", "Shown together with the same"),
    "Presence": Text("Steder", "Places"),
}
"""The kinds of relation in which two clusters meet when the other side is the same."""


@dataclass(frozen=True, slots=True)
class Held:
    """One relation of one cluster, as far as it has to be known to be counted.

    Attributes:
        iri: the relation.
        kind: the local name of its class.
        side: where the cluster stands in it.
        other: the IRI of the other side, if there is one.
        standing: how it stands on the day; ``certain`` where no day is asked about.
    """

    iri: str
    kind: str
    side: Side
    other: str | None
    standing: Certainty


@dataclass(frozen=True, slots=True)
class MemberList:
    """What a source says of how complete its list of members is.

    Attributes:
        degree: how complete.
        is_complete: whether nobody is left out.
        valid_for: the year, month or day of which that is said.
        source: the document.
    """

    degree: Text
    is_complete: bool
    valid_for: str
    source: Ref

    def holds_on(self, day: str | None) -> bool:
        """Say whether it is about a day: what is said of a year is said of each day of it."""
        return day is not None and day.startswith(self.valid_for)


@dataclass(frozen=True)
class Half:
    """One of the two clusters.

    Attributes:
        ref: the cluster.
        held: its relations on the day.
        read: those of them that were read in full, by kind and side.
        lists: what is said of its lists of members.
        day: the day.
    """

    ref: Ref
    held: tuple[Held, ...]
    read: Mapping[tuple[str, Side], tuple[Relation, ...]]
    lists: tuple[MemberList, ...]
    day: str | None = None

    def of(self, kind: str, side: Side = "subject") -> tuple[Relation, ...]:
        """Give the relations of a kind that were read in full."""
        return self.read.get((kind, side), ())

    def others(self, kind: str, side: Side) -> dict[str, list[Held]]:
        """Give the relations of a kind by their other side."""
        found: defaultdict[str, list[Held]] = defaultdict(list)
        for it in self.held:
            if (it.kind, it.side) == (kind, side) and it.other is not None:
                found[it.other].append(it)
        return found

    @property
    def members(self) -> tuple[int, int]:
        """How many are certainly members, and how many may be, each once."""
        found = self.others("Membership", "object").values()
        return sum(any(it.standing == "certain" for it in every) for every in found), len(found)

    def told(self, kind: str, side: Side = "subject") -> list[tuple[Relation, ...]]:
        """Give the relations of a kind, those that say the same side by side, the surest first."""
        found: defaultdict[tuple[str, str, str], list[Relation]] = defaultdict(list)
        for relation in self.of(kind, side):
            name = relation.name.text if relation.name is not None else ""
            other, role = (it.iri if it else "" for it in (relation.other, relation.role))
            found[name, other, role].append(relation)
        return [tuple(every) for every in found.values()]

    def status(self, kind: str) -> list[tuple[Relation, ...]]:
        """Give how it stood in programmes, as the question ``programme-status-at`` has it.

        What is only possible on the day gives way to the opposite where a source attests that for
        the year of the day.
        """
        opposite = {"ProgrammeParticipation": "ProgrammeAbsence"}.get(
            kind, "ProgrammeParticipation"
        )
        outweighed = {
            it.other.iri for it in self.of(opposite) if it.other and _is_attested(it, self.day)
        }
        return [
            every
            for every in self.told(kind)
            if any(it.standing != "possible" or _is_attested(it, self.day) for it in every)
            or every[0].other is None
            or every[0].other.iri not in outweighed
        ]

    @property
    def figures(self) -> dict[str, list[Figure]]:
        """The figures by measure: on a day the latest by then, as ``measure-at`` has it."""
        found: defaultdict[str, list[Figure]] = defaultdict(list)
        for relation in self.of("Statistic"):
            figure = figure_of(relation)
            if figure is not None and relation.role is not None:
                found[relation.role.iri].append(figure)
        if self.day is None:
            return found
        return {
            measure: last for measure, every in found.items() if (last := latest(every, self.day))
        }


@dataclass(frozen=True, slots=True)
class Common:
    """Something that both clusters have to do with.

    Attributes:
        ref: what.
        standing: how well it holds of both: as well as the weaker of them.
        relations: of the one cluster and of the other.
    """

    ref: Ref
    standing: Certainty
    relations: tuple[tuple[Relation, ...], tuple[Relation, ...]]


@dataclass(frozen=True)
class Comparison:
    """Two clusters on a day.

    Attributes:
        day: the day; ``None`` for what any source says of any time.
        one: the first.
        two: the second.
        shared: the members that both have, by name.
        together: what they meet in, by kind of relation.
        between: the relations that one has to the other.
        measures: the measures of which either has a figure, by name.
        contradictions: those that are about either.
    """

    day: str | None
    one: Half
    two: Half
    shared: tuple[Common, ...]
    together: Mapping[str, tuple[Common, ...]]
    between: tuple[Relation, ...]
    measures: tuple[Ref, ...]
    contradictions: tuple[Entry, ...]

    @property
    def halves(self) -> tuple[Half, Half]:
        """Both."""
        return self.one, self.two

    @property
    def shared_for_sure(self) -> int:
        """How many members both certainly have."""
        return sum(it.standing == "certain" for it in self.shared)

    @property
    def incomplete(self) -> tuple[Half, ...]:
        """Those of the two whose list of members is not known to be complete on the day."""
        return tuple(
            half
            for half in self.halves
            if not any(it.is_complete and it.holds_on(self.day) for it in half.lists)
        )


def compare(held: Holdings, one: str, two: str, day: str | None) -> Comparison:
    """Compare two clusters.

    Args:
        held: what is asked.
        one: the IRI of the first.
        two: that of the second.
        day: the day, ``YYYY-MM-DD``; ``None`` for any time.

    Raises:
        QueryError: a query cannot be read.
        StoreError: the store did not answer.
    """
    asker = Asker(held.store, held.project)
    known = {iri: tuple(_held(asker, iri, day)) for iri in (one, two)}
    asker.want(one, two, *(it.other for every in known.values() for it in every if it.other))
    full = {iri: _in_full(asker, every, day) for iri, every in known.items()}
    lists = _lists(asker, (one, two))
    halves = tuple(
        Half(_ref(asker, iri), known[iri], _by_kind(full[iri]), tuple(lists[iri]), day)
        for iri in (one, two)
    )
    first, second = halves
    together = {
        kind: found
        for kind in TOGETHER
        if (found := _common(asker, first, second, kind, "subject"))
    }
    measures = {
        figure.relation.role.iri: figure.relation.role
        for half in halves
        for figures in half.figures.values()
        for figure in figures
        if figure.relation.role is not None
    }
    concerned = {one, two}
    return Comparison(
        day,
        first,
        second,
        _common(asker, first, second, "Membership", "object"),
        together,
        tuple(
            relation
            for relation in full[one]
            if relation.other is not None and relation.other.iri == two
        ),
        tuple(sorted(measures.values(), key=lambda ref: alphabetically(ref.label.nb))),
        tuple(
            entry
            for entry in read(held.store, held.project)
            if concerned & {iri for iri, _ in entry.about}
        ),
    )


def _held(asker: Asker, iri: str, day: str | None) -> Iterator[Held]:
    for row in asker.rows("compare-relations", {"cluster": iri}):
        bounds = Bounds.of(*(row.text(part) for part in _PARTS))
        standing = "certain" if day is None else bounds.at(day)
        relation, kind = row.iri("relation"), row.iri("kind")
        if relation is not None and kind is not None and standing is not None:
            side: Side = "object" if row.text("side") == "object" else "subject"
            yield Held(relation, key_of(kind), side, row.iri("other"), standing)


def _in_full(asker: Asker, known: Iterable[Held], day: str | None) -> tuple[Relation, ...]:
    """Read relations with dates and sources, of each kind no more than are shown."""
    count: defaultdict[tuple[str, Side], int] = defaultdict(int)
    wanted: list[tuple[str, Side]] = []
    for it in sorted(known, key=lambda it: it.iri):
        count[it.kind, it.side] += 1
        if count[it.kind, it.side] <= SHOWN:
            wanted.append((it.iri, it.side))
    if not wanted:
        return ()
    asked = {"relation": tuple(dict.fromkeys(iri for iri, _ in wanted))}
    rows = asker.rows("relations", asked, label="class property value")
    return relations(wanted, rows, asker.rows("evidence", asked, label="document"), day)


def _lists(asker: Asker, clusters: tuple[str, str]) -> Mapping[str, list[MemberList]]:
    found: defaultdict[str, list[MemberList]] = defaultdict(list)
    for row in asker.rows("compare-lists", {"cluster": clusters}, label="degree source"):
        cluster, degree, source = row.iri("cluster"), row.ref("degree"), row.ref("source")
        if cluster is not None and degree is not None and source is not None:
            complete = degree.iri == _COMPLETE
            valid_for = row.text("validFor") or ""
            found[cluster].append(MemberList(degree.label, complete, valid_for, source))
    return found


def _common(asker: Asker, one: Half, two: Half, kind: str, side: Side) -> tuple[Common, ...]:
    mine, yours = one.others(kind, side), two.others(kind, side)
    found = []
    for other in mine.keys() & yours.keys():
        sure = all(
            any(it.standing == "certain" for it in every) for every in (mine[other], yours[other])
        )
        found.append(
            Common(
                _ref(asker, other),
                "certain" if sure else "possible",
                (_with(one, kind, side, other), _with(two, kind, side, other)),
            )
        )
    return tuple(sorted(found, key=lambda it: (alphabetically(it.ref.label.nb), it.ref.iri)))


def _with(half: Half, kind: str, side: Side, other: str) -> tuple[Relation, ...]:
    return tuple(
        relation
        for relation in half.of(kind, side)
        if relation.other is not None and relation.other.iri == other
    )


def _by_kind(found: Iterable[Relation]) -> Mapping[tuple[str, Side], tuple[Relation, ...]]:
    grouped: defaultdict[tuple[str, Side], list[Relation]] = defaultdict(list)
    for relation in found:
        grouped[key_of(relation.kind.iri), relation.side].append(relation)
    return {key: tuple(sorted(every, key=_surest_first)) for key, every in grouped.items()}


def _surest_first(relation: Relation) -> bool:
    return relation.standing == "possible"  # the sort is stable: by name among the same


def _is_attested(relation: Relation, day: str | None) -> bool:
    """Say whether a source attests a relation for the year of a day."""
    return day is not None and any(said[:4] == day[:4] for said in relation.dates.attested)


def _ref(asker: Asker, iri: str) -> Ref:
    return Ref(iri, asker.label(iri))
