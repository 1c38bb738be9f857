"""The columns of a kind of relation or thing, read from its shapes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text
from bioclustergraph.names import compact
from bioclustergraph.namespaces import BCG, PREFIXES

if TYPE_CHECKING:
    from bioclustergraph.errors import Language

_XSD: Final = PREFIXES["xsd"]
TYPE: Final = PREFIXES["rdf"] + "type"

_LABELS: Final = {
    PREFIXES["org"] + "member": Text("hvem", "who"),
    PREFIXES["org"] + "organization": Text("i hva", "of what"),
    PREFIXES["org"] + "role": Text("rolle", "role"),
    PREFIXES["org"] + "originalOrganization": Text("den som gikk inn", "the one absorbed"),
    PREFIXES["org"] + "resultingOrganization": Text("i hva", "into what"),
    PREFIXES["foaf"] + "page": Text("adresse", "address"),
    PREFIXES["rdfs"] + "label": Text("navn", "name"),
    PREFIXES["skos"] + "exactMatch": Text("i et annet register", "in another register"),
    TYPE: Text("klasse", "class"),
}
"""What the properties of other vocabularies are called; our own say it in the ontology."""


class Form(Enum):
    """What stands in the cells of a column."""

    CHOICE = "choice"  # one of the listed IRIs, as a prefixed name
    DATE = "date"  # 2021, 2021-06 or 2021-06-30
    NUMBER = "number"
    TEXT = "text"
    DURATION = "duration"  # P3Y, P1Y6M, P2D
    ADDRESS = "address"  # any IRI
    PASSAGE = "passage"  # char=1210,1255


WORDS: Final = {
    Form.CHOICE: Text("velg fra listen", "choose from the list"),
    Form.DATE: Text("2021, 2021-06 eller 2021-06-30", "2021, 2021-06 or 2021-06-30"),
    Form.NUMBER: Text("tall, med punktum foran desimaler", "a number, with a decimal point"),
    Form.TEXT: Text("tekst", "text"),
    Form.DURATION: Text("P3Y, P1Y6M eller P2D", "P3Y, P1Y6M or P2D"),
    Form.ADDRESS: Text("hele adressen: https://…", "the whole address: https://…"),
    Form.PASSAGE: Text("char=1210,1255", "char=1210,1255"),
}
"""How each is written."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        iri: the IRI of the property.
        language: the language tag of its texts; ``""`` for none.
        form: what stands in its cells.
        choices: the IRIs to choose from, for a choice; things are looked up by name as well.
        kinds: the kinds of thing that may stand in it.
        datatypes: the IRIs of the datatypes of its values.
        required: whether each row must fill it.
        many: whether a cell may hold several values.
        label: what it is called.
        remedy: what its shape says is to be written.
    """

    iri: str
    language: str
    form: Form
    choices: tuple[str, ...]
    kinds: tuple[str, ...]
    datatypes: tuple[str, ...]
    required: bool
    many: bool
    label: Text
    remedy: Text | None

    @property
    def header(self) -> str:
        """The name by which the column is known: ``bcg:start``, ``rdfs:label@nb``."""
        name = compact(self.iri)
        return f"{name}@{self.language}" if self.language else name

    def title(self) -> str:
        """What people read above the column, in both languages; a star means that it is needed."""
        tag = f" ({self.language})" if self.language else ""
        return f"{self.label.nb} / {self.label.en}{tag}{' *' if self.required else ''}"


@dataclass(frozen=True, slots=True)
class Kind:
    """What one sheet holds.

    Attributes:
        name: the kind as it stands in IRIs, and the name of the sheet.
        classes: the IRIs of the classes that rows may have; the first if a row names none.
        label: what one of them is called.
        definition: what one of them is.
        columns: the columns after the first, which is the key.
        naming: the properties whose values make the key of a new row, in order.
        is_thing: whether it is of things, which stand in ``data/things/``, and not of relations.
    """

    name: str
    classes: tuple[str, ...]
    label: Text
    definition: Text
    columns: tuple[Column, ...]
    naming: tuple[str, ...]
    is_thing: bool = False

    @property
    def key_title(self) -> str:
        """What people read above the first column; it also tells that row from the others."""
        return f"{self.label.nb} / {self.label.en} (IRI)"

    def column(self, header: str) -> Column | None:
        """Find a column by its header."""
        return next((column for column in self.columns if column.header == header), None)


def label_of(iri: str, labels: dict[str, Text]) -> Text:
    """Give what a property is called."""
    name = compact(iri).partition(":")[2]
    return labels.get(iri) or _LABELS.get(iri) or Text(name, name)


ANCHORS: Final = (BCG.start, BCG.startBefore, BCG.attestedOn, BCG.end, BCG.validFor)
"""The dates that name a relation, the first that it has."""

DATES: Final = frozenset({f"{_XSD}date", f"{_XSD}gYearMonth", f"{_XSD}gYear"})
NUMBERS: Final = (f"{_XSD}integer", f"{_XSD}decimal")
DURATIONS: Final = frozenset({f"{_XSD}yearMonthDuration", f"{_XSD}dayTimeDuration"})
LANGUAGES: Final[tuple[Language, ...]] = ("nb", "en")
