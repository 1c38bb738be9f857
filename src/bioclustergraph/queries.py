"""Questions: named ``.rq`` files that run as they are in any SPARQL client.

A question is one SPARQL file. Its header, in lines that begin with ``#+``, is YAML as in grlc: a
summary, tags, and the types of its parameters. A parameter is a line ``VALUES ?name { … }`` with a
real value in it, so that the file is complete as it stands; to ask with another value is to put
another term between the braces. Nothing else of the text is ever changed.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bioclustergraph.errors import ParameterError, QueryError, Text, UnknownQuestion
from bioclustergraph.namespaces import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from bioclustergraph.project import Project

VALUE_TYPES: Final = ("date", "year", "language", "text")
"""Types of a parameter that are literals; the others are kinds of thing, or ``any`` thing."""

_HEADER: Final = "#+"
_VALUES: Final = r"VALUES\s+\?{name}\s*\{{([^{{}}]*)\}}"
_YEAR: Final = re.compile(r"-?[0-9]{4,}")
_NOT_IN_IRI: Final = re.compile(r"""[\x00-\x20<>"{}|^`\\]""")
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a question.

    Attributes:
        name: the variable, without ``?``; the option of the command line.
        type: a kind of thing (``cluster``), ``any`` thing, or one of :data:`VALUE_TYPES`.
        default: the term in the file, as SPARQL writes it.
    """

    name: str
    type: str
    default: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question that can be asked.

    Attributes:
        name: the file's name without ``.rq``.
        path: the file.
        summary: what it asks, in one sentence.
        tags: topics.
        parameters: in the order of the file's header.
        sparql: the whole file, which is SPARQL 1.1.
    """

    name: str
    path: Path
    summary: Text
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    sparql: str

    def bind(self, values: Mapping[str, str], resolve: Callable[[str, str | None], str]) -> str:
        """Give the SPARQL text with ``values`` in the place of the defaults.

        Args:
            values: by parameter name, what somebody wrote: for a thing a key, IRI or name; for a
                date ``YYYY-MM-DD`` (a day of the Gregorian calendar); for a year ``YYYY``.
            resolve: finds the IRI of what was written, given it and the kind (``None``: any kind).

        Raises:
            ParameterError: there is no such parameter, or the value is not of its type.
            UnknownThing: from ``resolve``.
        """
        sparql = self.sparql
        known = {parameter.name: parameter for parameter in self.parameters}
        for name, value in values.items():
            if name not in known:
                raise self._unknown(name)
            term = _term(known[name], value, resolve)
            sparql = re.sub(_VALUES.format(name=name), _replacement(name, term), sparql, count=1)
        return sparql

    def _unknown(self, name: str) -> ParameterError:
        mine = ", ".join(f"--{p.name}" for p in self.parameters) or "–"
        return ParameterError(
            Text(
                f"Spørsmålet {self.name} har ingen parameter «{name}».",
                f"The question {self.name} has no parameter “{name}”.",
            ),
            hint=Text(f"Den har: {mine}", f"It has: {mine}"),
        )


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
    try:
        text = path.read_text(encoding="utf-8")
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
    return parse(path.stem, text, path)


def parse(name: str, text: str, path: Path) -> Question:
    """Read the header of a question's text.

    Raises:
        QueryError: the header is not YAML, or names a parameter that the text does not bind.
    """
    header = _header(text, path)
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


def _header(text: str, path: Path) -> dict[str, Any]:
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
    if type_ not in (*KINDS, *VALUE_TYPES, "any"):
        raise _bad_header(path, f"parameters: {name}: {type_}")
    found = re.findall(_VALUES.format(name=re.escape(name)), text)
    if len(found) != 1:
        raise QueryError(
            Text(
                f"Parameteren «{name}» må stå på nøyaktig én linje VALUES ?{name} {{ … }}.",
                f"The parameter “{name}” must stand in exactly one line VALUES ?{name} {{ … }}.",
            ),
            path=path,
        )
    return Parameter(name, type_, found[0].strip())


def _term(parameter: Parameter, value: str, resolve: Callable[[str, str | None], str]) -> str:
    if parameter.type == "date":
        return f'"{_day(parameter, value)}"^^<{_XSD}date>'
    if parameter.type == "year":
        if not _YEAR.fullmatch(value):
            raise _wrong(parameter, value, Text("et år, som 2021", "a year, such as 2021"))
        return f'"{value}"^^<{_XSD}gYear>'
    if parameter.type == "language":
        if value not in {"nb", "en"}:
            raise _wrong(parameter, value, Text("nb eller en", "nb or en"))
        return f'"{value}"'
    if parameter.type == "text":
        return _quoted(value)
    iri = resolve(value, None if parameter.type == "any" else parameter.type)
    if _NOT_IN_IRI.search(iri):
        raise _wrong(parameter, value, Text("en IRI uten mellomrom", "an IRI without spaces"))
    return f"<{iri}>"


def _day(parameter: Parameter, value: str) -> str:
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        day = None
    # fromisoformat also takes 20210630 and 2021-W26-3, which nobody means here.
    if day is None or day.isoformat() != value:
        raise _wrong(parameter, value, Text("en dag, som 2021-06-30", "a day, such as 2021-06-30"))
    return value


def _wrong(parameter: Parameter, value: str, wanted: Text) -> ParameterError:
    return ParameterError(
        Text(
            f"--{parameter.name}: «{value}» er ikke {wanted.nb}.",
            f"--{parameter.name}: “{value}” is not {wanted.en}.",
        ),
        hint=Text(f"Skriv {wanted.nb}.", f"Write {wanted.en}."),
    )


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    for character, escape in (("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        escaped = escaped.replace(character, escape)
    return f'"{escaped}"'


def _replacement(name: str, term: str) -> Callable[[re.Match[str]], str]:
    # A function, so that a backslash in the term is not read as a group.
    return lambda _: f"VALUES ?{name} {{ {term} }}"
