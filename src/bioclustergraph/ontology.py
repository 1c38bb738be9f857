"""The ontology as a graph: modules, concept schemes and alignments, and what they say.

Nothing here reasons. The files under ``ontology/`` are read and merged, and asked for the things
that the other modules need: our terms, the kinds of relation, which foreign terms exist, and the
version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

from bioclustergraph import turtle
from bioclustergraph.errors import ProjectError, Text, TurtleError
from bioclustergraph.namespaces import BASE, BCG, FOREIGN, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import Protocol

    import rdflib

    from bioclustergraph.project import Project

    class _Names(Protocol):
        """A closed set of local names."""

        def __contains__(self, name: str, /) -> bool: ...


IRI: Final = f"{BASE}ns"
"""The IRI of the ontology that imports all modules."""

TermKind = Literal["Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty"]
"""What a term is: the local name of its OWL type."""

_FOLDERS: Final = {"schemes": "scheme", "alignments": "alignment", "": "module"}
_USE: Final = re.compile(r"(?:\bbcg:|\bBCG\.|/bioclustergraph/ns/)([A-Za-z]\w*)")


@dataclass(frozen=True, slots=True)
class Term:
    """One term of ours.

    Attributes:
        iri: the IRI of the term.
        name: its local name, as in ``bcg:<name>``.
        kind: what it is, by the local name of its OWL type.
        label: what it is called.
        definition: one sentence, genus and difference.
        module: the IRI of the module that defines it, if one says so.
    """

    iri: str
    name: str
    kind: TermKind
    label: Text
    definition: Text
    module: str | None


@dataclass(frozen=True, slots=True)
class RelationKind:
    """A concrete kind of dated relation, and which property fills each of its sides.

    Attributes:
        iri: the IRI of the class.
        name: the kind as it stands in IRIs: ``id/<name>/…``.
        subject_property: the IRI of the property that points at the subject.
        object_property: the IRI of the one that points at the object, if there is an object.
        role_property: the IRI of the one that points at the role, if there are roles.
        role_scheme: the IRI of the concept scheme of the roles, if there are roles.
        label: what it is called.
        definition: one sentence, genus and difference.
    """

    iri: str
    name: str
    subject_property: str
    object_property: str | None
    role_property: str | None
    role_scheme: str | None
    label: Text
    definition: Text


@dataclass(frozen=True, slots=True)
class ForeignTerms:
    """The terms of the vocabularies we reuse, so that a misspelt one can be told from a real one.

    Attributes:
        by_namespace: for each namespace IRI, its local names.
    """

    by_namespace: Mapping[str, _Names]

    def namespace_of(self, iri: str) -> str | None:
        """Give the namespace of ``iri`` if it is that of a vocabulary we know."""
        return next((known for known in self.by_namespace if iri.startswith(known)), None)

    def exists(self, iri: str) -> bool:
        """Say whether ``iri`` is a term of a vocabulary we know."""
        namespace = self.namespace_of(iri)
        return namespace is not None and iri[len(namespace) :] in self.by_namespace[namespace]


def base_iri(project: Project, path: Path) -> str:
    """Name a file of the ontology: the IRI of the ontology or the concept scheme that it holds."""
    inside = path.relative_to(project.ontology)
    if inside.as_posix() == "bioclustergraph.ttl":
        return IRI
    folder = inside.parent.as_posix().removeprefix(".")
    return f"{BASE}{_FOLDERS.get(folder, folder)}/{inside.stem}"


def load(project: Project) -> rdflib.Graph:
    """Read all modules, concept schemes and alignments into one graph.

    Raises:
        TurtleError: one file or more cannot be read; all of them are named in the one error.
    """
    graphs: list[rdflib.Graph] = []
    errors: list[TurtleError] = []
    for path in turtle.files_under(project.ontology):
        try:
            graphs.append(turtle.read(path, base_iri(project, path)))
        except TurtleError as error:
            errors.append(error)
    if errors:
        raise turtle.together(errors)
    return turtle.merged(graphs)


def version(graph: rdflib.Graph) -> str:
    """Give the version of the ontology (``owl:versionInfo``, semantic versioning).

    Raises:
        ProjectError: the ontology states none.
    """
    from rdflib import OWL, URIRef

    stated = graph.value(URIRef(IRI), OWL.versionInfo)
    if stated is None:
        raise ProjectError(
            Text("Ontologien oppgir ingen versjon.", "The ontology states no version."),
            hint=Text(
                "Skriv owl:versionInfo i ontology/bioclustergraph.ttl.",
                "Write owl:versionInfo in ontology/bioclustergraph.ttl.",
            ),
        )
    return str(stated)


def terms(graph: rdflib.Graph) -> tuple[Term, ...]:
    """List our own terms, sorted by name.

    Raises:
        ProjectError: a term lacks a label or a definition in one of the two languages.
    """
    from rdflib import OWL, RDF, RDFS, SKOS, URIRef

    found = (
        Term(
            iri=str(iri),
            name=iri.removeprefix(PREFIXES["bcg"]),
            kind=kind,
            label=_text(graph, iri, RDFS.label),
            definition=_text(graph, iri, SKOS.definition),
            module=_iri(graph, iri, str(RDFS.isDefinedBy)),
        )
        for kind in get_args(TermKind)
        for iri in graph.subjects(RDF.type, OWL[kind], unique=True)
        if isinstance(iri, URIRef) and iri.startswith(PREFIXES["bcg"])
    )
    return tuple(sorted(found, key=lambda term: term.name))


def relation_kinds(graph: rdflib.Graph) -> tuple[RelationKind, ...]:
    """List the concrete kinds of dated relation, sorted by name.

    A class is concrete if it carries ``bcg:subjectProperty``.

    Raises:
        ProjectError: a class lacks a label or a definition in one of the two languages.
    """
    from rdflib import RDFS, SKOS, URIRef

    found = [
        RelationKind(
            iri=str(iri),
            name=_kind_name(iri.removeprefix(PREFIXES["bcg"])),
            subject_property=str(subject_property),
            object_property=_iri(graph, iri, BCG.objectProperty),
            role_property=_iri(graph, iri, BCG.roleProperty),
            role_scheme=_iri(graph, iri, BCG.roleScheme),
            label=_text(graph, iri, RDFS.label),
            definition=_text(graph, iri, SKOS.definition),
        )
        for iri, subject_property in graph.subject_objects(URIRef(BCG.subjectProperty))
        if isinstance(iri, URIRef)
    ]
    return tuple(sorted(found, key=lambda kind: kind.name))


def foreign_terms(project: Project) -> ForeignTerms:
    """Give the terms of the vocabularies we reuse.

    They are known from rdflib's closed namespaces, and from the lists in
    ``ontology/vocabularies/<prefix>.txt`` for the vocabularies that rdflib does not have.

    Raises:
        ProjectError: a list has a name that is not one of our prefixes.
        TurtleError: a list cannot be read.
    """
    from rdflib import namespace

    closed: dict[str, _Names] = {
        str(names): names
        for names in (
            namespace.DCAM,
            namespace.DCAT,
            namespace.DCTERMS,
            namespace.FOAF,
            namespace.ORG,
            namespace.OWL,
            namespace.PROV,
            namespace.QB,
            namespace.RDF,
            namespace.RDFS,
            namespace.SDO,
            namespace.SH,
            namespace.SKOS,
            namespace.TIME,
            namespace.VANN,
            namespace.VOID,
            namespace.XSD,
        )
    }
    for path in sorted((project.ontology / "vocabularies").glob("*.txt")):
        if path.stem not in FOREIGN:
            raise ProjectError(
                Text(
                    f"Prefikset {path.stem} er ikke kjent.",
                    f"The prefix {path.stem} is not known.",
                ),
                path=path,
                hint=Text(
                    "Før opp prefikset i FOREIGN i namespaces.py, eller gi filen et annet navn.",
                    "Enter the prefix in FOREIGN in namespaces.py, or give the file another name.",
                ),
            )
        closed[FOREIGN[path.stem]] = frozenset(_lines(path))
    return ForeignTerms(closed)


def used_names(texts: Iterable[str]) -> frozenset[str]:
    """Give the local names of ours that are written in ``texts``, existing or not.

    A name counts as written if it stands as ``bcg:<name>``, as ``BCG.<name>`` or as a whole IRI.
    """
    return frozenset(name for text in texts for name in _USE.findall(text))


def unused_terms(graph: rdflib.Graph, texts: Iterable[str]) -> tuple[Term, ...]:
    """List our terms that none of ``texts`` uses, sorted by name (see :func:`used_names`)."""
    used = used_names(texts)
    return tuple(term for term in terms(graph) if term.name not in used)


def excused(project: Project) -> dict[str, str]:
    """Give the terms that may stand without a use, and why: ``ontology/unused.txt``.

    One term a line, ``<name>: <reason>``; ``#`` begins a comment.

    Raises:
        TurtleError: the list cannot be read.
    """
    pairs = (line.partition(":") for line in _lines(project.ontology / "unused.txt"))
    return {name.strip(): reason.strip() for name, _, reason in pairs}


def _lines(path: Path) -> tuple[str, ...]:
    """Give the lines of a list that are neither empty nor comments."""
    lines = (line.strip() for line in turtle.read_text(path).splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def _kind_name(class_name: str) -> str:
    """Turn a class name into a kind: ``ProgrammeAbsence`` into ``programme-absence``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", class_name).lower()


def _iri(graph: rdflib.Graph, subject: rdflib.URIRef, predicate: str) -> str | None:
    from rdflib import URIRef

    value = graph.value(subject, URIRef(predicate))
    return None if value is None else str(value)


def _text(graph: rdflib.Graph, subject: rdflib.URIRef, predicate: rdflib.URIRef) -> Text:
    from rdflib import Literal as RdfLiteral

    found = {
        value.language: str(value)
        for value in graph.objects(subject, predicate)
        if isinstance(value, RdfLiteral)
    }
    if "nb" not in found or "en" not in found:
        what = graph.namespace_manager.normalizeUri(predicate)
        raise ProjectError(
            Text(
                f"<{subject}> mangler {what} på bokmål eller engelsk.",
                f"<{subject}> lacks {what} in Norwegian bokmål or English.",
            ),
            hint=Text(
                "Skriv verdien på begge språk, merket @nb og @en.",
                "Write the value in both languages, marked @nb and @en.",
            ),
        )
    return Text(found["nb"], found["en"])
