"""Sectors: what sources say that things work with, and nothing that they do not say.

No source in the graph classifies by a standard of industries. What there is, are statements about
the field of clusters, networks, places and events (``bcg:Characterisation`` with ``aspect:field``);
a sector is chosen by words of these.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bioclustergraph import queries
from bioclustergraph.errors import ParameterError, QueryError, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store


@dataclass(frozen=True, slots=True)
class Field:
    """One statement of what something works with.

    Attributes:
        thing: the IRI of what it is said of.
        statement: the IRI of the statement, which has date and source.
        description: what is said.
    """

    thing: str
    statement: str
    description: Text


@dataclass(frozen=True, slots=True)
class Sector:
    """What was asked for, and what it picks out.

    Attributes:
        words: as they were written.
        things: the IRIs of the things that a source says it of, at any time.
    """

    words: str
    things: frozenset[str]


def fields(store: Store, project: Project) -> tuple[Field, ...]:
    """Read every statement of a field, sorted by thing and statement.

    Raises:
        QueryError: the query cannot be read, or gives no rows.
        StoreError: the store did not answer.
    """
    from pyoxigraph import QuerySolutions

    question = queries.load(project.queries / "network" / "fields.rq")
    answer = store.query(question.sparql)
    if not isinstance(answer, QuerySolutions):
        raise QueryError(
            Text("Spørsmålet må være SELECT.", "The question must be a SELECT."), path=question.path
        )
    said: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in answer:
        thing, statement = row["thing"], row["statement"]
        language = getattr(row["description"], "language", None) or ""
        said[getattr(thing, "value", ""), getattr(statement, "value", "")][language] = getattr(
            row["description"], "value", ""
        )
    return tuple(
        Field(thing, statement, Text(_in(texts, "nb"), _in(texts, "en")))
        for (thing, statement), texts in sorted(said.items())
    )


def sector(words: str, among: Iterable[Field]) -> Sector:
    """Find what a source says works with ``words``, in Norwegian or English, whatever the case.

    Raises:
        ParameterError: no source says so; the error lists what they do say.
    """
    every = tuple(among)
    # From the beginning of a word, so that «it» does not find «profit», but «marin» finds «marine».
    wanted = re.compile(r"\b" + r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)
    things = frozenset(
        field.thing
        for field in every
        if words.strip()
        and any(wanted.search(text) for text in (field.description.nb, field.description.en))
    )
    if things:
        return Sector(words, things)
    raise ParameterError(
        Text(
            f"Ingen kilde sier at noe arbeider med «{words}».",
            f"No source says that anything works with “{words}”.",
        ),
        hint=_listed(every),
    )


def _listed(every: tuple[Field, ...]) -> Text:
    if not every:
        return Text(
            "Ingen kilde i grafen sier hva noe arbeider med; utelat --sector.",
            "No source in the graph says what anything works with; leave --sector out.",
        )
    nb = "\n".join(f"    {field.description.nb}" for field in every)
    en = "\n".join(f"    {field.description.en}" for field in every)
    return Text(
        "Kildene bruker ingen næringskoder. Skriv ord av det de sier at noe arbeider med:\n" + nb,
        "The sources use no codes of industries. Write words of what they say that something "
        "works with:\n" + en,
    )


def _in(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or next(iter(sorted(texts.values())), "")
