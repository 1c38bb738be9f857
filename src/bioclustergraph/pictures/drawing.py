"""From networks to a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import ParameterError, Text
from bioclustergraph.pictures import choosing, words
from bioclustergraph.pictures.frame import framed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bioclustergraph.errors import Language
    from bioclustergraph.networks import Network
    from bioclustergraph.pictures.frame import Drawing

KINDS: Final = ("network", "timeline", "matrix")


def picture(
    networks: Sequence[Network],
    language: Language,
    *,
    kind: str = "network",
    colour: str = "kind",
    of: str | None = None,
) -> bytes:
    """Draw networks as one SVG document; the same networks give the same bytes.

    Args:
        networks: of one view or several, of the same store and selection.
        language: of everything that is said.
        kind: ``network``, ``timeline`` or ``matrix``.
        colour: what colours mean in a network: ``kind``, ``certainty``, ``role`` or ``place``.
        of: the IRI of a thing: only its relations.

    Raises:
        MissingLibrary: a library that draws is not installed.
        PictureError: there is nothing to draw, or a library did not manage.
        ParameterError: something cannot be chosen, or the views do not go together.
    """
    if kind != "network" and colour != "kind":
        raise ParameterError(
            Text(
                f"Fargene i --as {kind} er gitt: {colour} kan ikke velges.",
                f"The colours of --as {kind} are given: {colour} cannot be chosen.",
            ),
            hint=Text("Utelat --colour.", "Leave out --colour."),
        )
    network = choosing.together(networks)
    words.refuse_empty(network)
    about = ""
    if of is not None:
        about = _name(network, of, language)
        network = choosing.around(network, of)
    if kind == "timeline":
        words.refuse_unrelated(network)
    caption = words.caption(
        network, language, about=about, titles=[each.view.title for each in networks]
    )
    return framed(_drawn(network, language, kind, colour, of), caption)


def _drawn(network: Network, language: Language, kind: str, colour: str, of: str | None) -> Drawing:
    # Each is imported where it is used: the command's help must not wait for any of them.
    if kind == "timeline":
        from bioclustergraph.pictures import timeline

        return timeline.drawn(network, language, of=of)
    if kind == "matrix":
        from bioclustergraph.pictures import matrix

        return matrix.drawn(network, language)
    from bioclustergraph.pictures import graph

    return graph.drawn(network, language, colour=colour)


def _name(network: Network, iri: str, language: Language) -> str:
    for node in network.nodes:
        if node.iri == iri:
            return node.thing.label.in_language(language)
    raise ParameterError(
        Text(
            f"{iri.rpartition('/')[2]} er ikke i utsnittet {network.view.name} i den valgte tiden.",
            f"{iri.rpartition('/')[2]} is not in the view {network.view.name} at the chosen time.",
        ),
        hint=Text("Velg en annen ting eller et annet utsnitt.", "Choose another thing or view."),
    )
