"""Keys: the readable, lasting part of an IRI."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_NORWEGIAN: Final = str.maketrans(
    {"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa", "đ": "d", "ŋ": "n", "ŧ": "t", "ß": "ss"}
)
SOURCE: Final = re.compile(r"[0-9]{4}(-[a-z0-9]+)+")
"""The key of a source: the year of issue, the issuer and what it is, in kebab-case ASCII."""


def slug(text: str) -> str:
    """Make a key of a name, the way the project's keys are made.

    >>> slug("Ålesund Bioøkonomi & Næring")
    'aalesund-biooekonomi-naering'
    """
    spelt = unicodedata.normalize("NFC", text).casefold().translate(_NORWEGIAN)
    plain = unicodedata.normalize("NFKD", spelt)
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
