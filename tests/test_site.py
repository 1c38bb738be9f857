"""The still door: the site as files, served by the plainest of servers."""

from __future__ import annotations

import http.server
import threading
from functools import partial
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

import httpx
import pytest

from bioclustergraph import release, site
from bioclustergraph.cli import run
from bioclustergraph.errors import SiteError
from bioclustergraph.pages import Holdings, Site
from bioclustergraph.project import Project
from bioclustergraph.report import Report
from bioclustergraph.site.files import Files
from bioclustergraph.site.making import _asked
from bioclustergraph.site.turning import Turning

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Serve

    from bioclustergraph.release import Release

pytestmark = pytest.mark.xdist_group("site")

PUBLIC = "https://example.org/klynger/"
SAMPLE = (
    "/doc/cluster/biotech-north",
    "/doc/organisation/nofima",
    "/ns/Membership",
    "/scheme/membership-role/member",
    "/graph/sources/2016-biotech-north-about",
)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """The plainest server there is, without its log."""

    def log_message(self, *_: object) -> None:
        """Say nothing: the test looks at the answers."""


class Links(HTMLParser):
    """The links and the elements of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in {"href", "src"} and value]


@pytest.fixture(scope="module")
def miniature(root: Path) -> Project:
    return Project(root / "tests" / "fixture")


@pytest.fixture(scope="module")
def made(miniature: Project, project: Project, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of the miniature project; the pages are those of the project."""
    built = release.build(miniature, tmp_path_factory.mktemp("mini"), check=lambda *_: Report())
    assert built.release is not None
    assert project.queries.is_dir()
    return built.release


@pytest.fixture(scope="module")
def written(made: Release, project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("site") / "out"
    site.make(made, project, directory, public=PUBLIC)
    return directory


@pytest.fixture(scope="module")
def url(written: Path) -> Iterator[str]:
    """Serve the parent directory: the site then lies under a path, and its links must not mind."""
    handler = partial(Quiet, directory=str(written.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/out/"
        finally:
            server.shutdown()


def test_every_link_leads_somewhere_over_http(url: str) -> None:
    seen: set[str] = set()
    waiting = [f"{url}index.html"]
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
                    urldefrag(urljoin(address, link)).url for link in Links(response.text).links
                )
                waiting += [link for link in links if link.startswith(url)]
    assert len(seen) > 500


def test_the_checker_finds_nothing_and_finds_what_is_broken(written: Path, tmp_path: Path) -> None:
    assert not site.check(written).findings
    (tmp_path / "a.html").write_text('<p id="x"><a href="b.html">b</a> <a href="#y">y</a>')
    (tmp_path / "b.ttl").write_text("<a> <b>")
    report = site.check(tmp_path)
    assert [(f.file, f.line) for f in report] == [("a.html", 1), ("a.html", 1), ("b.ttl", 1)]
    assert run(["--lang", "en", "site", str(tmp_path), "--check"]) == 1


def test_the_data_are_those_of_the_live_door(
    serve: Serve, release_directory: Path, project: Project
) -> None:
    current = release.current(release_directory)
    asked = Site(Holdings(current.open_store(), project, release=current.directory))
    with serve("--release", release_directory, "--workers", 1) as served:
        for path in SAMPLE:
            for suffix in ("ttl", "nt", "jsonld", "rdf"):
                still = _asked(asked, f"{path}.{suffix}")
                assert still == httpx.get(f"{served.url}{path}.{suffix}").content


def test_a_page_without_a_server_has_no_forms_and_says_so(written: Path) -> None:
    for name in ("index.html", "en/index.html", "questions/members-at.html"):
        text = (written / name).read_text(encoding="utf-8")
        assert "form" not in Links(text).tags
        assert ("kopi uten tjener" in text) is not name.startswith("en/")


def test_what_did_not_change_is_not_rewritten(
    made: Release, project: Project, written: Path
) -> None:
    before = {path: path.stat().st_mtime_ns for path in written.rglob("*") if path.is_file()}
    (written / "doc" / "cluster" / "mine.txt").write_text("not of the site")
    victim = next(path for path in before if path.suffix == ".ttl" and "doc" in path.parts)
    victim.write_text("changed by hand")
    again = site.make(made, project, written, public=PUBLIC)
    assert (again.changed, again.removed) == (1, 0)
    after = {path: path.stat().st_mtime_ns for path in before}
    assert [p for p in before if after[p] != before[p] and p.name != ".site.json"] == [victim]
    assert (written / "doc" / "cluster" / "mine.txt").exists()
    (written / "doc" / "cluster" / "mine.txt").unlink()


def test_what_is_no_longer_there_is_removed(made: Release, project: Project, written: Path) -> None:
    listing = written / ".site.json"
    old = written / "doc" / "gone" / "x.html"
    old.parent.mkdir()
    old.write_text("of an earlier release")
    listing.write_text(
        listing.read_text().replace('"files": {', '"files": {"doc/gone/x.html": "0",', 1)
    )
    assert site.make(made, project, written, public=PUBLIC).removed == 1
    assert not old.parent.exists()


def test_a_directory_of_somebody_else_is_left_alone(
    made: Release, project: Project, tmp_path: Path
) -> None:
    (tmp_path / "thesis.doc").write_text("years of work")
    with pytest.raises(SiteError) as caught:
        site.make(made, project, tmp_path, public=PUBLIC)
    assert caught.value.hint is not None
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]
    (tmp_path / ".site.json").write_text("{")
    with pytest.raises(SiteError):
        site.make(made, project, tmp_path, public=PUBLIC)


def test_a_thing_leads_to_its_document(url: str, written: Path) -> None:
    [thing, *_] = sorted((written / "id" / "cluster").glob("*.html"))
    text = thing.read_text(encoding="utf-8")
    [target] = set(Links(text).links)
    assert target == f"../../doc/cluster/{thing.name}"
    assert f'content="0; url={target}"' in text
    assert f"{PUBLIC}index.html" in httpx.get(f"{url}sitemap.xml").text


TURNED: list[tuple[str, str]] = [
    ('<a href="/doc/x">&lt;x&gt;</a>', '<a href="../doc/x.html">&lt;x&gt;</a>'),
    ('<a href="/doc/x?lang=en#p">x</a>', '<a href="../en/doc/x.html#p">x</a>'),
    ('<a href="/doc/x?at=2021-01-01">x</a>', "<a>x</a>"),
    ('<a href="/none">x</a>', "<a>x</a>"),
    ('<a href="https://x.no/?a&amp;b">x</a>', '<a href="https://x.no/?a&amp;b">x</a>'),
    ('<form action="/find"><input name="q"></form><p>x</p>', "<p>x</p>"),
    ('<link rel="x" href="/none"><br>', "<br>"),
    ('<script type="application/ld+json">{"a":"<b>"}</script>',) * 2,
]


@pytest.mark.parametrize(("html", "expected"), TURNED)
def test_links_are_turned(html: str, expected: str) -> None:
    files = Files(frozenset({"doc/x.html", "en/doc/x.html"}))
    assert Turning(files, "questions/y.html", "nb").turned(html) == expected


def test_the_command_says_what_it_did(
    made: Release, capsys: pytest.CaptureFixture[str], tmp_path: Path, project: Project
) -> None:
    words = ["--root", str(project.root), "--lang", "en", "site", str(tmp_path / "out")]
    assert run([*words, "--release", str(made.directory)]) == 0
    assert "written, 0 removed" in capsys.readouterr().out
    assert run([*words, "--check"]) == 0
    assert run(["--lang", "en", "site", str(tmp_path / "nothing"), "--check"]) == 1
