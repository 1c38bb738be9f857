"""Every question of the library over the real data: the expected answers, what they must say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from bioclustergraph import queries
from bioclustergraph.names import Names, key_of
from bioclustergraph.release import assemble

if TYPE_CHECKING:
    from collections.abc import Callable

    from bioclustergraph.project import Project
    from bioclustergraph.store.embedded import EmbeddedStore

    Ask = Callable[..., list[dict[str, str]]]


@pytest.fixture(scope="module")
def store(project: Project) -> EmbeddedStore:
    return assemble(project)


@pytest.fixture(scope="module")
def ask(store: EmbeddedStore, project: Project) -> Ask:
    """Ask a question by name; rows as texts, IRIs as their keys."""
    names = Names.of(store, project)

    def asked(question: str, /, **values: str) -> list[dict[str, str]]:
        sparql = queries.named(project, question).bind(values, names.resolve)
        answer = store.query(sparql)
        assert isinstance(answer, pyoxigraph.QuerySolutions)
        columns = [variable.value for variable in answer.variables]
        return [{c: _text(row[c]) for c in columns if row[c] is not None} for row in answer]

    return asked


def _text(term: object) -> str:
    if isinstance(term, pyoxigraph.NamedNode):
        return key_of(term.value)
    assert isinstance(term, pyoxigraph.Literal)
    return term.value


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "question" in metafunc.fixturenames:
        from bioclustergraph.project import Project

        found = queries.find(Project(metafunc.config.rootpath))
        metafunc.parametrize("question", found.values(), ids=found.keys())


def test_the_expected_answer_stands_beside_each_question(
    question: queries.Question, store: EmbeddedStore
) -> None:
    answer = store.query(question.sparql)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    got = answer.serialize(format=pyoxigraph.QueryResultsFormat.TSV)
    assert got is not None
    assert got.decode("utf-8").splitlines() == (
        question.path.with_suffix(".tsv").read_text(encoding="utf-8").splitlines()
    ), f"if the new answer is right: bioclustergraph query {question.name} --format tsv"


def test_each_question_is_described_in_both_languages(question: queries.Question) -> None:
    assert question.summary.nb != question.summary.en
    assert question.tags
    answer = pyoxigraph.Store().query(question.sparql)
    assert isinstance(answer, pyoxigraph.QuerySolutions)


def test_there_are_the_questions_that_people_were_promised(project: Project) -> None:
    promised = {
        "members-at": ["cluster", "at"],
        "new-members": ["cluster", "year"],
        "programme-history": ["cluster"],
        "programme-status-at": ["cluster", "at"],
        "facilitators": ["cluster"],
        "joint-project-partners": ["project"],
        "shared-participants": ["cluster", "other"],
        "roles-of-person": ["person"],
        "organisations-of-programme": ["programme"],
        "what-became-of": ["organisation"],
        "sources-of": ["thing"],
    }
    found = queries.find(project)
    assert len(found) >= 15
    for name, parameters in promised.items():
        assert [p.name for p in found[name].parameters if p.name != "lang"] == parameters


def test_members_in_the_middle_of_2021(ask: Ask) -> None:
    rows = ask("members-at", cluster="biotech-north", at="2021-06-30")
    assert list(rows[0]) == ["member", "name", "role", "certainty", "source"]
    certain = {row["member"] for row in rows if row["certainty"] == "certain"}
    possible = {row["member"] for row in rows if row["certainty"] == "possible"}
    assert (len(certain), len(possible)) == (23, 14)
    assert {"genoek", "norce", "uit-norges-arktiske-universitet"} <= certain
    assert {"bryn-aarflot", "leroey-aurora"} <= possible
    partners = {
        row["partner"] for row in ask("partners-at", cluster="biotech-north", at="2021-06-30")
    }
    assert len(partners) == 5
    assert not partners & (certain | possible)


def test_a_member_that_was_merged_away_is_gone_and_has_a_successor(ask: Ask) -> None:
    at_the_end = {r["member"] for r in ask("members-at", cluster="biotech-north", at="2021-12-31")}
    assert "genoek" not in at_the_end
    assert len(at_the_end) == 36
    [successor] = ask("what-became-of", organisation="Genøk")
    assert (successor["successor"], successor["date"]) == ("norce", "2021-11")
    in_november = ask("members-at", cluster="biotech-north", at="2021-11-15")
    assert [r["certainty"] for r in in_november if r["member"] == "genoek"] == ["possible"]


def test_nobody_is_certain_in_the_year_of_an_undated_start(ask: Ask) -> None:
    for day in ("2021-01-01", "2021-07-01", "2021-12-31"):
        rows = ask("members-at", cluster="biotech-north", at=day)
        assert {r["certainty"] for r in rows if r["member"] == "norskin"} == {"possible"}
    before = ask("members-at", cluster="biotech-north", at="2020-12-31")
    assert "norskin" not in {r["member"] for r in before}


def test_the_programmes_of_heidner(ask: Ask) -> None:
    arena, nce = ask("programme-history", cluster="heidner-biocluster")
    assert (arena["programme"], arena["startBefore"]) == ("arena", "2018-11")
    assert "start" not in arena
    assert (nce["programme"], nce["awardDate"], nce["start"]) == ("nce", "2018-11", "2018-11")
    assert nce["projectStart"] == "2019-01"
    assert ask("programme-history", cluster="NCE Heidner Biocluster") == [arena, nce]


def test_two_sources_two_statuses(ask: Ask) -> None:
    [then] = ask("programme-status-at", cluster="biotech-north", at="2016-06-30", lang="en")
    assert (then["status"], then["attestedOn"]) == ("programme participation", "2016")
    [later] = ask("programme-status-at", cluster="biotech-north", at="2021-06-30", lang="en")
    assert (later["status"], later["attestedOn"]) == ("programme absence", "2021")
    assert then["source"] != later["source"]
    between = ask("programme-status-at", cluster="biotech-north", at="2018-06-30")
    assert {row["certainty"] for row in between} == {"possible"}
    assert len(between) == 2
    # A name that contains NCE proves no status.
    assert ask("programme-history", cluster="NCE Blue Legasea") == []


def test_the_four_clusters_of_the_joint_project(ask: Ask) -> None:
    rows = ask("joint-project-partners", project="land-moeter-hav")
    assert {row["partner"] for row in rows} == {
        "biotech-north",
        "heidner-biocluster",
        "seafood-innovation",
        "blue-legasea",
    }


def test_facilitators_roles_and_shared_members(ask: Ask) -> None:
    assert {r["facilitator"] for r in ask("facilitators", cluster="heidner-biocluster")} == {
        "klosser-innovasjon"
    }
    assert ask("facilitators", cluster="biotech-north", lang="en")[0]["facilitator"] == "norinnova"
    [role] = ask("roles-of-person", person="Elise Sæle Dahle")
    assert (role["body"], role["start"]) == ("land-moeter-hav", "2021-12-01")
    [shared] = ask("shared-participants", cluster="biotech-north", other="nce-blue-legasea")
    assert shared["participant"] == "bryn-aarflot"


def test_new_members(ask: Ask) -> None:
    rows = ask("new-members", cluster="biotech-north", year="2021")
    assert len(rows) == 14
    assert {row["certainty"] for row in rows} == {"certain"}
    earlier = ask("new-members", cluster="biotech-north", year="2019")
    assert {row["certainty"] for row in earlier} == {"possible"}
    assert len(earlier) == 23


def test_sources_give_document_date_and_characters(ask: Ask) -> None:
    rows = ask("sources-of", thing="Klosser Innovasjon")
    assert {row["issued"] for row in rows} == {"2019-04-15", "2024-05-13"}
    assert all(int(row["from"]) < int(row["to"]) for row in rows)
    assert all("address" in row for row in rows)
