"""From the shapes to the columns: what each kind may say, must say, and may choose from."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from bioclustergraph import ontology, validation
from bioclustergraph.curating.sheets.columns import (
    DATES,
    DURATIONS,
    LANGUAGES,
    NUMBERS,
    TYPE,
    Column,
    Form,
    Kind,
    label_of,
)
from bioclustergraph.errors import Text
from bioclustergraph.names import kind_of
from bioclustergraph.namespaces import BCG, KINDS, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import rdflib
    from rdflib.term import Node

    from bioclustergraph.dataset import Dataset
    from bioclustergraph.ontology import RelationKind
    from bioclustergraph.project import Project

_SH: Final = PREFIXES["sh"]
_STRING: Final = PREFIXES["xsd"] + "string"
_LANGUAGE_TEXT: Final = PREFIXES["rdf"] + "langString"
_THINGS: Final = {
    "organisation": BCG.Organisation,
    "cluster": BCG.Cluster,
    "network": BCG.Network,
    "person": PREFIXES["foaf"] + "Person",
    "project": BCG.Project,
    "programme": BCG.Programme,
    "event": BCG.Event,
    "application": BCG.Application,
    "place": BCG.Place,
}
"""The class of each kind of thing."""
_LAST: Final = (
    BCG.start,
    BCG.startBefore,
    BCG.attestedOn,
    BCG.validFor,
    BCG.end,
    BCG.endNotBefore,
    BCG.endBefore,
    BCG.hasEndState,
    BCG.hasEvidence,
    BCG.ordinal,
    BCG.note,
)
"""The properties that most kinds have come last, in this order."""
_MANY: Final = 99


@dataclass
class _Demand:
    """What all shapes together demand of one property of one class."""

    least: int = 0
    most: int | None = None
    datatypes: set[str] = field(default_factory=set)
    tags: dict[str, bool] = field(default_factory=dict)  # language, and if it must be there
    classes: set[str] = field(default_factory=set)
    choices: list[str] = field(default_factory=list)
    remedy: Text | None = None


def kinds(project: Project, data: Dataset, terms: rdflib.Graph) -> dict[str, Kind]:
    """Give every kind that can be a sheet, by name: relations first, then things.

    Args:
        project: whose shapes say what a kind may say.
        data: the things to choose from.
        terms: the ontology, with the concepts to choose from.

    Raises:
        TurtleError: a shapes file cannot be read.
        ProjectError: a class lacks a label or a definition.
    """
    return _Reader(data, terms, validation.load_shapes(project)).kinds()


class _Reader:
    """Reads the shapes."""

    def __init__(self, data: Dataset, terms: rdflib.Graph, shapes: rdflib.Graph) -> None:
        self.data = data.merged()
        self.terms = terms
        self.shapes = shapes
        known = ontology.terms(terms)
        self.labels = {term.iri: term.label for term in known}
        self.definitions = {term.iri: term.definition for term in known}
        self.relations = ontology.relation_kinds(terms)

    def kinds(self) -> dict[str, Kind]:
        """Give the kinds."""
        relations = [self._relation(kind) for kind in self.relations]
        things = [self._thing(name) for name in _THINGS]
        return {kind.name: kind for kind in (*relations, self._completeness(), *things)}

    def _relation(self, kind: RelationKind) -> Kind:
        sides = [kind.subject_property, kind.object_property]
        named = [side for side in sides if side is not None]
        if kind.object_property is None and kind.role_property is not None:
            named.append(kind.role_property)
        columns = self._columns(kind.iri, (*named, kind.role_property or ""))
        return Kind(kind.name, (kind.iri,), kind.label, kind.definition, columns, tuple(named))

    def _completeness(self) -> Kind:
        iri = BCG.CompletenessStatement
        naming = (BCG.completenessOf, BCG.forRelationKind)
        columns = self._columns(iri, naming)
        return Kind(
            "completeness", (iri,), self.labels[iri], self.definitions[iri], columns, naming
        )

    def _thing(self, name: str) -> Kind:
        iri = _THINGS[name]
        label = self.labels.get(iri, Text(name, name))
        below = [iri, *sorted(self._below(iri) - {iri})]
        # Numbers and links of other registers are in data/identifiers/, under their own licences.
        columns = [c for c in self._columns(iri, ()) if c.iri == PREFIXES["rdfs"] + "label"]
        of_class = Column(
            iri=TYPE,
            language="",
            form=Form.CHOICE,
            choices=tuple(below),
            kinds=(),
            datatypes=(),
            required=False,
            many=False,
            label=label_of(TYPE, {}),
            remedy=None,
        )
        listed = (*([of_class] if len(below) > 1 else []), *columns)
        definition = self.definitions.get(iri, label)
        return Kind(name, tuple(below), label, definition, listed, (), is_thing=True)

    # --- which properties -------------------------------------------------------------------------

    def _columns(self, class_: str, first: tuple[str, ...]) -> tuple[Column, ...]:
        demands = self._demands(class_)
        own = [iri for iri in demands if iri not in _LAST]
        order = dict.fromkeys(iri for iri in (*first, *own, *_LAST) if iri in demands)
        return tuple(
            column
            for iri in order
            if iri != TYPE and demands[iri].most != 0
            for column in self._of_property(iri, demands[iri])
        )

    def _demands(self, class_: str) -> dict[str, _Demand]:
        """Gather what the shapes of a class and of those above it say, by property."""
        node_shapes = self._node_shapes(class_)
        demands: dict[str, _Demand] = {}
        for shape in node_shapes:
            for constraint in self._in_file_order(shape):
                if self._value(constraint, "sparql") is not None:
                    continue
                path = self._value(constraint, "path")
                if isinstance(path, self._uri_type):
                    self._add(demands.setdefault(str(path), _Demand()), constraint)
                else:
                    self._limit(demands, path, constraint)
        for iri in self._allowed(node_shapes):
            if iri not in demands:
                demands[iri] = _Demand()
                for shape in self._subjects("targetSubjectsOf", iri):
                    for constraint in self._objects(shape, "property"):
                        if str(self._value(constraint, "path")) == iri:
                            self._add(demands[iri], constraint)
        return demands

    def _limit(self, demands: dict[str, _Demand], path: Node | None, constraint: Node) -> None:
        """Take the most that a shape allows of several properties together."""
        most, either = self._value(constraint, "maxCount"), self._value(path, "alternativePath")
        for item in self.shapes.items(either) if most is not None and either is not None else ():
            demand = demands.setdefault(str(item), _Demand())
            demand.most = min(int(str(most)), _MANY if demand.most is None else demand.most)

    def _in_file_order(self, shape: Node) -> list[Node]:
        """Give the properties of a shape; Turtle keeps no order, the names of things do."""
        return sorted(self._objects(shape, "property"), key=str)

    def _node_shapes(self, class_: str) -> list[Node]:
        """Give the shapes that aim at a class, its own first, then those above."""
        import rdflib

        above = self.terms.transitive_objects(rdflib.URIRef(class_), rdflib.RDFS.subClassOf)
        found: list[Node] = []
        for target in (class_, *sorted({str(iri) for iri in above} - {class_})):
            for shape in sorted(self._subjects("targetClass", target), key=str):
                if shape not in found:
                    found.append(shape)
        return found

    def _allowed(self, node_shapes: list[Node]) -> Iterator[str]:
        """Give the properties that a closed shape lets by."""
        for shape in node_shapes:
            ignored = self._value(shape, "ignoredProperties")
            if ignored is not None:
                yield from (str(item) for item in self.shapes.items(ignored))

    # --- what is demanded of one ------------------------------------------------------------------

    def _add(self, demand: _Demand, constraint: Node) -> None:
        least, most = self._value(constraint, "minCount"), self._value(constraint, "maxCount")
        if self._value(constraint, "severity") is None:  # else it is advice, and no demand
            demand.least = max(demand.least, int(str(least or 0)))
        if most is not None:
            demand.most = min(int(str(most)), _MANY if demand.most is None else demand.most)
        tag = self._tag(self._value(constraint, "qualifiedValueShape"))
        if tag is not None:
            demand.tags[tag] = True
            return
        if self._value(constraint, "uniqueLang") is not None:
            for language in LANGUAGES:
                demand.tags.setdefault(language, False)
        demand.remedy = demand.remedy or self._said(constraint)
        self._add_values(demand, constraint)
        choice = self._value(constraint, "or")
        for shape in (
            *(self.shapes.items(choice) if choice is not None else ()),
            *self._objects(constraint, "node"),
        ):
            self._add_values(demand, shape)

    def _add_values(self, demand: _Demand, shape: Node) -> None:
        """Take what a shape says of values themselves: datatype, class, scheme, list."""
        datatype = self._value(shape, "datatype")
        if datatype is not None:
            demand.datatypes.add(str(datatype))
        demand.classes |= {str(class_) for class_ in self._objects(shape, "class")}
        listed = self._value(shape, "in")
        if listed is not None:
            demand.choices += [str(item) for item in self.shapes.items(listed)]
        for inner in self._objects(shape, "property"):
            scheme = self._value(inner, "hasValue")
            if str(self._value(inner, "path")) == PREFIXES["skos"] + "inScheme":
                demand.choices += self._concepts(scheme)
            elif scheme is not None and str(scheme) == BCG.DatedRelation:
                demand.choices += [kind.iri for kind in self.relations]

    def _of_property(self, iri: str, demand: _Demand) -> Iterator[Column]:
        choices = tuple(dict.fromkeys((*demand.choices, *self._members(demand.classes))))
        found = {kind_of(choice) for choice in choices}
        kinds = tuple(kind for kind in KINDS if kind in found or self._is_of(kind, demand.classes))
        form = self._form(iri, demand, choices, kinds)
        tags = [*demand.tags]
        if _LANGUAGE_TEXT in demand.datatypes and not tags:
            tags = ["", *LANGUAGES]  # with a language or without
        for tag in tags or [""]:
            yield Column(
                iri,
                tag,
                form,
                choices,
                kinds,
                tuple(sorted(demand.datatypes)),
                demand.tags.get(tag, len(tags) <= 1 and demand.least > 0),
                demand.most != 1 and not tags,
                label_of(iri, self.labels),
                demand.remedy,
            )

    @staticmethod
    def _form(iri: str, demand: _Demand, choices: tuple[str, ...], kinds: tuple[str, ...]) -> Form:
        if iri == BCG.hasEvidence:
            return Form.PASSAGE
        if choices or kinds:
            return Form.CHOICE
        for form, datatypes in (
            (Form.DATE, DATES),
            (Form.NUMBER, NUMBERS),
            (Form.DURATION, DURATIONS),
        ):
            if demand.datatypes & set(datatypes):
                return form
        has_text = demand.tags or demand.datatypes & {_STRING, _LANGUAGE_TEXT}
        return Form.TEXT if has_text else Form.ADDRESS

    # --- what there is to choose from -------------------------------------------------------------

    def _members(self, classes: set[str]) -> list[str]:
        import rdflib

        wanted = {sub for class_ in classes for sub in self._below(class_)}
        return sorted(
            str(subject)
            for subject, class_ in self.data.subject_objects(rdflib.RDF.type)
            if str(class_) in wanted
        )

    def _is_of(self, kind: str, classes: set[str]) -> bool:
        return _THINGS.get(kind, BCG.SourceDocument) in classes

    def _below(self, class_: str) -> set[str]:
        import rdflib

        below = self.terms.transitive_subjects(rdflib.RDFS.subClassOf, rdflib.URIRef(class_))
        return {str(found) for found in below}

    def _concepts(self, scheme: Node | None) -> list[str]:
        import rdflib

        return sorted(map(str, self.terms.subjects(rdflib.SKOS.inScheme, scheme)))

    # --- the graph of shapes ----------------------------------------------------------------------

    def _value(self, node: Node | None, name: str) -> Node | None:
        return None if node is None else self.shapes.value(node, self._uri(_SH + name))

    def _objects(self, node: Node, name: str) -> Iterator[Node]:
        return self.shapes.objects(node, self._uri(_SH + name))

    def _subjects(self, name: str, iri: str) -> Iterator[Node]:
        return self.shapes.subjects(self._uri(_SH + name), self._uri(iri))

    def _tag(self, shape: Node | None) -> str | None:
        languages = self._value(shape, "languageIn")
        return None if languages is None else str(next(iter(self.shapes.items(languages)), ""))

    def _said(self, node: Node) -> Text | None:
        said = {
            str(getattr(text, "language", "")): str(text) for text in self._objects(node, "message")
        }
        return Text(said["nb"], said["en"]) if {"nb", "en"} <= said.keys() else None

    @cached_property
    def _uri_type(self) -> type[rdflib.URIRef]:
        import rdflib

        return rdflib.URIRef

    def _uri(self, iri: str) -> rdflib.URIRef:
        return self._uri_type(iri)
