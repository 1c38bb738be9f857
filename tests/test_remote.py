"""Every question over somebody else's service, as over our own store; and services that misbehave.

Two services hold the same release, each on a real socket: our own endpoint, and ``oxigraph serve``
(the PyPI package), which was given the release's dump. What an answer may be that is none, and what
becomes of the credentials, is tested in ``test_store.py``; here is what takes a server to see.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

import httpx
import pyoxigraph
import pytest

from bioclustergraph import queries, release
from bioclustergraph.errors import QuerySyntaxError, StoreError
from bioclustergraph.project import Project
from bioclustergraph.report import Report
from bioclustergraph.store import remote
from bioclustergraph.store.remote import RemoteStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bioclustergraph.release import Release
    from bioclustergraph.store.base import Store
    from bioclustergraph.store.embedded import EmbeddedStore

    Answers = Callable[[socket.socket], None]

TSV: Final = pyoxigraph.QueryResultsFormat.TSV
SERVICES: Final = ("ours", "oxigraph")
START: Final = 60
"""Seconds that a server may take to answer for the first time."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "question" in metafunc.fixturenames:
        found = queries.find(Project(metafunc.config.rootpath))
        metafunc.parametrize("question", found.values(), ids=found.keys())


@pytest.fixture(scope="module")
def released(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of the project; whether its files are right is for other tests to say."""
    directory = tmp_path_factory.mktemp("release")
    built = release.build(project, directory, check=lambda *_: Report.of([])).release
    assert built is not None
    return built


@pytest.fixture(scope="module")
def near(released: Release) -> EmbeddedStore:
    return released.open_store()


@pytest.fixture(scope="module")
def services(released: Release, project: Project) -> Iterator[dict[str, str]]:
    """The address of each service."""
    with ours(released, project) as own, oxigraph(released) as other:
        yield {"ours": own, "oxigraph": other}


@contextmanager
def ours(released: Release, project: Project) -> Iterator[str]:
    """Run ``bioclustergraph serve`` with the limits it has by default."""
    command = [sys.executable, "-m", "bioclustergraph", "--lang", "en", "serve"]
    with running(
        *command, "--release", str(released.directory), "--port", "0", cwd=project.root
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split()[2].rstrip("/") + "/sparql"


@contextmanager
def oxigraph(released: Release) -> Iterator[str]:
    """Run ``oxigraph serve`` in memory, and post the dump to it."""
    beside = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    program = beside or shutil.which("oxigraph")
    assert program is not None, "the extra `dev` has oxigraph: run `make venv`"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        at = f"127.0.0.1:{free.getsockname()[1]}"
    with running(program, "serve", "--bind", at) as process:
        deadline = time.monotonic() + START
        while True:
            assert process.poll() is None, "oxigraph stopped"
            assert time.monotonic() < deadline, "oxigraph did not answer"
            try:
                httpx.get(f"http://{at}/query", params={"query": "ASK {}"}).raise_for_status()
                break
            except httpx.TransportError:
                time.sleep(0.05)
        dump = (released.directory / release.reading.GRAPHS).read_bytes()
        stored = httpx.post(
            f"http://{at}/store",
            content=dump,
            headers={"Content-Type": "application/n-quads"},
            timeout=START,
        )
        assert stored.status_code == HTTPStatus.NO_CONTENT, stored.text
        yield f"http://{at}/query"


@contextmanager
def running(*command: str, cwd: Path | None = None) -> Iterator[subprocess.Popen[str]]:
    """Run a server, and stop it whatever happens."""
    with subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def tsv(store: Store, sparql: str) -> list[str]:
    answer = store.query(sparql)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    written = answer.serialize(format=TSV)
    assert written is not None
    return written.decode("utf-8").splitlines()


def said(project: Project, *words: str) -> str:
    """What the command line says, in English."""
    return subprocess.run(
        [sys.executable, "-m", "bioclustergraph", "--lang", "en", *words],
        cwd=project.root,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    ).stdout


# --- the same rows --------------------------------------------------------------------------------


@pytest.mark.parametrize("service", SERVICES)
def test_every_question_gives_the_same_rows_from_afar(
    service: str, question: queries.Question, near: EmbeddedStore, services: dict[str, str]
) -> None:
    got = tsv(RemoteStore(services[service]), question.sparql)
    assert got == tsv(near, question.sparql)
    assert got == question.path.with_suffix(".tsv").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    "words",
    [
        ("query", "members-at", "--cluster", "BTN", "--at", "2021-06-30", "--format", "csv"),
        ("query", "joint-project-partners", "--sources", "--format", "json"),
        ("query", "roles-of-person", "--person", "Elise Sæle Dahle", "--format", "tsv"),
        ("show", "NCE Heidner Biocluster"),
        ("show", "organisation:norce"),
    ],
    ids=" ".join,
)
def test_the_command_line_says_the_same_from_afar(
    service: str,
    words: tuple[str, ...],
    released: Release,
    services: dict[str, str],
    project: Project,
) -> None:
    far = said(project, *words, "--store", services[service])
    assert far == said(project, *words, "--release", str(released.directory))
    assert far.count("\n") > 1


@pytest.mark.parametrize("service", SERVICES)
def test_what_is_not_accepted_is_told_in_the_words_of_the_service(
    service: str, services: dict[str, str]
) -> None:
    with pytest.raises(QuerySyntaxError, match="does not accept the question") as caught:
        RemoteStore(services[service]).query("SELECT * WHERE {\n ?s ?p")
    assert len(caught.value.message.en) > len("The service does not accept the question: ")
    with pytest.raises(StoreError, match=r"HTTP 40[345]"):
        RemoteStore(services[service].rpartition("/")[0] + "/nothing/here").query("ASK {}")


@pytest.mark.parametrize("service", SERVICES)
def test_an_update_is_not_carried_out(service: str, services: dict[str, str]) -> None:
    store = RemoteStore(services[service])
    with pytest.raises(QuerySyntaxError):
        store.query("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    assert not store.query("ASK { <urn:a> <urn:b> <urn:c> }")


# --- services that take their time ----------------------------------------------------------------


@contextmanager
def saying(answers: Answers) -> Iterator[str]:
    """Listen, and let ``answers`` write whatever bytes it likes to who comes."""
    ending = Event()
    threads: list[Thread] = []

    def answer(caller: socket.socket) -> None:
        with caller:
            caller.settimeout(5)
            try:
                caller.recv(1 << 16)
                answers(caller)
            except OSError:
                return  # the client hung up, which is what it should do

    def accept(listening: socket.socket) -> None:
        while not ending.is_set():
            try:
                caller, _address = listening.accept()
            except TimeoutError:
                continue
            threads.append(Thread(target=answer, args=(caller,)))
            threads[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)
        threads.append(Thread(target=accept, args=(listening,)))
        threads[0].start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/sparql"
        finally:
            ending.set()
            for thread in threads:
                thread.join(20)


HEAD: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"
PAUSE: Final = 0.05
TIMES: Final = 60
"""So often a service drips: three seconds, ten times as long as the client allows."""


def endless(caller: socket.socket) -> None:
    caller.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        caller.sendall(b"400\r\n" + b" " * 0x400 + b"\r\n")


def headers_that_drip(caller: socket.socket) -> None:
    caller.sendall(HEAD)
    for _ in range(TIMES):
        caller.sendall(b"X")
        time.sleep(PAUSE)
    caller.sendall(b": y\r\nContent-Length: 2\r\n\r\n{}")


def always_about_to_begin(caller: socket.socket) -> None:
    for _ in range(TIMES):
        caller.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(PAUSE)


def sent_on_and_on(caller: socket.socket) -> None:
    time.sleep(5 * PAUSE)
    place = f"/sparql?{time.monotonic_ns()}".encode()
    caller.sendall(b"HTTP/1.1 302 Found\r\nLocation: " + place + b"\r\nContent-Length: 0\r\n\r\n")


@pytest.mark.parametrize(
    "answers", [endless, headers_that_drip, always_about_to_begin, sent_on_and_on]
)
def test_the_time_limit_is_for_the_whole_answer(answers: Answers) -> None:
    with saying(answers) as url:
        began = time.monotonic()
        with pytest.raises(StoreError, match=r"did not answer within 0.3 seconds"):
            RemoteStore(url, timeout=0.3).query("ASK {}")
        assert time.monotonic() - began < 1.5


def test_an_endless_answer_is_left_when_it_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "MAX_BYTES", 1_000_000)
    with saying(endless) as url, pytest.raises(StoreError, match="longer than 1000000 bytes"):
        RemoteStore(url).query("ASK {}")


def noise(caller: socket.socket) -> None:
    caller.sendall(b"220 mail.example.org ESMTP\r\n" * 10)


def cut_chunks(caller: socket.socket) -> None:
    caller.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    caller.sendall(b'23\r\n{"head":{"vars":[]},"boolean":true}\r\n')  # and no last chunk


def packed_unasked(caller: socket.socket) -> None:
    caller.sendall(HEAD + b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b")


def elsewhere(caller: socket.socket) -> None:
    caller.sendall(
        b"HTTP/1.1 302 Found\r\nLocation: file:///etc/hostname\r\nContent-Length: 0\r\n\r\n"
    )


def broken_headers(caller: socket.socket) -> None:
    caller.sendall(HEAD + b"Content-Length: many\r\n\r\n" + b"\xff" * 99)


@pytest.mark.parametrize("answers", [noise, cut_chunks, packed_unasked, elsewhere, broken_headers])
def test_what_is_no_answer_is_an_error_with_a_remedy(answers: Answers) -> None:
    with saying(answers) as url, pytest.raises(StoreError) as caught:
        RemoteStore(url, timeout=5).query("SELECT * { ?s ?p ?o }")
    assert caught.value.hint is not None
    assert "127.0.0.1" in caught.value.message.en
