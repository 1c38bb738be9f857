"""What both states say of the things that have changed, and what these are called."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self

from pyoxigraph import Literal, NamedNode

from bioclustergraph.describe import Dates, Ref
from bioclustergraph.differences import asking
from bioclustergraph.errors import Text
from bioclustergraph.names import compact, kind_of
from bioclustergraph.namespaces import BCG, PREFIXES, RELATION_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bioclustergraph.differences.model import Side
    from bioclustergraph.project import Project

RELATIONS: Final = frozenset(RELATION_KINDS)
_TYPE: Final = f"{PREFIXES['rdf']}type"

Said = dict[str, list[object]]
"""What is stated of one subject: terms by property."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation as its side knows it."""

    class_: str
    start: str | None = None
    object: str | None = None
    roles: tuple[str, ...] = ()

    @property
    def sides(self) -> tuple[str, ...]:
        """The things it holds between."""
        return tuple(side for side in (self.start, self.object) if side is not None)


@dataclass(frozen=True)
class Facts:
    """What one state says of some subjects.

    Attributes:
        said: what is stated, by subject.
        relations: those of them that are relations.
        documents: what each rests on, by subject.
    """

    said: Mapping[str, Said]
    relations: Mapping[str, Relation]
    documents: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, side: Side, project: Project, subjects: frozenset[str]) -> Self:
        """Read what a state says of these.

        Raises:
            QueryError: a question of ``queries/differences/`` cannot be read.
            StoreError: the store did not answer.
        """
        said: dict[str, Said] = {}
        for quad in sorted(side.stated, key=str):
            subject = quad.subject
            if isinstance(subject, NamedNode) and subject.value in subjects:
                values = said.setdefault(subject.value, {}).setdefault(quad.predicate.value, [])
                values.append(quad.object)
        wanted = [iri for iri in subjects if kind_of(iri) in RELATIONS and iri in said]
        relations: dict[str, Relation] = {}
        roles: dict[str, dict[str, None]] = defaultdict(dict)
        for row in asking.rows(side.store, project, "relations", "relation", wanted):
            iri = row["relation"].value
            if row["role"] is not None:
                roles[iri][row["role"].value] = None
            relations.setdefault(
                iri,
                Relation(
                    row["class"].value,
                    row["from"].value if row["from"] is not None else None,
                    row["to"].value if row["to"] is not None else None,
                ),
            )
        documents: dict[str, dict[str, None]] = defaultdict(dict)
        for row in asking.rows(side.store, project, "documents", "relation", wanted):
            documents[row["relation"].value][row["document"].value] = None
        return cls(
            said,
            {
                iri: Relation(it.class_, it.start, it.object, tuple(roles[iri]))
                for iri, it in relations.items()
            },
            {iri: tuple(found) for iri, found in documents.items()},
        )

    def has(self, iri: str) -> bool:
        """Say whether it exists: whether anything is stated of it but that it is retired."""
        return _TYPE in self.said.get(iri, {})

    def values(self, iri: str, *properties: str) -> list[object]:
        """Give what is stated of these properties of ours."""
        said = self.said.get(iri, {})
        return [value for name in properties for value in said.get(getattr(BCG, name), ())]

    def dates(self, iri: str, labels: Labels) -> Text:
        """Give when it held, in words."""

        def first(name: str) -> str | None:
            found = (v.value for v in self.values(iri, name) if isinstance(v, Literal))
            return next(found, None)

        state = next((v for v in self.values(iri, "hasEndState") if isinstance(v, NamedNode)), None)
        return Dates(
            start=first("start"),
            end=first("end"),
            start_before=first("startBefore"),
            end_not_before=first("endNotBefore"),
            end_before=first("endBefore"),
            attested=tuple(
                v.value for v in self.values(iri, "attestedOn") if isinstance(v, Literal)
            ),
            end_state=None if state is None else Ref(state.value, labels.of(state.value)),
        ).said


@dataclass(frozen=True)
class Labels:
    """What things are called, in the later state or else in the earlier."""

    known: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of_both(cls, before: Side, after: Side, project: Project, wanted: Iterable[str]) -> Self:
        """Look these up; errors as in :meth:`Facts.of`."""
        known: dict[str, dict[str, str]] = {}
        iris = frozenset(wanted)
        for side in (after, before):
            for row in asking.rows(side.store, project, "labels", "thing", iris):
                language = row["label"].language or ""
                known.setdefault(row["thing"].value, {}).setdefault(language, row["label"].value)
        return cls(known)

    def of(self, iri: str) -> Text:
        """Give what an IRI is called; its prefixed name if nobody says."""
        found = self.known.get(iri, {})
        name = found.get("") or compact(iri)
        return Text(found.get("nb", name), found.get("en", name))

    def spoken(self, values: Iterable[object]) -> Text | None:
        """Give some values in words, each language its own; ``None`` if there are none."""
        terms = list(values)
        if not terms:
            return None
        return Text(self._spoken(terms, "nb"), self._spoken(terms, "en"))

    def _spoken(self, terms: list[object], language: str) -> str:
        fitting = [
            term
            for term in terms
            if not isinstance(term, Literal) or term.language in {None, language}
        ]
        return ", ".join(sorted({self._one(term, language) for term in fitting or terms}))

    def _one(self, term: object, language: str) -> str:
        if isinstance(term, NamedNode):
            label = self.of(term.value)
            return label.nb if language == "nb" else label.en
        return term.value if isinstance(term, Literal) else "…"
