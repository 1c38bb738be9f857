"""Pages: which language, which links, and the templates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import Response

from bioclustergraph import media
from bioclustergraph.describe import in_language
from bioclustergraph.errors import Text
from bioclustergraph.names import compact
from bioclustergraph.namespaces import BASE
from bioclustergraph.pages.frame import bundles, permanent
from bioclustergraph.pages.frame.addresses import IRI_SAFE, document, safe
from bioclustergraph.pages.frame.links import LIVE, Links, links_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from bioclustergraph.errors import Language

LANGUAGES: Final[tuple[Language, ...]] = ("nb", "en")


@dataclass(frozen=True, slots=True)
class Speech:
    """Which language a page speaks.

    Attributes:
        language: the language.
        chosen: it was chosen by ``?lang=``, so that links on the page carry it on.
        links: how the page writes its links.
    """

    language: Language
    chosen: bool
    links: Links = field(default=LIVE)

    def say(self, nb: str | Text, en: str = "") -> str:
        """Give a wording, or a text, in the language."""
        text = nb if isinstance(nb, Text) else Text(nb, en)
        return text.in_language(self.language)

    def path(self, path: str) -> str:
        """Give a path of this site so that a chosen language is kept."""
        if not self.chosen:
            return self.links.to(path)
        before, hash_, fragment = path.partition("#")
        sign = "&" if "?" in before else "?"
        return self.links.to(f"{before}{sign}lang={self.language}{hash_}{fragment}")

    def href(self, iri: str) -> str | None:
        """Give where an IRI leads: a page here if it is ours, itself on the web, else nowhere."""
        if iri.startswith(BASE):
            path = document(iri)
            return self.path(safe(path)) if self.links.has(path) else None
        # Nothing but the web is linked: javascript: and data: are IRIs too.
        if iri.startswith(("https://", "http://")):
            return quote(iri, safe=IRI_SAFE)
        return None


def speech(request: Request) -> Speech:
    """Choose the language: ``?lang=`` first, then ``Accept-Language``, then Norwegian."""
    wanted, links = request.query_params.get("lang"), links_of(request)
    for language in LANGUAGES:
        if wanted == language:
            return Speech(language, chosen=True, links=links)
    header = ", ".join(request.headers.getlist("accept-language"))
    return Speech(media.language(header or None), chosen=False, links=links)


def accept(request: Request) -> str | None:
    """Give the header ``Accept``, several joined, ``None`` if there is none."""
    return ", ".join(request.headers.getlist("accept")) or None


class Renderer:
    """Makes pages of the templates; all that is put into one is escaped."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=PackageLoader("bioclustergraph.pages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        # All of them, now: workers are forked with them, and a new version of the program that is
        # put in place of a running one does not mix with it.
        for name in self._environment.list_templates():
            self._environment.get_template(name)

    def page(
        self,
        request: Request,
        template: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **values: Any,
    ) -> Response:
        """Render a page in the language of the request.

        Args:
            request: whose language and address are used.
            template: the name of the template.
            status: the HTTP status.
            headers: more headers.
            **values: what the template shows.
        """
        talk = speech(request)
        html = self._environment.get_template(template).render(
            say=talk.say,
            href=talk.href,
            path=talk.path,
            address=talk.links.to,
            live=talk.links.live,
            endpoint=talk.links.endpoint,
            compact=compact,
            spoken=lambda values: in_language(values, talk.language),
            language=talk.language,
            language_chosen=talk.chosen,
            other_language=_other(request, talk),
            has=talk.links.has,
            asked_path=request.url.path,
            citation=permanent.citation(request),
            script=lambda name: bundles.script(name, talk.links.to),
            style=lambda name: bundles.style(name, talk.links.to),
            **values,
        )
        return Response(
            html,
            status,
            {
                **(headers or {}),
                "Content-Language": talk.language,
                "Vary": "Accept, Accept-Language",
            },
            media.HTML.content_type,
        )


def _other(request: Request, talk: Speech) -> str:
    """Give the address of this page in the other language."""
    other = "en" if talk.language == "nb" else "nb"
    # A form that was posted cannot be linked to: its page begins again.
    query = request.url.include_query_params(lang=other).query
    return talk.links.to(f"{safe(request.url.path)}?{query}")
