"""The prefixes are unambiguous, and the list of our terms is that of the ontology."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bioclustergraph import ontology
from bioclustergraph.namespaces import (
    BASE,
    BCG,
    FOREIGN,
    KINDS,
    PREFIXES,
    QUALITY_KINDS,
    RELATION_KINDS,
    SCHEMES,
    TERMS,
)

if TYPE_CHECKING:
    from bioclustergraph.project import Project


def test_terms_are_those_of_the_ontology(project: Project) -> None:
    declared = {term.name for term in ontology.terms(ontology.load(project))}
    assert declared - TERMS == set(), "declared in ontology/ but not listed in namespaces.TERMS"
    assert TERMS - declared == set(), "listed in namespaces.TERMS but not declared in ontology/"


def test_relation_kinds_are_those_of_the_ontology(project: Project) -> None:
    kinds = ontology.relation_kinds(ontology.load(project))
    assert {kind.name for kind in kinds} == set(RELATION_KINDS)


def test_schemes_are_the_files(project: Project) -> None:
    assert {path.stem for path in (project.ontology / "schemes").iterdir()} == set(SCHEMES)


def test_no_name_serves_twice() -> None:
    names = ["bcg", "graph", "shape", "module", "alignment", *KINDS, *RELATION_KINDS]
    names += [*QUALITY_KINDS, *SCHEMES, *FOREIGN]
    assert len(names) == len(set(names))
    assert set(names) == set(PREFIXES)


def test_no_two_prefixes_share_an_iri() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)


def test_no_prefix_of_ours_begins_another() -> None:
    ours = [iri for iri in PREFIXES.values() if iri.startswith(BASE)]
    assert [(a, b) for a in ours for b in ours if a != b and b.startswith(a)] == []


@pytest.mark.parametrize("prefix", sorted(PREFIXES))
def test_prefix_is_fit_for_turtle(prefix: str) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", prefix)
    assert PREFIXES[prefix].endswith(("/", "#"))


def test_term_by_name() -> None:
    assert BCG.Membership == "https://w3id.org/bioclustergraph/ns/Membership"
    assert "startEarliest" in dir(BCG)


def test_misspelt_term_fails_at_once_and_says_which() -> None:
    with pytest.raises(AttributeError, match="bcg:Membershp is not a term") as caught:
        _ = BCG.Membershp
    assert caught.value.name == "Membershp"
    assert caught.value.obj is BCG
