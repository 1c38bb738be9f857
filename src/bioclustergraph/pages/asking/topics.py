"""What questions are about: the tags of their files, as people call them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.queries import Question

_NAMES: Final = {
    "cluster": Text("Klynger", "Clusters"),
    "membership": Text("Medlemmer", "Members"),
    "partnership": Text("Partnere", "Partners"),
    "facilitation": Text("Tilretteleggere", "Facilitators"),
    "programme": Text("Programmer", "Programmes"),
    "project": Text("Prosjekter", "Projects"),
    "event": Text("Arrangementer", "Events"),
    "person": Text("Mennesker", "People"),
    "organisation": Text("Organisasjoner", "Organisations"),
    "place": Text("Steder", "Places"),
    "funding": Text("Penger", "Funding"),
    "application": Text("Søknader", "Applications"),
    "statistics": Text("Tall", "Figures"),
    "strategy": Text("Mål og tjenester", "Aims and services"),
    "name": Text("Navn", "Names"),
    "source": Text("Kilder", "Sources"),
    "completeness": Text("Fullstendighet", "Completeness"),
    "contradiction": Text("Motsigelser", "Contradictions"),
    "evidence": Text("Belegg", "Evidence"),
    "temporal": Text("Tid", "Time"),
    "aggregate": Text("Opptelling", "Counting"),
    "join": Text("Hva to har felles", "What two have in common"),
    "not-recorded": Text("Det kildene ikke sier", "What the sources do not say"),
}
"""In the order of the page. A tag that is not here is called by itself."""

_ACROSS: Final = ("evidence", "temporal", "aggregate", "join", "not-recorded")
"""What goes across the subjects: a question is put under one of these only if it has no other."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject and the questions about it.

    Attributes:
        tag: the word in the files.
        name: what people call it.
        questions: those that belong here first, sorted by name.
    """

    tag: str
    name: Text
    questions: tuple[Question, ...]


def name_of(tag: str) -> Text:
    """Give what people call a tag."""
    return _NAMES.get(tag, Text(tag, tag))


def first_of(question: Question) -> str:
    """Give the tag under which a question is listed; each is listed once."""
    subjects = [tag for tag in question.tags if tag not in _ACROSS]
    return next(iter((*subjects, *question.tags)), "temporal")


def by_topic(questions: Iterable[Question]) -> tuple[Topic, ...]:
    """Sort questions under their topics."""
    held: dict[str, list[Question]] = {}
    for question in questions:
        held.setdefault(first_of(question), []).append(question)
    order = [*_NAMES, *sorted(held.keys() - _NAMES.keys())]
    return tuple(
        Topic(tag, name_of(tag), tuple(sorted(held[tag], key=lambda q: q.name)))
        for tag in order
        if tag in held
    )
