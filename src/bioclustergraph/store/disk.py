"""A store on disk, for what is too large for memory: slower, and many processes read the one.

Each process opens it for itself, when it first asks: RocksDB, which Oxigraph keeps its files with,
has threads of its own and does not survive a fork.
"""

from __future__ import annotations

import shutil
import tempfile
from functools import cached_property
from typing import TYPE_CHECKING

from bioclustergraph.errors import StoreError, Text
from bioclustergraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

    from bioclustergraph.store.base import Graphs


class DiskStore:
    """A store on disk that is only read.

    Args:
        directory: where it is; see :func:`make`.
        services: the services that questions may call (``SERVICE``).
    """

    def __init__(self, directory: Path, services: frozenset[str] = frozenset()) -> None:
        self._directory = directory
        self._services = services

    @cached_property
    def _opened(self) -> EmbeddedStore:
        import pyoxigraph

        return EmbeddedStore(pyoxigraph.Store.read_only(str(self._directory)), self._services)

    def query(
        self, sparql: str, graphs: Graphs | None = None
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer one query as :meth:`EmbeddedStore.query` does, and raise what it raises."""
        return self._opened.query(sparql, graphs)


def make(dump: Path, directory: Path) -> None:
    """Read a dump of quads into a store at ``directory``, which is there whole or not at all.

    Raises:
        StoreError: it cannot be read, or there is no room.
    """
    import pyoxigraph

    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=directory.parent, prefix=".making-") as making:
            store = pyoxigraph.Store(making + "/store")
            # Not bulk_load(): it gives the blank nodes new labels in every run.
            store.bulk_extend(pyoxigraph.parse(path=str(dump)))
            store.optimize()
            store.flush()
            del store
            shutil.move(making + "/store", directory)
    except (OSError, ValueError, SyntaxError) as error:
        raise StoreError(
            Text(
                f"Basen på disk kan ikke lages: {error}.",
                f"The store on disk cannot be made: {error}.",
            ),
            path=directory,
            hint=Text(
                "Gi plass og skrivetilgang der, eller øk --in-memory.",
                "Make room and give write access there, or raise --in-memory.",
            ),
        ) from error
