"""Which address an IRI of ours has on this site, and which IRI an address is about.

A thing is not a document: ``id/cluster/x`` names the cluster, ``/doc/cluster/x`` is the document
about it, and its forms have a suffix each (Cool URIs for the Semantic Web, 4.2). Terms, concepts,
graphs and shapes are documents of their own and stand at their own IRI.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from bioclustergraph import media
from bioclustergraph.namespaces import BASE

if TYPE_CHECKING:
    from starlette.requests import Request

THINGS: Final = "/id/"
DOCUMENTS: Final = "/doc/"

IRI_SAFE: Final = "/:?#[]@!$&'()*+,;=%-._~"
"""What stays as it is when an IRI becomes a link (RFC 3986 reserved and unreserved, and ``%``)."""

_SUFFIXES: Final = {f".{form.name}": form.name for form in media.PAGES}


@dataclass(frozen=True, slots=True)
class Address:
    """A path of this site that is about an IRI.

    Attributes:
        path: the path of the thing or its document, without suffix.
        form: the form that the suffix names, if there is one.
    """

    path: str
    form: str | None

    @property
    def is_thing(self) -> bool:
        """Whether it is that of a thing itself, which nobody can fetch."""
        return self.path.startswith(THINGS)

    @property
    def iri(self) -> str:
        """The IRI it is about."""
        path = self.path
        if path.startswith(DOCUMENTS):
            path = THINGS + path.removeprefix(DOCUMENTS)
        return BASE + path.removeprefix("/")

    @property
    def suffix(self) -> str:
        """The suffix with its dot; empty if there is none."""
        return f".{self.form}" if self.form else ""


def address(request: Request) -> Address:
    """Read the address of a request.

    The path is taken as it was sent: an IRI with ``%C3%A5`` in it is another than one with ``å``.
    """
    path = request.scope.get("raw_path", b"").decode("ascii", "replace").partition("?")[0]
    path = path or request.url.path
    for suffix, name in _SUFFIXES.items():
        if path.endswith(suffix):
            return Address(path.removesuffix(suffix), name)
    return Address(path, None)


def local(iri: str) -> str:
    """Give the path of an IRI of ours as it stands."""
    return "/" + iri.removeprefix(BASE)


def document(iri: str) -> str:
    """Give the path of the document about an IRI of ours.

    >>> document("https://w3id.org/bioclustergraph/id/cluster/biotech-north")
    '/doc/cluster/biotech-north'
    >>> document("https://w3id.org/bioclustergraph/ns/Membership")
    '/ns/Membership'
    """
    path = local(iri)
    return DOCUMENTS + path.removeprefix(THINGS) if path.startswith(THINGS) else path


def asking(path: str, **fields: str | int | None) -> str:
    """Give a path with a query of those fields that have a value.

    >>> asking("/doc/cluster/x.ttl", at="2021-06-30", page=None)
    '/doc/cluster/x.ttl?at=2021-06-30'
    """
    given = {name: value for name, value in fields.items() if value is not None}
    return f"{path}?{urlencode(given)}" if given else path


def safe(path: str) -> str:
    """Give a path that stays on this site: one that began with ``//`` would name another."""
    return "/" + quote(path.lstrip("/"), safe=IRI_SAFE)
