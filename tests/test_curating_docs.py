"""The worked example of `docs/curating.md`, done as it stands there."""

from __future__ import annotations

import re
import shlex
import shutil
from typing import TYPE_CHECKING

from bioclustergraph import cli

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

BLOCK = re.compile(
    r"(?:<!-- (?P<what>file|add): (?P<name>\S+) -->\n)?```(?P<form>\w+)\n(?P<body>.*?)```",
    re.DOTALL,
)


def test_worked_example_is_as_it_says(
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for part in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(root / part, tmp_path / part)
    monkeypatch.chdir(tmp_path)
    page = (root / "docs" / "curating.md").read_text(encoding="utf-8")
    commands = 0
    for block in BLOCK.finditer(page):
        if block["what"] is not None:
            with (tmp_path / block["name"]).open("w" if block["what"] == "file" else "a") as file:
                file.write(block["body"])
        elif block["form"] == "console":
            for step in re.split(r"^\$ ", block["body"], flags=re.MULTILINE)[1:]:
                command, *shown = step.splitlines()
                program, *arguments = shlex.split(command)
                assert program == "bioclustergraph"
                cli.run(["--lang", "en", *arguments])
                told = "".join(capsys.readouterr())
                for line in shown:
                    assert line in told, (command, told)
                commands += 1
    assert commands == 8
    text = (tmp_path / "2026-eksempel-nyhetsbrev.txt").read_text(encoding="utf-8")
    assert text[25:61] == "Norinnova er medlem av Biotech North"
