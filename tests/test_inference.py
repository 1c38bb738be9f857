"""Each rule by itself, and the bounds of dates held against a reference in Python."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bioclustergraph import inference, turtle
from bioclustergraph.errors import QueryError, QuerySyntaxError
from bioclustergraph.namespaces import BASE, BCG, PREFIXES
from bioclustergraph.project import Project
from bioclustergraph.release import Assembly, read
from bioclustergraph.store.embedded import EmbeddedStore, merge, quads_of

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parent.parent
FIXTURE = "tests/fixture"
BOUNDS = ("startEarliest", "startLatest", "endEarliest", "endLatest")


@pytest.fixture(scope="module")
def assembly(root: Path) -> Assembly:
    project = Project(root / FIXTURE)
    return Assembly.of(project, *read(project))


def short(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    """Write a term as ``prefix:local``, or a literal as its text."""
    value = str(getattr(term, "value", term))
    for prefix, namespace in sorted(PREFIXES.items(), key=lambda pair: -len(pair[1])):
        if value.startswith(namespace):
            return f"{prefix}:{value.removeprefix(namespace)}"
    return value.removeprefix(BASE)


def derived(assembly: Assembly, rule: str) -> set[tuple[str, str, str]]:
    step = next(step for step in assembly.derived if step.rule.name == rule)
    return {(short(q.subject), short(q.predicate), short(q.object)) for q in step.quads}


def about(assembly: Assembly, rule: str, subject: str) -> set[tuple[str, str]]:
    return {(p, o) for s, p, o in derived(assembly, rule) if s == subject}


# --- rule by rule ---------------------------------------------------------------------------------


def test_order_of_the_rules(project: Project) -> None:
    assert [rule.name for rule in inference.rules(project)] == [
        "passages",
        "change-events",
        "participants",
        "merged-away",
        "date-bounds",
        "end-earliest",
        "validity",
        "current-membership",
        "possible-membership",
        "successors",
        "shared-projects",
        "shared-events",
        "shared-facilitators",
        "level-order",
        "places-within",
        "super-properties",
        "super-types",
    ]


def test_passages(assembly: Assembly) -> None:
    passage = "document:2021-tangklyngen-annual-report#char=10,40"
    selector = "id/selector/2021-tangklyngen-annual-report--10--40"
    assert about(assembly, "passages", passage) == {
        ("rdf:type", "bcg:Passage"),
        ("oa:hasSource", "document:2021-tangklyngen-annual-report"),
        ("oa:hasSelector", selector),
    }
    assert about(assembly, "passages", selector) == {
        ("rdf:type", "oa:TextPositionSelector"),
        ("oa:start", "10"),
        ("oa:end", "40"),
    }
    cited = {quad.object for quad in assembly.stated if quad.predicate.value == BCG.hasEvidence}
    assert len(derived(assembly, "passages")) == len(cited) * 6


def test_change_events(assembly: Assembly) -> None:
    merger = "merger:kystforsk--landforsk--2020-12"
    assert derived(assembly, "change-events") == {
        ("organisation:kystforsk", "org:changedBy", merger),
        ("organisation:landforsk", "org:resultedFrom", merger),
    }


def test_super_types(assembly: Assembly) -> None:
    found = derived(assembly, "super-types")
    partnership = "partnership:fjordlab--tangklyngen--2020"
    assert {o for s, _p, o in found if s == partnership} == {"bcg:DatedRelation", "org:Membership"}
    assert ("cluster:tangklyngen", "rdf:type", "org:Organization") in found
    assert ("merger:kystforsk--landforsk--2020-12", "rdf:type", "org:ChangeEvent") in found
    # A partner is no member, and the terms themselves are left alone.
    assert (partnership, "rdf:type", "bcg:Membership") not in found
    assert not {s for s, _p, _o in found if s.startswith(("bcg:", "membership-role:"))}


def test_super_properties(assembly: Assembly) -> None:
    found = derived(assembly, "super-properties")
    number = ("organisation:tangklyngen-forening", "dcterms:identifier", "999999018")
    assert number in found
    assert not {s for s, _p, _o in found if s.startswith("bcg:")}


def test_participants(assembly: Assembly) -> None:
    rows = [
        [short(row[name]) for name in ("subject", "object", "role")]
        for row in assembly.store.query(
            f"PREFIX bcg: <{PREFIXES['bcg']}>"
            "SELECT ?subject ?object ?role { ?r bcg:hasSubject ?subject"
            " OPTIONAL { ?r bcg:hasObject ?object } OPTIONAL { ?r bcg:hasRole ?role } }"
        )  # type: ignore[union-attr] # a SELECT has rows
        if row["object"] is not None and row["role"] is not None
    ]
    assert ["organisation:fjordlab", "cluster:tangklyngen", "partnership-role:partner"] in rows
    assert ["cluster:tangklyngen", "programme:arena", "programme-level:arena"] in rows
    assert ["organisation:havkraft", "project:tang-til-jord", "project-role:participant"] in rows


def test_each_relation_has_at_most_one_subject_and_one_object(assembly: Assembly) -> None:
    answer = assembly.store.query(
        f"PREFIX bcg: <{PREFIXES['bcg']}> SELECT ?r (COUNT(DISTINCT ?s) AS ?subjects)"
        " (COUNT(DISTINCT ?o) AS ?objects) { ?r a bcg:DatedRelation"
        " OPTIONAL { ?r bcg:hasSubject ?s } OPTIONAL { ?r bcg:hasObject ?o } } GROUP BY ?r"
    )
    counts = [(row["subjects"].value, row["objects"].value) for row in answer]  # type: ignore[union-attr] # a SELECT
    assert len(counts) > 80
    # A grant may name the kind of money only, and a contribution nobody.
    assert {subjects for subjects, _objects in counts} <= {"0", "1"}
    assert {objects for _subjects, objects in counts} == {"0", "1"}


def test_merged_away(assembly: Assembly) -> None:
    # Not the partnership that a source attests after the merger: the contradiction is kept.
    assert derived(assembly, "merged-away") == {
        (
            "membership:kystforsk--tangklyngen--before-2020",
            "bcg:endsWith",
            "merger:kystforsk--landforsk--2020-12",
        )
    }


@pytest.mark.parametrize(
    ("relation", "bounds"),
    [
        ("membership:algetun--tangklyngen--2018-05-01", "2018-05-01 2018-05-01 2021-01-01 -"),
        ("membership:barkvik--tangklyngen--2019", "2019-01-01 2020-01-01 2020-07-01 2020-07-01"),
        (
            "membership:dalbruket--tangklyngen--2019-11",
            "2019-11-01 2019-12-01 2020-01-01 2021-01-01",
        ),
        ("membership:enzymia--tangklyngen--before-2020", "- 2020-01-01 2021-01-01 -"),
        ("membership:kystforsk--tangklyngen--before-2020", "- 2020-01-01 2020-01-01 2021-01-01"),
        ("membership:landforsk--skogklyngen--2019-12", "2019-12-01 2020-01-01 - -"),
        ("partnership:kystforsk--skogklyngen--2023", "- 2024-01-01 2023-01-01 -"),
        ("position:ask-vik--tangklyngen--2020-02-29", "2020-02-29 2020-02-29 2021-03-16 -"),
        ("merger:kystforsk--landforsk--2020-12", "2020-12-01 2021-01-01 - -"),
        ("programme-participation:tangklyngen--arena--2019", "2019-01-01 2020-01-01 - 2023-01-01"),
    ],
    ids=str,
)
def test_date_bounds(assembly: Assembly, relation: str, bounds: str) -> None:
    found = {
        p.removeprefix("bcg:"): o
        for rule in ("date-bounds", "end-earliest")
        for p, o in about(assembly, rule, relation)
    }
    assert " ".join(found.get(name, "-") for name in BOUNDS) == bounds


def test_validity(assembly: Assembly) -> None:
    found = derived(assembly, "validity")
    algetun = "project-participation:algetun--tang-til-jord--2022-01-01"
    assert {(p, o) for s, p, o in found if s.startswith(algetun)} == {
        ("bcg:hasValidity", f"{algetun}#validity"),
        ("rdf:type", "time:ProperInterval"),
        ("rdf:type", "time:Instant"),
        ("time:hasBeginning", f"{algetun}#beginning"),
        ("time:hasEnd", f"{algetun}#end"),
        ("time:inXSDDate", "2022-01-01"),
        ("time:inXSDDate", "2024-01-01"),
    }
    # An end known only to the month or year is left out, and so is an interval without ends.
    barkvik = "membership:barkvik--tangklyngen--2019"
    assert {p for s, p, _o in found if s.startswith(barkvik)} == {
        "bcg:hasValidity", "rdf:type", "time:hasEnd", "time:inXSDDate"
    }  # fmt: skip
    assert not {s for s, _p, _o in found if "dalbruket" in s or s.startswith("merger:")}


@pytest.mark.parametrize(
    ("rule", "predicate", "pairs"),
    [
        # Skogklyngen is last heard of on 10 February 2024; those without an end are still in.
        # Tangklyngen is last heard of "in 2023", which leaves nobody certain on its last day.
        (
            "current-membership",
            "org:memberOf",
            """cluster:tangklyngen network:nordtang
            organisation:algetun cluster:skogklyngen
            organisation:granheim cluster:skogklyngen
            organisation:landforsk cluster:skogklyngen
            organisation:moldbruk cluster:moldklyngen
            organisation:tangklyngen-forening cluster:skogklyngen""",
        ),
        # Not Barkvik and Dalbruket, who left, nor Kystforsk, which was absorbed.
        (
            "possible-membership",
            "bcg:mayBeMemberOf",
            """organisation:algetun cluster:tangklyngen
            organisation:enzymia cluster:skogklyngen
            organisation:enzymia cluster:tangklyngen
            organisation:havkraft cluster:fjordklyngen""",
        ),
        ("successors", "bcg:isSucceededBy", "organisation:kystforsk organisation:landforsk"),
        ("shared-projects", "bcg:sharesProjectWith", ""),
        (
            "shared-events",
            "bcg:sharesEventWith",
            """cluster:skogklyngen cluster:tangklyngen
            cluster:tangklyngen cluster:skogklyngen""",
        ),
        (
            "shared-facilitators",
            "bcg:sharesFacilitatorWith",
            """cluster:skogklyngen cluster:tangklyngen
            cluster:tangklyngen cluster:skogklyngen""",
        ),
        (
            "level-order",
            "bcg:isLevelBelow",
            """programme-level:arena programme-level:arena-pro
            programme-level:arena programme-level:nce
            programme-level:arena programme-level:gce
            programme-level:arena-pro programme-level:nce
            programme-level:arena-pro programme-level:gce
            programme-level:nce programme-level:gce""",
        ),
        (
            "places-within",
            "bcg:liesWithin",
            """place:kystfylket place:norge
            place:tangvik place:kystfylket
            place:tangvik place:norge""",
        ),
    ],
    ids=lambda value: value.replace("\n", " ")[:24],
)
def test_domain_rule(assembly: Assembly, rule: str, predicate: str, pairs: str) -> None:
    expected = {(line.split()[0], predicate, line.split()[1]) for line in pairs.splitlines()}
    assert derived(assembly, rule) == expected


def deriving(stated: str) -> dict[str, set[tuple[str, str, str]]]:
    """What each rule derives from Turtle, beside the ontology."""
    graph = node(f"{BASE}graph/sources/x")
    text = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + stated
    said = [
        ox.Quad(q.subject, q.predicate, q.object, graph)
        for q in ox.parse(text, format=ox.RdfFormat.TURTLE)
    ]
    _, terms = read(Project(ROOT))
    store = EmbeddedStore.of(merge((*said, *quads_of(terms, inference.ONTOLOGY_GRAPH))))
    return {
        step.rule.name: {
            (short(q.subject), short(q.predicate), short(q.object)) for q in step.quads
        }
        for step in inference.derive(store, Project(ROOT))
    }


def test_two_clusters_in_one_project() -> None:
    found = deriving(
        "cluster:a a bcg:Cluster . cluster:b a bcg:Cluster . organisation:c a bcg:Organisation ."
        + "".join(
            f"project-participation:{who} a bcg:ProjectParticipation ; bcg:inProject project:p ;"
            f" bcg:hasParticipant {kind}:{who} ."
            for kind, who in (("cluster", "a"), ("cluster", "b"), ("organisation", "c"))
        )
    )
    expected = {("cluster:a", "cluster:b"), ("cluster:b", "cluster:a")}
    assert {(s, o) for s, _p, o in found["shared-projects"]} == expected
    wider = {(s, o) for s, p, o in found["super-properties"] if p == "bcg:cooperatesWith"}
    assert wider == expected


def test_successors_over_a_chain_of_mergers() -> None:
    found = deriving(
        "".join(
            f"merger:{a}{b} a bcg:Merger ; org:originalOrganization organisation:{a} ;"
            f" org:resultingOrganization organisation:{b} ."
            for a, b in ("ab", "bc", "cd")
        )
    )
    successions = found["successors"] | found["owl-rl"]
    assert {(s[-1], o[-1]) for s, p, o in successions if p == "bcg:isSucceededBy"} == {
        tuple(pair) for pair in ("ab", "bc", "cd", "ac", "bd", "ad")
    }
    assert len(found["successors"]) == 3


def test_places_in_places_in_places() -> None:
    found = deriving(
        "".join(
            f"place-containment:{a}{b} a bcg:PlaceContainment ; bcg:hasContainedPlace place:{a} ;"
            f" bcg:inPlace place:{b} {rest} ."
            for a, b, rest in (
                ("a", "b", ""), ("b", "c", ""), ("c", "d", '; bcg:end "2019"^^xsd:gYear')
            )
        )
    )  # fmt: skip
    both = found["places-within"] | found["owl-rl"]
    within = {(s[-1], o[-1]) for s, p, o in both if p == "bcg:liesWithin"}
    assert within == {("a", "b"), ("b", "c"), ("a", "c")}


def test_nothing_of_owl_rl_is_left_out_but_what_is_trivial(root: Path, assembly: Assembly) -> None:
    """What the closure says of a thing of the data is delivered, whichever rule derived it."""
    ontology = node(inference.ONTOLOGY_GRAPH)
    named = [quad for quad in assembly.store.quads() if quad.graph_name != ox.DefaultGraph()]
    terms = {quad.subject for quad in named if quad.graph_name == ontology}
    things = {quad.subject for quad in named} - terms
    merged = [quad for quad in assembly.store.quads() if quad.graph_name == ox.DefaultGraph()]
    closure = inference.close(merged, inference.owl_rules(Project(root / FIXTURE)))
    more = {
        (short(p), "" if short(p) == "owl:sameAs" and s == o else short(o))
        for s, p, o in closure.new()
        if s in things
    }
    assert more == {("rdf:type", "owl:Thing"), ("owl:sameAs", "")}


def test_derived_stands_in_its_graph_and_in_the_merge(assembly: Assembly) -> None:
    stated = {(q.subject, q.predicate, q.object) for q in assembly.stated}
    for step in assembly.derived:
        assert step.rule.graph_iri == f"{BASE}graph/derived/{step.rule.name}"
        assert step.quads or step.rule.name == "shared-projects", step.rule.name
        for quad in step.quads:
            assert quad.graph_name == ox.NamedNode(step.rule.graph_iri)
            assert quad in assembly.store
            assert ox.Quad(quad.subject, quad.predicate, quad.object) in assembly.store
            assert (quad.subject, quad.predicate, quad.object) not in stated


def test_deriving_twice_derives_nothing_new(assembly: Assembly, project: Project) -> None:
    again = inference.derive(EmbeddedStore.of(assembly.store.quads()), project)
    assert [len(step.quads) for step in again] == [0] * len(again)


# --- date bounds against a reference --------------------------------------------------------------


@dataclass(frozen=True)
class Period:
    """A date as precise as a source gives it."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        parts = (f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part))
        return "-".join(parts)

    @property
    def datatype(self) -> str:
        return PREFIXES["xsd"] + ("date" if self.day else "gYearMonth" if self.month else "gYear")

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def settled(self) -> dt.date:
        if self.day:
            return self.first
        if self.month:
            days = calendar.monthrange(self.year, self.month)[1]
            return self.first + dt.timedelta(days)
        return dt.date(self.year + 1, 1, 1)

    @property
    def held(self) -> dt.date:
        return self.first + dt.timedelta(1) if self.day else self.first


