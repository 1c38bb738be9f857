"""The forms of a report, each read back by a reader that is not ours where there is one."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final, get_args

import pytest
import rdflib
from fluidattacks_core.sarif import SarifLog
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, SH

from bioclustergraph import dataset, ontology, turtle, validation, verdicts
from bioclustergraph.cli import check as command
from bioclustergraph.errors import Text
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.project import Project
from bioclustergraph.report import Finding, Report, Severity
from bioclustergraph.verdicts import shacl

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.errors import Language

MEMBERSHIP: Final = PREFIXES["membership"] + "alfa--2015"
WRONG: Final = Finding(
    severity=Severity.VIOLATION,
    rule=PREFIXES["shape"] + "Membership-start",
    message=Text("bcg:start mangler.", "bcg:start is missing."),
    remedy=Text("Skriv bcg:start.", "Write bcg:start."),
    file="data/sources/2020-årsmelding med rom.ttl",
    line=7,
    column=5,
    focus=MEMBERSHIP,
    path=PREFIXES["bcg"] + "start",
    constraint=str(SH.DatatypeConstraintComponent),
    value='"2015-02-30"^^<http://www.w3.org/2001/XMLSchema#date>',
)
REMARK: Final = Finding(
    severity=Severity.INFO,
    rule=PREFIXES["shape"] + "AcceleratorProgramme-selection",
    message=Text("Ingen er valgt ut.", "Nobody is selected."),
    remedy=Text("Se etter i kilden.", "Look in the source."),
    file="data/things/events.ttl",
    line=12,
    focus=PREFIXES["event"] + "skogstart",
    path="^bcg:atEvent",
    constraint=str(SH.SPARQLConstraintComponent),
)
TIDY: Final = Finding(
    severity=Severity.WARNING,
    rule="file-name",
    message=Text("Filnavnet har <store> & «rare» tegn.", "The name has <large> & “odd” letters."),
    remedy=Text("Gi filen et annet navn.", "Give it another name."),
    file="data/sources/Ny.ttl",
)
REPORT: Final = Report.of((WRONG, REMARK, TIDY), files=3, triples=70)


# --- JSON ---


def test_json_is_read_back_as_it_was() -> None:
    assert verdicts.read(verdicts.kept(REPORT)) == REPORT
    assert verdicts.read(verdicts.written(REPORT, "json")) == REPORT


def test_json_counts_by_file_by_rule_and_by_thing() -> None:
    counts = json.loads(verdicts.written(REPORT, "json"))["counts"]
    assert counts["file"]["data/things/events.ttl"] == {"violations": 0, "remarks": 1}
    assert counts["rule"]["shape:Membership-start"] == {"violations": 1, "remarks": 0}
    assert counts["thing"]["membership:alfa--2015"] == {"violations": 1, "remarks": 0}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"findings": [{}], "checked": {}}', "null"])
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        verdicts.read(text)


# --- SARIF ---


def test_sarif_is_what_its_schema_says() -> None:
    """The reader was generated from the schema of OASIS; it takes nothing that it does not name."""
    log = SarifLog.model_validate_json(verdicts.written(REPORT, "sarif"))
    [run] = log.runs
    assert [r.rule_id for r in run.results or []] == [
        "shape:Membership-start",
        "file-name",
        "shape:AcceleratorProgramme-selection",
    ]


def test_sarif_names_file_line_and_column() -> None:
    [run] = json.loads(verdicts.written(REPORT, "sarif"))["runs"]
    place = run["results"][0]["locations"][0]
    assert place["physicalLocation"]["region"] == {"startLine": 7, "startColumn": 5}
    assert place["physicalLocation"]["artifactLocation"] == {
        "uri": "data/sources/2020-%C3%A5rsmelding%20med%20rom.ttl",
        "uriBaseId": "PROJECT",
    }
    assert place["logicalLocations"][0]["fullyQualifiedName"] == MEMBERSHIP
    assert run["results"][0]["level"] == "error"
    assert run["results"][0]["properties"]["message"]["nb"] == "bcg:start mangler."


def test_sarif_says_what_is_new_and_what_is_gone() -> None:
    trend = verdicts.since(Report.of((WRONG, TIDY)), Report.of((REMARK, TIDY)), "abc")
    text = verdicts.written(Report.of((WRONG, TIDY)), "sarif", trend=trend)
    SarifLog.model_validate_json(text)
    states = {r["ruleId"]: r["baselineState"] for r in json.loads(text)["runs"][0]["results"]}
    assert states == {
        "shape:Membership-start": "new",
        "file-name": "unchanged",
        "shape:AcceleratorProgramme-selection": "absent",
    }


# --- sh:ValidationReport ---

TEXT: Final = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20)
FINDINGS: Final = st.builds(
    Finding,
    severity=st.sampled_from(Severity),
    rule=st.sampled_from(("file-name", PREFIXES["shape"] + "Membership-start")),
    message=st.builds(Text, TEXT, TEXT),
    remedy=st.builds(Text, TEXT, TEXT),
    file=st.none() | st.sampled_from(("data/a.ttl", "data/æ øå#%.ttl")),
    line=st.none() | st.integers(1, 999),
    focus=st.none() | st.sampled_from((MEMBERSHIP, f"{BASE}id/x")),
    path=st.none()
    | st.sampled_from(
        (str(RDF.type), "^bcg:atEvent", "bcg:start|bcg:end", "bcg:start/bcg:end", "skos:broader+")
    ),
    constraint=st.none() | st.just(str(SH.OrConstraintComponent)),
    value=st.none()
    | st.sampled_from(
        (f"<{MEMBERSHIP}>", '"x"@nb', turtle.n3(rdflib.Literal('a"b\n')), '"007"^^<urn:d>')
    ),
)


def placed(found: Finding) -> bool:
    """A line is the line of a file, and a constraint that of a shape."""
    shaped = found.rule.startswith("http") or found.constraint is None
    return shaped and (found.file is not None or found.line is None)


@given(st.lists(FINDINGS.filter(placed), max_size=5))
def test_a_validation_report_is_read_back_by_rdflib_as_it_was(findings: list[Finding]) -> None:
    report = Report.of(findings)
    graph = rdflib.Graph().parse(data=verdicts.written(report, "shacl"), format="turtle")
    assert sorted(shacl.report_of(graph).findings, key=repr) == sorted(findings, key=repr)
    [conforms] = graph.objects(None, SH.conforms)
    assert conforms.toPython() == (not findings)  # type: ignore[attr-defined] # a literal


def test_a_validation_report_has_what_shacl_demands() -> None:
    """SHACL 3.6.2: exactly one focus node, severity and component; a path is well-formed."""
    graph = rdflib.Graph().parse(data=verdicts.written(REPORT, "shacl"), format="turtle")
    [whole] = graph.subjects(RDF.type, SH.ValidationReport)
    results = list(graph.objects(whole, SH.result))
    assert len(results) == 3
    for result in results:
        for one in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent):
            assert len(list(graph.objects(result, one))) == 1
    [inverse] = graph.objects(None, SH.inversePath)
    assert inverse == rdflib.URIRef(PREFIXES["bcg"] + "atEvent")


# --- HTML ---


class Page(HTMLParser):
    """Collects what a page holds, and whether every element is closed."""

    VOID: Final = {"meta", "link", "br", "img"}

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def page(report: Report, language: Language, trend: verdicts.Trend | None = None) -> Page:
    parsed = Page()
    parsed.feed(verdicts.written(report, "html", language, trend=trend))
    parsed.close()
    assert parsed.open == []
    return parsed


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_page_can_be_mailed(language: Language) -> None:
    text = verdicts.written(REPORT, "html", language)
    parsed = page(REPORT, language)
    names = {name for name, _ in parsed.elements}
    assert names & {"script", "link", "img", "iframe", "form", "object"} == set()
    for _, attributes in parsed.elements:
        assert attributes.keys() & {"src", "href", "onclick", "style"} == set()
    assert "url(" not in text
    assert "@import" not in text
    assert "prefers-color-scheme: dark" in text
    assert ("html", {"lang": language}) in parsed.elements


def test_a_page_says_place_message_and_remedy_in_its_language() -> None:
    nb, en = page(REPORT, "nb").text, page(REPORT, "en").text
    for words in (nb, en):
        assert "data/sources/2020-årsmelding med rom.ttl:7:5" in words
        assert "membership:alfa--2015" in words
    assert "bcg:start mangler." in nb
    assert "→ Skriv bcg:start." in nb
    assert "1 feil, 2 merknader" in nb
    assert "bcg:start is missing." in en
    assert "1 violation, 2 remarks" in en
    assert "The name has <large> & “odd” letters." in en


def test_a_page_tells_what_is_new_and_what_is_gone() -> None:
    trend = verdicts.since(Report.of((WRONG,)), Report.of((REMARK,)), "abc")
    words = page(Report.of((WRONG,)), "en", trend).text
    assert "Since release abc: 1 new, 1 gone, 0 as before." in words
    assert "Gone since release abc" in words
    assert "Nobody is selected." in words


def test_a_page_about_nothing_says_so() -> None:
    assert "Ingenting ble funnet." in page(Report.of(()), "nb").text


# --- text, marks on lines, groups, trend ---


def test_text_names_file_line_column_message_thing_and_remedy() -> None:
    said = verdicts.written(Report.of((WRONG,), files=3), "text", "nb")
    assert said.splitlines()[-3:] == [
        "    → Skriv bcg:start.",
        "",
        "Kontrollert: 3 filer. 1 feil, 0 merknader.",
    ]
    assert (
        "data/sources/2020-årsmelding med rom.ttl:7:5: bcg:start mangler. [membership:alfa--2015]"
        in said
    )


def test_marks_are_one_command_a_line_and_escaped() -> None:
    broken = Finding(
        Severity.VIOLATION, "r", Text("a", "50 %, a: b"), Text("b", "one\ntwo"), "a,b.ttl", 3
    )
    [mark] = verdicts.written(Report.of((broken,)), "github", "en").splitlines()
    assert mark == "::error file=a%2Cb.ttl,line=3,title=50 %25%2C a%3A b::one%0Atwo"


def test_the_worst_group_comes_first() -> None:
    groups = verdicts.grouped(REPORT, "file")
    assert [(g.violations, g.remarks) for g in groups] == [(1, 0), (0, 1), (0, 1)]
    assert groups[0].name == WRONG.file


def test_a_line_added_above_makes_no_finding_new() -> None:
    import dataclasses

    moved = dataclasses.replace(WRONG, line=99, file="data/sources/renamed.ttl")
    trend = verdicts.since(Report.of((moved, TIDY)), REPORT, "abc")
    assert (trend.new, trend.gone) == ((), (REMARK,))
    assert set(trend.stayed) == {moved, TIDY}


def test_the_second_of_two_alike_is_new() -> None:
    trend = verdicts.since(Report.of((WRONG, WRONG)), Report.of((WRONG,)), "abc")
    assert (len(trend.new), len(trend.gone), len(trend.stayed)) == (1, 0, 1)
    assert len(verdicts.since(Report.of((WRONG,)), Report.of((WRONG, WRONG)), "abc").gone) == 1


# --- the command ---


def test_the_command_offers_what_there_is() -> None:
    assert get_args(verdicts.Form) == command._FORMS
    assert verdicts.BY == command._BY
    assert tuple(validation.ENGINES) == command._ENGINES


@pytest.mark.parametrize("form", verdicts.FORMS)
def test_every_form_of_a_broken_project_names_the_fault(
    form: verdicts.Form, project: Project, tmp_path: Path
) -> None:
    root = broken(project, tmp_path)
    report = validation.check(Project(root), dataset.load(Project(root)), ontology.load(project))
    assert len(report.violations) >= 1
    said = verdicts.written(report, form, "en")
    assert re.search(r"sources/2020-example|2020-example", said)
    assert "is missing" in said


def broken(project: Project, root: Path) -> Path:
    """A project whose only file of data lacks what the shapes demand."""
    for part in ("ontology", "data", "shapes", "queries"):
        (root / part).mkdir()
    for path in project.shapes.glob("*.ttl"):
        (root / "shapes" / path.name).write_bytes(path.read_bytes())
    (root / "data" / "sources").mkdir()
    (root / "data" / "sources" / "2020-example.ttl").write_text(
        f"<{MEMBERSHIP}> a <{PREFIXES['bcg']}Membership> .\n", encoding="utf-8"
    )
    return root
