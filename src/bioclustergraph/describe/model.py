"""What a description is made of: frozen values, in both languages, ready to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bioclustergraph.describe.refs import Ref, Value
from bioclustergraph.errors import Text
from bioclustergraph.names import compact, key_of, kind_of
from bioclustergraph.namespaces import BASE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from bioclustergraph.describe.dates import Dates
    from bioclustergraph.errors import Language
    from bioclustergraph.relations.bounds import Certainty

Side = Literal["subject", "object", "itself"]
"""Where the described thing stands in a relation; ``itself`` when it *is* the relation."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One property of the thing, and its values, sorted."""

    property: Ref
    values: tuple[Ref | Value, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The characters of a source document that a relation rests on.

    Attributes:
        passage: the IRI of the passage, ``<document>#char=<from>,<to>`` (RFC 5147).
        document: the document.
        issued: when the document was issued, as precise as is known.
        graph: the named graph that states the relation, if known.
        address: where the document is to be read, if it is public.
    """

    passage: str
    document: Ref
    issued: str | None = None
    graph: str | None = None
    address: str | None = None

    @property
    def characters(self) -> tuple[int, int] | None:
        """The Unicode characters ``[from, to)``, counted from 0; ``None`` for another fragment."""
        numbers = self.passage.partition("#char=")[2].split(",")
        if len(numbers) != len(("from", "to")) or not all(
            n.isascii() and n.isdigit() for n in numbers
        ):
            return None
        return int(numbers[0]), int(numbers[1])


@dataclass(frozen=True, slots=True)
class Relation:
    """One dated relation the thing takes part in.

    Attributes:
        iri: the relation node.
        kind: its class.
        side: where the described thing stands in it.
        subject: the one side; ``None`` where the source does not name it (who gave a grant).
        object: the other side; ``None`` for kinds with one side only (a naming, an existence), and
            where the source does not name it.
        role: the role, level or kind it is qualified by, if any.
        name: the name it gives, if it is a naming.
        dates: when it held.
        details: what else is said of it (an address, a planned duration), by property.
        note: why the curator read the source so, if said.
        evidence: what it rests on, sorted by document and place.
        standing: how it stands on the day that is asked about, if one is.
    """

    iri: str
    kind: Ref
    side: Side
    subject: Ref | None
    object: Ref | None
    role: Ref | None
    name: Value | None
    dates: Dates
    details: tuple[Statement, ...]
    note: Text | None
    evidence: tuple[Evidence, ...]
    standing: Certainty | None = None

    @property
    def other(self) -> Ref | None:
        """The side that the described thing is not on."""
        return self.subject if self.side == "object" else self.object


@dataclass(frozen=True, slots=True)
class Group:
    """The relations of one kind in one direction, as far as they stand on the page.

    Attributes:
        heading: what they are to the described thing («Medlemmer», “Members”).
        kind: their class.
        side: where the described thing stands in them.
        relations: sorted by the other side, then by start.
        total: how many there are on all pages.
        others: how many more there are that do not hold on the day that is asked about.
    """

    heading: Text
    kind: Ref
    side: Side
    relations: tuple[Relation, ...]
    total: int
    others: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage of a document, and the relations it is evidence for."""

    evidence: Evidence
    relations: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Mentions:
    """What refers to the thing, other than the relations it takes part in.

    Attributes:
        property: by which property.
        subjects: who refers to it, as far as they stand on the page.
        total: how many there are on all pages.
    """

    property: Ref
    subjects: tuple[Ref, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list of contents.

    Attributes:
        heading: what it is to the described thing («Medlemmer», “Members”).
        total: how many there are on all pages.
        others: how many more there are that do not hold on the day that is asked about.
        page: the page on which they begin.
    """

    heading: Text
    total: int
    others: int
    page: int


@dataclass(frozen=True, slots=True)
class Description:
    """Everything known about one resource, or the part of it that stands on one page.

    Attributes:
        iri: the resource.
        label: its label; its prefixed name where it has none.
        title: its name on the day that is asked about, where that is certain; else its label.
        types: its classes.
        names: the namings of it: each with its dates and evidence.
        groups: its other dated relations, by kind and direction.
        statements: what is said of it directly, without types, labels and generic super-properties.
        links: identity claims to outside registers and web pages (a part of what is said of it).
        passages: if it is a document, its passages used as evidence.
        mentions: what refers to it.
        index: what there is on all pages, in the order it is shown.
        at: the day that is asked about; the relations are those that may have held on it.
        page: which page this is, counted from 1.
        pages: how many there are.
        life: the relations on whatever day: all there are where they fit on one page, else those
            on this one; for what is drawn over time.
    """

    iri: str
    label: Text
    title: Text
    types: tuple[Ref, ...]
    names: tuple[Relation, ...]
    groups: tuple[Group, ...]
    statements: tuple[Statement, ...]
    links: tuple[Statement, ...]
    passages: tuple[Passage, ...]
    mentions: tuple[Mentions, ...]
    index: tuple[Entry, ...]
    at: dt.date | None
    page: int
    pages: int
    life: tuple[Relation, ...] = ()

    @property
    def key(self) -> str:
        """The last part of the IRI."""
        return key_of(self.iri)

    @property
    def name(self) -> str:
        """The prefixed name (``cluster:biotech-north``)."""
        return compact(self.iri)

    @property
    def kind(self) -> str | None:
        """The kind of thing or the concept scheme, as its IRI says."""
        return kind_of(self.iri)

    @property
    def shown_types(self) -> tuple[Ref, ...]:
        """The classes people are shown: our own; those of other vocabularies if there are none."""
        return tuple(t for t in self.types if t.iri.startswith(BASE)) or self.types

    @property
    def others(self) -> int:
        """How many relations there are that do not hold on the day that is asked about."""
        return sum(entry.others for entry in self.index)

    @property
    def relations(self) -> tuple[Relation, ...]:
        """All dated relations on the page, namings first."""
        return (*self.names, *(relation for group in self.groups for relation in group.relations))


def text_of(iri: str, nb: str | None, en: str | None) -> Text:
    """Make a label of what was found, in one language, in both or in none."""
    fallback = nb or en or compact(iri)
    return Text(nb or fallback, en or fallback)


def in_language(values: Iterable[Ref | Value], language: Language) -> tuple[Ref | Value, ...]:
    """Leave out texts in the other language where the same is said in ``language``."""
    every = tuple(values)
    spoken = any(isinstance(v, Value) and v.language == language for v in every)
    return tuple(
        v
        for v in every
        if not (spoken and isinstance(v, Value) and v.language not in {None, language})
    )


def by_text(refs: Iterable[Ref]) -> tuple[Ref, ...]:
    """Sort by Norwegian label, then by IRI; each IRI once."""
    once = {ref.iri: ref for ref in refs}
    return tuple(sorted(once.values(), key=lambda ref: (ref.label.nb.casefold(), ref.iri)))
