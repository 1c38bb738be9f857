"""What every test may ask for: the project, the source documents, and quiet property tests."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from bioclustergraph.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bioclustergraph.pages import Site
    from bioclustergraph.server.front import Front
    from bioclustergraph.store.base import Store
    from bioclustergraph.workers.exchange import Answered, Asked

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def project() -> Project:
    """The project whose files are in this checkout."""
    return Project(ROOT)


@pytest.fixture(scope="session")
def documents() -> Path:
    """The folder with the source documents; tests that need them are skipped where it is absent.

    The documents are not part of the project: their texts belong to those who wrote them.
    """
    named = os.environ.get("BIOCLUSTERGRAPH_DOCUMENTS")
    folder = Path(named) if named else ROOT.parent / "shared" / "sources"
    if not folder.is_dir():
        pytest.skip(
            "the source documents are not here: set BIOCLUSTERGRAPH_DOCUMENTS "
            f"(or run `make test DOCUMENTS=…`) to the folder that holds them; looked in {folder}"
        )
    return folder.resolve()


class Inline:
    """Stands where a release and its workers do, and answers in the front's own process."""

    source = SimpleNamespace(digest=None)

    def __init__(self, site: Site) -> None:
        self.pool = self
        self._site = site

    def ask(self, asked: Asked, slow: object, client: str = "") -> SimpleNamespace:
        from bioclustergraph.workers.worker import answered

        del slow, client
        answer: asyncio.Future[Answered] = asyncio.get_running_loop().create_future()
        answer.set_result(answered(self._site, asked))
        return SimpleNamespace(answer=answer)


@pytest.fixture(scope="session")
def inline() -> Callable[[Site], Front]:
    """Make the application of a site: all of the server but its processes."""
    from bioclustergraph.pages import Limits, Renderer
    from bioclustergraph.server.accounts import Accounts
    from bioclustergraph.server.front import Front

    def make(site: Site) -> Front:
        served: Any = Inline(site)
        return Front(served, Limits(), Renderer(), Accounts())

    return make


@pytest.fixture(scope="session")
def app(inline: Callable[[Site], Front]) -> Callable[[Store, Project], Front]:
    """Make the application of a store."""
    from bioclustergraph.pages import Holdings, Site

    return lambda store, project: inline(Site(Holdings(store, project)))


@pytest.fixture(scope="session")
def release_directory(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with a release of the project."""
    from bioclustergraph import release

    directory = tmp_path_factory.mktemp("release")
    release.build(project, directory)
    return directory


@dataclass(frozen=True)
class Served:
    """The command ``serve``, running.

    Attributes:
        url: its address, without the last slash.
        pid: the process that listens.
    """

    url: str
    pid: int

    @property
    def address(self) -> tuple[str, int]:
        """Where a socket connects to."""
        host, port = self.url.removeprefix("http://").rsplit(":", 1)
        return host, int(port)


Serve = Callable[..., AbstractContextManager[Served]]


@pytest.fixture(scope="session")
def serve() -> Serve:
    """Run ``bioclustergraph serve`` with these options, in English, on a free port."""

    @contextmanager
    def run(*options: object, root: Path | None = None) -> Iterator[Served]:
        command = [sys.executable, "-m", "bioclustergraph", "--lang", "en"]
        command += ["--root", str(root)] if root is not None else []
        with subprocess.Popen(
            [*command, "serve", "--port", "0", *map(str, options)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process:
            try:
                assert process.stdout is not None
                found = re.search(r"http://[^/\s]+", process.stdout.readline())
                assert found is not None
                yield Served(found[0], process.pid)
            finally:
                process.terminate()
                process.wait(20)

    return run


@pytest.fixture(scope="session")
def release_of() -> Callable[[Path, bytes], str]:
    """Write a release that holds these N-Quads into a directory, and give its digest."""
    from bioclustergraph.release import Manifest, Output
    from bioclustergraph.release.manifest import FORMAT, NAME, made_with

    def write(directory: Path, quads: bytes) -> str:
        directory.mkdir(parents=True)
        (directory / "data.nq").write_bytes(quads)
        digest = hashlib.sha256(quads).hexdigest()
        output = Output("data.nq", digest, len(quads), quads.count(b"\n"))
        made = Manifest(FORMAT, digest, made_with(), "made up", (), (output,))
        (directory / NAME).write_text(made.to_json(), encoding="utf-8")
        return digest

    return write
