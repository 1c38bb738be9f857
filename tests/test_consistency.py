"""Contradictions by OWL 2 RL are findings with a proof, and stop a build."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest

from bioclustergraph.inference import consistency
from bioclustergraph.project import Project
from bioclustergraph.release import read
from bioclustergraph.report import Severity

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCE: Final = "data/sources/2023-tangklyngen-strategy.ttl"


@pytest.fixture
def copy(tmp_path: Path) -> Project:
    root = tmp_path / "project"
    shutil.copytree(ROOT / "tests" / "fixture", root)
    return Project(root)


def add(project: Project, turtle: str) -> None:
    path = project.root / SOURCE
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n{turtle}\n")


def test_the_real_data_contradict_nothing(project: Project) -> None:
    assert not consistency.check(project, *read(project)).findings


def test_two_disjoint_classes(copy: Project) -> None:
    add(copy, "organisation:algetun a bcg:Cluster .")
    [finding] = consistency.check(copy, *read(copy)).violations
    assert finding.rule.startswith("owl/cax-")
    assert finding.focus is not None
    assert finding.focus.endswith("organisation/algetun")
    assert finding.file is not None
    assert finding.line is not None
    for said in ("organisation:algetun a bcg:Cluster", "organisation:algetun a bcg:Organisation"):
        assert said in finding.message.en
    assert SOURCE in finding.message.nb


def test_two_values_of_a_functional_property_that_differ(copy: Project) -> None:
    add(
        copy,
        "@prefix place: <https://w3id.org/bioclustergraph/id/place/> .\n"
        "<https://w3id.org/bioclustergraph/id/place-containment/x> bcg:inPlace place:norge , "
        "place:tangvik .\nplace:norge owl:differentFrom place:tangvik .",
    )
    report = consistency.check(copy, *read(copy))
    clashes = [finding for finding in report.violations if finding.rule == "owl/eq-diff1"]
    assert clashes
    for said in (
        "bcg:inPlace a owl:FunctionalProperty",
        "bcg:inPlace place:norge",
        "bcg:inPlace place:tangvik",
        "owl:differentFrom",
    ):
        assert said in clashes[0].message.en


def test_two_that_would_be_one_are_a_warning(copy: Project) -> None:
    add(
        copy,
        "@prefix place: <https://w3id.org/bioclustergraph/id/place/> .\n"
        "<https://w3id.org/bioclustergraph/id/place-containment/x> bcg:inPlace place:norge , "
        "place:tangvik .",
    )
    report = consistency.check(copy, *read(copy))
    assert not report.violations
    [finding] = report.findings
    assert finding.severity is Severity.WARNING
    assert finding.rule == "owl/same"
    assert "place:norge" in finding.message.nb
