"""A difference as text for people, as JSON, as a few words, and as triples."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from bioclustergraph.errors import Text
from bioclustergraph.namespaces import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Quad

    from bioclustergraph.differences.model import Change, Difference
    from bioclustergraph.errors import Language

_CS: Final = "http://purl.org/vocab/changeset/schema#"
_COUNTED: Final = {
    "contradiction": Text("motsigelser", "contradictions"),
    "thing-added": Text("nye ting", "new things"),
    "thing-removed": Text("ting borte", "things gone"),
    "retired": Text("IRI-er trukket tilbake", "IRIs withdrawn"),
    "reinstated": Text("IRI-er tatt i bruk igjen", "IRIs in use again"),
    "relation-added": Text("nye relasjoner", "new relations"),
    "relation-removed": Text("relasjoner borte", "relations gone"),
    "dates": Text("datoer rettet", "dates corrected"),
    "figure": Text("tall rettet", "figures corrected"),
    "renamed": Text("navn endret", "names changed"),
    "source-added": Text("kilder lagt til", "sources added"),
    "source-withdrawn": Text("kilder trukket", "sources withdrawn"),
    "stated": Text("andre opplysninger endret", "other facts changed"),
    "evidence": Text("belegg flyttet", "evidence moved"),
    "note": Text("merknader endret", "notes changed"),
    "source-changed": Text("opplysninger om kilder endret", "facts about sources changed"),
    "judgement": Text("avgjørelser", "judgements"),
    "term-added": Text("nye termer", "new terms"),
    "term-removed": Text("termer borte", "terms gone"),
    "term-retired": Text("termer pensjonert", "terms retired"),
    "term-changed": Text("termer endret", "terms changed"),
    "other": Text("annet", "other"),
}
_NOTHING: Final = Text("Ingenting er endret", "Nothing has changed")


def summary(difference: Difference) -> Text:
    """Say in one sentence how much of what has changed, the most important first."""
    counts = Counter(change.kind for change in difference.changes)
    parts = [(str(counts[kind]), text) for kind, text in _COUNTED.items() if counts[kind]]
    if not parts:
        return _NOTHING
    return Text(
        ", ".join(f"{text.nb}: {count}" for count, text in parts),
        ", ".join(f"{text.en}: {count}" for count, text in parts),
    )


def text(difference: Difference, language: Language) -> Iterator[tuple[str, str]]:
    """Give the lines for people, each with what it is: ``heading``, ``change`` or ``sources``."""
    for group in difference.groups:
        yield "heading", group.label.in_language(language)
        for change in group.changes:
            yield "change", change.text.in_language(language)
            said = sources(change).in_language(language)
            if said:
                yield "sources", said


def sources(change: Change) -> Text:
    """Name the documents behind a change; both where they are not the same."""
    was, is_ = _names(change.sources_before), _names(change.sources_after)
    if was is None or is_ is None or change.sources_before == change.sources_after:
        it = is_ or was
        return Text("", "") if it is None else Text(f"kilde: {it.nb}", f"source: {it.en}")
    return Text(f"før: {was.nb}; nå: {is_.nb}", f"before: {was.en}; now: {is_.en}")


def _names(documents: tuple[tuple[str, Text], ...]) -> Text | None:
    if not documents:
        return None
    return Text(
        "; ".join(label.nb for _, label in documents), "; ".join(label.en for _, label in documents)
    )


def json_text(difference: Difference) -> str:
    """Write everything as JSON, the quads as N-Quads; both languages."""
    said = {
        "before": difference.before,
        "after": difference.after,
        "summary": _both(summary(difference)),
        "groups": [
            {
                "about": group.about,
                "label": _both(group.label),
                "changes": [_change(change) for change in group.changes],
            }
            for group in difference.groups
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "about": change.about,
        "text": _both(change.text),
        "before": None if change.before is None else _both(change.before),
        "after": None if change.after is None else _both(change.after),
        "sources": {
            "before": [iri for iri, _ in change.sources_before],
            "after": [iri for iri, _ in change.sources_after],
        },
        "added": [f"{quad} ." for quad in change.added],
        "removed": [f"{quad} ." for quad in change.removed],
    }


def _both(text_: Text) -> dict[str, str]:
    return {"nb": text_.nb, "en": text_.en}


def triples(difference: Difference) -> list[Triple]:
    """Write everything as change sets (http://purl.org/vocab/changeset/schema), one a change.

    A statement is told with its graph (``dcterms:isPartOf``): the vocabulary is older than graphs.
    """
    root = f"{BASE}changes/{difference.before}..{difference.after}"
    return [
        triple
        for number, change in enumerate(difference.changes, 1)
        for triple in _set(f"{root}#{number}", change, f"c{number}")
    ]


def _set(iri: str, change: Change, prefix: str) -> Iterator[Triple]:
    node = NamedNode(iri)
    yield Triple(node, _type(), NamedNode(f"{_CS}ChangeSet"))
    nameless = change.about.startswith("_:")
    about = BlankNode(change.about[2:]) if nameless else NamedNode(change.about)
    yield Triple(node, NamedNode(f"{_CS}subjectOfChange"), about)
    for language, said in (("nb", change.text.nb), ("en", change.text.en)):
        reason = NamedNode(f"{_CS}changeReason")
        yield Triple(node, reason, Literal(said, language=language))
    for part, quads in (("addition", change.added), ("removal", change.removed)):
        for at, quad in enumerate(quads):
            statement = BlankNode(f"{prefix}{part}{at}")
            yield Triple(node, NamedNode(f"{_CS}{part}"), statement)
            yield from _statement(statement, quad)


def _statement(node: BlankNode, quad: Quad) -> Iterator[Triple]:
    rdf = PREFIXES["rdf"]
    yield Triple(node, _type(), NamedNode(f"{rdf}Statement"))
    yield Triple(node, NamedNode(f"{rdf}subject"), quad.subject)
    yield Triple(node, NamedNode(f"{rdf}predicate"), quad.predicate)
    yield Triple(node, NamedNode(f"{rdf}object"), quad.object)
    if isinstance(quad.graph_name, NamedNode):
        yield Triple(node, NamedNode(f"{PREFIXES['dcterms']}isPartOf"), quad.graph_name)


def _type() -> NamedNode:
    return NamedNode(f"{PREFIXES['rdf']}type")
