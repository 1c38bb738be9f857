"""On which line of a Turtle file a statement stands.

No RDF parser tells where a triple came from, and a finding that names no line costs the curator a
search. This is a scanner, not a parser: it walks the tokens of a file that a parser has already
accepted and notes the line of each subject, predicate and object. Whatever it cannot follow it
passes over; it never raises, and its worst answer is ``None``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

if TYPE_CHECKING:
    from collections.abc import Iterator

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

_TOKEN: Final = re.compile(
    r"""
      (?P<skip>     (?:[ \t\r\n]+ | \#[^\r\n]*)+ )
    | (?P<iri>      <[^\x00-\x20<>"{}|^`]*> )
    | (?P<string>   \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
                  | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
    | (?P<datatype> \^\^ )
    | (?P<at>       @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<number>   [+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+ | [+-]?[0-9]*\.?[0-9]+ )
    | (?P<name>     (?:[^\s<>"'()\[\];,.\#^@\\:]|\.(?=[^\s<>"'()\[\];,\#^@]))*
                    (?: : (?:[^\s<>"'()\[\];,.\#^@\\]|\\.|\.(?=[^\s<>"'()\[\];,\#^@]))* )? )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROL: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}

Term = tuple[str, str, str]
"""A term so that two spellings of it are equal: kind or datatype, language, text."""


@dataclass
class Positions:
    """The lines of one Turtle text.

    Attributes:
        lines: the first line of each subject, of each subject with predicate, and of each triple.
    """

    lines: dict[tuple[Term, ...], int] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, base: str) -> Positions:
        """Scan ``text``, whose relative IRIs are resolved against ``base``."""
        positions = cls()
        Scanner(text, base, positions.lines).run()
        return positions

    def line_of(
        self, subject: str, predicate: str | None = None, value_n3: str | None = None
    ) -> int | None:
        """Give the line, counted from 1, where a statement first stands, or ``None``.

        Args:
            subject: the IRI of the subject.
            predicate: the IRI of the predicate; without it the line of the subject is given.
            value_n3: the object as N-Triples text; without it the line of the first object.
        """
        key: tuple[Term, ...] = (_iri(subject),)
        if predicate is not None:
            key += (_iri(predicate),)
            if value_n3 is not None:
                value = Scanner(value_n3, "", {}).first_term()
                if value is None:
                    return None
                key += (value,)
        return self.lines.get(key)


@dataclass
class _Frame:
    """Where in a statement we are; brackets and lists open a frame of their own."""

    terms: list[Term | None] = field(default_factory=list)
    is_list: bool = False


class Scanner:
    """One walk over the tokens of a text."""

    def __init__(self, text: str, base: str, lines: dict[tuple[Term, ...], int]) -> None:
        self.text = text
        self.base = base
        self.prefixes: dict[str, str] = {}
        self.lines = lines
        self.frames = [_Frame()]
        self._read = Tokens("")

    @property
    def taken(self) -> int:
        """How many tokens of the text have been read."""
        return self._read.taken

    def declared(self, prefix: str) -> None:
        """Hear of a declaration; the prefix is empty for a base, too."""

    def placed(self, terms: tuple[Term, ...], line: int) -> None:
        """Hear of a subject, of a subject with predicate, or of a statement."""

    def ended(self, line: int) -> None:
        """Hear of a dot."""

    def run(self) -> None:
        """Note the line of every term that stands in a statement of its own."""
        tokens = self._tokens()
        for kind, token, line in tokens:
            if (kind == "at" and token in {"@prefix", "@base"}) or (
                kind == "name" and token.lower() in {"prefix", "base"}
            ):
                self._directive(token.lower().removeprefix("@"), tokens)
            elif kind == "mark":
                self._mark(token, line)
            elif kind in {"at", "datatype"}:
                self._pass_annotation(kind, tokens)
            else:
                self._place(self._term(kind, token, tokens), line)

    def first_term(self) -> Term | None:
        """Read the text as one term, as in N-Triples."""
        tokens = self._tokens()
        for kind, token, _line in tokens:
            return self._term(kind, token, tokens)
        return None

    def _tokens(self) -> Tokens:
        self._read = Tokens(self.text)
        return self._read

    def _directive(self, word: str, tokens: Tokens) -> None:
        """Take the prefix or the base; the dot that may follow changes nothing."""
        name = next(tokens, None) if word == "prefix" else None
        iri = next(tokens, None)
        if iri is None or iri[0] != "iri":
            return
        resolved = self._resolve(iri[1][1:-1])
        if word == "base":
            self.base = resolved
        elif name is not None:
            self.prefixes[name[1].removesuffix(":")] = resolved
        self.declared("" if name is None else name[1].removesuffix(":"))

    def _mark(self, mark: str, line: int) -> None:
        frame = self.frames[-1]
        if mark == ".":
            self.frames = [_Frame()]
            self.ended(line)
        elif mark == ";":
            del frame.terms[1:]
        elif mark == ",":
            del frame.terms[2:]
        elif mark in "[(":
            self.frames.append(_Frame([None], is_list=mark == "("))
        elif mark in "])" and len(self.frames) > 1:
            self.frames.pop()
            self._place(None, line)

    @staticmethod
    def _pass_annotation(kind: str, tokens: Tokens) -> None:
        """Pass over a language or datatype that follows no string (not Turtle)."""
        if kind == "datatype":
            next(tokens, None)

    def _place(self, term: Term | None, line: int) -> None:
        """Put a term at its place in the statement, and note the line."""
        frame = self.frames[-1]
        if frame.is_list:
            return
        frame.terms.append(term)
        known = [found for found in frame.terms if found is not None]
        if len(known) == len(frame.terms):
            self.lines.setdefault(tuple(known), line)
            if len(self.frames) == 1:
                self.placed(tuple(known), line)

    def _term(self, kind: str, spelling: str, tokens: Tokens) -> Term | None:
        """Read one term; ``tokens`` is where the language or datatype of a string follows."""
        if kind == "string":
            return self._literal(spelling, tokens)
        if kind == "number":
            return _number(spelling)
        if spelling in {"true", "false"}:
            return (_XSD + "boolean", "", spelling)
        iri = self._resolve(spelling[1:-1]) if kind == "iri" else self._expanded(spelling)
        return None if iri is None else _iri(iri)

    def _expanded(self, name: str) -> str | None:
        """Expand a prefixed name; a blank node has no IRI."""
        if name == "a":
            return _RDF_TYPE
        prefix, colon, local = name.partition(":")
        namespace = self.prefixes.get(prefix) if colon and prefix != "_" else None
        return None if namespace is None else namespace + _unescaped(local)

    def _literal(self, spelling: str, tokens: Tokens) -> Term | None:
        quotes = 3 if spelling.startswith(('"""', "'''")) else 1
        text = _unescaped(spelling[quotes:-quotes])
        follower = tokens.peek()
        if follower is not None and follower[0] == "at":
            next(tokens)
            return ("language", follower[1][1:].lower(), text)
        if follower is not None and follower[0] == "datatype":
            next(tokens)
            named = next(tokens, None)
            datatype = self._term(named[0], named[1], tokens) if named is not None else None
            return None if datatype is None else (datatype[2], "", text)
        return (_XSD + "string", "", text)

    def _resolve(self, reference: str) -> str:
        reference = _unescaped(reference)
        if not self.base or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", reference):
            return reference
        try:
            return urljoin(self.base, reference)
        except ValueError:  # urljoin refuses what looks like a broken IPv6 address
            return reference


class Tokens:
    """The tokens of a text with their lines, one of which can be seen ahead."""

    def __init__(self, text: str) -> None:
        self._source = scan(text)
        self._ahead: list[tuple[str, str, int]] = []
        self.taken = 0

    def __iter__(self) -> Tokens:
        return self

    def __next__(self) -> tuple[str, str, int]:
        token = self._ahead.pop() if self._ahead else next(self._source)
        self.taken += 1
        return token

    def peek(self) -> tuple[str, str, int] | None:
        """See the next token without taking it."""
        if not self._ahead:
            token = next(self._source, None)
            if token is None:
                return None
            self._ahead.append(token)
        return self._ahead[0]


def scan(text: str) -> Iterator[tuple[str, str, int]]:
    """Give ``(kind, token, line)``; a character that begins no term is a mark."""
    at, line = 0, 1
    while at < len(text):
        match = _TOKEN.match(text, at)
        end = match.end() if match is not None else at
        if match is None or end == at:
            yield ("mark", text[at], line)
            at += 1
            continue
        kind = match.lastgroup or "skip"
        if kind != "skip":
            yield (kind, match.group(), line)
        line += text.count("\n", at, end)
        at = end


def _iri(text: str) -> Term:
    return ("iri", "", text)


def _number(token: str) -> Term:
    if "e" in token.lower():
        return (_XSD + "double", "", token)
    return (_XSD + ("decimal" if "." in token else "integer"), "", token)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code is None:
        return _CONTROL.get(match[3], match[3])
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF else match[0]  # noqa: PLR2004 - the last of Unicode
