"""Where else on the site a thing can be seen: in the network, on the map, beside another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.pages.frame.addresses import asking, safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bioclustergraph.describe import Description

_THINGS: Final = f"{BASE}id/"


def elsewhere(it: Description, day: str | None) -> tuple[tuple[Text, str], ...]:
    """Give the pages that show the thing among others, and what leads there.

    Args:
        it: the thing.
        day: the day that is asked about, which the other page is asked about too.

    Returns:
        The words of each link, and its address on a server; a file can answer none of them.
    """
    return tuple((words, safe(address)) for words, address in _pages(it, day))


def _pages(it: Description, day: str | None) -> Iterator[tuple[Text, str]]:
    if not it.iri.startswith(_THINGS):
        return
    kind, _, key = it.iri.removeprefix(_THINGS).partition("/")
    # The network has the relations that join two things: a name or a figure joins none, and a
    # relation itself is no thing there.
    if any(part.subject and part.object and part.side != "itself" for part in it.relations):
        yield (
            Text("I nettverket", "In the network"),
            asking("/network/everything", of=f"{kind}/{key}", at=day),
        )
    if it.iri.startswith(PREFIXES["cluster"]):
        yield (
            Text("Sammenlign med en annen klynge", "Compare with another cluster"),
            asking("/compare", a=key, at=day),
        )
    if it.iri.startswith(PREFIXES["place"]):
        yield Text("På kartet", "On the map"), asking("/map", at=day)
        if it.relations:
            yield (
                Text("Alt der og innenfor", "Everything there and within"),
                asking("/browse", place=key, at=day),
            )
