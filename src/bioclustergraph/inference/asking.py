"""What somebody asks why of: three terms as people write them, and what to say if it is not so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import ParameterError, Text, UnknownThing
from bioclustergraph.inference.proofs import Proofs
from bioclustergraph.inference.telling import statement
from bioclustergraph.names import expand, resolve
from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, Triple

    from bioclustergraph.inference.proofs import Proof
    from bioclustergraph.project import Project
    from bioclustergraph.store.embedded import EmbeddedStore

_SUGGESTED: Final = 5
"""How many triples that are there are named beside one that is not."""


def read(store: EmbeddedStore, project: Project, texts: tuple[str, str, str]) -> Triple:
    """Read subject, predicate and object.

    Args:
        store: where things are looked up by name.
        project: whose questions look them up.
        texts: each an IRI, a prefixed name, a key or name of a thing; the object may be a literal
            as in Turtle (``"2021-06-30"^^xsd:date``, ``"Genøk"@nb``, ``5``), the predicate ``a``.

    Raises:
        ParameterError: a term cannot be read.
        UnknownThing: nothing has that name.
    """
    import pyoxigraph

    subject, predicate, value = texts
    type_ = f"{PREFIXES['rdf']}type"
    property_ = type_ if predicate == "a" else expand(predicate)
    if property_ is None:
        raise _unreadable(predicate)
    literal = _literal(value)
    return pyoxigraph.Triple(
        _named(expand(subject) or resolve(store, project, subject), subject),
        _named(property_, predicate),
        literal
        if literal is not None
        else _named(expand(value) or resolve(store, project, value), value),
    )


def proved(store: EmbeddedStore, project: Project, triple: Triple) -> Proof:
    """Prove a triple.

    Raises:
        UnknownThing: it is neither stated nor derived; the error names what is nearest.
        QueryError: a rule cannot be read or does not parse.
        StoreError: the store is older than its rules.
    """
    found = Proofs(store, project).why(triple)
    if found is not None:
        return found
    near = "; ".join(statement(each) for each in _near(store, triple))
    raise UnknownThing(
        Text(
            f"«{statement(triple)}» er ikke sagt og ikke utledet.",
            f"“{statement(triple)}” is not stated and not derived.",
        ),
        hint=Text(f"Mente du {near}?", f"Did you mean {near}?") if near else None,
    )


def _near(store: EmbeddedStore, triple: Triple) -> list[Triple]:
    """Give triples that are there and differ in one term only."""
    import pyoxigraph

    s, p, o = triple.subject, triple.predicate, triple.object
    found = dict.fromkeys(
        pyoxigraph.Triple(quad.subject, quad.predicate, quad.object)
        for pattern in ((s, None, o), (s, p, None), (None, p, o))
        for quad in store.matching(*pattern)
    )
    return sorted(found, key=lambda each: (each.subject != s, str(each)))[:_SUGGESTED]


def _named(iri: str, text: str) -> NamedNode:
    import pyoxigraph

    try:
        return pyoxigraph.NamedNode(iri)
    except ValueError as error:
        raise _unreadable(text) from error


def _literal(text: str) -> Literal | None:
    """Read a literal as Turtle has it; ``None`` if it is none."""
    import pyoxigraph

    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    if not text.startswith('"') and not text.lstrip("+-").replace(".", "", 1).isdigit():
        return None
    try:
        read = list(
            pyoxigraph.parse(
                f"{prefixes}<urn:s> <urn:p> {text} .", format=pyoxigraph.RdfFormat.TURTLE
            )
        )
    except SyntaxError as error:
        raise _unreadable(text) from error
    value = read[0].object
    if len(read) != 1 or not isinstance(value, pyoxigraph.Literal):
        raise _unreadable(text)
    return value


def _unreadable(text: str) -> ParameterError:
    return ParameterError(
        Text(f"«{text}» kan ikke leses.", f"“{text}” cannot be read."),
        hint=Text(
            "Skriv et forkortet navn (org:memberOf), en IRI, eller en literal som i Turtle.",
            "Write a prefixed name (org:memberOf), an IRI, or a literal as in Turtle.",
        ),
    )
