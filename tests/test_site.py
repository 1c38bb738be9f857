"""The still door: the site as files, on the plainest of servers."""

from __future__ import annotations

import http.server
import json
import re
import shutil
import threading
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin

import httpx
import pyoxigraph as ox
import pytest

from bioclustergraph import media, release, site
from bioclustergraph.cli import run
from bioclustergraph.errors import SiteError, Text
from bioclustergraph.namespaces import BASE
from bioclustergraph.project import Project
from bioclustergraph.report import Report
from bioclustergraph.site.layout import file_of
from bioclustergraph.site.links import Still
from bioclustergraph.site.manifest import NAME
from bioclustergraph.site.output import Output
from bioclustergraph.site.reading import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Serve

    Write = Callable[[Path], site.Written]

pytestmark = pytest.mark.xdist_group("site")

SOME = 20
PUBLIC = "https://example.org/klynger/"
GONE = """
@prefix bcg: <https://w3id.org/bioclustergraph/id/cluster/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
bcg:gone owl:deprecated true ; dcterms:date "2026-11-24"^^xsd:date ;
    skos:changeNote "Fantes ikke."@nb , "Was not there."@en .
bcg:merged owl:deprecated true ; dcterms:date "2026-11-24"^^xsd:date ;
    dcterms:isReplacedBy bcg:%s ; skos:changeNote "Den samme."@nb , "The same."@en .
"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """The server of ``python -m http.server``, without its log."""

    def log_message(self, *_: object) -> None:
        """Say nothing: the test looks at the answers."""


def contents_by_name(directory: Path) -> dict[str, tuple[bytes, int]]:
    """Give the bytes and the time of every file but the manifest."""
    return {
        path.relative_to(directory).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in directory.rglob("*")
        if path.is_file() and path.name != NAME
    }


def bytes_of(directory: Path) -> dict[str, bytes]:
    return {name: content for name, (content, _) in contents_by_name(directory).items()}


def raising(_self: Output, name: str) -> None:
    raise KeyboardInterrupt(name)


def built(project: Project, directory: Path) -> Path:
    assert release.build(project, directory, check=lambda *_: Report()).release is not None
    return directory


@pytest.fixture(scope="module")
def miniature(root: Path) -> Project:
    return Project(root / "tests" / "fixture")


@pytest.fixture(scope="module")
def made(miniature: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the miniature project, with a thing withdrawn and one merged into another."""
    copy = tmp_path_factory.mktemp("project") / "mini"
    shutil.copytree(miniature.root, copy)
    (copy / "data" / "retired").mkdir()
    (copy / "data" / "retired" / "x.ttl").write_text(GONE % "tangklyngen")
    return built(Project(copy), tmp_path_factory.mktemp("releases"))


@pytest.fixture(scope="module")
def write(made: Path, project: Project) -> Write:
    """Write some of the pages: what happens on the disk does not depend on how many."""
    return lambda directory: site.write(project, made, directory, site.Place(PUBLIC), limit=SOME)


