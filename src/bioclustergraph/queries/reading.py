"""Read questions from their files."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any, Final

from bioclustergraph.errors import QueryError, Text, UnknownQuestion
from bioclustergraph.namespaces import KINDS, SCHEMES
from bioclustergraph.queries.model import VALUES, Parameter, Question
from bioclustergraph.queries.terms import VALUE_TYPES

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.project import Project

_HEADER: Final = "#+"


def find(project: Project) -> dict[str, Question]:
    """Load every question of ``queries/`` (not of its folders), by name, sorted.

    Raises:
        QueryError: a file cannot be read, or its header is wrong.
    """
    return {path.stem: load(path) for path in sorted(project.queries.glob("*.rq"))}


def named(project: Project, name: str) -> Question:
    """Load one question by its name.

    Raises:
        UnknownQuestion: there is none; the error suggests the nearest.
        QueryError: the file cannot be read, or its header is wrong.
    """
    names = sorted(path.stem for path in project.queries.glob("*.rq"))
    if name in names:
        return load(project.queries / f"{name}.rq")
    near = ", ".join(difflib.get_close_matches(name, names))
    raise UnknownQuestion(
        Text(f"Det finnes ikke noe spørsmål «{name}».", f"There is no question “{name}”."),
        hint=Text(
            (f"Mente du {near}? " if near else "")
            + "«bioclustergraph questions» lister alle; en fil gis med endelsen .rq.",
            (f"Did you mean {near}? " if near else "")
            + "“bioclustergraph questions” lists all; name a file with its suffix .rq.",
        ),
    )


def load(path: Path) -> Question:
    """Load one ``.rq`` file, of the project or not; a file without header has no parameters.

    Raises:
        QueryError: the file cannot be read, or its header is wrong.
    """
    return parse(path.stem, text_of(path), path)


def text_of(path: Path) -> str:
    """Read a ``.rq`` file, a question or a rule.

    Raises:
        QueryError: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError(
            Text("Får ikke lest filen.", f"Cannot read the file ({error.strerror})."), path=path
        ) from error
    except UnicodeDecodeError as error:
        raise QueryError(
            Text("Filen er ikke UTF-8.", "The file is not UTF-8."),
            path=path,
            line=error.object[: error.start].count(b"\n") + 1,
        ) from error


def parse(name: str, text: str, path: Path) -> Question:
    """Read the header of a question's text.

    Raises:
        QueryError: the header is not YAML, or names a parameter that the text does not bind.
    """
    header = header_of(text, path)
    types = header.get("parameters") or {}
    if not isinstance(types, dict):
        raise _bad_header(path, "parameters")
    summary = str(header.get("summary") or name)
    tags = header.get("tags") or []
    if not isinstance(tags, list):
        raise _bad_header(path, "tags")
    return Question(
        name=name,
        path=path,
        summary=Text(str(header.get("summary_nb") or summary), summary),
        tags=tuple(str(tag) for tag in tags),
        parameters=tuple(_parameter(text, str(n), str(t), path) for n, t in types.items()),
        sparql=text,
    )


def header_of(text: str, path: Path) -> dict[str, Any]:
    """Read the lines of a ``.rq`` file that begin with ``#+``; empty where there are none.

    Raises:
        QueryError: they are not a YAML mapping.
    """
    lines = text.splitlines()
    header = "\n".join(
        line.removeprefix(_HEADER).removeprefix(" ") if line.startswith(_HEADER) else ""
        for line in lines
    )
    if not header.strip():
        return {}
    import yaml

    try:
        read = yaml.safe_load(header)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise _bad_header(path, str(error.problem), mark.line + 1 if mark else None) from error
    except yaml.YAMLError as error:
        raise _bad_header(path, str(error)) from error
    if not isinstance(read, dict):
        raise _bad_header(path, "summary")
    return read


def _bad_header(path: Path, what: str, line: int | None = None) -> QueryError:
    return QueryError(
        Text(f"Hodet i spørsmålet er galt: {what}.", f"The question's header is wrong: {what}."),
        path=path,
        line=line,
        hint=Text(
            "Hodet er YAML på linjer med «#+» først: summary, summary_nb, tags, parameters.",
            "The header is YAML in lines that begin with “#+”: summary, summary_nb, tags, "
            "parameters.",
        ),
    )


def _parameter(text: str, name: str, type_: str, path: Path) -> Parameter:
    type_ = type_.removeprefix("concept:")  # a scheme may be marked as one
    if type_ not in {*KINDS, *SCHEMES, *VALUE_TYPES, "any"}:
        raise _bad_header(path, f"parameters: {name}: {type_}")
    found = re.findall(VALUES.format(name=re.escape(name)), text)
    if len(found) != 1:
        raise QueryError(
            Text(
                f"Parameteren «{name}» må stå på nøyaktig én linje VALUES ?{name} {{ … }}.",
                f"The parameter “{name}” must stand in exactly one line VALUES ?{name} {{ … }}.",
            ),
            path=path,
        )
    return Parameter(name, type_, found[0].strip())
