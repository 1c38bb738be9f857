"""Data inside a page: a data block, which browsers keep and never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from bioclustergraph import answers, media

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Triple

LONGEST: Final = 512 * 1024
"""How many bytes of data stand in a page at most; before compression they are 25 times as many."""

_ESCAPES: Final = tuple((character, f"\\u{ord(character):04x}") for character in "<>&\u2028\u2029")


def json_ld(triples: Sequence[Triple]) -> Markup | None:
    """Write triples as the content of ``<script type="application/ld+json">``.

    JSON has these characters in its strings only, where an escape says the same; without them no
    text can end the element, open another or a comment (HTML, 4.12.1.3).

    Returns:
        The content; ``None`` if it is longer than :data:`LONGEST`: the page links to it instead.
    """
    written = answers.graph(triples, media.JSON_LD)
    if len(written) > LONGEST:
        return None
    return block(written.decode())


def block(json: str) -> Markup:
    """Write JSON so that it can stand in a data block."""
    # Five looks for a character take a tenth of the time of one translate().
    for character, escape in _ESCAPES:
        json = json.replace(character, escape)
    return Markup(json)  # noqa: S704 - escaped for where it stands
