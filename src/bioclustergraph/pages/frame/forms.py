"""Which form of an answer a request gets."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bioclustergraph import media
from bioclustergraph.errors import Text
from bioclustergraph.pages.frame.problems import Problem
from bioclustergraph.pages.frame.rendering import accept

if TYPE_CHECKING:
    from starlette.requests import Request


def chosen(request: Request, name: str | None, offers: tuple[media.Format, ...]) -> media.Format:
    """Choose the form of an answer: ``?format=`` first, then ``Accept``.

    Raises:
        Problem: there is no such form, or none that the client accepts.
    """
    if name:
        listed = ", ".join(dict.fromkeys(f.name for f in offers))
        form = media.named(name, offers)
        if form is None:
            raise Problem(
                400,
                Text(
                    f"Formen «{name}» finnes ikke for dette svaret. Velg en av {listed}.",
                    f"There is no form “{name}” of this answer. Choose one of {listed}.",
                ),
            )
        return form
    form = negotiated(accept(request), offers)
    if form is None:
        types = ", ".join(f.media_type for f in offers)
        raise Problem(
            406, Text(f"Svaret finnes som {types}.", f"The answer can be had as {types}.")
        )
    return form


# The same few headers come again and again, and to read one takes longer than a small query.
negotiated = lru_cache(maxsize=512)(media.negotiate)
