"""Why a change was refused, in words for who sent it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bioclustergraph.errors import Text
from bioclustergraph.pages.frame.problems import FAULT, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIRST = 10
"""How many findings are told in the text of a refusal; all of them are in its data."""


def no_token() -> Problem:
    """Say that a token is needed (RFC 6750, 3)."""
    return Problem(
        401,
        Text(
            "For å endre grafen trengs en nøkkel: Authorization: Bearer NØKKEL.",
            "To change the graph you need a token: Authorization: Bearer TOKEN.",
        ),
        headers={"WWW-Authenticate": 'Bearer realm="bioclustergraph"', "Connection": "close"},
    )


def wrong_token() -> Problem:
    """Say that a token is not known."""
    return Problem(
        403,
        Text(
            "Nøkkelen er ikke kjent her, eller er trukket tilbake.",
            "The token is not known here, or has been revoked.",
        ),
        headers={"Connection": "close"},
    )


def no_tokens() -> Problem:
    """Say that nobody's token can be looked up."""
    return Problem(
        503,
        Text(
            "Filen med nøkler kan ikke brukes nå, så ingenting kan endres.",
            "The file of tokens cannot be used now, so that nothing can be changed.",
        ),
        headers={"Connection": "close"},
    )


def busy() -> Problem:
    """Say that too many wait to write."""
    return Problem(
        503,
        Text(
            "For mange vil skrive nå. Ingenting er endret; prøv igjen om litt.",
            "Too many want to write now. Nothing was changed; try again in a while.",
        ),
        headers={"Retry-After": "10"},
    )


def not_served(release: str) -> Problem:
    """Say that a change is done, but not to be seen yet."""
    return Problem(
        503,
        Text(
            f"Endringen er tatt vare på som utgave {release}, men kan ikke vises ennå. "
            "Ikke send den på nytt.",
            f"The change is kept as release {release}, but cannot be shown yet. "
            "Do not send it again.",
        ),
    )


def not_utf_8() -> Problem:
    """Say that what was sent cannot be read."""
    return Problem(
        400,
        Text(
            "Innholdet er ikke UTF-8, eller har for mange felter.",
            "The content is not UTF-8, or has too many fields.",
        ),
    )


def bad_reason(longest: int) -> Problem:
    """Say that a reason is none."""
    return Problem(
        400,
        Text(
            f"Begrunnelsen er én linje på høyst {longest} tegn.",
            f"The reason is one line of at most {longest} characters.",
        ),
    )


def one_at_a_time() -> Problem:
    """Say that a request holds more than one."""
    return Problem(
        400,
        Text(
            "Send én oppdatering om gangen; den kan ha flere operasjoner, skilt med semikolon.",
            "Send one update at a time; it may have several operations, parted by semicolons.",
        ),
    )


def default_graph() -> Problem:
    """Say that the default graph cannot be written."""
    return Problem(
        403,
        Text(
            "Standardgrafen er summen av de andre og kan ikke skrives. Nevn grafen: ?graph=IRI.",
            "The default graph is the sum of the others and cannot be written. Name the graph: "
            "?graph=IRI.",
        ),
    )


def which_graph() -> Problem:
    """Say that no graph, or several, are named."""
    return Problem(
        400,
        Text("Nevn én graf: ?graph=IRI.", "Name one graph: ?graph=IRI."),
    )


def other_form(forms: str) -> Problem:
    """Say which forms a graph may be sent in."""
    return Problem(
        415,
        Text(f"Send grafen som en av {forms}.", f"Send the graph as one of {forms}."),
        headers={"Accept-Post": forms, "Accept": forms},
    )


def of(told: Mapping[str, Any]) -> Problem:
    """Give the problem that the process that applies changes has told."""
    status: int = told["status"]
    if status == 422:  # noqa: PLR2004 - that of HTTP
        return _violations(told["findings"])
    if status >= 500:  # noqa: PLR2004 - that of HTTP
        detail = FAULT if status == 500 else Text(**told["message"])  # noqa: PLR2004 - as above
        return Problem(status, detail, headers={"Retry-After": "10"})
    detail = Text(**told["message"])
    if told["line"] is not None:
        line = told["line"]
        detail = Text(f"Linje {line}: {detail.nb}", f"Line {line}: {detail.en}")
    if told["hint"] is not None:
        hint = Text(**told["hint"])
        detail = Text(f"{detail.nb}\n{hint.nb}", f"{detail.en}\n{hint.en}")
    return Problem(status, detail)


def _violations(findings: list[dict[str, Any]]) -> Problem:
    nb, en = (
        "\n".join(
            f"{finding['graph'] or finding['file'] or ''} {finding['focus'] or ''}: "
            f"{finding['message'][language]} → {finding['remedy'][language]}"
            for finding in findings[:_FIRST]
        )
        for language in ("nb", "en")
    )
    number = sum(finding["severity"] == "violation" for finding in findings)
    return Problem(
        422,
        Text(
            f"Ingenting er endret: dataene ville brutt {number} krav.\n{nb}",
            f"Nothing was changed: the data would break {number} demands.\n{en}",
        ),
        extra={"findings": findings},
    )
