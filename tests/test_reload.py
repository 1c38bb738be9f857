"""Another release is taken into use while requests are answered: none fails, none mixes the two."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import time
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
    said = f'{thing} {label} "says {value}"@nb'
    return f"{said} .\n{said} {graph} .\n".encode()


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
                path = ("/doc/cluster/x.nt", "/dumps/data.nq", "/doc/cluster/x")[number // 10 % 3]
                response = await client.get(path, headers={"Accept": "text/html"})
                said = {*re.findall(r"\bsays (\w)\b", response.text)}
            else:
                query = f"{sparql} #{number}" if number % 2 else sparql
                response = await client.get("/sparql", params={"query": query})
                [row] = response.json()["results"]["bindings"]
                said = {value["value"].removeprefix("says ") for value in row.values()}
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


def test_what_is_under_way_is_answered_from_the_release_it_was_asked_of(
    serve: Serve,
    release_of: Callable[[Path, bytes], str],
    tmp_path: Path,
) -> None:
    old, new = (release_of(tmp_path / name, quads(name))[:12] for name in ("a", "b"))
    switch(tmp_path, "a")
    # Seconds of work, and little memory: the hash of a megabyte for each of many rows.
    numbers = " ".join(map(str, range(2000)))
    megabyte = f"REPLACE(CONCAT(STR(?x), '{'a' * 1000}'), 'a', '{'b' * 1000}')"
    slow = (
        "SELECT (COUNT(*) AS ?n) (SAMPLE(?label) AS ?said) { ?s ?p ?label "
        f"VALUES ?x {{ {numbers} }} FILTER(STRLEN(SHA512({megabyte})) = 128) }}"
    )

    async def both(url: str, pid: int) -> tuple[httpx.Response, httpx.Response]:
        async with httpx.AsyncClient(base_url=url, timeout=30) as client:
            asked = asyncio.create_task(client.post("/sparql", data={"query": slow}))
            await asyncio.sleep(0.3)
            switch(tmp_path, "b")
            os.kill(pid, signal.SIGHUP)
            began = time.monotonic()
            while (response := await client.get("/doc/cluster/x.nt")).headers["x-release"] == old:
                assert time.monotonic() - began < 10
                await asyncio.sleep(0.05)
            return await asked, response

    with serve("--release", tmp_path) as served:
        under_way, after = asyncio.run(both(served.url, served.pid))
    assert (under_way.status_code, under_way.headers["x-release"]) == (200, old)
    [row] = under_way.json()["results"]["bindings"]
    assert (row["n"]["value"], row["said"]["value"]) == ("2000", "says a")
    assert (after.status_code, after.headers["x-release"]) == (200, new)
    assert '"says b"' in after.text
