"""The processes that answer: what is said to them, how they end, and that there are others then."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioclustergraph.server.cache import Cache
from bioclustergraph.workers.compression import SMALLEST, compressed
from bioclustergraph.workers.exchange import Answered, Asked, Incoming
from bioclustergraph.workers.nursery import FAULT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Serve

Serving = Callable[..., AbstractContextManager[tuple[httpx.Client, int]]]

pytestmark = pytest.mark.xdist_group("workers")

HEADERS = st.lists(st.tuples(st.binary(max_size=20), st.binary(max_size=50)), max_size=5)


@pytest.fixture(scope="module")
def serving(serve: Serve) -> Serving:
    """Run the command, and give a client of it and the process."""

    @contextmanager
    def run(*options: object) -> Iterator[tuple[httpx.Client, int]]:
        with serve(*options) as running, httpx.Client(base_url=running.url, timeout=20) as client:
            yield client, running.pid

    return run


@pytest.fixture(scope="module")
def served(
    serving: Serving, release_directory: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[httpx.Client, int, Path]]:
    log = tmp_path_factory.mktemp("log") / "access.jsonl"
    with serving("--release", release_directory, "--timeout", 3, "--access-log", log) as (
        client,
        pid,
    ):
        yield client, pid, log


def children(pid: int) -> list[int]:
    """Give the processes that a process has started, as Linux lists them."""
    return [
        int(path.name)
        for path in Path("/proc").glob("[0-9]*")
        if (status := _status(path)) and f"\nPPid:\t{pid}\n" in status
    ]


def _status(process: Path) -> str:
    try:
        return (process / "status").read_text()
    except OSError:  # it has ended
        return ""


def ask(client: httpx.Client, sparql: str) -> dict[str, Any]:
    response = client.post("/sparql", data={"query": sparql})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


# --- what is said ---------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.binary(max_size=300), HEADERS), max_size=5), st.data())
def test_messages_arrive_as_they_were_sent(
    sent: list[tuple[bytes, list[tuple[bytes, bytes]]]], data: st.DataObject
) -> None:
    asked = [Asked("GET", b"/x", b"q", headers, body) for body, headers in sent]
    stream = b"".join(one.frame(number) for number, one in enumerate(asked))
    incoming: Incoming = Incoming()
    got: list[tuple[int, Asked]] = []
    while stream:  # in pieces of any size, as a socket gives them
        size = data.draw(st.integers(1, len(stream)))
        piece, stream = stream[:size], stream[size:]
        got += [Asked.read(message) for message in incoming.take(piece)]
    assert got == list(enumerate(asked))


@given(st.integers(100, 599), HEADERS, st.binary(max_size=5000))
def test_answers_too(status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    answer = Answered(status, headers, body)
    [message] = Incoming().take(b"".join(answer.frame(7)))
    assert Answered.read(message) == (7, answer)


def test_what_is_small_or_does_not_get_smaller_is_sent_as_it_is() -> None:
    small = Answered(200, [], b"x" * (SMALLEST - 1))
    noise = Answered(200, [], os.urandom(SMALLEST * 4))
    assert compressed(small, "gzip") is small
    assert compressed(noise, "gzip, br, zstd") is noise
    assert compressed(Answered(200, [], b"x" * 9999), "identity;q=1, gzip;q=0").body == b"x" * 9999


def test_kept_answers_stay_within_their_room() -> None:
    cache = Cache(100_000)
    for number in range(100):
        cache.keep(b"%d" % number, Answered(200, [], bytes(5_000)))
        assert cache.get(b"0") is not None or number > 10
        assert cache.taken <= 100_000
    assert cache.get(b"99") is not None
    assert cache.get(b"50") is None
    cache.keep(b"large", Answered(200, [], bytes(50_000)))
    assert cache.get(b"large") is None


# --- how they end ---------------------------------------------------------------------------------


def test_a_worker_that_is_killed_is_replaced(served: tuple[httpx.Client, int, Path]) -> None:
    client, pid, _ = served
    [nursery] = children(pid)
    before = children(nursery)
    for worker in before:
        os.kill(worker, signal.SIGKILL)
    assert ask(client, "ASK {}")["boolean"] is True
    _until(lambda: len(children(nursery)) == len(before))
    assert not set(children(nursery)) & set(before)


def test_a_nursery_that_is_killed_is_started_anew(served: tuple[httpx.Client, int, Path]) -> None:
    client, pid, _ = served
    [nursery] = children(pid)
    os.kill(nursery, signal.SIGKILL)
    assert ask(client, "ASK { ?s ?p ?o }")["boolean"] is True  # its workers are still there
    _until(lambda: [child for child in children(pid) if child != nursery and children(child)])
    time.sleep(0.2)
    # It can be ended and made anew again: a query that takes too long, then one that does not.
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    assert client.post("/sparql", data={"query": slow}).status_code == 503
    assert ask(client, "ASK { ?s ?p ?o }")["boolean"] is True


def _until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


FAULTY = """
import os, socket
from bioclustergraph.workers import nursery

