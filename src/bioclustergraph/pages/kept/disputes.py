"""Where the sources differ, by what they differ on: so that a page shows it where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bioclustergraph.contradictions import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bioclustergraph.contradictions import Entry
    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store


@dataclass(frozen=True, slots=True)
class Disputes:
    """The ledger of contradictions, looked up from the things and from the claims.

    Attributes:
        about: the contradictions about a thing, by its IRI.
        claims: the contradictions that a statement is a claim of, by its IRI.
    """

    about: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    claims: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store, project: Project) -> Disputes:
        """Read the ledger.

        Raises:
            QueryError: a question cannot be read.
            StoreError: the store did not answer.
        """
        if not (project.queries / "ledger").is_dir():
            return cls()  # an older release, or a project that keeps no ledger
        about: dict[str, dict[str, Entry]] = {}
        claims: dict[str, dict[str, Entry]] = {}
        for entry in read(store, project):
            for iri, _ in entry.about:
                about.setdefault(iri, {})[entry.iri] = entry
            for claim in entry.claims:
                claims.setdefault(claim.iri, {})[entry.iri] = entry
        return cls(
            {iri: tuple(entries.values()) for iri, entries in about.items()},
            {iri: tuple(entries.values()) for iri, entries in claims.items()},
        )

    def on(self, iri: str, relations: Iterable[str]) -> tuple[Entry, ...]:
        """Give the contradictions to show on a page, the open ones first, each once.

        Args:
            iri: what the page is about.
            relations: the statements that stand on it.
        """
        found = {entry.iri: entry for entry in self.about.get(iri, ())}
        for relation in (iri, *relations):
            for entry in self.claims.get(relation, ()):
                found.setdefault(entry.iri, entry)
        return tuple(sorted(found.values(), key=lambda e: (e.state != "open", e.title.nb)))
