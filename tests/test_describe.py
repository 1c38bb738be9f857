"""Everything known about one resource: read from a small store with the real ontology and rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from bioclustergraph import inference, ontology, queries
from bioclustergraph.describe import (
    PAGE,
    SORTED,
    Dates,
    Description,
    Ref,
    Value,
    describe,
    graph,
    triples,
)
from bioclustergraph.errors import ParameterError, Text, UnknownThing
from bioclustergraph.names import resolve
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.release import assemble
from bioclustergraph.store.embedded import EmbeddedStore, merge, quads_of

if TYPE_CHECKING:
    from bioclustergraph.project import Project

SMALL = Path(__file__).parent / "served" / "small.trig"


@pytest.fixture(scope="module")
def store(project: Project) -> EmbeddedStore:
    terms = quads_of(ontology.load(project), f"{PREFIXES['graph']}ontology")
    small = EmbeddedStore.of(merge([*pyoxigraph.parse(path=str(SMALL)), *terms]))
    inference.derive(small, project)
    return small


def about(store: EmbeddedStore, project: Project, name: str) -> Description:
    return describe(store, resolve(store, project, name), project=project)


@pytest.fixture(scope="module")
def cluster(store: EmbeddedStore, project: Project) -> Description:
    return about(store, project, "NTK")


def test_the_head_of_a_description(cluster: Description) -> None:
    assert cluster.label == Text("NCE Tarebukta Klynge", "NCE Kelp Bay Cluster")
    assert (cluster.key, cluster.kind) == ("nce-tarebukta", "cluster")
    assert cluster.name == "cluster:nce-tarebukta"
    assert cluster.types[0].name == "bcg:Cluster"
    assert "org:OrganizationalCollaboration" in {ref.name for ref in cluster.types}


def test_names_have_dates_and_sources(cluster: Description) -> None:
    (naming,) = cluster.names
    assert naming.name == Value("NTK")
    assert naming.role is not None
    assert naming.role.name == "name-kind:abbreviation"
    assert naming.dates.attested == ("2020-03",)
    (evidence,) = naming.evidence
    assert evidence.document.label == Text("Årsmelding for prøven", "Annual report of the trial")
    assert evidence.issued == "2020-03"
    assert evidence.characters == (1, 4)
    assert evidence.graph == f"{BASE}graph/sources/2020-prove"


def test_relations_are_grouped_and_headed(cluster: Description) -> None:
    headings = [(group.heading.nb, group.side) for group in cluster.groups]
    assert headings == [("Medlemmer", "object"), ("Steder", "subject")]


def test_a_membership_from_the_cluster(cluster: Description) -> None:
    members = cluster.groups[0].relations
    founder = next(r for r in members if r.other and r.other.name == "organisation:solund-tare")
    assert founder.role is not None
    assert founder.role.name == "membership-role:founding-member"
    assert founder.note == Text("Listen er lest ovenfra.", "The list was read from the top.")
    assert [e.characters for e in founder.evidence] == [(9, 31), (120, 151)]
    assert founder.dates.said == Text("fra 2018, til 2019-11-07", "from 2018, until 2019-11-07")
    assert founder.dates.certain == ("2019-01-01", "2019-11-07")
    assert founder.dates.possible == ("2018-01-01", "2019-11-07")
    assert founder.dates.bounds.en == (
        "certainly from 2019-01-01 through 2019-11-06; possibly from 2018-01-01 through 2019-11-06"
    )
    assert founder.details == ()


def test_a_membership_from_the_member(store: EmbeddedStore, project: Project) -> None:
    member = about(store, project, "solund tare")
    (group,) = member.groups
    assert group.heading == Text("Medlem av", "Member of")
    (relation,) = group.relations
    assert relation.other == relation.object
    assert relation.object is not None
    assert relation.object.label.en == "NCE Kelp Bay Cluster"
    assert [s.property.name for s in member.statements] == ["bcg:organisationNumber"]
    assert [v.iri for s in member.links for v in s.values if isinstance(v, Ref)] == [
        "https://ror.org/00x0x0x00",
        "javascript:alert(1)",
    ]


def test_other_properties_are_details(cluster: Description) -> None:
    (presence,) = cluster.groups[1].relations
    (address,) = presence.details
    assert address.property.name == "bcg:streetAddress"
    assert address.values == (Value("Tangveien 1"),)
    assert presence.dates.end_state is not None
    assert presence.dates.said.nb == "gjaldt 2020-03, slutt: åpen"


def test_a_relation_describes_itself(store: EmbeddedStore, project: Project) -> None:
    iri = f"{BASE}id/membership/solund-tare--nce-tarebukta--2018"
    described = describe(store, iri, project=project)
    (group,) = described.groups
    (relation,) = group.relations
    assert group.side == relation.side == "itself"
    assert relation.subject is not None
    assert relation.subject.name == "organisation:solund-tare"
    assert described.label.en == "membership: Solund Tare → NCE Kelp Bay Cluster"
    assert described.statements == ()


def test_a_document_lists_its_passages(store: EmbeddedStore, project: Project) -> None:
    document = about(store, project, "document:2020-prove")
    ranges = [passage.evidence.characters for passage in document.passages]
    assert ranges == [(1, 4), (9, 31), (120, 151), (160, 170), (200, 230)]
    (relation,) = document.passages[1].relations
    assert relation.label.nb == "medlemskap: Solund Tare → NCE Tarebukta Klynge"
    assert document.mentions[0].subjects[0].label.nb == "Utsagn fra prøven"


def test_a_role_is_mentioned_by_relations(store: EmbeddedStore, project: Project) -> None:
    role = about(store, project, "membership-role:member")
    mentioned = {ref.name for mention in role.mentions for ref in mention.subjects}
    assert "membership:ond--nce-tarebukta--2020" in mentioned
    assert [(m.property.name, m.total) for m in role.mentions] == [
        (m.property.name, len(m.subjects)) for m in role.mentions
    ]


# --- pages ----------------------------------------------------------------------------------------


def iri_of(name: str) -> pyoxigraph.NamedNode:
    prefix, _, key = name.partition(":")
    return pyoxigraph.NamedNode(PREFIXES[prefix] + key)


def many_members(count: int) -> list[pyoxigraph.Quad]:
    """Make a cluster with so many members; the n-th in the year 1900 + n % 100 and no other."""
    hub = iri_of("cluster:hub")
    quads = [
        pyoxigraph.Quad(hub, iri_of("rdf:type"), iri_of("bcg:Cluster")),
        pyoxigraph.Quad(hub, iri_of("rdfs:label"), pyoxigraph.Literal("Navet", language="nb")),
    ]
    for number in range(count):
        node, year = iri_of(f"membership:m{number:06}"), 1900 + number % 100
        member = iri_of(f"organisation:o{number % 1000:04}")
        days = {"startEarliest": year, "startLatest": year, "endEarliest": year + 1}
        quads += [
            pyoxigraph.Quad(node, iri_of("rdf:type"), iri_of("bcg:Membership")),
            pyoxigraph.Quad(node, iri_of("bcg:hasSubject"), member),
            pyoxigraph.Quad(node, iri_of("org:member"), member),
            pyoxigraph.Quad(node, iri_of("bcg:hasObject"), hub),
            pyoxigraph.Quad(node, iri_of("org:organization"), hub),
            *(
                pyoxigraph.Quad(
                    node,
                    iri_of(f"bcg:{name}"),
                    pyoxigraph.Literal(f"{day}-01-01", datatype=iri_of("xsd:date")),
                )
                for name, day in {**days, "endLatest": year + 1}.items()
            ),
        ]
    return quads


@pytest.fixture(scope="module")
def hub(project: Project) -> EmbeddedStore:
    terms = quads_of(ontology.load(project), f"{PREFIXES['graph']}ontology")
    return EmbeddedStore.of([*merge(terms), *many_members(700)])


def test_a_hub_has_pages_that_together_hold_everything_once(
    hub: EmbeddedStore, project: Project
) -> None:
    pages = [describe(hub, f"{BASE}id/cluster/hub", project=project, page=n) for n in (1, 2, 3)]
    assert [(d.page, d.pages, len(d.relations)) for d in pages] == [
        (1, 3, PAGE),
        (2, 3, PAGE),
        (3, 3, 700 - 2 * PAGE),
    ]
    seen = [relation.iri for described in pages for relation in described.relations]
    assert sorted(seen) == [f"{BASE}id/membership/m{n:06}" for n in range(700)]
    # The pages follow the IRIs, which are made of the names.
    assert max(r.iri for r in pages[0].relations) < min(r.iri for r in pages[1].relations)
    for described in pages:
        assert described.label == Text("Navet", "Navet")
        (entry,) = described.index
        assert (entry.heading.en, entry.total, entry.others, entry.page) == ("Members", 700, 0, 1)
        assert [group.total for group in described.groups] == [700]


@pytest.mark.parametrize("page", [0, -1, 4, 10**9])
def test_a_page_that_is_not_there(hub: EmbeddedStore, project: Project, page: int) -> None:
    with pytest.raises(ParameterError) as refused:
        describe(hub, f"{BASE}id/cluster/hub", project=project, page=page)
    assert refused.value.hint == Text("Velg en side fra 1 til 3.", "Choose a page from 1 to 3.")


def test_a_hub_on_a_day_has_the_pages_of_that_day(hub: EmbeddedStore, project: Project) -> None:
    described = describe(hub, f"{BASE}id/cluster/hub", project=project, at=dt.date(1903, 7, 1))
    assert described.pages == 1
    assert len(described.relations) == 7
    assert described.others == 693
    assert {relation.standing for relation in described.relations} == {"certain"}


def test_mentions_have_pages_and_are_counted(store: EmbeddedStore, project: Project) -> None:
    node = pyoxigraph.NamedNode
    many = EmbeddedStore.of(store.quads())
    place, near = node(f"{BASE}id/place/tromsoe"), node("https://example.org/near")
    many.extend(pyoxigraph.Quad(node(f"https://example.org/{n}"), near, place) for n in range(300))
    pages = [describe(many, place.value, project=project, page=n) for n in (1, 2)]
    assert [described.pages for described in pages] == [2, 2]
    seen = [ref.iri for d in pages for mention in d.mentions for ref in mention.subjects]
    assert len(seen) == len(set(seen))
    assert {f"https://example.org/{n}" for n in range(300)} <= set(seen)
    assert [(m.property.iri, m.total) for m in pages[1].mentions] == [(near.value, 300)]
    # What is said of the place itself is on both.
    assert pages[0].statements == pages[1].statements


def test_passages_have_pages_in_the_order_of_the_document(
    store: EmbeddedStore, project: Project
) -> None:
    many = EmbeddedStore.of(store.quads())
    document, relation = iri_of("document:2020-prove"), iri_of("naming:nce-tarebukta--ntk--2020")
    for at in range(1000, 1300):
        passage = pyoxigraph.NamedNode(f"{document.value}#char={at},{at + 1}")
        many.extend(
            [
                pyoxigraph.Quad(passage, iri_of("oa:hasSource"), document),
                pyoxigraph.Quad(relation, iri_of("bcg:hasEvidence"), passage),
            ]
        )
    pages = [describe(many, document.value, project=project, page=n) for n in (1, 2)]
    places = [p.evidence.characters for described in pages for p in described.passages]
    assert places == sorted(places, key=lambda place: place or (0, 0))
    assert len(places) == 305


# --- as of a day ----------------------------------------------------------------------------------

DAYS = ("2008-11-20", "2016-06-01", "2019-04-15", "2021-06-30", "2022-01-01", "2024-05-13")


@pytest.fixture(scope="module")
def real(project: Project) -> EmbeddedStore:
    return assemble(project)


def answered(
    real: EmbeddedStore, project: Project, name: str, values: dict[str, str]
) -> list[dict[str, str]]:
    """Ask a question of the library, and give its rows as texts."""
    sparql = queries.named(project, name).with_sources().bind(values, lambda text, _: text)
    rows = real.query(sparql)
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    names = [variable.value for variable in rows.variables]
    return [{n: str(getattr(row[n], "value", "")) for n in names} for row in rows]


@pytest.mark.parametrize("day", DAYS)
def test_members_on_a_day_are_those_of_the_question(
    real: EmbeddedStore, project: Project, day: str
) -> None:
    cluster = f"{BASE}id/cluster/biotech-north"
    described = describe(real, cluster, project=project, at=dt.date.fromisoformat(day))
    shown = {
        (r.iri, r.other.iri, r.standing)
        for group in described.groups
        if group.heading.en == "Members"
        for r in group.relations
        if r.other is not None
    }
    rows = answered(real, project, "members-at", {"cluster": cluster, "at": day})
    asked = {
        (relation, row["member"], row["certainty"])
        for row in rows
        for relation in row["relations"].split()
    }
    assert shown == asked
    if day == "2021-06-30":
        assert {standing for _, _, standing in shown} == {"certain", "possible"}


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("name", ["cluster/heidner-biocluster", "organisation/nofima"])
def test_all_that_held_on_a_day_is_what_the_questions_say(
    real: EmbeddedStore, project: Project, name: str, day: str
) -> None:
    thing = f"{BASE}id/{name}"
    described = describe(real, thing, project=project, at=dt.date.fromisoformat(day))
    for question, relations in (
        ("relations-at", [r for group in described.groups for r in group.relations]),
        ("names-at", described.names),
    ):
        rows = answered(real, project, question, {"thing": thing, "at": day})
        asked = {(iri, row["certainty"]) for row in rows for iri in row["relations"].split()}
        assert {(r.iri, r.standing) for r in relations} == asked
    always = describe(real, thing, project=project)
    assert len(described.relations) + described.others == len(always.relations)
    assert all(relation.standing is None for relation in always.relations)


def test_the_title_is_the_name_on_the_day_where_it_is_certain(
    real: EmbeddedStore, project: Project
) -> None:
    def title(name: str, day: str) -> str:
        at = dt.date.fromisoformat(day)
        return describe(real, f"{BASE}id/{name}", project=project, at=at).title.nb

    assert title("programme/arena", "2019-04-15") == "Arena-programmet"
    assert title("programme/arena", "2019-04-16") != "Arena-programmet"
    # Two names at once, one of them but for spelling our own: our own stays.
    assert title("organisation/klosser-innovasjon", "2019-04-15") == "Klosser Innovasjon"


def test_the_triples_on_a_day_are_those_of_the_page(real: EmbeddedStore, project: Project) -> None:
    cluster, at = f"{BASE}id/cluster/biotech-north", dt.date(2021, 6, 30)
    described = describe(real, cluster, project=project, at=at)
    found = triples(real, cluster, project=project, at=at)
    subjects = {t.subject.value for t in found if isinstance(t.subject, pyoxigraph.NamedNode)}
    assert subjects == {cluster, *(relation.iri for relation in described.relations)}
    assert set(found) < set(triples(real, cluster, project=project))


def test_a_relation_whose_one_side_no_source_names_is_shown(
    real: EmbeddedStore, project: Project
) -> None:
    iri = f"{BASE}id/grant/biotech-north--membership-fee--2021"
    described = describe(real, f"{BASE}id/cluster/biotech-north", project=project)
    (grant,) = (r for group in described.groups for r in group.relations if r.iri == iri)
    assert (grant.subject, grant.other) == (None, None)
    assert sum(entry.total for entry in described.index) == len(described.relations) + sum(
        mention.total for mention in described.mentions
    )
    assert describe(real, iri, project=project).relations == (replace(grant, side="itself"),)


def test_standing_at_the_edges() -> None:
    dates = Dates(
        start_earliest="2018-01-01",
        start_latest="2019-01-01",
        end_earliest="2020-01-01",
        end_latest="2021-01-01",
    )
    days = ("2017-12-31", "2018-01-01", "2018-12-31", "2019-01-01", "2019-12-31", "2020-01-01")
    assert [dates.standing(day) for day in (*days, "2020-12-31", "2021-01-01")] == [
        None, "possible", "possible", "certain", "certain", "possible", "possible", None,
    ]  # fmt: skip
    assert Dates().standing("0001-01-01") == "possible"
    # A source that contradicts itself leaves nothing certain.
    assert Dates(start_latest="2019-01-01", end_earliest="2018-01-01").standing("2018-06-01") == (
        "possible"
    )


# --- what there is nothing about, and data --------------------------------------------------------


@pytest.mark.parametrize("iri", [f"{BASE}id/cluster/nobody", "no iri", "", f"{BASE}x> }} #"])
def test_what_nothing_is_said_about(store: EmbeddedStore, project: Project, iri: str) -> None:
    with pytest.raises(UnknownThing):
        describe(store, iri, project=project)
    with pytest.raises(UnknownThing):
        triples(store, iri, project=project)


def test_triples_are_those_of_the_thing_and_its_relations(
    store: EmbeddedStore, project: Project
) -> None:
    found = triples(store, f"{BASE}id/cluster/nce-tarebukta", project=project)
    subjects = {t.subject.value for t in found if isinstance(t.subject, pyoxigraph.NamedNode)}
    assert subjects == {
        f"{BASE}id/cluster/nce-tarebukta",
        f"{BASE}id/membership/ond--nce-tarebukta--2020",
        f"{BASE}id/membership/solund-tare--nce-tarebukta--2018",
        f"{BASE}id/naming/nce-tarebukta--ntk--2020",
        f"{BASE}id/presence/nce-tarebukta--tromsoe--2020",
    }
    assert len(found) == len(set(found))


def test_many_triples_are_given_as_the_store_has_them(project: Project) -> None:
    store = EmbeddedStore.of(many_members(SORTED // 9 + 1))
    iri = f"{BASE}id/cluster/hub"
    given = list(graph(store, iri, project=project))
    assert len(given) > SORTED
    assert len(given) == len(set(given))
    assert set(given) == set(triples(store, iri, project=project))
    assert given == list(graph(store, iri, project=project))
    few = list(graph(store, f"{BASE}id/membership/m000001", project=project))
    assert few == list(triples(store, f"{BASE}id/membership/m000001", project=project))


def test_a_graph_gives_what_is_in_it(store: EmbeddedStore, project: Project) -> None:
    graph = pyoxigraph.NamedNode(f"{BASE}graph/sources/2020-prove")
    stated = {q.triple for q in store.quads() if q.graph_name == graph}
    assert stated <= set(triples(store, graph.value, project=project))


def test_page_questions_run_as_they_stand(store: EmbeddedStore, project: Project) -> None:
    paths = sorted((project.queries / "pages").glob("*.rq"))
    assert paths
    for path in paths:
        question = queries.load(path)
        assert question.summary.nb != question.summary.en, path
        store.query(question.sparql)


def test_dates_in_words() -> None:
    unknown = Ref("https://example.org/e", Text("avsluttet", "ended"))
    dates = Dates(
        start_before="2018", end_before="2020", end_not_before="2019-05", end_state=unknown
    )
    assert (
        dates.said.nb
        == "begynte før 2018, slutt før 2020, ikke slutt før 2019-05, slutt: avsluttet"
    )
    assert Dates().said == Text("", "")
    assert Dates().bounds == Text("", "")


def test_certain_only_where_there_are_days() -> None:
    def held(latest: str | None, earliest: str | None) -> tuple[str, str] | None:
        return Dates(start_latest=latest, end_earliest=earliest).certain

    assert held("2018-01-01", "2018-01-01") is None
    assert held("2019-01-01", "2018-01-01") is None
    assert held(None, "2018-01-01") is None
    assert held("2018-01-01", None) is None
    assert held("2018-01-01", "2018-01-02") == ("2018-01-01", "2018-01-02")


def test_one_certain_day_is_one_day() -> None:
    dates = Dates(start_latest="2018-01-01", end_earliest="2018-01-02", end_latest="2019-01-01")
    assert dates.bounds.nb == "sikkert 2018-01-01; mulig til og med 2018-12-31"
