"""Who is a member of which cluster, and who came and went."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bioclustergraph.metrics.spans import Days, certain, end, start

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from bioclustergraph.metrics.material import Material
    from bioclustergraph.relations import Certainty, Tie

DAYS_IN_YEAR: Final = 365.2425
"""The mean length of a year of the Gregorian calendar."""

Members = dict[str, "Certainty"]
"""How those who are or may be members stand."""


@dataclass(frozen=True, slots=True)
class Tenure:
    """How long a member has been one, in years.

    Attributes:
        least: it has certainly been one since so long.
        most: it cannot have been one for longer; ``None`` if no source says when it began.
    """

    least: float
    most: float | None


@dataclass(frozen=True, slots=True)
class Roll:
    """The memberships of every cluster of a view.

    A source whose list of a day is complete says of all whom it does not name that they are no
    members: what only other sources leave possible then does not count.

    Attributes:
        ties: by the IRIs of cluster and member: what each source says.
        complete: by the IRI of a cluster: the days for which a list is complete, and its document.
        certain_only: whether what is only possible is left out.
    """

    ties: Mapping[str, Mapping[str, tuple[Tie, ...]]] = field(repr=False)
    complete: Mapping[str, tuple[tuple[Days, str], ...]] = field(repr=False)
    certain_only: bool

    @classmethod
    def of(cls, material: Material, view: str) -> Roll:
        """Read the roll of a view whose ties lead from members to clusters."""
        return material.kept(f"roll of {view}", lambda: cls._read(material, view))

    @classmethod
    def _read(cls, material: Material, view: str) -> Roll:
        found: defaultdict[str, defaultdict[str, list[Tie]]] = defaultdict(
            lambda: defaultdict(list)
        )
        kinds: dict[str, str] = {}
        for tie in material.held(view):
            found[tie.object][tie.subject].append(tie)
            kinds[tie.object] = tie.kind
        return cls(
            ties={
                cluster: {member: tuple(ties) for member, ties in sorted(members.items())}
                for cluster, members in sorted(found.items())
            },
            complete={
                cluster: material.lists.complete(cluster, kind) for cluster, kind in kinds.items()
            },
            certain_only=material.selection.certain_only,
        )

    def on(self, cluster: str, day: dt.date) -> Members:
        """Give who is certainly, and who is possibly, a member of a cluster on a day."""
        found: Members = {}
        for member, ties in self.ties[cluster].items():
            standings = [
                standing
                for tie in ties
                if (standing := tie.bounds.at(day.isoformat())) == "certain"
                or (standing is not None and not self._is_left_out(cluster, tie, day.toordinal()))
            ]
            _settle(found, member, standings, certain_only=self.certain_only)
        return found

    def entered(self, cluster: str, year: str) -> Members:
        """Give who became a member in a year: certainly, if on no day outside it."""
        return self._turned(cluster, Days.of(year), leaving=False)

    def left(self, cluster: str, year: str) -> Members:
        """Give who ceased to be a member in a year; the day of it is the first outside."""
        return self._turned(cluster, Days.of(year), leaving=True)

    def tenures(self, cluster: str, day: dt.date) -> dict[str, Tenure]:
        """Give how long those have been members who certainly are on a day.

        Of several sources the longest counts, as in the question ``member-tenure``.
        """
        found = {}
        now = day.toordinal()
        for member, ties in self.ties[cluster].items():
            sure = [tie for tie in ties if tie.bounds.at(day.isoformat()) == "certain"]
            if not sure:
                continue
            since = [held.first for tie in sure if (held := certain(tie.bounds)) is not None]
            begun = [start(tie.bounds).first for tie in sure if tie.bounds.start_earliest]
            found[member] = Tenure(
                (now - min(since)) / DAYS_IN_YEAR,
                (now - min(begun)) / DAYS_IN_YEAR if begun else None,
            )
        return found

    def _turned(self, cluster: str, year: Days, *, leaving: bool) -> Members:
        found: Members = {}
        for member, ties in self.ties[cluster].items():
            standings = [self._turn(cluster, tie, ties, year, leaving=leaving) for tie in ties]
            _settle(found, member, standings, certain_only=self.certain_only)
        return found

    def _turn(
        self, cluster: str, tie: Tie, ties: tuple[Tie, ...], year: Days, *, leaving: bool
    ) -> Certainty | None:
        """Say whether a membership began, or ended, in a year.

        It did neither where another source makes it certain that there was one on the other side of
        the turn: the day before it began, or the day it ended.
        """
        window = end(tie.bounds) if leaving else start(tie.bounds)
        others = [
            held.moved(0 if leaving else 1)
            for other in ties
            if other is not tie and (held := certain(other.bounds)) is not None
        ]
        stated = window.within(year)
        ruled_out = others if stated else [*others, *self._left_out(cluster, tie, leaving=leaving)]
        turned = window & year
        if not turned.count or not turned.beyond(ruled_out):
            return None
        return "certain" if stated and not any((window & it).count for it in others) else "possible"

    def _left_out(self, cluster: str, tie: Tie, *, leaving: bool) -> list[Days]:
        """Give the days of turns that complete lists of other sources rule out.

        What is certain stands against a list: who certainly was a member can leave.
        """
        lists = self.complete[cluster]
        own = [days for days, document in lists if _is_of(tie, document)]
        held = certain(tie.bounds)
        return [
            rest.moved(1 if leaving else 0)
            for days, document in lists
            if not _is_of(tie, document) and not any(days.within(mine) for mine in own)
            for rest in (days.without(held) if held is not None else (days,))
        ]

    def _is_left_out(self, cluster: str, tie: Tie, day: int) -> bool:
        lists = [
            document for days, document in self.complete[cluster] if days.first <= day <= days.last
        ]
        return bool(lists) and not any(_is_of(tie, document) for document in lists)


def _is_of(tie: Tie, document: str) -> bool:
    return any(source.document == document for source in tie.sources)


def _settle(
    found: Members, member: str, standings: Iterable[Certainty | None], *, certain_only: bool
) -> None:
    said = set(standings)
    if "certain" in said:
        found[member] = "certain"
    elif "possible" in said and not certain_only:
        found[member] = "possible"
