"""Which properties belong together in one change, and how such a change is worded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from bioclustergraph.errors import Text
from bioclustergraph.namespaces import BCG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.differences.facts import Labels

_FAMILIES: Final = {
    "start": (BCG.start, BCG.startBefore),
    "end": (BCG.end, BCG.endBefore, BCG.endNotBefore, BCG.hasEndState),
    "attested": (BCG.attestedOn,),
    "figure": (
        BCG.value,
        BCG.amount,
        BCG.share,
        BCG.currency,
        BCG.hasUnit,
        BCG.hasQualifier,
        BCG.hasMeasure,
        BCG.hasAmountBasis,
    ),
    "evidence": (BCG.hasEvidence,),
    "note": (BCG.note, BCG.readingNote, BCG.dateNote),
    "name": (
        f"{PREFIXES['rdfs']}label",
        f"{PREFIXES['skos']}prefLabel",
        f"{PREFIXES['dcterms']}title",
        BCG.nameText,
    ),
}
_OF: Final = {property_: name for name, members in _FAMILIES.items() for property_ in members}

KIND: Final = {
    "start": "dates",
    "end": "dates",
    "attested": "dates",
    "figure": "figure",
    "evidence": "evidence",
    "note": "note",
    "name": "renamed",
}
"""The kind of change of each family; a property of no family is ``stated`` anew."""

_LABELS: Final = {
    "start": Text("begynnelse", "start"),
    "end": Text("slutt", "end"),
    "attested": Text("dag det er belagt", "day it is attested"),
    "figure": Text("tall", "figure"),
    "evidence": Text("belegg", "evidence"),
    "note": Text("merknad", "note"),
    "name": Text("navn", "name"),
}
_VERBS: Final = {
    "start": Text("rettet", "corrected"),
    "end": Text("rettet", "corrected"),
    "attested": Text("rettet", "corrected"),
    "figure": Text("rettet", "corrected"),
    "evidence": Text("flyttet", "moved"),
}
_CHANGED: Final = Text("endret", "changed")
_FORMS: Final = {
    BCG.startBefore: Text("før {}", "before {}"),
    BCG.endBefore: Text("før {}", "before {}"),
    BCG.endNotBefore: Text("ikke før {}", "not before {}"),
}


def family(property_: str) -> str:
    """Give the family of a property: its own IRI if it has none."""
    return _OF.get(property_, property_)


def label(name: str, labels: Labels) -> Text:
    """Give what a family is called."""
    return _LABELS.get(name) or labels.of(name)


def worded(name: str, said: Iterable[tuple[str, object]], labels: Labels) -> Text | None:
    """Give the values of one family in words; ``None`` if there are none.

    Args:
        name: the family.
        said: properties and values.
        labels: what things are called.
    """
    pairs = sorted(said, key=str)
    if name == "evidence":
        return _places([value for _, value in pairs], labels)
    if name not in {"start", "end"}:
        return labels.spoken(value for _, value in pairs)
    parts = [
        Text(
            form.nb.format(text.nb),
            form.en.format(text.en),
        )
        for property_, value in pairs
        if (text := labels.spoken([value])) is not None
        for form in [_FORMS.get(property_, Text("{}", "{}"))]
    ]
    if not parts:
        return None
    return Text(", ".join(p.nb for p in parts), ", ".join(p.en for p in parts))


def corrected(name: str, label_: Text, before: Text | None, after: Text | None) -> Text:
    """Say what took the place of what: ``end corrected: 2018 → 2019``.

    Args:
        name: the family.
        label_: what it is called.
        before: the values before, in words.
        after: the values after, in words.
    """
    if before is None and after is not None:
        return Text(f"{label_.nb} lagt til: {after.nb}", f"{label_.en} added: {after.en}")
    if after is None and before is not None:
        return Text(f"{label_.nb} fjernet: {before.nb}", f"{label_.en} removed: {before.en}")
    if before is None or after is None:
        return Text(f"{label_.nb} endret", f"{label_.en} changed")
    verb = _VERBS.get(name, _CHANGED)
    return Text(
        f"{label_.nb} {verb.nb}: {before.nb} → {after.nb}",
        f"{label_.en} {verb.en}: {before.en} → {after.en}",
    )


def _places(passages: list[object], labels: Labels) -> Text | None:
    """Name the characters that a relation rests on, document by document."""
    by_document: dict[str, list[str]] = {}
    for passage in passages:
        if isinstance(passage, NamedNode):
            document, _, place = passage.value.partition("#char=")
            by_document.setdefault(document, []).append(place.replace(",", "–") or passage.value)
    if not by_document:
        return labels.spoken(p for p in passages if isinstance(p, Literal))

    def said(language: str, characters: str) -> str:
        parts = []
        for document, places in by_document.items():
            title = labels.of(document)
            name = title.nb if language == "nb" else title.en
            parts.append(f"{name}, {characters} {', '.join(places)}")
        return "; ".join(parts)

    return Text(said("nb", "tegn"), said("en", "characters"))
