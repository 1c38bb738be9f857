"""The examples of how to run the server name what there is, and their own programs take them."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
import yaml

from bioclustergraph.cli import run
from bioclustergraph.server.accounts import Accounts

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def examples(root: Path) -> Path:
    return root / "docs" / "running"


@pytest.mark.parametrize("name", ["bioclustergraph.service", "Containerfile", "../running.md"])
def test_every_option_that_is_named_exists(
    examples: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (examples / name).read_text(encoding="utf-8")
    lines = [
        line for line in text.splitlines() if re.search(r"^(ExecStart|CMD|\| [^-])|serve ", line)
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
    families = list(Accounts()._registry.collect())
    kept = {family.name for family in families}
    kept |= {sample.name for family in families for sample in family.samples}
    assert {name.removesuffix("_total") for name in asked} <= {
        name.removesuffix("_total") for name in kept
    }


def test_nginx_takes_the_example(examples: Path, tmp_path: Path) -> None:
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
    if nginx is None:
        pytest.skip("nginx is not here: install the Debian package nginx-light")
    temporary = " ".join(
        f"{kind}_temp_path {tmp_path};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = tmp_path / "nginx.conf"
    whole.write_text(
        f"pid {tmp_path}/pid; error_log {tmp_path}/log; events {{}} "
        f"http {{ access_log off; {temporary} include {examples}/nginx.conf; }}"
    )
    done = subprocess.run(
        [nginx, "-t", "-c", whole], capture_output=True, text=True, check=False, timeout=30
    )
    assert done.returncode == 0, done.stderr


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
