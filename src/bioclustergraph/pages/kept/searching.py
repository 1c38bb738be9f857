"""What somebody may be looking for: all names of all things, by their first letters on."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text
from bioclustergraph.names import fold, key_of, kind_of
from bioclustergraph.namespaces import KINDS, SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bioclustergraph.names import Name, Names

KIND_WORDS: Final[Mapping[str, Text]] = {
    "organisation": Text("organisasjon", "organisation"),
    "cluster": Text("klynge", "cluster"),
    "network": Text("nettverk", "network"),
    "person": Text("person", "person"),
    "project": Text("prosjekt", "project"),
    "programme": Text("program", "programme"),
    "event": Text("arrangement", "event"),
    "application": Text("søknad", "application"),
    "place": Text("sted", "place"),
    "document": Text("kildedokument", "source document"),
}
_SOUGHT: Final = frozenset((*KINDS, *SCHEMES))
"""What is searched: things and the words for them; not what is said about statements."""

_CONCEPT: Final = Text("begrep", "concept")

EXACT: Final = 0
_FIRST_WORDS: Final = 1
_BEGINNING: Final = 2
_WORDS: Final = 3
_WITHIN: Final = 4
_CLOSE: Final = 5

_LONGEST: Final = 100
"""How much of what is written is looked at."""

_FEW: Final = 4
"""How many letters there must be before names are searched from the inside."""

_CLOSENESS: Final = 0.72
"""How like a name must be that is only like what was written (difflib's ratio)."""


@dataclass(frozen=True, slots=True)
class Match:
    """A thing that may have been meant.

    Attributes:
        iri: the thing.
        label: what we call it.
        kind: what sort of thing it is, in a word.
        printed: the name that fits, where it is another than the label: a former name, an
            abbreviation.
        stage: how well it fits; :data:`EXACT` is best.
    """

    iri: str
    label: Text
    kind: Text
    printed: str | None
    stage: int

    @property
    def is_close(self) -> bool:
        """Whether no name of it has what was written, and one is only like it."""
        return self.stage == _CLOSE


@dataclass(frozen=True, slots=True)
class _Form:
    text: str
    words: tuple[str, ...]
    printed: str | None


@dataclass(frozen=True, slots=True)
class _Thing:
    iri: str
    label: Text
    kind: str
    forms: tuple[_Form, ...]
    weight: int

    @property
    def place(self) -> tuple[bool, int, str]:
        """Where it stands among those that fit equally well."""
        return self.kind not in KINDS, -self.weight, self.label.nb.casefold()


@dataclass(frozen=True, slots=True)
class Index:
    """All names, folded once."""

    things: tuple[_Thing, ...]

    @classmethod
    def of(cls, names: Names, weights: Mapping[str, int]) -> Index:
        """Make the index.

        Args:
            names: every name of every thing.
            weights: how many relations each thing is in; one that is told of more goes first.
        """
        by_iri: dict[str, list[Name]] = {}
        for name in names.names:
            if kind_of(name.iri) in _SOUGHT:
                by_iri.setdefault(name.iri, []).append(name)
        return cls(
            tuple(
                _Thing(
                    iri, _label(mine), kind_of(iri) or "", _forms(iri, mine), weights.get(iri, 0)
                )
                for iri, mine in by_iri.items()
            )
        )

    def matches(self, text: str, *, kind: str | None = None, limit: int = 8) -> tuple[Match, ...]:
        """Give what may be meant, the best first.

        A name that is what was written goes before one that begins with it, that before one with
        words that do, that before one that has it somewhere; things of the world go before the
        words they are described with, and what many relations tell of before what few do. Only if
        nothing has what was written is there what is merely like it.

        Args:
            text: what has been written so far; case, accents, æøå and hyphens do not matter.
            kind: a kind of thing or a concept scheme to stay within.
            limit: how many to give at most.
        """
        wanted = fold(text[:_LONGEST])
        if not wanted:
            return ()
        things = [thing for thing in self.things if kind is None or thing.kind == kind]
        found = sorted(_fitting(things, wanted), key=lambda pair: (pair[1].stage, pair[0].place))
        # What is merely like it comes in order of likeness.
        found = found or list(_like(things, wanted))
        return tuple(match for _, match in found[:limit])


def _label(names: list[Name]) -> Text:
    ours = [name for name in names if name.preferred] or names
    by_language = {name.language: name.text for name in reversed(ours)}
    nb = by_language.get("nb", ours[0].text)
    return Text(nb, by_language.get("en", nb))


def _forms(iri: str, names: list[Name]) -> tuple[_Form, ...]:
    texts: dict[str, str | None] = {}
    for name in sorted(names, key=lambda name: not name.preferred):
        texts.setdefault(fold(name.text), None if name.preferred else name.text)
    texts.setdefault(fold(key_of(iri)), None)
    return tuple(
        _Form(text, tuple(text.split("-")), printed) for text, printed in texts.items() if text
    )


def _fitting(things: list[_Thing], wanted: str) -> Iterator[tuple[_Thing, Match]]:
    words = wanted.split("-")
    for thing in things:
        best: tuple[int, str | None] | None = None
        for form in thing.forms:
            stage = _stage(form, wanted, words)
            if stage is not None and (best is None or stage < best[0]):
                best = stage, form.printed
        if best is not None:
            yield thing, _match(thing, best[1], best[0])


def _stage(form: _Form, wanted: str, words: list[str]) -> int | None:
    if form.text == wanted:
        return EXACT
    if form.text.startswith(wanted):
        return _FIRST_WORDS if form.text[len(wanted)] == "-" else _BEGINNING
    if all(any(has.startswith(word) for has in form.words) for word in words):
        return _WORDS
    return _WITHIN if len(wanted) >= _FEW and wanted in form.text else None


def _like(things: list[_Thing], wanted: str) -> Iterator[tuple[_Thing, Match]]:
    if len(wanted) < _FEW:
        return
    by_form: dict[str, tuple[_Thing, str | None]] = {}
    for thing in things:
        for form in thing.forms:
            for text in (form.text, *form.words):
                if len(text) >= _FEW:
                    by_form.setdefault(text, (thing, form.printed))
    seen: set[str] = set()
    for text in difflib.get_close_matches(wanted, by_form, n=12, cutoff=_CLOSENESS):
        thing, printed = by_form[text]
        if thing.iri not in seen:
            seen.add(thing.iri)
            yield thing, _match(thing, printed, _CLOSE)


def _match(thing: _Thing, printed: str | None, stage: int) -> Match:
    kind = KIND_WORDS.get(thing.kind, _CONCEPT)
    return Match(thing.iri, thing.label, kind, printed, stage)
