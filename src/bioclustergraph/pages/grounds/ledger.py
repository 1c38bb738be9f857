"""The page of contradictions: what the sources say differently, and where each of it stands."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from bioclustergraph.contradictions import read
from bioclustergraph.describe import Evidence, Ref
from bioclustergraph.describe.asking import Asker
from bioclustergraph.errors import Text
from bioclustergraph.names import compact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from bioclustergraph.contradictions import Entry
    from bioclustergraph.describe.asking import Row
    from bioclustergraph.pages.holdings import Holdings


@dataclass(frozen=True, slots=True)
class Claim:
    """One side of a contradiction.

    Attributes:
        ref: the statement, called by what it says: its figure, or else its role or kind.
        kind: which kind of statement it is; what it counts, if it has a figure.
        time: when it holds by its source, as precisely as that says.
        preferred: a curator has preferred it.
        evidence: the passages it stands in.
    """

    ref: Ref
    kind: Text | None
    time: Text | None
    preferred: bool
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Ledger:
    """The page of contradictions."""

    held: Holdings

    def page(self, request: Request) -> Response:
        """Show all contradictions, grouped by where they stand, the open ones first."""
        entries = read(self.held.store, self.held.project)
        said = self._said()
        return self.held.renderer.page(
            request,
            "contradictions.html",
            groups=[
                (state, [(entry, list(_claims(entry, said))) for entry in members])
                for state, members in groupby(entries, key=lambda entry: entry.state)
            ],
            total=len(entries),
        )

    def _said(self) -> Mapping[str, Row]:
        """Give what each claim says, by its IRI."""
        asker = Asker(self.held.store, self.held.project)
        rows = asker.rows("claims", {}, label="kind role unit")
        return {iri: row for row in rows if (iri := row.iri("claim")) is not None}


def _claims(entry: Entry, said: Mapping[str, Row]) -> Iterator[Claim]:
    """Give each claim with the passages it stands in."""
    by_claim: dict[str, list[Evidence]] = {}
    preferred = {claim.iri for claim in entry.claims if claim.preferred}
    for claim in entry.claims:
        passages = by_claim.setdefault(claim.iri, [])
        if claim.document is not None and claim.passage is not None:
            passages.append(Evidence(claim.passage, Ref(*claim.document), claim.issued))
    for iri, passages in by_claim.items():
        row = said.get(iri)
        yield Claim(
            ref=Ref(iri, _label(iri, row)),
            kind=_kind(row) if row is not None else None,
            time=_time(row) if row is not None else None,
            preferred=iri in preferred,
            evidence=tuple(passages),
        )


def _label(iri: str, row: Row | None) -> Text:
    if row is None:
        return Text(compact(iri), compact(iri))
    value, named = row.text("value"), row.ref("role") or row.ref("kind")
    if value is not None:
        return Text(value, value)
    return named.label if named is not None else Text(compact(iri), compact(iri))


def _kind(row: Row) -> Text | None:
    """Give what a figure counts, and in which unit; else the kind of statement."""
    kind, role, unit = row.ref("kind"), row.ref("role"), row.ref("unit")
    if row.text("value") is None or role is None:
        return kind.label if kind is not None else None
    if unit is None:
        return role.label
    said, of = role.label, unit.label
    return Text(f"{said.nb} ({of.nb})", f"{said.en} ({of.en})")


def _time(row: Row) -> Text | None:
    start, end, attested = row.text("start"), row.text("end"), row.text("attested")
    if start is not None and end is not None:
        return Text(f"{start} til {end}", f"{start} until {end}")
    if start is not None:
        return Text(f"fra {start}", f"from {start}")
    if end is not None:
        return Text(f"til {end}", f"until {end}")
    return None if attested is None else Text(f"i {attested}", f"in {attested}")
