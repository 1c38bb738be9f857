"""Releases are kept by digest: their history, how one is found, and how those too many go."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bioclustergraph import release
from bioclustergraph.cli import run
from bioclustergraph.errors import ReleaseError, UnknownRelease
from bioclustergraph.project import Project
from bioclustergraph.release import building, history
from bioclustergraph.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Build = Callable[[str], release.Release]


@pytest.fixture
def project(root: Path, tmp_path: Path) -> Project:
    """A copy of the miniature project, to be changed."""
    shutil.copytree(root / "tests" / "fixture", tmp_path / "project")
    return Project(tmp_path / "project")


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Where releases are kept."""
    return tmp_path / "releases"


@pytest.fixture
def build(project: Project, directory: Path) -> Build:
    """Build a release whose data say a word that another does not."""

    def make(word: str) -> release.Release:
        path = project.data / "things" / "word.ttl"
        path.write_text(f'<> <http://purl.org/dc/terms/title> "{word}"@nb .', encoding="utf-8")
        made = release.build(project, directory, check=lambda *_: Report()).release
        assert made is not None
        return made

    return make


def told(directory: Path) -> list[str]:
    return [switch.digest[:12] for switch in history.switches(directory)]


def names(directory: Path) -> list[str]:
    return [it.name for it in release.kept(directory)]


def test_the_history_has_every_switch_and_the_releases_have_no_time(
    build: Build, directory: Path
) -> None:
    a, b = build("a"), build("b")
    build("b")  # nothing was switched
    build("a")
    assert told(directory) == [a.name, b.name, a.name]
    assert names(directory) == [b.name, a.name]
    assert [it.is_current for it in release.listed(directory)] == [False, True]
    assert [it.release.name for it in release.listed(directory, latest=1)] == [a.name]
    times = [switch.at for switch in history.switches(directory)]
    assert times == sorted(times)
    assert all(time.utcoffset() is not None for time in times)
    with building.alone(directory):
        building.switch(directory, b.directory, who="kari", why="vedtak 7")
    last = history.switches(directory)[-1]
    assert (last.digest, last.who, last.why) == (b.manifest.digest, "kari", "vedtak 7")
    assert last.ontology == b.manifest.ontology


def test_a_line_that_was_cut_costs_no_other(build: Build, directory: Path) -> None:
    a, b = build("a"), build("b")
    path = directory / history.NAME
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.rindex(b'"ontology"')])
    assert told(directory) == [a.name]
    assert names(directory) == [a.name, b.name]
    c = build("c")
    assert told(directory) == [a.name, b.name, c.name]  # what was left out is made good
    path.write_bytes(b'\x00{"digest": 1}\nnot json\n' + path.read_bytes())
    assert told(directory) == [a.name, b.name, c.name]


def test_a_kill_between_the_switch_and_its_line_is_made_good(
    build: Build, directory: Path, project: Project
) -> None:
    a = build("a")
    (project.data / "things" / "word.ttl").write_text("<> <http://a/p> 1 .", encoding="utf-8")
    code = (
        "import os, pathlib, signal, sys\n"
        "from bioclustergraph import release\n"
        "from bioclustergraph.project import Project\n"
        "from bioclustergraph.release import history\n"
        "from bioclustergraph.report import Report\n"
        "history.record = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "project, directory = map(pathlib.Path, sys.argv[1:])\n"
        "release.build(Project(project), directory, check=lambda *_: Report())\n"
    )
    done = subprocess.run([sys.executable, "-c", code, project.root, directory], check=False)
    assert done.returncode == -signal.SIGKILL
    b = release.current(directory)
    assert b.name != a.name
    assert told(directory) == [a.name]
    assert names(directory) == [a.name, b.name]
    c = build("c")
    assert told(directory) == names(directory) == [a.name, b.name, c.name]


def test_releases_from_before_there_was_a_history_come_first(build: Build, directory: Path) -> None:
    a, b = build("a"), build("b")
    (directory / history.NAME).unlink()
    os.utime(a.directory / "manifest.json", (1_000_000_000, 1_000_000_000))
    first, second = release.listed(directory)
    assert (first.release.name, first.switch.time) == (a.name, "2001-09-09T01:46:40+00:00")
    assert (second.release.name, second.is_current) == (b.name, True)
    c = build("c")
    assert told(directory) == [b.name, c.name]
    assert names(directory) == [a.name, b.name, c.name]


