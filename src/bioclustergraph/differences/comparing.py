"""From two states to what has changed: every quad that differs is accounted for by one change."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from bioclustergraph.differences import ledger, words
from bioclustergraph.differences.facts import Facts, Labels
from bioclustergraph.differences.model import KINDS, ONTOLOGY, OTHER, SOURCES, Difference, Group
from bioclustergraph.differences.parts import bundles, paired
from bioclustergraph.differences.telling import Teller
from bioclustergraph.errors import Text
from bioclustergraph.names import kind_of
from bioclustergraph.namespaces import RELATION_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyoxigraph import Quad

    from bioclustergraph.differences.model import Change, Side
    from bioclustergraph.differences.parts import Bundle
    from bioclustergraph.project import Project

_LAST: Final = {
    SOURCES: Text("Kildene", "The sources"),
    ONTOLOGY: Text("Ontologien", "The ontology"),
    OTHER: Text("Annet", "Other"),
}
_ORDER: Final = {name: at for at, name in enumerate(_LAST, 1)}
_SORTS: Final = {kind: at for at, kind in enumerate(RELATION_KINDS)}
_RANK: Final = {kind: at for at, kind in enumerate(KINDS)}


def compare(before: Side, after: Side, project: Project) -> Difference:
    """Say what has changed from one state to another.

    Args:
        before: the earlier state.
        after: the later state.
        project: whose ``queries/differences/`` and ``queries/ledger/`` are asked.

    Raises:
        QueryError: a question cannot be read.
        StoreError: a store did not answer.
    """
    found = bundles(before, after)
    subjects = frozenset(found)
    old, new = (Facts.of(side, project, subjects) for side in (before, after))
    judged = ledger.changes(before, after, project)
    wanted = {iri for facts in (old, new) for iri in _named(facts)} | _mentioned(found)
    wanted |= {change.group for change in judged.values()} - _LAST.keys()
    labels = Labels.of_both(before, after, project, wanted)
    teller = Teller(old, new, labels)
    told: list[Change] = []
    for bundle in paired(found, old, new):
        for change in teller.tell(bundle):
            # A resolution is told with the contradiction that it settles.
            settled = teller.settles(bundle)
            if settled in judged:
                judged[settled] = _with(judged[settled], change)
            else:
                told.append(change)
    return Difference(before.name, after.name, _grouped([*judged.values(), *told], labels))


def _with(contradiction: Change, resolution: Change) -> Change:
    return replace(
        contradiction,
        added=(*contradiction.added, *resolution.added),
        removed=(*contradiction.removed, *resolution.removed),
    )


def _grouped(told: list[Change], labels: Labels) -> tuple[Group, ...]:
    groups: dict[str, list[Change]] = defaultdict(list)
    for change in told:
        groups[change.group].append(change)

    def place(about: str) -> tuple[int, int, str, str]:
        label = labels.of(about).nb.casefold()
        return _ORDER.get(about, 0), words.importance(about), label, about

    return tuple(
        Group(
            about,
            _LAST.get(about) or labels.of(about),
            tuple(sorted(groups[about], key=_importance)),
        )
        for about in sorted(groups, key=place)
    )


def _importance(change: Change) -> tuple[int, int, str, str]:
    sort = _SORTS.get(kind_of(change.about) or "", len(_SORTS))
    return _RANK[change.kind], sort, change.text.nb, change.about


def _named(facts: Facts) -> Iterator[str]:
    for iri, relation in facts.relations.items():
        yield from (relation.class_, *relation.sides, *relation.roles)
        yield from facts.documents.get(iri, ())
    for said in facts.said.values():
        for values in said.values():
            yield from (value.value for value in values if isinstance(value, NamedNode))


def _mentioned(found: Mapping[str, Bundle]) -> set[str]:
    def iris(quad: Quad) -> Iterator[str]:
        yield quad.predicate.value
        for term in (quad.subject, quad.object):
            if isinstance(term, NamedNode):
                yield term.value.partition("#char=")[0]

    differing = (q for bundle in found.values() for q in (*bundle.added, *bundle.removed))
    return {iri for quad in differing for iri in iris(quad)} | set(found)
