"""``check`` as a curator meets it: forms, files, what is new, and a lint that comes first."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib import RDF, SH

from bioclustergraph import checking, dataset, ontology, turtle, validation
from bioclustergraph.namespaces import BASE
from bioclustergraph.validation import ENGINES

if TYPE_CHECKING:
    from subprocess import CompletedProcess

    from bioclustergraph.project import Project

EVENTS = Path("data") / "things" / "events.ttl"


def run(*arguments: object, cwd: Path) -> CompletedProcess[str]:
    command = [sys.executable, "-m", "bioclustergraph", "--lang", "en", *map(str, arguments)]
    environment = {k: v for k, v in os.environ.items() if k != "BIOCLUSTERGRAPH_ROOT"}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copy(project: Project, tmp_path: Path) -> Path:
    """A copy of the project's files that can be broken."""
    for part in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(project.root / part, tmp_path / part)
    return tmp_path


def spoil(root: Path) -> None:
    """Take away the last character of a thing's Norwegian name, so that it has none."""
    path = root / EVENTS
    text = path.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if "@nb" in line and "rdfs:label" in line)
    path.write_text(text.replace(line, "", 1), encoding="utf-8")


# --- the command ---


def test_what_is_new_since_a_release_is_marked(copy: Path) -> None:
    assert run("build", cwd=copy).returncode == 0
    before = run("check", cwd=copy)
    assert before.returncode == 0
    assert " 0 new, 0 gone, " in before.stdout.splitlines()[-1]
    spoil(copy)
    after = run("check", cwd=copy)
    assert after.returncode == 1
    assert " 1 new, 0 gone, " in after.stdout.splitlines()[-1]
    [marked] = [line for line in after.stdout.splitlines() if line.endswith("(new)")]
    assert str(EVENTS) in marked
    trend = json.loads(run("check", "--format", "json", cwd=copy).stdout)["trend"]
    assert [found["file"] for found in trend["new"]] == [EVENTS.as_posix()]
    assert "trend" not in json.loads(
        run("check", "--format", "json", "--since", "none", cwd=copy).stdout
    )


def test_a_release_that_is_named_must_be_there(copy: Path) -> None:
    said = run("check", "--since", "nowhere", cwd=copy)
    assert said.returncode != 0
    assert "nowhere" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_release_with_a_broken_report_says_so(copy: Path) -> None:
    assert run("build", cwd=copy).returncode == 0
    (copy / "release" / "current" / "report.json").write_text("{", encoding="utf-8")
    said = run("check", cwd=copy)
    assert said.returncode == 1
    assert "report.json" in said.stderr
    assert "--since none" in said.stderr


def test_a_file_is_written_whole_or_not_at_all(copy: Path) -> None:
    page = copy / "report.html"
    page.write_text("the former page", encoding="utf-8")
    assert run("check", "--format", "html", "--output", page, cwd=copy).returncode == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    lost = run("check", "--format", "html", "--output", copy / "no" / "such.html", cwd=copy)
    assert lost.returncode == 1
    assert "such.html" in lost.stderr
    assert "Traceback" not in lost.stderr
    assert not [path for path in copy.iterdir() if path.name.startswith((".", "tmp"))]


def test_the_exit_code_is_that_of_the_verdict_in_every_form(copy: Path) -> None:
    spoil(copy)
    said = run("check", "--format", "shacl", cwd=copy)
    assert said.returncode == 1
    report = rdflib.Graph().parse(data=said.stdout, format="turtle")
    assert set(report.subjects(RDF.type, SH.ValidationReport))
    assert run("check", "--format", "sarif", "-o", "check.sarif", cwd=copy).returncode == 1


def test_a_date_that_is_none_is_told_of_once_and_quietly(copy: Path) -> None:
    path = next((copy / "data" / "sources").glob("*.ttl"))
    text = path.read_text(encoding="utf-8")
    dated = re.sub(
        r'bcg:start "[^"]*"\^\^xsd:\w+', 'bcg:start "2015-02-30"^^xsd:date', text, count=1
    )
    assert dated != text
    path.write_text(dated, encoding="utf-8")
    said = run("check", "--since", "none", cwd=copy)
    assert said.returncode == 1
    assert "2015-02-30" in said.stdout
    assert said.stderr == ""


def test_findings_are_grouped(copy: Path) -> None:
    spoil(copy)
    said = run("check", "--by", "file", "--since", "none", cwd=copy).stdout.splitlines()
    assert said[0].startswith(f"{EVENTS.as_posix()} – 1 violation")


def test_both_engines_give_the_same_report(project: Project) -> None:
    data, terms = dataset.load(project), ontology.load(project)
    reports = [checking.check(project, data, terms, engine=engine) for engine in ENGINES.values()]
    assert reports[0] == reports[1]


# --- the lint ---

SHAPE = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX shape: <https://w3id.org/bioclustergraph/shape/>
PREFIX bcg: <https://w3id.org/bioclustergraph/ns/>
"""
QUERY = "shape:A sh:sparql shape:Q . shape:Q a sh:SPARQLConstraint ; sh:select "


def linted(text: str) -> list[tuple[str, str]]:
    findings = validation.lint_shapes(turtle.parse(SHAPE + text, BASE))
    return [(found.rule, found.message.en) for found in findings]


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ('shape:A sh:flags "i" .', "sh-companion", "sh:flags stands without sh:pattern"),
        ("shape:A sh:qualifiedMinCount 1 .", "sh-companion", "without sh:qualifiedValueShape"),
        ("shape:A sh:ignoredProperties () .", "sh-companion", "without sh:closed"),
        (QUERY + '"SELECT $this WHERE { $this a bcg:X }" .', "sparql-constraint", "prefix"),
        (QUERY + '"SELECT nothing" .', "sparql-constraint", "cannot be read"),
        (
            QUERY + '"SELECT $this WHERE { GRAPH $shapesGraph { $this a ?x } }" .',
            "sparql-constraint",
            "$shapesGraph",
        ),
        (
            QUERY + '"SELECT $this WHERE { FILTER(isIRI(?currentShape)) }" .',
            "sparql-constraint",
            "?currentShape",
        ),
        ("shape:A sh:targetWhere shape:A .", "sh-terms", "sh:targetWhere"),
        ("shape:A sh:uniqueMembers true .", "sh-terms", "sh:uniqueMembers"),
        ("shape:A sh:expression shape:A .", "sh-terms", "sh:expression"),
        ("shape:A sh:entailment shape:A .", "sh-terms", "sh:entailment"),
        ("shape:A sh:shapesGraph shape:A .", "sh-terms", "sh:shapesGraph"),
        ("shape:A sh:mincount 1 .", "sh-terms", "sh:mincount does not exist"),
    ],
)
def test_what_an_engine_passes_over_is_refused(text: str, rule: str, words: str) -> None:
    [(found, message)] = linted(text)
    assert found == rule
    assert words in message


def test_shapes_that_are_refused_judge_nothing_and_name_the_line(copy: Path) -> None:
    spoil(copy)
    (copy / "shapes" / "extra.ttl").write_text(
        SHAPE + "shape:Extra a sh:NodeShape ;\n    sh:targetClass bcg:Cluster ;\n"
        "    sh:qualifiedMinCount 1 .\n",
        encoding="utf-8",
    )
    said = run("check", "--since", "none", cwd=copy)
    assert said.returncode == 1
    assert "shapes/extra.ttl:7: sh:qualifiedMinCount stands without" in said.stdout
    assert EVENTS.as_posix() not in said.stdout
