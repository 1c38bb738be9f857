"""Every question of the library: the expected answers, over the real data and a made-up project.

Beside each question stands its answer over the real data (``queries/<name>.tsv``). Its answer over
``tests/fixture`` stands in ``tests/fixture/answers``, asked with the values of ``parameters.yaml``
there. What a day makes of a date is tested in ``test_questions_in_time.py``.
"""

from __future__ import annotations

import asyncio
import io
import threading
from time import perf_counter
from typing import TYPE_CHECKING, Final

import httpx
import pyoxigraph
import pytest
import rdflib
import uvicorn
import yaml
from rdflib.plugins.sparql import prepareQuery

from bioclustergraph import queries
from bioclustergraph.names import Names, key_of
from bioclustergraph.project import Project
from bioclustergraph.release import assemble
from bioclustergraph.server.running import address, listen
from bioclustergraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bioclustergraph.server.front import Front
    from bioclustergraph.store.base import Store

    Ask = Callable[..., list[dict[str, str]]]
    Bind = Callable[[queries.Question], queries.Question]

TSV: Final = pyoxigraph.QueryResultsFormat.TSV
SECONDS: Final = 0.2
"""What a question may take at its best of three: four times what it should, on a busy machine."""

SLOW_IN_RDFLIB: Final = {"funding-in-year", "locations", "members-by-kind-at", "sources-of"}
"""rdflib makes the product of all labels here before it joins them: seconds to hours."""


@pytest.fixture(scope="module")
def store(project: Project) -> EmbeddedStore:
    return assemble(project)


@pytest.fixture(scope="module")
def miniature(root: Path) -> EmbeddedStore:
    return assemble(Project(root / "tests" / "fixture"))


@pytest.fixture(scope="module")
def bound(miniature: EmbeddedStore, project: Project, root: Path) -> Bind:
    """Put the values of the miniature project into a question."""
    text = (root / "tests" / "fixture" / "answers" / "parameters.yaml").read_text(encoding="utf-8")
    values = yaml.load(text, yaml.BaseLoader)  # noqa: S506  # BaseLoader makes nothing but texts
    names = Names.of(miniature, project)

    def bind(question: queries.Question) -> queries.Question:
        sparql = question.bind(values.get(question.name, {}), names.resolve)
        return queries.parse(question.name, sparql, question.path)

    return bind


@pytest.fixture(scope="module")
def ask(store: EmbeddedStore, project: Project) -> Ask:
    """Ask a question by name; rows as texts, IRIs as their keys."""
    names = Names.of(store, project)

    def asked(question: str, /, **values: str) -> list[dict[str, str]]:
        return rows(store, queries.named(project, question).bind(values, names.resolve))

    return asked


def rows(store: EmbeddedStore, sparql: str) -> list[dict[str, str]]:
    answer = store.query(sparql)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    columns = [variable.value for variable in answer.variables]
    return [{c: _text(row[c]) for c in columns if row[c] is not None} for row in answer]


def _text(term: object) -> str:
    if isinstance(term, pyoxigraph.NamedNode):
        return key_of(term.value)
    assert isinstance(term, pyoxigraph.Literal)
    return term.value


def tsv(store: EmbeddedStore, sparql: str) -> list[str]:
    answer = store.query(sparql)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    written = answer.serialize(format=TSV)
    assert written is not None
    return written.decode("utf-8").splitlines()


