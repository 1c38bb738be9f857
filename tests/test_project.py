"""Where the project is looked for, and what is said when it is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from bioclustergraph import project as module
from bioclustergraph.errors import ProjectError
from bioclustergraph.project import PARTS, ROOT_VARIABLE, Project


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with no project around it, and nothing in the environment."""
    monkeypatch.delenv(ROOT_VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module, "PACKAGED", tmp_path / "not-packaged")
    return tmp_path


def make(root: Path) -> Path:
    for part in PARTS:
        (root / part).mkdir(parents=True)
    return root


def test_explicit_root_wins(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named, other = make(elsewhere / "named"), make(elsewhere / "other")
    monkeypatch.setenv(ROOT_VARIABLE, str(other))
    assert Project.find(named).root == named


def test_environment_wins_over_directory(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named, here = make(elsewhere / "named"), make(elsewhere / "here")
    monkeypatch.setenv(ROOT_VARIABLE, str(named))
    monkeypatch.chdir(here)
    assert Project.find().root == named


def test_nearest_ancestor(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outer = make(elsewhere / "outer")
    inner = make(outer / "data" / "inner")
    monkeypatch.chdir(inner / "shapes")
    assert Project.find().root == inner


def test_files_of_the_wheel_come_last(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packaged = make(elsewhere / "wheel" / "_files")
    monkeypatch.setattr(module, "PACKAGED", packaged)
    assert Project.find().root == packaged


def test_none_found(elsewhere: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        Project.find()
    assert caught.value.hint is not None
    assert ROOT_VARIABLE in caught.value.hint.nb
    assert caught.value.path == elsewhere


@pytest.mark.parametrize(
    "name", ["absent", "file", "a\0b", "loop"], ids=["absent", "file", "nul", "loop"]
)
def test_named_root_that_is_no_directory(elsewhere: Path, name: str) -> None:
    (elsewhere / "file").write_text("")
    (elsewhere / "loop").symlink_to("loop")
    with pytest.raises(ProjectError, match="no such directory"):
        Project.find(elsewhere / name)


def test_named_root_that_is_no_project(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (elsewhere / "ontology").mkdir()
    monkeypatch.setenv(ROOT_VARIABLE, str(elsewhere))
    with pytest.raises(ProjectError, match=r"lacks data/ shapes/ queries/"):
        Project.find()


def test_removed_working_directory(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = elsewhere / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(ProjectError):
        Project.find()


def test_relative() -> None:
    project = Project(Path("/p"))
    assert project.relative(Path("/p/data/a/b.ttl")) == "data/a/b.ttl"
    assert project.relative(Path("/elsewhere/b.ttl")) == "/elsewhere/b.ttl"
