"""What the site says of itself: whom to write to, whose work it rests on, what crawlers leave."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.robotparser import RobotFileParser

import httpx
import pytest
from tests.scripts import Scripts

from bioclustergraph.cli import run
from bioclustergraph.pages.frame import bundles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Serve, Served


@pytest.fixture(scope="module")
def served(serve: Serve, release_directory: Path) -> Iterator[Served]:
    with serve("--release", release_directory, "--contact", "ola@example.no") as running:
        yield running


@pytest.mark.parametrize("path", ["/privacy", "/about"])
@pytest.mark.parametrize(("language", "words"), [("nb", "nås på"), ("en", "is reached at")])
def test_who_runs_the_site_is_named_where_people_look(
    served: Served, path: str, language: str, words: str
) -> None:
    page = httpx.get(f"{served.url}{path}", params={"lang": language}).text
    assert f'{words} <a href="mailto:ola@example.no">ola@example.no</a>.' in page
    assert not Scripts(page).foreign


def test_the_licences_of_what_is_bundled_can_be_read(served: Served) -> None:
    page = httpx.get(f"{served.url}/about?lang=en").text
    if bundles.licences() is None:  # nothing was bundled here, so nothing of others is passed on
        assert "licences.txt" not in page
        return
    assert 'href="/static/built/licences.txt"' in page
    text = httpx.get(f"{served.url}/static/built/licences.txt").text
    assert "@digdir/designsystemet-css" in text
    assert "Permission is hereby granted" in text


def test_crawlers_are_kept_from_what_is_asked_and_not_from_pages(served: Served) -> None:
    robots = httpx.get(f"{served.url}/robots.txt").text
    assert "Disallow: /*?*at=\n" in robots  # the standard library's reader knows no wildcard
    read = RobotFileParser()
    read.parse(robots.splitlines())
    for path in ("/sparql?query=ASK", "/find?name=a", "/suggest?q=a", "/graph-store"):
        assert not read.can_fetch("*", path), path
    for path in ("/", "/doc/cluster/biotech-north", "/questions", "/browse", "/catalog"):
        assert read.can_fetch("*", path), path


@pytest.mark.parametrize("given", ["ola", "javascript:alert(1)", "ola@", "a@b.no?subject=x"])
def test_a_contact_that_nobody_can_reach_is_refused(
    given: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--lang", "en", "serve", "--contact", given]) != 0
    refused = capsys.readouterr().err
    assert "neither an e-mail address nor a web address" in refused
    assert "--contact data@example.org" in refused
