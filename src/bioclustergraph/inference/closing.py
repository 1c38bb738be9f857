"""All that follows from some triples by OWL 2 RL."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import QuerySyntaxError, Text
from bioclustergraph.inference.nodes import Nodes
from bioclustergraph.inference.owl import ANY, EVERYTHING, OF_CLASS, Kind
from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph
    from pyoxigraph import Quad

    from bioclustergraph.inference.nodes import Statement
    from bioclustergraph.inference.owl import OwlRule

_TYPE: Final = "rdf:type"


@dataclass(frozen=True)
class Closure:
    """What follows from some triples.

    Attributes:
        store: all that follows, and what it follows from, with nodes for literals.
        nodes: which node stands for what.
        stated: what it follows from, as it is in the store.
    """

    store: pyoxigraph.Store = field(repr=False)
    nodes: Nodes = field(repr=False)
    stated: tuple[Quad, ...] = field(repr=False)

    def statements(self) -> Iterator[Statement]:
        """Give every triple, what was stated too; a literal may stand where RDF has none."""
        for quad in self._quads():
            yield self._statement(quad)

    def new(self) -> Iterator[Statement]:
        """Give what follows and was not stated."""
        stated = frozenset(self.stated)
        for quad in self._quads():
            if quad not in stated:
                yield self._statement(quad)

    def _statement(self, quad: Quad) -> Statement:
        term = self.nodes.term
        return term(quad.subject), quad.predicate, term(quad.object)

    def _quads(self) -> Iterator[Quad]:
        """Give the quads without the steps of property chains."""
        import pyoxigraph

        default = pyoxigraph.DefaultGraph()
        rest = pyoxigraph.NamedNode(f"{PREFIXES['rdf']}rest")
        chain = pyoxigraph.NamedNode(f"{PREFIXES['owl']}propertyChainAxiom")
        chains = any(self.store.quads_for_pattern(None, chain, None))
        cells = (
            {quad.subject for quad in self.store.quads_for_pattern(None, rest, None)}
            if chains
            else frozenset()
        )
        for quad in self.store.quads_for_pattern(None, None, None, default):
            if not cells or quad.predicate not in cells:
                yield quad

    def contradictions(self, rules: Iterable[OwlRule]) -> Iterator[Clash]:
        """Give what the rules find that cannot be, in a stable order.

        Raises:
            QuerySyntaxError: a rule does not parse; the error names the file.
        """
        for rule in rules:
            if rule.kind is not Kind.CONTRADICTION:
                continue
            rows = [
                tuple(None if v is None else self.nodes.term(v) for v in row)
                for row in _asked(self.store, rule)
            ]
            for row in sorted(rows, key=lambda terms: [str(term) for term in terms]):
                yield Clash(rule, row)


@dataclass(frozen=True, slots=True)
class Clash:
    """One contradiction.

    Attributes:
        rule: the rule that found it.
        terms: what its SELECT names, in the order of its variables.
    """

    rule: OwlRule
    terms: tuple[object, ...]


def close(quads: Iterable[Quad], rules: Iterable[OwlRule]) -> Closure:
    """Find all that follows from some triples.

    Args:
        quads: what is stated, as quads of the default graph.
        rules: from :func:`owl_rules`; those that find contradictions are passed over.

    Raises:
        QuerySyntaxError: a rule does not parse; the error names the file.
    """
    import pyoxigraph

    nodes = Nodes()
    stated = tuple(nodes.quads(quads))
    store = pyoxigraph.Store()
    store.extend(stated)
    every = tuple(rules)
    repeated = [rule for rule in every if rule.kind in {Kind.ALWAYS, Kind.AUXILIARY}]
    last = [rule for rule in every if rule.kind is Kind.LAST]
    _Rounds(store).to_the_end([rule for rule in every if rule.kind is Kind.ONCE])
    rounds = _Rounds(store)
    # What is said of the terms first, so that what is said of the things is found in one round.
    rounds.to_the_end([rule for rule in repeated if rule.table == "schema"])
    rounds.to_the_end(repeated)
    for rule in last:
        _run(store, rule)
    if last and _is_spoken_of(store, "owl:sameAs"):
        _Rounds(store).to_the_end([*repeated, *last])
    return Closure(store, nodes, stated)


class _Rounds:
    """Asks rules in turn until none can find anything new.

    A rule is asked again only if there is something new with a property that it reads. A property
    that a rule has as a variable is named by some triple as its subject or object; so what is new
    with a property that no triple speaks of, as ``rdf:type`` in most graphs, is new to no such
    rule, and no such rule concludes anything with it.
    """

    def __init__(self, store: pyoxigraph.Store) -> None:
        self._store = store
        self._size = len(store)
        self._now = 0
        self._changed: dict[str, int] = {}
        self._asked: dict[str, int] = {}
        self._spoken_of: dict[str, bool] = {}

    def to_the_end(self, rules: list[OwlRule]) -> None:
        """Ask these rules until they find nothing new."""
        while due := [rule for rule in rules if self._is_due(rule)]:
            for rule in due:
                self._ask(rule)
            # The engine does not say whether an INSERT found anything new, and counts slowly.
            size = len(self._store)
            if size == self._size:
                return
            self._size = size

    def _ask(self, rule: OwlRule) -> None:
        self._now += 1
        if _has_all(self._store, rule.needs) and _finds(self._store, rule):
            _run(self._store, rule)
            self._changed.update(dict.fromkeys(rule.writes, self._now))
            if rule.settles:
                self._now += 1
        self._asked[rule.name] = self._now

    def _is_due(self, rule: OwlRule) -> bool:
        last = self._asked.get(rule.name)
        if last is None:
            return True
        news = {name for name, when in self._changed.items() if when >= last}
        if EVERYTHING in rule.reads:
            return bool(news)
        if ANY in rule.reads and any(name == ANY or self._is_spoken_of(name) for name in news):
            return True
        if news & rule.reads:
            return True
        if _TYPE in news and any(
            name.startswith(OF_CLASS) and self._is_spoken_of(name) for name in rule.reads
        ):
            return True
        return ANY in news and any(
            self._is_spoken_of(_TYPE if name.startswith(OF_CLASS) else name) for name in rule.needs
        )

    def _is_spoken_of(self, name: str) -> bool:
        if name == ANY:
            return False
        if name not in self._spoken_of:
            self._spoken_of[name] = _is_spoken_of(self._store, name)
        return self._spoken_of[name]


def _iri(name: str) -> str:
    prefix, _, local = name.removeprefix(OF_CLASS).partition(":")
    return PREFIXES[prefix] + local


def _run(store: pyoxigraph.Store, rule: OwlRule) -> None:
    try:
        store.update(rule.update)
    except SyntaxError as error:
        raise _broken(rule, error) from error


def _has_all(store: pyoxigraph.Store, names: frozenset[str]) -> bool:
    """Say whether each property is used, each class has something; quicker than to ask."""
    import pyoxigraph

    def has(name: str) -> bool:
        term = pyoxigraph.NamedNode(_iri(name))
        found = (
            store.quads_for_pattern(None, pyoxigraph.NamedNode(_iri(_TYPE)), term)
            if name.startswith(OF_CLASS)
            else store.quads_for_pattern(None, term, None)
        )
        return next(found, None) is not None

    return all(has(name) for name in names)


def _finds(store: pyoxigraph.Store, rule: OwlRule) -> bool:
    """Say whether a rule concludes anything, new or not; one conclusion is enough to know."""
    try:
        return next(iter(store.query(rule.sparql)), None) is not None  # type: ignore[arg-type] # a CONSTRUCT
    except SyntaxError as error:
        raise _broken(rule, error) from error


def _asked(store: pyoxigraph.Store, rule: OwlRule) -> pyoxigraph.QuerySolutions:
    import pyoxigraph

    try:
        answer = store.query(rule.sparql)
    except SyntaxError as error:
        raise _broken(rule, error) from error
    if not isinstance(answer, pyoxigraph.QuerySolutions):
        raise QuerySyntaxError(
            Text(
                "En regel som finner motsigelser, må være en SELECT.",
                "A rule that finds contradictions must be a SELECT.",
            ),
            path=rule.path,
        )
    return answer


def _broken(rule: OwlRule, error: SyntaxError) -> QuerySyntaxError:
    return QuerySyntaxError(
        Text(f"Regelen er ikke SPARQL: {error}.", f"The rule is not SPARQL: {error}."),
        path=rule.path,
    )


def _is_spoken_of(store: pyoxigraph.Store, name: str) -> bool:
    """Say whether something is said of a property or class: more than that it is itself.

    That something is of a class says nothing of the class.
    """
    import pyoxigraph

    term = pyoxigraph.NamedNode(_iri(name))
    of_class = name.startswith(OF_CLASS)
    type_ = _iri(_TYPE)
    return any(
        quad.subject != quad.object and not (of_class and quad.predicate.value == type_)
        for pattern in ((term, None), (None, term))
        for quad in store.quads_for_pattern(pattern[0], None, pattern[1])
    )
