"""Telling in a sentence what has changed of one subject."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from bioclustergraph.differences import families, words
from bioclustergraph.differences.model import ONTOLOGY, OTHER, SOURCES, Change
from bioclustergraph.errors import Text
from bioclustergraph.names import kind_of
from bioclustergraph.namespaces import BASE, KINDS, PREFIXES, RELATION_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad

    from bioclustergraph.differences.facts import Facts, Labels
    from bioclustergraph.differences.parts import Bundle

_DEPRECATED: Final = f"{PREFIXES['owl']}deprecated"
_SUCCESSOR: Final = f"{PREFIXES['dcterms']}isReplacedBy"
_REASON: Final = f"{PREFIXES['skos']}changeNote"
_ONTOLOGY_GRAPH: Final = f"{PREFIXES['graph']}ontology"
_THINGS: Final = frozenset(KINDS) - {"document"}


@dataclass(frozen=True)
class Teller:
    """Tells what has changed of one subject after the other.

    Attributes:
        old: what was stated.
        new: what is stated.
        labels: what things are called.
    """

    old: Facts
    new: Facts
    labels: Labels

    def settles(self, bundle: Bundle) -> str | None:
        """Give the contradiction that a resolution settles; ``None`` if it is none."""
        for facts, iri in ((self.new, bundle.after), (self.old, bundle.before)):
            for value in facts.values(iri, "resolves"):
                if isinstance(value, NamedNode):
                    return value.value
        return None

    def tell(self, bundle: Bundle) -> Iterator[Change]:
        """Give the changes of one subject; together they hold every quad of the bundle, once."""
        kind = kind_of(bundle.after) or kind_of(bundle.before)
        was, is_ = self.old.has(bundle.before), self.new.has(bundle.after)
        if self._retired(bundle):
            yield self._retiring(bundle)
        elif kind in RELATION_KINDS:
            yield from self._relation(bundle, was=was, is_=is_)
        elif kind == "document":
            yield from self._document(bundle, was=was, is_=is_)
        elif kind in _THINGS:
            yield from self._thing(bundle, was=was, is_=is_)
        elif _all_in(bundle, _ONTOLOGY_GRAPH):
            yield from self._term(bundle, was=was, is_=is_)
        elif kind in _JUDGEMENT:
            yield self._whole(
                bundle, "judgement", _JUDGEMENT[kind or ""], SOURCES, was=was, is_=is_
            )
        else:
            yield from self._by_family(bundle, OTHER, "other")

    # --- what is new, gone, or otherwise ----------------------------------------------------------

    def _relation(self, bundle: Bundle, *, was: bool, is_: bool) -> Iterator[Change]:
        group = self._group(bundle)
        if was == is_:
            yield from self._by_family(bundle, group, None)
            return
        iri, facts = (bundle.after, self.new) if is_ else (bundle.before, self.old)
        named = words.told(iri, facts, self.labels, valued=True)
        text = words.with_dates(named, facts.dates(iri, self.labels))
        head = Text("Kommet til", "New") if is_ else Text("Borte", "Gone")
        yield self._change(
            bundle,
            "relation-added" if is_ else "relation-removed",
            group,
            Text(f"{head.nb}: {_small(text.nb)}", f"{head.en}: {_small(text.en)}"),
        )

    def _thing(self, bundle: Bundle, *, was: bool, is_: bool) -> Iterator[Change]:
        if was == is_:
            yield from self._by_family(bundle, bundle.after, None)
            return
        yield self._whole(bundle, "thing", _THING, bundle.after, was=was, is_=is_)

    def _document(self, bundle: Bundle, *, was: bool, is_: bool) -> Iterator[Change]:
        if was == is_:
            yield from self._by_family(bundle, SOURCES, "source-changed")
            return
        label = self.labels.of(bundle.after)
        kind = "source-added" if is_ else "source-withdrawn"
        head = Text("Kilde lagt til", "Source added")
        if not is_:
            head = Text("Kilde trukket", "Source withdrawn")
        yield self._change(bundle, kind, SOURCES, _of(head, label))

    def _term(self, bundle: Bundle, *, was: bool, is_: bool) -> Iterator[Change]:
        if was != is_:
            yield self._whole(bundle, "term", _TERM, ONTOLOGY, was=was, is_=is_)
            return
        for change in self._by_family(bundle, ONTOLOGY, "term-changed"):
            if any(quad.predicate.value == _DEPRECATED for quad in change.added):
                text = _of(Text("Term pensjonert", "Term retired"), self.labels.of(bundle.after))
                yield replace(change, kind="term-retired", text=text)
            else:
                yield change

    def _retired(self, bundle: Bundle) -> bool:
        """Say whether an IRI of ours went out of use, or came back (decision 0009)."""
        deprecated = any(
            quad.predicate.value == _DEPRECATED for quad in (*bundle.added, *bundle.removed)
        )
        return deprecated and not (self.old.has(bundle.before) and self.new.has(bundle.after))

    def _retiring(self, bundle: Bundle) -> Change:
        gone = any(quad.predicate.value == _DEPRECATED for quad in bundle.added)
        facts = self.new if gone else self.old
        said = facts.said.get(bundle.after, {})
        label = self.labels.of(bundle.after)
        successor = self.labels.spoken(said.get(_SUCCESSOR, ()))
        reason = self.labels.spoken(said.get(_REASON, ()))
        if not gone:
            head = Text("Tatt i bruk igjen", "In use again")
        elif successor is None:
            head = Text("Trukket tilbake", "Withdrawn")
        else:
            head = Text(f"Slått sammen med {successor.nb}", f"Merged into {successor.en}")
        text = _of(head, label)
        if gone and reason is not None:
            text = Text(f"{text.nb} ({reason.nb})", f"{text.en} ({reason.en})")
        kind = "retired" if gone else "reinstated"
        group = bundle.after if kind_of(bundle.after) in _THINGS else OTHER
        return self._change(bundle, kind, group, text)

    def _whole(  # noqa: PLR0913 - what a change is made of
        self, bundle: Bundle, kind: str, noun: Text, group: str, *, was: bool, is_: bool
    ) -> Change:
        label = self.labels.of(bundle.after)
        if is_ and not was:
            head, sort = Text(f"{noun.nb} lagt til", f"{noun.en} added"), "added"
        elif was and not is_:
            head, sort = Text(f"{noun.nb} fjernet", f"{noun.en} removed"), "removed"
        else:
            head, sort = Text(f"{noun.nb} endret", f"{noun.en} changed"), ""
        kind = f"{kind}-{sort}" if kind in {"thing", "term"} else kind
        return self._change(bundle, kind, group, _of(head, label))

    # --- one family of properties after the other -------------------------------------------------

    def _by_family(self, bundle: Bundle, group: str, kind: str | None) -> Iterator[Change]:
        """Give a change for each family of properties that says something else.

        Args:
            bundle: what differs.
            group: the group to tell it under.
            kind: the kind of all of them; ``None`` for that of each family.
        """
        named = self._named(bundle)
        for name, removed, added in bundle.families():
            if not name:
                text = Text(f"{named.nb}: ført på annen måte", f"{named.en}: recorded otherwise")
                yield self._change(bundle, kind or "stated", group, text, removed, added)
                continue
            before = families.worded(name, _pairs(removed, name), self.labels)
            after = families.worded(name, _pairs(added, name), self.labels)
            label = families.label(name, self.labels)
            said = families.corrected(name, label, before, after)
            text = Text(f"{named.nb}: {said.nb}", f"{named.en}: {said.en}")
            sort = kind or families.KIND.get(name, "stated")
            yield self._change(bundle, sort, group, text, removed, added, before, after)

    def _named(self, bundle: Bundle) -> Text:
        for facts, iri in ((self.new, bundle.after), (self.old, bundle.before)):
            if iri in facts.relations:
                return words.told(iri, facts, self.labels, valued=False)
        return self.labels.of(bundle.after)

    def _group(self, bundle: Bundle) -> str:
        """Give the thing that a relation is told under: the one that stands farthest in front."""
        sides = {
            side
            for facts, iri in ((self.new, bundle.after), (self.old, bundle.before))
            if iri in facts.relations
            for side in facts.relations[iri].sides
            if side.startswith(BASE)
        }
        return min(sides, key=lambda iri: (words.importance(iri), iri), default=OTHER)

    def _change(  # noqa: PLR0913, PLR0917 - what a change is made of
        self,
        bundle: Bundle,
        kind: str,
        group: str,
        text: Text,
        removed: Iterable[Quad] | None = None,
        added: Iterable[Quad] | None = None,
        before: Text | None = None,
        after: Text | None = None,
    ) -> Change:
        return Change(
            kind,
            bundle.after,
            group,
            text,
            before,
            after,
            self._sources(self.old, bundle.before),
            self._sources(self.new, bundle.after),
            tuple(sorted(bundle.added if added is None else added, key=str)),
            tuple(sorted(bundle.removed if removed is None else removed, key=str)),
        )

    def _sources(self, facts: Facts, iri: str) -> tuple[tuple[str, Text], ...]:
        return tuple((it, self.labels.of(it)) for it in facts.documents.get(iri, ()))


_THING: Final = Text("Ting", "Thing")
_TERM: Final = Text("Term", "Term")
_JUDGEMENT: Final = {
    "resolution": Text("Avgjørelse", "Resolution"),
    "completeness": Text("Fullstendighet", "Completeness"),
}


def _of(head: Text, label: Text) -> Text:
    return Text(f"{head.nb}: {label.nb}", f"{head.en}: {label.en}")


def _pairs(differing: Iterable[Quad], name: str) -> list[tuple[str, object]]:
    return [
        (quad.predicate.value, quad.object)
        for quad in differing
        if families.family(quad.predicate.value) == name and isinstance(quad.subject, NamedNode)
    ]


def _all_in(bundle: Bundle, graph: str) -> bool:
    return all(
        isinstance(quad.graph_name, NamedNode) and quad.graph_name.value == graph
        for quad in (*bundle.added, *bundle.removed)
    )


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
