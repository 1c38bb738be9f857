"""GEXF 1.3 of a large projected network: who, how much, and when, written as it goes.

What each edge rests on is left out: with it a file of a million edges would be some gigabytes, and
no program would open it. The elements and their spells are those of ``gexf``.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from bioclustergraph.export.gexf import NAMESPACE
from bioclustergraph.export.heading import CREATOR, Heading
from bioclustergraph.export.texts import clean
from bioclustergraph.networks.large import ALWAYS, NEVER, Columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bioclustergraph.errors import Language, Text
    from bioclustergraph.relations import Thing

_AT_ONCE: Final = 10_000
"""How many edges are put together before they are given on."""


def gexf(
    columns: Columns,
    labels: Mapping[str, Text],
    scores: Mapping[str, Mapping[str, float]],
    *,
    language: Language = "nb",
    release: str | None = None,
) -> Iterator[str]:
    """Write a network, piece by piece.

    Args:
        columns: the network.
        labels: by IRI: what kinds of relation are called.
        scores: by the name of an attribute: the score of each node, by its IRI.
        language: of labels.
        release: the digest of the release it comes from.
    """
    heading = Heading.named(columns.view, columns.selection, release, language)
    said = "\n".join(f"{name}: {text}" for name, text in heading.fields().items())
    yield (
        "<?xml version='1.0' encoding='utf-8'?>\n"
        f'<gexf xmlns="{NAMESPACE}" version="1.3">\n<meta>\n<creator>{escape(CREATOR)}</creator>\n'
        f"<keywords>{escape(heading.view)}</keywords>\n"
        f"<description>{escape(said)}</description>\n</meta>\n"
        '<graph defaultedgetype="undirected" mode="dynamic" timeformat="date" '
        'timerepresentation="interval" idtype="string">\n'
        '<attributes class="node" mode="static">\n'
        '<attribute id="kind" title="kind" type="string"/>\n'
    )
    for name in scores:
        yield f'<attribute id={quoteattr(name)} title={quoteattr(name)} type="double"/>\n'
    yield (
        '</attributes>\n<attributes class="edge" mode="static">\n'
        '<attribute id="certain_weight" title="certain_weight" type="integer"/>\n</attributes>\n'
        f'<nodes count="{len(columns.things)}">\n'
    )
    for thing in columns.things:
        yield _node(thing, scores, language)
    yield f'</nodes>\n<edges count="{len(columns.one)}">\n'
    yield from _edges(columns, labels, language)
    yield "</edges>\n</graph>\n</gexf>\n"


def _node(thing: Thing, scores: Mapping[str, Mapping[str, float]], language: Language) -> str:
    label = quoteattr(clean(thing.label.in_language(language) or thing.iri))
    kind = quoteattr(thing.kind.rpartition("/")[2])
    scored = "".join(
        f"<attvalue for={quoteattr(name)} value={quoteattr(repr(by_iri[thing.iri]))}/>"
        for name, by_iri in scores.items()
    )
    return (
        f"<node id={quoteattr(thing.iri)} label={label}><attvalues>"
        f'<attvalue for="kind" value={kind}/>{scored}</attvalues></node>\n'
    )


def _edges(columns: Columns, labels: Mapping[str, Text], language: Language) -> Iterator[str]:
    ids = [quoteattr(thing.iri) for thing in columns.things]
    kinds = [
        quoteattr(clean(labels[iri].in_language(language)) if iri in labels else iri)
        for iri in columns.kinds
    ]
    spells = groupby(
        zip(
            columns.spell_edge.tolist(),
            columns.spell_start.tolist(),
            columns.spell_end.tolist(),
            strict=True,
        ),
        key=lambda spell: spell[0],
    )
    rows = zip(
        columns.one.tolist(),
        columns.other.tolist(),
        columns.kind.tolist(),
        columns.weight.tolist(),
        columns.certain_weight.tolist(),
        spells,
        strict=True,
    )
    written: list[str] = []
    for number, (one, other, kind, weight, certain, (_, days)) in enumerate(rows, start=1):
        held = "".join([_spell(start, end) for _, start, end in days])
        written.append(
            f'<edge id="e{number}" source={ids[one]} target={ids[other]} label={kinds[kind]} '
            f'kind={kinds[kind]} weight="{weight}"><attvalues><attvalue for="certain_weight" '
            f'value="{certain}"/></attvalues><spells>{held}</spells></edge>\n'
        )
        if len(written) == _AT_ONCE:
            yield "".join(written)
            written.clear()
    yield "".join(written)


@cache
def _spell(start: int, end: int) -> str:
    """Write a spell; its end is the last day inside, as the standard has it."""
    begun = f' start="{dt.date.fromordinal(start)}"' if start != NEVER else ""
    ended = f' end="{dt.date.fromordinal(end - 1)}"' if end != ALWAYS else ""
    return f"<spell{begun}{ended}/>"
