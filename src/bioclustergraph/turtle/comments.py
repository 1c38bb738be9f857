"""Comments of a Turtle file: which statement each of them is about.

RDF has no comments, so a parser drops them and a writer that sorts would lose them. Here each is
tied to what it stands at: the head of the file, a prefix, a subject, a statement, the end of a
block. :func:`bioclustergraph.turtle.tidy` writes it there again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from bioclustergraph.namespaces import PREFIXES
from bioclustergraph.turtle.positions import Scanner, Term, scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    import rdflib
    from rdflib.term import Node

_STATEMENT: Final = 3
"""How many terms a statement has."""
_GAP: Final = re.compile(r"[ \t\r\n]+|#[^\r\n]*")
"""White space, or a comment: what stands between two tokens."""

Key = tuple[Term, ...]
"""What a comment is about: a subject (one term) or a statement (three)."""


@dataclass
class Comments:
    """The comments of one text, each with its ``#``; an empty one is an empty line between two.

    Attributes:
        head: at the top of the file, before the prefixes.
        prefixes: behind the declaration of a prefix, by its name.
        before: on lines of their own before a subject or a statement.
        behind: on the same line as a subject or a statement.
        last: on lines of their own at the end of the block of a subject.
        dot: behind the dot that ends the block of a subject.
        foot: after the last block.
    """

    head: list[str] = field(default_factory=list)
    prefixes: dict[str, str] = field(default_factory=dict)
    before: dict[Key, list[str]] = field(default_factory=dict)
    behind: dict[Key, str] = field(default_factory=dict)
    last: dict[Key, list[str]] = field(default_factory=dict)
    dot: dict[Key, str] = field(default_factory=dict)
    foot: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, text: str, base: str) -> Comments:
        """Tie the comments of ``text``, whose relative IRIs are resolved against ``base``."""
        comments = cls()
        notes = list(_notes(text))
        if notes:
            walk = _Walk(text, base, {})
            walk.run()
            _tie(comments, notes, walk.events)
        return comments

    def keep_of(self, graph: rdflib.Graph) -> None:
        """Move the comments on what ``graph`` does not say to the end of the block or the file."""
        if not any((self.before, self.behind, self.last, self.dot)):
            return
        said = {key_of(*triple) for triple in graph}
        said |= {key[:1] for key in said}
        homeless: list[tuple[Key, str]] = []
        for lists in (self.before, self.last):
            for key in [key for key in lists if key not in said]:
                homeless += [(key, text) for text in lists.pop(key) if text]
        for singles in (self.behind, self.dot):
            for key in [key for key in singles if key not in said]:
                homeless.append((key, singles.pop(key)))
        for key, text in homeless:
            block = key[:1]
            place = self.last.setdefault(block, []) if block in said else self.foot
            place.append(text)

    def texts(self) -> Iterator[str]:
        """Give every comment."""
        yield from (*self.head, *self.foot, *self.prefixes.values())
        yield from (*self.behind.values(), *self.dot.values())
        for kept in (self.before, self.last):
            for lines in kept.values():
                yield from lines


def key_of(*nodes: Node) -> Key:
    """Give terms the way :class:`~bioclustergraph.turtle.positions.Positions` knows them."""
    return tuple(_term(node) for node in nodes)


def _term(node: Node) -> Term:
    import rdflib

    if not isinstance(node, rdflib.Literal):
        return ("iri", "", str(node))
    if node.language:
        return ("language", node.language.lower(), str(node))
    return (str(node.datatype or PREFIXES["xsd"] + "string"), "", str(node))


def comments_in(text: str) -> list[str]:
    """Give every comment of a text, sorted: two texts with the same list have lost none."""
    return sorted(note.text for note in _notes(text))


class _Note(NamedTuple):
    """A comment: how many tokens stand before it, its line, its text, and if it has the line."""

    tokens: int
    line: int
    text: str
    alone: bool


class _Event(NamedTuple):
    """What had been read when so many tokens were taken; ``line`` is where it began."""

    tokens: int
    line: int
    what: Literal["prefix", "subject", "statement", "dot"]
    key: Key
    name: str = ""


def _notes(text: str) -> Iterator[_Note]:
    """Give the comments of a text in their order; a ``#`` in an IRI or a string is none."""
    at, line, count, alone = 0, 1, 0, True
    for _, token, _ in (*scan(text), ("end", "", 0)):
        while gap := _GAP.match(text, at):
            piece = gap[0]
            if piece.startswith("#"):
                yield _Note(count, line, piece.rstrip(), alone)
            elif "\n" in piece:
                line, alone = line + piece.count("\n"), True
            at = gap.end()
        at += len(token)
        line += token.count("\n")
        count, alone = count + 1, False


