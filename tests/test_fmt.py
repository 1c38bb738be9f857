"""The form of Turtle files: one way to write the same statements, and no comment lost."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioclustergraph import cli, turtle
from bioclustergraph.errors import TurtleError
from bioclustergraph.namespaces import PREFIXES
from bioclustergraph.project import Project
from bioclustergraph.turtle.comments import comments_in

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://w3id.org/bioclustergraph/graph/sources/x"
UNFORMED = """\
# The head of the file.

@prefix bcg: <https://w3id.org/bioclustergraph/ns/> . # our terms
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

# --- clusters ---

# B is a cluster.
cluster:b a bcg:Cluster ;
   # its name
   rdfs:label "B # no comment"@en , "Å"@nb ; # said by itself
   # what is left
. # done
<> a bcg:SourceGraph .
# the end
"""
FORMED = """\
# The head of the file.

@prefix bcg: <https://w3id.org/bioclustergraph/ns/> .  # our terms
@prefix cluster: <https://w3id.org/bioclustergraph/id/cluster/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<>
    a bcg:SourceGraph ;
.

# --- clusters ---

# B is a cluster.
cluster:b
    a bcg:Cluster ;
    rdfs:label "Å"@nb ;  # said by itself
    # its name
    rdfs:label "B # no comment"@en ;
    # what is left
.  # done

# the end
"""


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Project:
    """A copy of the project's files."""
    for part in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(root / part, tmp_path / "project" / part)
    return Project(tmp_path / "project")


def run(project: Project, *arguments: object) -> int:
    return cli.run(["--lang", "en", "--root", str(project.root), "fmt", *map(str, arguments)])


def test_data_of_the_project_are_in_form(project: Project) -> None:
    assert run(project, "--check") == 0


def test_form_keeps_each_comment_beside_what_it_is_about() -> None:
    assert turtle.tidy(UNFORMED, BASE) == FORMED
    assert turtle.tidy(FORMED, BASE) == FORMED


LINES = st.sampled_from(
    [
        "# a comment",
        "# another: organisation:x",
        "",
        "@prefix bcg: <https://w3id.org/bioclustergraph/ns/> .",
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> # skos",
        'cluster:b rdfs:label "b"@nb , "c # d"@en . # behind',
        (
            "cluster:b # the subject\n  a bcg:Cluster ; # the class\n  # before\n"
            "  bcg:ordinal 1 ;\n"
            "  # last\n."
        ),
        'cluster:a bcg:value 1.50 , "01"^^xsd:integer ; # two\n bcg:note """x\n# y""" .',
        "<> bcg:ordinal 2 , # first\n  # between\n  3 # second\n  .",
        "<#a> a bcg:Cluster . cluster:z a bcg:Cluster . # after two",
        "cluster:a a # in the midst\n bcg:Cluster .",
    ]
)


@given(st.lists(LINES, max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_form_is_final_and_loses_nothing(lines: list[str], end: str) -> None:
    text = end.join(line.replace("\n", end) for line in [*lines, ""])
    formed = turtle.tidy(text, BASE)
    assert turtle.tidy(formed, BASE) == formed
    assert comments_in(formed) == comments_in(text)
    declared = turtle.tidy("", BASE) + "".join(
        f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()
    )
    assert set(turtle.parse(formed, BASE)) == set(turtle.parse(declared + text, BASE))


def test_check_names_the_files_and_writes_nothing(
    copy: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copy.data / "things" / "clusters.ttl"
    text = path.read_text(encoding="utf-8").replace("    rdfs:label", "  rdfs:label", 1)
    path.write_text(text, encoding="utf-8")
    assert run(copy, "--check") == 1
    told = capsys.readouterr()
    assert told.out == "data/things/clusters.ttl\n"
    assert "1 of 16 files are not in form." in told.err
    assert run(copy, "--diff") == 1
    shown = capsys.readouterr().out
    assert "--- data/things/clusters.ttl\n" in shown
    assert '\n-  rdfs:label "' in shown
    assert path.read_text(encoding="utf-8") == text
    assert run(copy) == 0
    assert run(copy, "--check") == 0


def test_one_file_or_a_directory(copy: Project) -> None:
    path = copy.data / "things" / "clusters.ttl"
    form = path.read_text(encoding="utf-8")
    path.write_text(form.replace("\n\n", "\n"), encoding="utf-8")
    assert run(copy, copy.data / "sources", "--check") == 0
    assert run(copy, path) == 0
    assert path.read_text(encoding="utf-8") == form


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("cluster:a bcg:about [ a bcg:Cluster ] .", "blank nodes", 1),
        ("\n@base <http://x/> .\n<a> a bcg:Cluster .", "@base of its own", 2),
        ("cluster:a a bcg:Cluster\ncluster:b a bcg:Cluster .", "final dot", 2),
        ("cluster:a a x:Cluster .", "prefix “x:” has not been declared", 1),
    ],
)
def test_what_cannot_be_kept_is_refused(
    copy: Project, text: str, message: str, line: int, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copy.data / "things" / "clusters.ttl"
    path.write_text(text, encoding="utf-8")
    assert run(copy) == 1
    told = capsys.readouterr().err
    assert message in told
    assert f"clusters.ttl:{line}: " in told
    assert path.read_text(encoding="utf-8") == text


def test_comment_without_a_place_is_refused() -> None:
    text = "cluster:a bcg:note 'x' # here\n ^^ # there\n xsd:string ."
    try:
        formed = turtle.tidy(text, BASE)
    except TurtleError as error:
        assert "untouched" in error.message.en  # noqa: PT017 - either is right, loss is not
    else:
        assert comments_in(formed) == comments_in(text)


def test_prefix_of_ours_that_is_not_declared_says_how() -> None:
    with pytest.raises(TurtleError) as caught:
        turtle.parse("cluster:a a bcg:Cluster .", BASE)
    assert caught.value.hint is not None
    assert "@prefix cluster: <https://w3id.org/bioclustergraph/id/cluster/> ." in (
        caught.value.hint.en
    )


def test_outside_the_project_is_refused(
    copy: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "other.ttl"
    path.write_text("<> a <http://x/y> .", encoding="utf-8")
    assert run(copy, path) == 1
    assert "does not belong to the project" in capsys.readouterr().err


def test_mode_and_links_are_kept(copy: Project, tmp_path: Path) -> None:
    path = copy.data / "things" / "clusters.ttl"
    elsewhere = tmp_path / "clusters.ttl"
    form = path.read_text(encoding="utf-8")
    elsewhere.write_text(form + "\n", encoding="utf-8")
    elsewhere.chmod(0o640)
    path.unlink()
    path.symlink_to(elsewhere)
    # A link that leads out of the project is a file of somebody else's.
    assert run(copy, path) == 1
    inside = copy.data / "things" / "places.ttl"
    inside.write_text(inside.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    inside.chmod(0o640)
    assert run(copy, inside) == 0
    assert inside.stat().st_mode & 0o777 == 0o640
    assert not [left for left in inside.parent.iterdir() if left.name.startswith(".")]
