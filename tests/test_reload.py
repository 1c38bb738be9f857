"""Another release is taken into use while requests are answered: none fails, none mixes the two."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter
from typing import TYPE_CHECKING, Final

import httpx
import pytest

from bioclustergraph.namespaces import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Serve

pytestmark = [pytest.mark.xdist_group("reload"), pytest.mark.slow]

REQUESTS: Final = 10_000
RELOADS: Final = 5
LINES: Final = 8
EACH: Final = REQUESTS // (RELOADS * 4)


def quads(value: str) -> bytes:
    """Give a release that says the same value in the merge, in a graph, and in a label."""
    thing, label, graph = (
        f"<{BASE}id/cluster/x>",
        f"<{PREFIXES['rdfs']}label>",
        f"<{BASE}graph/g>",
    )
    return f'{thing} {label} "{value}"@nb .\n{thing} {label} "{value}"@nb {graph} .\n'.encode()


def switch(directory: Path, name: str) -> None:
    """Point ``current`` at a release, as a build does."""
    link = directory / ".next"
    link.symlink_to(name)
    link.replace(directory / "current")


def test_ten_thousand_requests_during_five_reloads(
    serve: Serve,
    release_of: Callable[[Path, bytes], str],
    tmp_path: Path,
) -> None:
    digests = {release_of(tmp_path / name, quads(name))[:12]: name for name in ("a", "b")}
    switch(tmp_path, "a")
    thing, label = f"{BASE}id/cluster/x", f"{PREFIXES['rdfs']}label"
    sparql = f"SELECT ?a ?b {{ <{thing}> <{label}> ?a . GRAPH ?g {{ <{thing}> <{label}> ?b }} }}"
    seen: Counter[str] = Counter()
    latest = [next(iter(digests))]

    async def visit(client: httpx.AsyncClient, numbers: list[int]) -> None:
        for number in numbers:
            if number % 10 == 0:
                response = await client.get("/doc/cluster/x.nt")
                said = {response.text.split('"')[1]}
            else:
                query = f"{sparql} #{number}" if number % 2 else sparql
                response = await client.get("/sparql", params={"query": query})
                [row] = response.json()["results"]["bindings"]
                said = {row["a"]["value"], row["b"]["value"]}
            assert response.status_code == 200
            assert said == {digests[response.headers["x-release"]]}
            latest[0] = response.headers["x-release"]
            seen[latest[0]] += 1

    async def reload(pid: int) -> None:
        for number in range(RELOADS):
            before = sum(seen.values())
            while sum(seen.values()) < before + EACH:  # noqa: ASYNC110 - nothing tells of a count
                await asyncio.sleep(0.01)
            name = "ba"[number % 2]
            switch(tmp_path, name)
            if number % 2:
                os.kill(pid, signal.SIGHUP)  # the other times it sees for itself
            while digests[latest[0]] != name and sum(seen.values()) < REQUESTS:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)

    async def both(url: str, pid: int) -> None:
        limits = httpx.Limits(max_connections=LINES)
        async with httpx.AsyncClient(base_url=url, timeout=30, limits=limits) as client:
            parts = [list(range(line, REQUESTS, LINES)) for line in range(LINES)]
            await asyncio.gather(reload(pid), *(visit(client, part) for part in parts))

    with serve("--release", tmp_path) as served:
        asyncio.run(both(served.url, served.pid))
        text = httpx.get(f"{served.url}/metrics").text
    [reloads] = [
        line for line in text.splitlines() if line.startswith("bioclustergraph_reloads_total")
    ]
    assert sum(seen.values()) == REQUESTS
    assert len(seen) == 2
    assert float(reloads.split()[1]) == RELOADS
    said = f"{REQUESTS} requests during {reloads.split()[1]} reloads: 0 failed, 0 mixed"
    print(f"\n{said}; {dict(seen)}")  # noqa: T201 - the count belongs in the output


def test_a_damaged_release_is_not_taken_into_use(
    serve: Serve,
    release_of: Callable[[Path, bytes], str],
    tmp_path: Path,
) -> None:
    digest = release_of(tmp_path / "a", quads("a"))[:12]
    release_of(tmp_path / "b", quads("b"))
    (tmp_path / "b" / "data.nq").write_bytes(b"<broken")
    switch(tmp_path, "a")
    with serve("--release", tmp_path) as served:
        switch(tmp_path, "b")
        for _ in range(8):
            response = httpx.get(f"{served.url}/sparql?query=ASK%7B%7D", timeout=10)
            assert (response.status_code, response.headers["x-release"]) == (200, digest)
            os.kill(served.pid, signal.SIGHUP)
