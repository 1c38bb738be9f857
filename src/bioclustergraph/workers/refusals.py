"""Why a request got no answer, in words for who sent it."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from bioclustergraph.errors import Text
from bioclustergraph.pages.frame.problems import FAULT as FAULT_TOLD
from bioclustergraph.pages.frame.problems import Problem
from bioclustergraph.workers.nursery import FAULT

if TYPE_CHECKING:
    from bioclustergraph.pages import Limits


def busy() -> Problem:
    """Say that there is more to do than can be done."""
    return Problem(
        503,
        Text(
            "Det er for mange spørsmål her nå. Prøv igjen om litt.",
            "There are too many questions here now. Try again in a while.",
        ),
        headers={"Retry-After": "5"},
    )


def too_slow(limits: Limits) -> Problem:
    """Say that a question took too long."""
    return Problem(
        503,
        Text(
            f"Spørsmålet ble avsluttet etter {limits.seconds:g} sekunder, som er grensen her. "
            "Spør om mindre, eller hent dataene og still det hos deg selv.",
            f"The query was ended after {limits.seconds:g} seconds, which is the limit here. "
            "Ask for less, or fetch the data and ask it at your own place.",
        ),
    )


def too_much(limits: Limits) -> Problem:
    """Say that a question took too much memory."""
    mib = limits.memory // (1024 * 1024)
    return Problem(
        503,
        Text(
            f"Spørsmålet ble avsluttet fordi det brukte mer enn {mib} MiB minne, som er grensen "
            "her. Spør om mindre.",
            f"The query was ended because it used more than {mib} MiB of memory, which is the "
            "limit here. Ask for less.",
        ),
    )


def cause(ended: int) -> Problem:
    """Say why a worker ended that nobody had asked to: an exit code, or minus a signal."""
    if ended == FAULT:
        return Problem(500, FAULT_TOLD)
    if ended == -signal.SIGALRM:
        return Problem(503, Text("Spørsmålet tok for lang tid.", "The query took too long."))
    return Problem(
        503,
        Text(
            "Spørsmålet er for stort for databasen: det brukte opp minnet eller stabelen. Spør om "
            "mindre.",
            "The query is too large for the database: it used up the memory or the stack. Ask for "
            "less.",
        ),
    )
