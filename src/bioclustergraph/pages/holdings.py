"""What the pages are made of, read once and shared by all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from bioclustergraph import queries
from bioclustergraph.names import Names
from bioclustergraph.pages.limits import Limits
from bioclustergraph.pages.rendering import Renderer

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
    """

    store: Store
    project: Project
    limits: Limits = field(default_factory=Limits)
    release: Path | None = None
    public: str = "http://127.0.0.1/"
    renderer: Renderer = field(default_factory=Renderer)
    digest: str | None = None

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
