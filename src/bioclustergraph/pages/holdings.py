"""What the pages are made of, read once and shared by all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from bioclustergraph import queries
from bioclustergraph.describe import select
from bioclustergraph.names import Names
from bioclustergraph.pages.frame.limits import Limits
from bioclustergraph.pages.frame.rendering import Renderer
from bioclustergraph.pages.kept.borders import Borders
from bioclustergraph.pages.kept.disputes import Disputes
from bioclustergraph.pages.kept.passages import Passages
from bioclustergraph.pages.kept.searching import Index
from bioclustergraph.pages.kept.sketch import Sketch, sketch

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bioclustergraph.project import Project
    from bioclustergraph.queries import Question
    from bioclustergraph.store.base import Store


@dataclass(frozen=True)
class Holdings:
    """One store and one project, and what the pages need of them again and again.

    Attributes:
        store: what is shown; it is only read.
        project: whose page questions are asked.
        limits: how much the endpoint allows.
        release: the directory of the release that the store was read from, if it was.
        public: the address of the site as the world knows it, with its last slash.
        renderer: makes the pages.
        digest: the first digits of the release's digest, where a server answers for it by these
            as well; ``None`` for a service, and for pages written as files.
        passages: the words of the source documents, where they are at hand and are to be shown.
        borders: of counties and municipalities, where they are at hand.
        contact: the ``mailto:`` or web address of whoever runs the site, where it is known.
    """

    store: Store
    project: Project
    limits: Limits = field(default_factory=Limits)
    release: Path | None = None
    public: str = "http://127.0.0.1/"
    renderer: Renderer = field(default_factory=Renderer)
    digest: str | None = None
    passages: Passages = field(default_factory=Passages)
    borders: Borders = field(default_factory=Borders)
    contact: str | None = None

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """What can be asked, by name.

        Raises:
            QueryError: a question cannot be read.
        """
        return queries.find(self.project)

    @cached_property
    def names(self) -> Names:
        """Every name of every thing; collected when first asked for.

        Raises:
            StoreError: the store did not answer.
        """
        return Names.of(self.store, self.project)

    @cached_property
    def disputes(self) -> Disputes:
        """Where the sources differ; read when first asked for.

        Raises:
            QueryError: a question cannot be read.
            StoreError: the store did not answer.
        """
        return Disputes.of(self.store, self.project)

    @cached_property
    def index(self) -> Index:
        """All names to search in, those that most is told of first.

        Raises:
            QueryError: a query file cannot be read.
            StoreError: the store did not answer.
        """
        rows = select(self.store, self.project, "weights")
        weights = {
            iri: int(row.text("relations") or 0) for row in rows if (iri := row.iri("thing"))
        }
        return Index.of(self.names, weights)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many there are of each kind, by the prefixed name of its class.

        Raises:
            QueryError: a query file cannot be read.
            StoreError: the store did not answer.
        """
        rows = select(self.store, self.project, "counts")
        return {ref.name: int(row.text("count") or 0) for row in rows if (ref := row.ref("class"))}

    @cached_property
    def sketch(self) -> Sketch:
        """A small picture of the whole network.

        Raises:
            QueryError: a query file cannot be read.
            StoreError: the store did not answer.
        """
        rows = select(self.store, self.project, "ties")
        ties = [
            (one, other, int(row.text("relations") or 0))
            for row in rows
            if (one := row.iri("one")) and (other := row.iri("other"))
        ]
        return sketch(ties, self.names)
