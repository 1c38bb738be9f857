"""How much is said in Norwegian and in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph import names, queries, validation
from bioclustergraph.errors import Text
from bioclustergraph.namespaces import BASE, BCG, KINDS, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import rdflib

    from bioclustergraph.dataset import Dataset
    from bioclustergraph.project import Project

_RDFS_LABEL: Final = PREFIXES["rdfs"] + "label"
_DEFINITION: Final = PREFIXES["skos"] + "definition"
_PREFERRED: Final = PREFIXES["skos"] + "prefLabel"
_TITLE: Final = PREFIXES["dcterms"] + "title"
_MESSAGE: Final = PREFIXES["sh"] + "message"

_AS_PRINTED: Final = frozenset(
    {BCG.nameText, BCG.callName, PREFIXES["skos"] + "altLabel", PREFIXES["skos"] + "hiddenLabel"}
)
"""What somebody else wrote, in the language they wrote it in."""


@dataclass(frozen=True, slots=True)
class Lack:
    """A text that is missing in a language.

    Attributes:
        about: the IRI of what it is about; the name, of a question.
        property: the IRI of the property; ``summary``, of a question.
        language: the language it is missing in.
    """

    about: str
    property: str
    language: str


@dataclass(frozen=True, slots=True)
class LanguageCoverage:
    """How much of one kind is said in both languages.

    Attributes:
        kind: what is counted.
        total: how many there are.
        lacks: what is missing.
    """

    kind: Text
    total: int
    lacks: tuple[Lack, ...]

    @property
    def complete(self) -> int:
        """How many lack nothing."""
        return self.total - len({lack.about for lack in self.lacks})


def both_languages(
    project: Project, dataset: Dataset, terms: rdflib.Graph
) -> tuple[LanguageCoverage, ...]:
    """Count what has a text in Norwegian bokmål and in English, kind by kind.

    Each must have the texts that its kind requires, and whatever other text it has in one of the
    languages, in both; names as others print them are in the language they are printed in.

    Args:
        project: whose questions and shapes are counted.
        dataset: the data.
        terms: the ontology.

    Raises:
        QueryError: a question cannot be read.
        TurtleError: a shapes file cannot be read.
    """
    data = dataset.merged()
    shapes = validation.load_shapes(project)
    asked = queries.find(project).values()
    lacking = tuple(
        Lack(question.name, "summary", "nb")
        for question in asked
        if question.summary.nb == question.summary.en  # then there was only one
    )
    return (
        _counted(Text("termer", "terms"), terms, _is_term, (_RDFS_LABEL, _DEFINITION)),
        _counted(Text("begreper", "concepts"), terms, _is_concept, (_PREFERRED, _DEFINITION)),
        _counted(Text("ting", "things"), data, _is_thing, (_RDFS_LABEL,)),
        _counted(Text("grafer", "graphs"), data, _is_graph, (_TITLE,)),
        _counted(Text("utsagn med tekst", "statements with a text"), data, _is_statement, ()),
        LanguageCoverage(Text("spørsmål", "questions"), len(asked), lacking),
        _counted(
            Text("meldinger i former", "messages of shapes"),
            shapes,
            lambda iri: any(shapes.objects(iri, _uri(_MESSAGE))),
            (_MESSAGE,),
        ),
    )


def _counted(
    kind: Text,
    graph: rdflib.Graph,
    belongs: Callable[[rdflib.term.Node], bool],
    required: tuple[str, ...],
) -> LanguageCoverage:
    counted = 0
    lacks: list[Lack] = []
    for subject in sorted(set(graph.subjects()), key=str):
        if belongs(subject):
            texts = _texts(graph, subject, required)
            counted += bool(texts)
            lacks += _lacks(str(subject), texts)
    return LanguageCoverage(kind, counted, tuple(lacks))


def _texts(
    graph: rdflib.Graph, subject: rdflib.term.Node, required: Iterable[str]
) -> dict[str, set[str]]:
    """Give, by property, the languages in which a subject has a text."""
    from rdflib import Literal

    texts: dict[str, set[str]] = {name: set() for name in required}
    for predicate, value in graph.predicate_objects(subject):
        tagged = isinstance(value, Literal) and value.language
        if tagged and str(predicate) not in _AS_PRINTED:
            texts.setdefault(str(predicate), set()).add(tagged)
    return texts


def _lacks(about: str, texts: dict[str, set[str]]) -> Iterator[Lack]:
    for property_, languages in sorted(texts.items()):
        for language in names.LANGUAGES:
            if language not in languages:
                yield Lack(about, property_, language)


def _is_term(iri: rdflib.term.Node) -> bool:
    return str(iri).startswith(PREFIXES["bcg"])


def _is_concept(iri: rdflib.term.Node) -> bool:
    return str(iri).startswith(f"{BASE}scheme/") and names.kind_of(str(iri)) is not None


def _is_thing(iri: rdflib.term.Node) -> bool:
    return names.kind_of(str(iri)) in KINDS


def _is_graph(iri: rdflib.term.Node) -> bool:
    return str(iri).startswith(PREFIXES["graph"])


def _is_statement(iri: rdflib.term.Node) -> bool:
    return str(iri).startswith(f"{BASE}id/") and not _is_thing(iri)


def _uri(iri: str) -> rdflib.URIRef:
    from rdflib import URIRef

    return URIRef(iri)
