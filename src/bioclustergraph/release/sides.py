"""Holding two releases, or a release and the files as they are now, against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph import differences
from bioclustergraph.differences import Side
from bioclustergraph.errors import StoreError, Text
from bioclustergraph.release.assembly import Assembly, read
from bioclustergraph.release.keeping import find
from bioclustergraph.release.reading import GRAPHS

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.differences import Difference
    from bioclustergraph.project import Project
    from bioclustergraph.release.reading import Release

FILES: Final = "files"
"""What the project's files as they are now are called."""


def between(project: Project, directory: Path, before: str, after: str) -> Difference:
    """Say what has changed between two states.

    Args:
        project: whose files and questions are used.
        directory: where releases are kept.
        before: the earlier: a name as :func:`bioclustergraph.release.find` takes it, or ``files``.
        after: the later, likewise.

    Raises:
        UnknownRelease: there is no release of that name, or there are several.
        ReleaseError: a release is damaged.
        TurtleError: a file is broken.
        QueryError: a question or a rule cannot be read.
    """

    def named(name: str) -> Side:
        return _files(project) if name == FILES else side(find(directory, name))

    return differences.compare(named(before), named(after), project)


def side(release: Release) -> Side:
    """Read a release as one of the two.

    Raises:
        ReleaseError: it is damaged.
        StoreError: its graphs cannot be read.
    """
    import pyoxigraph

    store = release.open_store()
    path = release.directory / GRAPHS
    try:
        # Not from the store: the engine writes some literals otherwise than the files do.
        said = differences.stated(pyoxigraph.parse(path=str(path)))
    except (OSError, ValueError, SyntaxError) as error:
        raise StoreError(
            Text(f"Grafene kan ikke leses: {error}.", f"The graphs cannot be read: {error}."),
            path=path,
        ) from error
    return Side(release.name, said, store)


def _files(project: Project) -> Side:
    assembly = Assembly.of(project, *read(project))
    return Side(FILES, differences.stated(assembly.stated), assembly.store)