def expected(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "question" in metafunc.fixturenames:
        found = queries.find(Project(metafunc.config.rootpath))
        metafunc.parametrize("question", found.values(), ids=found.keys())


# --- every question -------------------------------------------------------------------------------


def test_the_expected_answer_stands_beside_each_question(
    question: queries.Question, store: EmbeddedStore
) -> None:
    assert tsv(store, question.sparql) == expected(question.path.with_suffix(".tsv")), (
        f"if the new answer is right: bioclustergraph --lang nb query {question.name} --format tsv"
    )


def test_the_miniature_project_gives_the_answer_worked_out_by_hand(
    question: queries.Question, miniature: EmbeddedStore, bound: Bind, root: Path
) -> None:
    answers = root / "tests" / "fixture" / "answers"
    got = tsv(miniature, bound(question).sparql)
    assert got == expected(answers / f"{question.name}.tsv")
    assert len(got) > 1, "an answer without a row shows nothing: extend the miniature project"


def test_there_is_an_answer_to_each_question_and_to_nothing_else(
    project: Project, root: Path
) -> None:
    names = set(queries.find(project))
    answers = root / "tests" / "fixture" / "answers"
    assert {path.stem for path in project.queries.glob("*.tsv")} == names
    assert {path.stem for path in answers.glob("*.tsv")} == names
    values = yaml.safe_load((answers / "parameters.yaml").read_text(encoding="utf-8"))
    assert set(values) <= names


@pytest.fixture(scope="module")
def served(
    app: Callable[[Store, Project], Front], store: EmbeddedStore, project: Project
) -> Iterator[httpx.Client]:
    """One real server, listening on a socket, for all questions."""
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(
        uvicorn.Config(app(store, project), lifespan="off", log_level="critical")
    )
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])))
    thread.start()
    try:
        with httpx.Client(base_url=address(listening)) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()


def test_each_file_can_be_sent_as_it_stands(
    question: queries.Question, served: httpx.Client
) -> None:
    answer = served.post(
        "/sparql",
        content=question.path.read_bytes(),
        headers={
            "Content-Type": "application/sparql-query",
            "Accept": "text/tab-separated-values",
        },
    )
    assert answer.status_code == 200, answer.text
    assert answer.text.splitlines() == expected(question.path.with_suffix(".tsv"))


def test_each_question_is_described_in_both_languages(question: queries.Question) -> None:
    assert question.summary.nb != question.summary.en
    assert question.tags
    # Whoever sees a label can choose its language.
    asks_language = any(parameter.name == "lang" for parameter in question.parameters)
    assert asks_language == ("?lang" in question.sparql)


def test_each_row_names_the_relations_it_rests_on(
    question: queries.Question, miniature: EmbeddedStore, bound: Bind
) -> None:
    plain = bound(question)
    with_sources = rows(miniature, plain.with_sources().sparql)
    assert [
        {column: value for column, value in row.items() if column != "relations"}
        for row in with_sources
    ] == rows(miniature, plain.sparql)
    evidence = {
        quad.subject.value
        for quad in miniature.quads()
        if isinstance(quad.subject, pyoxigraph.NamedNode)
        and key_of(quad.predicate.value) == "hasEvidence"
    }
    for row in with_sources:
        assert set(row.get("relations", "").split()) <= evidence


def test_rows_stand_in_an_order_of_their_own(
    question: queries.Question, store: EmbeddedStore, turned: EmbeddedStore
) -> None:
    assert tsv(turned, question.sparql) == tsv(store, question.sparql)


@pytest.fixture(scope="module")
def turned(store: EmbeddedStore) -> EmbeddedStore:
    """The same data, loaded in another order."""
    quads = sorted(store.quads(), key=str, reverse=True)
    return EmbeddedStore.of(quads)


def test_each_question_is_answered_at_once(
    question: queries.Question, store: EmbeddedStore
) -> None:
    def seconds() -> float:
        start = perf_counter()
        tsv(store, question.sparql)
        return perf_counter() - start

    assert min(seconds() for _ in range(3)) < SECONDS


@pytest.fixture(scope="module")
def other(miniature: EmbeddedStore) -> rdflib.Graph:
    """The miniature project in the engine of rdflib."""
    written = io.BytesIO()
    triples = (
        pyoxigraph.Triple(quad.subject, quad.predicate, quad.object)
        for quad in miniature.quads()
        if isinstance(quad.graph_name, pyoxigraph.DefaultGraph)
    )
    pyoxigraph.serialize(triples, written, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=written.getvalue(), format="nt")


