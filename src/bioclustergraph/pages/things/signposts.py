"""The header ``Link`` of a document: where its other forms are, and what it is about.

FAIR Signposting (https://signposting.org/FAIR/): the page of a thing is its landing page; the forms
with data are its metadata, and its content as well. RFC 8288 for the header, RFC 6596 for
``canonical``, RFC 6903 for ``about`` and ``type``, RFC 8574 for ``cite-as``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph import media
from bioclustergraph.pages.frame.addresses import asking, safe
from bioclustergraph.pages.frame.rendering import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bioclustergraph.media import Format

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
"""Of what we have written ourselves; a graph of what is another's says its own."""

_PAGE: Final = "https://schema.org/AboutPage"
_DATA: Final = "https://schema.org/Dataset"


def signposts(  # noqa: PLR0913 - what the links say
    iri: str,
    path: str,
    form: Format,
    *,
    at: str | None,
    licence: str = LICENCE,
    types: Iterable[str] = (),
) -> str:
    """Word the header of one form of a document.

    Args:
        iri: what the document is about.
        path: the document, without suffix.
        form: the form that is answered.
        at: the day that is asked about, if one is.
        licence: under which licence it is.
        types: the classes of what it is about.
    """
    said = [
        _link(iri, "cite-as about"),
        _link(safe(asking(path, at=at)), "canonical"),
        _link(licence, "license"),
    ]
    return ", ".join([*said, *_links(path, form, at, types)])


def _links(path: str, form: Format, at: str | None, types: Iterable[str]) -> Iterator[str]:
    page = safe(asking(f"{path}.{media.HTML.name}", at=at))
    data = [(safe(asking(f"{path}.{f.name}", at=at)), f) for f in media.PAGES if f != media.HTML]
    if form == media.HTML:
        yield _link(_PAGE, "type")
        yield from (_link(type_, "type") for type_ in types)
        for target, other in data:
            yield _link(target, "alternate describedby item", other)
        for language in LANGUAGES:
            said = safe(asking(f"{path}.{media.HTML.name}", lang=language, at=at))
            yield f'{_link(said, "alternate", media.HTML)}; hreflang="{language}"'
        return
    yield _link(_DATA, "type")
    yield _link(page, "alternate describes collection", media.HTML)
    for target, other in data:
        if other != form:
            yield _link(target, "alternate", other)


def _link(target: str, relation: str, form: Format | None = None) -> str:
    type_ = f'; type="{form.media_type}"' if form is not None else ""
    return f'<{target}>; rel="{relation}"{type_}'