def test_one_is_found_by_the_beginning_of_its_digest(build: Build, directory: Path) -> None:
    a, b = build("a"), build("b")
    assert release.find(directory, "current").name == b.name
    assert release.find(directory, "previous").name == a.name
    for it in (a, b):
        for name in (it.manifest.digest, it.name, it.name[:6].upper()):
            assert release.find(directory, name).name == it.name
    for name in ("", "x", "../..", "current/..", "\0", "0" * 65, a.name + "g"):
        with pytest.raises(UnknownRelease) as caught:
            release.find(directory, name)
        assert a.name in caught.value.in_language("en")
        assert b.name in caught.value.in_language("nb")


def test_a_beginning_that_fits_several_names_them(
    release_of: Callable[[Path, bytes], str], tmp_path: Path
) -> None:
    kept: dict[str, list[str]] = {}
    for number in range(20):
        digest = release_of(tmp_path / str(number), b"%d" % number)
        kept.setdefault(digest[0], []).append(digest[:12])
    first, several = next(it for it in kept.items() if len(it[1]) > 1)
    with pytest.raises(UnknownRelease, match=f"fits {len(several)} releases") as caught:
        release.find(tmp_path, first)
    assert all(name in caught.value.message.en for name in several)
    assert release.find(tmp_path, several[0]).name == several[0]


def test_prune_keeps_the_latest_and_never_removes_the_current(
    build: Build, directory: Path
) -> None:
    a, b, c = build("a"), build("b"), build("c")
    build("a")
    assert [it.release.name for it in release.removable(directory, 2)] == [b.name]
    assert [it.release.name for it in release.prune(directory, 2)] == [b.name]
    assert names(directory) == [c.name, a.name]
    assert told(directory) == [a.name, b.name, c.name, a.name]  # that it was there is not forgotten
    release.prune(directory, 1)
    assert names(directory) == [a.name]
    assert release.prune(directory, 1) == ()
    with pytest.raises(UnknownRelease):
        release.find(directory, b.name)
    with building.alone(directory), pytest.raises(ReleaseError):
        release.prune(directory, 1)


def test_the_list_and_the_question_before_anything_goes(
    build: Build,
    directory: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a, b = build("a"), build("b")
    asked = ["--lang", "nb", "releases", "--release", str(directory)]
    assert run(asked) == 0
    table = capsys.readouterr().out
    assert "→ gjelder" in next(line for line in table.splitlines() if b.name in line)
    assert "gjelder" not in next(line for line in table.splitlines() if a.name in line)
    assert run([*asked, "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [it["digest"] for it in said] == [b.manifest.digest, a.manifest.digest]
    assert [it["current"] for it in said] == [True, False]
    # Nobody answers, or with something else than yes: nothing goes.
    for answer in ("", "n\n", "\n", "kanskje\n"):
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        assert run([*asked, "prune", "--keep", "1"]) == 130
        assert a.name in capsys.readouterr().out
        assert names(directory) == [a.name, b.name]
    assert run([*asked, "prune", "--keep", "1", "--yes"]) == 0
    assert names(directory) == [b.name]
    assert run([*asked, "prune", "--keep", "0", "--yes"]) == 2


def test_the_questions_are_kept_once_for_all_releases_that_were_asked_with_them(
    build: Build, directory: Path, project: Project
) -> None:
    a, b = build("a"), build("b")
    assert len(list(directory.glob(".queries-*"))) == 1
    ours = release.project_of(a, project)
    assert ours.root.parent == directory.resolve()
    for path in project.queries.rglob("*.rq"):
        assert (ours.queries / path.relative_to(project.queries)).read_bytes() == path.read_bytes()
    question = project.queries / "differences" / "labels.rq"
    question.write_text(question.read_text("utf-8") + "# otherwise\n", "utf-8")
    c = build("c")
    assert len(list(directory.glob(".queries-*"))) == 2
    assert release.project_of(b, project).root == ours.root != release.project_of(c, project).root
    # One that was changed is not taken for what it was.
    (ours.queries / "differences" / "labels.rq").write_text("changed", "utf-8")
    assert release.project_of(a, project) == project
    release.prune(directory, 1)
    assert len(list(directory.glob(".queries-*"))) == 1
