"""The door for those who reckon in Python, and the notebook that shows it."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from typing import TYPE_CHECKING

import networkx as nx
import pandas as pd
import polars as pl
import pytest

import bioclustergraph as bcg
from bioclustergraph import extras
from bioclustergraph.errors import (
    MissingLibrary,
    ParameterError,
    UnknownQuestion,
    UnknownThing,
    UnknownView,
)
from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

NOFIMA = f"{PREFIXES['organisation']}nofima"


@pytest.fixture(autouse=True)
def _in_the_project(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)


def test_a_view_is_a_graph_of_networkx() -> None:
    graph = bcg.network("co-membership", at="2021-12-31", language="en")
    assert isinstance(graph, nx.MultiGraph)
    assert graph.nodes[NOFIMA]["label"] == "Nofima"
    assert nx.number_connected_components(graph) >= 1
    assert isinstance(bcg.network("membership"), nx.MultiDiGraph)


def test_a_day_may_be_a_date_or_a_text() -> None:
    text = bcg.network("membership", at="2021-12-31")
    day = bcg.network("membership", at=dt.date(2021, 12, 31))
    assert nx.utils.graphs_equal(text, day)


def test_a_release_gives_what_the_files_give(release_directory: Path) -> None:
    files = bcg.network("everything", language="en")
    release = bcg.network("everything", language="en", release=release_directory)
    assert nx.utils.graphs_equal(files, release)


def test_both_libraries_give_the_same_table_with_its_types() -> None:
    pandas = bcg.table("member-counts-at", at="2021-06-30", language="en")
    polars = bcg.table("member-counts-at", library="polars", at="2021-06-30", language="en")
    assert isinstance(pandas, pd.DataFrame)
    assert isinstance(polars, pl.DataFrame)
    assert pandas.to_dict("list") == polars.to_dict(as_series=False)
    assert pd.api.types.is_integer_dtype(pandas["certain"])
    assert polars["certain"].dtype == pl.Int64
    row = pandas[pandas["name"] == "Biotech North"].iloc[0]
    assert (row["certain"], row["certainOrPossible"]) == (23, 37)


def test_terms_have_the_types_of_xml_schema(tmp_path: Path) -> None:
    asked = tmp_path / "types.rq"
    asked.write_text(
        "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT * { VALUES "
        "(?whole ?part ?truth ?day ?year ?text ?iri ?odd ?none) { "
        '(7 1.5 true "2021-06-30"^^xsd:date "2021"^^xsd:gYear "å"@nb '
        '<x:y> "2021-06-30Z"^^xsd:date UNDEF) } }',
        encoding="utf-8",
    )
    [row] = bcg.table(str(asked), library="polars").to_dicts()
    assert row == {
        "whole": 7,
        "part": 1.5,
        "truth": True,
        "day": dt.date(2021, 6, 30),
        "year": "2021",
        "text": "å",
        "iri": "x:y",
        "odd": "2021-06-30Z",
        "none": None,
    }


@pytest.mark.parametrize(
    ("view", "chosen", "error"),
    [
        ("memberships", {}, UnknownView),
        ("membership", {"at": "2021-13-31"}, ParameterError),
        ("membership", {"place": "Atlantis"}, UnknownThing),
    ],
)
def test_a_network_that_cannot_be_made_is_told(
    view: str, chosen: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        bcg.network(view, **chosen)  # type: ignore[arg-type] # texts only


@pytest.mark.parametrize(
    ("question", "chosen", "error"),
    [
        ("members", {}, UnknownQuestion),
        ("members-at", {"klynge": "Biotech North"}, ParameterError),
        ("members-at", {"cluster": "Atlantis"}, UnknownThing),
    ],
)
def test_a_table_that_cannot_be_made_is_told(
    question: str, chosen: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        bcg.table(question, **chosen)  # type: ignore[call-overload] # texts only


def test_a_library_that_is_not_there_is_told_with_its_extra() -> None:
    with pytest.raises(MissingLibrary) as caught:
        extras.library("no_such_library", extra="tables")
    assert "bioclustergraph[tables]" in caught.value.in_language("nb")


def test_the_package_names_its_doors_and_reads_them_late() -> None:
    assert {"network", "table"} <= set(dir(bcg))
    with pytest.raises(AttributeError):
        _ = bcg.nothing
    code = "import bioclustergraph, sys; sys.exit('bioclustergraph.analyst' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_notebook_runs(root: Path) -> None:
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(  # type: ignore[no-untyped-call] # it has no types
        root / "docs" / "networks.ipynb", as_version=4
    )
    assert not any(cell.get("outputs") for cell in notebook.cells)  # they would be old soon
    resources = {"metadata": {"path": str(root)}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=resources).execute()
    printed = "".join(str(cell.get("outputs")) for cell in notebook.cells)
    assert "Biotech North" in printed
    assert "certain" in printed
