"""What changed at each switch, in words, kept beside the releases: for lists and for the feed.

Two releases never change, so that neither does what has changed between them. It is no part of
either, and can be told anew at any time; where it is not kept, it is told when somebody asks.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bioclustergraph import differences
from bioclustergraph.errors import Text
from bioclustergraph.release.sides import side

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.project import Project
    from bioclustergraph.release.reading import Release

_FOLDER: Final = ".changes"
_LONGEST: Final = 12
"""How many changes are kept in words: those that matter most. All of them are told on request."""


@dataclass(frozen=True, slots=True)
class Told:
    """What changed from one release to the next, in short.

    Attributes:
        summary: how much of what.
        most: the changes that matter most, a sentence each.
        total: how many changes there are.
    """

    summary: Text
    most: tuple[Text, ...]
    total: int


def keep(project: Project, directory: Path, before: Release, after: Release) -> Told:
    """Tell what changed, and keep it.

    Args:
        project: whose ``queries/differences/`` are asked.
        directory: where both are kept.
        before: the release that was current.
        after: the release that took its place.

    Raises:
        ReleaseError: one of them is damaged.
        QueryError: a question cannot be read.
        OSError: it cannot be written.
    """
    found = differences.compare(side(before), side(after), project)
    every = found.changes
    told = Told(differences.summary(found), tuple(c.text for c in every[:_LONGEST]), len(every))
    path = _path(directory, before.name, after.name)
    path.parent.mkdir(exist_ok=True)
    making = path.with_name(f".{path.name}.{os.getpid()}")
    making.write_text(_written(told), encoding="utf-8")
    making.replace(path)
    return told


def kept(directory: Path, before: str, after: str) -> Told | None:
    """Give what was kept; ``None`` if nothing was, or nothing that can be read.

    Args:
        directory: where releases are kept.
        before: the first digits of the digest of the earlier release.
        after: those of the later.
    """
    try:
        said: dict[str, Any] = json.loads(_path(directory, before, after).read_bytes())
        most = tuple(Text(it["nb"], it["en"]) for it in said["most"])
        summary = Text(said["summary"]["nb"], said["summary"]["en"])
        return Told(summary, most, int(said["total"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _written(told: Told) -> str:
    def both(text: Text) -> dict[str, str]:
        return {"nb": text.nb, "en": text.en}

    said = {
        "summary": both(told.summary),
        "most": [both(text) for text in told.most],
        "total": told.total,
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _path(directory: Path, before: str, after: str) -> Path:
    return directory / _FOLDER / f"{before}..{after}.json"
