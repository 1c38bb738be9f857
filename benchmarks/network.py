"""Networks at size beside plain networkx: projection, PageRank, communities and a GEXF file.

Both are given the same made-up memberships: 100,000, of 20,000 organisations in 5,000 clusters.
networkx projects without dates and writes a GEXF file with weights and scores; ours finds out when
any two were members together, and writes that too. Each runs in a process of its own.

    make network-speed
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.relations import Bounds, Mode, Source, Thing, Tie, Ties, View

if TYPE_CHECKING:
    from collections.abc import Iterator

GOAL: Final = 10
EACH: Final = 5
"""How many clusters an organisation is a member of."""

_KIND: Final = f"{PREFIXES['bcg']}Membership"
_FIRST: Final = 2003
_LAST: Final = 2025


def main() -> int:
    """Run both, and say how they compare; exit code 1 if the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--organisations", type=int, default=20_000)
    parser.add_argument("--engine", choices=("ours", "networkx"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.engine:
        print(json.dumps(_engine(asked.engine, asked.organisations)))
        return 0
    found = {}
    for engine in ("networkx", "ours"):
        print(f"{engine} …", flush=True)
        command = [sys.executable, "-m", "benchmarks.network", "--engine", engine]
        count = str(asked.organisations)
        done = subprocess.run([*command, "--organisations", count], check=True, capture_output=True)
        found[engine] = json.loads(done.stdout)
    plain, ours = found["networkx"], found["ours"]
    print(f"\n{plain['edges']} edges each; networkx {version('networkx')}\n")
    print(f"{'seconds':20}{'networkx':>12}{'ours':>12}{'ratio':>10}")
    for step in ("projection", "pagerank", "communities", "gexf", "all"):
        print(f"{step:20}{plain[step]:12.2f}{ours[step]:12.2f}{plain[step] / ours[step]:9.1f}×")
    print(f"{'peak memory, MiB':20}{plain['memory']:12}{ours['memory']:12}")
    print(f"{'file, MiB':20}{plain['file']:12}{ours['file']:12}")
    print(f"{'modularity':20}{plain['modularity']:12.4f}{ours['modularity']:12.4f}")
    ratio = plain["all"] / ours["all"]
    print(f"\nall: {ratio:.1f} times as fast (goal {GOAL})")
    return 0 if ratio >= GOAL else 1


def _engine(name: str, organisations: int) -> dict[str, float]:
    ties = _ties(organisations)
    with tempfile.TemporaryDirectory() as directory:
        found = (_ours if name == "ours" else _networkx)(ties, Path(directory) / "network.gexf")
    found["all"] = sum(found[step] for step in ("projection", "pagerank", "communities", "gexf"))
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return found


def _ours(ties: Ties, path: Path) -> dict[str, float]:
    import networkx as nx

    from bioclustergraph.export import lean
    from bioclustergraph.networks import Selection, large, scores

    took: dict[str, float] = {}
    with _timed(took, "projection"):
        columns = large.projected(ties, Selection())
    with _timed(took, "pagerank"):
        ranks = scores.pagerank(columns)
    with _timed(took, "communities"):
        parts = scores.communities(columns)
    with _timed(took, "gexf"), path.open("w", encoding="utf-8") as file:
        file.writelines(lean.gexf(columns, ties.labels, {"pagerank": ranks}))
    names = [thing.iri for thing in columns.things]
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(names)
    rows = zip(columns.one, columns.other, columns.weight.tolist(), strict=True)
    graph.add_weighted_edges_from((names[one], names[other], weight) for one, other, weight in rows)
    return took | {
        "edges": len(columns.one),
        "file": path.stat().st_size >> 20,
        "modularity": nx.community.modularity(graph, [*map(set, parts)]),
    }


def _networkx(ties: Ties, path: Path) -> dict[str, float]:
    import networkx as nx

    took: dict[str, float] = {}
    with _timed(took, "projection"):
        bipartite = nx.Graph((tie.subject, tie.object) for tie in ties.ties)
        members = {tie.subject for tie in ties.ties}
        graph = nx.bipartite.weighted_projected_graph(bipartite, members)
    with _timed(took, "pagerank"):
        ranks = nx.pagerank(graph)
    with _timed(took, "communities"):
        parts = nx.community.louvain_communities(graph, seed=7)
    with _timed(took, "gexf"):
        nx.set_node_attributes(graph, ranks, "pagerank")
        nx.write_gexf(graph, path)
    return took | {
        "edges": graph.number_of_edges(),
        "file": path.stat().st_size >> 20,
        "modularity": nx.community.modularity(graph, parts),
    }


@contextmanager
def _timed(took: dict[str, float], step: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    took[step] = time.perf_counter() - begun


def _ties(organisations: int) -> Ties:
    """Make memberships up, the same each time."""
    chance = random.Random(6)  # noqa: S311 - the same each time is what is wanted
    things: dict[str, Thing] = {}
    made: list[Tie] = []
    for number in range(organisations):
        member = _thing(things, "organisation", number)
        for other in chance.sample(range(organisations // 4), EACH):
            cluster = _thing(things, "cluster", other)
            start = chance.randint(_FIRST, _LAST - 3)
            end = chance.randint(start + 2, _LAST)
            document = f"{PREFIXES['document']}made-up-{start}"
            made.append(
                Tie(
                    subject=member,
                    object=cluster,
                    kind=_KIND,
                    relation=f"{BASE}id/membership/made-up-{number}--{other}",
                    role=None,
                    start=str(start),
                    end=str(end),
                    bounds=Bounds(*(f"{y}-01-01" for y in (start, start + 1, end, end + 1))),
                    sources=(Source(document, (f"{document}#char={number},{number + 9}",)),),
                )
            )
    title = Text("Oppdiktet", "Made up")
    view = View("co-membership", Path("co-membership.rq"), title, title, Mode.PROJECTED, "")
    return Ties(view, tuple(made), things, {_KIND: Text("medlemskap", "membership")}, {}, {})


def _thing(things: dict[str, Thing], kind: str, number: int) -> str:
    iri = f"{PREFIXES[kind]}made-up-{number}"
    name = f"{kind.capitalize()} {number}"
    things.setdefault(iri, Thing(iri, Text(name, name), f"{BASE}ns/{kind}", Text(kind, kind)))
    return iri


if __name__ == "__main__":
    sys.exit(main())
