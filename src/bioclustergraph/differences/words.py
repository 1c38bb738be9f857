"""What things and relations are called in the words of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text
from bioclustergraph.names import kind_of
from bioclustergraph.namespaces import KINDS

if TYPE_CHECKING:
    from bioclustergraph.differences.facts import Facts, Labels

_NOUNS: Final = {
    "membership": Text("Medlem", "Member"),
    "partnership": Text("Partner", "Partner"),
    "naming": Text("Navn", "Name"),
    "statistic": Text("Tall", "Figure"),
    "grant": Text("Finansiering", "Funding"),
    "facilitation": Text("Tilrettelegger", "Facilitator"),
    "position": Text("Stilling eller verv", "Position"),
    "merger": Text("Sammenslåing", "Merger"),
    "existence": Text("Stiftelse eller avslutning", "Founding or ending"),
    "incorporation": Text("Rettslig form", "Legal form"),
    "programme-participation": Text("Deltakelse i program", "Participation in a programme"),
    "project-participation": Text("Deltakelse i prosjekt", "Participation in a project"),
    "event-participation": Text("Deltakelse på arrangement", "Participation in an event"),
    "presence": Text("Sted", "Place"),
    "aim": Text("Mål", "Aim"),
    "service-offer": Text("Tjeneste", "Service"),
    "web-link": Text("Nettadresse", "Web address"),
    "contribution": Text("Bidrag til dokument", "Contribution to a document"),
}
"""By the kind of the relation's IRI; any other is called by its class."""

_GROUPS: Final = ("cluster", "network", "project", "programme", "event", "application")
_PLACES: Final = {
    kind: at for at, kind in enumerate((*_GROUPS, *(k for k in KINDS if k not in _GROUPS)))
}


def importance(iri: str) -> int:
    """Give how far in front a thing stands as a group: clusters first."""
    return _PLACES.get(kind_of(iri) or "", len(_PLACES))


def noun(iri: str, facts: Facts, labels: Labels) -> Text:
    """Give what sort of relation it is, with a capital."""
    known = _NOUNS.get(kind_of(iri) or "")
    if known is not None:
        return known
    relation = facts.relations.get(iri)
    called = labels.of(relation.class_ if relation is not None else iri)
    return Text(_capital(called.nb), _capital(called.en))


def told(iri: str, facts: Facts, labels: Labels, *, valued: bool) -> Text:
    """Name a relation by its sort, its name, its sides and its role: ``Member: A → B (member)``.

    Args:
        iri: the relation.
        facts: what is said of it.
        labels: what things are called.
        valued: its figure belongs to the name: it is new or gone, and not corrected.
    """
    what = noun(iri, facts, labels)
    relation = facts.relations.get(iri)
    if relation is None:
        return Text(f"{what.nb}: {labels.of(iri).nb}", f"{what.en}: {labels.of(iri).en}")
    sides = [labels.of(side) for side in relation.sides]
    roles = [labels.of(role) for role in relation.roles]
    naming = ("nameText", "value", "amount") if valued else ("nameText",)
    values = labels.spoken(facts.values(iri, *naming))

    def worded(language: str) -> str:
        between = " → ".join(_in(side, language) for side in sides)
        role = ", ".join(_in(it, language) for it in roles)
        value = "" if values is None else _in(values, language)
        said = " ".join(part for part in (f"«{value}»" if value else "", between) if part)
        return f"{_in(what, language)}: {said}" + (f" ({role})" if role else "")

    return Text(worded("nb"), worded("en"))


def with_dates(text: Text, dates: Text) -> Text:
    """Add when it held, if anything is known."""
    if not dates.nb:
        return text
    return Text(f"{text.nb}, {dates.nb}", f"{text.en}, {dates.en}")


def _in(text: Text, language: str) -> str:
    return text.nb if language == "nb" else text.en


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