class Limits: memory = 2**30; seconds = 5
class Held: limits = Limits
class Site:
    held = Held
    def respond(self, request, body):
        raise ZeroDivisionError("ours")

control, _ = socket.socketpair()
ours, theirs = socket.socketpair()
pid = nursery._fork(Site(), control, os.dup(theirs.fileno()))
from bioclustergraph.workers.exchange import Asked
ours.sendall(Asked("GET", b"/", b"", [], b"").frame(1))
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""


def test_a_fault_of_ours_ends_the_worker_and_is_in_the_log() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAULTY], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout.strip() == str(FAULT)
    assert "ZeroDivisionError: ours" in done.stderr


def test_without_the_front_nothing_is_left(serving: Serving, release_directory: Path) -> None:
    with serving("--release", release_directory) as (_, pid):
        [nursery] = children(pid)
        workers = children(nursery)
        os.kill(pid, signal.SIGKILL)
        _until(lambda: not any(Path(f"/proc/{p}/exe").exists() for p in [nursery, *workers]))


def test_what_is_too_large_for_memory_is_served_from_disk(
    serving: Serving, release_directory: Path, served: tuple[httpx.Client, int, Path]
) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with serving("--release", release_directory, "--in-memory", 0) as (client, _):
        assert ask(client, count) == ask(served[0], count)
        page = client.get("/doc/cluster/biotech-north", headers={"Accept": "text/turtle"})
        assert page.text == served[0].get(page.url.path, headers={"Accept": "text/turtle"}).text
    [store] = release_directory.glob(".store-*")
    assert not list(release_directory.glob(".making-*"))
    assert store.is_dir()


def test_pages_over_a_service_are_those_of_its_release(
    serving: Serving,
    served: tuple[httpx.Client, int, Path],
) -> None:
    ours = served[0]
    with serving("--store", f"{str(ours.base_url).rstrip('/')}/sparql", "--workers", 2) as (
        client,
        _,
    ):
        for path in ("/doc/cluster/biotech-north.ttl", "/ns/Membership.nt"):
            assert client.get(path).content == ours.get(path).content
        page = client.get("/doc/cluster/biotech-north", headers={"Accept": "text/html"})
        of_release = ours.get(page.url.path, headers={"Accept": "text/html"})
        # Only a release has proofs and a permanent address, by which it is cited.
        own = (
            r'<p class="cite">.*?</p>| <a class="tag" href="/why[^>]*>[^<]*</a>'
            r'|<details class="inline cite">.*?</details>'
        )
        one, other = (re.sub(own, "", it.text, flags=re.DOTALL) for it in (page, of_release))
        assert one.split() == other.split()
        assert page.headers["cache-control"] == "no-store"  # it may be another tomorrow
        assert "etag" not in page.headers
        assert client.get("/ready").text == "ready remote\n"
    with serving("--store", "http://127.0.0.1:9/sparql", "--workers", 1) as (client, _):
        response = client.get("/sparql", params={"query": "ASK {}"})
        assert response.status_code == 503
        assert "127.0.0.1:9" in response.json()["detail"]


# --- who runs it ----------------------------------------------------------------------------------


def test_it_says_how_it_is(served: tuple[httpx.Client, int, Path]) -> None:
    client, _, _ = served
    assert client.get("/health").text == "alive\n"
    assert re.fullmatch(r"ready [0-9a-f]{12}\n", client.get("/ready").text)
    before = _metrics(client)
    ask(client, "SELECT (1 AS ?one) {}")
    client.get("/wp-admin/setup.php")
    after = _metrics(client)
    key = 'bioclustergraph_requests_total{kind="sparql",status="200"}'
    assert after[key] == before.get(key, 0) + 1
    assert after['bioclustergraph_requests_total{kind="other",status="404"}'] >= 1
    assert after["bioclustergraph_requests_waiting"] == 0


def _metrics(client: httpx.Client) -> dict[str, float]:
    text = client.get("/metrics").text
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_the_log_says_nothing_about_people(served: tuple[httpx.Client, int, Path]) -> None:
    client, _, log = served
    client.get("/find", params={"name": "Kari Nordmann"}, headers={"User-Agent": "Karis telefon"})
    client.get("/health")
    _until(lambda: "health" in log.read_text())
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert {"time", "method", "kind", "query", "status", "ms", "bytes", "kept"} == set(lines[-1])
    for secret in ("127.0.0.1", "Nordmann", "telefon"):
        assert secret not in log.read_text()
