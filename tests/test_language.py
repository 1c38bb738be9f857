"""Two languages: all that the command says exists in both, and one word decides which."""

from __future__ import annotations

import ast
import gettext
import io
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from bioclustergraph.cli import COMMANDS, catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bioclustergraph.project import Project

ENGLISH = ("Usage:", "Options:", "Commands:", "[OPTIONS]", "Show this", "Try '", "Error:")


def said(project: Project, lang: str, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "bioclustergraph", "--lang", lang, *words],
        cwd=project.root,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout + done.stderr


def test_the_catalogue_is_compiled_from_its_source() -> None:
    source = catalogue.SOURCE.read_text(encoding="utf-8")
    assert catalogue.COMPILED.read_bytes() == catalogue.compiled(source), (
        "python -c 'from bioclustergraph.cli import catalogue; catalogue.refresh()'"
    )
    spoken = gettext.GNUTranslations(io.BytesIO(catalogue.compiled(source)))
    assert spoken.gettext("Usage:") == "Bruk:"
    assert spoken.ngettext("Got unexpected extra argument ({args})", "", 1).startswith("Ett")
    assert spoken.ngettext("", "", 2) == ""


def test_what_is_translated_is_said_by_click() -> None:
    folder = Path(click.__file__).parent
    texts = {
        node.value
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
    }
    for key, translation in catalogue._entries(catalogue.SOURCE.read_text(encoding="utf-8")):
        assert translation
        for message in filter(None, key.split("\0")):
            assert message in texts, message


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        *((name, "--help") for name in COMMANDS),
        ("evidence", "check", "--help"),
        ("evidence", "locate", "--help"),
        ("query", "members-at", "--help"),
        ("chekc",),
        ("check", "--nope"),
        ("check", "--format", "xml"),
        ("serve", "--port", "x"),
        ("show",),
        ("show", "a", "b"),
        ("evidence", "check"),
        ("query", "members-at", "--at"),
    ],
    ids=" ".join,
)
def test_norwegian_is_norwegian_throughout(project: Project, words: tuple[str, ...]) -> None:
    norwegian = said(project, "nb", *words)
    assert [word for word in ENGLISH if word in norwegian] == []
    assert norwegian.startswith(("Bruk:", "Feil:"))
    english = said(project, "en", *words)
    assert english.startswith(("Usage:", "Error:"))


def calls(root: Path) -> Iterator[tuple[str, int, list[ast.expr]]]:
    """Give every place in the code where a message is written in two languages."""
    for path in sorted((root / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
                name = node.func.id if isinstance(node.func, ast.Name) else name
                if name in {"Text", "say"}:
                    unpacked = [word.value for word in node.keywords if word.arg is None]
                    yield str(path.relative_to(root)), node.lineno, [*node.args, *unpacked]


def test_every_message_has_both_languages(root: Path) -> None:
    found = list(calls(root))
    assert len(found) > 300
    for path, line, arguments in found:
        assert len(arguments) in {1, 2}, f"{path}:{line}"  # one: a message passed on, or unpacked
        for argument in arguments:
            empty = isinstance(argument, ast.Constant) and argument.value == ""
            assert not empty or all(
                isinstance(other, ast.Constant) and other.value == "" for other in arguments
            ), f"{path}:{line}"
