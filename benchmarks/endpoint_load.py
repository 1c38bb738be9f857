"""Put a server under load with wrk, and say how it bore it."""

from __future__ import annotations

import json
import statistics
import subprocess
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from benchmarks.endpoint_data import CLUSTERS, ORGANISATIONS

if TYPE_CHECKING:
    from benchmarks.endpoint_servers import Server

SERVED: Final = Path(__file__).with_name("served")
"""The queries, and the script that lets wrk vary them."""

_MADE_UP: Final = "made-up-7"
_BETWEEN: Final = 0.5
"""Seconds between two looks at the memory."""


@dataclass(frozen=True)
class Row:
    """A row of the table: what is asked, and what issue 4 promises.

    Attributes:
        query: the name of the query in ``served/``.
        repeated: whether the same query is asked again and again, so that it can be remembered.
        goal: at least so many times the peer's requests per second.
    """

    query: str
    repeated: bool
    goal: float

    @property
    def title(self) -> str:
        """Its name in the table."""
        return f"{self.query}, {'the same' if self.repeated else 'each new'}"

    @property
    def highest(self) -> int:
        """The highest number of the things that the query is about."""
        return ORGANISATIONS if self.query == "small" else CLUSTERS

    def sparql(self, number: int) -> str:
        """Give the query about the thing of this number."""
        text = (SERVED / f"{self.query}.rq").read_text(encoding="utf-8")
        # Its head is for people; servers are asked what a client would send.
        body = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
        return body.strip().replace(_MADE_UP, f"made-up-{number}") + "\n"


@dataclass(frozen=True)
class Figures:
    """What was measured.

    Attributes:
        rate: requests answered per second.
        p50: half of the answers came within so many milliseconds.
        p99: all but one in a hundred came within so many milliseconds.
        memory: the most bytes that were seen held.
        failed: how many requests were not answered, or not with 2xx or 3xx.
    """

    rate: float
    p50: float
    p99: float
    memory: float
    failed: int

    @classmethod
    def median(cls, runs: list[Figures]) -> Figures:
        """Give the medians of several runs, and all that failed."""
        return cls(
            rate=statistics.median(run.rate for run in runs),
            p50=statistics.median(run.p50 for run in runs),
            p99=statistics.median(run.p99 for run in runs),
            memory=max(run.memory for run in runs),
            failed=sum(run.failed for run in runs),
        )


@dataclass(frozen=True)
class Load:
    """How hard it is asked.

    Attributes:
        wrk: the program.
        connections: how many connections ask at once.
        seconds: how long.
    """

    wrk: str
    connections: int
    seconds: int

    def put_on(self, server: Server, row: Row, tag: str) -> Figures:
        """Ask, and look at the memory now and then while it is asked."""
        seen = [server.memory()]
        done = Event()

        def look() -> None:
            while not done.wait(_BETWEEN):
                seen.append(server.memory())

        looking = Thread(target=look)
        looking.start()
        try:
            said = subprocess.run(
                [
                    self.wrk,
                    *("--threads", "2"),
                    *("--connections", str(self.connections)),
                    *("--duration", f"{self.seconds}s"),
                    *("--timeout", "30s"),
                    *("--script", str(SERVED / "load.lua")),
                    server.url,
                    "--",
                    _path(server.url, row),
                    "0" if row.repeated else str(row.highest),
                    tag,
                ],
                check=True,
                capture_output=True,
                text=True,
                timeout=self.seconds + 60,
            ).stdout
        finally:
            done.set()
            looking.join()
        figures = json.loads(said.partition("FIGURES ")[2].splitlines()[0])
        return Figures(
            rate=figures["requests"] / figures["microseconds"] * 1e6,
            p50=figures["p50"] / 1000,
            p99=figures["p99"] / 1000,
            memory=max(seen),
            failed=figures["failed"],
        )


def _path(url: str, row: Row) -> str:
    """Give what is asked for, with the signs that ``load.lua`` puts numbers in place of."""
    before, after = row.sparql(7).split(_MADE_UP)
    return f"{urlsplit(url).path}?query={quote(before)}made-up-@{quote(after)}|"
