"""Facets: what things can be sorted by on a day, and how many there are of each under a choice.

All is read from the store once. What holds on a day is then reckoned with the four bounds of each
relation, as everywhere (decision 0004), so that a count is right under each combination.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from bioclustergraph.describe import select
from bioclustergraph.describe.asking import Asker
from bioclustergraph.errors import Text
from bioclustergraph.names import compact, fold, key_of, kind_of
from bioclustergraph.namespaces import PREFIXES
from bioclustergraph.pages.kept.ranks import (
    CERTAIN,
    NOTHING,
    Rank,
    Ranks,
    alphabetically,
    both,
    fitting,
    lift,
    rank_of,
    spread,
)
from bioclustergraph.relations.bounds import Bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bioclustergraph.pages.holdings import Holdings

Dated = Literal["level", "place", "role", "sector"]
"""What holds for a time; the words stand in addresses."""

DATED: Final[tuple[Dated, ...]] = ("level", "place", "role", "sector")

CERTAINTIES: Final = ("certain", "possible", "none")

_FOAF_PERSON: Final = f"{PREFIXES['foaf']}Person"
_PERSON: Final = Text("person", "person")
"""The one class of another vocabulary that is used as it is, and so has no label of ours."""

_PARTS: Final = ("startEarliest", "startLatest", "endEarliest", "endLatest")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be browsed.

    Attributes:
        iri: the thing.
        label: what it is called.
        kind: the word for its kind in addresses (``cluster``).
    """

    iri: str
    label: Text
    kind: str


