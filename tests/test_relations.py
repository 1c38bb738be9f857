"""Views of the relations: who is tied to whom, and when, as the questions say it too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions

from bioclustergraph import queries, relations
from bioclustergraph.errors import QueryError, UnknownView
from bioclustergraph.namespaces import PREFIXES
from bioclustergraph.project import Project
from bioclustergraph.relations import Bounds, Mode
from bioclustergraph.release import assemble

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.store.base import Store

DAYS = [f"2020-01-{day:02}" for day in range(1, 8)]
BOUNDS = st.builds(Bounds, *[st.sampled_from([None, *DAYS])] * 4)
YEARS = range(2003, 2025)


@pytest.fixture(scope="module")
def store(project: Project) -> Store:
    return assemble(project)


def shown(bounds: Bounds) -> list[str | None]:
    return [bounds.at(day) for day in DAYS]


# --- when -----------------------------------------------------------------------------------------


@given(BOUNDS)
def test_a_day_is_certain_only_if_it_is_possible_and_between_the_certain_ones(
    bounds: Bounds,
) -> None:
    for day in DAYS:
        possible = (bounds.start_earliest or day) <= day < (bounds.end_latest or "~")
        certain = (bounds.start_latest or "~") <= day < (bounds.end_earliest or "")
        expected = "certain" if possible and certain else "possible" if possible else None
        assert bounds.at(day) == expected


@given(BOUNDS, st.integers(0, 5), st.integers(1, 6))
def test_a_period_is_as_certain_as_the_most_certain_of_its_days(
    bounds: Bounds, first: int, length: int
) -> None:
    days = DAYS[first : first + length]
    end = f"2020-01-{first + 1 + len(days):02}"
    each = {bounds.at(day) for day in days}
    expected = "certain" if "certain" in each else "possible" if "possible" in each else None
    assert bounds.during(days[0], end) == expected


@given(BOUNDS, BOUNDS)
def test_two_hold_at_once_on_the_days_on_which_both_do(one: Bounds, other: Bounds) -> None:
    for day, both in zip(DAYS, shown(one & other), strict=True):
        each = {one.at(day), other.at(day)}
        if None in each:
            assert both is None
        elif each == {"certain"}:
            assert both == "certain"
        else:
            assert both == "possible"


# --- what a view gives ----------------------------------------------------------------------------


def test_every_view_says_what_it_is_in_both_languages(project: Project) -> None:
    views = relations.find(project)
    assert {"membership", "cluster-cooperation", "people", "everything"} <= views.keys()
    for view in views.values():
        assert view.title.nb != view.title.en
        assert view.summary.nb != view.summary.en


def test_every_tie_can_be_named_and_has_a_source(project: Project, store: Store) -> None:
    for view in relations.find(project).values():
        found = relations.ties(store, project, view)
        assert found.ties, view.name
        for tie in found.ties:
            assert tie.kind in found.labels
            assert tie.role is None or tie.role in found.labels
            assert {tie.subject, tie.object} <= found.things.keys()
            assert tie.sources, tie.relation
            for source in tie.sources:
                assert source.document in found.documents
                assert all(p.startswith(f"{source.document}#char=") for p in source.passages)
        for thing in found.things.values():
            assert thing.kind, thing.iri


def test_a_view_holds_at_a_day_what_the_question_says(project: Project, store: Store) -> None:
    """Every relation of a thing, each year, by `relations-at`: an independent way to the same."""
    cluster = f"{PREFIXES['cluster']}biotech-north"
    found = relations.ties(store, project, relations.named(project, "everything"))
    question = queries.named(project, "relations-at")
    for year in YEARS:
        day = f"{year}-06-30"
        sparql = question.bind({"thing": cluster, "at": day}, lambda text, _: text)
        answer = store.query(sparql)
        assert isinstance(answer, QuerySolutions)
        asked = {
            (row["relation"].value, row["certainty"].value)
            for row in answer
            if row["object"] is not None and row["subject"] is not None
        }
        held = {
            (tie.relation, tie.bounds.at(day))
            for tie in found.ties
            if cluster in {tie.subject, tie.object} and tie.bounds.at(day) is not None
        }
        assert held == asked, day


def test_the_dates_are_as_precise_as_the_source(project: Project, store: Store) -> None:
    found = relations.ties(store, project, relations.named(project, "everything"))
    lengths = {len(tie.start) for tie in found.ties if tie.start is not None}
    assert lengths == {len("2021"), len("2021-06"), len("2021-06-30")}


def test_what_an_organisation_ended_up_in(project: Project, store: Store) -> None:
    found = relations.ties(store, project, relations.named(project, "membership"))
    genoek, norce = (f"{PREFIXES['organisation']}{key}" for key in ("genoek", "norce"))
    assert found.successors[genoek] == norce
    assert norce in found.things


# --- bad input ------------------------------------------------------------------------------------


def test_an_unknown_view_is_told_with_the_nearest(project: Project) -> None:
    with pytest.raises(UnknownView) as caught:
        relations.named(project, "co-memberships")
    assert "co-membership" in str(caught.value.in_language("en"))


HEAD = "#+ title: A\n#+ title_nb: B\n#+ summary: C\n#+ summary_nb: D\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * {}", "title"),
        (f"{HEAD}#+ mode: three-mode\nSELECT * {{}}", "three-mode"),
        (f"{HEAD}#+ mode: direct\nASK {{}}", "from, to, kind, relation"),
        (f"{HEAD}#+ mode: direct\nSELECT ?from {{}}", "from, to, kind, relation"),
        (
            f"{HEAD}#+ mode: direct\nSELECT ?from ?to ?kind ?relation {{ ?relation a ?kind }}",
            "none of them is empty",
        ),
    ],
)
def test_a_view_that_is_none_is_told(
    project: Project, store: Store, tmp_path: Path, text: str, said: str
) -> None:
    for name in ("ontology", "data", "shapes"):
        (tmp_path / name).symlink_to(project.root / name)
    (tmp_path / "queries" / "relations").mkdir(parents=True)
    (tmp_path / "queries" / "network").symlink_to(project.queries / "network")
    (tmp_path / "queries" / "relations" / "odd.rq").write_text(text, encoding="utf-8")
    broken = Project(tmp_path)
    with pytest.raises(QueryError) as caught:
        relations.ties(store, broken, relations.named(broken, "odd"))
    assert said in caught.value.in_language("en")


def test_modes_are_those_of_network_analysis(project: Project) -> None:
    modes = {name: view.mode for name, view in relations.find(project).items()}
    assert modes["membership"] is Mode.TWO_MODE
    assert modes["co-membership"] is Mode.PROJECTED
    assert modes["funding"] is Mode.DIRECT
    assert set(modes.values()) <= set(Mode)
