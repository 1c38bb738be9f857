"""The examples of how to run the server name what there is, and their own programs take them."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
import yaml

from bioclustergraph.cli import run
from bioclustergraph.server.accounts import Accounts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Serve

BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c < ?f && ?h != ?b) }"


@pytest.fixture(scope="module")
def examples(root: Path) -> Path:
    return root / "docs" / "running"


@pytest.mark.parametrize("name", ["bioclustergraph.service", "Containerfile", "../running.md"])
def test_every_option_that_is_named_exists(
    examples: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (examples / name).read_text(encoding="utf-8")
    lines = [
        line
        for line in text.splitlines()
        if re.search(r"^(ExecStart|ENTRYPOINT|CMD|\| [^-])|serve ", line)
    ]
    named = set(re.findall(r"(?<![\w-])--[a-z-]+", "\n".join(lines)))
    assert run(["--lang", "en", "serve", "--help"]) == 0
    known = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) | {"--root"}
    assert named
    assert named <= known


def test_the_alerts_ask_for_numbers_that_are_kept(examples: Path) -> None:
    rules = yaml.safe_load((examples / "alerts.yml").read_text(encoding="utf-8"))
    asked = {
        name
        for rule in rules["groups"][0]["rules"]
        for name in re.findall(r"bioclustergraph_\w+", rule["expr"])
    }
    kept = {family.name for family in Accounts()._registry.collect()}
    assert {re.sub(r"_(total|bucket|sum|count)$", "", name) for name in asked} <= kept


@pytest.fixture(scope="module")
def nginx() -> str:
    """The program nginx; tests that need it are skipped where it is absent."""
    found = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
    if found is None:
        pytest.skip("nginx is not here: install the Debian package nginx-light")
    return found


def configured(examples: Path, folder: Path, *, ours: int, port: int) -> Path:
    """Write a configuration around the example, with these ports and with this folder for files."""
    example = (examples / "nginx.conf").read_text(encoding="utf-8")
    assert example.count("127.0.0.1:7878") == example.count("listen 127.0.0.1:8080") == 1
    site = folder / "site.conf"
    site.write_text(
        example.replace(":7878", f":{ours}")
        .replace("listen 127.0.0.1:8080", f"listen 127.0.0.1:{port}")
        .replace("/var/lib/nginx/bioclustergraph", f"{folder}/kept")
    )
    temporary = " ".join(
        f"{kind}_temp_path {folder};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""  # pytest's folders are its user's alone
    whole = folder / "nginx.conf"
    whole.write_text(
        f"{user} pid {folder}/pid; error_log {folder}/log; daemon off; worker_processes 1; "
        f"events {{}} http {{ {temporary} include {site}; }}"
    )
    return whole


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def in_front(nginx: str, configuration: Path, url: str) -> Iterator[None]:
    """Run nginx until it answers, and stop it afterwards."""
    with subprocess.Popen([nginx, "-e", "stderr", "-c", configuration]) as process:
        try:
            for _ in range(100):
                with suppress(httpx.TransportError):
                    if httpx.get(f"{url}/health").is_success:
                        break
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
            process.wait(10)


def test_nginx_takes_the_example(nginx: str, examples: Path, tmp_path: Path) -> None:
    whole = configured(examples, tmp_path, ours=7878, port=8080)
    done = subprocess.run(
        [nginx, "-t", "-c", whole], capture_output=True, text=True, check=False, timeout=30
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_all_is_the_same_behind_nginx(
    nginx: str, examples: Path, tmp_path: Path, serve: Serve, release_directory: Path
) -> None:
    url = f"http://127.0.0.1:{(port := free_port())}"
    options = ("--release", release_directory, "--proxy", "127.0.0.1", "--timeout", 1)
    with serve(*options) as served:
        whole = configured(examples, tmp_path, ours=served.address[1], port=port)
        with in_front(nginx, whole, url), httpx.Client(base_url=url, timeout=30) as client:
            page = "/doc/cluster/biotech-north"
            forms = ("text/html", "text/turtle", "application/ld+json", "application/n-triples")
            for accepted in (*forms, *forms):  # the second time from what nginx keeps
                given = client.get(page, headers={"Accept": accepted})
                straight = httpx.get(f"{served.url}{page}", headers={"Accept": accepted})
                assert (given.status_code, given.text) == (200, straight.text)
                assert given.headers["content-type"].startswith(accepted)
                assert given.headers["etag"] == straight.headers["etag"]
            html, _, turtle = (
                client.get(page, headers={"Accept": form}) for form in (*forms[:2], forms[1])
            )
            assert turtle.headers["x-cache"] == "HIT"
            known = {"Accept": "text/turtle", "If-None-Match": turtle.headers["etag"]}
            assert client.get(page, headers=known).status_code == 304
            known["If-None-Match"] = html.headers["etag"]
            assert client.get(page, headers=known).status_code == 200

            sparql = "SELECT ?s { ?s ?p ?o } LIMIT 7"
            rows = client.post("/sparql", data={"query": sparql}, headers={"Accept": "text/csv"})
            assert len(rows.text.splitlines()) == 8
            long = client.get("/sparql", params={"query": f"ASK {{}} #{'x' * 40_000}"})
            assert long.json()["boolean"] is True
            late = client.post("/sparql", data={"query": BOMB}, headers={"Accept-Language": "en"})
            assert late.status_code == 503
            assert "after 1 seconds" in late.json()["detail"]
            kept = (release_directory / "current" / "data.nq").read_bytes()
            assert client.get("/dumps/data.nq").content == kept


def test_systemd_takes_the_example(examples: Path, tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not here: install the Debian package systemd")
    text = (examples / "bioclustergraph.service").read_text(encoding="utf-8")
    unit = tmp_path / "bioclustergraph.service"
    unit.write_text(text.replace("/opt/bioclustergraph/bin/bioclustergraph", sys.executable))
    done = subprocess.run(
        [analyze, "verify", unit], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""  # an unknown setting is only a warning


def test_prometheus_takes_the_example(examples: Path) -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not here: install the Debian package prometheus")
    for words in (("rules", "alerts.yml"), ("config", "prometheus.yml")):
        done = subprocess.run(
            [promtool, "check", words[0], examples / words[1]],
            capture_output=True, text=True, check=False, timeout=30,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr


# --- what an operator meets -----------------------------------------------------------------------


def children(pid: int) -> list[int]:
    """Give the processes that a process has started and that live."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            number, _, rest = stat.read_text().partition(" ")
            state, parent, *_ = rest.rpartition(")")[2].split()
            if int(parent) == pid and state != "Z":
                found.append(int(number))
    return found


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def within(seconds: float, what: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while not (done := what()) and time.monotonic() < end:
        time.sleep(0.05)
    return done


linux = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="reads /proc, as Linux has it"
)


