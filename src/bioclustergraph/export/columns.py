"""The codebook: every column of nodes and edges, in every form the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from bioclustergraph.errors import Text

Type = Literal["text", "integer", "list", "day"]
"""What is in a cell: a text, a whole number, several texts, a day (``YYYY-MM-DD``)."""

Cell = str | int | tuple[str, ...]
"""A value; what is not known has no cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: as files have it; ASCII, so that every form and every program takes it.
        type: what is in its cells.
        meaning: what that says.
    """

    name: str
    type: Type
    meaning: Text


_POSSIBLE: Final = Text(
    "Dagene det kan ha gjaldt, som start/slutt; slutten er selv utenfor, og «..» er uten grense.",
    "The days on which it may have held, as start/end; the end is outside, “..” is no limit.",
)
_CERTAIN: Final = Text(
    "Dagene det sikkert gjaldt, skrevet på samme måte; tomt der ingen dag er sikker.",
    "The days on which it certainly held, written likewise; empty where no day is certain.",
)

NODES: Final = (
    Column("id", "text", Text("Tingens IRI.", "The IRI of the thing.")),
    Column("label", "text", Text("Navnet på filens språk.", "Its name in the file's language.")),
    Column("label_nb", "text", Text("Navnet på bokmål.", "Its name in Norwegian Bokmål.")),
    Column("label_en", "text", Text("Navnet på engelsk.", "Its name in English.")),
    Column("kind", "text", Text("Klassen i ontologien.", "Its class in the ontology.")),
    Column("kind_label", "text", Text("Hva klassen heter.", "What the class is called.")),
    Column(
        "number",
        "text",
        Text("Organisasjonsnummer i Enhetsregisteret.", "Number in the register of entities."),
    ),
    Column(
        "places",
        "list",
        Text(
            "IRI-ene til stedene den er eller var, uansett når.",
            "The IRIs of the places where it is or was, at any time.",
        ),
    ),
    Column(
        "former",
        "list",
        Text(
            "IRI-ene til det den også står for, når etterfølgere følges.",
            "The IRIs of what it stands for as well, where successors are followed.",
        ),
    ),
    Column("possible", "list", _POSSIBLE),
    Column("certain", "list", _CERTAIN),
)

EDGES: Final = (
    Column("id", "text", Text("Nummer i denne filen.", "A number in this file.")),
    Column(
        "source",
        "text",
        Text("IRI-en til noden den går fra.", "The IRI of the node that it leads from."),
    ),
    Column(
        "target",
        "text",
        Text("IRI-en til noden den går til.", "The IRI of the node that it leads to."),
    ),
    Column(
        "kind",
        "text",
        Text("Relasjonens klasse i ontologien.", "The relation's class in the ontology."),
    ),
    Column("label", "text", Text("Hva klassen heter.", "What the class is called.")),
    Column("role", "text", Text("Rollens IRI, om den er gitt.", "The IRI of the role, if given.")),
    Column("role_label", "text", Text("Hva rollen heter.", "What the role is called.")),
    Column(
        "stated_start",
        "text",
        Text(
            "Når den begynte, så presist som kilden sier (ÅÅÅÅ, ÅÅÅÅ-MM, ÅÅÅÅ-MM-DD).",
            "When it began, as precisely as the source says (YYYY, YYYY-MM, YYYY-MM-DD).",
        ),
    ),
    Column(
        "stated_end",
        "text",
        Text(
            "Når den sluttet, likedan; selv utenfor. Tomt er ikke «varer», men «ikke sagt».",
            "When it ended, likewise; itself outside. Empty is not “lasts” but “not said”.",
        ),
    ),
    Column(
        "start_earliest",
        "day",
        Text("Den første dagen den kan ha begynt.", "The first day it may have begun."),
    ),
    Column(
        "start_latest",
        "day",
        Text("Dagen den sikkert hadde begynt.", "The day it had certainly begun."),
    ),
    Column(
        "end_earliest",
        "day",
        Text(
            "Den gjaldt sikkert til og med dagen før.", "It certainly held through the day before."
        ),
    ),
    Column(
        "end_latest",
        "day",
        Text("Dagen den sikkert var slutt.", "The day it had certainly ended."),
    ),
    Column("possible", "list", _POSSIBLE),
    Column("certain", "list", _CERTAIN),
    Column(
        "certainty",
        "text",
        Text(
            "certain eller possible på de valgte dagene; er ingen valgt, på noen dag.",
            "certain or possible on the chosen days; where none are chosen, on any day.",
        ),
    ),
    Column(
        "weight",
        "integer",
        Text(
            "Hvor mange ting de to deler de dagene, sikkert eller mulig; ellers 1.",
            "How many things the two share on those days, certainly or possibly; else 1.",
        ),
    ),
    Column(
        "certain_weight",
        "integer",
        Text("Hvor mange av dem sikkert.", "How many of them certainly."),
    ),
    Column("via", "list", Text("IRI-ene til det de deler.", "The IRIs of what they share.")),
    Column("via_label", "text", Text("Hva det heter.", "What that is called.")),
    Column(
        "relations",
        "list",
        Text(
            "IRI-ene til relasjonene: hver er én kilde som taler.",
            "The IRIs of the relations: each is one source speaking.",
        ),
    ),
    Column(
        "documents",
        "list",
        Text("IRI-ene til dokumentene bak.", "The IRIs of the documents behind it."),
    ),
    Column(
        "passages",
        "list",
        Text(
            "IRI-ene til tekststedene, med tegnposisjoner i dokumentet.",
            "The IRIs of the passages, with positions of characters in the document.",
        ),
    ),
    Column(
        "sources",
        "text",
        Text(
            "Dokumentene bak, med tittel og dato, til å lese.",
            "The documents behind it, with title and date, to be read.",
        ),
    ),
)

SOURCES: Final = (
    Column("id", "text", Text("Dokumentets IRI.", "The IRI of the document.")),
    Column("title", "text", Text("Tittelen.", "Its title.")),
    Column(
        "issued",
        "text",
        Text("Når det ble utgitt, så presist som kjent.", "When it was issued, as far as known."),
    ),
    Column("address", "text", Text("Hvor det er å finne.", "Where it is to be found.")),
    Column("edges", "integer", Text("Hvor mange kanter det bærer.", "How many edges rest on it.")),
)