def test_another_engine_gives_the_same_rows(
    question: queries.Question, miniature: EmbeddedStore, other: rdflib.Graph, bound: Bind
) -> None:
    sparql = bound(question).sparql
    query = prepareQuery(sparql)
    if question.name in SLOW_IN_RDFLIB:
        return  # that it parses there too is all that can be said in a test
    answer = other.query(query)
    assert answer.vars is not None
    # As texts: rdflib makes a text of an IRI that is the smallest of its group.
    got = [[str(row.get(v)) for v in answer.vars] for row in answer.bindings]
    own = miniature.query(sparql)
    assert isinstance(own, pyoxigraph.QuerySolutions)
    wanted = [[getattr(row[v], "value", "None") for v in own.variables] for row in own]
    assert sorted(got) == sorted(wanted)


# --- what must be found in the real data ----------------------------------------------------------


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
        "grants-of": ["thing"],
        "statistics-of": ["thing"],
        "events-of": ["participant"],
        "aims-at": ["thing", "at"],
        "clusters-without-recorded-facilitator": [],
    }
    found = queries.find(project)
    assert len(found) >= 60
    for name, parameters in promised.items():
        assert [p.name for p in found[name].parameters if p.name != "lang"] == parameters
    # What nobody has recorded is asked for as well as what somebody has.
    assert sum("not-recorded" in question.tags for question in found.values()) >= 15


def test_members_in_the_middle_of_2021(ask: Ask) -> None:
    found = ask("members-at", cluster="biotech-north", at="2021-06-30")
    assert list(found[0]) == ["member", "name", "role", "certainty", "source"]
    certain = {row["member"] for row in found if row["certainty"] == "certain"}
    possible = {row["member"] for row in found if row["certainty"] == "possible"}
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
    [left] = ask("former-members", cluster="biotech-north", at="2021-12-31")
    assert (left["member"], left["successor"], left["certainty"]) == ("genoek", "norce", "certain")


def test_nobody_is_certain_in_the_year_of_an_undated_start(ask: Ask) -> None:
    for day in ("2021-01-01", "2021-07-01", "2021-12-31"):
        found = ask("members-at", cluster="biotech-north", at=day)
        assert {r["certainty"] for r in found if r["member"] == "norskin"} == {"possible"}
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
    named = {row["cluster"] for row in ask("nce-named-without-status")}
    assert named == {"blue-legasea", "seafood-innovation"}


def test_the_four_clusters_of_the_joint_project(ask: Ask) -> None:
    found = ask("joint-project-partners", project="land-moeter-hav")
    assert {row["partner"] for row in found} == {
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
    found = ask("new-members", cluster="biotech-north", year="2021")
    assert len(found) == 14
    assert {row["certainty"] for row in found} == {"certain"}
    earlier = ask("new-members", cluster="biotech-north", year="2019")
    assert {row["certainty"] for row in earlier} == {"possible"}
    assert len(earlier) == 23


def test_sources_give_document_date_and_characters(ask: Ask) -> None:
    found = ask("sources-of", thing="Klosser Innovasjon")
    assert {row["issued"] for row in found} == {"2019-04-15", "2024-05-13"}
    assert all(int(row["from"]) < int(row["to"]) for row in found)
    assert all("address" in row for row in found)


def test_money_figures_and_aims(ask: Ask) -> None:
    shares = ask("grants-of", thing="felles-salgsressurs-asia")
    assert {(row.get("funder"), row["share"]) for row in shares} == {
        ("innovasjon-norge", "50"),
        (None, "50"),
    }
    assert not [row for row in shares if "amount" in row]  # a share is not an amount
    [growth] = ask("growth", thing="biotech-north", measure="members")
    assert (growth["earlierValue"], growth["laterValue"], growth["change"]) == ("36", "37", "1")
    stated = {
        (r["cluster"], r["date"]): (r["stated"], r["listed"])
        for r in ask("stated-and-listed-members")
    }
    assert stated["biotech-north", "2021"] == ("37", "37")
    assert stated["heidner-biocluster", "2019-04-15"] == ("50", "3")
    assert len(ask("focus-areas")) >= 4
