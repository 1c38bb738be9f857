"""The endpoint beside its peers, over the same made-up data: `make endpoint-speed`.

Ours runs as it does by default, limits on; beside it `oxigraph serve`, in memory and on disk, of
which the faster counts in each row; and afterwards `rdflib-endpoint`. They are asked in turn,
several times, and the medians are printed as they are and as ratios, beside what issue 4 promises.

Run on request only: a time measured on a busy machine proves nothing, so no test depends on it. It
prints and does not judge; the exit code is 0 whenever everything has been measured.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
from contextlib import ExitStack
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks import endpoint_data, endpoint_servers
from benchmarks.endpoint_load import Figures, Load, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.endpoint_servers import Server

ROWS: Final = (
    Row("small", repeated=False, goal=0.35),
    Row("mid", repeated=False, goal=1),
    Row("wide", repeated=False, goal=1),
    Row("small", repeated=True, goal=0.5),
    Row("mid", repeated=True, goal=10),
    Row("wide", repeated=True, goal=10),
)
RDFLIB_GOAL: Final = 5.0
CONNECTIONS: Final = 16
COMPARED: Final = 5
"""So many queries of each row must give the same rows everywhere before anything is measured."""

PEERS: Final = "Install the peers: .venv/bin/python -m pip install -c constraints.txt -e '.[bench]'"
WRK: Final = "It is the Debian package wrk: apt-get install wrk."


def main() -> int:
    """Make the data, start the servers, measure and print."""
    parser = argparse.ArgumentParser(prog="benchmarks.endpoint", description=__doc__)
    parser.add_argument("--seconds", type=int, default=4, help="of each run (default 4)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each row (default 3)")
    parser.add_argument("--without-rdflib", action="store_true", help="leave rdflib-endpoint out")
    told = parser.parse_args()
    try:
        wrk = endpoint_servers.program("wrk", WRK)
        oxigraph = endpoint_servers.program("oxigraph", PEERS)
        rdflib = "" if told.without_rdflib else endpoint_servers.program("rdflib-endpoint", PEERS)
    except endpoint_servers.Missing as missing:
        print(missing, file=sys.stderr)
        return 2
    load = Load(wrk, CONNECTIONS, told.seconds)
    with tempfile.TemporaryDirectory(prefix="endpoint-") as name, ExitStack() as running:
        where = Path(name)
        release, log = where / "release", where / "log"
        triples = endpoint_data.write(release)
        print(
            f"{triples} triples, {CONNECTIONS} connections, medians of {told.rounds} runs of "
            f"{told.seconds} s in turn; load of the machine before: {os.getloadavg()[0]:.1f}"
        )
        own = running.enter_context(endpoint_servers.ours(release, log))
        print(f"ours: {own.name} {_version('bioclustergraph')}, limits as they are by default")
        with ExitStack() as beside:
            peers = [
                beside.enter_context(endpoint_servers.oxigraph(oxigraph, release, log)),
                beside.enter_context(
                    endpoint_servers.oxigraph_on_disk(oxigraph, release, where / "disk", log)
                ),
            ]
            _same_rows([own, *peers])
            print(f"\nbeside oxigraph serve {_version('oxigraph')}, the faster of two")
            _head()
            for row in ROWS:
                _measure(row, own, peers, load, told.rounds)
        if rdflib:
            peer = running.enter_context(endpoint_servers.rdflib_endpoint(rdflib, release, log))
            _same_rows([own, peer])
            print(f"\nbeside rdflib-endpoint {_version('rdflib-endpoint')}, one run")
            _head()
            for row in (Row(row.query, row.repeated, RDFLIB_GOAL) for row in ROWS[:3]):
                _measure(row, own, [peer], load, 1)
    return 0


def _same_rows(servers: Sequence[Server]) -> None:
    """Hold the answers against each other.

    Raises:
        SystemExit: two differ, and to measure them would show nothing.
    """
    chance = random.Random(5)  # noqa: S311  # the same each time
    for row in ROWS[:3]:
        size, length = 0, 0
        for number in chance.sample(range(1, row.highest + 1), COMPARED):
            first, *others = (server.rows(row.sparql(number)) for server in servers)
            rows = _rows(first)
            size, length = len(rows), len(first)
            if not rows or any(_rows(other) != rows for other in others):
                sys.exit(f"{row.query}, {number}: the servers do not give the same rows.")
        print(f"the same rows everywhere: {row.query}, e.g. {size} rows, {length} bytes")


def _rows(body: bytes) -> list[str]:
    bindings = json.loads(body)["results"]["bindings"]
    return sorted(json.dumps(binding, sort_keys=True) for binding in bindings)


def _measure(row: Row, own: Server, peers: Sequence[Server], load: Load, rounds: int) -> None:
    """Ask each server in turn, several times, and print the row."""
    runs: dict[str, list[Figures]] = {server.name: [] for server in (own, *peers)}
    for turn in range(rounds):
        for server in (own, *peers):
            runs[server.name].append(load.put_on(server, row, str(turn)))
    ours = Figures.median(runs.pop(own.name))
    name, theirs = max(
        ((name, Figures.median(figures)) for name, figures in runs.items()),
        key=lambda pair: pair[1].rate,
    )
    _print(row, name, ours, theirs)


def _head() -> None:
    print(
        f"{'':17}{'requests/s':>21}{'':23}{'p50, ms':>21}{'p99, ms':>28}{'memory, MiB':>27}\n"
        f"{'':17}{'ours':>9}{'peer':>9}{'ratio':>8}  {'goal':9}{'peer is':16}"
        + f"{'ours':>7}{'peer':>8}{'ratio':>7}  " * 2
        + f"{'ours':>7}{'peer':>8}{'ratio':>7}"
    )


def _print(row: Row, name: str, ours: Figures, theirs: Figures) -> None:
    ratio = ours.rate / theirs.rate
    met = "✓" if ratio >= row.goal else "✗"
    mib = 2**20
    print(
        f"{row.title:17}{ours.rate:9.0f}{theirs.rate:9.0f}{ratio:7.2f}×  "
        f"{f'{row.goal:g}× {met}':9}{name:16}"
        + "".join(
            f"{own:7.{digits}f}{peer:8.{digits}f}{own / peer:6.2f}×  "
            for own, peer, digits in (
                (ours.p50, theirs.p50, 2),
                (ours.p99, theirs.p99, 2),
                (ours.memory / mib, theirs.memory / mib, 0),
            )
        )
        + (f"{ours.failed} of ours failed" if ours.failed else "")
        + (f"{theirs.failed} of theirs failed" if theirs.failed else ""),
        flush=True,
    )


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:  # found on the path, and not beside this Python
        return ""


if __name__ == "__main__":
    sys.exit(main())
