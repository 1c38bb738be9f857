"""Rows with their sources, and how much of the documents has been read, from the command line."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from click.testing import CliRunner, Result

from bioclustergraph.cli import coverage, query
from bioclustergraph.cli.asked import Asked
from bioclustergraph.errors import ParameterError

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.project import Project


def ask(project: Project, *words: str) -> Result:
    return CliRunner().invoke(query.command(Asked("en", project.root)), list(words))


def test_json_nests_the_sources_of_each_row(project: Project) -> None:
    said = json.loads(ask(project, "members-at", "--sources", "--format", "json").stdout)
    assert set(said) == {"columns", "rows"}
    assert "relations" not in said["columns"]
    for row in said["rows"]:
        for source in row["sources"]:
            assert source["relation"]
            assert set(source["document"]) == {"iri", "title", "issued", "address"}
            for passage in source["passages"]:
                assert passage["iri"].endswith(f"#char={passage['from']},{passage['to']}")
        assert row["sources"]


def test_csv_keeps_one_row_an_answer(project: Project) -> None:
    rows = [
        list(csv.DictReader(io.StringIO(ask(project, "members-at", *more).stdout)))
        for more in ((), ("--sources",))
    ]
    assert len(rows[0]) == len(rows[1]) > 30
    assert list(rows[1][0]) == [*rows[0][0], "relations", "documents", "passages"]


def test_a_table_names_documents_and_characters(project: Project) -> None:
    said = ask(project, "members-at", "--sources", "--format", "table").stdout
    assert "Annual report of Biotech North for 2021 (2022), characters 386" in said


def test_a_question_without_the_line_says_how_to_add_it(project: Project, tmp_path: Path) -> None:
    own = tmp_path / "own.rq"
    own.write_text("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1", encoding="utf-8")
    error = ask(project, str(own), "--sources").exception
    assert isinstance(error, ParameterError)
    assert error.hint is not None
    assert "#sources (GROUP_CONCAT" in error.hint.nb


def test_coverage_counts_the_statements(project: Project, documents: Path) -> None:
    command = coverage.command(Asked("en", project.root))
    said = CliRunner().invoke(command, ["--documents", str(documents)]).stdout
    total = next(line for line in reversed(said.splitlines()) if line.startswith("in all"))
    assert int(total.split()[-1]) >= 550


def test_everything_is_said_in_both_languages(project: Project) -> None:
    said = CliRunner().invoke(coverage.command(Asked("en", project.root)), ["--languages"])
    assert said.exit_code == 0
    assert said.stdout.count("(100.0%)") + said.stdout.count("(100.0 %)") >= 5