Authored = dict[str, list[Period]]


def reference(said: Authored, effect: Period | None) -> dict[str, dt.date]:
    """The bounds, written down once more."""

    def of(name: str, which: str) -> list[dt.date]:
        return [getattr(period, which) for period in said.get(name, [])]

    limits = of("end", "settled") + of("endBefore", "first")
    if effect is not None and not said.get("end"):
        over = effect.settled if not effect.day else effect.first
        still = [d >= over for d in of("attestedOn", "first") + of("start", "first")]
        if not any(still) and not any(d > over for d in of("endNotBefore", "first")):
            limits.append(effect.settled)
    bounds = {
        "startEarliest": max(of("start", "first"), default=None),
        "startLatest": min(
            of("start", "settled") + of("startBefore", "first") + of("attestedOn", "settled"),
            default=None,
        ),
        "endEarliest": max(
            of("end", "first") + of("endNotBefore", "first") + of("attestedOn", "held"),
            default=None,
        ),
        "endLatest": min(limits, default=None),
    }
    if bounds["endEarliest"] and bounds["endLatest"]:
        bounds["endEarliest"] = min(bounds["endEarliest"], bounds["endLatest"])
    return {name: day for name, day in bounds.items() if day is not None}


_DAYS = st.dates(dt.date(1995, 1, 1), dt.date(2005, 12, 31)) | st.sampled_from(
    [dt.date(2000, 2, 29), dt.date(1999, 12, 31), dt.date(2004, 2, 28),
     dt.date(1900, 2, 28), dt.date(999, 12, 31), dt.date(9998, 12, 31)]
)  # fmt: skip
_PERIODS = st.builds(
    lambda day, precision: Period(*(day.year, day.month, day.day)[:precision]),
    _DAYS,
    st.integers(1, 3),
)
_AUTHORED = st.fixed_dictionaries(
    {},
    optional={
        "start": st.lists(_PERIODS, min_size=1, max_size=1),
        "end": st.lists(_PERIODS, min_size=1, max_size=1),
        "startBefore": st.lists(_PERIODS, min_size=1, max_size=1),
        "endNotBefore": st.lists(_PERIODS, min_size=1, max_size=1),
        "endBefore": st.lists(_PERIODS, min_size=1, max_size=1),
        "attestedOn": st.lists(_PERIODS, min_size=1, max_size=3),
    },
)


