"""The pages and the feed of what has changed, over HTTP."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import feedparser
import httpx
import pyoxigraph as ox
import pytest
from tests.scripts import Scripts

from bioclustergraph import release
from bioclustergraph.project import ROOT_VARIABLE, Project
from bioclustergraph.release import building, changes
from bioclustergraph.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Serve

pytestmark = [pytest.mark.xdist_group("reload"), pytest.mark.slow]

REPORT: Final = "data/sources/2021-tangklyngen-annual-report.ttl"
CORRECTED: Final = "Barkvik → The Seaweed Cluster (member): end corrected: 2020-07-01 → 2020-08-01"


@pytest.fixture(scope="module")
def served(
    root: Path, tmp_path_factory: pytest.TempPathFactory, serve: Serve
) -> Iterator[tuple[str, list[str]]]:
    """Three releases: one date corrected, then a change of which only the reason is known."""
    place = tmp_path_factory.mktemp("changes")
    copy, releases = place / "project", place / "releases"
    shutil.copytree(root / "tests" / "fixture", copy, ignore=shutil.ignore_patterns("queries"))
    shutil.copytree(root / "queries", copy / "queries")
    project = Project(copy)

    def build() -> str:
        made = release.build(project, releases, check=lambda *_: Report()).release
        assert made is not None
        return made.name

    names = [build()]
    path = copy / REPORT
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('bcg:end "2020-07-01"', 'bcg:end "2020-08-01"'), encoding="utf-8")
    names.append(build())
    with building.alone(releases):
        building.switch(releases, releases / names[0])
    path.write_text(text.replace('bcg:end "2020-07-01"', 'bcg:end "2020-09-01"'), encoding="utf-8")
    # As a transaction does: the release is made and switched to, and the words are not kept.
    made = build()
    (releases / ".changes" / f"{names[0]}..{made}.json").unlink()
    lines = (releases / "history.jsonl").read_text("utf-8").splitlines(keepends=True)
    written = lines[-1].replace('"who": null', '"who": "kari"')
    lines[-1] = written.replace('"why": null', '"why": "vedtak <b>7</b> & 8"')
    (releases / "history.jsonl").write_text("".join(lines), "utf-8")
    names.append(made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ROOT_VARIABLE, str(copy))
        with serve("--release", releases) as running:
            yield running.url, names


def get(url: str, accept: str = "text/html", language: str = "en") -> httpx.Response:
    return httpx.get(url, headers={"Accept": accept, "Accept-Language": language}, timeout=30)


def test_the_list_names_each_release_and_what_came_with_it(served: tuple[str, list[str]]) -> None:
    url, (first, second, third) = served
    page = get(f"{url}/changes")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert not Scripts(page.text).foreign
    # In the order of switching: the first was switched back to before the third.
    assert page.text.index(third) < page.text.index(first) < page.text.index(second)
    assert f'href="/changes/{first}..{third}"' in page.text
    assert "kari: vedtak &lt;b&gt;7&lt;/b&gt; &amp; 8" in page.text
    nb = get(f"{url}/changes", language="nb").text
    assert "Utgaver og endringer" in nb
    said = get(f"{url}/changes", "application/json").json()
    assert [it["digest"][:12] for it in said] == [third, first, second]
    assert [it["current"] for it in said] == [True, False, False]
    data = get(f"{url}/changes", "text/turtle")
    assert len(list(ox.parse(data.content, format=ox.RdfFormat.TURTLE))) > 9


def test_a_pair_is_told_in_every_form_and_in_both_directions(
    served: tuple[str, list[str]],
) -> None:
    url, (first, second, _) = served
    page = get(f"{url}/changes/{first}..{second}")
    assert CORRECTED in page.text
    assert not Scripts(page.text).foreign
    nb = get(f"{url}/changes/{first}..{second}", language="nb").text
    assert "slutt rettet: 2020-07-01 → 2020-08-01" in nb
    back = get(f"{url}/changes/{second}..{first}").text
    assert "end corrected: 2020-08-01 → 2020-07-01" in back
    said = get(f"{url}/changes/{first}..{second}?format=json").json()
    [change] = [change for group in said["groups"] for change in group["changes"]]
    assert (change["kind"], len(change["added"]), len(change["removed"])) == ("dates", 1, 1)
    data = get(f"{url}/changes/{first}..{second}", "text/turtle")
    assert data.headers["content-type"].startswith("text/turtle")
    assert data.text.count("ChangeSet") == 1
    led = get(f"{url}/changes/{first[:7]}..{second}?lang=en")
    assert (led.status_code, led.headers["location"]) == (
        303,
        f"/changes/{first}..{second}?lang=en",
    )


@pytest.mark.parametrize(
    "pair", ["files..current", "000000000000..current", "x..%3Cscript%3E", "a%2F..b"]
)
def test_what_is_no_release_is_told_so(served: tuple[str, list[str]], pair: str) -> None:
    refused = get(f"{served[0]}/changes/{pair}")
    assert refused.status_code == 404
    assert not Scripts(refused.text).foreign
    assert "/tmp" not in refused.text  # noqa: S108 - no path of the machine is told


def test_the_feed_says_in_words_what_changed(served: tuple[str, list[str]]) -> None:
    url, (first, second, third) = served
    body = get(f"{url}/releases.atom").content
    feed = feedparser.parse(body)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert [entry.link for entry in feed.entries] == [
        f"{url}/changes/{first}..{third}",
        f"{url}/changes/{second}..{first}",
        f"{url}/release/{second}/",
    ]
    assert len({entry.id for entry in feed.entries}) == 3
    assert all(entry.updated_parsed for entry in feed.entries)
    latest = feed.entries[0]
    assert latest.summary == "kari: vedtak <b>7</b> & 8"
    root = ET.fromstring(body)  # noqa: S314 - our own
    texts = [it.get("type") for it in root.iter("{http://www.w3.org/2005/Atom}summary")]
    assert texts == [None] * 3  # plain text: a reason is never taken for HTML


def test_the_words_that_are_kept_are_in_the_feed(
    root: Path, tmp_path: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, releases = tmp_path / "project", tmp_path / "releases"
    shutil.copytree(root / "tests" / "fixture", copy, ignore=shutil.ignore_patterns("queries"))
    shutil.copytree(root / "queries", copy / "queries")
    monkeypatch.setenv(ROOT_VARIABLE, str(copy))
    project = Project(copy)
    release.build(project, releases, check=lambda *_: Report())
    path = copy / REPORT
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('bcg:end "2020-07-01"', 'bcg:end "2020-08-01"'), encoding="utf-8")
    release.build(project, releases, check=lambda *_: Report())
    first, second = release.kept(releases)
    told = changes.kept(releases, first.name, second.name)
    assert told is not None
    assert (told.summary.en, told.total) == ("dates corrected: 1", 1)
    with serve("--release", releases) as running:
        feed = feedparser.parse(get(f"{running.url}/releases.atom").content)
    assert not feed.bozo
    latest = feed.entries[0]
    assert latest.summary == "datoer rettet: 1 / dates corrected: 1"
    assert CORRECTED in latest.content[0].value
