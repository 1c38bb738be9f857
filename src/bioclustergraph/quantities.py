"""Which numbers a text states, in Norwegian and English: digits, groups of digits and words.

A source writes 66 000 000 000 as “66 milliarder”, “66 mrd”, “66.000.000.000” or “66 billion”, and
50 as “femti”. Where a writing can be read in two ways (“15.000”, “billion”), both are given: what
is asked is whether a text can be the evidence for a number, not which number it means.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNITS: Final = {
    # «en» and «et» are articles, and «no» and “a” are everywhere: they state nothing.
    **dict.fromkeys(("null", "ingen", "zero", "none"), 0),
    **dict.fromkeys(("én", "ett", "one"), 1),
    **dict.fromkeys(("to", "begge", "two", "both", "annethvert", "annenhver", "twice"), 2),
    **dict.fromkeys(("tre", "three"), 3),
    **dict.fromkeys(("fire", "four"), 4),
    **dict.fromkeys(("fem", "five"), 5),
    **dict.fromkeys(("seks", "six"), 6),
    **dict.fromkeys(("sju", "syv", "seven"), 7),
    **dict.fromkeys(("åtte", "eight"), 8),
    **dict.fromkeys(("ni", "nine"), 9),
}
_TEENS: Final = {
    **dict.fromkeys(("ti", "ten"), 10),
    **dict.fromkeys(("elleve", "eleven"), 11),
    **dict.fromkeys(("tolv", "twelve"), 12),
    **dict.fromkeys(("tretten", "thirteen"), 13),
    **dict.fromkeys(("fjorten", "fourteen"), 14),
    **dict.fromkeys(("femten", "fifteen"), 15),
    **dict.fromkeys(("seksten", "sixteen"), 16),
    **dict.fromkeys(("sytten", "seventeen"), 17),
    **dict.fromkeys(("atten", "eighteen"), 18),
    **dict.fromkeys(("nitten", "nineteen"), 19),
}
_TENS: Final = {
    **dict.fromkeys(("tjue", "tyve", "twenty"), 20),
    **dict.fromkeys(("tretti", "tredve", "thirty"), 30),
    **dict.fromkeys(("førti", "forty"), 40),
    **dict.fromkeys(("femti", "fifty"), 50),
    **dict.fromkeys(("seksti", "sixty"), 60),
    **dict.fromkeys(("sytti", "seventy"), 70),
    **dict.fromkeys(("åtti", "eighty"), 80),
    **dict.fromkeys(("nitti", "ninety"), 90),
}
_COMPOUNDS: Final = {
    f"{tens}{joint}{unit}": ten + one
    for tens, ten in _TENS.items()
    for unit, one in _UNITS.items()
    if one
    for joint in ("", "-", " ")
}
_FACTORS: Final = {
    **dict.fromkeys(("doble", "dobles", "dobling", "fordoble", "double", "doubling"), 2),
    **dict.fromkeys(("tredoble", "tredobles", "tredobling", "triple", "tripling"), 3),
    **dict.fromkeys(("firedoble", "firedobles", "firedobling", "quadruple"), 4),
}
_ROUND: Final = {"hundre": 100, "hundred": 100, "tusen": 1_000, "thousand": 1_000}
_WORDS: Final = _UNITS | _TEENS | _TENS | _COMPOUNDS | _FACTORS | _ROUND

_SCALES: Final = {
    **dict.fromkeys(("hundre", "hundred"), (100,)),
    **dict.fromkeys(("tusen", "thousand", "k"), (1000,)),
    **dict.fromkeys(("million", "millioner", "millions", "mill", "mill.", "mnok", "m"), (10**6,)),
    **dict.fromkeys(("milliard", "milliarder", "mrd", "mrd.", "bn"), (10**9,)),
    # 10^9 in English, 10^12 in Norwegian.
    **dict.fromkeys(("billion", "billions", "billioner"), (10**9, 10**12)),
}

_SPACE: Final = r"[ \u00a0\u2009\u202f]"
_DIGITS: Final = re.compile(
    rf"(?<![\w])[0-9]+(?:(?:{_SPACE}|[.,])[0-9]{{3}}(?![0-9]))*(?:[.,][0-9]+)?"
)
_GROUPED: Final = re.compile(
    rf"[0-9]{{1,3}}(?:(?P<sign>{_SPACE}|[.,])[0-9]{{3}})(?:(?P=sign)[0-9]{{3}})*"
)
_TEXT: Final = re.compile(
    r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)) + r")(?!\w)"
)
_SCALE: Final = re.compile(
    r"[\s-]*(" + "|".join(sorted(map(re.escape, _SCALES), key=len, reverse=True)) + r")(?!\w)"
)


def numbers(text: str) -> frozenset[Decimal]:
    """Give every number that can be read in ``text``.

    >>> sorted(map(int, numbers("femti bedrifter, 15 000 ansatte og 66 milliarder kroner")))
    [15, 50, 66, 15000, 66000000000]
    >>> Decimal(5_000_000) in numbers("på fem millioner kroner")
    True
    >>> Decimal("3.5") in numbers("3,5 %") and Decimal(37) in numbers("37% av deltakerne")
    True
    """
    lower = text.casefold()
    return frozenset(value for start in _starts(lower) for value in start)


def states(text: str, value: Decimal) -> bool:
    """Say whether ``text`` can be the evidence for ``value``."""
    return value in numbers(text)


def _starts(text: str) -> Iterator[frozenset[Decimal]]:
    for match in _DIGITS.finditer(text):
        yield _scaled(text, match.end(), frozenset(_readings(match[0])))
    for match in _TEXT.finditer(text):
        yield _scaled(text, match.end(), frozenset({Decimal(_WORDS[match[0]])}))


def _readings(written: str) -> Iterator[Decimal]:
    """Read digits in every way they can be meant: 15.000 is fifteen, or fifteen thousand."""
    grouped = _GROUPED.match(written)
    if grouped is not None:
        whole = re.sub(r"[^0-9]", "", grouped[0])
        rest = written[grouped.end() :]
        yield Decimal(f"{whole}.{rest[1:]}" if re.fullmatch(r"[.,][0-9]+", rest) else whole)
    parts = re.split(r"[^0-9]", written)
    # «000» is no number by itself.
    yield from (Decimal(part) for part in parts if part and (part == "0" or part[0] != "0"))
    if re.fullmatch(r"[0-9]+[.,][0-9]+", written):
        yield Decimal(written.replace(",", "."))


def _scaled(text: str, end: int, values: frozenset[Decimal]) -> frozenset[Decimal]:
    """Add what the words after a number make of it: «fem millioner», «fem hundre tusen»."""
    found = set(values)
    while (match := _SCALE.match(text, end)) is not None:
        values = frozenset(value * scale for value in values for scale in _SCALES[match[1]])
        found |= values
        end = match.end()
    return frozenset(found)
