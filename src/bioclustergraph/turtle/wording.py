"""What is said of a file that is not Turtle: the parser's complaints in plain words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text, TurtleError
from bioclustergraph.namespaces import PREFIXES
from bioclustergraph.turtle.positions import scan

if TYPE_CHECKING:
    from pathlib import Path

_COMMON: Final = (
    (
        "A dot is expected",
        "Setningen foran dette mangler punktum (eller semikolon) til slutt.",
        "The statement before this lacks its final dot (or semicolon).",
    ),
    (
        "The prefix (.*): has not been declared",
        r"Prefikset «\1:» er ikke erklært med @prefix.",
        r"The prefix “\1:” has not been declared with @prefix.",
    ),
    (
        "Unexpected end of file",
        "En tekst eller IRI som begynner her, blir aldri avsluttet.",
        "A string or an IRI that begins here is never closed.",
    ),
    (
        "Unexpected end",
        "Filen slutter midt i en setning.",
        "The file ends in the middle of a statement.",
    ),
    (
        "(.+) is not a valid RDF (?:object|literal)",
        r"Her skal det stå en verdi, men det står «\1».",
        r"A value should stand here, but there is “\1”.",
    ),
    (
        "(.+) is not a valid predicate",
        r"Her skal det stå en egenskap, men det står «\1».",
        r"A property should stand here, but there is “\1”.",
    ),
    (
        "Invalid IRI",
        "Teksten mellom < og > er ikke en gyldig IRI.",
        "The text between < and > is not a valid IRI.",
    ),
)
"""What the parser's commonest complaints mean; the others are passed on in its own words."""


def translated(error: SyntaxError, path: Path | None) -> TurtleError:
    """Say what the parser found, with the line."""
    detail = re.sub(r"^Parser error (at|between) [^:]*: ", "", error.msg or str(error))
    for pattern, nb, en in _COMMON:
        found = re.search(pattern, detail)
        if found:
            message = Text(found.expand(nb), found.expand(en))
            break
    else:
        message = Text(f"Ikke gyldig Turtle: {detail}.", f"Not valid Turtle: {detail}.")
    return TurtleError(message, path=path, line=error.lineno, hint=_hint(detail))


def _hint(detail: str) -> Text | None:
    """Say how a prefix of ours is declared; the other faults say themselves what to do."""
    found = re.search("The prefix (.*): has not been declared", detail)
    if found is None or found[1] not in PREFIXES:
        return None
    line = f"@prefix {found[1]}: <{PREFIXES[found[1]]}> ."
    return Text(
        f"Kjør «bioclustergraph fmt» på filen, eller skriv øverst i den: {line}",
        f"Run “bioclustergraph fmt” on the file, or write at its top: {line}",
    )


def too_new(text: str, path: Path | None) -> TurtleError:
    """Say that the file uses what RDF 1.1 does not have, with the line of the first of it."""
    return TurtleError(
        Text(
            "Filen bruker RDF 1.2 (en trippel som ledd, eller skriveretning); vi leser 1.1.",
            "The file uses RDF 1.2 (a triple as a term, or a text direction); we read 1.1.",
        ),
        path=path,
        line=_newer_line(text),
        hint=Text(
            "Gi påstanden en egen node (en bcg:DatedRelation) i stedet.",
            "Give the statement a node of its own (a bcg:DatedRelation) instead.",
        ),
    )


def _newer_line(text: str) -> int | None:
    """Find the line of the first ``<<`` or of a direction such as ``@en--ltr``."""
    return next(
        (
            line
            for kind, token, line in scan(text)
            if (kind, token) == ("mark", "<") or token[:2] == "--"
        ),
        None,
    )
