"""Indicators: each value reckoned by hand on three clusters and four years, and what always holds.

What the sources (``tests/indicators``) say of memberships, and the days on which each is certain
and possible that follow from it; a span is from a day to before another:

=======  =======  ======  ================================  ======================  ================
member   cluster  source  says                              certain                 possible
=======  =======  ======  ================================  ======================  ================
alfa     tare     2019    before 2018, not ended by 2019    2018                    any day
alfa     tare     2021    seen on 2020-06-30                that day                any day
bravo    tare     2019    from 2016-03-01 to 2019-05-01     the same                the same
charlie  tare     2019    began in 2018, lasts into 2019    never                   from 2018
delta    tare     2022    seen in 2019                      never                   any day
alfa     korn     2021    from 2019-01-01, seen 2021-12-31  2019–2021               from 2019
echo     korn     2021    from 2020 to March 2021           2021-01-01–2021-03-01   2020–2021-04-01
charlie  laks     2022    seen on 2019-12-31                that day                any day
foxtrot  laks     2022    from 2021-05-01, seen 2021-12-31  2021-05-01–2022-01-01   from 2021-05-01
bravo    laks     2022    from 2017 to 2018                 never                   2017 and 2018
=======  =======  ======  ================================  ======================  ================

The list of tare in the source of 2019 is complete for 2018: what only others leave possible in that
year does not count.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import shutil
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bioclustergraph import metrics, networks, relations
from bioclustergraph.errors import MissingLibrary, QueryError
from bioclustergraph.metrics import of_members, of_networks, plots, writing
from bioclustergraph.metrics.completeness import Lists, Statement
from bioclustergraph.metrics.measures import MEASURES
from bioclustergraph.metrics.memberships import Roll
from bioclustergraph.metrics.model import Degree
from bioclustergraph.metrics.spans import Days
from bioclustergraph.namespaces import BASE
from bioclustergraph.networks import Follow, Selection
from bioclustergraph.project import Project
from bioclustergraph.relations import Bounds, Source, Tie
from bioclustergraph.release import assemble
from bioclustergraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bioclustergraph.metrics import Row
    from bioclustergraph.metrics.memberships import Members

    Pair = tuple[Any, Any]

YEARS = range(2018, 2022)


@pytest.fixture(scope="module")
def mini(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The miniature project: its own data and classification, everything else the real one."""
    directory = tmp_path_factory.mktemp("mini")
    shutil.copytree(root / "queries", directory / "queries")
    for part in ("ontology", "shapes"):
        (directory / part).symlink_to(root / part)
    own = root / "tests" / "indicators"
    (directory / "data").symlink_to(own / "data")
    shutil.copy(
        own / "classification.yaml",
        directory / "queries" / "indicators" / "classifications" / "bioeconomy.yaml",
    )
    return Project(directory)


@pytest.fixture(scope="module")
def store(mini: Project) -> EmbeddedStore:
    return assemble(mini)


@pytest.fixture(scope="module")
def rows(store: EmbeddedStore, mini: Project) -> tuple[Row, ...]:
    return metrics.over(store, mini, YEARS)


@pytest.fixture(scope="module")
def real(project: Project) -> EmbeddedStore:
    return assemble(project)


