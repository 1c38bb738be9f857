"""Large networks as columns: the same edges, weights and days as those made one by one."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioclustergraph import networks, relations
from bioclustergraph.cli import run
from bioclustergraph.errors import MissingLibrary, ParameterError, Text
from bioclustergraph.export import lean, spans
from bioclustergraph.namespaces import BASE
from bioclustergraph.networks import Selection, large, scores
from bioclustergraph.relations import Bounds, Mode, Source, Thing, Tie, Ties, View
from bioclustergraph.release import assemble

if TYPE_CHECKING:
    from bioclustergraph.networks import Network
    from bioclustergraph.networks.large import Columns
    from bioclustergraph.project import Project

DAYS = [dt.date(2020, 1, day) for day in range(1, 7)]
ISO = [None, *(day.isoformat() for day in DAYS)]
KINDS = [f"{BASE}ns/Membership", f"{BASE}ns/EventParticipation"]
WORD = Text("ting", "thing")

TIES = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        st.sampled_from("xy"),
        st.sampled_from(KINDS),
        st.builds(Bounds, *[st.sampled_from(ISO)] * 4),
    ),
    max_size=10,
)
SELECTIONS = st.builds(
    Selection, at=st.sampled_from([None, *DAYS]), certain_only=st.booleans()
) | st.builds(
    lambda since, certain: Selection(
        since=since, until=since + dt.timedelta(days=2), certain_only=certain
    ),
    st.sampled_from(DAYS),
    st.booleans(),
)


def ties(every: list[tuple[str, str, str, Bounds]], mode: Mode = Mode.PROJECTED) -> Ties:
    made = tuple(
        Tie(subject, object_, kind, f"r{number}", None, None, None, bounds, (Source("d", ("p",)),))
        for number, (subject, object_, kind, bounds) in enumerate(every)
    )
    things = {side: Thing(side, WORD, KINDS[0], WORD) for one in every for side in one[:2]}
    view = View("made-up", Path("made-up.rq"), WORD, WORD, mode, "")
    return Ties(view, made, things, dict.fromkeys(KINDS, WORD), {}, {})


def edges_of(columns: Columns) -> dict[tuple[str, str, str], tuple[int, int, tuple[str, ...]]]:
    days: dict[int, list[str]] = {}
    for edge, *ends in zip(
        columns.spell_edge.tolist(),
        columns.spell_start.tolist(),
        columns.spell_end.tolist(),
        strict=True,
    ):
        said = [
            ".." if day in {large.NEVER, large.ALWAYS} else dt.date.fromordinal(day).isoformat()
            for day in ends
        ]
        days.setdefault(edge, []).append("/".join(said))
    return {
        (
            columns.things[one].iri,
            columns.things[other].iri,
            columns.kinds[kind],
        ): (weight, certain, tuple(days[number]))
        for number, (one, other, kind, weight, certain) in enumerate(
            zip(
                columns.one.tolist(),
                columns.other.tolist(),
                columns.kind.tolist(),
                columns.weight.tolist(),
                columns.certain_weight.tolist(),
                strict=True,
            )
        )
    }


def edges_one_by_one(
    network: Network,
) -> dict[tuple[str, str, str], tuple[int, int, tuple[str, ...]]]:
    return {
        (edge.source, edge.target, edge.kind): (
            edge.weight,
            edge.certain_weight,
            tuple(map(str, spans.possible(edge.spells))),
        )
        for edge in network.edges
    }


@given(TIES, SELECTIONS)
def test_columns_are_what_is_made_one_by_one(
    every: list[tuple[str, str, str, Bounds]], selection: Selection
) -> None:
    columns = large.projected(ties(every), selection)
    network = networks.made(ties(every), selection)
    assert edges_of(columns) == edges_one_by_one(network)
    assert [thing.iri for thing in columns.things] == [node.iri for node in network.nodes]


def test_every_projected_view_of_the_data_and_its_scores(project: Project) -> None:
    store = assemble(project)
    for view in relations.find(project).values():
        if view.mode is not Mode.PROJECTED:
            continue
        every = relations.ties(store, project, view)
        for selection in (Selection(), Selection(at=dt.date(2021, 12, 31))):
            columns = large.projected(every, selection)
            network = networks.made(every, selection)
            assert edges_of(columns) == edges_one_by_one(network), view.name
            for many in (0, scores.MANY):
                assert scores.pagerank(columns, many=many) == pytest.approx(
                    scores.pagerank(network, many=many), abs=1e-9
                )
                assert scores.communities(columns, many=many)


def test_only_a_projection_has_columns() -> None:
    with pytest.raises(ParameterError):
        large.projected(ties([], Mode.DIRECT), Selection())


def test_without_numpy_it_says_which_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "numpy", None)
    with pytest.raises(MissingLibrary) as caught:
        large.projected(ties([]), Selection())
    assert "bioclustergraph[large]" in caught.value.in_language("en")


# --- as GEXF --------------------------------------------------------------------------------------


@given(TIES, SELECTIONS)
def test_networkx_reads_the_lean_file(
    every: list[tuple[str, str, str, Bounds]], selection: Selection
) -> None:
    columns = large.projected(ties(every), selection)
    score = {thing.iri: place / 3 for place, thing in enumerate(columns.things)}
    written = "".join(lean.gexf(columns, dict.fromkeys(KINDS, WORD), {"score": score}))
    read = nx.read_gexf(io.BytesIO(written.encode()), version="1.3")
    assert {node: data["score"] for node, data in read.nodes(data=True)} == score
    found = sorted(
        (*sorted((one, other)), int(data["weight"]), data["certain_weight"])
        for one, other, data in read.edges(data=True)
    )
    assert found == sorted(
        (one, other, weight, certain)
        for (one, other, _), (weight, certain, _) in edges_of(columns).items()
    )


def test_the_command_writes_it(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "lean.gexf"
    words = ["--root", str(project.root), "--lang", "en", "export", "co-membership", "--lean"]
    assert run([*words, "--at", "2021-12-31", "-o", str(out)]) == 0
    text = out.read_text(encoding="utf-8")
    assert text.count("<edge ") == 633
    assert 'for="community"' in text
    assert 'version="1.3"' in text
    assert run([*words, "--format", "graphml"]) != 0
    assert run([*words[:5], "membership", "--lean"]) != 0
