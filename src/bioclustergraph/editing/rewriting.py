"""Change the text of a data file so that only the lines of what changed differ.

A file in canonical form (:func:`bioclustergraph.turtle.write`) is written anew, which changes no
other line. In any other, the statements of the subjects that changed are written anew where they
stand, a new subject comes last, and everything else keeps its place and its comments. Whatever the
text cannot be split into gives the canonical form; what comes out is read again, and holds exactly
the triples that were asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph import turtle
from bioclustergraph.errors import TurtleError
from bioclustergraph.turtle.positions import scan

if TYPE_CHECKING:
    import rdflib

_PREFIX: Final = re.compile(r"@prefix\s+([^\s:]*):\s*<([^>]*)>\s*\.\s*")


@dataclass(frozen=True, slots=True)
class _Statement:
    """Lines ``first`` up to, and without, ``end``, counted from 0."""

    first: int
    end: int
    is_directive: bool


def rewritten(text: str, base: str, before: rdflib.Graph, after: rdflib.Graph) -> str:
    """Give the text of ``after``, as like ``text`` as can be.

    Args:
        text: the file as it was.
        base: the IRI of its graph.
        before: what the text says.
        after: what it is to say; without blank nodes.
    """
    canonical = turtle.write(after, base=base)
    if text == turtle.write(before, base=base):
        return canonical
    edited = _edited(text, base, before, after)
    if edited is not None and _says(edited, base, after):
        return edited
    return canonical


def _says(text: str, base: str, wanted: rdflib.Graph) -> bool:
    try:
        return set(turtle.parse(text, base)) == set(wanted)
    except TurtleError:
        return False


def _edited(text: str, base: str, before: rdflib.Graph, after: rdflib.Graph) -> str | None:
    statements = _statements(text)
    if statements is None or "\r" in text:
        return None
    lines = text.splitlines(keepends=True)
    preamble = "".join(
        line for s in statements if s.is_directive for line in lines[s.first : s.end]
    )
    missing = turtle.empty()
    for triple in set(after) - set(before):
        missing.add(triple)
    changed = {s for s, _, _ in set(before) ^ set(after)}
    blocks: dict[_Statement, str] = {}
    for statement in statements:
        if statement.is_directive:
            continue
        written = lines[statement.first : statement.end]
        said = turtle.parse(preamble + "".join(written), base)
        subjects = set(said.subjects())
        if not subjects & changed:
            continue
        if len(subjects) != 1:  # a list or a nameless node: not to be taken apart
            return None
        wanted = _all_that(said, after)
        for triple in tuple(missing.triples((subjects.pop(), None, None))):
            wanted.add(triple)
            missing.remove(triple)
        comments = (line.lstrip() for line in written if line.lstrip().startswith("#"))
        blocks[statement] = "".join(comments) + _block(wanted, base)
    body = _joined(lines, blocks)
    if len(missing):
        body = body.rstrip("\n") + "\n\n" + _block(missing, base)
    return _with_prefixes(body, base, before, after)


def _all_that(said: rdflib.Graph, still: rdflib.Graph) -> rdflib.Graph:
    """Give the triples of ``said`` that are in ``still``."""
    both = turtle.empty()
    for triple in said:
        if triple in still:
            both.add(triple)
    return both


def _joined(lines: list[str], blocks: dict[_Statement, str]) -> str:
    """Put blocks where statements stood; one that is empty takes the empty line before it along."""
    lines = lines.copy()
    for statement, block in blocks.items():
        lines[statement.first] = block
        for number in range(statement.first + 1, statement.end):
            lines[number] = ""
        before = statement.first - 1
        if not block and before >= 0 and not lines[before].strip():
            lines[before] = ""
    return "".join(lines)


def _block(graph: rdflib.Graph, base: str) -> str:
    """Write statements in canonical form, without the prefixes."""
    return _split(turtle.write(graph, base=base))[1]


def _split(text: str) -> tuple[list[str], str]:
    """Part a canonical text into its prefixes and its statements."""
    lines = text.splitlines(keepends=True)
    prefixes = [line for line in lines if line.startswith("@prefix ")]
    return prefixes, "".join(lines[len(prefixes) :]).lstrip("\n")


def _with_prefixes(text: str, base: str, before: rdflib.Graph, after: rdflib.Graph) -> str | None:
    """Declare the prefixes that are new; where only used ones were declared, drop those unused."""
    lines = text.splitlines(keepends=True)
    declared = [line for line in lines if line.startswith("@prefix ")]
    wanted = _split(turtle.write(after, base=base))[0]
    names = {m[1]: m[2] for line in declared if (m := _PREFIX.fullmatch(line))}
    if len(names) != len(declared):
        return None
    for line in wanted:
        found = _PREFIX.fullmatch(line)
        if found is None or names.get(found[1], found[2]) != found[2]:
            return None  # the file gives the prefix another meaning
    kept = declared if declared != _split(turtle.write(before, base=base))[0] else []
    together = sorted({*kept, *wanted}, key=lambda line: line.partition(":")[0])
    if together == declared:
        return text
    at = lines.index(declared[0]) if declared else 0
    rest = [line for line in lines if not line.startswith("@prefix ")]
    return "".join([*rest[:at], *together, *rest[at:]])


def _statements(text: str) -> list[_Statement] | None:
    """Split a text into its statements; ``None`` if two share a line."""
    found: list[_Statement] = []
    depth = first = 0
    taken: list[tuple[str, str]] = []
    for kind, sign, line in scan(text):
        if not taken:
            first = line - 1
            if found and first < found[-1].end:
                return None
        taken.append((kind, sign))
        word = taken[0][1].lower()
        if kind == "mark":
            depth += (sign in "[(") - (sign in "])")
        is_directive = word in {"@prefix", "@base", "prefix", "base"}
        if is_directive and not word.startswith("@"):
            ended = len(taken) == (3 if word == "prefix" else 2)
        else:
            ended = kind == "mark" and sign == "." and not depth
        if ended:
            found.append(_Statement(first, line, is_directive))
            taken = []
    return None if taken else found