@pytest.fixture(scope="module")
def pristine(made: Path, project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site; nobody changes it."""
    directory = tmp_path_factory.mktemp("site") / "out"
    written = site.write(project, made, directory, site.Place(PUBLIC))
    assert written.fresh == written.files > 3_000
    assert written.changed == written.removed == 0
    return directory


@pytest.fixture(scope="module")
def some(write: Write, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A part of it; nobody changes it either."""
    directory = tmp_path_factory.mktemp("some") / "out"
    write(directory)
    return directory


@pytest.fixture
def out(some: Path, tmp_path: Path) -> Path:
    """The part, to be changed."""
    return shutil.copytree(some, tmp_path / "out")


@pytest.fixture(scope="module")
def url(pristine: Path) -> Iterator[str]:
    """Serve the directory above: the site then lies under a path, and its links must not mind."""
    handler = partial(Quiet, directory=str(pristine.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/out/"
        finally:
            server.shutdown()


def html(directory: Path, name: str) -> str:
    return (directory / name).read_text(encoding="utf-8")


# --- links ----------------------------------------------------------------------------------------


def test_every_link_leads_somewhere_over_http(url: str) -> None:
    """Follow every link from the front page, as a browser resolves it."""
    seen: set[str] = set()
    waiting = [url]
    with httpx.Client() as client:
        while waiting:
            address = waiting.pop()
            if address in seen:
                continue
            seen.add(address)
            response = client.get(address)
            assert response.status_code == 200, address
            if response.headers["content-type"].startswith("text/html"):
                links = (
                    urldefrag(urljoin(address, link.to)).url for link in Page(response.text).links
                )
                waiting += [link for link in links if link.startswith(url)]
    assert len(seen) > 2_000


def test_the_checker_finds_nothing_in_what_was_written(pristine: Path) -> None:
    report = site.check(pristine)
    assert not report.findings
    counted = dict(report.checked)
    assert counted["pages"] > 1_500
    assert counted["data"] > 1_500
    assert counted["links"] > 20_000


def test_the_checker_finds_what_is_broken(
    pristine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = shutil.copytree(pristine, tmp_path / "out")

    def change(name: str, before: str, after: str) -> None:
        text = html(out, name)
        assert before in text, (name, before)
        (out / name).write_text(text.replace(before, after), encoding="utf-8")

    change("index.html", 'href="static/site.css"', 'href="static/none.css"')
    change("index.en.html", "#content", "#nowhere")
    change("sparql.html", "</h1>", '</h1><a href="http://x y/">x</a><form></form>')
    change("contradictions.html", "</h1>", '</h1><a href="/index.html">x</a>')
    change("about.html", "</h1>", '</h1><a href="mailto:a@b.no">x</a><a href="mailto:b">x</a>')
    (out / "ns.ttl").write_text("<x> <y> <z> .")
    (out / "catalog.rdf").unlink()
    found = [(f.file, f.message.en) for f in site.check(out)]
    told = {message for _, message in found}
    assert ("index.html", "“static/none.css” leads to no file.") in found
    assert any("no place “nowhere”" in message for message in told)
    assert ("sparql.html", "“http://x y/” is no address on the web.") in found
    assert ("sparql.html", "A form needs a server.") in found
    assert ("about.html", "“mailto:b” is no address on the web.") in found
    assert not any("mailto:a@b.no" in message for message in told)
    assert ("contradictions.html", "“/index.html” leads to no file.") in found
    assert any(file == "ns.ttl" and "Cannot be read: " in message for file, message in found)
    assert any(file == "catalog.rdf" and "Cannot be read (" in message for file, message in found)
    assert ("ns.ttl", "Changed since it was written.") in found
    assert all(f.remedy.en for f in site.check(out))
    assert run(["--lang", "en", "site", str(out), "--check"]) == 1
    assert re.search(r"index.html:\d+: “static/none.css” leads to", capsys.readouterr().out)


LINKS = [
    ("/", "doc/cluster/x.html", "../../index.html"),
    ("/?lang=en#questions", "index.en.html", "index.en.html#questions"),
    ("/doc/cluster/y", "doc/cluster/x.html", "y.html"),
    ("/doc/document/d#char=1,2", "doc/cluster/x.html", "../document/d.html#char=1,2"),
    ("/ns/a:b.ttl", "ns/c.html", "a%3Ab.ttl"),
    ("/doc/cluster/%C3%A5", "index.html", "doc/cluster/%C3%A5.html"),
]


@pytest.mark.parametrize(("address", "here", "link"), LINKS)
def test_links_are_relative_to_the_page_they_stand_in(address: str, here: str, link: str) -> None:
    assert Still(here, frozenset()).to(address) == link


@pytest.mark.parametrize("address", ["/doc/../../x", "/doc//x", "/doc/%2e%2e/x", "/" + "x" * 300])
def test_what_no_file_can_be_called_is_refused(address: str) -> None:
    with pytest.raises(SiteError) as caught:
        file_of(address)
    assert caught.value.hint is not None


# --- what stands there ----------------------------------------------------------------------------


def test_an_iri_leads_to_its_page_on_a_server_that_knows_no_redirects(url: str) -> None:
    for iri, page in (
        ("id/cluster/tangklyngen", "doc/cluster/tangklyngen.html"),
        ("ns/Membership", "ns/Membership.html"),
        ("scheme/membership-role", "scheme/membership-role.html"),
        ("question/members-at", "questions/members-at.html"),
    ):
        response = httpx.get(f"{url}{iri}", follow_redirects=True)
        to = next(link.to for link in Page(response.text).links if link.element == "meta")
        assert urljoin(str(response.url), to) == f"{url}{page}"
        assert BASE + iri in response.text


def test_what_is_retired_says_so(pristine: Path) -> None:
    assert "Was not there." in html(pristine, "doc/cluster/gone.en.html")
    assert "Fantes ikke." in html(pristine, "doc/cluster/gone.html")
    merged = html(pristine, "doc/cluster/merged.en.html")
    assert 'href="tangklyngen.en.html"' in merged
    for key in ("gone", "merged"):
        assert not (pristine / f"doc/cluster/{key}.ttl").exists()
        assert f"cluster/{key}.html" not in html(pristine, "sitemap.xml")
    apache, redirects = html(pristine, ".htaccess"), html(pristine, "_redirects")
    assert r"RewriteRule ^id/cluster/gone(\.[a-z]+)?$ - [G]" in apache
    assert "/klynger/doc/cluster/tangklyngen$1 [R=301,NE,L]" in apache
    assert "/klynger/id/cluster/merged /klynger/doc/cluster/tangklyngen 301" in redirects


def test_no_page_has_a_form_and_the_pages_say_where_to_ask(
    pristine: Path, made: Path, project: Project
) -> None:
    for name in ("index", "sparql", "questions/members-at", "doc/cluster/tangklyngen"):
        for language in ("", ".en"):
            text = html(pristine, f"{name}{language}.html")
            assert not re.search(r"<(form|input|button|textarea)\b", text)
    assert "cannot answer new questions" in html(pristine, "questions/members-at.en.html")
    contents = site.contents_of(project, made, site.Place(PUBLIC, "https://example.org/sparql"))
    pages = dict(contents.at("/sparql"))
    assert b'<a href="https://example.org/sparql">' in pages["sparql.html"]


def test_an_answer_is_there_in_every_form_and_with_its_sources(pristine: Path) -> None:
    page = Page(html(pristine, "questions/members-at.html"))
    leads = {link.to for link in page.links}
    names = {f"members-at.{form}" for form in ("json", "xml", "csv", "tsv")}
    assert names | {"members-at.sources.html"} <= leads
    assert len(html(pristine, "questions/clusters.csv").splitlines()) > 1
    assert json.loads(html(pristine, "questions/members-at.sources.en.json"))


def test_the_page_for_what_is_missing_works_at_any_depth(pristine: Path) -> None:
    page = Page(html(pristine, "404.html"))
    assert {link.to.partition("#")[0] for link in page.links} >= {
        "/klynger/static/site.css",
        "/klynger/index.html",
        "/klynger/404.en.html",
    }


def test_sitemap_feed_and_descriptions_are_there(pristine: Path) -> None:
    located = re.findall("<loc>([^<]*)</loc>", html(pristine, "sitemap.xml"))
    assert f"{PUBLIC}doc/cluster/tangklyngen.en.html" in located
    assert all((pristine / unquote(at.removeprefix(PUBLIC))).is_file() for at in located)
    assert f"Sitemap: {PUBLIC}sitemap.xml" in html(pristine, "robots.txt")
    assert f"{PUBLIC}catalog" in html(pristine, "releases.atom")
    assert (pristine / "catalog" / "index.html").is_file()  # where the feed leads
    assert list(ox.parse(path=str(pristine / ".well-known/void"), format=ox.RdfFormat.TURTLE))
    assert (pristine / "dumps" / "data.nq").read_bytes()
    assert (pristine / ".nojekyll").exists()


def test_hubs_have_all_their_pages(project: Project, release_directory: Path) -> None:
    contents = site.contents_of(project, release_directory, site.Place(PUBLIC))
    files = dict(contents.at("/ns/DatedRelation"))
    second = files["ns/DatedRelation.page-2.en.html"].decode()
    leads = {link.to for link in Page(second).links}
    assert {"DatedRelation.en.html", "DatedRelation.page-2.html"} <= leads
    last = max(int(m[1]) for name in files if (m := re.search(r"page-(\d+)\.html$", name)))
    assert f"DatedRelation.page-{last}.html" not in {
        link.to
        for link in Page(files[f"ns/DatedRelation.page-{last}.html"].decode()).links
        if link.to.endswith(f"page-{last + 1}.html")
    }


def test_the_data_are_those_of_the_live_door(
    serve: Serve, release_directory: Path, project: Project
) -> None:
    contents = site.contents_of(project, release_directory, site.Place(PUBLIC))
    about = [
        path
        for path in contents.paths
        if path.count("/") > 1 and not path.startswith(("/questions", "/network"))
    ]
    sample = about[:: len(about) // 25]
    with (
        serve("--release", release_directory, "--workers", 1) as served,
        httpx.Client(base_url=served.url) as client,
    ):
        for path in sample:
            files = dict(contents.at(path))
            for form in (*media.DATA, media.RDF_XML):
                live = client.get(f"{path}.{form.name}")
                assert live.status_code == 200
                assert files[f"{path[1:]}.{form.name}"] == live.content
        answer = client.get("/questions/members-at?format=csv").content
    assert dict(contents.at("/questions/members-at"))["questions/members-at.csv"] == answer
    assert len(sample) >= 25


# --- on the disk ----------------------------------------------------------------------------------


def test_what_did_not_change_is_not_rewritten(out: Path, write: Write) -> None:
    before = contents_by_name(out)
    (out / "questions" / "mine.txt").write_text("not of the site")
    same = write(out)
    assert (same.fresh, same.changed, same.removed) == (0, 0, 0)
    (out / "catalog.ttl").write_text("changed by hand")
    (out / "catalog.nt").unlink()
    mended = write(out)
    assert (mended.fresh, mended.changed, mended.removed) == (1, 1, 0)
    after = contents_by_name(out)
    assert after.pop("questions/mine.txt")[0] == b"not of the site"
    assert {name for name in before if before[name] != after[name]} == {"catalog.ttl", "catalog.nt"}
    assert {name: after[name][0] for name in after} == {name: before[name][0] for name in before}


def test_what_no_longer_belongs_is_removed_and_nothing_else(
    out: Path, project: Project, made: Path
) -> None:
    """Fewer pages are written than before; a file of somebody else that lies beside stays."""
    beside = out / "questions" / "notes.txt"
    assert beside.parent.is_dir()
    beside.write_text("mine")
    second = site.write(project, made, out, site.Place(PUBLIC), limit=3)
    assert second.removed > 100
    assert [path.name for path in (out / "questions").rglob("*")] == ["notes.txt"]
    assert not (out / "question").exists()
    assert beside.read_text() == "mine"
    assert not [f for f in site.check(out) if "written" in f.message.en]


def test_an_interrupted_run_is_known_and_mended(
    out: Path, project: Project, made: Path, write: Write
) -> None:
    before = contents_by_name(out)

    def stop(done: int, _all: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        site.write(project, made, out, site.Place(f"{PUBLIC}x/"), limit=4, tick=stop)
    assert contents_by_name(out) == before  # nothing is put in place before all of it is there
    assert not [path for path in out.iterdir() if "making" in path.name]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Output, "_remove", raising)
        with pytest.raises(KeyboardInterrupt):
            site.write(project, made, out, site.Place(f"{PUBLIC}x/"), limit=4)
    assert any("interrupted" in finding.message.en for finding in site.check(out))
    mended = write(out)
    assert mended.removed == 0
    assert bytes_of(out) == {name: content for name, (content, _) in before.items()}
    assert not any("interrupted" in finding.message.en for finding in site.check(out))


def test_a_directory_of_somebody_else_is_left_alone(
    write: Write, tmp_path: Path, out: Path
) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "thesis.doc").write_text("years of work")
    with pytest.raises(SiteError) as caught:
        write(theirs)
    assert isinstance(caught.value.hint, Text)
    assert [path.name for path in theirs.iterdir()] == ["thesis.doc"]

    listing = json.loads((out / NAME).read_text())
    listing["key"] = ""
    del listing["files"]["catalog.html"]  # as if somebody had put it there
    (out / NAME).write_text(json.dumps(listing))
    (out / "catalog.html").write_text("theirs")
    with pytest.raises(SiteError):
        write(out)
    assert (out / "catalog.html").read_text() == "theirs"


def test_nothing_outside_the_directory_is_written_or_removed(write: Write, out: Path) -> None:
    precious = out.parent / "precious.txt"
    precious.write_text("x")
    whole = (out / NAME).read_text()
    listing = json.loads(whole)
    listing["files"]["../precious.txt"] = "0"
    (out / NAME).write_text(json.dumps(listing))
    with pytest.raises(SiteError):
        write(out)
    assert precious.exists()

    (out / NAME).write_text(whole)
    elsewhere = out.parent / "elsewhere"
    (out / "dumps").rename(elsewhere)
    (elsewhere / "data.ttl").write_text("changed")
    (out / "dumps").symlink_to(elsewhere)
    with pytest.raises(SiteError):
        write(out)
    assert (elsewhere / "data.ttl").read_text() == "changed"


def test_a_branch_to_publish_on_may_be_there(write: Write, tmp_path: Path) -> None:
    (tmp_path / "pages" / ".git").mkdir(parents=True)
    (tmp_path / "pages" / "CNAME").write_text("example.org")
    assert write(tmp_path / "pages").files > 0
    assert (tmp_path / "pages" / "CNAME").read_text() == "example.org"


def test_two_runs_give_the_same_bytes(some: Path, write: Write, tmp_path: Path) -> None:
    write(tmp_path / "again")
    assert bytes_of(some) == bytes_of(tmp_path / "again")


def test_the_command_says_what_it_did(
    capsys: pytest.CaptureFixture[str], pristine: Path, tmp_path: Path, made: Path, project: Project
) -> None:
    out = shutil.copytree(pristine, tmp_path / "out")
    words = ["--root", str(project.root), "--lang", "en", "site", str(out)]
    assert run([*words, "--release", str(made), "--public-url", PUBLIC.rstrip("/")]) == 0
    told = capsys.readouterr()
    assert re.search(r"\d+ files in .*: 0 new, 0 changed, 0 removed\.", told.out)
    assert "Reading the release" in told.err
    assert "Making the pages" not in told.err  # what was made of the same is not made again
    assert run([*words, "--check"]) == 0
    assert "0 violations" in capsys.readouterr().out
    (out / "ns.ttl").unlink()
    assert run([*words, "--check"]) == 1
    assert run([*words, "--public-url", "nowhere"]) == 2
    assert run(["--lang", "en", "site", str(tmp_path / "none"), "--check"]) == 1
    assert "No site has been written here." in capsys.readouterr().err
