"""The ledger: what is found, where it stands, what a curator may add, what the real data hold."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from bioclustergraph import checking, contradictions, ontology, release
from bioclustergraph.contradictions import GRAPH, Entry, Period, Said
from bioclustergraph.contradictions.finding import slug
from bioclustergraph.errors import QueryError, QuerySyntaxError
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.project import PARTS, Project
from bioclustergraph.release import Assembly, assemble, read
from bioclustergraph.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bioclustergraph.server.front import Front
    from bioclustergraph.store.base import Store

    Ask = Callable[[Project, str], httpx.Response]

ROOT = Path(__file__).resolve().parent.parent
USED = (*(kind for kind in PREFIXES if kind not in {"sh", "qb", "eurio", "dingo"}),)
HEAD = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in USED)
THINGS = """
cluster:tang a bcg:Cluster ; rdfs:label "Tang"@nb , "Kelp"@en .
cluster:skog a bcg:Cluster ; rdfs:label "Skog"@nb , "Wood"@en .
programme:nce a bcg:Programme ; rdfs:label "NCE"@nb , "NCE"@en .
organisation:alge a bcg:Organisation ; rdfs:label "Alge"@nb , "Alge"@en .
organisation:bark a bcg:Organisation ; rdfs:label "Bark"@nb , "Bark"@en .
application:soknad a bcg:Application ; rdfs:label "Søknad"@nb , "Application"@en .
event:mote a bcg:Event ; rdfs:label "Møte"@nb , "Meeting"@en .
event:kurs a bcg:EventSeries ; rdfs:label "Kurs"@nb , "Course"@en .
"""


@dataclass
class MadeUp:
    """A project with made-up data and the real ontology, shapes and questions."""

    root: Path
    count: int = 0
    files: list[Path] = field(default_factory=list)

    @property
    def project(self) -> Project:
        return Project(self.root)

    def write(self, name: str, body: str) -> Path:
        path = self.root / "data" / f"{name}.ttl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD + body, encoding="utf-8")
        return path

    def source(self, *relations: str, issued: str = "2020-01-01") -> Path:
        """Write a source document that makes these statements; evidence is added to each."""
        self.count += 1
        key = f"d{self.count}"
        said = "\n".join(
            f"{relation} ; bcg:hasEvidence <{BASE}id/document/{key}#char={i},{i + 5}> ."
            for i, relation in enumerate(relations, 1)
        )
        path = self.write(
            f"sources/{key}",
            f'document:{key} a bcg:SourceDocument ; dcterms:issued "{issued}"^^xsd:date ;'
            f' rdfs:label "Dokument {self.count}"@nb , "Document {self.count}"@en .\n{said}\n',
        )
        self.files.append(path)
        return path

    def entries(self) -> tuple[Entry, ...]:
        return contradictions.read(assemble(self.project), self.project)

    def states(self) -> dict[str, str]:
        return {entry.key: entry.state for entry in self.entries()}

    def check(self) -> Report:
        data, terms = read(self.project)
        return contradictions.check(self.project, data, terms)


@pytest.fixture
def made(tmp_path: Path) -> MadeUp:
    root = tmp_path / "made-up"
    (root / "data").mkdir(parents=True)
    for part in PARTS:
        if part != "data":
            (root / part).symlink_to(ROOT / part)
    up = MadeUp(root)
    up.write("things/all", THINGS)
    return up


def members(number: str, date: str, qualifier: str = "exact", *, about: str = "tang") -> str:
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(date)]
    return (
        f"statistic:{about}--members--{number}--{date} a bcg:Statistic ;"
        f" bcg:isAbout cluster:{about} ; bcg:hasMeasure measure:members ;"
        f' bcg:hasUnit unit:organisation ; bcg:value "{number}"^^xsd:decimal ;'
        f' bcg:hasQualifier qualifier:{qualifier} ; bcg:attestedOn "{date}"^^xsd:{kind} ;'
        " bcg:hasEndState end-state:not-recorded"
    )


def status(kind: str, dates: str, key: str) -> str:
    prefix = "programme-participation" if kind == "Participation" else "programme-absence"
    return (
        f"{prefix}:tang--nce--{key} a bcg:Programme{kind} ; bcg:concernsCluster cluster:tang ;"
        f" bcg:concernsProgramme programme:nce ; {dates}"
    )


def member(name: str, dates: str, key: str = "x", cluster: str = "tang") -> str:
    return (
        f"membership:{name}--{cluster}--{key} a bcg:Membership ; org:member organisation:{name} ;"
        f" org:organization cluster:{cluster} ; org:role membership-role:member ; {dates}"
    )


COMPLETE = (
    "completeness:tang--membership--2021 a bcg:CompletenessStatement ;"
    " bcg:completenessOf cluster:tang ; bcg:forRelationKind bcg:Membership ;"
    ' bcg:hasCompleteness completeness-degree:complete ; bcg:validFor "2021"^^xsd:gYear'
)
MEMBERS = "statistics--cluster--tang--members--organisation"
STATUS = "programme-status--cluster--tang--nce"


# --- figures --------------------------------------------------------------------------------------


def test_two_figures_for_one_date_are_one_open_contradiction(made: MadeUp) -> None:
    made.source(members("50", "2020-05-01"))
    made.source(members("70", "2020-05-01"))
    [entry] = made.entries()
    assert (entry.key, entry.state, entry.aspect.en) == (MEMBERS, "open", "value")
    assert (entry.title.nb, entry.title.en) == ("Tang: medlemmer", "Kelp: members")
    assert "50 (2020-05-01, Document 1); 70 (2020-05-01, Document 2)." in entry.explanation.en
    assert [claim.document for claim in entry.claims if claim.document] != []
    assert {claim.iri.rpartition("/")[2] for claim in entry.claims} == {
        "tang--members--50--2020-05-01",
        "tang--members--70--2020-05-01",
    }


def test_dating_them_apart_closes_it_as_explained(made: MadeUp) -> None:
    made.source(members("50", "2019"))
    made.source(members("70", "2020-05-01"))
    [entry] = made.entries()
    assert (entry.key, entry.state) == (MEMBERS, "explained")
    assert "ulike tider" in entry.explanation.nb
    # A year and a day of it are not apart.
    made.source(members("60", "2020"))
    assert made.states() == {MEMBERS: "open"}


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        pytest.param(("66", "over"), ("70", "exact"), False, id="over"),
        pytest.param(("66", "over"), ("66", "exact"), True, id="over-is-more"),
        pytest.param(("66", "at-least"), ("66", "exact"), False, id="at-least"),
        pytest.param(("66", "under"), ("70", "exact"), True, id="under"),
        pytest.param(("150", "about"), ("160", "exact"), False, id="about"),
        pytest.param(("150", "about"), ("170", "exact"), True, id="about-has-an-end"),
        pytest.param(("50", "exact"), ("50.0", "exact"), False, id="written-otherwise"),
        pytest.param(("50", "over"), ("40", "under"), True, id="apart"),
        pytest.param(("50", "over"), ("90", "under"), False, id="room-between"),
    ],
)
def test_qualified_figures_are_intervals(
    made: MadeUp, one: tuple[str, str], other: tuple[str, str], *, found: bool
) -> None:
    made.source(members(one[0], "2020", one[1]))
    made.source(members(other[0], "2020-05-01", other[1]))
    assert bool(made.entries()) is found


def test_other_things_and_agreeing_claims_are_left_out(made: MadeUp) -> None:
    made.source(members("50", "2020"), members("80", "2020", about="skog"))
    made.source(members("70", "2020-05-01"), members("40", "2020-07-01", "over"))
    [entry] = made.entries()
    assert len(entry.claims) == 2


def test_statements_within_one_source_are_compared(made: MadeUp) -> None:
    made.source(members("50", "2020-05-01"), members("70", "2020-05-01"))
    assert made.states() == {MEMBERS: "open"}


# --- status and dates -----------------------------------------------------------------------------


def test_a_status_may_change(made: MadeUp) -> None:
    made.source(status("Participation", 'bcg:attestedOn "2016"^^xsd:gYear', "2016"))
    made.source(status("Absence", 'bcg:attestedOn "2021"^^xsd:gYear', "2021"))
    assert made.states() == {STATUS: "explained"}


@pytest.mark.parametrize(
    "dates",
    [
        'bcg:start "2016"^^xsd:gYear ; bcg:endNotBefore "2022"^^xsd:gYear',
        'bcg:attestedOn "2016"^^xsd:gYear , "2022"^^xsd:gYear',
        'bcg:attestedOn "2021-04"^^xsd:gYearMonth',
        'bcg:start "2016"^^xsd:gYear ; bcg:end "2021-02-01"^^xsd:date',
        'bcg:start "2016"^^xsd:gYear ; bcg:hasEndState end-state:open',
        "bcg:hasEndState end-state:not-recorded",
    ],
)
def test_a_status_that_lasts_into_the_other_is_open(made: MadeUp, dates: str) -> None:
    made.source(status("Participation", dates, "2016"), issued="2021-08-01")
    made.source(status("Absence", 'bcg:attestedOn "2021"^^xsd:gYear', "2021"))
    assert made.states() == {STATUS: "open"}


def test_award_dates_of_one_source(made: MadeUp) -> None:
    held = 'bcg:attestedOn "2019-04-15"^^xsd:date ; bcg:awardDate'
    made.source(
        status("Participation", f'{held} "2018-11"^^xsd:gYearMonth', "a"),
        status("Participation", f'{held} "2018"^^xsd:gYear', "b"),
    )
    assert made.states() == {}
    made.source(status("Participation", f'{held} "2019"^^xsd:gYear', "c"))
    assert made.states() == {"award-date--cluster--tang--nce": "open"}


def test_an_award_before_its_application(made: MadeUp) -> None:
    made.source(
        status("Participation", 'bcg:awardDate "2018-11"^^xsd:gYearMonth', "a"),
        "application-participation:tang--soknad--x a bcg:ApplicationParticipation ;"
        " bcg:hasApplicant cluster:tang ; bcg:inApplication application:soknad ;"
        ' bcg:attestedOn "2019"^^xsd:gYear',
        "submission:soknad--nce--2019 a bcg:Submission ; bcg:submittedTo programme:nce ;"
        " bcg:hasSubmittedApplication application:soknad ;"
        ' bcg:hasOutcome application-outcome:granted ; bcg:start "2019"^^xsd:gYear',
    )
    assert made.states() == {"award-date--cluster--tang--nce": "open"}


def existence(key: str, dates: str) -> str:
    return f"existence:tang--{key} a bcg:Existence ; bcg:hasExistingThing cluster:tang ; {dates}"


def test_a_thing_is_founded_once(made: MadeUp) -> None:
    made.source(existence("a", 'bcg:start "1998"^^xsd:gYear ; bcg:end "2001"^^xsd:gYear'))
    made.source(existence("b", 'bcg:start "1998-03-01"^^xsd:date'))
    assert made.states() == {}
    made.source(existence("c", 'bcg:start "2006"^^xsd:gYear'))
    made.source(existence("d", 'bcg:endNotBefore "2002"^^xsd:gYear'))
    made.source(existence("e", 'bcg:startBefore "1998"^^xsd:gYear'))
    assert made.states() == {
        "dates-of-events--existence--cluster--tang--start": "open",
        "dates-of-events--existence--cluster--tang--end": "open",
    }
    assert {len({claim.iri for claim in entry.claims}) for entry in made.entries()} == {2, 4}


def occurrence(event: str, date: str) -> str:
    return (
        f"occurrence:{event}--{date} a bcg:Occurrence ; bcg:hasOccurringEvent event:{event} ;"
        f' bcg:start "{date}"^^xsd:date'
    )


def test_an_event_takes_place_once_and_a_series_does_not(made: MadeUp) -> None:
    made.source(occurrence("mote", "2021-11-15"), occurrence("kurs", "2021-11-15"))
    made.source(occurrence("mote", "2021-11-16"), occurrence("kurs", "2021-11-16"))
    assert made.states() == {"dates-of-events--occurrence--event--mote--start": "open"}


def test_a_membership_begins_once_unless_there_are_two(made: MadeUp) -> None:
    key = "dates-of-periods--membership--organisation--alge--cluster--tang--start"
    made.source(
        member("alge", 'bcg:start "2019"^^xsd:gYear ; bcg:attestedOn "2021"^^xsd:gYear', "a")
    )
    made.source(
        member(
            "alge", 'bcg:startBefore "2018"^^xsd:gYear ; bcg:endNotBefore "2021"^^xsd:gYear', "b"
        )
    )
    assert made.states() == {key: "open"}
    made.files[1].unlink()
    made.source(member("alge", 'bcg:start "2010"^^xsd:gYear ; bcg:end "2012"^^xsd:gYear', "c"))
    assert made.states() == {key: "explained"}


def test_what_a_merger_ended_is_not_seen_again(made: MadeUp) -> None:
    merger = (
        "merger:alge--bark--2020-12 a bcg:Merger ; org:originalOrganization organisation:alge ;"
        ' org:resultingOrganization organisation:bark ; bcg:start "2020-12"^^xsd:gYearMonth'
    )
    made.source(merger, member("alge", 'bcg:attestedOn "2020"^^xsd:gYear'))
    assert made.states() == {}
    made.source(member("alge", 'bcg:attestedOn "2023"^^xsd:gYear', "y"))
    assert made.states() == {"outlived-merger--organisation--alge--alge--bark--2020-12": "open"}


def test_an_application_has_one_outcome(made: MadeUp) -> None:
    for outcome in ("granted", "unknown"):
        made.source(
            f"submission:soknad--{outcome} a bcg:Submission ; bcg:hasSubmittedApplication"
            f" application:soknad ; bcg:hasOutcome application-outcome:{outcome} ;"
            ' bcg:start "2019"^^xsd:gYear'
        )
    assert made.states() == {}
    made.source(
        "submission:soknad--no a bcg:Submission ; bcg:hasSubmittedApplication application:soknad ;"
        ' bcg:hasOutcome application-outcome:not-granted ; bcg:start "2022"^^xsd:gYear'
    )
    assert made.states() == {"application-outcome--application--soknad": "open"}


def test_level_legal_form_and_grant(made: MadeUp) -> None:
    for number, (level, form, amount) in enumerate(
        (("arena", "association", "5000000"), ("nce", "foundation", "4000000"))
    ):
        held = 'bcg:attestedOn "2019"^^xsd:gYear'
        made.source(
            status("Participation", f"{held} ; bcg:hasLevel programme-level:{level}", level),
            f"incorporation:tang--alge--{form} a bcg:Incorporation ; {held} ;"
            " bcg:hasIncorporatedCluster cluster:tang ; bcg:hasLegalEntity organisation:alge ;"
            f" bcg:hasLegalForm legal-form:{form}",
            f"grant:nce--tang--{number} a bcg:Grant ; {held} ; bcg:hasFunder programme:nce ;"
            " bcg:fundsThing cluster:tang ; bcg:hasFundingKind funding-kind:programme-funding ;"
            f' bcg:amount "{amount}"^^xsd:decimal ; bcg:currency "NOK" ;'
            " bcg:hasAmountBasis amount-basis:per-year",
        )
    assert made.states() == {
        "programme-level--cluster--tang--nce": "open",
        "legal-form--cluster--tang": "open",
        "grants--cluster--tang--programme--nce--programme-funding--per-year-nok": "open",
    }
    grant = next(entry for entry in made.entries() if entry.key.startswith("grants"))
    assert grant.explanation.en.startswith("5,000,000 per year (2019")
    assert grant.explanation.nb.startswith("5\u00a0000\u00a0000 per år (2019")


# --- identity -------------------------------------------------------------------------------------


def naming(thing: str, name: str, year: str) -> str:
    key = thing.partition(":")[2]
    return (
        f"naming:{key}--{slug(name)}--{year} a bcg:Naming ; bcg:hasNamedThing {thing} ;"
        f' bcg:nameText "{name}" ; bcg:hasNameKind name-kind:name ;'
        f' bcg:attestedOn "{year}"^^xsd:gYear'
    )


def test_one_name_for_two_things(made: MadeUp) -> None:
    made.source(
        naming("organisation:alge", "Havkraft", "2020"), naming("cluster:tang", "TANG", "2020")
    )
    made.source(
        naming("organisation:bark", "HAVKRAFT", "2020"), naming("cluster:tang", "Tang", "2021")
    )
    [entry] = made.entries()
    assert (entry.key, entry.state) == ("printed-name--organisation--havkraft", "open")
    assert [label.nb for _iri, label in entry.about] == ["Alge", "Bark"]


def test_one_record_for_two_things_and_two_for_one(made: MadeUp) -> None:
    made.write(
        "identifiers/ror",
        "organisation:alge skos:exactMatch <https://ror.org/1> , <https://other.example/1> ."
        "organisation:bark skos:exactMatch <https://ror.org/1> , <https://ror.org/2> .",
    )
    assert made.states() == {
        "outside-identity--ror-org--1": "open",
        "outside-identity--organisation--bark--ror-org": "open",
    }


# --- lists ----------------------------------------------------------------------------------------


def listed(*stated: str) -> tuple[str, ...]:
    held = 'bcg:startBefore "2021"^^xsd:gYear ; bcg:endNotBefore "2022"^^xsd:gYear'
    new = 'bcg:start "2021"^^xsd:gYear ; bcg:hasEndState end-state:not-recorded'
    return (COMPLETE, member("alge", held), member("bark", new), *stated)


@pytest.mark.parametrize(
    ("number", "date", "found"),
    [
        pytest.param("2", "2021", False, id="agrees"),
        pytest.param("3", "2021", True, id="too-many"),
        pytest.param("1", "2021", True, id="too-few"),
        pytest.param("1", "2021-02-01", False, id="the-new-one-may-come-later"),
        pytest.param("3", "2021-02-01", True, id="too-many-on-a-day"),
        pytest.param("9", "2022", False, id="another-year"),
    ],
)
def test_a_stated_count_against_a_complete_list(
    made: MadeUp, number: str, date: str, *, found: bool
) -> None:
    made.source(*listed(members(number, date)))
    assert made.states() == ({f"counted-list--cluster--tang--{date}": "open"} if found else {})


def test_a_member_that_the_complete_list_leaves_out(made: MadeUp) -> None:
    made.write(
        "things/more",
        'organisation:lyng a bcg:Organisation ; rdfs:label "Lyng"@nb , "Lyng"@en .',
    )
    made.source(*listed())
    made.source(member("lyng", 'bcg:attestedOn "2020"^^xsd:gYear'))
    assert made.states() == {}
    made.source(member("lyng", 'bcg:attestedOn "2021-03"^^xsd:gYearMonth', "y"))
    assert made.states() == {"left-off-list--organisation--lyng--cluster--tang--2021": "open"}


# --- resolutions ----------------------------------------------------------------------------------


def resolution(key: str = MEMBERS, *, date: str = "2026-11-24", more: str = "") -> str:
    return (
        f"resolution:{key} a bcg:Resolution ; bcg:resolves contradiction:{key} ;"
        ' bcg:reason "Femti er avrundet."@nb , "Fifty is rounded."@en ;'
        f' dcterms:date "{date}"^^xsd:date ; dcterms:creator "Kari Nordmann" {more} .\n'
    )


@pytest.fixture
def differing(made: MadeUp) -> MadeUp:
    made.source(members("50", "2020-05-01"))
    made.source(members("70", "2020-05-01"))
    return made


def test_a_curator_resolves_with_a_reason(differing: MadeUp, tmp_path: Path) -> None:
    preferred = "; bcg:prefersClaim statistic:tang--members--70--2020-05-01"
    path = differing.write("resolutions/2026", resolution(more=preferred))
    before = path.read_bytes()
    [entry] = differing.entries()
    assert entry.state == "resolved"
    assert entry.reason is not None
    assert (entry.reason.nb, entry.resolved) == ("Femti er avrundet.", "2026-11-24, Kari Nordmann")
    assert [claim.iri[-14:] for claim in entry.claims if claim.preferred] == ["70--2020-05-01"]
    assert differing.check().findings == ()
    built = release.build(differing.project, tmp_path / "r", check=lambda *_: Report())
    assert built.release is not None
    assert path.read_bytes() == before
    assert contradictions.read(built.release.open_store(), differing.project) == (entry,)


def test_a_resolution_whose_contradiction_is_gone(differing: MadeUp) -> None:
    path = differing.write("resolutions/2026", resolution())
    differing.files[0].unlink()
    assert differing.entries() == ()
    [finding] = differing.check().findings
    assert finding.severity.value == "warning"
    assert finding.file == "data/resolutions/2026.ttl"
    assert finding.line == path.read_text(encoding="utf-8").count("\n")
    assert "no contradiction contradiction:statistics" in finding.message.en


def test_a_resolution_does_not_reach_a_younger_source(differing: MadeUp) -> None:
    differing.write("resolutions/2026", resolution(date="2021-01-01"))
    assert differing.states() == {MEMBERS: "resolved"}
    differing.source(members("60", "2020-05-01"), issued="2022-01-01")
    assert differing.states() == {MEMBERS: "open"}
    [finding] = differing.check().findings
    assert "open again: statistic:tang--members--60" in finding.message.en


def test_a_preferred_claim_that_is_none_of_them(differing: MadeUp) -> None:
    other = "; bcg:prefersClaim statistic:tang--members--99--2020"
    differing.write("resolutions/2026", resolution(more=other))
    [finding] = differing.check().findings
    assert finding.path == f"{PREFIXES['bcg']}prefersClaim"


def test_check_says_what_is_wrong_with_resolutions(root: Path, tmp_path: Path) -> None:
    for part in PARTS:
        shutil.copytree(root / part, tmp_path / "copy" / part)
    folder = tmp_path / "copy" / "data" / "resolutions"
    folder.mkdir(exist_ok=True)
    gone = resolution("statistics--cluster--nobody--members--organisation")
    (folder / "made-up.ttl").write_text(
        HEAD
        + '<> a bcg:CuratedGraph ; dcterms:title "Avgjørelser"@nb , "Resolutions"@en ;'
        + ' bcg:readingNote "Prøve."@nb , "A test."@en ;'
        + " dcterms:license <https://creativecommons.org/licenses/by/4.0/> .\n"
        + gone,
        encoding="utf-8",
    )
    project = Project(tmp_path / "copy")
    report = checking.check(project, *read(project))
    assert report.violations == ()
    assert [f.rule for f in report if f.file == "data/resolutions/made-up.ttl"] == ["resolutions"]
    assert ("resolutions", 1) in report.checked


def test_without_resolutions_check_compares_nothing(made: MadeUp) -> None:
    assert made.check() == Report()


# --- rows come and go with their sources ----------------------------------------------------------


def rows(project: Project) -> dict[str, frozenset[str]]:
    """Give each contradiction and the documents that its claims stand in."""
    return {
        entry.iri: frozenset(c.document[0] for c in entry.claims if c.document is not None)
        for entry in contradictions.read(assemble(project), project)
    }


def test_taking_a_source_away_takes_its_contradictions_and_no_others(
    root: Path, tmp_path: Path
) -> None:
    for part in PARTS:
        if part != "data":
            (tmp_path / part).symlink_to(root / part)
    shutil.copytree(root / "data", tmp_path / "data")
    project = Project(tmp_path)
    before = rows(project)
    assert before
    cited = set().union(*before.values())
    for path in sorted((tmp_path / "data" / "sources").glob("*.ttl")):
        document = f"{PREFIXES['document']}{path.stem}"
        text = path.read_text(encoding="utf-8")
        path.unlink()
        # Each has two sides, so that without one of them nothing is left to differ from.
        expected = {iri: docs for iri, docs in before.items() if document not in docs}
        assert rows(project) == expected, path.name
        cited.discard(document)
        path.write_text(text, encoding="utf-8")
    assert not cited
    assert rows(project) == before


def test_a_third_claim_leaves_the_contradiction_with_the_other_two(differing: MadeUp) -> None:
    third = differing.source(members("90", "2020-05-01"))
    [three] = differing.entries()
    third.unlink()
    [two] = differing.entries()
    assert three.iri == two.iri
    assert set(two.claims) < set(three.claims)


# --- the ledger as data ---------------------------------------------------------------------------


def test_the_ledger_stands_in_its_graph_and_in_the_merge(differing: MadeUp) -> None:
    assembly = Assembly.of(differing.project, *read(differing.project))
    step = assembly.derived[-1]
    assert step.rule.graph_iri == GRAPH == f"{BASE}graph/derived/contradictions"
    assert {str(quad.graph_name) for quad in step.quads} == {f"<{GRAPH}>"}
    default = {
        (q.subject, q.predicate, q.object)
        for q in assembly.store.quads()
        if q.graph_name.__class__.__name__ == "DefaultGraph"
    }
    assert {(q.subject, q.predicate, q.object) for q in step.quads} <= default
    graph = rdflib.Graph()
    for quad in step.quads:
        graph.parse(data=f"{quad.subject} {quad.predicate} {quad.object} .", format="nt")
    subject = rdflib.URIRef(f"{PREFIXES['contradiction']}{MEMBERS}")
    bcg = rdflib.Namespace(PREFIXES["bcg"])
    said = {str(p).removeprefix(PREFIXES["bcg"]) for p in graph.predicates(subject)}
    assert {
        "about", "hasContradictionAspect", "hasClaim", "hasContradictionState", "foundBy",
        "explanation",
    } <= said  # fmt: skip
    # With all the wider classes that the ontology gives it, as every instance has them.
    wider = set(
        ontology.load(differing.project).transitive_objects(
            bcg.Contradiction, rdflib.RDFS.subClassOf
        )
    )
    assert set(graph.objects(subject, rdflib.RDF.type)) == wider
    rule = graph.value(subject, bcg.foundBy)
    assert {getattr(o, "language", None) for o in graph.objects(rule, rdflib.RDFS.label)} == {
        "nb",
        "en",
    }


def test_the_same_files_give_the_same_ledger(differing: MadeUp) -> None:
    one, two = (
        Assembly.of(differing.project, *read(differing.project)).derived[-1].quads for _ in "12"
    )
    assert one == two


def test_a_project_without_rules_has_no_contradictions(root: Path) -> None:
    project = Project(root / "tests" / "fixture")
    if not (project.queries / "contradictions").exists():
        assert Assembly.of(project, *read(project)).derived[-1].quads == ()


# --- rules ----------------------------------------------------------------------------------------


def test_every_rule_says_why_there_is_one_answer(project: Project) -> None:
    found = contradictions.rules(project)
    assert len(found) >= 12
    assert {rule.aspect for rule in found} == {"value", "date", "status", "identity", "count"}
    for rule in found:
        assert rule.summary.nb != rule.summary.en
        assert rule.functional.nb != rule.functional.en
        assert rule.iri == f"{BASE}rule/contradictions/{rule.name}"


def test_the_aspects_and_states_are_concepts(project: Project) -> None:
    graph = ontology.load(project)
    concepts = set(graph.subjects(rdflib.RDF.type, rdflib.SKOS.Concept))
    for rule in contradictions.rules(project):
        assert rdflib.URIRef(rule.aspect_iri) in concepts
    for state in ("open", "explained", "resolved"):
        assert rdflib.URIRef(f"{PREFIXES['contradiction-state']}{state}") in concepts


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("#+ summary: [\nSELECT * {}", QueryError),
        ("SELECT * {}", QueryError),
        ("#+ - a\nSELECT * {}", QueryError),
        ("{head}\nSELECT {{", QuerySyntaxError),
        ("{head}\nASK {{}}", QuerySyntaxError),
    ],
)
def test_a_broken_rule_is_told_by_its_file(
    tmp_path: Path, root: Path, text: str, error: type[QueryError]
) -> None:
    head = "\n".join(
        f"#+ {name}: x" for name in ("summary", "summary_nb", "functional", "functional_nb")
    )
    head += "\n#+ aspect: value\n#+ dates: never"
    folder = tmp_path / "queries" / "contradictions"
    folder.mkdir(parents=True)
    (tmp_path / "queries" / "ledger").symlink_to(root / "queries" / "ledger")
    (folder / "broken.rq").write_text(
        text.replace("{head}", head).replace("{{", "{").replace("}}", "}")
    )
    with pytest.raises(error) as caught:
        contradictions.find(assemble(Project(root)), Project(tmp_path))
    assert caught.value.path == folder / "broken.rq"


# --- comparing ------------------------------------------------------------------------------------

NUMBERS = st.one_of(st.none(), st.decimals(-99, 99, places=1))


@given(*(st.builds(Said, low=NUMBERS, high=NUMBERS, above=NUMBERS, below=NUMBERS),) * 2)
def test_difference_goes_both_ways_and_means_nothing_in_common(one: Said, other: Said) -> None:
    assert one.differs(other) == other.differs(one)
    # What both allow is on the grid of half tenths: between any two bounds there is one.
    allowed = [n for n in range(-2000, 2001) if _allows(one, n) and _allows(other, n)]
    both_are_sound = any(_allows(one, n) for n in range(-2000, 2001)) and any(
        _allows(other, n) for n in range(-2000, 2001)
    )
    if both_are_sound:
        assert one.differs(other) == (not allowed)


def _allows(said: Said, twentieths: int) -> bool:
    number = Decimal(twentieths) / 20
    return not (
        (isinstance(said.low, Decimal) and number < said.low)
        or (isinstance(said.high, Decimal) and number > said.high)
        or (isinstance(said.above, Decimal) and number <= said.above)
        or (isinstance(said.below, Decimal) and number >= said.below)
    )


@pytest.mark.parametrize(
    ("date", "days", "shown"),
    [
        ("2021", 365, "2021"),
        ("2020-02", 29, "2020-02"),
        ("2021-11-05", 1, "2021-11-05"),
        ("2021-11-05+01:00", 1, "2021-11-05"),
    ],
)
def test_periods(date: str, days: int, shown: str) -> None:
    period = Period.of(date)
    assert period is not None
    assert (period.end - period.first).days == days
    assert str(period) == shown


def test_odd_periods() -> None:
    assert Period.of("i fjor") is None
    assert Period.of("2021-02-30") is None
    assert Period.of("9999") is None
    assert str(Period(dt.date(2020, 1, 1), dt.date(2023, 1, 1))) == "2020–2022"
    assert str(Period(dt.date(2020, 1, 2), dt.date(2020, 3, 1))) == "2020-01-02–2020-02-29"


def test_a_number_and_a_day_are_not_compared() -> None:
    assert not Said(low=Decimal(1), high=Decimal(1)).differs(Said(low=dt.date(2021, 1, 1)))


# --- the five documents ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(project: Project) -> dict[str, Entry]:
    return {e.key: e for e in contradictions.read(assemble(project), project)}


def test_the_known_ones_are_found(real: dict[str, Entry]) -> None:
    counts = real["statistics--cluster--biotech-north--members--organisation"]
    assert counts.state == "explained"
    assert "36 (2016" in counts.explanation.en
    assert "37 (2021" in counts.explanation.en
    programme = real["programme-status--cluster--biotech-north--norwegian-innovation-clusters"]
    assert programme.state == "explained"
    assert "programme participation (2016" in programme.explanation.en
    assert "programme absence (2021" in programme.explanation.en
    award = real["award-date--cluster--heidner-biocluster--nce"]
    assert award.state == "open"
    assert {c.document[0].rpartition("/")[2] for c in award.claims if c.document} == {
        "2019-hamarregionen-heidner-biocluster"
    }


def test_what_agrees_is_not_listed(real: dict[str, Entry]) -> None:
    # 37 members are stated for 2021, and 37 stand on the complete list.
    assert not [key for key in real if key.startswith("counted-list")]


# --- doors ----------------------------------------------------------------------------------------


def run(*words: str, cwd: Path) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("BIOCLUSTERGRAPH")}
    done = subprocess.run(
        [sys.executable, "-m", "bioclustergraph", *words],
        cwd=cwd, capture_output=True, encoding="utf-8", env=environment, timeout=120, check=True,
    )  # fmt: skip
    return done.stdout


def test_the_command_lists_them(project: Project) -> None:
    text = run("--lang", "en", "contradictions", "--about", "Biotech North", cwd=project.root)
    assert "explained · value · Biotech North: members" in text
    assert "explained · status · Biotech North: Norwegian Innovation Clusters" in text
    assert "Heidner" not in text
    said = json.loads(
        run("contradictions", "--state", "open", "--format", "json", cwd=project.root)
    )
    assert {entry["state"] for entry in said} == {"open"}
    assert all(len(entry["claims"]) >= 2 for entry in said)


@pytest.fixture
def ask(app: Callable[[Store, Project], Front]) -> Ask:
    def answer(made: Project, path: str) -> httpx.Response:
        async def get() -> httpx.Response:
            transport = httpx.ASGITransport(app(assemble(made), made))
            async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
                return await client.get(path)

        return asyncio.run(get())

    return answer


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", ("Motsigelser", "Tang: medlemmer", "Avgjort", "Femti er avrundet.")),
        ("en", ("Contradictions", "Kelp: members", "Resolved", "Fifty is rounded.")),
    ],
)
def test_the_page_shows_them_in_both_languages(
    ask: Ask, differing: MadeUp, language: str, words: Iterable[str]
) -> None:
    differing.write("resolutions/2026", resolution())
    response = ask(differing.project, f"/contradictions?lang={language}")
    assert response.status_code == 200
    assert response.headers["content-language"] == language
    for word in words:
        assert word in response.text
    assert not re.search(r"<script(?! src=\"/static/)", response.text)
    assert f"/doc/contradiction/{MEMBERS}" in response.text
    assert "/doc/statistic/tang--members--50--2020-05-01" in response.text
    assert "#char=1,6" in response.text


def test_the_page_of_a_store_without_contradictions(ask: Ask, made: MadeUp) -> None:
    assert "No contradictions were found." in ask(made.project, "/contradictions?lang=en").text


def test_the_navigation_leads_to_the_page(ask: Ask, made: MadeUp) -> None:
    assert 'href="/contradictions' in ask(made.project, "/").text
