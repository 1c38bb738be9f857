"""A relation as a tie between two things."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bioclustergraph.errors import Text
    from bioclustergraph.relations.bounds import Bounds
    from bioclustergraph.relations.views import View


@dataclass(frozen=True, slots=True)
class Source:
    """What a relation rests on.

    Attributes:
        document: the IRI of the document.
        passages: the IRIs of the passages in it.
    """

    document: str
    passages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document that sources are in.

    Attributes:
        iri: the document.
        title: what it is called.
        issued: when it was issued, as precise as is known (``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``).
        address: where it is published, if it is.
    """

    iri: str
    title: Text
    issued: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that ties lead to or from.

    Attributes:
        iri: the thing.
        label: its name.
        kind: the IRI of its class.
        kind_label: what the class is called.
        number: its number in the register of entities, if it has one.
        places: the IRIs of the places where it is or was, in any role.
    """

    iri: str
    label: Text
    kind: str
    kind_label: Text
    number: str | None = None
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """One relation, as one source tells of it.

    Attributes:
        subject: the IRI of the one side.
        object: the IRI of the other.
        kind: the IRI of the class of the relation.
        relation: the IRI of the relation.
        role: the IRI of the role, if one is given.
        start: when it began, as the source says it (``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``).
        end: when it ended, likewise; outside the relation.
        bounds: the days that follow from all that is said of its dates.
        sources: what it rests on.
    """

    subject: str
    object: str
    kind: str
    relation: str
    role: str | None
    start: str | None
    end: str | None
    bounds: Bounds
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Ties:
    """All ties of a view, whenever they held.

    Attributes:
        view: what was asked.
        ties: sorted by subject, object, kind and relation.
        things: by IRI: both sides of every tie, and the places that they are in.
        labels: by IRI: what kinds of relation and roles are called.
        documents: by IRI: the documents of the sources.
        successors: by the IRI of an organisation: the one that it ended up in, if there is one.
    """

    view: View
    ties: tuple[Tie, ...] = field(repr=False)
    things: Mapping[str, Thing] = field(repr=False)
    labels: Mapping[str, Text] = field(repr=False)
    documents: Mapping[str, Document] = field(repr=False)
    successors: Mapping[str, str] = field(repr=False)
