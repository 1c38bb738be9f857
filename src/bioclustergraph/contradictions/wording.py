"""What contradictions are called, and how they are explained, in both languages."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from bioclustergraph.contradictions.asking import asked
from bioclustergraph.errors import Text
from bioclustergraph.names import compact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.contradictions.finding import Contradiction
    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

_NUMBERS: Final = frozenset({"decimal", "integer", "double", "float"})
_SEPARATED: Final = 5  # digits from which thousands are set apart: 15 000, but 2021

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


@dataclass(frozen=True)
class Labels:
    """What everything of ours is called.

    Attributes:
        labels: by IRI, the label in ``nb`` and ``en``.
    """

    labels: dict[str, dict[str, str]] = field(repr=False)

    @classmethod
    def of(cls, store: Store, project: Project) -> Labels:
        """Read all labels with ``queries/ledger/labels.rq``."""
        import pyoxigraph

        found: dict[str, dict[str, str]] = {}
        for row in asked(store, project, "labels"):
            label = row["label"]
            if isinstance(label, pyoxigraph.Literal) and label.language:
                found.setdefault(row["thing"].value, {}).setdefault(label.language, label.value)
        return cls(found)

    def of_iri(self, iri: str) -> Text:
        """Give the label of an IRI; its prefixed name where it has none."""
        found = self.labels.get(iri, {})
        fallback = next(iter(found.values()), compact(iri))
        return Text(found.get("nb", fallback), found.get("en", fallback))

    def of_term(self, term: object) -> Text:
        """Give how a term is written for people: by its label, as a number, or as it is."""
        import pyoxigraph

        if isinstance(term, pyoxigraph.NamedNode):
            return self.of_iri(term.value)
        if not isinstance(term, pyoxigraph.Literal):
            return Text("", "")
        if term.datatype.value.rpartition("#")[2] in _NUMBERS:
            return _number(term.value)
        return Text(term.value, term.value)

    def joined(self, terms: Iterable[object]) -> Text:
        """Write terms one after the other; those that are not there are left out."""
        texts = [self.of_term(term) for term in terms]
        return Text(
            " ".join(text.nb for text in texts if text.nb),
            " ".join(text.en for text in texts if text.en),
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


def _number(text: str) -> Text:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return Text(text, text)
    plain = f"{number.normalize():f}"
    whole, _, fraction = plain.partition(".")
    if len(whole.lstrip("-")) >= _SEPARATED:
        whole = f"{int(whole):,}"
    return Text(
        whole.replace(",", "\N{NO-BREAK SPACE}") + (f",{fraction}" if fraction else ""),
        whole + (f".{fraction}" if fraction else ""),
    )
