"""How long a page takes to make: every thing's, on the real data, by the server's own time.

Run as ``python benchmarks/pages.py`` (or ``make page-speed``). Nothing is kept between two pages
but what the server keeps for all of them, and nothing goes over a wire. Each page is made once to
warm up, then as often as ``--rounds`` says; its time is the median of these. What is measured is
the time of the processor that the page takes, which other work on the machine makes little longer.

Exits with 1 where half of the pages take longer than ``--most`` milliseconds, or where one takes
more than ``--size`` bytes compressed.
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.requests import Request

from bioclustergraph.namespaces import BASE
from bioclustergraph.pages import Site
from bioclustergraph.pages.frame.addresses import document
from bioclustergraph.pages.holdings import Holdings
from bioclustergraph.pages.telling.listing import listed
from bioclustergraph.project import Project
from bioclustergraph.release import assemble

if TYPE_CHECKING:
    from collections.abc import Sequence

KINDS: Final = (
    "cluster",
    "organisation",
    "network",
    "programme",
    "project",
    "person",
    "event",
    "place",
    "application",
    "document",
)
"""What is a thing with a page of its own; relations have pages too, and are not counted."""


def request(address: str) -> Request:
    """Ask for a page as a browser does."""
    path, _, query = address.partition("?")
    return Request(
        {
            "type": "http",
            "method": "GET",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(b"accept", b"text/html"), (b"accept-language", b"nb")],
            "scheme": "http",
        }
    )


def seconds(site: Site, address: str, rounds: int) -> tuple[float, int]:
    """Make a page and give the median of the seconds it took, and its bytes as they are sent."""
    taken = []
    body = b""
    for _ in range(rounds + 1):
        begun = time.process_time()
        response = site.respond(request(address))
        taken.append(time.process_time() - begun)
        body = bytes(response.body)
        if response.status_code != 200:  # noqa: PLR2004 - HTTP
            sys.exit(f"{address}: {response.status_code}")
    return statistics.median(taken[1:]), len(gzip.compress(body, 6))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print a line for all pages and one for each of the slowest."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--project", type=Path, default=Path())
    parser.add_argument("--at", help="as of a day (YYYY-MM-DD)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--most", type=float, default=5.0, help="milliseconds of the median page")
    parser.add_argument("--size", type=int, default=100_000, help="bytes of the largest page")
    asked = parser.parse_args(arguments)
    project = Project(asked.project.resolve())
    held = Holdings(assemble(project), project)
    site = Site(held)
    heads = tuple(document(f"{BASE}id/{kind}/") for kind in KINDS)
    paths = [path for path in listed(held) if path.startswith(heads)]
    query = f"?at={asked.at}" if asked.at else ""
    found = {path: seconds(site, path + query, asked.rounds) for path in paths}
    times = sorted(taken * 1000 for taken, _ in found.values())
    p50, p95 = statistics.median(times), times[int(len(times) * 0.95)]
    largest = max(found, key=lambda path: found[path][1])
    print(f"{len(paths)} pages: p50 {p50:.2f} ms, p95 {p95:.2f} ms, max {times[-1]:.2f} ms")
    print(f"largest: {largest}, {found[largest][1] / 1000:.1f} kB compressed")
    for path in sorted(found, key=lambda path: -found[path][0])[:5]:
        print(f"  {found[path][0] * 1000:7.2f} ms  {found[path][1] / 1000:6.1f} kB  {path}")
    return int(p50 > asked.most or found[largest][1] > asked.size)


if __name__ == "__main__":
    sys.exit(main())
