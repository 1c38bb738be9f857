"""From a value in the graph to the text in a cell, and back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph import turtle
from bioclustergraph.curating import dates
from bioclustergraph.curating.sheets.columns import WORDS, Column, Form
from bioclustergraph.errors import Text, UnknownThing
from bioclustergraph.hygiene.material import meant
from bioclustergraph.names import compact, expand, kind_of
from bioclustergraph.namespaces import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import rdflib
    from rdflib.term import Node

SEPARATOR: Final = "; "
"""Between several values of one cell; a line break in the cell does as well."""

_XSD: Final = PREFIXES["xsd"]
_PASSAGE: Final = re.compile(r"char=(0|[1-9][0-9]*),(0|[1-9][0-9]*)")
_DURATIONS: Final = {
    f"{_XSD}yearMonthDuration": re.compile(r"P([0-9]+Y([0-9]+M)?|[0-9]+M)"),
    f"{_XSD}dayTimeDuration": re.compile(r"P([0-9]+D(T[0-9]+[HMS].*)?|T[0-9]+[HMS].*)"),
}


class CellError(Exception):
    """A cell that cannot be taken over.

    Attributes:
        message: what is wrong.
        remedy: what to do about it.
    """

    def __init__(self, message: Text, remedy: Text) -> None:
        super().__init__(message.en)
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True)
class Cells:
    """Writes and reads the cells of one source.

    Attributes:
        document: the IRI of the document of the source, in which passages are; ``""`` for things.
        known: every thing and document there is, by IRI.
        resolve: from what somebody wrote, and the kinds that fit, to the IRI of a thing.
    """

    document: str
    known: set[str]
    resolve: Callable[[str, tuple[str, ...]], str]

    def text(self, column: Column, values: Iterable[Node]) -> str:
        """Give what stands in a cell for these values."""
        return SEPARATOR.join(sorted((self._shown(column, v) for v in values), key=_order))

    def _shown(self, column: Column, value: Node) -> str:
        import rdflib

        shown = str(value)
        if isinstance(value, rdflib.URIRef):
            if column.form is Form.PASSAGE:
                shown = shown.removeprefix(f"{self.document}#")
            elif column.form is not Form.ADDRESS:
                shown = compact(shown)
        elif not column.many and column.form is Form.TEXT:
            return shown
        # What the form of the column could not give back is written as in Turtle.
        try:
            same = self.values(column, shown) == [value]
        except CellError:
            same = False
        return shown if same else turtle.n3(value)

    def values(self, column: Column, text: str) -> list[Node]:
        """Read a cell; an empty one has no values.

        Raises:
            CellError: the text is not of the column's form.
        """
        if column.form is Form.TEXT:
            return [_text(column, text)] if text else []
        parts = re.split(r";\s+|\n", text) if column.many else [text]
        return [self._value(column, part.strip()) for part in parts if part.strip()]

    def _value(self, column: Column, text: str) -> Node:
        if column.form is Form.CHOICE:
            return self._choice(column, text)
        if column.form is Form.PASSAGE:
            return self._passage(text)
        if column.form is Form.ADDRESS:
            return _address(text)
        if column.form is Form.DATE:
            return _date(text)
        return _number(column, text) if column.form is Form.NUMBER else _duration(column, text)

    def _choice(self, column: Column, text: str) -> rdflib.URIRef:
        import rdflib

        iri = expand(text)
        if iri in column.choices or (iri in self.known and kind_of(iri or "") in column.kinds):
            return rdflib.URIRef(str(iri))
        if column.kinds and (iri is None or not iri.startswith(BASE)):
            try:
                iri = self.resolve(text, column.kinds)
            except UnknownThing as error:
                raise CellError(error.message, error.hint or _add_it(column)) from error
            if iri in column.choices or kind_of(iri) in column.kinds:
                return rdflib.URIRef(iri)
        elif iri is None:
            iri = next((c for c in column.choices if c.endswith(f"/{text}")), None)
            if iri is not None:
                return rdflib.URIRef(iri)
        name = text if iri is None else compact(iri)
        raise CellError(
            Text(f"{name} kan ikke stå her.", f"{name} cannot stand here."),
            meant(
                iri or text, column.choices, _add_it(column) if column.kinds else _listed(column)
            ),
        )

    def _passage(self, text: str) -> rdflib.URIRef:
        import rdflib

        if text.startswith(("<", "http")):
            return _address(text)
        if _PASSAGE.fullmatch(text) is None or not self.document:
            raise CellError(
                Text(f"«{text}» er ikke en passasje.", f"“{text}” is not a passage."),
                Text(
                    "Skriv char=1210,1255: tegn fra og med, til, talt fra 0; «bioclustergraph "
                    "evidence locate» finner dem. Flere skilles med semikolon og mellomrom.",
                    "Write char=1210,1255: characters from, to, counted from 0; “bioclustergraph "
                    "evidence locate” finds them. Several are parted by a semicolon and a space.",
                ),
            )
        return rdflib.URIRef(f"{self.document}#{text}")


def _text(column: Column, text: str) -> rdflib.Literal:
    import rdflib

    return rdflib.Literal(text, lang=column.language or None)


def _date(text: str) -> rdflib.Literal:
    found = dates.literal(text)
    if found is None:
        raise CellError(
            Text(f"«{text}» er ikke en dato.", f"“{text}” is not a date."),
            Text(
                "Skriv 2021, 2021-06 eller 2021-06-30, så presist som kilden gjør.",
                "Write 2021, 2021-06 or 2021-06-30, as precise as the source is.",
            ),
        )
    return found


def _number(column: Column, text: str) -> rdflib.Literal:
    import rdflib

    datatype = next(iter(column.datatypes))
    pattern = r"[+-]?[0-9]+" if datatype.endswith("integer") else r"[+-]?[0-9]+(\.[0-9]+)?"
    if re.fullmatch(pattern, text) is None:
        raise CellError(
            Text(f"«{text}» er ikke et tall.", f"“{text}” is not a number."),
            Text(
                "Skriv tallet med punktum foran desimalene og uten skilletegn mellom tusener: "
                "1800 eller 2.5.",
                "Write the number with a full stop before the decimals and no separator between "
                "thousands: 1800 or 2.5.",
            ),
        )
    return rdflib.Literal(text, datatype=rdflib.URIRef(datatype), normalize=False)


def _duration(column: Column, text: str) -> rdflib.Literal:
    import rdflib

    for datatype in column.datatypes:
        pattern = _DURATIONS.get(datatype)
        if pattern is not None and pattern.fullmatch(text):
            return rdflib.Literal(text, datatype=rdflib.URIRef(datatype), normalize=False)
    raise CellError(
        Text(f"«{text}» er ikke en varighet.", f"“{text}” is not a duration."),
        Text(
            f"Skriv den som {WORDS[Form.DURATION].nb}.", f"Write it as {WORDS[Form.DURATION].en}."
        ),
    )


def _address(text: str) -> rdflib.URIRef:
    import rdflib

    bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    iri = expand(bare)
    if iri is None and re.fullmatch(r"mailto:[^\s<>\"{}|\\^`]+", bare):
        iri = bare
    if iri is None:
        raise CellError(
            Text(f"«{text}» er ikke en adresse.", f"“{text}” is not an address."),
            Text("Skriv hele: https://….", "Write it in full: https://…."),
        )
    return rdflib.URIRef(iri)


def _listed(column: Column) -> Text:
    names = ", ".join(compact(choice) for choice in column.choices)
    return Text(f"Velg en av {names}.", f"Choose one of {names}.")


def _add_it(column: Column) -> Text:
    kind = column.kinds[0] if column.kinds else "organisation"
    return Text(
        f"Skriv nøkkelen til en ting som finnes, eller legg den til i arket «{kind}» eller i "
        f"data/things/{kind}s.ttl.",
        f"Write the key of a thing that exists, or add it in the sheet “{kind}” or in "
        f"data/things/{kind}s.ttl.",
    )


def _order(text: str) -> list[str | int]:
    """Order passages by their numbers and everything else by its text."""
    parts = re.split(r"([0-9]+)", text)  # every second part is a number
    return [int(part) if at % 2 else part for at, part in enumerate(parts)]
