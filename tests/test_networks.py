"""Networks at a date: nodes and edges as the ties have them, none lost and none made up."""

from __future__ import annotations

import datetime as dt
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioclustergraph import networks, relations
from bioclustergraph.errors import ParameterError, Text
from bioclustergraph.names import resolve
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.networks import Follow, Network, Selection
from bioclustergraph.networks.building import made
from bioclustergraph.relations import Bounds, Mode, Source, Thing, Tie, Ties, View
from bioclustergraph.release import assemble

if TYPE_CHECKING:
    from collections.abc import Callable

    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

NEW_YEARS_EVE = dt.date(2021, 12, 31)
KIND = f"{BASE}ns/Membership"
DAYS = [dt.date(2020, 1, day) for day in range(1, 7)]
ISO = [None, *(day.isoformat() for day in DAYS)]
WORD = Text("ting", "thing")


@pytest.fixture(scope="module")
def store(project: Project) -> Store:
    return assemble(project)


@pytest.fixture(scope="module")
def network(store: Store, project: Project) -> Callable[..., Network]:
    def make(view: str, **selection: object) -> Network:
        chosen = Selection(**selection)  # type: ignore[arg-type] # as the test has them
        return networks.of(store, project, relations.named(project, view), chosen)

    return make


# --- made-up ties against what is reckoned the long way -------------------------------------------


def tie(number: int, subject: str, object_: str, bounds: Bounds) -> Tie:
    source = Source(f"{BASE}id/document/d", (f"{BASE}id/document/d#char={number},{number + 1}",))
    return Tie(subject, object_, KIND, f"r{number}", None, None, None, bounds, (source,))


def ties(every: list[tuple[str, str, Bounds]], mode: Mode) -> Ties:
    things = {side: Thing(side, WORD, KIND, WORD) for one in every for side in one[:2]}
    view = View("made-up", Path("made-up.rq"), WORD, WORD, mode, "")
    made_up = tuple(tie(number, *one) for number, one in enumerate(every))
    return Ties(view, made_up, things, {KIND: WORD}, {}, {})


TIES = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from("xy"),
        st.builds(Bounds, *[st.sampled_from(ISO)] * 4),
    ),
    max_size=8,
)


@given(TIES, st.sampled_from(DAYS))
def test_two_have_an_edge_on_a_day_on_which_both_are_tied_to_a_third(
    every: list[tuple[str, str, Bounds]], day: dt.date
) -> None:
    shared: dict[tuple[str, str], dict[str, bool]] = {}
    for one, other in combinations("abc", 2):
        for third in "xy":
            each = [
                {bounds.at(day.isoformat()) for s, o, bounds in every if (s, o) == (side, third)}
                for side in (one, other)
            ]
            if all(found - {None} for found in each):
                certain = all("certain" in found for found in each)
                shared.setdefault((one, other), {})[third] = certain
    found = made(ties(every, Mode.PROJECTED), Selection(at=day))
    assert {(e.source, e.target): e.weight for e in found.edges} == {
        pair: len(thirds) for pair, thirds in shared.items()
    }
    assert {(e.source, e.target): e.certain_weight for e in found.edges} == {
        pair: sum(thirds.values()) for pair, thirds in shared.items()
    }
    held = {s for s, _, bounds in every if bounds.at(day.isoformat())}
    assert {node.iri for node in found.nodes} == held  # also those that share nothing


@given(TIES, st.sampled_from(DAYS))
def test_each_tie_that_holds_is_an_edge_also_beside_another(
    every: list[tuple[str, str, Bounds]], day: dt.date
) -> None:
    found = made(ties(every, Mode.TWO_MODE), Selection(at=day))
    held = [bounds.at(day.isoformat()) for _, _, bounds in every]
    assert sorted(edge.certainty for edge in found.edges) == sorted(h for h in held if h)


@given(TIES, st.sampled_from(list(combinations(DAYS, 2))))
def test_a_period_has_the_edges_of_its_days(
    every: list[tuple[str, str, Bounds]], period: tuple[dt.date, dt.date]
) -> None:
    for mode in (Mode.DIRECT, Mode.PROJECTED):
        given_ = ties(every, mode)
        whole = made(given_, Selection(since=period[0], until=period[1]))
        days = (day for day in DAYS if period[0] <= day < period[1])
        each = [made(given_, Selection(at=day)).edges for day in days]
        assert {(e.source, e.target, r) for e in whole.edges for r in e.relations} == {
            (e.source, e.target, r) for edges in each for e in edges for r in e.relations
        }


