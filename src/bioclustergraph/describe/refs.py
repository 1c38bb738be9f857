"""What stands in a statement: something with an IRI, or a literal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bioclustergraph.names import compact

if TYPE_CHECKING:
    from bioclustergraph.errors import Text


@dataclass(frozen=True, slots=True)
class Ref:
    """Something with an IRI, and what to call it.

    Attributes:
        iri: the IRI.
        label: its label; the prefixed name (or the IRI) in a language that has none.
    """

    iri: str
    label: Text

    @property
    def name(self) -> str:
        """The prefixed name, or the IRI where no prefix fits."""
        return compact(self.iri)


@dataclass(frozen=True, slots=True)
class Value:
    """A literal.

    Attributes:
        text: its lexical form.
        language: its BCP 47 tag, if it has one.
        datatype: the IRI of its datatype, if it is neither plain nor tagged text.
    """

    text: str
    language: str | None = None
    datatype: str | None = None
