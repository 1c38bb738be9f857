"""Two hundred changes at random: a good one outlives the process that made it, a bad one is undone.

Each change is applied in a process of its own, which is ended by ``kill -9`` at the moment when it
has said that the change is done.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rdflib import Literal
from tests.miniatures import CLUSTERS, GRAPH, PROLOGUE, SOURCE, miniature

from bioclustergraph import editing, release

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bioclustergraph.project import Project

pytestmark = [pytest.mark.xdist_group("random-changes"), pytest.mark.slow]

CHANGES: Final = 200

WRITER: Final = """
import gc, json, os, pathlib, signal, sys
from bioclustergraph import checking, editing, hygiene, validation
from bioclustergraph.editing import running
from bioclustergraph.errors import BioclustergraphError
from bioclustergraph.project import Project
import pyoxigraph, rdflib, rdflib.plugins.sparql

project, directory = Project(pathlib.Path(sys.argv[1])), pathlib.Path(sys.argv[2])
gc.disable()
for line in sys.stdin:
    if not os.fork():
        told = json.loads(line)
        kind = told.pop("kind")
        is_update = kind == "update"
        change = editing.Update(**told) if is_update else editing.GraphOperation(kind, **told)
        try:
            outcome = editing.apply(directory, project, change, "anybody", "at random")
            status = 422 if outcome.is_refused else 204
            digest = outcome.release.manifest.digest
        except BioclustergraphError as error:
            status, digest = 403, error.in_language("en")
        print(json.dumps([os.getpid(), status, digest]), flush=True)
        signal.pause()
    os.wait()
"""

NAMES: Final = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=30
).filter(lambda text: text.strip() == text and "  " not in text)
NUMBERS: Final = count(1)
KEYS: Final = st.from_regex(r"[a-z]{3,8}(-[a-z]{2,5})?", fullmatch=True)
THINGS: Final = st.sampled_from(
    ["cluster:tangklyngen", "cluster:skogklyngen", "cluster:fjordklyngen", "cluster:moldklyngen"]
)


def english(text: str) -> str:
    return Literal(text, lang="en").n3()


def renaming(thing: str, name: str) -> dict[str, Any]:
    at = f"GRAPH <{CLUSTERS}> {{ {thing} rdfs:label"
    return sparql(
        f"DELETE {{ {at} ?l }} }} INSERT {{ {at} {english(name)} }} }}\n"
        f"WHERE {{ {at} ?l FILTER(LANG(?l) = 'en') }} }}"
    )


def founding(key: str, name: str) -> dict[str, Any]:
    thing = f"organisation:{key}-{next(NUMBERS)}"
    return sparql(
        f"INSERT DATA {{ GRAPH <{GRAPH}things/organisations> {{ {thing} a bcg:Organisation ;\n"
        f"rdfs:label {english(name)} , {Literal(name, lang='nb').n3()} }} }}"
    )


def adding(what: str) -> dict[str, Any]:
    return sparql(f"INSERT DATA {{ GRAPH <{CLUSTERS}> {{ {what} }} }}")


def sparql(text: str) -> dict[str, Any]:
    return {"kind": "update", "sparql": PROLOGUE + text}


GOOD: Final = st.one_of(
    st.builds(renaming, THINGS, NAMES),
    st.builds(founding, KEYS, NAMES),
    st.builds(
        lambda text: sparql(
            f"WITH <{SOURCE}> DELETE {{ ?s bcg:description ?o }}\n"
            f"INSERT {{ ?s bcg:description {english(text)} }} WHERE {{ ?s a bcg:Aim ;\n"
            "bcg:ordinal 1 ; bcg:description ?o . FILTER(LANG(?o) = 'en') }"
        ),
        NAMES,
    ),
)
BAD: Final = st.one_of(
    st.builds(lambda thing: adding(f"{thing} rdfs:label 'two'@en"), THINGS),
    st.builds(lambda key: adding(f"cluster:{key} a bcg:Cluster"), KEYS),
    st.builds(lambda t, key: adding(f"{t} bcg:{key}Zz 'x'"), THINGS, KEYS),
    st.builds(lambda t: adding(f"{t} a bcg:Cluster ; rdfs:label [] "), THINGS),
    st.builds(lambda t: adding(f"{t} bcg:start '2024-02-31'^^xsd:date"), THINGS),
    st.builds(lambda text: sparql(f"INSERT DATA {{ {text}"), NAMES),
    st.builds(
        lambda graph, t: sparql(f"INSERT DATA {{ GRAPH <{graph}> {{ {t} rdfs:label 'x'@en }} }}"),
        st.sampled_from(
            [f"{GRAPH}ontology", f"{GRAPH}derived/x", "urn:x", f"{GRAPH}things/{{new}}"]
        ),
        THINGS,
    ),
    st.builds(
        lambda t: sparql(f"DELETE WHERE {{ GRAPH <{CLUSTERS}> {{ {t} rdfs:label ?l }} }}"), THINGS
    ),
    st.builds(
        lambda key: sparql(
            f"INSERT {{ GRAPH <{SOURCE}> {{ ?s bcg:hasMember organisation:{key}-zz }} }}\n"
            f"WHERE {{ GRAPH <{SOURCE}> {{ ?s a bcg:Membership }} }}"
        ),
        KEYS,
    ),
    st.just({"kind": "delete", "graph": CLUSTERS}),
    st.builds(lambda text: {"kind": "put", "graph": CLUSTERS, "turtle": f"<> a {text}"}, NAMES),
)


@pytest.fixture(scope="module")
def project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    return miniature(root, tmp_path_factory.mktemp("miniature") / "project")


@pytest.fixture(scope="module")
def directory(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("built") / "release"
    assert release.build(project, directory).release is not None
    return directory


@pytest.fixture(scope="module")
def writer(project: Project, directory: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(project.root), str(directory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture(scope="module")
def came() -> Iterator[Counter[str]]:
    counted: Counter[str] = Counter()
    yield counted
    print(f"\n{sum(counted.values())} changes, each ended by kill -9: {dict(counted)}")  # noqa: T201 - the count belongs in the output


@settings(
    max_examples=CHANGES,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.booleans().flatmap(lambda good: st.tuples(st.just(good), GOOD if good else BAD)))
def test_good_ones_stay_and_bad_ones_never_were(
    writer: subprocess.Popen[str],
    directory: Path,
    came: Counter[str],
    drawn: tuple[bool, dict[str, Any]],
) -> None:
    good, change = drawn
    before = release.current(directory)
    journal = (directory / "journal.jsonl").read_bytes() if came["good"] else b""
    assert writer.stdin is not None
    assert writer.stdout is not None
    writer.stdin.write(json.dumps(change) + "\n")
    writer.stdin.flush()
    pid, status, digest = json.loads(writer.stdout.readline())
    os.kill(pid, signal.SIGKILL)
    after = release.current(directory)
    after.verify()
    if good:
        assert status == 204, (change, digest)
        assert after.manifest.digest == digest
        if digest != before.manifest.digest:  # by chance, all was so already
            done = editing.Journal.read(directory).transactions[-1]
            assert (done.parent, done.digest) == (before.manifest.digest, digest)
            held = set((after.directory / "data.nq").read_text(encoding="utf-8").splitlines())
            assert set(done.added.splitlines()) <= held
            assert held.isdisjoint(done.removed.splitlines())
    else:
        assert status in {403, 422}, change
        assert after.manifest.digest == before.manifest.digest
        if journal:
            assert (directory / "journal.jsonl").read_bytes() == journal
    came["good" if good else "bad"] += 1
