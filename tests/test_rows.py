"""Rows and their sources: what is read, how it is written, and how pages show it."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from typing import TYPE_CHECKING

import httpx
import pyoxigraph
import pytest

from bioclustergraph import answers, media, queries, release, sources
from bioclustergraph.errors import ParameterError
from bioclustergraph.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bioclustergraph.project import Project
    from bioclustergraph.server.front import Front
    from bioclustergraph.store.base import Graphs, Store
    from bioclustergraph.store.embedded import EmbeddedStore

    Got = Callable[[str], httpx.Response]

MEMBERSHIP = "https://w3id.org/bioclustergraph/id/membership/"


class Counting:
    """A store that counts how often it is asked."""

    def __init__(self, store: EmbeddedStore) -> None:
        self.store = store
        self.asked = 0

    def query(self, sparql: str, graphs: Graphs | None = None) -> answers.Answer:
        del graphs
        self.asked += 1
        return self.store.query(sparql)


@pytest.fixture(scope="module")
def store(project: Project) -> EmbeddedStore:
    return release.assemble(project)


@pytest.fixture
def got(app: Callable[[Store, Project], Front], store: EmbeddedStore, project: Project) -> Got:
    """Ask the application for one page."""

    def ask(path: str) -> httpx.Response:
        async def get() -> httpx.Response:
            transport = httpx.ASGITransport(app(store, project))
            async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
                return await client.get(path)

        return asyncio.run(get())

    return ask


def attached(store: Store, project: Project, sparql: str) -> sources.Sourced:
    return sources.attach(store, project, store.query(sparql), "en")


def test_a_membership_gives_title_date_address_and_characters(
    store: EmbeddedStore, project: Project
) -> None:
    question = queries.named(project, "networks-of").with_sources()
    bioinn = "https://w3id.org/bioclustergraph/id/cluster/bioinn"
    asked = question.bind({"cluster": "bioinn", "lang": "en"}, lambda _text, _kind: bioinn)
    said = json.loads(sources.nested(attached(store, project, asked)))
    [source] = said["rows"][0]["sources"]
    assert source["relation"].startswith(MEMBERSHIP)
    assert source["document"] == {
        "iri": "https://w3id.org/bioclustergraph/id/document/2008-scanbalt-bioinn",
        "title": "BIOINN, cluster development in action",
        "issued": source["document"]["issued"],
        "address": source["document"]["address"],
    }
    assert source["document"]["issued"].startswith("2008")
    assert source["document"]["address"].startswith("http")
    assert all(passage["from"] < passage["to"] for passage in source["passages"])


def test_values_are_those_of_json(store: EmbeddedStore, project: Project) -> None:
    asked = 'SELECT (1 AS ?n) (2.50 AS ?d) (true AS ?b) ("x"@nb AS ?t) ?none ("" AS ?relations) {}'
    said = json.loads(sources.nested(attached(store, project, asked)))
    assert said["columns"] == ["n", "d", "b", "t", "none"]
    assert said["rows"] == [{"n": 1, "d": 2.5, "b": True, "t": "x", "none": None, "sources": []}]


def test_a_row_stays_one_row(store: EmbeddedStore, project: Project) -> None:
    question = queries.named(project, "member-count-at").with_sources()
    held = attached(store, project, question.sparql)
    written = answers.serialised(sources.flat(held), media.CSV).decode()
    [row] = csv.DictReader(io.StringIO(written))
    assert int(row["certainOrPossible"]) == 37
    assert len(row["relations"].split()) >= 37
    assert len(set(row["documents"].split())) == len(row["documents"].split())
    assert "#char=" in row["passages"]
    assert "relations" not in [v.value for v in sources.flat(held, more=False).variables]


def test_many_statements_are_asked_about_at_once(store: EmbeddedStore, project: Project) -> None:
    asked = (
        "SELECT ?relation (STR(?relation) AS ?relations) { ?relation a ?class "
        f'FILTER(STRSTARTS(STR(?relation), "{MEMBERSHIP}")) }}'
    )
    counting = Counting(store)
    held = sources.attach(counting, project, store.query(asked), "nb")
    assert len(held.rows) > 40
    assert all(row.sources for row in held.rows)
    assert counting.asked == -(-len({row.relations for row in held.rows}) // sources.BATCH)


@pytest.mark.parametrize(
    "asked",
    [
        "ASK {}",
        "CONSTRUCT WHERE { ?s ?p ?o }",
        "SELECT ?s { ?s ?p ?o } LIMIT 1",
        'SELECT ("no IRI" AS ?relations) {}',
    ],
)
def test_what_names_no_statements_is_refused(
    store: EmbeddedStore, project: Project, asked: str
) -> None:
    with pytest.raises(ParameterError):
        attached(store, project, asked)


def test_sources_are_the_same_from_a_release(
    store: EmbeddedStore, project: Project, tmp_path: Path
) -> None:
    built = release.build(project, tmp_path / "release", check=lambda *_: Report())
    assert built.release is not None
    question = queries.named(project, "members-at").with_sources()
    served = built.release.open_store()
    assert attached(served, project, question.sparql) == attached(store, project, question.sparql)
    asked = pyoxigraph.Store()
    asked.load(path=str(built.release.directory / "questions.ttl"))
    assert len(asked) > 100


def test_a_page_shows_the_sources_and_gives_them_as_data(got: Got) -> None:
    page = "/questions/members-at?lang=en"
    plain = got(page).text
    assert 'name="sources" value="1"' in plain
    assert "characters&nbsp;" not in plain
    shown = got(f"{page}&sources=1")
    assert shown.status_code == 200
    assert "Annual report of Biotech North for 2021</a> (2022)" in shown.text
    assert "characters&nbsp;" in shown.text
    assert '<th scope="col">relations</th>' not in shown.text
    data = got(f"{page}&sources=1&format=json")
    assert data.headers["content-type"] == "application/json"
    assert data.json()["rows"][0]["sources"][0]["document"]["issued"] == "2022"
    table = got(f"{page}&sources=1&format=csv&at=2021-12-31").text
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) == 36
    assert all(row["passages"] for row in rows)
    assert got(f"{page}&format=csv").text.startswith("member,name")
    assert got(f"{page}&format=ttl").status_code == 400


def test_the_iri_of_a_question_leads_to_its_page(got: Got) -> None:
    led = got("/question/members-at")
    assert (led.status_code, led.headers["location"]) == (303, "/questions/members-at")
    assert got("/question/nothing").status_code == 404
