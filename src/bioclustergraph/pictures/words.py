"""What is said around a picture, in the asked language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import PictureError, Text
from bioclustergraph.pictures.frame import Caption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bioclustergraph.errors import Language
    from bioclustergraph.networks import Network, Selection

LICENCE: Final = "CC BY 4.0"
"""Of the data."""

_NAMED: Final = 6
"""How many sources are named; the rest are counted."""


def caption(
    network: Network,
    language: Language,
    *,
    about: str = "",
    titles: Sequence[Text] = (),
) -> Caption:
    """Say what a picture shows: view, day, how much; below it release, licence and sources.

    Args:
        network: what is drawn.
        language: of the words.
        about: of which thing, if it is about one.
        titles: of the views, where there are several.
    """
    title = " + ".join(
        title.in_language(language) if not number else _small(title.in_language(language))
        for number, title in enumerate(titles or (network.view.title,))
    )
    return Caption(
        language=language,
        title=f"{title}: {about}" if about else title,
        lines=(f"{capital(_chosen(network).in_language(language))} · {_much(network, language)}",),
        notes=(_from(network).in_language(language), _sources(network, language)),
    )


def refuse_empty(network: Network) -> None:
    """Refuse to draw nothing.

    Raises:
        PictureError: there is nothing in the network.
    """
    if network.nodes:
        return
    name, days = network.view.name, _days(network.selection)
    raise PictureError(
        Text(
            f"Det er ingenting å tegne: utsnittet {name} er tomt ({days.nb}).",
            f"There is nothing to draw: the view {name} is empty ({days.en}).",
        ),
        hint=Text(
            "Velg en annen dag eller et videre utvalg; «bioclustergraph export --list» lister "
            "utsnittene.",
            "Choose another day or a wider selection; “bioclustergraph export --list” lists the "
            "views.",
        ),
    )


def refuse_unrelated(network: Network) -> None:
    """Refuse to draw when relations held where there are none.

    Raises:
        PictureError: there is no relation in the network.
    """
    if network.edges:
        return
    raise PictureError(
        Text(
            f"Det er ingen relasjoner å vise over tid i {network.view.name}.",
            f"There are no relations to show over time in {network.view.name}.",
        ),
        hint=Text("Velg et videre utvalg.", "Choose a wider selection."),
    )


def _chosen(network: Network) -> Text:
    """Say days and place."""
    days, place = _days(network.selection), network.selection.place
    if place is None:
        return days
    known = network.things.get(place)
    name = known.label if known else Text(*(place.rpartition("/")[2],) * 2)
    return Text(f"{days.nb}, {name.nb}", f"{days.en}, {name.en}")


def _days(selection: Selection) -> Text:
    if selection.at is not None:
        found = Text(f"slik det var {selection.at}", f"as of {selection.at}")
    elif selection.since is not None and selection.until is not None:
        found = Text(
            f"fra {selection.since} til {selection.until}, som selv er utenfor",
            f"from {selection.since} to {selection.until}, itself outside",
        )
    elif selection.since is not None:
        found = Text(f"fra {selection.since}", f"from {selection.since}")
    elif selection.until is not None:
        found = Text(f"før {selection.until}", f"before {selection.until}")
    else:
        found = Text("alle år", "all years")
    if selection.sector is not None:
        words = selection.sector.words
        found = Text(f"{found.nb}, felt: {words}", f"{found.en}, field: {words}")
    if selection.certain_only:
        found = Text(f"{found.nb}, bare det sikre", f"{found.en}, only what is certain")
    return found


def _much(network: Network, language: Language) -> str:
    certain = sum(edge.certainty == "certain" for edge in network.edges)
    nodes, edges = len(network.nodes), len(network.edges)
    return Text(
        f"{nodes} ting, {edges} {'relasjon' if edges == 1 else 'relasjoner'}, "
        f"{certain} av dem {'sikker' if certain == 1 else 'sikre'}",
        f"{nodes} {'thing' if nodes == 1 else 'things'}, "
        f"{edges} {'relation' if edges == 1 else 'relations'}, {certain} of them certain",
    ).in_language(language)


def _from(network: Network) -> Text:
    digest = network.release
    release = (
        Text(f"utgave {digest[:12]}", f"release {digest[:12]}")
        if digest
        else Text("ingen utgave: filene slik de er", "no release: the files as they are")
    )
    return Text(
        f"bioclustergraph, {release.nb}. Lisens: {LICENCE}.",
        f"bioclustergraph, {release.en}. Licence: {LICENCE}.",
    )


def _sources(network: Network, language: Language) -> str:
    documents = sorted(
        {source.document for edge in network.edges for source in edge.sources}
        & network.documents.keys()
    )
    named = [
        f"{it.title.in_language(language)}" + (f" ({it.issued[:4]})" if it.issued else "")
        for it in (network.documents[document] for document in documents[:_NAMED])
    ]
    more = len(documents) - len(named)
    if more > 0:
        named.append(Text(f"og {more} til", f"and {more} more").in_language(language))
    word = Text("Kilder" if len(documents) != 1 else "Kilde", _sources_word(documents))
    said = "; ".join(named) or Text("ingen", "none").in_language(language)
    return f"{word.in_language(language)}: {said}."


def _sources_word(documents: Sequence[str]) -> str:
    return "Source" if len(documents) == 1 else "Sources"


def _small(words: str) -> str:
    """Go on with a small letter, unless the first word is a name."""
    return words[:1].lower() + words[1:]


def capital(words: str) -> str:
    """Begin with a capital, leaving the rest as it is.

    >>> capital("medlem i EU-nettverk")
    'Medlem i EU-nettverk'
    """
    return words[:1].upper() + words[1:]