class _Walk(Scanner):
    """Notes what has been read, token by token."""

    def __init__(self, text: str, base: str, lines: dict[Key, int]) -> None:
        super().__init__(text, base, lines)
        self.prefixes = dict(PREFIXES)  # a file need not declare them to be put in form
        self.events: list[_Event] = []
        self.subject: Key = ()

    def declared(self, prefix: str) -> None:
        self.events.append(_Event(self.taken, 0, "prefix", (), prefix))

    def placed(self, terms: Key, line: int) -> None:
        if len(terms) == 1:
            self.subject = terms
            self.events.append(_Event(self.taken, line, "subject", terms))
        elif len(terms) == _STATEMENT:
            self.events.append(_Event(self.taken, line, "statement", terms))

    def ended(self, line: int) -> None:
        if self.subject:
            self.events.append(_Event(self.taken, line, "dot", self.subject))
        self.subject = ()


def _tie(comments: Comments, notes: list[_Note], events: list[_Event]) -> None:
    """Put each comment where it belongs."""
    read = [event.tokens for event in events]
    earlier: tuple[int, int] | None = None  # the event and line of the comment before, if alone
    for number, note in enumerate(notes):
        at = bisect_right(read, note.tokens)
        if not note.alone and at and _behind(comments, note.text, events, at - 1):
            earlier = None
            continue
        place = _place(comments, events, at)
        in_block = at < len(events) and events[at].what in {"statement", "dot"}
        if not in_block and earlier is not None and earlier[0] == at and note.line > earlier[1] + 1:
            place.append("")
        place.append(note.text)
        earlier = (at, note.line)
        follows = notes[number + 1] if number + 1 < len(notes) else None
        is_last = follows is None or bisect_right(read, follows.tokens) != at
        if is_last and at < len(events) and events[at].what == "subject":
            if events[at].line > note.line + 1:
                place.append("")
            _part_head(comments, events, at)


def _place(comments: Comments, events: list[_Event], at: int) -> list[str]:
    """Give the list for the comments on lines of their own before an event."""
    if at == len(events):
        return comments.foot
    event = events[at]
    if event.what == "prefix":
        return comments.head
    kept = comments.last if event.what == "dot" else comments.before
    return kept.setdefault(event.key, [])


def _behind(comments: Comments, text: str, events: list[_Event], at: int) -> bool:
    """Tie a comment that stands behind something; say whether there was a free place for it."""
    event = events[at]
    if event.what == "prefix":
        return comments.prefixes.setdefault(event.name, text) is text
    if event.what == "dot":
        before = events[at - 1]
        if before.line != event.line:
            return comments.dot.setdefault(event.key, text) is text
        event = before  # the dot has no line of its own yet
    return comments.behind.setdefault(event.key, text) is text


def _part_head(comments: Comments, events: list[_Event], at: int) -> None:
    """Keep what a file without prefixes says of itself first, and not with the first subject."""
    lines = comments.before[events[at].key]
    if at == 0 and not comments.head and "" in lines:
        gap = lines.index("")
        comments.head, lines[:] = lines[:gap], lines[gap + 1 :]
        if not lines:
            del comments.before[events[at].key]
