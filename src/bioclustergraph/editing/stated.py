"""What a release states: its data files, with their texts, wherever these can be had.

The text of each data file is kept beside the releases under its checksum as soon as the door to
write has touched it, so that a release that no file on the disk agrees with can be changed,
restored and pulled all the same. A text that is nowhere is written anew from the graph.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph import dataset, turtle
from bioclustergraph.dataset import DataFile, Dataset
from bioclustergraph.release.manifest import sha256
from bioclustergraph.release.reading import GRAPHS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import rdflib

    from bioclustergraph.project import Project
    from bioclustergraph.release import Input, Release

TEXTS: Final = ".texts"
DATA: Final = "data/"
"""How the paths of data files begin."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts under their checksums, beside the releases.

    Attributes:
        directory: where releases are kept.
    """

    directory: Path

    def get(self, digest: str) -> str | None:
        """Give a text; ``None`` if it is not here, or is not what it was."""
        try:
            content = (self.directory / TEXTS / digest).read_bytes()
        except OSError:
            return None
        return content.decode("utf-8") if sha256(content) == digest else None

    def keep(self, text: str) -> str:
        """Put a text on the disk, and give its checksum."""
        content = text.encode("utf-8")
        digest = sha256(content)
        if self.get(digest) is None:
            folder = self.directory / TEXTS
            folder.mkdir(exist_ok=True)
            making = folder / f".{digest}"
            with making.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            making.replace(folder / digest)
            sync(folder)
        return digest


def sync(directory: Path) -> None:
    """Put the names in a directory on the disk."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def digest_of(text: str) -> str:
    """Give the checksum of a text."""
    return sha256(text.encode("utf-8"))


def data_inputs(inputs: tuple[Input, ...]) -> dict[str, str]:
    """Give the checksum of each data file by its path from the project's root."""
    return {entry.path: entry.sha256 for entry in inputs if entry.path.startswith(DATA)}


def differing(
    old: Mapping[str, str], new: Mapping[str, str]
) -> dict[str, tuple[str | None, str | None]]:
    """Give the checksums, before and after, of the data files that differ."""
    return {
        path: (old.get(path), new.get(path))
        for path in sorted(old.keys() | new.keys())
        if old.get(path) != new.get(path)
    }


def stated(project: Project, directory: Path, release: Release) -> Dataset:
    """Read what a release states.

    Args:
        project: where the data files may lie.
        directory: where releases are kept.
        release: the release.

    Raises:
        TurtleError: a text that should be whole is not.
    """
    files = []
    for inside, digest in data_inputs(release.manifest.inputs).items():
        path = project.root / inside
        iri = dataset.graph_iri(project, path)
        text = text_of(path, directory, digest)
        if text is None:
            text = turtle.write(_graph(release, iri), base=iri)
        files.append(DataFile(path, iri, turtle.parse(text, iri, path=path), text))
    return Dataset(project, tuple(files))


def text_of(path: Path, directory: Path, digest: str) -> str | None:
    """Give the text of a data file that has this checksum; ``None`` if it is nowhere."""
    text = Texts(directory).get(digest)
    if text is None:
        try:
            content = path.read_bytes()
        except OSError:
            return None
        text = content.decode("utf-8") if sha256(content) == digest else None
    return text


def _graph(release: Release, iri: str) -> rdflib.Graph:
    import pyoxigraph

    wanted = pyoxigraph.NamedNode(iri)
    quads = pyoxigraph.parse(path=str(release.directory / GRAPHS))
    return turtle.graph_of(quad for quad in quads if quad.graph_name == wanted)
