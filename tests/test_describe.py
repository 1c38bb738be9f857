"""Everything known about one resource: read from a small store with the real ontology and rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from bioclustergraph import inference, ontology, queries
from bioclustergraph.describe import Dates, Description, Ref, Value, describe, triples
from bioclustergraph.errors import Text, UnknownThing
from bioclustergraph.names import resolve
from bioclustergraph.namespaces import BASE, PREFIXES
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
    assert not role.mentions_truncated


def test_many_mentions_are_cut_and_it_is_said(store: EmbeddedStore, project: Project) -> None:
    node = pyoxigraph.NamedNode
    many = EmbeddedStore.of(store.quads())
    place, near = node(f"{BASE}id/place/tromsoe"), node("https://example.org/near")
    many.extend(pyoxigraph.Quad(node(f"https://example.org/{n}"), near, place) for n in range(300))
    described = describe(many, place.value, project=project)
    assert described.mentions_truncated
    assert sum(len(mention.subjects) for mention in described.mentions) == 200


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
