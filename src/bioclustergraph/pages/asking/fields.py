"""The fields of a question's form: what is asked for, what can be chosen, and how it is read."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from bioclustergraph import queries
from bioclustergraph.errors import Text, UnknownThing
from bioclustergraph.names import compact, expand, fold, kind_of
from bioclustergraph.namespaces import KINDS
from bioclustergraph.pages.asking.wording import word

if TYPE_CHECKING:
    from bioclustergraph.errors import Language
    from bioclustergraph.names import Name, Names
    from bioclustergraph.queries import Parameter

_ALIASES: Final = 3
"""How many other names stand beside a choice, so that it is found by them too."""

_YEAR: Final = re.compile(r"(\d{4})")
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})")
_POINTS: Final = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_MONTHS: Final = 12
_FIRST_DAY: Final = frozenset({"since", "until"})
"""Parameters for which a year or a month stands for its first day; for others it is the last."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen.

    Attributes:
        value: what is put into the field: what it is called, if only that has the name.
        note: its other names, or its kind.
    """

    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    Attributes:
        parameter: what it is for.
        label: what it is called.
        text: what stands in it.
        read: the day that a year or a month was read as; ``None`` where it is plain.
    """

    parameter: Parameter
    label: Text
    text: str
    read: str | None = None

    @property
    def is_day(self) -> bool:
        """Whether a day is asked for."""
        return self.parameter.type == "date"

    @property
    def is_spoken(self) -> bool:
        """Whether it is the language, which the page knows."""
        return self.parameter.type == "language"

    @property
    def lists(self) -> bool:
        """Whether it can be chosen from a list."""
        return self.parameter.type not in queries.VALUE_TYPES


@dataclass(frozen=True)
class Choosing:
    """What can be put into the fields, of all names that there are.

    Attributes:
        names: every name of every thing.
    """

    names: Names

    def choices(self, type_: str, language: Language) -> tuple[Choice, ...]:
        """Give what can be chosen for a parameter of a type, sorted by name."""
        kind = None if type_ == "any" else type_
        labels = {iri: self._by_iri[iri] for iri in self.names.of_kind(kind)}
        often = Counter(fold(it.in_language(language)) for it in labels.values())
        found = []
        for iri, label in labels.items():
            said = label.in_language(language)
            other = " · ".join(self._others(iri, said)[:_ALIASES])
            if often[fold(said)] > 1:  # the name alone would not say which
                found.append(Choice(compact(iri), " · ".join(filter(None, (said, other)))))
            else:
                kind_said = word(kind_of(iri) or "").in_language(language) if kind is None else ""
                found.append(Choice(said, " · ".join(filter(None, (kind_said, other)))))
        return tuple(sorted(found, key=lambda choice: fold(choice.value)))

    def label(self, iri: str) -> Text | None:
        """Give what something is called, if it has a name."""
        return self._by_iri.get(iri)

    def written(self, parameter: Parameter, language: Language) -> str:
        """Give the default of a parameter as somebody would write it."""
        plain = queries.plain(parameter.default)
        if parameter.type in queries.VALUE_TYPES:
            return plain
        iri = expand(plain)
        label = self.label(iri) if iri is not None else None
        if iri is None or label is None:
            return plain
        said = label.in_language(language)
        try:
            kind = None if parameter.type == "any" else parameter.type
            return said if self.names.resolve(said, kind) == iri else compact(iri)
        except UnknownThing:  # two things have that name
            return compact(iri)

    @cached_property
    def _by_iri(self) -> dict[str, Text]:
        held: dict[str, list[Name]] = {}
        for name in self.names.names:
            held.setdefault(name.iri, []).append(name)
        return {iri: _label(mine) for iri, mine in held.items()}

    @cached_property
    def _all(self) -> dict[str, list[str]]:
        held: dict[str, list[str]] = {}
        for name in self.names.names:
            if kind_of(name.iri) in KINDS:
                held.setdefault(name.iri, []).append(name.text)
        return held

    def _others(self, iri: str, said: str) -> list[str]:
        seen, found = {fold(said)}, []
        for text in self._all.get(iri, ()):
            if fold(text) not in seen:
                seen.add(fold(text))
                found.append(text)
        return found


def _label(mine: list[Name]) -> Text:
    ours = [name for name in mine if name.preferred] or mine
    by_language = {name.language: name.text for name in reversed(ours)}
    nb = by_language.get("nb", ours[0].text)
    return Text(nb, by_language.get("en", nb))


def day(parameter: str, text: str) -> str:
    """Read a day, a month or a year as the day that is asked about.

    ``since`` and ``until`` take the first day of a month or a year, every other parameter the last;
    what is none of them is given back as it is, for the question to refuse.

    >>> day("at", "2021"), day("since", "2021"), day("at", "2024-02"), day("at", "1.7.2021")
    ('2021-12-31', '2021-01-01', '2024-02-29', '2021-07-01')
    """
    if points := _POINTS.fullmatch(text):
        number, month, year = map(int, points.groups())
        try:
            return dt.date(year, month, number).isoformat()
        except ValueError:
            return text
    first = parameter in _FIRST_DAY
    if found := _YEAR.fullmatch(text):
        return f"{text}-01-01" if first else f"{text}-12-31"
    if (found := _MONTH.fullmatch(text)) and 1 <= int(found[2]) <= _MONTHS and int(found[1]) > 0:
        last = calendar.monthrange(int(found[1]), int(found[2]))[1]
        return f"{text}-01" if first else f"{text}-{last:02}"
    return text