@linux
def test_a_full_disk_lets_no_visitor_down(serve: Serve, release_directory: Path) -> None:
    with (
        serve("--release", release_directory, "--access-log", "/dev/full") as served,
        httpx.Client(base_url=served.url) as client,
    ):
        assert {client.get("/health").status_code for _ in range(20)} == {200}
        told = client.get("/metrics").text.splitlines()
        [lost] = [line for line in told if line.startswith("bioclustergraph_unwritten_log_lines_t")]
        assert float(lost.split()[1]) >= 20


def test_what_is_on_its_way_when_the_server_stops_is_answered(
    serve: Serve, release_directory: Path
) -> None:
    with (
        serve("--release", release_directory) as served,
        socket.create_connection(served.address, 10) as line,
        line.makefile("rb") as answers,
    ):
        asked = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
        line.sendall(asked)
        assert answers.readline() == b"HTTP/1.1 200 OK\r\n"
        time.sleep(0.1)
        os.kill(served.pid, signal.SIGTERM)
        time.sleep(0.2)  # it has seen the signal, and this connection waits
        line.sendall(asked)
        rest = answers.read()  # until it hangs up
        assert b"HTTP/1.1 200 OK\r\n" in rest
        assert b"connection: close" in rest.lower()


@linux
@pytest.mark.slow
def test_nothing_is_left_behind_by_a_front_that_is_killed(
    serve: Serve, release_directory: Path
) -> None:
    with serve("--release", release_directory) as served:
        [nursery] = children(served.pid)
        workers = children(nursery)
        with pytest.raises(httpx.TransportError):
            httpx.post(f"{served.url}/sparql", data={"query": BOMB}, timeout=1)
        workers += children(nursery)
        with ThreadPoolExecutor() as pool:
            asked = pool.submit(httpx.post, f"{served.url}/sparql", data={"query": BOMB}, timeout=9)
            time.sleep(0.5)
            os.kill(served.pid, signal.SIGKILL)
            assert isinstance(asked.exception(9), httpx.TransportError)
        assert within(3, lambda: not any(map(lives, [nursery, *workers])))


@linux
@pytest.mark.slow
def test_processes_that_are_killed_are_started_anew(
    serve: Serve, release_directory: Path, tmp_path: Path
) -> None:
    link = tmp_path / "current"
    target = (release_directory / "current").resolve()
    link.symlink_to(target)
    with serve("--release", tmp_path) as served:
        [nursery] = children(served.pid)
        workers = children(nursery)
        link.unlink()  # so that it cannot be started anew at once
        os.kill(nursery, signal.SIGKILL)
        assert httpx.get(f"{served.url}/sparql?query=ASK%7B%7D").status_code == 200
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        ready = f"{served.url}/ready"
        assert within(3, lambda: httpx.get(ready).status_code == 503)
        late = httpx.get(f"{served.url}/sparql?query=ASK%7B%7D%23{nursery}", timeout=5)
        assert (late.status_code, late.headers["retry-after"]) == (503, "5")
        link.symlink_to(target)
        assert within(15, lambda: httpx.get(ready).status_code == 200)
        assert httpx.get(f"{served.url}/sparql?query=ASK%7B%7D%23{nursery}").status_code == 200
