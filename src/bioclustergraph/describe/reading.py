"""From the rows of the page questions to the values of a description; nothing is asked here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.describe.dates import Dates
from bioclustergraph.describe.model import (
    Evidence,
    Group,
    Mentions,
    Passage,
    Relation,
    Side,
    Statement,
    by_text,
)
from bioclustergraph.describe.refs import Ref, Value
from bioclustergraph.describe.words import heading, place
from bioclustergraph.errors import Text
from bioclustergraph.names import key_of, kind_of
from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bioclustergraph.describe.asking import Row
    from bioclustergraph.describe.contents import Section

_BCG: Final = PREFIXES["bcg"]
_SHOWN: Final = frozenset(
    f"{_BCG}{name}"
    for name in (
        "hasSubject",
        "hasObject",
        "hasRole",
        "hasEvidence",
        "hasEndState",
        "hasValidity",
        "nameText",
        "note",
        "start",
        "end",
        "startBefore",
        "endNotBefore",
        "endBefore",
        "attestedOn",
        "startEarliest",
        "startLatest",
        "endEarliest",
        "endLatest",
    )
)
"""Properties of a relation that have a field of their own, so that they are not details."""


class _Said:
    """What is said of one subject, by property."""

    def __init__(self) -> None:
        self._properties: dict[str, Ref] = {}
        self._values: dict[str, dict[tuple[str, ...], Ref | Value]] = {}

    def add(self, row: Row) -> None:
        """Add the property and the value of a row; a value that has come before is not repeated."""
        property_, value = row.ref("property"), row.term("value")
        if property_ is not None and value is not None:
            self._properties.setdefault(property_.iri, property_)
            self._values.setdefault(property_.iri, {}).setdefault(_order(value), value)

    def values(self, name: str) -> list[Ref | Value]:
        """Give the values of a property of ours, sorted."""
        found = self._values.get(f"{_BCG}{name}", {})
        return [found[key] for key in sorted(found)]

    def ref(self, name: str) -> Ref | None:
        """Give the first value of a property of ours that is an IRI."""
        return next((value for value in self.values(name) if isinstance(value, Ref)), None)

    def literal(self, name: str) -> Value | None:
        """Give the first value of a property of ours that is a literal."""
        return next((value for value in self.values(name) if isinstance(value, Value)), None)

    def text(self, name: str) -> str | None:
        """Give the lexical form of the first literal of a property of ours."""
        value = self.literal(name)
        return value.text if value is not None else None

    def statements(self, without: frozenset[str] = frozenset()) -> tuple[Statement, ...]:
        """Give everything but some properties, sorted by the Norwegian label of the property."""
        wanted = (ref for ref in self._properties.values() if ref.iri not in without)
        return tuple(
            Statement(ref, tuple(self._values[ref.iri][k] for k in sorted(self._values[ref.iri])))
            for ref in by_text(wanted)
        )


def statements(rows: Iterable[Row]) -> tuple[Statement, ...]:
    """Read the rows of ``statements.rq``."""
    said = _Said()
    for row in rows:
        said.add(row)
    return said.statements()


def relations(
    wanted: Iterable[tuple[str, Side]],
    rows: Iterable[Row],
    evidence_rows: Iterable[Row],
    day: str | None,
) -> tuple[Relation, ...]:
    """Read the rows of ``relations.rq`` and ``evidence.rq``.

    Args:
        wanted: the relations to read, and on which side of each the described thing stands.
        rows: what is said of them.
        evidence_rows: what they rest on.
        day: the day on which to say how they stand, if any.

    Returns:
        The relations, sorted by the other side, then by start.
    """
    said: dict[str, _Said] = {}
    kinds: dict[str, Ref] = {}
    for row in rows:
        relation, class_ = row.iri("relation"), row.ref("class")
        if relation is not None and class_ is not None:
            kinds.setdefault(relation, class_)
            said.setdefault(relation, _Said()).add(row)
    evidence = _evidence(evidence_rows)
    found = [
        _relation(iri, kinds[iri], side, said[iri], evidence.get(iri, ()), day)
        for iri, side in dict.fromkeys(wanted)
        if iri in said
    ]
    return tuple(sorted((r for r in found if r is not None), key=_when_and_who))


def grouped(found: Iterable[Relation], sections: Iterable[Section]) -> tuple[Group, ...]:
    """Put relations into groups of one kind and direction, in the order they are shown."""
    groups: dict[tuple[str | None, Side], list[Relation]] = {}
    for relation in found:
        groups.setdefault((kind_of(relation.iri), relation.side), []).append(relation)
    totals: dict[tuple[str | None, Side], tuple[int, int]] = {}
    for section in sections:
        total, others = totals.get((section.kind, section.side), (0, 0))
        totals[section.kind, section.side] = (total + section.count, others + section.others)
    return tuple(
        Group(
            heading(kind, side, members[0].kind),
            members[0].kind,
            side,
            tuple(members),
            *totals.get((kind, side), (len(members), 0)),
        )
        for (kind, side), members in sorted(groups.items(), key=lambda item: place(*item[0]))
    )


def passages(rows: Iterable[Row], aloud: Mapping[str, Ref]) -> tuple[Passage, ...]:
    """Read the rows of ``passages.rq``; sorted by their place in the document."""
    found: dict[str, dict[str, Ref]] = {}
    for row in rows:
        passage, relation = row.iri("passage"), row.ref("relation")
        if passage is not None and relation is not None:
            found.setdefault(passage, {})[relation.iri] = aloud.get(relation.iri, relation)
    cited = (
        Passage(Evidence(iri, _unnamed(iri.partition("#")[0])), by_text(refs.values()))
        for iri, refs in found.items()
    )
    return tuple(sorted(cited, key=lambda p: (p.evidence.characters or (0, 0), p.evidence.passage)))


def mentions(
    rows: Iterable[Row], aloud: Mapping[str, Ref], totals: Mapping[str, int]
) -> tuple[Mentions, ...]:
    """Read the rows of ``mentions.rq``, one property after the other; sorted by their labels."""
    properties: dict[str, Ref] = {}
    subjects: dict[str, list[Ref]] = {}
    for row in rows:
        property_, subject = row.ref("property"), row.ref("subject")
        if property_ is not None and subject is not None:
            properties.setdefault(property_.iri, property_)
            subjects.setdefault(property_.iri, []).append(aloud.get(subject.iri, subject))
    return tuple(
        Mentions(ref, by_text(subjects[ref.iri]), totals[ref.iri])
        for ref in by_text(properties.values())
    )


def aloud(rows: Iterable[Row]) -> dict[str, Ref]:
    """Read the rows of ``sides.rq``: name relations by their kind and their two sides."""
    found: dict[str, Ref] = {}
    for row in rows:
        relation, kind = row.iri("relation"), row.ref("class")
        sides = [ref.label for ref in (row.ref("from"), row.ref("to")) if ref is not None]
        if relation is not None and kind is not None and sides:
            found[relation] = Ref(relation, spoken(kind.label, sides))
    return found


def spoken(kind: Text, sides: Iterable[Text]) -> Text:
    """Give what a relation is called in both languages."""
    every = tuple(sides)
    return Text(
        read_aloud(kind.nb, [side.nb for side in every]),
        read_aloud(kind.en, [side.en for side in every]),
    )


def read_aloud(kind: str, sides: Iterable[str]) -> str:
    """Give what a relation is called, as it has no label of its own.

    >>> read_aloud("membership", ["Nofima", "Biotech North"])
    'membership: Nofima → Biotech North'
    """
    return f"{kind}: {' → '.join(sides)}"


def _evidence(rows: Iterable[Row]) -> dict[str, tuple[Evidence, ...]]:
    found: dict[str, dict[str, Evidence]] = {}
    for row in rows:
        relation, passage, document = row.iri("relation"), row.iri("passage"), row.ref("document")
        if relation is None or passage is None or document is None:
            continue
        # The merge may be kept as a graph as well: the first graph found is enough to look it up.
        found.setdefault(relation, {}).setdefault(passage, _read_evidence(row, passage, document))
    return {
        iri: tuple(
            sorted(
                by_passage.values(),
                key=lambda e: (e.document.iri, e.characters or (0, 0), e.passage),
            )
        )
        for iri, by_passage in found.items()
    }


def _read_evidence(row: Row, passage: str, document: Ref) -> Evidence:
    address = row.iri("address")
    return Evidence(passage, document, row.text("issued"), row.iri("graph"), address)


def _relation(  # noqa: PLR0913, PLR0917 - a relation has as many parts as it has
    iri: str, kind: Ref, side: Side, said: _Said, evidence: tuple[Evidence, ...], day: str | None
) -> Relation | None:
    subject, object_, role = said.ref("hasSubject"), said.ref("hasObject"), said.ref("hasRole")
    if subject is None and object_ is None:  # too broken to show as a relation
        return None
    sides = {ref.iri for ref in (subject, object_, role) if ref is not None}
    dates = _dates(said)
    return Relation(
        iri=iri,
        kind=kind,
        side=side,
        subject=subject,
        object=object_,
        role=role,
        name=said.literal("nameText"),
        dates=dates,
        details=tuple(s for s in said.statements(_SHOWN) if _is_detail(s, sides)),
        note=_note(said),
        evidence=evidence,
        standing=None if day is None else dates.standing(day),
    )


def _dates(said: _Said) -> Dates:
    return Dates(
        start=said.text("start"),
        end=said.text("end"),
        start_before=said.text("startBefore"),
        end_not_before=said.text("endNotBefore"),
        end_before=said.text("endBefore"),
        attested=tuple(v.text for v in said.values("attestedOn") if isinstance(v, Value)),
        end_state=said.ref("hasEndState"),
        start_earliest=said.text("startEarliest"),
        start_latest=said.text("startLatest"),
        end_earliest=said.text("endEarliest"),
        end_latest=said.text("endLatest"),
    )


def _is_detail(statement: Statement, sides: set[str]) -> bool:
    """Say whether a property is ours and repeats neither side nor role."""
    repeats = all(isinstance(v, Ref) and v.iri in sides for v in statement.values)
    return statement.property.iri.startswith(_BCG) and not repeats


def _note(said: _Said) -> Text | None:
    notes = {v.language: v.text for v in said.values("note") if isinstance(v, Value)}
    if not notes:
        return None
    fallback = next(iter(notes.values()))
    return Text(notes.get("nb", fallback), notes.get("en", fallback))


def _order(value: Ref | Value) -> tuple[str, ...]:
    if isinstance(value, Ref):
        return ("iri", value.label.nb.casefold(), value.iri)
    return ("literal", value.language or "", value.text, value.datatype or "")


def _unnamed(iri: str) -> Ref:
    return Ref(iri, Text(key_of(iri), key_of(iri)))


def _when_and_who(relation: Relation) -> tuple[str, str, str]:
    dates = relation.dates
    attested = dates.attested[0] if dates.attested else ""
    other = relation.name.text if relation.name is not None else ""
    if relation.other is not None:
        other = relation.other.label.nb
    return (other.casefold(), dates.start or dates.start_before or attested, relation.iri)