@dataclass(frozen=True, slots=True)
class Fact:
    """That a value holds of a thing for a time, by one relation."""

    thing: str
    value: str
    relation: str
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet.

    Attributes:
        value: as it stands in an address.
        label: what it is called.
        count: how many things there would be with it and all else that is chosen.
        chosen: it is chosen now.
    """

    value: str
    label: Text
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody has chosen; ``None`` and an empty text choose nothing.

    Attributes:
        kind: a kind of thing (``cluster``).
        level: a level of the cluster programme (``programme-level:nce``).
        place: a place, or all that lies within it (``place:tromsoe``).
        role: a role that it has in a relation (``membership-role:member``).
        sector: words of what a source says that it works with.
        certainty: how well the rest holds on the day; without a day it chooses nothing.
        text: words of a name.
        at: the day, ``YYYY-MM-DD``; ``None`` for what any source has said of any time.
    """

    kind: str | None = None
    level: str | None = None
    place: str | None = None
    role: str | None = None
    sector: str | None = None
    certainty: str | None = None
    text: str = ""
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What there is under a choice.

    Attributes:
        ranks: the things, and how well they fit.
        choices: by facet, what else can be chosen, the most first.
    """

    ranks: Ranks
    choices: Mapping[str, tuple[Choice, ...]]


@dataclass(frozen=True)
class Collection:
    """All things, and what is known of them that they can be sorted by.

    Attributes:
        things: by IRI.
        kinds: what each kind is called, by the word for it.
        facts: by facet; ``within`` says which place lies in which, ``any`` names every relation.
        labels: what values are called, by IRI; of a sector, what the source says.
        spellings: all names of each thing, folded.
    """

    things: Mapping[str, Thing]
    kinds: Mapping[str, Text]
    facts: Mapping[str, tuple[Fact, ...]]
    labels: Mapping[str, Text]
    spellings: Mapping[str, frozenset[str]] = field(repr=False)

    @classmethod
    def read(cls, held: Holdings) -> Collection:
        """Read everything.

        Raises:
            QueryError: a query cannot be read.
            StoreError: the store did not answer.
        """
        things, kinds = {}, {}
        for row in select(held.store, held.project, "browse-things"):
            ref, class_ = row.ref("thing"), row.ref("class")
            kind = None if ref is None else kind_of(ref.iri)
            if ref is not None and class_ is not None and kind is not None:
                things[ref.iri] = Thing(ref.iri, ref.label, kind)
                kinds[kind] = _PERSON if class_.iri == _FOAF_PERSON else class_.label
        facts: defaultdict[str, list[Fact]] = defaultdict(list)
        asker = Asker(held.store, held.project)
        for row in asker.rows("browse-facts", {}, label="value"):
            thing, value = row.iri("thing"), row.iri("value")
            if thing in things and value is not None:
                bounds = Bounds.of(*(row.text(part) for part in _PARTS))
                fact = Fact(thing, value, row.iri("relation") or "", bounds)
                facts[row.text("facet") or ""].append(fact)
        labels = {
            fact.value: asker.label(fact.value)
            for facet in ("role", "level", "place", "within")
            for fact in facts[facet]
        }
        for row in select(held.store, held.project, "browse-fields"):
            nb, en = row.text("descriptionNb") or "", row.text("descriptionEn") or ""
            labels[row.iri("statement") or ""] = Text(_short(nb or en), _short(en or nb))
        spellings: defaultdict[str, set[str]] = defaultdict(set)
        for name in held.names.names:
            if name.iri in things:
                spellings[name.iri].add(fold(name.text))
        for iri in things:
            spellings[iri].add(fold(key_of(iri)))
        return cls(
            things,
            dict(sorted(kinds.items(), key=lambda kind: alphabetically(kind[1].nb))),
            {facet: tuple(found) for facet, found in facts.items()},
            labels,
            {iri: frozenset(found) for iri, found in spellings.items()},
        )

    def on(self, day: str | None) -> Standing:
        """Say what holds on a day, or at any time."""
        ranks: dict[str, defaultdict[str, Ranks]] = {}
        for facet in (*DATED, "within"):
            ranks[facet] = defaultdict(dict)
            for fact in self.facts.get(facet, ()):
                lift(ranks[facet][fact.value], fact.thing, rank_of(fact.bounds, day))
        spread(ranks["place"], ranks.pop("within"))
        anything: Ranks = {}
        relations: defaultdict[str, int] = defaultdict(int)
        for fact in self.facts.get("any", ()):
            rank = rank_of(fact.bounds, day)
            lift(anything, fact.thing, rank)
            relations[fact.thing] += rank > NOTHING
        return Standing(self, day, ranks, anything, relations)


@dataclass(frozen=True)
class Standing:
    """What holds on one day.

    Attributes:
        of: what it is reckoned from.
        day: the day; ``None`` for any time.
        ranks: by facet and value, the things.
        anything: the things of which anything holds at all.
        relations: how many relations of each thing may hold.
    """

    of: Collection
    day: str | None
    ranks: Mapping[str, Mapping[str, Ranks]]
    anything: Ranks
    relations: Mapping[str, int]

    def values(self, facet: Dated, thing: str) -> list[tuple[Text, Rank]]:
        """Give what holds of a thing, what is certain first, and then by name."""
        found = {
            self.of.labels[value]: things[thing]
            for value, things in self.ranks[facet].items()
            if thing in things
        }
        return sorted(found.items(), key=lambda it: (-it[1], alphabetically(it[0].nb)))

    def find(self, chosen: Chosen) -> Found:
        """Find the things, and count what each further choice would leave."""
        picked = {
            facet: self._picked(facet, value)
            for facet in DATED
            if (value := getattr(chosen, facet)) is not None
        }
        named = self._named(chosen.text)
        of_kind = {iri for iri in named if self.of.things[iri].kind == chosen.kind}
        plain = named if chosen.kind is None else of_kind
        level = None if self.day is None else chosen.certainty
        found = self._meet(plain, picked.values())
        choices = {"kind": self._kinds(chosen, fitting(self._meet(named, picked.values()), level))}
        for facet in DATED:
            others = [ranks for other, ranks in picked.items() if other != facet]
            rest = self._meet(plain, others) if others else dict.fromkeys(plain, CERTAIN)
            now = getattr(chosen, facet)
            choices[facet] = tuple(
                Choice(compact(value), label, count, value == now)
                for value, label, ranks in self._offered(facet, now)
                if (count := len(fitting(both(rest, ranks), level))) or value == now
            )
        if self.day is not None:
            choices["certainty"] = tuple(
                Choice(name, _CERTAINTY[name], len(fitting(found, name)), name == level)
                for name in CERTAINTIES
                if fitting(found, name) or name == level
            )
        return Found(
            fitting(found, level),
            {
                facet: tuple(sorted(every, key=_most_first)) if facet != "certainty" else every
                for facet, every in choices.items()
            },
        )

    def _named(self, text: str) -> set[str]:
        """Give the things that have all words in one of their names."""
        words = [word for word in fold(text).split("-") if word]
        return {
            iri
            for iri, spellings in self.of.spellings.items()
            if not words or any(all(word in name for word in words) for name in spellings)
        }

    def _meet(self, things: set[str], picked: Iterable[Ranks]) -> Ranks:
        """Say how well things fit all that is picked, or if nothing is, what is known of them."""
        every = list(picked)
        if not every:
            everything = {iri: self.anything.get(iri, NOTHING) for iri in things}
            return everything if self.day is not None else dict.fromkeys(things, CERTAIN)
        found = every[0]
        for ranks in every[1:]:
            found = both(found, ranks)
        return {iri: rank for iri, rank in found.items() if iri in things}

    def _picked(self, facet: Dated, value: str) -> Ranks:
        if facet != "sector":
            return self.ranks[facet].get(value, {})
        return next(
            (ranks for text, _, ranks in self._sectors() if text == value), None
        ) or self._working_with(value)

    def _offered(self, facet: Dated, value: str | None) -> Iterable[tuple[str, Text, Ranks]]:
        if facet != "sector":
            for iri, ranks in self.ranks[facet].items():
                if ranks or iri == value:
                    yield iri, self.of.labels[iri], ranks
            return
        yield from self._sectors()
        if value is not None and all(text != value for text, _, _ in self._sectors()):
            yield value, Text(f"«{value}»", f"“{value}”"), self._working_with(value)

    def _sectors(self) -> Iterable[tuple[str, Text, Ranks]]:
        """Give what sources say, each wording once; addresses have the Norwegian one."""
        wordings: dict[Text, Ranks] = {}
        for statement, ranks in self.ranks["sector"].items():
            into = wordings.setdefault(self.of.labels[statement], {})
            for thing, rank in ranks.items():
                lift(into, thing, rank)
        return ((text.nb, text, ranks) for text, ranks in wordings.items() if ranks)

    def _working_with(self, words: str) -> Ranks:
        """Give the things that a source says work with some words, as ``networks.sectors`` does."""
        wanted = re.compile(r"\b" + r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)
        found: Ranks = {}
        for _, text, ranks in self._sectors():
            if wanted.search(text.nb) or wanted.search(text.en):
                for thing, rank in ranks.items():
                    lift(found, thing, rank)
        return found

    def _kinds(self, chosen: Chosen, things: Ranks) -> tuple[Choice, ...]:
        counts: defaultdict[str, int] = defaultdict(int)
        for iri in things:
            counts[self.of.things[iri].kind] += 1
        return tuple(
            Choice(kind, label, counts[kind], kind == chosen.kind)
            for kind, label in self.of.kinds.items()
            if counts[kind] or kind == chosen.kind
        )


_CERTAINTY: Final = {
    "certain": Text("sikkert", "certain"),
    "possible": Text("mulig", "possible"),
    "none": Text("ingenting gjaldt", "nothing held"),
}


def _most_first(choice: Choice) -> tuple[int, str]:
    return -choice.count, alphabetically(choice.label.nb)


def _short(text: str) -> str:
    return text.strip().removesuffix(".")