def node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def quads(relation: ox.NamedNode, said: Authored) -> Iterable[ox.Quad]:
    graph = node(f"{BASE}graph/sources/x")
    for name, periods in said.items():
        for period in periods:
            value = ox.Literal(str(period), datatype=node(period.datatype))
            yield ox.Quad(relation, node(PREFIXES["bcg"] + name), value, graph)


@settings(max_examples=60)
@given(st.lists(st.tuples(_AUTHORED, st.none() | _PERIODS), min_size=1, max_size=8))
def test_bounds_are_those_of_the_reference(cases: list[tuple[Authored, Period | None]]) -> None:
    graph, kind = node(f"{BASE}graph/sources/x"), node(PREFIXES["rdf"] + "type")
    stated: list[ox.Quad] = []
    for number, (said, effect) in enumerate(cases):
        relation, member = (
            node(f"{BASE}id/membership/{number}"),
            node(f"{BASE}id/organisation/{number}"),
        )
        stated += quads(relation, said)
        stated.append(ox.Quad(relation, kind, node(BCG.Membership), graph))
        stated.append(ox.Quad(relation, node(PREFIXES["org"] + "member"), member, graph))
        if effect is not None:
            merger, original = (
                node(f"{BASE}id/merger/{number}"),
                PREFIXES["org"] + "originalOrganization",
            )
            stated += quads(merger, {"start": [effect]})
            stated.append(ox.Quad(merger, kind, node(BCG.Merger), graph))
            stated.append(ox.Quad(merger, node(original), member, graph))
    store = EmbeddedStore.of(
        (*stated, *(ox.Quad(q.subject, q.predicate, q.object) for q in stated))
    )
    inference.derive(store, Project(ROOT))
    for number, (said, effect) in enumerate(cases):
        found = {
            quad.predicate.value.removeprefix(PREFIXES["bcg"]): short(quad.object)
            for quad in store.quads()
            if quad.subject == node(f"{BASE}id/membership/{number}")
            and quad.predicate.value.removeprefix(PREFIXES["bcg"]) in BOUNDS
        }
        expected = {name: day.isoformat() for name, day in reference(said, effect).items()}
        assert found == expected, (said, effect)


