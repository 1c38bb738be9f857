"""What has changed between two states of the graph, in domain words: frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from bioclustergraph.errors import Text
    from bioclustergraph.store.base import Store

KINDS: Final = (
    "contradiction",
    "thing-added",
    "thing-removed",
    "retired",
    "reinstated",
    "relation-added",
    "relation-removed",
    "dates",
    "figure",
    "renamed",
    "source-added",
    "source-withdrawn",
    "stated",
    "evidence",
    "note",
    "source-changed",
    "judgement",
    "term-added",
    "term-removed",
    "term-retired",
    "term-changed",
    "other",
)
"""The kinds of change, the most important first."""

MIRRORED: Final = {
    "thing-added": "thing-removed",
    "relation-added": "relation-removed",
    "retired": "reinstated",
    "source-added": "source-withdrawn",
    "term-added": "term-removed",
}
"""What a kind is called when the two states change places; every other stays what it is."""

SOURCES: Final = "sources"
ONTOLOGY: Final = "ontology"
OTHER: Final = "other"
"""Groups that are about no one thing: the documents, the terms, and what fits nowhere."""


@dataclass(frozen=True)
class Side:
    """One of the two states.

    Attributes:
        name: what it is called: the first digits of a digest, or ``files``.
        stated: what is said in it: every quad of a named graph that no rule derived.
        store: the same with what follows from it, to be asked.
    """

    name: str
    stated: frozenset[Quad] = field(repr=False)
    store: Store = field(repr=False)


@dataclass(frozen=True, slots=True)
class Change:
    """One change, and every quad that it accounts for.

    Attributes:
        kind: one of :data:`KINDS`.
        about: the IRI of what has changed: a relation, a thing, a contradiction, a term.
        group: the IRI of the thing it is told under, or one of the three other groups.
        text: what has changed, in a sentence without its full stop.
        before: the value before, where one value took the place of another.
        after: the value after.
        sources_before: the documents that what was said rested on, each with its name.
        sources_after: the documents that what is said rests on.
        added: what is stated now and was not, sorted.
        removed: what was stated and is not now, sorted.
    """

    kind: str
    about: str
    group: str
    text: Text
    before: Text | None = None
    after: Text | None = None
    sources_before: tuple[tuple[str, Text], ...] = ()
    sources_after: tuple[tuple[str, Text], ...] = ()
    added: tuple[Quad, ...] = ()
    removed: tuple[Quad, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one thing, the most important first.

    Attributes:
        about: the thing's IRI, or the name of a group that is about no one thing.
        label: what it is called.
        changes: its changes.
    """

    about: str
    label: Text
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """All that has changed.

    Attributes:
        before: what the one state is called.
        after: what the other is called.
        groups: clusters first, then other things, the sources, the ontology and the rest.
    """

    before: str
    after: str
    groups: tuple[Group, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes, group after group."""
        return tuple(change for group in self.groups for change in group.changes)
