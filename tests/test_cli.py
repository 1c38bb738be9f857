"""The command line as people meet it: a process, its two streams and its exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bioclustergraph.cli.asked import language_of
from bioclustergraph.project import PARTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bioclustergraph.project import Project

SOURCE = "data/sources/2016-biotech-north-about.ttl"


@dataclass(frozen=True)
class Said:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        return self.out + self.err


def run(*words: str, cwd: Path, lang: str = "en", stdin: str = "") -> Said:
    """Run the command in ``cwd`` with a plain environment."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LC_", "LANG", "BIOCLUSTERGRAPH"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "bioclustergraph", "--lang", lang, *words],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env=environment,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Said(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def copy(project: Project, tmp_path: Path) -> Path:
    """A copy of the project that may be broken."""
    for part in PARTS:
        shutil.copytree(project.root / part, tmp_path / "copy" / part)
    return tmp_path / "copy"


def change(copy: Path, old: str, new: str, file: str = SOURCE) -> int:
    """Replace the first ``old`` in a file of the copy and give its line."""
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


# --- asking ---------------------------------------------------------------------------------------


def test_a_question_gives_csv_to_a_pipe_and_a_table_when_asked(project: Project) -> None:
    asked = ("query", "what-became-of", "--organisation", "genok")
    said = run(*asked, cwd=project.root)
    [row] = csv.DictReader(io.StringIO(said.out))
    assert (said.code, row["name"], row["change"]) == (0, "Norce", "merger")
    table = run(*asked, "--format", "table", cwd=project.root, lang="nb")
    assert "organisation:norce" in table.out
    assert "fusjon" in table.out
    assert table.err == "1 rad\n"


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_forms_of_rows(project: Project, form: str) -> None:
    said = run("query", "facilitators", "--format", form, cwd=project.root)
    assert said.code == 0
    assert "Klosser" in said.out


def test_sparql_of_ones_own(project: Project, tmp_path: Path) -> None:
    (tmp_path / "own.rq").write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    assert (
        run("query", str(tmp_path / "own.rq"), "--format", "table", cwd=project.root).out == "yes\n"
    )
    bioinn = "<https://w3id.org/bioclustergraph/id/cluster/bioinn>"
    construct = f"CONSTRUCT {{ <a:a> ?p ?o }} WHERE {{ {bioinn} ?p ?o }}"
    for form, part in (("turtle", "<a:a> a "), ("nt", "<a:a> <"), ("jsonld", '"@id":"a:a"')):
        said = run("query", "-", "--format", form, cwd=project.root, stdin=construct)
        assert said.code == 0
        assert part in said.out


def test_output_to_a_file(project: Project, tmp_path: Path) -> None:
    target = tmp_path / "answer.csv"
    assert run("query", "clusters", "--output", str(target), cwd=project.root).code == 0
    assert target.read_text(encoding="utf-8").startswith("cluster,name")
    refused = run("query", "clusters", "--output", str(tmp_path / "no" / "a.csv"), cwd=project.root)
    assert refused.code == 1
    assert str(tmp_path / "no" / "a.csv") in refused.err


def test_help_of_a_question_names_its_parameters(project: Project) -> None:
    said = run("query", "members-at", "--help", cwd=project.root)
    assert "--cluster" in said.out
    assert "YYYY-MM-DD" in said.out
    assert "Members of a cluster" in said.out


def test_show_finds_by_any_name_and_gives_sources(project: Project) -> None:
    for name in ("biotech-north", "Biotech North", "cluster:biotech-north", "BTN"):
        said = run("show", name, cwd=project.root)
        assert said.code == 0
        assert said.out.startswith("Biotech North  cluster\n")
        assert "Annual report of Biotech North for 2021, characters" in said.out
    assert run("show", "genok", cwd=project.root, lang="nb").out.startswith("Genøk  organisasjon\n")


def test_questions_lists_them_all(project: Project) -> None:
    listed = run("questions", cwd=project.root).out
    assert len(listed.splitlines()) == len(list(project.queries.glob("*.rq")))
    assert "members-at" in run("questions", "--tag", "temporal", cwd=project.root).out
    assert "names-of" not in run("questions", "--tag", "temporal", cwd=project.root).out


# --- wrong words ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "message", "remedy"),
    [
        (("query", "member-at"), "no question", "members-at"),
        (("query", "members-at", "--cluster", "biotech-nroth"), "biotech-nroth", "biotech-north"),
        (("query", "members-at", "--cluster", "nofima"), "nofima", ""),
        (("query", "members-at", "--at", "2021"), "not a day", "2021-06-30"),
        (("query", "absent.rq"), "absent.rq", ""),
        (("query", "clusters", "--format", "turtle"), "does not fit", "csv"),
        (("query", "clusters", "--release", "nowhere"), "nowhere", "build"),
        (("query", "clusters", "--store", "http://127.0.0.1:9/sparql"), "127.0.0.1:9", ""),
        (("show", "klosser inovasjon"), "klosser inovasjon", "klosser-innovasjon"),
        (("evidence", "check", "--documents", "nowhere"), "nowhere", "--documents"),
        (("--root", "nowhere", "check"), "nowhere", "--root"),
    ],
)
def test_a_wrong_word_gives_one_message_and_a_remedy(
    project: Project, words: tuple[str, ...], message: str, remedy: str
) -> None:
    said = run(*words, cwd=project.root)
    assert said.code == 1
    assert said.out == ""
    assert message in said.err
    assert remedy in said.err


