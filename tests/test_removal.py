"""Taking a source away takes away the rows that rest on it alone, and no others."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from bioclustergraph import dataset, queries
from bioclustergraph.project import PARTS, Project
from bioclustergraph.release import assemble

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.store.embedded import EmbeddedStore

    Rows = dict[tuple[str | None, ...], set[str]]

QUESTIONS = (
    "members-at",
    "memberships-of",
    "facilitators",
    "programme-history",
    "statistics-of",
    "grants-of",
    "events-of",
    "people-of",
    "aims-of",
    "names-of",
    "relations-at",
    "sources-of",
    "locations",
    "web-links-of",
)
"""Questions each row of which is one statement or several that say the same."""


def rows(store: EmbeddedStore, question: queries.Question) -> Rows:
    """Give the rows, and the statements each rests on."""
    answer = store.query(question.with_sources().sparql)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    columns = [variable.value for variable in answer.variables if variable.value != "relations"]
    found: Rows = {}
    for row in answer:
        key = tuple(None if row[c] is None else str(row[c]) for c in columns)
        relations = row["relations"]
        assert isinstance(relations, pyoxigraph.Literal)
        found[key] = set(relations.value.split())
    return found


@pytest.fixture(scope="module")
def whole(project: Project) -> EmbeddedStore:
    return assemble(project)


SOURCES = (
    "2008-scanbalt-bioinn",
    "2016-biotech-north-about",
    "2019-hamarregionen-heidner-biocluster",
    "2022-biotech-north-annual-report-2021",
    "2024-heidner-european-cluster-conference",
)


def test_these_are_all_the_sources(project: Project) -> None:
    assert sorted(path.stem for path in (project.data / "sources").glob("*.ttl")) == list(SOURCES)


@pytest.mark.parametrize("source", SOURCES)
def test_removing_a_source_removes_exactly_what_rests_on_it_alone(
    project: Project, whole: EmbeddedStore, tmp_path: Path, source: str
) -> None:
    for part in PARTS:
        shutil.copytree(project.root / part, tmp_path / part)
    (tmp_path / "data" / "sources" / f"{source}.ttl").unlink()
    rest = assemble(Project(tmp_path))
    [removed] = [f for f in dataset.load(project).files if f.path.stem == source]
    mine = {str(subject) for subject in removed.graph.subjects()}
    gone = 0
    for name in QUESTIONS:
        question = queries.named(project, name)
        before, after = rows(whole, question), rows(rest, question)
        expected = {row for row, relations in before.items() if not relations <= mine}
        assert set(after) == expected, name
        gone += len(before) - len(expected)
    assert gone > 0
