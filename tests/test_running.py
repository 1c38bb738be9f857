"""The examples of how to run the server name what there is, and their own programs take them."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import httpx
import pytest
import yaml

from bioclustergraph.cli import run
from bioclustergraph.server.accounts import Accounts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Serve


@pytest.fixture(scope="module")
def examples(root: Path) -> Path:
    return root / "docs" / "running"


@pytest.mark.parametrize("name", ["bioclustergraph.service", "Containerfile", "../running.md"])
def test_every_option_that_is_named_exists(
    examples: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (examples / name).read_text(encoding="utf-8")
    lines = [
        line for line in text.splitlines() if re.search(r"^(ExecStart|ENTRYPOINT|CMD|\| [^-])|serve ", line)
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
            assert given.headers["x-cache"] == "HIT"
            known = {"Accept": "text/turtle", "If-None-Match": given.headers["etag"]}
            assert client.get(page, headers=known).status_code == 200  # the tag of another form
            known["Accept"] = accepted
            assert client.get(page, headers=known).status_code == 304

            sparql = "SELECT ?s { ?s ?p ?o } LIMIT 7"
            rows = client.post("/sparql", data={"query": sparql}, headers={"Accept": "text/csv"})
            assert len(rows.text.splitlines()) == 8
            long = client.get("/sparql", params={"query": f"ASK {{}} #{'x' * 40_000}"})
            assert long.json()["boolean"] is True
            bomb = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c < ?f && ?h != ?b) }"
            late = client.post("/sparql", data={"query": bomb}, headers={"Accept-Language": "en"})
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