# --- rules that are wrong -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [("SELECT * {}", "must be a CONSTRUCT"), ("CONSTRUCT {", "not valid SPARQL")],
    ids=["select", "broken"],
)
def test_wrong_rule_is_named(tmp_path: Path, text: str, message: str) -> None:
    rule = tmp_path / "queries" / "rules" / "10-wrong.rq"
    rule.parent.mkdir(parents=True)
    rule.write_text(text)
    with pytest.raises(QuerySyntaxError, match=message) as caught:
        inference.derive(EmbeddedStore.of([]), Project(tmp_path))
    assert caught.value.path == rule


def test_two_rules_of_one_name(tmp_path: Path) -> None:
    rules = tmp_path / "queries" / "rules"
    rules.mkdir(parents=True)
    for name in ("10-same.rq", "20-same.rq"):
        (rules / name).write_text("CONSTRUCT {} WHERE {}")
    with pytest.raises(QueryError, match="Two rules"):
        inference.rules(Project(tmp_path))


# --- OWL 2 RL, the reference ----------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # owlrl uses what rdflib has deprecated
def test_super_types_and_properties_agree_with_owl_rl(root: Path, assembly: Assembly) -> None:
    project = Project(root / FIXTURE)
    data, terms = read(project)
    known = data.merged() + terms
    for step in assembly.derived:
        if not step.rule.name.startswith("super-"):
            known += turtle.graph_of(step.quads)
    closed = inference.closure(known)
    for step in assembly.derived:
        if step.rule.name.startswith("super-"):
            missing = [triple for triple in turtle.graph_of(step.quads) if triple not in closed]
            assert not missing, step.rule.name