class Series:
    """Finds the values of the four years."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows

    def __call__(
        self, indicator: str, about: str | None, other: str | None = None, view: str | None = None
    ) -> list[Pair | None]:
        """Give (certain, possible) for each year; ``None`` where there is no row."""
        found = self._found(indicator, about, other, view)
        return [(found[y].certain, found[y].possible) if y in found else None for y in YEARS]

    def lists(self, indicator: str, about: str | None, other: str | None = None) -> list[str]:
        """Give how complete the lists are."""
        found = self._found(indicator, about, other, None)
        return [found[year].completeness.value for year in YEARS if year in found]

    def _found(
        self, indicator: str, about: str | None, other: str | None, view: str | None
    ) -> dict[int, Row]:
        chosen = [
            row
            for row in self.rows
            if row.indicator == indicator
            and (row.about.iri.rpartition("/")[2] if row.about else None) == about
            and (row.other.iri.rpartition("/")[2] if row.other else None) == other
            and (view is None or row.view == view)
        ]
        assert len({row.day for row in chosen}) == len(chosen), "one row a year"
        return {row.day.year: row for row in chosen}


@pytest.fixture(scope="module")
def series(rows: tuple[Row, ...]) -> Series:
    return Series(rows)


# --- members, by hand -----------------------------------------------------------------------------


def test_members_of_each_year(series: Series) -> None:
    # tare 2018: alfa and bravo certain, charlie possible by the list itself; delta is only possible
    # by another source, and the list of 2018 is complete. 2019–2021: alfa, charlie, delta possible.
    assert series("members", "tare") == [(2, 3), (0, 3), (0, 3), (0, 3)]
    assert series.lists("members", "tare") == ["complete", "unknown", "unknown", "unknown"]
    # korn: nobody; alfa; alfa, and echo who began some time in 2020; alfa, echo left in March.
    assert series("members", "korn") == [(0, 0), (1, 1), (1, 2), (1, 1)]
    assert series.lists("members", "korn") == ["unknown", "unknown", "partial", "unknown"]
    # laks: charlie and bravo possible; charlie seen that very day; charlie; and foxtrot, certain.
    assert series("members", "laks") == [(0, 2), (1, 1), (0, 1), (1, 2)]
    # In any: {alfa, bravo} + charlie; {alfa, charlie} + delta; {alfa} + charlie, delta, echo;
    # {alfa, foxtrot} + charlie, delta.
    assert series("members", None) == [(2, 3), (2, 3), (1, 4), (2, 4)]


def test_entries_of_each_year(series: Series) -> None:
    # tare 2018: charlie began in 2018; the list rules out delta, and makes alfa certain all year.
    # 2019: alfa may have left and come back before 2020-06-30; delta may have begun.
    # 2020: alfa likewise until 29 June; delta was seen in 2019. 2021: nobody.
    assert series("entries", "tare") == [(1, 1), (0, 2), (0, 1), (0, 0)]
    assert series.lists("entries", "tare") == ["complete", "unknown", "unknown", "unknown"]
    assert series("entries", "korn") == [(0, 0), (1, 1), (1, 1), (0, 0)]  # alfa; echo
    assert series.lists("entries", "korn")[2] == "partial"
    # laks: charlie may have begun until 2019-12-30; bravo did in 2017; foxtrot in 2021.
    assert series("entries", "laks") == [(0, 1), (0, 1), (0, 0), (1, 1)]
    # 2018: charlie twice, certainly once. 2019: alfa in korn, + delta, charlie.
    assert series("entries", None) == [(1, 1), (1, 3), (1, 2), (1, 1)]


def test_exits_of_each_year(series: Series) -> None:
    # tare 2018: all of the list were there until 2019; bravo left on 2019-05-01; from 2019 on alfa,
    # charlie and delta may leave in any year.
    assert series("exits", "tare") == [(0, 0), (1, 4), (0, 3), (0, 3)]
    assert series("exits", "korn") == [(0, 0), (0, 0), (0, 0), (1, 1)]  # echo in March
    # laks: bravo in 2018; charlie was seen on the last day of 2019, and may leave from then on.
    assert series("exits", "laks") == [(1, 1), (0, 0), (0, 1), (0, 1)]
    assert series("exits", None) == [(1, 1), (1, 4), (0, 3), (1, 4)]


def test_tenure_of_each_year(series: Series) -> None:
    year = 365.2425
    # tare 2018: alfa at least from 2018-01-01 (364 days), bravo from 2016-03-01: 730 days to
    # 2018-03-01 and 305 more = 1035; when alfa began is unknown, so there is no upper limit.
    [first, *rest] = series("tenure", "tare")
    assert first == (pytest.approx((364 + 1035) / 2 / year), None)
    assert rest == [(None, None)] * 3  # nobody certainly is a member
    # korn: alfa from 2019-01-01, known to the day: 364, 730 and 1095 days (2020 is a leap year).
    [none, *rest] = series("tenure", "korn")
    assert none == (None, None)
    assert rest == [(pytest.approx(d / year), pytest.approx(d / year)) for d in (364, 730, 1095)]
    # laks: charlie is seen on the day itself, 0 days; foxtrot from 2021-05-01, 244 days.
    assert series("tenure", "laks") == [
        (None, None),
        (0.0, None),
        (None, None),
        (pytest.approx(244 / year), pytest.approx(244 / year)),
    ]


def test_overlap_of_each_year(series: Series) -> None:
    # 2018: charlie and bravo may be in both tare and laks; korn has nobody, hence no row.
    assert series("shared-members", "laks", "tare") == [(0, 2), (0, 1), (0, 1), (0, 1)]
    assert series("shared-members", "korn", "tare") == [None, (0, 1), (0, 1), (0, 1)]  # alfa
    assert series("shared-members", "korn", "laks") == [None, (0, 0), (0, 0), (0, 0)]
    # Most: 2018: {bravo, charlie} of {alfa, bravo, charlie}; 2019: charlie is all there need be;
    # 2020 likewise; 2021: charlie beside foxtrot, who certainly is in laks.
    assert series("jaccard", "laks", "tare") == [(0, 2 / 3), (0, 1), (0, 1), (0, 0.5)]
    # Most: alfa of korn is in tare, and the others of tare are not.
    assert series("jaccard", "korn", "tare") == [None, (0, 1), (0, 1), (0, 1)]
    assert series("jaccard", "korn", "laks") == [None, (0, 0), (0, 0), (0, 0)]


def test_overlap_on_a_day_on_which_it_is_certain(store: EmbeddedStore, mini: Project) -> None:
    # 2020-06-30: alfa certainly in tare (seen) and korn; charlie, delta possible in tare, echo in
    # korn. Least: 1 of {alfa, charlie, delta, echo}; most: 1 of {alfa}.
    day = Selection(at=dt.date(2020, 6, 30))
    rows = metrics.table(store, mini, day, ["shared-members", "jaccard"])
    found = {
        row.indicator: (row.certain, row.possible)
        for row in rows
        if row.about is not None and row.about.iri.endswith("korn")
        if row.other is not None and row.other.iri.endswith("tare")
    }
    assert found == {"shared-members": (1, 1), "jaccard": (0.25, 1.0)}


def test_members_by_kind(series: Series) -> None:
    # delta is a cluster organisation, the others are organisations.
    assert series("sector-mix", "tare", "Organisation") == [(2, 3), (0, 2), (0, 2), (0, 2)]
    assert series("sector-mix", "tare", "ClusterOrganisation") == [None, (0, 1), (0, 1), (0, 1)]


# --- networks, by hand ----------------------------------------------------------------------------
#
# The membership network on 31 December 2021 is a tree: korn–alfa and laks–foxtrot are certain;
# alfa–tare, charlie–tare, delta–tare and charlie–laks possible:
#
#     korn – alfa – tare – charlie – laks – foxtrot
#                     |
#                   delta


def test_degree_and_betweenness(series: Series) -> None:
    in_2021 = {"tare": (0, 3), "korn": (1, 1), "laks": (1, 2), "alfa": (1, 2), "charlie": (0, 2)}
    in_2021 |= {"delta": (0, 1), "foxtrot": (1, 1)}
    for node, degrees in in_2021.items():
        assert series("degree", node, view="membership")[3] == degrees, node
    # Of 15 pairs of others those that a node parts: tare parts {korn, alfa}, {delta} and {charlie,
    # laks, foxtrot}: 2·1 + 2·3 + 1·3 = 11; charlie 4 and 2: 8; alfa and laks 1 and 5: 5.
    parted = {"tare": 11, "charlie": 8, "alfa": 5, "laks": 5, "korn": 0, "delta": 0, "foxtrot": 0}
    for node, pairs in parted.items():
        found = series("betweenness", node, view="membership")[3]
        assert found == (0, pytest.approx(pairs / 15)), node


def test_k_core(series: Series) -> None:
    # Co-membership 2021: alfa, charlie and delta may be in tare at once, a triangle; charlie and
    # foxtrot in laks. Nothing is certain: where alfa and foxtrot certainly are, nobody else is.
    for node, k in {"alfa": 2, "charlie": 2, "delta": 2, "foxtrot": 1}.items():
        assert series("k-core", node, view="co-membership")[3] == (0, k), node


def test_communities_and_modularity(series: Series) -> None:
    # Certain 2021: two pairs, two communities, Q = 2·(1/2 − (2/4)²) = 1/2. Possible: the tree parts
    # best into {korn, alfa, tare, delta} and {charlie, laks, foxtrot}, with 3 and 2 of its 6 edges
    # inside and degrees 7 and 5: Q = 5/6 − (49 + 25)/144 = 23/72; {korn, alfa} on its own gives the
    # same: 4/6 − (9 + 16 + 25)/144.
    found = series("modularity", None, view="membership")[3]
    assert found == (pytest.approx(0.5), pytest.approx(23 / 72))
    certain, possible = series("communities", None, view="membership")[3] or (0, 0)
    assert certain == 2
    assert possible in {2, 3}
    # Cooperation 2020: tare and laks certainly, all three possibly: one community, Q = 0.
    assert series("communities", None, view="cluster-cooperation")[2] == (1, 1)
    assert series("modularity", None, view="cluster-cooperation")[2] == (0, pytest.approx(0))
    assert series("community", "korn", view="cluster-cooperation")[2] == (None, 1)


def test_brokerage_and_constraint(series: Series) -> None:
    # Cooperation 2020: certain is one edge: effective size 1, constraint 1²; korn has no
    # neighbour. Possible is a triangle: 2 − 2·1/2 = 1; each neighbour binds by (1/2 + 1/4)² = 9/16.
    view = "cluster-cooperation"
    for cluster, certain in {"tare": 1, "laks": 1, "korn": None}.items():
        assert series("brokerage", cluster, view=view)[2] == (certain, 1)
        assert series("constraint", cluster, view=view)[2] == (certain, pytest.approx(9 / 8))
        assert series("k-core", cluster, view=view)[2] == (1 if certain else 0, 2)
        assert series("degree", cluster, view=view)[2] == (1 if certain else 0, 2)


def test_paths_are_the_same_in_both_libraries(store: EmbeddedStore, mini: Project) -> None:
    pytest.importorskip("igraph")
    view = relations.named(mini, "membership")
    network = networks.of(store, mini, view, Selection(at=dt.date(2021, 12, 31)))
    _, graph = of_networks.graphs(network)
    one, other = of_networks.paths_through(graph), of_networks.paths_through(graph, many=1)
    assert one == pytest.approx(other)


# --- clusters together, money and programmes, by hand ---------------------------------------------


def test_joint_projects(series: Series) -> None:
    # Havkorn: tare certainly 2019–2021; korn is seen some time in 2019, possible always; laks
    # certainly in 2020. 2018: korn alone may be in it. «Korn alone» has no other cluster.
    assert series("joint-projects", "tare") == [(0, 0), (0, 1), (1, 1), (0, 1)]
    assert series("joint-projects", "korn") == [(0, 0), (0, 1), (0, 1), (0, 1)]
    assert series("joint-projects", "laks") == [(0, 0), (0, 0), (1, 1), (0, 0)]


def test_facilitator_span(series: Series) -> None:
    # echo runs tare from 2019 on, and is seen running korn some time in 2020. delta, which bears
    # laks as its legal entity, runs nothing.
    assert series("facilitator-span", "echo") == [(0, 1), (1, 2), (1, 2), (1, 2)]
    assert series("facilitator-span", "delta") == series("facilitator-span", "laks") == [None] * 4


def test_blue_and_green(series: Series, rows: tuple[Row, ...]) -> None:
    # tare is marine, korn land-based; laks has an entry, but no source makes its statement.
    # 2019: tare–korn possible. 2020: also tare–laks certain, korn–laks possible. 2021: laks left.
    view = "cluster-cooperation"
    assert series("blue-green-bridging", None, "across", view) == [(0, 0), (0, 1), (0, 1), (0, 1)]
    unclassified = series("blue-green-bridging", None, "unclassified", view)
    assert unclassified == [(0, 0), (0, 0), (1, 2), (0, 0)]
    assert series("blue-green-bridging", None, "within", view) == [(0, 0)] * 4
    partial = {
        row.day.year
        for row in rows
        if (row.indicator, row.view) == ("blue-green-bridging", view)
        if row.completeness is Degree.PARTIAL
    }
    assert partial == {2020}


def test_funding(series: Series, rows: tuple[Row, ...]) -> None:
    # tare: a million a year from 2019 (certain: it began then) to 2021 (ended in it, perhaps on the
    # first day); three million in all, seen in May 2020; one grant of 2020 without an amount.
    def of(basis: str) -> list[Pair]:
        return [
            (row.certain, row.possible)
            for row in rows
            if row.indicator == "funding" and row.other is not None and basis in row.other.iri
        ]

    million = Decimal(1_000_000)
    assert of("per-year NOK") == [(million, million), (million, million), (0, million)]
    assert of("total NOK") == [
        (0, 3 * million),
        (0, 3 * million),
        (3 * million,) * 2,
        (0, 3 * million),
    ]
    degrees = {
        row.day.year: row.completeness.value
        for row in rows
        if row.indicator == "funding" and row.other is not None
    }
    assert degrees == {2018: "unknown", 2019: "unknown", 2020: "partial", 2021: "unknown"}
    # Of korn only a share is stated: the amount is unknown, and not 0.
    assert series("funding", "korn") == [(None, None)] * 4
    assert series("funding-shares", "korn", "fondet") == [(0, 40), (0, 40), (40, 40), (0, 40)]
    assert series("grants-without-amount", "korn") == [(0, 1), (0, 1), (1, 1), (0, 1)]
    assert series("grants-without-amount", "tare") == [(0, 0), (0, 0), (1, 1), (0, 0)]


def test_programme_levels(series: Series) -> None:
    # tare: Arena to the end of 2019. korn: seen in NCE some time in 2021, possible always, but a
    # source of 2019 says that it was not in it then. laks: in one from 2021, level unstated.
    assert series("programme-levels", None, "arena") == [(1, 1), (1, 1), (0, 0), (0, 0)]
    assert series("programme-levels", None, "nce") == [(0, 1), (0, 0), (0, 1), (0, 1)]
    assert series("programme-levels", None, "no-level") == [(0, 0), (0, 0), (0, 0), (1, 1)]
    assert series("programme-level", "korn", "nce") == [(0, 1), (0, 0), (0, 1), (0, 1)]


# --- what must hold of any data -------------------------------------------------------------------


def test_where_more_is_possible_the_value_is_no_smaller(
    rows: tuple[Row, ...], mini: Project, real: EmbeddedStore, project: Project
) -> None:
    definitions = metrics.find(mini)
    compared = 0
    for row in (*rows, *metrics.over(real, project, range(2005, 2025, 4))):
        ordered = definitions[row.indicator].kind is not metrics.Kind.NETWORKS
        if ordered and row.certain is not None and row.possible is not None:
            assert row.certain <= row.possible, row
            compared += 1
    assert compared > 500


def test_certain_only_is_the_lower_end(store: EmbeddedStore, mini: Project) -> None:
    day = Selection(at=dt.date(2021, 12, 31))
    names = ["members", "degree", "joint-projects", "programme-levels", "grants-without-amount"]

    def found(selection: Selection) -> dict[tuple[object, ...], Pair]:
        return {
            (row.indicator, row.view, row.about, row.other): (row.certain, row.possible)
            for row in metrics.table(store, mini, selection, names)
        }

    every = found(day)
    sure = found(replace(day, certain_only=True))
    assert sure
    for key, (certain, possible) in sure.items():
        assert certain == possible == every[key][0], key


def test_a_day_without_any_relation(store: EmbeddedStore, mini: Project) -> None:
    # In 1900 nothing is ruled out whose beginning nobody states; nothing at all is certain.
    rows = metrics.table(store, mini, Selection(at=dt.date(1900, 1, 1)))
    assert rows
    assert not any(row.certain for row in rows)
    members = {row.about: row.possible for row in rows if row.indicator == "members"}
    assert sorted(members.values(), key=str) == [0, 1, 2, 3]  # korn; laks; tare; in any


def test_an_empty_graph_has_no_values(mini: Project, tmp_path: Path) -> None:
    (tmp_path / "empty.ttl").write_text("")
    empty = EmbeddedStore.of_turtle([tmp_path / "empty.ttl"], base=BASE)
    rows = metrics.over(empty, mini, range(2020, 2022))
    assert {row.indicator for row in rows} == {
        "members",
        "entries",
        "exits",
        "communities",
        "modularity",
        "blue-green-bridging",
    }
    assert not any(row.certain or row.possible for row in rows)


def test_without_a_day_there_is_no_value(store: EmbeddedStore, mini: Project) -> None:
    assert metrics.table(store, mini, Selection()) == ()
    period = Selection(since=dt.date(2021, 1, 1), until=dt.date(2022, 1, 1))
    last = metrics.table(store, mini, period, ["members"])
    assert {row.day for row in last} == {dt.date(2021, 12, 31)}


days = st.dates(dt.date(2015, 1, 1), dt.date(2024, 12, 31))


@st.composite
def bounds(draw: st.DrawFn) -> Bounds:
    """Bounds of a relation as the build derives them: any of the four may be missing."""
    first, second, third, fourth = sorted(draw(st.lists(days, min_size=4, max_size=4)))
    kept = draw(st.tuples(*[st.booleans()] * 4))
    every = (day.isoformat() for day in (first, second, third, fourth))
    return Bounds(*(day if keep else None for day, keep in zip(every, kept, strict=True)))


def _roll(spells: list[Bounds], *, complete: bool) -> Roll:
    ties = [
        Tie("m", "c", "k", f"r{n}", None, None, None, spell, (Source(f"d{n % 2}"),))
        for n, spell in enumerate(spells)
    ]
    lists = ((Days.of("2020"), "d0"),) if complete else ()
    return Roll({"c": {"m": tuple(ties)}}, {"c": lists}, certain_only=False)


@given(st.lists(bounds(), min_size=1, max_size=3), st.booleans())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_who_comes_into_sight_has_entered_and_who_goes_has_left(
    spells: list[Bounds],
    complete: bool,  # noqa: FBT001  # hypothesis gives arguments by position
) -> None:
    roll = _roll(spells, complete=complete)
    for year in range(2016, 2024):
        ends = [roll.on("c", dt.date(y, 12, 31)).get("m") for y in (year - 1, year)]
        # A list that leaves out who had begun before its end is at odds with whoever says so.
        if ends == [None, "certain"] and not complete:
            assert "m" in roll.entered("c", str(year))
        if ends == ["certain", None]:
            assert "m" in roll.left("c", str(year))


@given(st.lists(bounds(), min_size=1, max_size=3))
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_a_complete_list_never_adds(spells: list[Bounds]) -> None:
    without, listed = _roll(spells, complete=False), _roll(spells, complete=True)
    for day in (dt.date(2020, 1, 1), dt.date(2020, 12, 31)):
        assert listed.on("c", day).keys() <= without.on("c", day).keys()
    assert listed.entered("c", "2020").keys() <= without.entered("c", "2020").keys()


def test_a_membership_that_goes_on_in_another_source_neither_ends_nor_begins() -> None:
    # The one ends on the day on which the other begins: there is no day without.
    before = Bounds("2019-01-01", "2019-01-01", "2020-01-01", "2020-01-01")
    after = Bounds("2020-01-01", "2020-01-01", "2022-01-01", None)
    roll = _roll([before, after], complete=False)
    assert roll.entered("c", "2019") == {"m": "certain"}
    assert roll.entered("c", "2020") == roll.left("c", "2020") == {}
    # A day in between, and it has gone and come back.
    roll = _roll(
        [before, replace(after, start_earliest=None, start_latest="2020-01-03")], complete=False
    )
    assert roll.entered("c", "2020") == {"m": "possible"}
    roll = _roll(
        [before, replace(after, start_earliest="2020-01-02", start_latest="2020-01-02")],
        complete=False,
    )
    assert roll.entered("c", "2020") == roll.left("c", "2020") == {"m": "certain"}


def test_whom_a_complete_list_leaves_out_may_have_left_before_it_and_not_after() -> None:
    # The list of 2020 is that of the first source; the second leaves the end open for two days.
    nobody = Bounds("2000-01-01", "2000-01-01", "2000-01-02", "2000-01-02")
    around = Bounds(None, None, "2020-12-31", "2021-01-02")
    roll = _roll([nobody, around], complete=True)
    assert roll.left("c", "2021") == {}  # on 1 January it would have been a member the day before
    assert _roll([nobody, around], complete=False).left("c", "2021") == {"m": "possible"}
    # Certain on 1 January, whatever the list says: then it can have left on the day after.
    sure = Bounds(None, "2015-01-01", "2020-01-02", None)
    assert _roll([nobody, sure], complete=True).left("c", "2020") == {"m": "possible"}
    open_end = _roll([nobody, Bounds(None, None, None, "2021-06-01")], complete=True)
    assert open_end.left("c", "2020") == {"m": "possible"}  # on 1 January, after 31 December 2019


def test_of_several_sources_the_longest_tenure_counts() -> None:
    spells = [
        Bounds("2018-01-01", "2018-01-01", "2022-01-01", None),
        Bounds(None, "2019-01-01", "2022-01-01", None),
    ]
    tenure = _roll(spells, complete=False).tenures("c", dt.date(2020, 1, 1))["m"]
    assert [tenure.least, tenure.most] == [pytest.approx(730 / 365.2425)] * 2


standings = st.dictionaries(st.sampled_from("pqrst"), st.sampled_from(["certain", "possible"]))


@given(standings, standings)
def test_the_range_of_jaccard_is_that_of_every_choice(some: Members, others: Members) -> None:
    def choices(members: Members) -> list[set[str]]:
        certain = {it for it, standing in members.items() if standing == "certain"}
        possible = sorted(members.keys() - certain)
        chosen = chain.from_iterable(combinations(possible, n) for n in range(len(possible) + 1))
        return [certain | set(it) for it in chosen]

    values = [
        len(one & other) / len(one | other)
        for one in choices(some)
        for other in choices(others)
        if one | other
    ]
    expected = (min(values), max(values)) if values else (None, None)
    assert of_members.jaccard_range(some, others) == expected


def test_part_of_a_year_is_a_partial_list() -> None:
    day = Statement("c", "k", Degree.COMPLETE, "2020-06-30", "d")
    lists = Lists((day,))
    assert lists.on("c", "k", "2020-06-30") is Degree.COMPLETE
    assert lists.on("c", "k", "2020-07-01") is Degree.UNKNOWN
    assert lists.over("c", "k", "2020") is Degree.PARTIAL
    assert lists.over("c", "k", "2021") is Degree.UNKNOWN


# --- the real data: what the sources say ----------------------------------------------------------


def test_biotech_north_has_36_members_at_the_end_of_2021(
    real: EmbeddedStore, project: Project
) -> None:
    # 37 in the list of the year, one of which was merged away in November; 14 came in the year, on
    # days that no source tells, so that 22 are certain on its last day.
    day = Selection(at=dt.date(2021, 12, 31))
    rows = metrics.table(real, project, day, ["members", "entries", "exits"])
    found = {
        row.indicator: (row.certain, row.possible, row.completeness.value)
        for row in rows
        if row.about is not None and row.about.label.en == "Biotech North"
    }
    assert found == {
        "members": (22, 36, "complete"),
        "entries": (14, 14, "complete"),
        "exits": (1, 1, "complete"),
    }
    # The one that was merged away stays a member as what it became.
    one = replace(day, follow=Follow.SUCCESSORS)
    assert [
        (row.certain, row.possible)
        for row in metrics.table(real, project, one, ["exits"])
        if row.about is not None and row.about.label.en == "Biotech North"
    ] == [(0, 0)]


def test_counts_are_those_of_the_questions(real: EmbeddedStore, project: Project) -> None:
    from bioclustergraph import queries
    from bioclustergraph.names import Names

    names = Names.of(real, project)
    for day in ("2019-04-15", "2021-06-30", "2021-12-31"):
        question = queries.named(project, "member-counts-at")
        answer: Any = real.query(question.bind({"at": day}, names.resolve))
        asked = {
            row["cluster"].value: (int(row["certain"].value), int(row["certainOrPossible"].value))
            for row in answer
        }
        rows = metrics.table(real, project, Selection(at=dt.date.fromisoformat(day)), ["members"])
        ours = {row.about.iri: (row.certain, row.possible) for row in rows if row.about is not None}
        assert {iri: counts for iri, counts in ours.items() if counts != (0, 0)} == asked


def test_every_side_of_the_classification_is_a_statement_of_a_source(
    real: EmbeddedStore, project: Project
) -> None:
    from bioclustergraph.metrics import definitions
    from bioclustergraph.metrics.material import Material

    defined = metrics.named(project, "blue-green-bridging")
    sides = definitions.classification(project, "bioeconomy")
    assert Material(real, project, Selection()).sides(defined) == {
        side.cluster: side.side for side in sides
    }
    for statement in (iri for side in sides for iri in side.evidence):
        ask = f"ASK {{ <{statement}> <{BASE}ns/hasEvidence> ?passage }}"
        assert bool(real.query(ask)), statement


# --- definitions are data -------------------------------------------------------------------------


def test_every_definition_is_whole(project: Project) -> None:
    definitions = metrics.find(project)
    views = relations.find(project)
    assert {it.measure for it in definitions.values()} == set(MEASURES)
    for it in definitions.values():
        assert set(it.views) <= views.keys(), it.name
        for query in it.queries:
            assert (it.path.parent / f"{query}.rq").is_file(), it.name
        for said in (it.title, it.definition, it.unit):
            assert said.nb and said.en, it.name  # noqa: PT018  # both languages, one rule
        assert it.definition.nb != it.definition.en


def test_the_page_holds_the_definitions(project: Project, root: Path) -> None:
    page = (root / "docs" / "indicators.md").read_text(encoding="utf-8")
    written = writing.as_markdown(metrics.find(project).values(), "en")
    assert written in page, "paste what `bioclustergraph --lang en indicators --list` prints"


def test_a_wrong_definition_is_named_with_its_file(mini: Project, store: EmbeddedStore) -> None:
    path = mini.queries / "indicators" / "wrong.yaml"
    path.write_text("title: {nb: Gal, en: Wrong}\n", encoding="utf-8")
    try:
        with pytest.raises(QueryError) as raised:
            metrics.table(store, mini, Selection(at=dt.date(2021, 12, 31)), ["wrong"])
        assert raised.value.path == path
        path.write_text("[", encoding="utf-8")
        with pytest.raises(QueryError):
            metrics.find(mini)
    finally:
        path.unlink()


# --- forms ----------------------------------------------------------------------------------------


def test_every_form_holds_the_same_rows(rows: tuple[Row, ...], mini: Project) -> None:
    import openpyxl

    definitions = metrics.find(mini)
    read = list(csv.DictReader(io.StringIO(writing.as_csv(rows, definitions, "en").decode())))
    about = writing.about("abc", "en")
    content = json.loads(writing.as_json(rows, definitions, about))
    book = openpyxl.load_workbook(io.BytesIO(writing.as_xlsx(rows, definitions, about, "en")))
    sheet = list(book["indicators"].iter_rows(min_row=2, values_only=True))
    assert len(read) == len(content["rows"]) == len(sheet) == len(rows)
    for line, said, cells, row in zip(read, content["rows"], sheet, rows, strict=True):
        certain = writing.plain(row.certain)
        assert line["certain"] == ("" if certain is None else str(certain))
        assert said["certain"] == certain
        assert cells[7] == certain
        assert line["completeness"] == said["completeness"] == row.completeness.value
    assert book.sheetnames == ["indicators", "definitions", "codebook", "about"]
    assert set(content["definitions"]) == definitions.keys()


def test_plots_are_the_same_each_time(rows: tuple[Row, ...], mini: Project) -> None:
    chosen = [
        row for row in rows if row.indicator in {"members", "tenure", "modularity", "community"}
    ]
    definitions = metrics.find(mini)
    files = plots.draw(chosen, definitions, "nb")
    assert files == plots.draw(chosen, definitions, "nb")
    assert "members.svg" in files
    assert "modularity-membership.png" in files
    assert not any(name.startswith("community") for name in files)  # a number that is a name
    assert files["members.png"].startswith(b"\x89PNG")
    assert b"<svg" in files["members.svg"]


def test_a_missing_library_is_one_message(
    rows: tuple[Row, ...], mini: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingLibrary) as raised:
        plots.draw(rows, metrics.find(mini), "en")
    assert "plots" in raised.value.in_language("en")


# --- the command ----------------------------------------------------------------------------------


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bioclustergraph", "--lang", "en", "indicators"]
    return subprocess.run(
        [*command, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=120
    )


def test_the_command_writes_what_is_asked(tmp_path: Path) -> None:
    told = run("members", "--at", "2021-12-31")
    assert told.returncode == 0, told.stderr
    lines = list(csv.DictReader(io.StringIO(told.stdout)))
    [north] = [line for line in lines if line["about_label"] == "Biotech North"]
    assert (north["certain"], north["possible"], north["completeness"]) == ("22", "36", "complete")
    table = run("members", "--at", "2021-12-31", "--format", "table")
    assert "Biotech North" in table.stdout
    drawn = run("members", "--over", "2019/2021", "--plot", tmp_path / "plots")
    assert drawn.returncode == 0, drawn.stderr
    assert (tmp_path / "plots" / "members.svg").is_file()
    listed = run("jaccard", "--list")
    assert "Jaccard, P. (1901)" in listed.stdout


REFUSED: list[tuple[tuple[str, ...], str]] = [
    ((), "--at 2021-12-31"),
    (("--at", "2021-13-01"), "no day"),
    (("--at", "1700-01-01"), "outside"),
    (("--over", "2024/2003"), "--over"),
    (("--over", "2003"), "--over"),
    (("--over", "1500/1600"), "outside"),
    (("--at", "2021-12-31", "--over", "2003/2004"), "one of the two"),
    (("--at", "2021-12-31", "--plot", "x"), "--over"),
    (("membres", "--at", "2021-12-31"), "members"),
    (("members", "--at", "2021-12-31", "--output", "/no/such/directory/x.csv"), "directory"),
]


@pytest.mark.parametrize(
    ("arguments", "said"), REFUSED, ids=[" ".join(it) or "nothing" for it, _ in REFUSED]
)
def test_bad_input_is_one_message(arguments: tuple[str, ...], said: str) -> None:
    told = run(*arguments)
    assert told.returncode == 1
    assert said in told.stderr
    assert "Traceback" not in told.stderr


def _by_indicator(rows: tuple[Row, ...]) -> Iterator[tuple[str, int]]:
    counts: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        counts[row.indicator] += 1
    yield from counts.items()


def test_every_indicator_has_values_on_the_miniature(rows: tuple[Row, ...], mini: Project) -> None:
    assert dict(_by_indicator(rows)).keys() == metrics.find(mini).keys()
