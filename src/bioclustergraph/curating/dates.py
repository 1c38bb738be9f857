"""Dates as curators write them, just as precise as the source: 2021, 2021-06, 2021-06-30."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    import rdflib

_DATATYPES: Final = {
    4: PREFIXES["xsd"] + "gYear",
    7: PREFIXES["xsd"] + "gYearMonth",
    10: PREFIXES["xsd"] + "date",
}
"""The datatype by the length of the text."""
_FORM: Final = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def literal(text: str) -> rdflib.Literal | None:
    """Make the literal of a date; ``None`` if it is not one.

    >>> str(literal("2021-06").datatype).rpartition("#")[2]
    'gYearMonth'
    >>> literal("2021-02-30") is None
    True
    """
    import rdflib

    if _FORM.fullmatch(text) is None or not text.isascii():
        return None
    try:
        date.fromisoformat(f"{text}-01-01"[:10] if len(text) < len("2021-06-30") else text)
    except ValueError:
        return None
    datatype = rdflib.URIRef(_DATATYPES[len(text)])
    return rdflib.Literal(text, datatype=datatype, normalize=False)
