"""IRIs that are no longer in use: merged into another one, or withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bioclustergraph.describe.asking import Asker
from bioclustergraph.describe.model import text_of
from bioclustergraph.describe.refs import Value

if TYPE_CHECKING:
    from bioclustergraph.describe.refs import Ref
    from bioclustergraph.errors import Text
    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store


@dataclass(frozen=True, slots=True)
class Retired:
    """An IRI that is no longer in use.

    Attributes:
        iri: the IRI.
        successor: what took its place; ``None`` if it was withdrawn.
        reason: why.
        date: the day it was retired (``YYYY-MM-DD``), if said.
    """

    iri: str
    successor: Ref | None
    reason: Text
    date: str | None


def retired(store: Store, iri: str, *, project: Project) -> Retired | None:
    """Say whether ``iri`` was retired, as a file under ``data/retired/`` declares it.

    Raises:
        UnknownThing: ``iri`` is not an IRI.
        QueryError: the query file cannot be read.
        StoreError: the store did not answer.
    """
    rows = Asker(store, project).rows("retired", {"thing": iri}, label="successor")
    if not rows:
        return None
    reasons = [value for row in rows if isinstance(value := row.term("reason"), Value)]
    said = {value.language: value.text for value in reversed(reasons)}
    return Retired(
        iri,
        next((ref for row in rows if (ref := row.ref("successor")) is not None), None),
        text_of(iri, said.get("nb"), said.get("en")),
        rows[0].text("date"),
    )
