"""From a release to the files of its site."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bioclustergraph import release as releases
from bioclustergraph.errors import Text
from bioclustergraph.pages import Holdings, Site
from bioclustergraph.pages.kept import borders as drawn
from bioclustergraph.release.manifest import inputs_of
from bioclustergraph.site.contents import Contents
from bioclustergraph.site.manifest import FORMAT, sha256
from bioclustergraph.site.output import Output

if TYPE_CHECKING:
    from collections.abc import Callable

    from bioclustergraph.project import Project

_PACKAGE: Final = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Written:
    """What came of it.

    Attributes:
        files: how many files the site has.
        fresh: how many of them were not there before.
        changed: how many were there with other bytes.
        removed: how many of an earlier run were removed.
    """

    files: int
    fresh: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where the site will stand, and what whoever runs it adds.

    Attributes:
        public: the address of the site as the world knows it, with its last slash.
        endpoint: where questions in SPARQL are answered, if anywhere.
        borders: the directory of borders that are drawn on the map, if any.
        contact: the ``mailto:`` or web address of whoever runs the site, if it is to be said.
    """

    public: str
    endpoint: str | None = None
    borders: Path | None = None
    contact: str | None = None


def write(  # noqa: PLR0913 - what a site is made of, and whom to tell
    project: Project,
    release: Path,
    directory: Path,
    place: Place,
    *,
    limit: int | None = None,
    progress: Callable[[Text], None] = lambda _step: None,
    tick: Callable[[int, int], None] = lambda _done, _all: None,
) -> Written:
    """Write the site of a release.

    Args:
        project: whose page questions and questions are asked.
        release: the directory of the release, or of releases.
        directory: where to write; made if it is not there.
        place: where it will stand.
        limit: how many pages to write at most, for a trial; links to the others lead nowhere.
        progress: is told each step as it begins.
        tick: is told how many of how many pages are done.

    Raises:
        ReleaseError: there is no release, or it is damaged.
        SiteError: the directory is not ours or cannot be written, or a page cannot be made.
        QueryError: a question cannot be read.
        StoreError: the graphs cannot be read.
        ServeError: the borders cannot be read.
    """
    with Output.opened(directory) as output:
        progress(Text("Leser utgaven", "Reading the release"))
        contents = contents_of(project, release, place)
        key = _key(project, contents, limit)
        if output.former.key == key and output.intact():
            return Written(len(output.former.files), 0, 0, 0)
        progress(Text("Lager sidene", "Making the pages"))
        paths = contents.paths[:limit]
        for done, path in enumerate(paths, 1):
            for file in contents.at(path):
                output.put(*file)
            tick(done, len(paths))
        for file in contents.whole():
            output.put(*file)
        progress(Text("Legger filene på plass", "Putting the files in their place"))
        removed = output.finish(key, place.public)
        return Written(len(output.written), len(output.fresh), len(output.changed), removed)


def contents_of(project: Project, release: Path, place: Place) -> Contents:
    """Open a release as what its site holds (see :func:`write`)."""
    found = releases.current(release)
    held = Holdings(
        found.open_store(),
        project,
        release=found.directory,
        public=place.public,
        borders=drawn.Borders() if place.borders is None else drawn.read(place.borders),
        contact=place.contact,
    )
    return Contents(Site(held), found, place.endpoint)


def _key(project: Project, contents: Contents, limit: int | None) -> str:
    """Name everything that the bytes of the site depend on.

    The version of the package does not change while it is worked on; its files do.
    """
    code = sorted(path for path in _PACKAGE.rglob("*") if _counts(path))
    made_of = [
        FORMAT,
        contents.release.manifest.digest,
        contents.release.manifest.made_with,
        contents.site.held.public,
        contents.endpoint,
        contents.site.held.contact,
        limit,
        [[entry.path, entry.sha256] for entry in inputs_of(project)],
        [[str(path.relative_to(_PACKAGE)), sha256(path.read_bytes())] for path in code],
        sha256(contents.feed()),
        # By what was read of them: they are not ours, and may change where they are.
        sha256(repr(contents.site.held.borders).encode()),
    ]
    return sha256(json.dumps(made_of).encode())


def _counts(path: Path) -> bool:
    return path.suffix in {".py", ".html", ".css", ".svg", ".rq"} and "_files" not in path.parts
