"""What a description holds, counted before it is read; and which part of it is on which page.

A page is a window on one long list: the namings, the other relations kind by kind in the order they
are shown, the passages, then what else refers to the thing. Only what the window shows is read, so
that a page of a thing with a hundred thousand relations costs what one with two hundred costs, and
to count and sort IRIs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from bioclustergraph.describe.asking import Slice
from bioclustergraph.describe.words import place
from bioclustergraph.names import kind_of
from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bioclustergraph.describe.asking import Asker, Row
    from bioclustergraph.describe.model import Side

PAGE: Final = 250
"""How many relations, passages and mentions together a page shows."""

SUBJECT: Final = f"{PREFIXES['bcg']}hasSubject"
OBJECT: Final = f"{PREFIXES['bcg']}hasObject"
_SIDES: Final[dict[str, Side]] = {SUBJECT: "subject", OBJECT: "object"}
_OF_DOCUMENT: Final = f"{PREFIXES['oa']}hasSource"

What = Literal["relations", "passages", "mentions"]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the list: relations of one kind on one side, passages, mentions by one property.

    Attributes:
        what: which of the three.
        by: the property that refers to the thing.
        namespace: how the IRIs of the relations begin.
        count: how many there are, at the date if one is asked for.
        others: how many relations more there are that do not hold at the date.
        start: how many there are in the sections before.
    """

    what: What
    by: str
    namespace: str
    count: int
    others: int = 0
    start: int = 0

    @property
    def side(self) -> Side:
        """Where the described thing stands in the relations."""
        return _SIDES.get(self.by, "itself")

    @property
    def kind(self) -> str | None:
        """The kind of the relations."""
        return kind_of(f"{self.namespace}x")

    @property
    def page(self) -> int:
        """The page on which it begins."""
        return self.start // PAGE + 1

    def on(self, page: int) -> Slice | None:
        """Give the part of it that stands on a page, if any does."""
        first = max((page - 1) * PAGE - self.start, 0)
        end = min(page * PAGE - self.start, self.count)
        return Slice(first, end - first) if end > first else None


@dataclass(frozen=True, slots=True)
class Contents:
    """All sections, in the order they are shown."""

    sections: tuple[Section, ...]

    @property
    def pages(self) -> int:
        """How many pages there are; one at least."""
        total = sum(section.count for section in self.sections)
        return max(-(-total // PAGE), 1)

    def parts(self, what: What) -> Iterator[Section]:
        """Give the sections of one sort."""
        return (section for section in self.sections if section.what == what)


def contents(asker: Asker, iri: str, at: str | None) -> Contents:
    """Count what refers to ``iri``.

    Raises:
        UnknownThing: ``iri`` is not an IRI.
        QueryError: a query file cannot be read.
        StoreError: the store did not answer.
    """
    rows = asker.rows("references", {"thing": iri})
    counted = _counted(rows)
    relations = {key: count for key, count in counted.items() if key[0] in _SIDES}
    holding = relations
    if at is not None and relations:
        holding = _counted(asker.rows("held-at", {"thing": iri, "at": at}))
    found = [
        Section("relations", *key, holding.get(key, 0), count - holding.get(key, 0))
        for key, count in relations.items()
    ]
    found.sort(key=_order)
    found += [
        Section("passages", *key, count) for key, count in counted.items() if key[0] == _OF_DOCUMENT
    ]
    found += [
        Section("mentions", *key, count)
        for key, count in sorted(counted.items())
        if key not in relations and not key[0].startswith(PREFIXES["oa"])
    ]
    return Contents(tuple(_in_a_row(found)))


def _counted(rows: Iterable[Row]) -> dict[tuple[str, str], int]:
    return {
        (property_, row.text("namespace") or ""): int(row.text("count") or 0)
        for row in rows
        if (property_ := row.iri("property")) is not None
    }


def _order(section: Section) -> tuple[bool, tuple[int, str, str], str]:
    """Namings first: they stand at the head of the page; then as the groups are shown."""
    return section.kind != "naming", place(section.kind, section.side), section.namespace


def _in_a_row(sections: Iterable[Section]) -> Iterator[Section]:
    start = 0
    for section in sections:
        yield replace(section, start=start)
        start += section.count
