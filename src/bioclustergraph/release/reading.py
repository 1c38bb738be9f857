"""Find the current release, hold it against its manifest, and open it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import ReleaseError, Text
from bioclustergraph.release import manifest
from bioclustergraph.release.manifest import Manifest
from bioclustergraph.store.disk import DiskStore, make
from bioclustergraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.project import Project

CURRENT: Final = "current"
"""The link to the release that is served."""

GRAPHS: Final = "data.nq"
"""The file that the store is read from: every graph, the default graph included."""


VOID: Final = "void.ttl"
"""The file that says how large the release is and what it holds."""

CATALOG: Final = "catalog.ttl"
"""The file that lists the others, with lengths and checksums."""

SHOWN: Final = 12
"""How many digits of its digest name a release: its directory, its address, ``X-Release``."""


@dataclass(frozen=True)
class Release:
    """One release.

    Attributes:
        directory: where it is.
        manifest: what went into it and what came out.
    """

    directory: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """What it is known by: the first digits of its digest."""
        return self.manifest.digest[:SHOWN]

    @classmethod
    def at(cls, directory: Path) -> Release:
        """Read the release in ``directory``.

        Raises:
            ReleaseError: there is none, or its manifest is broken.
        """
        return cls(directory, Manifest.read(directory / manifest.NAME))

    def fits(self, in_memory: int) -> bool:
        """Say whether it can be served at once: from memory, or from a store that is made already.

        Args:
            in_memory: the largest dump, in bytes, that is read into memory.
        """
        try:
            small = (self.directory / GRAPHS).stat().st_size <= in_memory
        except OSError:
            return True  # to open it says what is wrong
        return small or self._on_disk.exists()

    def verify(self) -> None:
        """Hold every file against its checksum.

        Raises:
            ReleaseError: a file is missing or is not what was written.
        """
        for output in self.manifest.outputs:
            path = self.directory / output.path
            try:
                intact = manifest.sha256(path.read_bytes()) == output.sha256
            except OSError:
                intact = False
            if not intact:
                raise ReleaseError(
                    Text(
                        "Utgaven er skadet: filen mangler eller er endret.",
                        "The release is damaged: the file is missing or has been changed.",
                    ),
                    path=path,
                    hint=Text(
                        "Bygg på nytt med «bioclustergraph build»; da erstattes den skadde.",
                        "Build again with “bioclustergraph build”; the damaged one is replaced.",
                    ),
                )

    def open_store(self) -> EmbeddedStore:
        """Read the graphs into memory, after holding the release against its manifest.

        Raises:
            ReleaseError: the release is damaged.
            StoreError: the graphs cannot be read.
        """
        self.verify()
        return EmbeddedStore.load(self.directory / GRAPHS)

    def open_for_serving(
        self, in_memory: int, services: frozenset[str]
    ) -> EmbeddedStore | DiskStore:
        """Read the graphs into memory if they are not too large, else have them on disk.

        The store on disk lies beside the release and is made when first asked for; it is no part of
        the release, and can be deleted while nobody serves it.

        Args:
            in_memory: the largest dump, in bytes, that is read into memory.
            services: the services that questions may call (``SERVICE``).

        Raises:
            ReleaseError: the release is damaged.
            StoreError: the graphs cannot be read, or the store cannot be made.
        """
        if (self.directory / GRAPHS).stat().st_size <= in_memory:
            return self.open_store().allowing(services)
        self.verify()
        at = self._on_disk
        if not at.exists():
            make(self.directory / GRAPHS, at)
        return DiskStore(at, services)

    @property
    def _on_disk(self) -> Path:
        return self.directory.with_name(f".store-{self.name}")


def current(directory: Path) -> Release:
    """Give the release that is current in ``directory``, or the one that ``directory`` itself is.

    Raises:
        ReleaseError: none has been built there, or its manifest is broken.
    """
    for candidate in (directory / CURRENT, directory):
        try:
            found = (candidate / manifest.NAME).exists()
            where = candidate.resolve()
        except (OSError, RuntimeError):  # not to be read, or a loop of links
            continue
        if found:
            return Release.at(where)
    raise ReleaseError(
        Text("Det er ikke bygd noen utgave her.", "No release has been built here."),
        path=directory,
        hint=Text(
            "Bygg en med «bioclustergraph build», eller gi mappen den ligger i.",
            "Build one with “bioclustergraph build”, or name the directory it is in.",
        ),
    )


def is_fresh(project: Project, directory: Path) -> bool:
    """Say whether the current release was made of the files as they are now, by these versions.

    Raises:
        ReleaseError: a file of the project cannot be read.
    """
    inputs = manifest.inputs_of(project)
    try:
        release = current(directory)
    except ReleaseError:
        return False
    return release.manifest.digest == manifest.digest_of(inputs, manifest.made_with())
