"""Write Turtle so that it diffs well.

The same graph gives the same bytes, one statement is one line, and no line changes because another
is added or removed: hence a line of its own for each predicate and object, and a line of its own
for the dot. Only prefixes that are used are declared.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bioclustergraph.namespaces import PREFIXES
from bioclustergraph.turtle.comments import Comments, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import rdflib
    from rdflib.term import Node

    from bioclustergraph.turtle.positions import Term

_XSD: Final = PREFIXES["xsd"]
_RDF_TYPE: Final = PREFIXES["rdf"] + "type"
_LOCAL: Final = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?)?")
_BARE: Final = {
    _XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    _XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    _XSD + "boolean": re.compile(r"true|false"),
}
_IN_COMMENT: Final = re.compile(r"(?<![\w<:/-])([a-z][a-z-]*):[A-Za-z0-9…]")
_LANGUAGES: Final = {"": 0, "nb": 0, "nn": 1, "en": 2}
_NAMESPACES: Final = tuple(
    sorted(((iri, prefix) for prefix, iri in PREFIXES.items()), key=lambda pair: -len(pair[0]))
)


def write(
    graph: rdflib.Graph,
    *,
    base: str = "",
    first: Iterable[str] = (),
    comments: Comments | None = None,
) -> str:
    """Give ``graph`` as Turtle.

    Args:
        graph: the triples; blank nodes keep their labels, so relabel them first if they must not
            differ from one run to the next.
        base: the IRI that the reader will resolve against, written ``<>``; not declared in the
            text, because a file under ``data/`` takes it from its path.
        first: the IRIs of the subjects that come first, in this order; ``base`` comes before them.
        comments: the comments to write, each beside what it is about; one about a statement that
            is not in the graph is left out.

    Returns:
        The text; subjects, predicates and objects sorted, ``a`` first, Norwegian before English.
    """
    import rdflib

    said = comments or Comments()
    writer = _Writer(base)
    statements: dict[Node, list[tuple[str, tuple[int, int, str], str]]] = {}
    for subject, predicate, value in graph:
        is_type = str(predicate) == _RDF_TYPE
        verb = "a" if is_type else writer.term(predicate)
        line = f"    {verb} {writer.term(value)} ;"
        key = key_of(subject, predicate, value) if comments else ()
        statements.setdefault(subject, []).append(
            ("" if is_type else verb, _value_order(value), _commented(line, said, key, "    "))
        )
    leading = {iri: number for number, iri in enumerate((base, *first))}
    subjects = sorted(
        statements,
        key=lambda s: (leading.get(str(s), len(leading)), isinstance(s, rdflib.BNode), str(s)),
    )
    blocks: list[str] = []
    for subject in subjects:
        key = key_of(subject) if comments else ()
        blocks += ("\n", _commented(writer.term(subject), said, key, ""))
        blocks += (line for *_, line in sorted(statements[subject]))
        blocks += (f"    {comment}\n" for comment in said.last.get(key, ()))
        blocks += (_with(".", said.dot.get(key)), "\n")
    return _whole(said, writer.used | _mentioned(said), blocks)


def _whole(comments: Comments, used: set[str], blocks: list[str]) -> str:
    """Put head, prefixes, blocks and foot together, with an empty line between them.

    A comment on a prefix that is not used joins the head. In a file without statements and
    prefixes there is nothing that head and foot could be of, and all its comments are one.
    """
    homeless = [text for name, text in comments.prefixes.items() if name not in used]
    head = [f"{comment}\n" for comment in (*comments.head, *homeless)]
    foot = [f"{comment}\n" for comment in comments.foot]
    if not blocks and not used:
        return "".join((*head, *foot))
    prefixes = [
        _with(f"@prefix {name}: <{PREFIXES[name]}> .", comments.prefixes.get(name)) + "\n"
        for name in sorted(used)
    ]
    empty = ["\n"]
    return "".join(
        (*head, *(empty if head else ()), *prefixes, *blocks, *(empty if foot else ()), *foot)
    )


def _mentioned(comments: Comments) -> set[str]:
    """Give our prefixes that comments use: a statement that waits in a comment needs its own."""
    return {
        prefix
        for comment in comments.texts()
        for prefix in _IN_COMMENT.findall(comment)
        if prefix in PREFIXES
    }


def _commented(line: str, comments: Comments, key: tuple[Term, ...], indent: str) -> str:
    before = (f"{indent}{comment}".rstrip() + "\n" for comment in comments.before.get(key, ()))
    return "".join(before) + _with(line, comments.behind.get(key)) + "\n"


def _with(line: str, comment: str | None) -> str:
    return line if comment is None else f"{line}  {comment}"


def n3(term: Node) -> str:
    """Give one term as N-Triples text; unlike rdflib's own, quiet about an ill-typed literal."""
    return _Writer("", ()).term(term, bare=False)


class _Writer:
    """Writes terms and remembers the prefixes that were used."""

    def __init__(self, base: str, namespaces: Iterable[tuple[str, str]] = _NAMESPACES) -> None:
        self.base = base
        self.namespaces = namespaces
        self.used: set[str] = set()

    def term(self, term: Node, *, bare: bool = True) -> str:
        """Write one term; ``bare`` allows ``12`` and ``true`` without quotes."""
        import rdflib

        if isinstance(term, rdflib.Literal):
            return self.literal(term, bare=bare)
        if isinstance(term, rdflib.BNode):
            return f"_:{term}"
        return self.iri(str(term))

    def iri(self, iri: str) -> str:
        """Write an IRI: as base, with a prefix where it is legal, else in full."""
        if self.base and (iri == self.base or iri.startswith(self.base + "#")):
            return f"<{_escaped_iri(iri.removeprefix(self.base))}>"
        for namespace, prefix in self.namespaces:
            if iri.startswith(namespace):
                local = iri[len(namespace) :]
                if not _LOCAL.fullmatch(local):
                    break
                self.used.add(prefix)
                return f"{prefix}:{local}"
        return f"<{_escaped_iri(iri)}>"

    def literal(self, literal: rdflib.Literal, *, bare: bool) -> str:
        """Write a literal: bare where Turtle has a bare form that keeps it, else quoted."""
        text = str(literal)
        if literal.language:
            return f"{_quoted(text)}@{literal.language}"
        datatype = str(literal.datatype or _XSD + "string")
        if datatype == _XSD + "string":
            return _quoted(text)
        if bare and datatype in _BARE and _BARE[datatype].fullmatch(text):
            return text
        return f"{_quoted(text)}^^{self.iri(datatype)}"


def _value_order(value: Node) -> tuple[int, int, str]:
    import rdflib

    if isinstance(value, rdflib.Literal):
        return (
            1,
            _LANGUAGES.get(value.language or "", len(_LANGUAGES)),
            f"{value} {value.datatype}",
        )
    return (2 if isinstance(value, rdflib.BNode) else 0, 0, str(value))


def _quoted(text: str) -> str:
    escaped = (
        text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "\\r").replace("\t", "\\t")
    )
    escaped = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", lambda m: f"\\u{ord(m[0]):04X}", escaped)
    return f'"""{escaped}"""' if "\n" in escaped else f'"{escaped}"'


def _escaped_iri(iri: str) -> str:
    return re.sub(r'[\x00-\x20<>"{}|^`\\]', lambda m: f"\\u{ord(m[0]):04X}", iri)
