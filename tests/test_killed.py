"""Processes that are ended while they change a release: the old one or the new, never neither."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest
from tests.miniatures import label, miniature, renamed, unjudged

from bioclustergraph import editing, release
from bioclustergraph.editing import backup

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.project import Project

pytestmark = [pytest.mark.xdist_group("killed"), pytest.mark.slow]

NEVER: Final = 1_000_000
KILLED: Final = """
import os, pathlib, signal, sys
from bioclustergraph import editing, release
from bioclustergraph.editing import backup, restoring
from bioclustergraph.project import Project
from bioclustergraph.release import building
from bioclustergraph.report import Report

left = int(sys.argv[1])

def counted(real):
    def step(*given, **named):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*given, **named)
    return step

what, project = sys.argv[2], Project(pathlib.Path(sys.argv[3]))
directory = pathlib.Path(sys.argv[4])
os.fsync = counted(os.fsync)
pathlib.Path.replace = counted(pathlib.Path.replace)
pathlib.Path.rename = counted(pathlib.Path.rename)
pathlib.Path.symlink_to = counted(pathlib.Path.symlink_to)
passes = lambda *_: Report()
if what == "update":
    editing.apply(directory, project, editing.Update(sys.argv[5]), "k", "", check=passes)
elif what == "build":
    release.build(project, directory, check=passes)
elif what == "restore":
    restoring.restore(directory, sys.argv[5], author="k", reason="")
elif what == "backup":
    backup.bring_back(pathlib.Path(sys.argv[5]), directory, "k")
print(left)
"""


def killed(at: int, what: str, project: Project, directory: Path, *more: object) -> int | None:
    """Do something in a process that ends itself at a step; ``None``, or how many it has left."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(at), what, str(project.root), str(directory),
         *map(str, more)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    if done.returncode == -signal.SIGKILL:
        return None
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_twenty_kills_leave_the_old_release_or_the_new(root: Path, tmp_path: Path) -> None:
    """Each step that reaches the disk is one at which a process may end; some of each are tried."""
    project = miniature(root, tmp_path / "project")
    directory = tmp_path / "release"
    release.build(project, directory, check=unjudged)
    mine = miniature(root, tmp_path / "mine")
    path = mine.data / "things" / "places.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    old = release.current(directory)
    copy = tmp_path / "copy.tar"
    change = renamed("Kelp")
    new = editing.apply(directory, project, change, "k", "", check=unjudged).release
    backup.save(directory, copy)
    other = tmp_path / "other"
    built = release.build(mine, other, check=unjudged).release
    assert built is not None
    kills: Counter[str] = Counter()
    came: Counter[str] = Counter()

    def attempt(what: str, project: Project, wanted: str, at: int, *more: object) -> int:
        here = tmp_path / "here"
        shutil.rmtree(here, ignore_errors=True)
        here.mkdir()
        shutil.copytree(old.directory, here / old.directory.name)
        if what == "restore":
            shutil.copytree(new.directory, here / new.directory.name)
        (here / "current").symlink_to(old.directory.name)
        left = killed(at, what, project, here, *more)
        now = release.current(here)
        now.verify()
        assert now.manifest.digest in {old.manifest.digest, wanted}
        is_new = now.manifest.digest == wanted
        assert label(here) == ("Kelp" if is_new and what != "build" else "The Seaweed Cluster")
        if left is None:
            kills[what] += 1
            came["new" if is_new else "old"] += 1
        # Whoever comes next finds a directory to go on with, and a journal that agrees.
        done = editing.apply(here, project, renamed(f"Next {at}"), "n", "", check=unjudged)
        assert done.transaction is not None
        journal = editing.Journal.read(here).transactions
        assert journal[-1] == done.transaction
        if what == "update":
            assert ("k" in {it.author for it in journal}) is is_new
        assert not [p for p in here.iterdir() if p.name.startswith(".building-")]
        return at - left if left is not None else at

    plan = {
        "update": (project, new.manifest.digest, 3, (change.sparql,)),
        "build": (mine, built.manifest.digest, 2, ()),
        "restore": (project, new.manifest.digest, 1, (new.directory.name,)),
        "backup": (project, new.manifest.digest, 2, (copy,)),
    }
    for what, (whose, wanted, early, more) in plan.items():
        steps = attempt(what, whose, wanted, NEVER, *more)
        # Some anywhere, and the last few, between which the switch is.
        for at in {
            *range(1, steps - 4, max(1, steps // early)),
            *range(max(1, steps - 4), steps + 1),
        }:
            attempt(what, whose, wanted, at, *more)
    print(f"\n{sum(kills.values())} kills: {dict(kills)}; afterwards {dict(came)}, never neither")  # noqa: T201 - the count belongs in the output
    assert sum(kills.values()) >= 20
    assert set(came) == {"old", "new"}
