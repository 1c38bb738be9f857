"""The questions behind the words of a change: files in ``queries/differences/``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph import queries
from bioclustergraph.errors import QueryError, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import QuerySolution

    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

_BATCH: Final = 500
"""How many are asked about at once: some 50 kB of a query."""


def rows(
    store: Store, project: Project, name: str, parameter: str, iris: Iterable[str]
) -> Iterator[QuerySolution]:
    """Ask ``queries/differences/<name>.rq`` about these.

    Raises:
        QueryError: the file cannot be read, or is not a SELECT with that parameter.
        StoreError: the store did not answer.
    """
    import pyoxigraph

    path = project.queries / "differences" / f"{name}.rq"
    question = queries.load(path)
    wanted = sorted({iri for iri in iris if not iri.startswith("_:")})  # has no name to ask by
    for at in range(0, len(wanted), _BATCH):
        some = tuple(wanted[at : at + _BATCH])
        # IRIs of a store: none of them can break out of the query.
        answer = store.query(question.bind({parameter: some}, lambda iri, _: iri))
        if not isinstance(answer, pyoxigraph.QuerySolutions):
            raise QueryError(
                Text("Her må det stå en SELECT.", "A SELECT must stand here."), path=path
            )
        yield from answer
