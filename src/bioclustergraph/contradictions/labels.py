"""What everything of ours is called, read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from bioclustergraph.contradictions.asking import asked
from bioclustergraph.errors import Text
from bioclustergraph.names import compact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

_NUMBERS: Final = frozenset({"decimal", "integer", "double", "float"})
_SEPARATED: Final = 5  # digits from which thousands are set apart: 15 000, but 2021


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
