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
    from collections.abc import Iterable

    from bioclustergraph.describe.asking import Row

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

    def statements(self) -> tuple[Statement, ...]:
        """Give everything, sorted by the Norwegian label of the property."""
        return tuple(
            Statement(ref, tuple(self._values[ref.iri][k] for k in sorted(self._values[ref.iri])))
            for ref in by_text(self._properties.values())
        )


def statements(rows: Iterable[Row]) -> tuple[Statement, ...]:
    """Read the rows of ``statements.rq``."""
    said = _Said()
    for row in rows:
        said.add(row)
    return said.statements()


def relations(rows: Iterable[Row], evidence_rows: Iterable[Row]) -> tuple[Relation, ...]:
    """Read the rows of ``relations.rq`` and ``evidence.rq``; sorted by other side, then start."""
    said: dict[tuple[str, Side], _Said] = {}
    kinds: dict[str, Ref] = {}
    for row in rows:
        relation, class_, side = row.ref("relation"), row.ref("class"), _side(row)
        if relation is None or class_ is None or side is None:
            continue
        kinds.setdefault(relation.iri, class_)
        said.setdefault((relation.iri, side), _Said()).add(row)
    evidence = _evidence(evidence_rows)
    found = [
        _relation(iri, kinds[iri], side, facts, evidence.get(iri, ()))
        for (iri, side), facts in said.items()
    ]
    return tuple(sorted((r for r in found if r is not None), key=_when_and_who))


def grouped(found: Iterable[Relation]) -> tuple[Group, ...]:
    """Put relations into groups of one kind and direction, in the order they are shown."""
    groups: dict[tuple[str | None, Side], list[Relation]] = {}
    for relation in found:
        groups.setdefault((kind_of(relation.iri), relation.side), []).append(relation)
    return tuple(
        Group(heading(kind, side, members[0].kind), members[0].kind, side, tuple(members))
        for (kind, side), members in sorted(groups.items(), key=lambda item: place(*item[0]))
    )


def passages(rows: Iterable[Row]) -> tuple[Passage, ...]:
    """Read the rows of ``passages.rq``; sorted by their place in the document."""
    found: dict[str, dict[str, Ref]] = {}
    for row in rows:
        passage, relation = row.ref("passage"), row.ref("relation")
        if passage is not None and relation is not None:
            found.setdefault(passage.iri, {})[relation.iri] = _read_by_sides(row, relation)
    cited = (
        Passage(Evidence(iri, _unnamed(iri.partition("#")[0])), by_text(refs.values()))
        for iri, refs in found.items()
    )
    return tuple(sorted(cited, key=lambda p: (p.evidence.characters or (0, 0), p.evidence.passage)))


def mentions(rows: Iterable[Row], limit: int) -> tuple[tuple[Mentions, ...], bool]:
    """Read the rows of ``mentions.rq``: at most ``limit`` mentions, and whether there were more."""
    properties: dict[str, Ref] = {}
    subjects: dict[str, dict[str, Ref]] = {}
    seen: set[tuple[str, str]] = set()
    for row in rows:
        property_, subject = row.ref("property"), row.ref("subject")
        if property_ is None or subject is None:
            continue
        if len(seen | {(property_.iri, subject.iri)}) > limit:
            return _mentions(properties, subjects), True
        seen.add((property_.iri, subject.iri))
        properties.setdefault(property_.iri, property_)
        subjects.setdefault(property_.iri, {})[subject.iri] = _read_by_sides(row, subject)
    return _mentions(properties, subjects), False


def read_aloud(kind: str, sides: Iterable[str]) -> str:
    """Give what a relation is called, as it has no label of its own.

    >>> read_aloud("membership", ["Nofima", "Biotech North"])
    'membership: Nofima → Biotech North'
    """
    return f"{kind}: {' → '.join(sides)}"


def _mentions(
    properties: dict[str, Ref], subjects: dict[str, dict[str, Ref]]
) -> tuple[Mentions, ...]:
    return tuple(
        Mentions(ref, by_text(subjects[ref.iri].values())) for ref in by_text(properties.values())
    )


def _evidence(rows: Iterable[Row]) -> dict[str, tuple[Evidence, ...]]:
    found: dict[str, dict[str, Evidence]] = {}
    for row in rows:
        relation, passage = row.ref("relation"), row.ref("passage")
        document, graph = row.ref("document"), row.ref("graph")
        if relation is None or passage is None or document is None:
            continue
        # The merge may be kept as a graph as well: the first graph found is enough to look it up.
        found.setdefault(relation.iri, {}).setdefault(
            passage.iri,
            Evidence(
                passage.iri, document, row.text("issued"), graph.iri if graph is not None else None
            ),
        )
    return {
        iri: tuple(
            sorted(
                by_passage.values(),
                key=lambda e: (e.document.iri, e.characters or (0, 0), e.passage),
            )
        )
        for iri, by_passage in found.items()
    }


def _relation(
    iri: str, kind: Ref, side: Side, said: _Said, evidence: tuple[Evidence, ...]
) -> Relation | None:
    subject, object_, role = said.ref("hasSubject"), said.ref("hasObject"), said.ref("hasRole")
    if subject is None:  # it has only the other side: too broken to show as a relation
        return None
    sides = {ref.iri for ref in (subject, object_, role) if ref is not None}
    return Relation(
        iri=iri,
        kind=kind,
        side=side,
        subject=subject,
        object=object_,
        role=role,
        name=said.literal("nameText"),
        dates=_dates(said),
        details=tuple(s for s in said.statements() if _is_detail(s, sides)),
        note=_note(said),
        evidence=evidence,
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
    """Say whether a property of ours has no field of its own and repeats neither side nor role."""
    iri = statement.property.iri
    repeats = all(isinstance(v, Ref) and v.iri in sides for v in statement.values)
    return iri.startswith(_BCG) and iri not in _SHOWN and not repeats


def _note(said: _Said) -> Text | None:
    notes = {v.language: v.text for v in said.values("note") if isinstance(v, Value)}
    if not notes:
        return None
    fallback = next(iter(notes.values()))
    return Text(notes.get("nb", fallback), notes.get("en", fallback))


def _read_by_sides(row: Row, ref: Ref) -> Ref:
    """Name a relation by its kind and its two sides; anything else keeps its own label."""
    words = []
    for tag in ("Nb", "En"):
        sides = [side for side in (row.text(f"from{tag}"), row.text(f"to{tag}")) if side]
        if not sides:
            return ref
        words.append(read_aloud(row.text(f"kind{tag}") or kind_of(ref.iri) or "", sides))
    return Ref(ref.iri, Text(*words))


def _side(row: Row) -> Side | None:
    match row.text("side"):
        case "subject":
            return "subject"
        case "object":
            return "object"
        case "itself":
            return "itself"
        case _:
            return None


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
