"""Guess the language of a document, or say that it cannot be told."""

from __future__ import annotations

from typing import Final

_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/language/"
LANGUAGES: Final = {
    "nb": f"{_AUTHORITY}NOB",
    "nn": f"{_AUTHORITY}NNO",
    "en": f"{_AUTHORITY}ENG",
}
"""The languages of documents, by BCP 47 tag, as the EU's authority table names them."""

_SURE: Final = 0.9
"""From which confidence a guess is worth writing down; short texts stay below it."""


def guess(text: str) -> str | None:
    """Guess the language of a text: ``nb``, ``nn`` or ``en``; ``None`` if nobody can be sure.

    ``None`` as well where the library is not installed (``pip install
    'bioclustergraph[curating]'``).
    """
    try:
        from lingua import Language, LanguageDetectorBuilder
    except ImportError:
        return None
    known = {Language.BOKMAL: "nb", Language.NYNORSK: "nn", Language.ENGLISH: "en"}
    detector = LanguageDetectorBuilder.from_languages(*known).build()
    best = detector.compute_language_confidence_values(text)[0]
    return known[best.language] if best.value >= _SURE else None
