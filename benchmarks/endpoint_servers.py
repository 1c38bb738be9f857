"""The servers that the benchmark of the endpoint holds beside each other."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from bioclustergraph.release.reading import GRAPHS

if TYPE_CHECKING:
    from collections.abc import Iterator

START: Final = 600
"""Seconds that a server may take to load the data; rdflib takes its time."""


class Missing(Exception):
    """A program that the benchmark needs is not installed; the message says how to install it."""


@dataclass(frozen=True)
class Server:
    """A server that answers.

    Attributes:
        name: what it is, in the table.
        url: where it answers SPARQL.
        process: its first process.
    """

    name: str
    url: str
    process: subprocess.Popen[bytes]

    def rows(self, sparql: str) -> bytes:
        """Answer a query as SPARQL results in JSON."""
        request = Request(  # noqa: S310  # a server that we have started
            f"{self.url}?query={quote(sparql)}", headers={"Accept": JSON}
        )
        with urlopen(request, timeout=START) as response:  # noqa: S310  # as above
            body: bytes = response.read()
        return body

    def memory(self) -> int:
        """Give the bytes that its processes hold; what they share is counted once (PSS)."""
        total = 0
        for process in _descendants(self.process.pid):
            try:
                said = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
            except OSError:  # it has just ended
                continue
            total += sum(int(n.split()[1]) for n in said.splitlines() if n.startswith("Pss:"))
        return total * 1024


JSON: Final = "application/sparql-results+json"


def program(name: str, remedy: str) -> str:
    """Find a program beside this Python, or else on the path.

    Raises:
        Missing: it is in neither place.
    """
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        message = f"{name} is not installed. {remedy}"
        raise Missing(message)
    return found


@contextmanager
def ours(release: Path, log: Path) -> Iterator[Server]:
    """Run ``bioclustergraph serve`` with the limits it has by default."""
    command = [sys.executable, "-m", "bioclustergraph", "--lang", "en", "serve"]
    port = _free_port()
    with _running([*command, "--release", str(release), "--port", str(port)], log) as process:
        server = Server("bioclustergraph", f"http://127.0.0.1:{port}/sparql", process)
        _wait(server, log)
        yield server


@contextmanager
def oxigraph(program_: str, release: Path, log: Path) -> Iterator[Server]:
    """Run ``oxigraph serve`` in memory, and post the data to it."""
    port = _free_port()
    with _running([program_, "serve", "--bind", f"127.0.0.1:{port}"], log) as process:
        server = Server("in memory", f"http://127.0.0.1:{port}/query", process)
        _wait(server, log)
        with (release / GRAPHS).open("rb") as data:
            request = Request(  # as above
                f"http://127.0.0.1:{port}/store",
                data=data,
                headers={
                    "Content-Type": "application/n-quads",
                    "Content-Length": str((release / GRAPHS).stat().st_size),
                },
                method="POST",
            )
            urlopen(request, timeout=START).close()  # noqa: S310  # as above
        yield server


@contextmanager
def oxigraph_on_disk(program_: str, release: Path, where: Path, log: Path) -> Iterator[Server]:
    """Load the data with ``oxigraph load``, run ``oxigraph optimize``, then ``oxigraph serve``."""
    at = ["--location", str(where)]
    with log.open("ab") as file:
        for words in (["load", *at, "--file", str(release / GRAPHS)], ["optimize", *at]):
            subprocess.run([program_, *words], check=True, stdout=file, stderr=file, timeout=START)
    port = _free_port()
    with _running([program_, "serve", *at, "--bind", f"127.0.0.1:{port}"], log) as process:
        server = Server("on disk", f"http://127.0.0.1:{port}/query", process)
        _wait(server, log)
        yield server


@contextmanager
def rdflib_endpoint(program_: str, release: Path, log: Path) -> Iterator[Server]:
    """Run ``rdflib-endpoint serve`` over the same data; loading takes a minute or two."""
    port = _free_port()
    command = [program_, "serve", "--host", "127.0.0.1", "--port", str(port)]
    with _running([*command, str(release / GRAPHS)], log) as process:
        server = Server("rdflib-endpoint", f"http://127.0.0.1:{port}/", process)
        _wait(server, log)
        yield server


@contextmanager
def _running(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server, and stop it and all it has started whatever happens."""
    with (
        log.open("ab") as file,
        subprocess.Popen(command, stdout=file, stderr=file) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(server: Server, log: Path) -> None:
    """Wait until it answers.

    Raises:
        RuntimeError: it stopped, or did not answer in time.
    """
    deadline = time.monotonic() + START
    while server.process.poll() is None and time.monotonic() < deadline:
        try:
            server.rows("ASK {}")
        except HTTPError as error:
            error.close()
        except (URLError, OSError):
            pass
        else:
            return
        time.sleep(0.1)
    said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
    message = f"{server.name} does not answer. It said:\n{said}"
    raise RuntimeError(message)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _descendants(first: int) -> list[int]:
    """Give a process and all that it has started, directly or not."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                stat = (entry / "stat").read_text(encoding="ascii", errors="replace")
            except OSError:  # it has just ended
                continue
            parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    found = [first]
    for process in found:  # grows as it is walked
        found += [child for child, parent in parents.items() if parent == process]
    return found
