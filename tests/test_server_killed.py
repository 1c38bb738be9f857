"""A server that is ended by ``kill -9``: after it has answered a change, and while it writes."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from tests.conftest import Served
from tests.doors import UPDATE, Door, bearer
from tests.miniatures import label, miniature, renamed

from bioclustergraph import release
from bioclustergraph.editing import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bioclustergraph.project import Project

pytestmark = [pytest.mark.xdist_group("server-killed"), pytest.mark.slow]


@pytest.fixture(scope="module")
def project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    return miniature(root, tmp_path_factory.mktemp("miniature") / "project")


@pytest.fixture(scope="module")
def directory(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("served") / "release"
    assert release.build(project, directory).release is not None
    return directory


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tokens") / "tokens"


@pytest.fixture(scope="module")
def kari(file: Path) -> str:
    return tokens.new(file, "kari")


@contextmanager
def started(project: Project, directory: Path, file: Path) -> Iterator[tuple[Door, Any]]:
    """Serve in a session of its own, so that all of its processes can be ended at once."""
    command = [sys.executable, "-m", "bioclustergraph", "--lang", "en", "--root",
               str(project.root), "serve", "--port", "0", "--release", str(directory),
               "--write", str(file), "--workers", "1"]  # fmt: skip
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        start_new_session=True,
    ) as process:  # fmt: skip
        try:
            assert process.stdout is not None
            url = process.stdout.readline().split()[2].rstrip("/")
            with Door(project, directory, Served(url, process.pid), file) as door:
                yield door, process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def test_what_was_answered_outlives_the_server(
    project: Project, directory: Path, file: Path, kari: str
) -> None:
    """``kill -9`` of every process of the server, right after the answer."""
    for number in range(3):
        with started(project, directory, file) as (door, process):
            done = door.update(renamed(f"Outlives {number}").sparql, kari)
            os.killpg(process.pid, signal.SIGKILL)
            assert done.status_code == 204
        now = release.current(directory)
        now.verify()
        assert now.directory.name == done.headers["x-release"]
        assert label(directory) == f"Outlives {number}"


def test_a_server_that_is_ended_while_it_writes(
    project: Project, directory: Path, file: Path, kari: str
) -> None:
    for number, pause in enumerate((0.2, 0.8, 1.2, 1.6)):
        before = release.current(directory).manifest.digest
        with started(project, directory, file) as (door, process):
            name = f"Perhaps {number}"

            async def write(url: str, content: str) -> None:
                async with httpx.AsyncClient(base_url=url, timeout=60) as client:
                    await client.post("/sparql", content=content, headers=UPDATE | bearer(kari))

            async def end(url: str, content: str, pid: int, after: float) -> None:
                writing = asyncio.create_task(write(url, content))
                await asyncio.sleep(after)
                os.killpg(pid, signal.SIGKILL)
                await asyncio.wait({writing})
                writing.exception()

            asyncio.run(end(door.served.url, renamed(name).sparql, process.pid, pause))
        now = release.current(directory)
        now.verify()
        said = label(directory)
        assert (said == name) is (now.manifest.digest != before)
