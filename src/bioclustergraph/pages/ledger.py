"""The page of contradictions: what the sources say differently, and where each of it stands."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from bioclustergraph.contradictions import read
from bioclustergraph.describe import Evidence, Ref
from bioclustergraph.errors import Text
from bioclustergraph.names import compact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.responses import Response

    from bioclustergraph.contradictions import Entry
    from bioclustergraph.pages.holdings import Holdings


@dataclass(frozen=True)
class Ledger:
    """The page of contradictions."""

    held: Holdings

    def page(self, request: Request) -> Response:
        """Show all contradictions, grouped by where they stand, the open ones first."""
        entries = read(self.held.store, self.held.project)
        return self.held.renderer.page(
            request,
            "contradictions.html",
            groups=[
                (state, [(entry, list(_claims(entry))) for entry in members])
                for state, members in groupby(entries, key=lambda entry: entry.state)
            ],
            total=len(entries),
        )


def _claims(entry: Entry) -> Iterator[tuple[Ref, bool, list[Evidence]]]:
    """Give each claim, whether it is preferred, and the passages it stands in."""
    by_claim: dict[str, list[Evidence]] = {}
    preferred = {claim.iri for claim in entry.claims if claim.preferred}
    for claim in entry.claims:
        passages = by_claim.setdefault(claim.iri, [])
        if claim.document is not None and claim.passage is not None:
            passages.append(Evidence(claim.passage, Ref(*claim.document), claim.issued))
    for iri, passages in by_claim.items():
        yield Ref(iri, Text(compact(iri), compact(iri))), iri in preferred, passages
