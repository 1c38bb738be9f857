"""What a passage says, held against what a statement says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from bioclustergraph import quantities
from bioclustergraph.namespaces import BASE, BCG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import rdflib

    from bioclustergraph.dataset import Dataset

_BRACKETS: Final = (("(", ")"), ("[", "]"))
_TAKEN: Final = "*%"
"""Marks that belong to the word before them: a passage takes them along."""

_SHORT: Final = 3
"""Letters; a name that is no longer must stand as a word of its own."""

_XSD: Final = PREFIXES["xsd"]
_DATES: Final = frozenset(_XSD + name for name in ("date", "gYearMonth", "gYear"))
_NUMBERS: Final = frozenset(_XSD + name for name in ("decimal", "integer"))
_DURATIONS: Final = frozenset(
    _XSD + name for name in ("duration", "yearMonthDuration", "dayTimeDuration")
)
_NOT_STATED: Final = frozenset({BCG.ordinal, BCG.currency})
"""Values that no source states in so many words: our order, and a code for what it calls kroner."""


def whole(text: str, start: int, end: int) -> bool:
    """Say whether the passage ``text[start:end]`` is cut where a careful hand would cut it.

    So strict that moving either end by one character is noticed: it begins with a letter or a digit
    and ends with one, a mark or a closing bracket; it takes a mark that follows; brackets pair.
    """
    words = text[start:end]
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return (
        words[0].isalnum()
        and not before.isalnum()
        and (words[-1].isalnum() or words[-1] in ")]" + _TAKEN)
        and not (words[-1].isalnum() and after.isalnum())
        and (not after or after not in _TAKEN)
        and all(words.count(opening) == words.count(closing) for opening, closing in _BRACKETS)
    )


def folded(text: str) -> str:
    """Reduce a text to what is compared: no case, one space, none after a slash at a line's end."""
    return re.sub(r"/ ", "/", " ".join(text.split())).casefold()


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called.

    Attributes:
        known: every name of every thing, as the sources print it and as we label it, folded.
        printed: the things that some source names.
    """

    known: dict[str, frozenset[str]]
    printed: frozenset[str]

    @classmethod
    def of(cls, dataset: Dataset) -> Names:
        """Read the labels and namings of a dataset."""
        from rdflib import RDFS, URIRef

        thing, text = URIRef(BCG.hasNamedThing), URIRef(BCG.nameText)
        names: dict[str, set[str]] = {}
        printed: set[str] = set()
        for file in dataset.files:
            for subject, label in file.graph.subject_objects(RDFS.label):
                names.setdefault(str(subject), set()).add(folded(str(label)))
            for naming, named in file.graph.subject_objects(thing):
                printed.add(str(named))
                for name in file.graph.objects(naming, text):
                    names.setdefault(str(named), set()).add(folded(str(name)))
        known = {iri: frozenset(all_) for iri, all_ in names.items()}
        return cls(known, frozenset(printed))

    def stand_in(self, iri: str, text: str) -> bool:
        """Say whether a folded text names a thing.

        A thing that no source names has only our label, which describes it: it is named where half
        the words of a label stand, or more.
        """
        known = self.known.get(iri, frozenset())
        if any(_stands(name, text) for name in known):
            return True
        return iri not in self.printed and any(_described(label, text) for label in known)


def names_participant(
    graph: rdflib.Graph, statement: rdflib.term.Node, words: str, names: Names
) -> bool:
    """Say whether the words of a passage name a participant, by any name the graph knows.

    A document does not name itself: a statement between it and somebody must name them. Where the
    document is all that a statement is about, there is nobody to name.
    """
    things = {iri for iri in _participants(graph, statement) if "#" not in iri}
    others = {iri for iri in things if not iri.startswith(PREFIXES["document"])}
    if not others and things:
        return True
    text = folded(words)
    return any(names.stand_in(iri, text) for iri in others)


def quotes_name(graph: rdflib.Graph, statement: rdflib.term.Node, words: str) -> bool:
    """Say whether every ``bcg:nameText`` of a statement stands in ``words``."""
    from rdflib import URIRef

    text = folded(words)
    return all(
        _stands(folded(str(name)), text) for name in graph.objects(statement, URIRef(BCG.nameText))
    )


def states_value(graph: rdflib.Graph, statement: rdflib.term.Node, words: str) -> bool:
    """Say whether ``words`` state a value of a statement.

    Values are the years of its dates, its numbers and durations however they are written
    (:mod:`bioclustergraph.quantities`), the texts it quotes from the source (a name, an address,
    the title of a call) and addresses of the web. Descriptions and notes are our own words, and are
    not looked for.
    """
    text = folded(words)
    return any(_states(words, text, value) for value in _values(graph, statement))


def _participants(graph: rdflib.Graph, statement: rdflib.term.Node) -> Iterator[str]:
    """Give the IRIs of those whom a statement is about.

    That a list is complete is said by the list: whoever stands in it is one of them.
    """
    from rdflib import RDF, URIRef

    yield from _things(graph, statement)
    kind = graph.value(statement, URIRef(BCG.forRelationKind))
    of = graph.value(statement, URIRef(BCG.completenessOf))
    if kind is not None and of is not None:
        for listed in graph.subjects(RDF.type, kind):
            if (listed, None, of) in graph:
                yield from _things(graph, listed)


def _things(graph: rdflib.Graph, statement: rdflib.term.Node) -> Iterator[str]:
    return (str(o) for o in graph.objects(statement) if str(o).startswith(f"{BASE}id/"))


def _described(label: str, text: str) -> bool:
    """Say whether half the words of a label begin words of a text; short ones say little."""
    words = [word for word in re.findall(r"\w+", label) if len(word) > _SHORT]
    standing = sum(_stands(word, text) for word in words)
    return standing * 2 >= len(words) > 0


def _stands(name: str, text: str) -> bool:
    """Say whether a name stands in a text: from the beginning of a word, and with any ending."""
    end = r"s?(?!\w)" if len(name) <= _SHORT else ""
    return re.search(rf"(?<!\w){re.escape(name)}{end}", text) is not None


def _values(graph: rdflib.Graph, statement: rdflib.term.Node) -> Iterator[rdflib.term.Node]:
    for predicate, value in graph.predicate_objects(statement):
        if str(predicate) not in _NOT_STATED:
            yield value


def _states(words: str, text: str, value: rdflib.term.Node) -> bool:
    from rdflib import Literal

    if not isinstance(value, Literal):
        return not str(value).startswith(BASE) and _address(str(value)) in text
    datatype = str(value.datatype or f"{_XSD}string")
    if value.language is not None:
        return False
    if datatype in _DATES:
        return re.search(rf"(?<![0-9]){str(value)[:4]}(?![0-9])", text) is not None
    if datatype in _NUMBERS:
        return any(quantities.states(words, number) for number in _decimals(str(value)))
    if datatype in _DURATIONS:
        return any(quantities.states(words, n) for n in _decimals(*re.findall("[0-9]+", value)))
    return datatype == f"{_XSD}string" and _stands(folded(str(value)), text)


def _decimals(*written: str) -> Iterator[Decimal]:
    for number in written:
        try:
            yield Decimal(number)
        except InvalidOperation:  # an ill-typed literal, which the shapes report
            continue


def _address(iri: str) -> str:
    """Give an address the way it is printed: without the scheme and a closing slash."""
    return re.sub(r"^(?:https?://|mailto:)", "", iri).rstrip("/").casefold()
