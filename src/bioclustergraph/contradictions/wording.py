"""What contradictions are called, and how they are explained, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text

if TYPE_CHECKING:
    from bioclustergraph.contradictions.finding import Contradiction
    from bioclustergraph.contradictions.labels import Labels


_SAME_TIME: Final = Text(
    "De kan gjelde samme tid, og kan da ikke alle stemme.",
    "They may speak of the same time, and cannot then all be right.",
)
_NO_TIME: Final = Text(
    "Dette har bare ett svar, uansett når kildene ble skrevet.",
    "This has only one answer, whenever the sources were written.",
)
_APART: Final = Text(
    "De gjelder ulike tider, så alle kan stemme.",
    "They speak of different times, so all may be right.",
)


def title(contradiction: Contradiction, labels: Labels) -> Text:
    """Give what a contradiction is called: ``Biotech North: members``."""
    about = [labels.of_iri(iri) for iri in contradiction.about]
    topic = contradiction.topic
    return Text(
        f"{' / '.join(text.nb for text in about)}: {topic.nb}",
        f"{' / '.join(text.en for text in about)}: {topic.en}",
    )


def explanation(contradiction: Contradiction, labels: Labels) -> Text:
    """Say what each claim says, of when and where it stands, and what follows."""
    verdict = _APART
    if contradiction.clashes:
        verdict = _SAME_TIME if contradiction.rule.dates_explain else _NO_TIME
    nb, en = [], []
    for claim in contradiction.claims:
        when = "" if claim.period is None else str(claim.period)
        documents = [labels.of_iri(iri) for iri in claim.documents]
        where_nb = ", ".join(part for part in (when, *(text.nb for text in documents)) if part)
        where_en = ", ".join(part for part in (when, *(text.en for text in documents)) if part)
        nb.append(claim.says.nb + (f" ({where_nb})" if where_nb else ""))
        en.append(claim.says.en + (f" ({where_en})" if where_en else ""))
    # The same words of two statements of one document are said once.
    return Text(
        f"{'; '.join(dict.fromkeys(nb))}. {verdict.nb}",
        f"{'; '.join(dict.fromkeys(en))}. {verdict.en}",
    )
