"""A question and its parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import ParameterError, Text
from bioclustergraph.queries.terms import term

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

VALUES: Final = r"VALUES\s+\?{name}\s*\{{([^{{}}]*)\}}"
"""The line of a parameter: its braces hold the default, and then the value."""

_SOURCES: Final = re.compile(r"^([ \t]*)#sources[ \t]+", re.MULTILINE)
_EXAMPLE: Final = '#sources (GROUP_CONCAT(DISTINCT STR(?relation); SEPARATOR=" ") AS ?relations)'


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a question.

    Attributes:
        name: the variable, without ``?``; the option of the command line.
        type: a kind of thing (``cluster``), a concept scheme (``measure``), ``any`` thing, or one
            of :data:`~bioclustergraph.queries.VALUE_TYPES`.
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

    def bind(
        self,
        values: Mapping[str, str | tuple[str, ...]],
        resolve: Callable[[str, str | None], str],
    ) -> str:
        """Give the SPARQL text with ``values`` in the place of the defaults.

        Args:
            values: by parameter name, what somebody wrote (see :func:`terms.term`); several values
                ask about each of them at once.
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
            written = (value,) if isinstance(value, str) else value
            terms = " ".join(term(name, known[name].type, one, resolve) for one in written)
            sparql = re.sub(VALUES.format(name=name), _replacement(name, terms), sparql, count=1)
        return sparql

    @property
    def has_sources(self) -> bool:
        """Whether the rows can name the relations they rest on."""
        return _SOURCES.search(self.sparql) is not None

    def with_sources(self) -> Question:
        """Give the same question with a column ``?relations``: its ``#sources`` line un-commented.

        Raises:
            ParameterError: it has no such line.
        """
        if not self.has_sources:
            raise ParameterError(
                Text(
                    f"Spørsmålet {self.name} sier ikke hvilke relasjoner hver rad hviler på.",
                    f"The question {self.name} does not say which relations each row rests on.",
                ),
                hint=Text(
                    f"Sett linjen «{_EXAMPLE}» like foran WHERE, bytt SELECT DISTINCT med SELECT, "
                    "og avslutt med GROUP BY og de samme variablene som i SELECT.",
                    f"Put the line “{_EXAMPLE}” right before WHERE, make SELECT DISTINCT a plain "
                    "SELECT, and end with GROUP BY and the same variables as in SELECT.",
                ),
            )
        return replace(self, sparql=_SOURCES.sub(r"\1", self.sparql))

    def _unknown(self, name: str) -> ParameterError:
        mine = ", ".join(f"--{p.name}" for p in self.parameters) or "–"
        return ParameterError(
            Text(
                f"Spørsmålet {self.name} har ingen parameter «{name}».",
                f"The question {self.name} has no parameter “{name}”.",
            ),
            hint=Text(f"Den har: {mine}", f"It has: {mine}"),
        )


def _replacement(name: str, terms: str) -> Callable[[re.Match[str]], str]:
    # A function, so that a backslash in a term is not read as a group.
    return lambda _: f"VALUES ?{name} {{ {terms} }}"
