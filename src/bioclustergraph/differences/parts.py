"""The quads that differ, put together by whose they are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from bioclustergraph.differences import quads
from bioclustergraph.differences.families import family

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad

    from bioclustergraph.differences.facts import Facts
    from bioclustergraph.differences.model import Side


@dataclass
class Bundle:
    """What differs of one subject.

    Attributes:
        before: its IRI in the earlier state.
        after: its IRI in the later: another one where a relation was corrected in what names it.
        removed: what was stated of it and is not now.
        added: what is stated of it now and was not.
    """

    before: str
    after: str
    removed: list[Quad] = field(default_factory=list)
    added: list[Quad] = field(default_factory=list)

    def families(self) -> Iterator[tuple[str, list[Quad], list[Quad]]]:
        """Give the quads of each family of properties whose values differ.

        Those of a family that says the same in both (of a relation with another IRI, or in another
        graph), and those of nameless nodes that are led to from here, come with the first that
        differs, or by themselves if none does.
        """
        removed, added = _by_family(self.removed), _by_family(self.added)
        differing, alike_removed, alike_added = [], [], []
        for name in sorted(removed.keys() | added.keys()):
            was, is_ = removed.get(name, []), added.get(name, [])
            if not name or _said(was) == _said(is_):
                alike_removed += was
                alike_added += is_
            else:
                differing.append((name, was, is_))
        if not differing and (alike_removed or alike_added):
            differing.append(("", [], []))
        for at, (name, was, is_) in enumerate(differing):
            yield (
                name,
                was if at else [*was, *alike_removed],
                is_ if at else [*is_, *alike_added],
            )


def bundles(before: Side, after: Side) -> dict[str, Bundle]:
    """Put the quads that differ together by whose they are."""
    found: dict[str, Bundle] = {}
    for side, other, of in ((before, after, "removed"), (after, before, "added")):
        differing = side.stated - other.stated
        if not differing:
            continue
        whose = quads.owners(side.stated)
        for quad in differing:
            owner = whose[quads.subject_of(quad)]
            bundle = found.setdefault(owner, Bundle(owner, owner))
            getattr(bundle, of).append(quad)
    return found


def paired(found: dict[str, Bundle], before: Facts, after: Facts) -> list[Bundle]:
    """Put a relation that is gone together with the one that took its place.

    The IRI of a relation holds its start, so that to correct the start is to give it another. Two
    are one if both stand between the same two things, in the same roles and with the same text,
    and no third is like them.
    """
    old: dict[object, list[str]] = defaultdict(list)
    new: dict[object, list[str]] = defaultdict(list)
    for iri in found:
        if iri in before.relations and not after.has(iri):
            old[_likeness(iri, before)].append(iri)
        elif iri in after.relations and not before.has(iri):
            new[_likeness(iri, after)].append(iri)
    gone = set()
    result = []
    for likeness, was in old.items():
        is_ = new.get(likeness, [])
        if len(was) == len(is_) == 1:
            first, second = found[was[0]], found[is_[0]]
            result.append(Bundle(first.before, second.after, first.removed, second.added))
            gone |= {*was, *is_}
    return [*(bundle for iri, bundle in found.items() if iri not in gone), *result]


def _likeness(iri: str, facts: Facts) -> object:
    it = facts.relations[iri]
    texts = tuple(sorted(map(str, facts.values(iri, "nameText"))))
    documents = facts.documents.get(iri, ())
    return it.class_, it.start, it.object, it.roles, texts, documents


def _by_family(differing: Iterable[Quad]) -> dict[str, list[Quad]]:
    found: dict[str, list[Quad]] = defaultdict(list)
    for quad in sorted(differing, key=str):
        # What a nameless node says belongs to what leads to it.
        named = isinstance(quad.subject, NamedNode)
        found[family(quad.predicate.value) if named else ""].append(quad)
    return found


def _said(differing: Iterable[Quad]) -> list[tuple[str, str]]:
    return sorted((quad.predicate.value, str(quad.object)) for quad in differing)
