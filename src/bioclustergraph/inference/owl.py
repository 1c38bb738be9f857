"""OWL 2 RL as SPARQL: the rules of the standard, run until nothing new follows.

The rules are those of *OWL 2 Web Ontology Language: Profiles* (2012), section 4.3, tables 4 to 9:
one file in ``queries/owl/<table>/``, named as there. A rule that derives is a CONSTRUCT; to run it
is to let the engine insert what it constructs, with the same template and the same pattern. A rule
whose conclusion is *false* is a SELECT, whose rows are the contradictions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final

from bioclustergraph import queries
from bioclustergraph.inference.rules import Rule

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.project import Project

TABLES: Final = ("datatypes", "schema", "properties", "classes", "class-axioms", "equality")
"""The folders of ``queries/owl/``, in the order in which their rules are asked."""

_CONSTRUCT: Final = re.compile(r"^CONSTRUCT\b", re.MULTILINE)
_KIND: Final = re.compile(r"^#\+ kind: ([a-z]+)$", re.MULTILINE)
_READS: Final = re.compile(r"^#\+ reads: (.+)$", re.MULTILINE)
_WRITES: Final = re.compile(r"^#\+ writes: (.+)$", re.MULTILINE)

_SETTLES: Final = re.compile(r"^#\+ settles: true$", re.MULTILINE)

ANY: Final = "any"
"""In a header: a property that the graph speaks of (it is the subject or object of a triple)."""

EVERYTHING: Final = "everything"
"""In a header: any property whatever."""

OF_CLASS: Final = "a "
"""In a header: how a class begins whose instances alone the pattern looks at."""


class Kind(Enum):
    """When a rule is asked, and what for."""

    ALWAYS = "always"
    ONCE = "once"  # of what is stated, before all others
    AUXILIARY = "auxiliary"  # a step of another rule; what it derives is no result
    LAST = "last"  # when nothing else follows any more
    CONTRADICTION = "contradiction"  # derives nothing; its rows are contradictions


@dataclass(frozen=True, slots=True)
class OwlRule(Rule):
    """One rule of OWL 2 RL; its name is the one in the tables of the standard.

    Attributes:
        table: which of :data:`TABLES` it stands in.
        kind: when it is asked.
        reads: which properties its pattern looks at, as its header says; :data:`ANY`,
            :data:`EVERYTHING`.
        writes: which properties its conclusions have.
        settles: asked once, it finds no more in what it has concluded itself, because the rules of
            the table ``schema`` have made its every way one step.
        update: the same rule as an INSERT.
    """

    table: str
    kind: Kind
    reads: frozenset[str] = field(repr=False)
    writes: frozenset[str] = field(repr=False)
    settles: bool = field(repr=False)
    update: str = field(repr=False)

    @property
    def needs(self) -> frozenset[str]:
        """Properties without which it concludes nothing; of a list, its end may be all there is."""
        return self.reads - {ANY, EVERYTHING, "rdf:rest"}

    @property
    def iri(self) -> str:
        """The IRI that names the rule where a proof refers to it."""
        return f"{super(OwlRule, self).iri.removesuffix(self.name)}owl/{self.name}"


def owl_rules(project: Project, *, without: frozenset[str] = frozenset()) -> tuple[OwlRule, ...]:
    """Read the rules of OWL 2 RL, in the order in which they are asked.

    Args:
        project: where they are; a project may have none.
        without: tables that are left out.

    Raises:
        QueryError: a file cannot be read.
    """
    folder = project.queries / "owl"
    found: list[OwlRule] = []
    for table in TABLES:
        if table not in without:
            paths = sorted((folder / table).glob("*.rq"), reverse=True)
            read = [_rule(path, table) for path in paths]
            # Of one table those first whose conclusions most others read.
            found += sorted(read, key=lambda rule: (ANY not in rule.writes, len(rule.reads)))
    return tuple(found)


def _rule(path: Path, table: str) -> OwlRule:
    text = queries.text_of(path)
    kind = _KIND.search(text)
    return OwlRule(
        name=path.stem,
        path=path,
        sparql=text,
        table=table,
        kind=Kind(kind[1]) if kind else Kind.ALWAYS,
        reads=_listed(_READS, text),
        writes=_listed(_WRITES, text),
        settles=_SETTLES.search(text) is not None,
        update=_CONSTRUCT.sub("INSERT", text, count=1),
    )


def _listed(header: re.Pattern[str], text: str) -> frozenset[str]:
    found = header.search(text)
    return frozenset(found[1].split(", ")) - {"nothing"} if found else frozenset((EVERYTHING,))
