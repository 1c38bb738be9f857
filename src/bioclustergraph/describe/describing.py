"""Collects what is known about one resource, a page at a time, and as it was on a day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bioclustergraph.describe.asking import Asker, Slice
from bioclustergraph.describe.contents import OBJECT, PAGE, SUBJECT, contents
from bioclustergraph.describe.model import (
    Description,
    Entry,
    Mentions,
    Passage,
    Statement,
    text_of,
)
from bioclustergraph.describe.reading import (
    aloud,
    grouped,
    mentions,
    passages,
    relations,
    spoken,
    statements,
)
from bioclustergraph.describe.refs import Ref, Value
from bioclustergraph.describe.titles import title_on
from bioclustergraph.describe.words import PASSAGES, heading
from bioclustergraph.errors import ParameterError, Text, UnknownThing
from bioclustergraph.names import compact
from bioclustergraph.namespaces import BASE, PREFIXES, RELATION_KINDS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from bioclustergraph.describe.asking import Bound, Row
    from bioclustergraph.describe.contents import Contents, Section
    from bioclustergraph.describe.model import Relation, Side
    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

_LABELS: Final = frozenset(
    {f"{PREFIXES['rdfs']}label", f"{PREFIXES['skos']}prefLabel", f"{PREFIXES['dcterms']}title"}
)
_TYPE: Final = f"{PREFIXES['rdf']}type"
_NAMING: Final = f"{PREFIXES['bcg']}Naming"
_LINKS: Final = frozenset(
    {
        f"{PREFIXES['skos']}exactMatch",
        f"{PREFIXES['skos']}closeMatch",
        f"{PREFIXES['owl']}sameAs",
        f"{PREFIXES['foaf']}page",
        f"{PREFIXES['foaf']}homepage",
    }
)
_ELSEWHERE: Final = _LABELS | _LINKS | {_TYPE}
_RELATIONS: Final = tuple(PREFIXES[kind] for kind in RELATION_KINDS)


def describe(
    store: Store, iri: str, *, project: Project, at: dt.date | None = None, page: int = 1
) -> Description:
    """Collect what the store knows about ``iri``.

    Args:
        store: a release's default graph holds data, ontology and what was derived.
        iri: the resource: a thing, a relation, a term, a concept, a graph.
        project: whose ``queries/pages/`` are asked.
        at: a day: only the relations that certainly or possibly held on it are given, and how many
            others there are; passages and mentions have no date and are all given.
        page: which page of its relations, passages and mentions, counted from 1; what is said of
            it directly is on every page.

    Raises:
        UnknownThing: the store says nothing about ``iri``, or it is not an IRI.
        ParameterError: there is no such page.
        QueryError: a query file cannot be read.
        StoreError: the store did not answer.
    """
    asker = Asker(store, project)
    day = None if at is None else at.isoformat()
    said_rows = asker.rows("statements", {"thing": iri}, label="property value")
    held = contents(asker, iri, day)
    if not (said_rows or held.sections):
        raise nothing_about(iri)
    if not 1 <= page <= held.pages:
        raise _no_such_page(held.pages)
    asker.want(*(section.by for section in held.parts("mentions")))
    wanted = list(_wanted(asker, iri, held, day, page))
    if any(row.iri("property") in {SUBJECT, OBJECT} for row in said_rows):
        wanted.append((iri, "itself"))
    life = _relations(asker, _whole(asker, iri, held, day, wanted), day)
    chosen = set(wanted)
    cited, referring = _referring(asker, iri, held, page)

    said = statements(said_rows)
    if names_of := _aloud(asker, said_rows, life):
        said = tuple(_read(s, names_of) for s in said)
        life = tuple(replace(r, details=tuple(_read(s, names_of) for s in r.details)) for r in life)
    every = tuple(r for r in life if (r.iri, r.side) in chosen)
    names = tuple(r for r in every if r.kind.iri == _NAMING and r.side == "subject")
    itself = next((r for r in every if r.side == "itself"), None)
    # A relation shows all there is about itself; the same again as a list is no help.
    direct = said if itself is None else ()
    label = _label(said, iri) if itself is None else _spoken_label(itself)
    return Description(
        iri=iri,
        label=label,
        title=label if day is None else title_on(names, label),
        types=_types(said),
        # Asked for on every page for the title's sake; shown where they stand.
        names=names if _are_on(held, page) else (),
        groups=grouped((r for r in every if r not in names), held.parts("relations")),
        statements=tuple(s for s in _own(direct) if s.property.iri not in _ELSEWHERE),
        links=tuple(s for s in direct if s.property.iri in _LINKS),
        passages=cited,
        mentions=referring,
        index=tuple(_entry(asker, section) for section in held.sections),
        at=at,
        page=page,
        pages=held.pages,
        life=life,
    )


def nothing_about(iri: str) -> UnknownThing:
    """Say that the store does not know an IRI."""
    name = compact(iri)
    return UnknownThing(
        Text(f"Ingenting er sagt om {name} her.", f"Nothing is said about {name} here.")
    )


# --- what to ask ----------------------------------------------------------------------------------


def _wanted(
    asker: Asker, iri: str, held: Contents, day: str | None, page: int
) -> Iterator[tuple[str, Side]]:
    """Find the relations of the page: all at once where all are on it, else section by section."""
    sections = tuple(held.parts("relations"))
    if held.pages == 1:
        if sections:
            yield from _sliced(asker, iri, (SUBJECT, OBJECT), "", day, Slice(0, PAGE))
        return
    for section in sections:
        part = section.on(page)
        if part is None and day is not None and section.kind == "naming":
            part = Slice(0, PAGE)  # for the title
        if part is not None:
            yield from _sliced(asker, iri, section.by, section.namespace, day, part)


def _whole(
    asker: Asker, iri: str, held: Contents, day: str | None, wanted: list[tuple[str, Side]]
) -> list[tuple[str, Side]]:
    """Add the relations that did not hold on the day, where all of them fit on a page."""
    sections = tuple(held.parts("relations"))
    total = sum(section.count + section.others for section in sections)
    if day is None or total > PAGE or total == sum(section.count for section in sections):
        return wanted
    more = _sliced(asker, iri, (SUBJECT, OBJECT), "", None, Slice(0, PAGE))
    return list(dict.fromkeys((*wanted, *more)))


def _sliced(  # noqa: PLR0913, PLR0917 - what the question wants
    asker: Asker,
    iri: str,
    property_: Bound,
    namespace: str,
    day: str | None,
    part: Slice,
) -> Iterator[tuple[str, Side]]:
    values: dict[str, Bound] = {"thing": iri, "property": property_, "namespace": namespace}
    name = "relations-of"
    if day is not None:
        name, values["at"] = "relations-of-at", day
    for row in asker.rows(name, values, part):
        relation = row.iri("relation")
        if relation is not None:
            yield relation, "subject" if row.iri("property") == SUBJECT else "object"


def _relations(
    asker: Asker, wanted: list[tuple[str, Side]], day: str | None
) -> tuple[Relation, ...]:
    if not wanted:
        return ()
    asked = {"relation": tuple(dict.fromkeys(iri for iri, _ in wanted))}
    rows = asker.rows("relations", asked, label="class property value")
    return relations(wanted, rows, asker.rows("evidence", asked, label="document"), day)


def _referring(
    asker: Asker, iri: str, held: Contents, page: int
) -> tuple[tuple[Passage, ...], tuple[Mentions, ...]]:
    """Give the passages and the mentions of the page; relations among them are read aloud."""
    cited: list[Row] = []
    referring: list[Row] = []
    for section in held.parts("passages"):
        if (part := section.on(page)) is not None:
            cited += asker.rows("passages", {"thing": iri}, part)
    for section in held.parts("mentions"):
        if (part := section.on(page)) is not None:
            asked = {"thing": iri, "property": section.by}
            referring += asker.rows("mentions", asked, part, label="property subject")
    named = {row.iri("relation") for row in cited} | {row.iri("subject") for row in referring}
    ours = tuple(sorted(name for name in named if name is not None and name.startswith(_RELATIONS)))
    sides = asker.rows("sides", {"relation": ours}, label="class from to") if ours else []
    names = aloud(sides)
    totals = {section.by: section.count for section in held.parts("mentions")}
    return passages(cited, names), mentions(referring, names, totals)


def _aloud(asker: Asker, said_rows: Iterable[Row], life: Iterable[Relation]) -> dict[str, Ref]:
    """Name the relations that stand as values, which have no label of their own."""
    values = {iri for row in said_rows if (iri := row.iri("value")) is not None}
    for relation in life:
        for statement in relation.details:
            values.update(value.iri for value in statement.values if isinstance(value, Ref))
    ours = tuple(sorted(iri for iri in values if iri.startswith(_RELATIONS)))
    return aloud(asker.rows("sides", {"relation": ours}, label="class from to")) if ours else {}


def _read(statement: Statement, names: Mapping[str, Ref]) -> Statement:
    if not any(isinstance(v, Ref) and v.iri in names for v in statement.values):
        return statement
    named = (names.get(v.iri, v) if isinstance(v, Ref) else v for v in statement.values)
    return Statement(statement.property, tuple(named))


def _are_on(held: Contents, page: int) -> bool:
    return any(s.kind == "naming" and s.on(page) is not None for s in held.parts("relations"))


def _entry(asker: Asker, section: Section) -> Entry:
    match section.what:
        case "passages":
            said = PASSAGES
        case "mentions":
            said = asker.label(section.by)
        case _:
            known = section.kind or compact(section.namespace)
            said = heading(section.kind, section.side, Ref(section.namespace, Text(known, known)))
    return Entry(said, section.count, section.others, section.page)


# --- what is said of it directly ------------------------------------------------------------------


def _label(said: tuple[Statement, ...], iri: str) -> Text:
    found: dict[str | None, str] = {}
    for statement in said:
        if statement.property.iri in _LABELS:
            for value in statement.values:
                if isinstance(value, Value):
                    found.setdefault(value.language, value.text)
    fallback = next(iter(found.values()), None)
    return text_of(iri, found.get("nb", fallback), found.get("en", fallback))


def _spoken_label(relation: Relation) -> Text:
    sides = [side.label for side in (relation.subject, relation.object) if side is not None]
    return spoken(relation.kind.label, sides)


def _own(said: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Leave out what is said again by a more general property that the build derived."""
    ours = {s.values for s in said if s.property.iri.startswith(PREFIXES["bcg"])}
    return tuple(
        s for s in said if s.property.iri.startswith(PREFIXES["bcg"]) or s.values not in ours
    )


def _types(said: Iterable[Statement]) -> tuple[Ref, ...]:
    """Give the classes, our own first: the others are derived from them."""
    types = (
        value
        for statement in said
        if statement.property.iri == _TYPE
        for value in statement.values
        if isinstance(value, Ref)
    )
    return tuple(sorted(types, key=lambda ref: not ref.iri.startswith(BASE)))


def _no_such_page(pages: int) -> ParameterError:
    return ParameterError(
        Text(f"Det er {pages} side(r) om dette.", f"There are {pages} page(s) about this."),
        hint=Text(f"Velg en side fra 1 til {pages}.", f"Choose a page from 1 to {pages}."),
    )
