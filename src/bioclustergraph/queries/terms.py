"""From what somebody writes for a parameter to the term that SPARQL wants, and back."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import ParameterError, Text
from bioclustergraph.names import expand

if TYPE_CHECKING:
    from collections.abc import Callable

VALUE_TYPES: Final = ("date", "year", "integer", "language", "text")
"""Types of a parameter that are literals; the others are kinds of thing, concept schemes, or
``any`` thing."""

_YEAR: Final = re.compile(r"-?[0-9]{4,}")
_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_NOT_IN_IRI: Final = re.compile(r"""[\x00-\x20<>"{}|^`\\]""")
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"


def term(name: str, type_: str, value: str, resolve: Callable[[str, str | None], str]) -> str:
    """Give the SPARQL term of one value.

    Args:
        name: the parameter, for the message.
        type_: its type: one of :data:`VALUE_TYPES`, a kind of thing, a concept scheme, or ``any``.
        value: for a thing or a concept a key, IRI or name; for a date ``YYYY-MM-DD`` (a day of the
            Gregorian calendar); for a year ``YYYY``.
        resolve: finds the IRI of what was written, given it and the kind (``None``: any kind).

    Raises:
        ParameterError: the value is not of the type.
        UnknownThing: from ``resolve``.
    """
    if type_ == "date":
        return f'"{_day(name, value)}"^^<{_XSD}date>'
    if type_ == "year":
        if not _YEAR.fullmatch(value):
            raise _wrong(name, value, Text("et år, som 2021", "a year, such as 2021"))
        return f'"{value}"^^<{_XSD}gYear>'
    if type_ == "integer":
        if not _INTEGER.fullmatch(value):
            raise _wrong(name, value, Text("et helt tall, som 2", "a whole number, such as 2"))
        return f'"{value}"^^<{_XSD}integer>'
    if type_ == "language":
        if value not in {"nb", "en"}:
            raise _wrong(name, value, Text("nb eller en", "nb or en"))
        return f'"{value}"'
    if type_ == "text":
        return _quoted(value)
    iri = resolve(value, None if type_ == "any" else type_)
    if _NOT_IN_IRI.search(iri):
        raise _wrong(name, value, Text("en IRI uten mellomrom", "an IRI without spaces"))
    return f"<{iri}>"


def plain(default: str) -> str:
    """Give a default the way people write it: without quotes, datatype and brackets.

    >>> plain('"2021-06-30"^^xsd:date')
    '2021-06-30'
    """
    if default.startswith('"'):
        return default[1:].partition('"')[0]
    return expand(default) or default if default.startswith("<") else default


def _day(name: str, value: str) -> str:
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        day = None
    # fromisoformat also takes 20210630 and 2021-W26-3, which nobody means here.
    if day is None or day.isoformat() != value:
        raise _wrong(name, value, Text("en dag, som 2021-06-30", "a day, such as 2021-06-30"))
    return value


def _wrong(name: str, value: str, wanted: Text) -> ParameterError:
    return ParameterError(
        Text(
            f"--{name}: «{value}» er ikke {wanted.nb}.",
            f"--{name}: “{value}” is not {wanted.en}.",
        ),
        hint=Text(f"Skriv {wanted.nb}.", f"Write {wanted.en}."),
    )


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    for character, escape in (("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        escaped = escaped.replace(character, escape)
    return f'"{escaped}"'