def test_broken_sparql_is_refused(project: Project) -> None:
    said = run("query", "-", cwd=project.root, stdin="SELECT ?x WHERE {")
    assert said.code == 1
    assert said.err


def test_an_unknown_command_or_option_is_exit_code_2(project: Project) -> None:
    assert run("chekc", cwd=project.root).code == 2
    assert run("check", "--nope", cwd=project.root).code == 2


# --- broken files ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("bcg:attestedOn", "bcg:atestedOn", "Did you mean bcg:attestedOn?"),
        ('bcg:attestedOn "2016"^^xsd:gYear', 'bcg:attestedOn "i fjor"', "2018-11-07"),
        ('bcg:attestedOn "2016"^^xsd:gYear', 'bcg:attestedOn "2016-02-30"^^xsd:date', "valid"),
        ("org:", "ogr:", "ogr"),
    ],
)
def test_a_slip_is_named_with_file_line_and_remedy(
    copy: Path, old: str, new: str, message: str
) -> None:
    if old == "org:":
        old, new = "bcg:hasNamedThing", "ogr:hasNamedThing"
    line = change(copy, old, new)
    said = run("check", cwd=copy)
    assert said.code == 1
    assert f"{SOURCE}:{line}" in said.all
    assert message in said.all


def test_a_missing_evidence_is_named(copy: Path) -> None:
    text = (copy / SOURCE).read_text(encoding="utf-8")
    blocks = text.split("\n\n")
    index = next(i for i, block in enumerate(blocks) if "bcg:hasEvidence" in block)
    kept = [line for line in blocks[index].splitlines() if "bcg:hasEvidence" not in line]
    blocks[index] = "\n".join(kept)
    (copy / SOURCE).write_text("\n\n".join(blocks), encoding="utf-8")
    said = run("check", cwd=copy, lang="nb")
    assert said.code == 1
    assert "bcg:hasEvidence mangler" in said.out
    assert f"{SOURCE}:" in said.out


def test_a_file_that_is_not_turtle_is_named_with_its_line(copy: Path) -> None:
    line = change(copy, "a bcg:Naming ;", "a bcg:Naming")
    said = run("check", cwd=copy)
    assert said.code == 1
    assert f"{SOURCE}:{line + 1}:" in said.err
    assert run("query", "clusters", cwd=copy).code == 1


def test_check_speaks_json(project: Project) -> None:
    said = run("check", "--format", "json", cwd=project.root)
    report = json.loads(said.out)
    assert said.code == 0
    assert not [f for f in report["findings"] if f["severity"] == "violation"]
    assert report["checked"]["files"] > 10


