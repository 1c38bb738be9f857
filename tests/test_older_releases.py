"""Older releases over HTTP: the same bytes for good, started on demand, and never many."""

from __future__ import annotations

import os
import re
import shutil
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

import httpx
import pytest

from bioclustergraph import release
from bioclustergraph.cli import run
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.project import ROOT_VARIABLE, Project
from bioclustergraph.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Serve

pytestmark = [pytest.mark.xdist_group("reload"), pytest.mark.slow]

REPORT: Final = "data/sources/2021-tangklyngen-annual-report.ttl"
MEMBERS: Final = "/questions/memberships-of?organisation=barkvik&lang=en"
DATE: Final = 'bcg:end "2020-{}-01"^^xsd:date'


def correct(project: Project, old: str, new: str) -> None:
    path = project.root / REPORT
    text = path.read_text(encoding="utf-8")
    assert text.count(DATE.format(old)) == 1
    path.write_text(text.replace(DATE.format(old), DATE.format(new)), encoding="utf-8")


def build(project: Project, directory: Path) -> str:
    made = release.build(project, directory, check=lambda *_: Report()).release
    assert made is not None
    return made.name


@pytest.fixture
def project(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The miniature project with all questions, to be changed; the one that is served."""
    copy = tmp_path / "project"
    shutil.copytree(root / "tests" / "fixture", copy, ignore=shutil.ignore_patterns("queries"))
    shutil.copytree(root / "queries", copy / "queries")
    monkeypatch.setenv(ROOT_VARIABLE, str(copy))
    return Project(copy)


def wait_for(url: str, pid: int, digest: str) -> None:
    os.kill(pid, signal.SIGHUP)
    until = time.monotonic() + 20
    while httpx.get(f"{url}/ready").text != f"ready {digest}\n":
        assert time.monotonic() < until
        time.sleep(0.05)


def cells(text: str) -> list[list[str]]:
    return [line.split(",") for line in text.splitlines()]


def changed(one: str, two: str) -> list[tuple[str, str]]:
    """Give the cells that differ of two tables of one shape."""
    rows = list(zip(cells(one), cells(two), strict=True))
    return [(a, b) for x, y in rows for a, b in zip(x, y, strict=True) if a != b]


def test_as_known_differs_from_today_by_exactly_the_date_that_was_corrected(
    project: Project, tmp_path: Path, serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    releases = tmp_path / "releases"
    first = build(project, releases)
    correct(project, "07", "08")
    second = build(project, releases)

    def asked(*options: str) -> str:
        where = ["--root", str(project.root), "query", "memberships-of", "--format", "csv"]
        given = ["--organisation", "barkvik", "--release", str(releases)]
        assert run(["--lang", "en", *where, *given, *options]) == 0
        return capsys.readouterr().out

    today, then = asked(), asked("--as-known", first[:5])
    assert changed(then, today) == [("2020-07-01", "2020-08-01")]
    assert asked("--as-known", "previous") == then
    assert asked("--as-known", "current") == asked("--as-known", second) == today

    # Valid time and known time together: on a day between the two dates it had not ended.
    def members(*options: str) -> str:
        where = ["--root", str(project.root), "query", "members-at", "--format", "csv"]
        given = ["--cluster", "tangklyngen", "--at", "2020-07-15", "--release", str(releases)]
        assert run(["--lang", "en", *where, *given, *options]) == 0
        return capsys.readouterr().out

    assert "Barkvik" in members()
    assert "Barkvik" not in members("--as-known", first)
    shown = ["--lang", "en", "--root", str(project.root), "show", "barkvik"]
    assert run([*shown, "--release", str(releases), "--as-known", first]) == 0
    assert "until 2020-07-01" in capsys.readouterr().out
    assert run([*shown, "--release", str(releases), "--as-known", "ffff"]) == 1
    told = capsys.readouterr().err
    assert "There is no release “ffff”" in told
    assert first in told
    assert second in told

    with serve("--release", releases) as served:
        path = f"{MEMBERS}&format=csv"
        then_there = httpx.get(f"{served.url}/release/{first}{path}", timeout=30)
        today_there = httpx.get(f"{served.url}{path}")
    assert (then_there.text.splitlines(), today_there.text.splitlines()) == (
        then.splitlines(),
        today.splitlines(),
    )
    assert then_there.headers["x-release"] == first
    assert "immutable" in then_there.headers["cache-control"]
    assert "immutable" not in today_there.headers["cache-control"]


ADDRESSES: Final = (
    "/",
    "/doc/organisation/barkvik",
    "/doc/organisation/barkvik?at=2020-07-15&lang=en",
    "/doc/organisation/barkvik.ttl",
    "/doc/organisation/barkvik.jsonld",
    "/id/organisation/barkvik",
    "/ns/Membership.nt",
    "/contradictions",
    "/catalog.ttl",
    f"{MEMBERS}&sources=1",
    f"{MEMBERS}&format=json",
    "/sparql?query=SELECT+%2A+%7B+%3Fs+%3Chttps%3A%2F%2Fw3id.org%2Fbioclustergraph%2Fns%2Fend%3E+%3Fe+%7D+ORDER+BY+%3Fs",
    "/dumps/data.nq",
    "/find?name=Barkvik",
    "/doc/organisation/nobody",
)
"""What is asked of a release for good: pages, data, redirects, and an address that nothing has."""

SAME: Final = ("etag", "x-release", "cache-control", "link", "location", "content-location", "vary")


Answer = tuple[int, dict[str, str | None], bytes]


def answered(client: httpx.Client, digest: str) -> dict[str, Answer]:
    found = {}
    for address in ADDRESSES:
        response = client.get(f"/release/{digest}{address}", headers={"Accept": "text/html"})
        headers = {name: response.headers.get(name) for name in SAME}
        found[address] = response.status_code, headers, response.content
    return found


def test_a_permanent_address_gives_the_same_bytes_before_and_after_a_reload(
    project: Project, tmp_path: Path, serve: Serve
) -> None:
    releases = tmp_path / "releases"
    first = build(project, releases)
    with (
        serve("--release", releases, "--cache", 0) as served,  # or the kept bytes would come again
        httpx.Client(base_url=served.url, timeout=30) as client,
    ):
        before = answered(client, first)
        today = client.get("/doc/organisation/barkvik").text
        correct(project, "07", "08")
        # A question that is worded otherwise from now on is asked as it was then.
        question = project.queries / "memberships-of.rq"
        question.write_text(question.read_text("utf-8") + "# worded otherwise\n", "utf-8")
        second = build(project, releases)
        wait_for(served.url, served.pid, second)
        assert answered(client, first) == before
        assert client.get("/doc/organisation/barkvik").text != today
        statuses = {address: status for address, (status, _, _) in before.items()}
        assert statuses.pop("/doc/organisation/nobody") == 404
        assert statuses.pop("/id/organisation/barkvik") == statuses.pop("/find?name=Barkvik") == 303
        assert set(statuses.values()) == {200}
        for address in statuses:
            headers = before[address][1]
            assert headers["x-release"] == first
            assert headers["cache-control"] == "public, max-age=31536000, immutable"
        location = client.get(f"/release/{first}/id/organisation/barkvik").headers["location"]
        assert location == f"/release/{first}/doc/organisation/barkvik"
        links = client.get(f"/release/{first}/doc/organisation/barkvik").headers["link"]
        assert f'</release/{first}/doc/organisation/barkvik>; rel="canonical"' in links
        assert "</doc/" not in links
        known = before["/doc/organisation/barkvik.ttl"][1]["etag"]
        again = client.get(
            f"/release/{first}/doc/organisation/barkvik.ttl",
            headers={"If-None-Match": str(known), "Accept": "text/html"},
        )
        assert again.status_code == 304


def test_a_page_says_how_it_is_cited_and_which_release_it_is(
    project: Project, tmp_path: Path, serve: Serve
) -> None:
    releases = tmp_path / "releases"
    first = build(project, releases)
    correct(project, "07", "08")
    second = build(project, releases)
    path = "/questions/memberships-of?organisation=barkvik&lang=en"
    with serve("--release", releases) as served:
        today = httpx.get(served.url + path, timeout=30).text
        then = httpx.get(f"{served.url}/release/{first}{path}", timeout=30)
        escaped = path.replace("&", "&amp;")
        assert f'href="/release/{second}{escaped}"' in today
        assert "Cite this answer" in today
        assert "This is release" not in today
        assert f"This is release <code>{first}</code>" in then.text
        assert f'<a href="{escaped}">The same today</a>' in then.text
        assert f'action="/release/{first}/questions/memberships-of"' in then.text
        assert f'action="/release/{first}/sparql"' in then.text
        # Every link that a page of a release has stays in it, but for what is about all of them.
        outside = [
            link
            for link in re.findall(r'(?:href|action)="(/[^"]*)"', then.text)
            if not link.startswith((f"/release/{first}/", "/static/", "/changes"))
        ]
        assert outside == [escaped]
        for address in ("/changes", "/releases.atom", "/sitemap.xml", "/service", "/robots.txt"):
            refused = httpx.get(f"{served.url}/release/{first}{address}", timeout=30)
            assert (refused.status_code, refused.headers["cache-control"]) == (404, "no-store")


def test_what_is_gone_or_never_was_is_told_in_words(
    project: Project, tmp_path: Path, serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    releases = tmp_path / "releases"
    first = build(project, releases)
    correct(project, "07", "08")
    second = build(project, releases)
    with serve("--release", releases) as served:
        path = f"{served.url}/release/{first}/doc/organisation/barkvik.ttl"
        assert httpx.get(path, timeout=30).status_code == 200
        prune = ["--lang", "en", "releases", "--release", str(releases), "prune", "--keep", "1"]
        assert run([*prune, "--yes"]) == 0
        assert first in capsys.readouterr().out
        gone = httpx.get(path, headers={"Accept-Language": "en"}, timeout=30)
        never = httpx.get(f"{served.url}/release/{'0' * 12}/", headers={"Accept-Language": "en"})
        assert (gone.status_code, gone.json()["title"]) == (410, "Withdrawn")
        assert f"Release {first} is not kept any more" in gone.json()["detail"]
        assert never.status_code == 404
        assert "There is no release 000000000000" in never.json()["detail"]
        assert httpx.get(f"{served.url}/release/{second}/").status_code == 200
    assert [it.name for it in release.kept(releases)] == [second]
    assert run([*prune, "--yes"]) == 0
    assert "No release is too many" in capsys.readouterr().out


# --- nothing that a stranger sends starts unbounded work ------------------------------------------


def quads(value: str) -> bytes:
    said = f'<{BASE}id/cluster/x> <{PREFIXES["rdfs"]}label> "says {value}"@nb'
    return f"{said} .\n{said} <{BASE}graph/g> .\n".encode()


@pytest.fixture
def many(release_of: Callable[[Path, bytes], str], tmp_path: Path) -> tuple[Path, list[str]]:
    """A directory with eight releases, the last of them current."""
    digests = []
    for number in range(8):
        digest = release_of(tmp_path / "new", quads(str(number)))[:12]
        (tmp_path / "new").rename(tmp_path / digest)
        digests.append(digest)
    (tmp_path / "current").symlink_to(digests[-1])
    return tmp_path, digests


def nurseries(pid: int) -> int:
    """Count the processes that hold a release: the children of the one that listens."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return len(listed.split())


def test_no_more_than_so_many_are_held_whoever_asks(
    many: tuple[Path, list[str]], serve: Serve
) -> None:
    directory, digests = many
    with serve("--release", directory, "--older-releases", 2) as served:

        def ask(number: int) -> tuple[int, int]:
            digest = digests[number % 7]
            response = httpx.get(f"{served.url}/release/{digest}/doc/cluster/x.nt", timeout=30)
            if response.status_code == 200:
                assert f"says {number % 7}" in response.text
                assert response.headers["x-release"] == digest
            else:
                assert response.headers["retry-after"] == "10"
            return number % 7, response.status_code

        with ThreadPoolExecutor(16) as threads:
            answers = list(threads.map(ask, range(140)))
            today = httpx.get(f"{served.url}/doc/cluster/x.nt", timeout=5)
        assert "says 7" in today.text
        assert {status for _, status in answers} == {200, 503}
        assert len({number for number, status in answers if status == 200}) == 2
        assert nurseries(served.pid) == 3
        assert httpx.get(f"{served.url}/ready").text == f"ready {digests[-1]}\n"


def test_the_one_used_longest_ago_makes_room(many: tuple[Path, list[str]], serve: Serve) -> None:
    directory, digests = many
    with serve("--release", directory, "--older-releases", 1) as served:

        def ask(number: int) -> int:
            path = f"/release/{digests[number]}/doc/cluster/x.nt"
            return httpx.get(served.url + path, timeout=30).status_code

        assert ask(0) == 200
        assert ask(1) == 503
        time.sleep(10.5)
        assert ask(1) == 200
        assert ask(0) == 200  # a kept answer needs no process
        assert nurseries(served.pid) <= 3  # the one that leaves may take a moment


def test_older_releases_can_be_left_out(many: tuple[Path, list[str]], serve: Serve) -> None:
    directory, digests = many
    with serve("--release", directory, "--older-releases", 0) as served:
        refused = httpx.get(f"{served.url}/release/{digests[0]}/", timeout=30)
        assert refused.status_code == 404
        dump = httpx.get(f"{served.url}/release/{digests[0]}/dumps/data.nq", timeout=30)
        assert (dump.content, dump.headers["x-release"]) == (quads("0"), digests[0])
        now = httpx.get(f"{served.url}/release/{digests[-1]}/doc/cluster/x.nt", timeout=30)
        assert now.status_code == 200


def test_a_damaged_one_is_refused_and_holds_nobody_up(
    many: tuple[Path, list[str]], serve: Serve
) -> None:
    directory, digests = many
    (directory / digests[0] / "data.nq").write_bytes(b"<broken")
    with serve("--release", directory) as served:
        path = f"{served.url}/release/{digests[0]}/doc/cluster/x.nt"
        statuses = [httpx.get(path, timeout=30).status_code for _ in range(3)]
        assert statuses == [503, 503, 503]
        assert httpx.get(f"{served.url}/doc/cluster/x.nt", timeout=5).status_code == 200
