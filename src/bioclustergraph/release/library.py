"""The questions as they were when a release was made, so that it can be asked as it was then.

Releases that were made with the same questions share one copy, ``.queries-<digest>`` beside them: a
change of the data adds nothing. It is found by what the manifest says of ``queries/``, and is no
part of the release.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import ReleaseError
from bioclustergraph.project import Project
from bioclustergraph.release import manifest
from bioclustergraph.release.reading import SHOWN, Release

if TYPE_CHECKING:
    from bioclustergraph.release.manifest import Input

_FOLDER: Final = "queries/"
_BEGIN: Final = ".queries-"


def keep(project: Project, directory: Path, inputs: tuple[Input, ...]) -> None:
    """Keep the questions of a project beside a release, unless they are kept already.

    Whoever calls holds the directory. What has changed since the inputs were listed is not kept.

    Raises:
        OSError: they cannot be written.
    """
    wanted = _questions(inputs)
    target = directory / _name(wanted)
    if not wanted or _whole(target, wanted):
        return
    making = Path(tempfile.mkdtemp(prefix=".building-", dir=directory))
    making.chmod(0o755)  # mkdtemp makes it for its owner only
    for it in wanted:
        path = making / it.path
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(project.root / it.path, path)
    if not _whole(making, wanted):
        return  # the build itself will refuse files that changed under it
    shutil.rmtree(target, ignore_errors=True)
    making.rename(target)


def project_of(release: Release, today: Project) -> Project:
    """Give the project whose questions a release is asked with.

    Args:
        release: the release.
        today: the project whose questions are asked where none are kept, or not as they were.
    """
    wanted = _questions(release.manifest.inputs)
    root = release.directory.parent / _name(wanted)
    return Project(root) if wanted and _whole(root, wanted) else today


def tidy(directory: Path) -> None:
    """Remove the questions that no release is left of. Whoever calls holds the directory."""
    used = set()
    for path in directory.iterdir():
        try:
            inputs = Release.at(path).manifest.inputs
        except ReleaseError:
            continue
        used.add(_name(_questions(inputs)))
    for path in directory.glob(f"{_BEGIN}*"):
        if path.name not in used:
            shutil.rmtree(path, ignore_errors=True)


def _questions(inputs: tuple[Input, ...]) -> tuple[Input, ...]:
    # A manifest is data: a path in it must not lead out of its folder.
    return tuple(
        it for it in inputs if it.path.startswith(_FOLDER) and ".." not in Path(it.path).parts
    )


def _name(questions: tuple[Input, ...]) -> str:
    text = json.dumps([[it.path, it.sha256] for it in questions])
    return _BEGIN + manifest.sha256(text.encode())[:SHOWN]


def _whole(root: Path, questions: tuple[Input, ...]) -> bool:
    try:
        return all(manifest.sha256((root / it.path).read_bytes()) == it.sha256 for it in questions)
    except OSError:
        return False
