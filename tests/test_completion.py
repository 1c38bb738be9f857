"""What a shell offers when somebody presses TAB, and what the help of a question names."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bioclustergraph.cli.completion import HOW, VARIABLE
from bioclustergraph.names import Names

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.project import Project


def run(cwd: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bioclustergraph", *words],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )


def offered(cwd: Path, line: str, shell: str = "bash") -> list[str]:
    """Give what is offered at the end of a command line."""
    asked = run(
        cwd,
        COMP_WORDS=line,
        COMP_CWORD=str(len(line.split(" ")) - 1),
        **{VARIABLE: f"{shell}_complete"},
    )
    assert asked.stderr == ""
    return asked.stdout.split()  # click says an empty line where there is nothing


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("query ", "members-at"),
        ("query mem", "members-at"),
        ("query members-at --cluster ", "biotech-north"),
        ("query members-at --cluster bio", "biotech-north"),
        ("query members-at --cluster Heidner", "heidner-biocluster"),  # a name, not the key
        ("query members-at --lang ", "nb"),
        ("query members-at --so", "--sources"),
        ("query members-at --format ", "json"),
        ("show genoe", "genoek"),
        ("--lang en show genoe", "genoek"),
        ("questions --tag memb", "membership"),
        ("evidence locate --document 2008", "2008-scanbalt-bioinn"),
        ("co", "coverage"),
    ],
)
def test_tab_offers(project: Project, line: str, value: str) -> None:
    assert f"plain,{value}" in offered(project.root, f"bioclustergraph {line}")


def test_keys_come_with_labels_in_the_language_of_the_line(project: Project) -> None:
    for lang, label in (("nb", "UiT Norges arktiske universitet"), ("en", "UiT The Arctic")):
        line = f"bioclustergraph --lang {lang} query memberships-of --organisation uit-"
        said = " ".join(offered(project.root, line, "zsh"))
        assert label in said, said


def test_nothing_is_offered_and_nothing_is_said_where_there_is_nothing(
    project: Project, tmp_path: Path
) -> None:
    assert offered(project.root, "bioclustergraph query members-at --cluster zzz") == []
    # Not an option of a question: nobody waits for the one on standard input.
    assert offered(project.root, "bioclustergraph query - --") == ["plain,--help"]
    line = f"bioclustergraph --root {tmp_path} query members-at --cluster "
    assert offered(tmp_path, line) == []


def test_each_shell_has_its_line_and_the_help_names_it(project: Project) -> None:
    helped = run(project.root, "--help").stdout
    for line in HOW:
        assert line in helped
        shell = line.partition(":")[0]
        script = run(project.root, **{VARIABLE: f"{shell}_source"})
        assert "_bioclustergraph_completion" in script.stdout


def test_the_help_of_a_question_can_be_asked_as_it_stands(project: Project) -> None:
    helped = run(project.root, "--lang", "en", "query", "members-at", "--help").stdout
    example = next(line for line in helped.splitlines() if "--at 2021-06-30" in line).split()
    asked = run(project.root, *example[1:])
    assert asked.returncode == 0
    assert "genoek" in asked.stdout
    named = helped.partition("Something to ask about")[2]
    keys = [part.split(" (")[0].strip() for part in " ".join(named.split()).split(";")[1:-1]]
    assert keys
    names = Names.of_files(project)
    for key in keys:
        assert names.resolve(key, "cluster")