@given(TIES.filter(bool))
def test_networkx_projects_the_same(every: list[tuple[str, str, Bounds]]) -> None:
    always = [(s, o, Bounds(None, "0001-01-01", "9999-12-31", None)) for s, o, _ in every]
    bipartite = nx.Graph((s, o) for s, o, _ in always)
    peer = nx.bipartite.weighted_projected_graph(bipartite, {s for s, _, _ in always})
    found = networks.to_networkx(made(ties(always, Mode.PROJECTED), Selection()))
    weights = [
        {frozenset((one, other)): data["weight"] for one, other, data in graph.edges(data=True)}
        for graph in (found, peer)
    ]
    assert weights[0] == weights[1]
    assert set(found) == set(peer)


# --- the real data --------------------------------------------------------------------------------


def test_what_biotech_north_does_with_other_clusters(network: Callable[..., Network]) -> None:
    found = network("cluster-cooperation", at=NEW_YEARS_EVE)
    biotech_north = f"{PREFIXES['cluster']}biotech-north"
    own = [edge for edge in found.edges if biotech_north in {edge.source, edge.target}]
    via = {thing for edge in own for thing in edge.via}
    assert f"{PREFIXES['project']}land-moeter-hav" in via
    assert f"{PREFIXES['event']}webimar" in via
    for edge in own:
        assert edge.sources
        assert edge.weight == len(edge.via)
        assert all(source.passages for source in edge.sources)


def test_an_organisation_and_what_it_became_are_one_if_that_is_asked(
    network: Callable[..., Network],
) -> None:
    genoek, norce = (f"{PREFIXES['organisation']}{key}" for key in ("genoek", "norce"))
    apart = {node.iri for node in network("membership").nodes}
    assert {genoek, norce} <= apart
    together = {node.iri: node for node in network("membership", follow=Follow.SUCCESSORS).nodes}
    assert together.keys() == apart - {genoek}
    assert together[norce].former == (genoek,)


def test_what_is_only_possible_can_be_left_out(network: Callable[..., Network]) -> None:
    all_ = network("membership", at=NEW_YEARS_EVE)
    certain = network("membership", at=NEW_YEARS_EVE, certain_only=True)
    assert {edge.certainty for edge in all_.edges} == {"certain", "possible"}
    assert certain.edges == tuple(edge for edge in all_.edges if edge.certainty == "certain")


def test_things_in_a_place(network: Callable[..., Network], store: Store, project: Project) -> None:
    place = resolve(store, project, "Tromsø", "place")
    found = network("everything", place=place)
    assert found.edges
    for edge in found.edges:
        sides = {edge.source, edge.target}
        assert place in sides or any(place in found.things[side].places for side in sides)


def test_every_view_as_a_graph_of_networkx(
    network: Callable[..., Network], project: Project
) -> None:
    for view in relations.find(project).values():
        found = network(view.name)
        graph = networks.to_networkx(found, language="en")
        assert graph.is_directed() == (view.mode is not Mode.PROJECTED)
        assert len(graph) == len(found.nodes)
        assert graph.size() == len(found.edges)
        for *_, attributes in [*graph.nodes(data=True), *graph.edges(data=True)]:
            assert None not in attributes.values()
        assert all(edge.source != edge.target for edge in found.edges)


def test_the_order_is_the_same_each_time(network: Callable[..., Network]) -> None:
    found = network("everything")
    keys = [(e.source, e.target, e.kind, e.relations) for e in found.edges]
    assert all(one <= other for one, other in pairwise(keys))
    assert [node.iri for node in found.nodes] == sorted(node.iri for node in found.nodes)


# --- what cannot be chosen ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        ({"at": DAYS[0], "since": DAYS[1]}, "a period cannot both be chosen"),
        ({"since": DAYS[1], "until": DAYS[1]}, "before it has begun"),
    ],
)
def test_days_that_do_not_fit_are_told(selection: dict[str, dt.date], said: str) -> None:
    with pytest.raises(ParameterError) as caught:
        Selection(**selection)  # type: ignore[arg-type] # days only
    assert said in caught.value.in_language("en")
