"""Which form of an answer somebody gets, from what they say they accept (RFC 9110, section 12.5).

The reading of the headers is WebOb's, which follows the RFC where smaller libraries do not: a more
specific range decides over a wildcard, ``q=0`` refuses, and quoted commas do not split.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bioclustergraph.errors import Language


@dataclass(frozen=True, slots=True)
class Format:
    """One form an answer can take.

    Attributes:
        name: the word for it in ``?format=`` and the suffix of a file in it, without the dot.
        media_type: its media type, without parameters.
        label: what people call it.
        aliases: other words for it in ``?format=``, which some clients send.
    """

    name: str
    media_type: str
    label: str
    aliases: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The value of ``Content-Type``; all text is in UTF-8."""
        charset = "; charset=utf-8" if self.media_type.startswith("text/") else ""
        return f"{self.media_type}{charset}"

    @property
    def is_xml(self) -> bool:
        """Whether it is XML, which cannot carry every character (XML 1.0, section 2.2)."""
        return self.media_type.endswith("+xml")


JSON: Final = Format("json", "application/sparql-results+json", "JSON")
XML: Final = Format("xml", "application/sparql-results+xml", "XML")
CSV: Final = Format("csv", "text/csv", "CSV")
TSV: Final = Format("tsv", "text/tab-separated-values", "TSV")
TURTLE: Final = Format("ttl", "text/turtle", "Turtle", ("turtle", "n3"))
N_TRIPLES: Final = Format("nt", "application/n-triples", "N-Triples", ("ntriples", "n-triples"))
JSON_LD: Final = Format("jsonld", "application/ld+json", "JSON-LD", ("json-ld", "json"))
N_QUADS: Final = Format("nq", "application/n-quads", "N-Quads", ("nquads", "n-quads"))
TRIG: Final = Format("trig", "application/trig", "TriG")
RDF_XML: Final = Format("rdf", "application/rdf+xml", "RDF/XML", ("rdf+xml", "xml"))
"""The only form of a graph that older clients ask for (rdflib's SPARQLStore is one)."""

HTML: Final = Format("html", "text/html", "HTML")
PROBLEM: Final = Format("json", "application/problem+json", "JSON")

PLAIN_JSON: Final = Format("json", "application/json", "JSON")
"""What some clients ask for when they mean results in JSON; they get the type they asked for."""

RESULTS: Final = (JSON, XML, CSV, TSV, HTML, PLAIN_JSON)
"""Forms of the answer to a SELECT or an ASK, the one we would rather give first."""

GRAPHS: Final = (TURTLE, N_TRIPLES, JSON_LD, HTML, RDF_XML, N_QUADS, TRIG)
"""Forms of the answer to a CONSTRUCT or a DESCRIBE."""

RDF: Final = (TURTLE, N_TRIPLES, JSON_LD, RDF_XML)
"""Forms of a description that no page shows."""

PAGES: Final = (HTML, TURTLE, N_TRIPLES, JSON_LD, RDF_XML)
"""Forms of what is known about one resource."""

PROBLEMS: Final = (PROBLEM, HTML, PLAIN_JSON)
"""Forms of telling what went wrong (RFC 9457, and a page for people)."""

DUMPS: Final = (TURTLE, JSON_LD, N_QUADS, TRIG)
"""Forms of the files of a release."""

DATA: Final = (TURTLE, N_TRIPLES, JSON_LD)
"""Forms of a graph that are links on its page."""


def negotiate(accept: str | None, offered: Sequence[Format]) -> Format | None:
    """Choose the form that the client likes best; among equals, the first that is offered.

    A header that is absent or malformed says nothing, so that the first is chosen. Parameters other
    than ``q`` are not looked at: who asks for ``text/turtle;charset=utf-8`` is content with Turtle.

    Args:
        accept: the header ``Accept``; several are joined by commas.
        offered: what there is, the best first.

    Returns:
        The form, or ``None`` if the client accepts none of them.
    """
    from webob.acceptparse import AcceptValidHeader, create_accept_header

    # RFC 9110 (5.6.1) has recipients pass over empty elements; WebOb does so inside a list only.
    header = create_accept_header((accept or "").strip(" \t,") or None)
    if isinstance(header, AcceptValidHeader):
        qualities: dict[str, float] = {}
        for range_, quality, *_ in header.parsed or ():
            bare = range_.partition(";")[0].lower()
            qualities[bare] = max(quality, qualities.get(bare, 0.0))
        header = create_accept_header(", ".join(f"{r};q={q:.3f}" for r, q in qualities.items()))
    acceptable = header.acceptable_offers([format_.media_type for format_ in offered])
    if not acceptable:
        return None
    # WebOb sorts by quality, and keeps the order of the offers among equals.
    return next(f for f in offered if f.media_type == acceptable[0][0])


def named(name: str, offered: Sequence[Format]) -> Format | None:
    """Find the form that ``?format=`` names.

    >>> named("CSV", RESULTS).label
    'CSV'
    """
    wanted = name.strip().lower()
    return next((f for f in offered if wanted in {f.name, f.media_type, *f.aliases}), None)


def language(accept_language: str | None) -> Language:
    """Choose the language of a page: Norwegian unless English is liked better.

    Whoever reads Nynorsk, or any Norwegian, reads Bokmål.

    Args:
        accept_language: the header ``Accept-Language`` (RFC 9110, RFC 4647 look-up).

    >>> language("nn, en;q=0.5"), language("en-GB, nb;q=0.1"), language("de"), language(None)
    ('nb', 'en', 'nb', 'nb')
    """
    from webob.acceptparse import create_accept_language_header

    header = create_accept_language_header(accept_language)
    best = header.lookup(["nb", "nn", "no", "en"], default="nb")
    return "en" if best == "en" else "nb"
