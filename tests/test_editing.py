"""Changes to a release: judged, whole or not at all, written back, and taken back."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
import tarfile
import time
from typing import TYPE_CHECKING, Final

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Literal, URIRef
from tests.miniatures import (
    CLUSTERS,
    GRAPH,
    PROLOGUE,
    SOURCE,
    label,
    miniature,
    renamed,
    unjudged,
    update,
)

from bioclustergraph import dataset, editing, release, turtle
from bioclustergraph.editing import backup, provenance, pulling, restoring, tokens
from bioclustergraph.editing.rewriting import rewritten
from bioclustergraph.errors import (
    BackupError,
    ChangeError,
    QuerySyntaxError,
    ReleaseBusy,
    ReleaseError,
    TokenError,
    TurtleError,
    UnknownGraph,
)
from bioclustergraph.namespaces import PREFIXES
from bioclustergraph.project import Project
from bioclustergraph.release import building

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("editing")


@pytest.fixture(scope="module")
def project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The miniature; a test that changes its files takes a copy."""
    return miniature(root, tmp_path_factory.mktemp("miniature") / "project")


@pytest.fixture(scope="module")
def built(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the miniature; :func:`directory` copies it."""
    directory = tmp_path_factory.mktemp("built") / "release"
    outcome = release.build(project, directory)
    assert outcome.release is not None, outcome.report.violations[:3]
    return directory


@pytest.fixture
def directory(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "release", symlinks=True)
    return tmp_path / "release"


def copied(project: Project, at: Path) -> Project:
    shutil.copytree(project.root, at, symlinks=True)
    return Project(at)


# --- what is accepted, and what is refused --------------------------------------------------------


def test_an_accepted_change_is_the_release_that_its_files_would_build(
    project: Project, directory: Path, tmp_path: Path
) -> None:
    outcome = editing.apply(directory, project, renamed("The Kelp Cluster"), "kari", "a new name")
    assert label(directory) == "The Kelp Cluster"
    said = outcome.transaction
    assert said is not None
    assert (said.number, said.kind, said.author, said.reason) == (1, "update", "kari", "a new name")
    assert said.added.count("\n") == said.removed.count("\n") == 1
    assert '"The Kelp Cluster"@en' in said.added
    # The files, changed by hand, build to the very same bytes.
    mine = copied(project, tmp_path / "mine")
    path = mine.data / "things" / "clusters.ttl"
    text = path.read_text(encoding="utf-8").replace("The Seaweed Cluster", "The Kelp Cluster")
    path.write_text(text, encoding="utf-8")
    made = release.build(mine, tmp_path / "other").release
    assert made is not None
    assert made.manifest == outcome.release.manifest
    for output in made.manifest.outputs:
        assert (made.directory / output.path).read_bytes() == (
            outcome.release.directory / output.path
        ).read_bytes()


REFUSED: Final = {
    "no SPARQL": ("INSERT { x", QuerySyntaxError),
    "a query": ("ASK {}", QuerySyntaxError),
    "the ontology": ("DROP GRAPH graph:ontology", ChangeError),
    "into the ontology": (
        "INSERT DATA { GRAPH graph:ontology { cluster:x rdfs:label 'x' } }", ChangeError,
    ),
    "derived": (f"CLEAR GRAPH <{GRAPH}derived/contradictions>", ChangeError),
    "the default graph": ("INSERT DATA { cluster:x rdfs:label 'x'@en }", ChangeError),
    "the default graph, cleared": ("CLEAR DEFAULT", ChangeError),
    "the ontology beside others": (
        f"DROP GRAPH graph:ontology ; CLEAR GRAPH <{CLUSTERS}>", ChangeError,
    ),
    "all that is named": ("CLEAR NAMED", ChangeError),
    "a graph of nobody": ("INSERT DATA { GRAPH <http://x/g> { cluster:x rdfs:label 'x' } }",
                          ChangeError),
    "out of data/": (f"INSERT DATA {{ GRAPH <{GRAPH}../../x> {{ cluster:x rdfs:label 'x' }} }}",
                     ChangeError),
    "out of data/, encoded": (
        f"INSERT DATA {{ GRAPH <{GRAPH}things/%2e%2e/%2e%2e/x> {{ cluster:x rdfs:label 'x' }} }}",
        ChangeError,
    ),
    "a blank node": (f"INSERT DATA {{ GRAPH <{CLUSTERS}> {{ _:x rdfs:label 'x' }} }}", ChangeError),
    "LOAD": ("LOAD <http://127.0.0.1:1/x>", QuerySyntaxError),
    "LOAD SILENT": (f"load silent <http://127.0.0.1:1/x> INTO GRAPH <{CLUSTERS}>",
                    QuerySyntaxError),
    "LOAD without a space": ("LOAD<http://127.0.0.1:1/x>", QuerySyntaxError),
    "SERVICE": (
        "INSERT { GRAPH graph:x { ?s ?p ?o } } WHERE { SERVICE <urn:x> { ?s ?p ?o } }",
        QuerySyntaxError,
    ),
    "a thousand braces": ("INSERT DATA " + "{" * 1000, QuerySyntaxError),
    "a triple as a term": (
        f"INSERT DATA {{ GRAPH <{CLUSTERS}> {{ cluster:x <urn:p> <<( <urn:a> <urn:b> 'x' )>> }} }}",
        ChangeError,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_never_done(project: Project, directory: Path, name: str) -> None:
    text, kind = REFUSED[name]
    before = sorted(directory.iterdir())
    with pytest.raises(kind) as caught:
        editing.apply(directory, project, update(text), "kari", "")
    assert caught.value.hint is not None or isinstance(caught.value, QuerySyntaxError)
    assert sorted(directory.iterdir()) == before


BROKEN: Final = {
    "no English name": (
        f"DELETE WHERE {{ GRAPH <{CLUSTERS}> {{ cluster:tangklyngen rdfs:label ?l }} }}"
    ),
    "a misspelt term": (
        f"INSERT DATA {{ GRAPH <{CLUSTERS}> {{ cluster:tangklyngen bcg:naem 'x' }} }}"
    ),
    "a thing that is not there": (
        f"INSERT {{ GRAPH <{SOURCE}> {{ ?s bcg:hasMember organisation:nobody }} }}\n"
        f"WHERE {{ GRAPH <{SOURCE}> {{ ?s a bcg:Membership }} }}"
    ),
    "a graph without a header": (
        f"INSERT DATA {{ GRAPH <{GRAPH}things/more> {{ cluster:tangklyngen rdfs:label 'T'@nb }} }}"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_data_that_break_a_rule_change_nothing(
    project: Project, directory: Path, name: str
) -> None:
    before = sorted(directory.iterdir())
    outcome = editing.apply(directory, project, update(BROKEN[name]), "kari", "")
    assert outcome.is_refused
    assert outcome.report is not None
    assert all(found.message.nb and found.remedy.en for found in outcome.report.violations)
    assert sorted(directory.iterdir()) == before


def test_operations_on_graphs(project: Project, directory: Path) -> None:
    """PUT replaces, POST adds, DELETE removes; what is as it was is no change."""
    text = (project.data / "things" / "clusters.ttl").read_text(encoding="utf-8")

    def do(kind: str, graph: str, body: str = "") -> editing.Outcome:
        change = editing.GraphOperation(kind, graph, body)  # type: ignore[arg-type] # one of three
        return editing.apply(directory, project, change, "ola", "", check=unjudged)

    same = do("put", CLUSTERS, text)
    assert same.transaction is None
    put = do("put", CLUSTERS, text.replace("The Seaweed Cluster", "Seaweed"))
    assert put.transaction is not None
    assert label(directory) == "Seaweed"
    more = f"<{CLUSTERS}> <{PREFIXES['dcterms']}description> 'x'@en ."
    posted = do("post", CLUSTERS, more)
    assert posted.transaction is not None
    assert (posted.transaction.removed, posted.transaction.added.count("\n")) == ("", 1)
    new = do("put", f"{GRAPH}things/more", "<> a <http://x/y> .")
    assert new.transaction is not None
    assert new.transaction.files["data/things/more.ttl"][0] is None
    gone = do("delete", f"{GRAPH}things/more")
    assert gone.transaction is not None
    assert gone.release.manifest.digest == posted.release.manifest.digest  # the same content again
    with pytest.raises(UnknownGraph):
        do("delete", f"{GRAPH}things/more")
    with pytest.raises(TurtleError):
        do("put", CLUSTERS, "<rdf:RDF/>")
    with pytest.raises(ChangeError):
        do("put", f"{GRAPH}ontology", text)
    with pytest.raises(ChangeError):
        do("post", CLUSTERS, f"[] <{PREFIXES['rdfs']}label> 'x' .")


def test_words_of_the_files_are_kept(project: Project, tmp_path: Path) -> None:
    """The engine makes 18.5 of 18.50; the file says 18.50 after a change to its neighbour too."""
    mine = copied(project, tmp_path / "mine")
    path = mine.data / "things" / "clusters.ttl"
    path.write_text(
        path.read_text(encoding="utf-8") + "\ncluster:tangklyngen bcg:value 18.50 , 7.0 .\n",
        encoding="utf-8",
    )
    directory = tmp_path / "release"
    release.build(mine, directory, check=unjudged)
    text = f"DELETE DATA {{ GRAPH <{CLUSTERS}> {{ cluster:tangklyngen bcg:value 7 }} }}"
    outcome = editing.apply(
        directory, mine, update(text.replace(" 7 ", " 7.0 ")), "k", "", check=unjudged
    )
    assert outcome.transaction is not None
    assert '"7.0"' in outcome.transaction.removed
    nquads = (outcome.release.directory / "data.nq").read_text(encoding="utf-8")
    assert '"18.50"' in nquads
    assert '"7.0"' not in nquads


def test_the_data_set_of_the_protocol(project: Project, directory: Path) -> None:
    text = (
        f"INSERT {{ GRAPH <{CLUSTERS}> {{ <{CLUSTERS}> rdfs:comment ?l }} }}\n"
        "WHERE { ?s rdfs:label ?l . FILTER(LANG(?l) = 'en') }"
    )
    place = f"{GRAPH}things/places"
    change = editing.Update(PROLOGUE + text, using=(place,))
    outcome = editing.apply(directory, project, change, "k", "", check=unjudged)
    assert outcome.transaction is not None
    labels = {
        str(value)
        for file in dataset.load(project).files
        if file.graph_iri == place
        for value in file.graph.objects(None, URIRef(f"{PREFIXES['rdfs']}label"))
        if isinstance(value, Literal) and value.language == "en"
    }
    assert outcome.transaction.added.count("\n") == len(labels) > 0
    for conflicting in (f"WITH <{place}> {text}", text.replace("WHERE", f"USING <{place}> WHERE")):
        with pytest.raises(QuerySyntaxError):
            editing.apply(
                directory, project, editing.Update(PROLOGUE + conflicting, (place,)), "k", ""
            )


def test_one_writer_at_a_time(project: Project, directory: Path) -> None:
    with building.alone(directory), pytest.raises(ReleaseBusy):
        editing.apply(directory, project, renamed("X"), "k", "")
    assert editing.apply(directory, project, renamed("X"), "k", "").transaction is not None


def test_the_journal_is_provenance(project: Project, directory: Path) -> None:
    editing.apply(directory, project, renamed("A"), "kari", "fordi", check=unjudged)
    editing.apply(directory, project, renamed("B"), "ola", "", check=unjudged)
    done = editing.Journal.read(directory).transactions
    assert [(it.number, it.author, it.reason) for it in done] == [(1, "kari", "fordi"),
                                                                  (2, "ola", "")]  # fmt: skip
    assert done[1].parent == done[0].digest
    store = pyoxigraph.Store()
    store.load(provenance.trig(done), format=pyoxigraph.RdfFormat.TRIG)
    rows = store.query(
        "PREFIX prov: <http://www.w3.org/ns/prov#> SELECT ?new ?old ?label { ?new prov:"
        "wasGeneratedBy ?a ; prov:wasDerivedFrom ?old . ?a a prov:Activity ; prov:endedAtTime ?t ; "
        "prov:wasAssociatedWith/<http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?t"
    )
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    assert [row["label"].value for row in rows] in (["kari", "ola"], ["ola", "kari"])
    [switch] = [s for s in release.history.switches(directory) if s.who == "kari"]
    assert switch.why == "fordi"


# --- texts ----------------------------------------------------------------------------------------

BASE_TEXT: Final = f"""# A head that is kept.
@prefix bcg: <{PREFIXES["bcg"]}> .
@prefix rdfs: <{PREFIXES["rdfs"]}> .
@prefix x: <http://x/> .

<>
    a bcg:SourceGraph ;
.

# About b, which comes first.
x:b
    rdfs:label "b"@en ;
    x:p x:q ;
.

x:a rdfs:label "a"@en , "å"@nb ; # on one line
    x:p [] .  # no: [] is only in this comment

# The end.
""".replace("x:p [] .", "x:p x:r .")


def graph(text: str) -> turtle.rdflib.Graph:  # type: ignore[name-defined] # only its type
    return turtle.parse(text, f"{GRAPH}things/x")


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150)
@given(
    st.sets(st.integers(0, 5)),
    st.lists(
        st.tuples(
            st.sampled_from(["http://x/a", "http://x/b", "http://x/c", f"{GRAPH}things/x"]),
            st.sampled_from([f"{PREFIXES['rdfs']}label", f"{PREFIXES['dcterms']}title", "urn:p"]),
            st.one_of(
                st.text(st.characters(codec="utf-8", exclude_characters="\x00")).map(
                    lambda text: Literal(text, lang="nb")
                ),
                st.sampled_from([URIRef(f"{PREFIXES['cluster']}x"), Literal("7.50")]),
            ),
        ),
        max_size=4,
    ),
)
def test_a_text_is_changed_where_it_must(
    removed: set[int], added: list[tuple[str, str, object]]
) -> None:
    base = f"{GRAPH}things/x"
    before = graph(BASE_TEXT)
    after = graph(BASE_TEXT)
    for number, triple in enumerate(sorted(before)):
        if number in removed:
            after.remove(triple)
    for subject, predicate, value in added:
        after.add((URIRef(subject), URIRef(predicate), value))
    text = rewritten(BASE_TEXT, base, before, after)
    assert set(graph(text)) == set(after)
    for comment in ("# A head that is kept.", "# About b, which comes first.", "# The end."):
        assert comment in text
    changed = {s for s, _, _ in set(before) ^ set(after)}
    if URIRef("http://x/a") not in changed:
        assert 'x:a rdfs:label "a"@en , "å"@nb ; # on one line' in text
    if not changed:
        assert text == BASE_TEXT


def test_there_and_back_is_the_same_text(project: Project, directory: Path) -> None:
    before = release.current(directory).manifest.digest
    value = "cluster:tangklyngen bcg:value 1 ; <urn:p> end-state:not-recorded"
    digests = []
    for word in ("INSERT", "DELETE"):
        text = f"{word} DATA {{ GRAPH <{CLUSTERS}> {{ {value} }} GRAPH <{SOURCE}> {{ {value} }} }}"
        outcome = editing.apply(directory, project, update(text), "k", "", check=unjudged)
        assert outcome.transaction is not None
        digests.append(outcome.release.manifest.digest)
    assert digests[0] != before == digests[1]


# --- back to the files ----------------------------------------------------------------------------


def test_pull_gives_a_diff_of_the_changed_lines_only(
    project: Project, directory: Path, tmp_path: Path
) -> None:
    mine = copied(project, tmp_path / "mine")
    path = mine.data / "sources" / "2024-skogklyngen-about.ttl"
    outcome = editing.apply(directory, mine, renamed("Kelp"), "k", "")
    text = (
        f"WITH <{SOURCE}> DELETE {{ ?s bcg:description ?o }} INSERT {{ ?s bcg:description ?n }}\n"
        "WHERE { ?s bcg:description ?o . FILTER(STR(?o) = 'New materials')\n"
        "BIND(STRLANG('Newer materials', 'en') AS ?n) }"
    )
    outcome = editing.apply(directory, mine, update(text), "k", "")
    assert outcome.transaction is not None, outcome.report
    before = path.read_text(encoding="utf-8")
    pulled, conflicts = pulling.behind(mine, directory)
    assert not conflicts
    assert [change.path.name for change in pulled] == [path.name, "clusters.ttl"]
    lines = [line for line in pulled[0].diff(mine).splitlines() if line[0] in "+-"][2:]
    assert lines == ['-    bcg:description "New materials"@en ;',
                     '+    bcg:description "Newer materials"@en ;']  # fmt: skip
    pulling.write(pulled)
    assert path.read_text(encoding="utf-8") == before.replace("New materials", "Newer materials")
    assert pulling.behind(mine, directory) == ((), ())
    made = release.build(mine, tmp_path / "again").release
    assert made is not None
    assert made.manifest.digest == outcome.release.manifest.digest


def test_pull_overwrites_nothing(project: Project, directory: Path, tmp_path: Path) -> None:
    mine = copied(project, tmp_path / "mine")
    editing.apply(directory, mine, renamed("Kelp"), "k", "", check=unjudged)
    path = mine.data / "things" / "clusters.ttl"
    text = path.read_text(encoding="utf-8").replace("Skogklyngen", "Skogen")
    path.write_text(text, encoding="utf-8")
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "Skogen" in one)
    _, [conflict] = pulling.behind(mine, directory)
    assert (conflict.path, conflict.line) == (path, line)
    done = run(mine, "pull", "--release", directory)
    assert done.returncode == 1
    assert f"clusters.ttl:{line}: The file was changed here" in done.stderr
    assert path.read_text(encoding="utf-8") == text
    # What was changed here only is no matter of pull.
    other = mine.data / "things" / "places.ttl"
    other.write_text(other.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    path.write_text(text.replace("Skogen", "Skogklyngen"), encoding="utf-8")
    done = run(mine, "pull", "--release", directory)
    assert (done.returncode, done.stdout) == (0, "data/things/clusters.ttl\n")
    assert other.read_text(encoding="utf-8").endswith("# mine\n")
    assert "up to date" in run(mine, "pull", "--release", directory).stdout


def test_a_build_does_not_lose_what_was_accepted(
    project: Project, directory: Path, tmp_path: Path
) -> None:
    mine = copied(project, tmp_path / "mine")
    editing.apply(directory, mine, renamed("Kelp"), "k", "")
    refused = run(mine, "build", "--release", directory)
    assert refused.returncode == 1
    assert "pull" in refused.stderr
    assert label(directory) == "Kelp"
    assert run(mine, "pull", "--release", directory).returncode == 0
    assert run(mine, "build", "--release", directory).returncode == 0
    assert label(directory) == "Kelp"


def run(project: Project, *words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bioclustergraph", "--lang", "en", "--root", str(project.root),
         *map(str, words)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


# --- going back -----------------------------------------------------------------------------------


def test_restore_by_name_and_by_time(project: Project, directory: Path) -> None:
    old = release.current(directory)
    new = editing.apply(directory, project, renamed("Kelp"), "k", "", check=unjudged).release
    made, said = restoring.restore(directory, old.directory.name, author="me", reason="a mistake")
    assert said is not None
    assert (said.kind, said.author, said.reason) == ("restore", "me", "a mistake")
    assert made.directory == old.directory.resolve()
    assert label(directory) == "The Seaweed Cluster"
    again, nothing = restoring.restore(directory, old.directory.name, author="m", reason="")
    assert (again.directory, nothing) == (made.directory, None)
    # Times are in whole seconds; so each switch is let have its own.
    time.sleep(1.1)
    between = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    time.sleep(1.1)
    restoring.restore(directory, new.directory.name, author="me", reason="")
    assert label(directory) == "Kelp"
    restoring.restore(directory, between, author="me", reason="")
    assert label(directory) == "The Seaweed Cluster"
    for nonsense in ("2001-01-01", "ffffffffffff", "yesterday"):
        with pytest.raises(ReleaseError):
            restoring.restore(directory, nonsense, author="me", reason="")
    (new.directory / "data.nq").write_bytes(b"x")
    with pytest.raises(ReleaseError):
        restoring.restore(directory, new.directory.name, author="me", reason="")
    assert label(directory) == "The Seaweed Cluster"
    # And what was restored can be changed in turn.
    assert editing.apply(directory, project, renamed("Tang"), "k", "").transaction is not None


def test_a_backup_brings_everything_back(project: Project, directory: Path, tmp_path: Path) -> None:
    editing.apply(directory, project, renamed("Kelp"), "k", "why", check=unjudged)
    copy = tmp_path / "copy.tar.gz"
    saved = backup.save(directory, copy)
    assert saved.releases == 2
    with pytest.raises(BackupError):
        backup.save(directory, copy)
    with pytest.raises(BackupError):
        backup.save(directory, tmp_path / "copy.zip")
    # Any tar and sha256sum read it.
    with tarfile.open(copy) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    checked = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], check=False,
                             cwd=tmp_path / "unpacked")  # fmt: skip
    assert checked.returncode == 0
    there = tmp_path / "there"
    made = backup.bring_back(copy, there, "me")
    assert made.manifest.digest == saved.digest
    assert label(there) == "Kelp"
    assert [it.reason for it in editing.Journal.read(there).transactions][:1] == ["why"]
    # Back to what it was, beside what has come since.
    editing.apply(directory, project, renamed("Later"), "k", "", check=unjudged)
    backup.bring_back(copy, directory, "me")
    assert label(directory) == "Kelp"
    kinds = [it.kind for it in editing.Journal.read(directory).transactions]
    assert kinds == ["update", "update", "restore"]


def test_a_damaged_backup_changes_nothing(
    project: Project, directory: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.tar"
    backup.save(directory, copy)
    content = copy.read_bytes()
    editing.apply(directory, project, renamed("Kelp"), "k", "", check=unjudged)
    at = content.index(b"The Seaweed Cluster")
    broken = {
        "a byte": content[:at] + b"X" + content[at + 1 :],
        "the end": content[: len(content) // 2],
        "all": b"no tar",
    }
    for bad in broken.values():
        copy.write_bytes(bad)
        with pytest.raises(BackupError):
            backup.bring_back(copy, directory, "me")
        assert label(directory) == "Kelp"
    with tarfile.open(copy, "w") as archive:
        archive.addfile(tarfile.TarInfo("../evil"))
    with pytest.raises(BackupError):
        backup.bring_back(copy, directory, "me")
    assert not (directory.parent / "evil").exists()
    assert not list(directory.glob(".building-*"))


# --- tokens ---------------------------------------------------------------------------------------


def test_tokens(tmp_path: Path) -> None:
    path = tmp_path / "tokens"
    kari, ola = (tokens.new(path, name) for name in ("kari", "ola@x.no"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    known = tokens.Tokens.read(path)
    assert (known.who(kari), known.who(ola), known.who("x")) == ("kari", "ola@x.no", None)
    assert kari not in path.read_text()
    assert len(kari) >= 43
    for name in ("kari", "", "a b", "a\nb", "x" * 65):
        with pytest.raises(TokenError):
            tokens.new(path, name)
    tokens.revoke(path, "kari")
    assert tokens.Tokens.read(path).who(kari) is None
    with pytest.raises(TokenError):
        tokens.revoke(path, "kari")
    path.chmod(0o640)
    with pytest.raises(TokenError, match="Others than its owner"):
        tokens.Tokens.read(path)
    path.chmod(0o600)
    path.write_text("nonsense\n")
    with pytest.raises(TokenError) as caught:
        tokens.Tokens.read(path)
    assert caught.value.line == 1