# --- releases -------------------------------------------------------------------------------------


def test_a_failed_build_leaves_the_old_release_answering(copy: Path) -> None:
    assert run("build", cwd=copy).code == 0
    before = run("query", "clusters", "--release", "release", cwd=copy)
    assert before.code == 0
    change(copy, "bcg:attestedOn", "bcg:atestedOn")
    failed = run("build", cwd=copy)
    assert failed.code == 1
    assert "No release was written" in failed.err
    assert run("query", "clusters", "--release", "release", cwd=copy) == before
    kept = sorted(re.sub("[0-9a-f]{12}", "…", path.name) for path in (copy / "release").iterdir())
    assert kept == [".queries-…", "current", "history.jsonl", "…"]


def test_a_release_cannot_be_kept_in_a_file(copy: Path) -> None:
    (copy / "release").write_text("in the way", encoding="utf-8")
    said = run("build", cwd=copy)
    assert said.code == 1
    assert "release" in said.err
    assert (copy / "release").read_text(encoding="utf-8") == "in the way"


def test_a_port_in_use_is_one_message(project: Project, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = run("serve", "--port", str(port), "--release", str(tmp_path / "r"), cwd=project.root)
    assert said.code == 1
    assert f"Port {port} is in use" in said.err
    assert "--port 0" in said.err


# --- evidence -------------------------------------------------------------------------------------


def test_evidence_is_checked_and_counted(project: Project, documents: Path) -> None:
    said = run("evidence", "check", "--documents", str(documents), cwd=project.root)
    assert said.code == 0
    assert "5 documents" in said.out
    assert "0 violations" in said.out


def test_evidence_locate_prints_what_the_data_want(project: Project, documents: Path) -> None:
    words = ("evidence", "locate", "--documents", str(documents), "--document")
    said = run(*words, "2016-biotech-north-about", "headquarters in Tromsø", cwd=project.root)
    assert said.code == 0
    assert said.out.startswith(
        "https://w3id.org/bioclustergraph/id/document/2016-biotech-north-about#char="
    )
    assert run(*words, "2016-biotech-north-about", "nowhere to find", cwd=project.root).code == 1
    unknown = run(*words, "2017", "x", cwd=project.root)
    assert unknown.code == 1
    assert "2016-biotech-north-about" in unknown.err


# --- pictures and languages -----------------------------------------------------------------------


def test_the_picture_is_the_same_each_time(project: Project, tmp_path: Path) -> None:
    first, second = tmp_path / "a.svg", tmp_path / "b.svg"
    for target in (first, second):
        assert run("picture", "--output", str(target), cwd=project.root).code == 0
    svg = first.read_text(encoding="utf-8")
    assert svg == second.read_text(encoding="utf-8")
    for label in ("Biotech North", "Land Meets Sea", "Norwegian", "Klosser Innovasjon"):
        assert label in svg


@pytest.mark.parametrize(
    ("words", "environment", "language"),
    [
        ([], {}, "nb"),
        ([], {"LANG": "C.UTF-8"}, "nb"),
        ([], {"LANG": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "nn_NO.UTF-8"}, "nb"),
        ([], {"LC_ALL": "nb_NO", "LANG": "en_US"}, "nb"),
        (["--lang", "en"], {"LANG": "nb_NO"}, "en"),
        (["--lang=nb"], {"LANG": "en_US"}, "nb"),
        (["--lang"], {"LANG": "en_US"}, "en"),
    ],
)
def test_the_language_is_the_option_then_the_locale_then_norwegian(
    words: list[str], environment: dict[str, str], language: str
) -> None:
    assert language_of(words, environment) == language


def test_help_speaks_both_languages(project: Project) -> None:
    assert "Kommandoer" in run("--help", cwd=project.root, lang="nb").out
    assert "Commands" in run("--help", cwd=project.root).out
    helped: Callable[[str], Said] = lambda name: run(name, "--help", cwd=project.root, lang="nb")  # noqa: E731  # one line
    for name in ("check", "build", "query", "questions", "show", "serve", "evidence", "picture"):
        assert helped(name).code == 0
