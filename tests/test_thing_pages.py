"""What the page of a thing shows over time, where its sources differ, and what they say."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from typing import TYPE_CHECKING

import pytest
from tests import sites

from bioclustergraph.describe import describe, select
from bioclustergraph.namespaces import BASE
from bioclustergraph.pages import Site
from bioclustergraph.pages.frame.addresses import document
from bioclustergraph.pages.holdings import Holdings
from bioclustergraph.pages.kept.passages import Passages
from bioclustergraph.pages.things.lifeline import lifeline
from bioclustergraph.pages.things.years import years
from bioclustergraph.project import Project
from bioclustergraph.release import assemble

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.responses import Response

    from bioclustergraph.store.embedded import EmbeddedStore

NORTH = "/doc/cluster/biotech-north"
GENOEK = f"{BASE}id/organisation/genoek"


@pytest.fixture(scope="module")
def real(root: Path) -> Project:
    return Project(root)


@pytest.fixture(scope="module")
def store(real: Project) -> EmbeddedStore:
    return assemble(real)


@pytest.fixture(scope="module")
def site(store: EmbeddedStore, real: Project) -> Site:
    return Site(Holdings(store, real))


def get(site: Site, url: str, language: str = "en") -> Response:
    return sites.get(site, url, accept="text/html", accept_language=language)


def text(response: Response) -> str:
    assert response.status_code == 200
    return bytes(response.body).decode()


def rows(page: str, heading: str) -> list[str]:
    """Read the first cells of the table under a heading."""
    after = page.partition(f"{heading} <span")[2].partition("<tbody>")[2].partition("</tbody>")[0]
    cells = re.findall(r"<tr>\s*<td>(.*?)</td>", after, re.DOTALL)
    return [re.sub(r"<[^>]+>|\s+", " ", cell).split(" slutter ")[0].strip() for cell in cells]


# --- over time ------------------------------------------------------------------------------------


def test_a_lifeline_has_certain_spans_possible_ones_and_open_ends(
    store: EmbeddedStore, real: Project
) -> None:
    drawn = lifeline(describe(store, GENOEK, project=real).life, None)
    assert drawn is not None
    parts = {part.heading.en: part.rows for part in drawn.parts}
    (name,) = parts["Was called"]
    # A source says 2021 of it, on some day, and none says when it began or ended.
    assert (name.certain, name.possible) == ((), ())
    assert len(name.attested) == 1
    assert name.open_before
    assert name.open_after
    (merged,) = parts["Beginning, change, end"]
    assert merged.other is not None
    assert merged.other.label.en == "Norce"
    assert len(merged.moments) == 1
    (member,) = parts["Belonged to"]
    (certain,), (possible,) = member.certain, member.possible
    # Certain from the first day of 2021 until the month of the merger, possible until it was over.
    assert possible.x == 0
    assert possible.x < certain.x
    assert certain.x + certain.width < possible.x + possible.width
    assert member.open_before
    assert not member.open_after


def test_what_several_sources_say_alike_is_one_row(store: EmbeddedStore, real: Project) -> None:
    iri = f"{BASE}id/cluster/heidner-biocluster"
    drawn = lifeline(describe(store, iri, project=real).life, None)
    assert drawn is not None
    (names,) = (part.rows for part in drawn.parts if part.heading.en == "Was called")
    assert len(names) == 1
    assert len(names[0].relations) == len(names[0].attested) == 3


def test_a_lifeline_says_in_words_what_it_draws(site: Site) -> None:
    page = text(get(site, "/doc/organisation/genoek"))
    figure = page.partition('<figure class="life">')[2].partition("</figure>")[0]
    drawings = re.findall(r'<svg class="span"[^>]*>', figure)
    # Who cannot see the drawings reads the rows, and is not told of the drawings.
    assert len(drawings) == 3
    assert all('aria-hidden="true"' in drawing for drawing in drawings)
    for said in ("merged into", "Norce", "from 2021-11", "began before 2021, held in 2021"):
        assert said in figure
    assert " style=" not in page


def test_a_lifeline_is_of_all_days_whichever_is_asked_about(site: Site) -> None:
    page = text(get(site, "/doc/organisation/genoek?at=2021-06-30"))
    figure = page.partition('<figure class="life">')[2].partition("</figure>")[0]
    assert "merged into" in figure
    assert 'class="now"' in figure
    # Of that day the table has the membership only.
    assert "Merged into" not in re.findall(r"<h2[^>]*>([^<]*?) ?<", page)
    assert '<span class="tag certain">certain</span>' in page


def test_years_are_links_and_keep_the_day(store: EmbeddedStore, real: Project) -> None:
    import datetime as dt

    described = describe(store, f"{BASE}id/cluster/biotech-north", project=real)
    control = years(described.life, None, lambda day: f"?at={day}")
    assert control is not None
    assert [year.year for year in control.every] == list(range(2016, 2023))
    assert control.every[0].address == "?at=2016-12-31"
    assert control.before is control.after is None
    moved = years(described.life, dt.date(2020, 2, 29), lambda day: day)
    assert moved is not None
    assert moved.before is not None
    assert moved.before.day == "2019-02-28"
    assert [year.year for year in moved.every if year.is_current] == [2020]


def test_every_link_of_the_year_control_leads_to_that_day(site: Site) -> None:
    page = text(get(site, NORTH))
    links = re.findall(rf'href="({NORTH}\?at=[0-9-]+)"', page)
    assert len(links) == 7
    for link in links:
        day = link.partition("at=")[2]
        assert f"held on {day}" in text(get(site, link))


# --- rows -----------------------------------------------------------------------------------------


def test_rows_stand_in_the_order_that_a_link_asks_for(site: Site) -> None:
    plain = text(get(site, NORTH))
    assert f'href="{NORTH}?sort=when#group-' in plain
    forwards = rows(text(get(site, f"{NORTH}?sort=what")), "Members")
    backwards = rows(text(get(site, f"{NORTH}?sort=-what")), "Members")
    assert len(forwards) > 30
    assert forwards == sorted(forwards, key=str.casefold)
    assert backwards == forwards[::-1]
    assert sorted(rows(text(get(site, f"{NORTH}?sort=source")), "Members")) == sorted(forwards)


def test_the_order_is_said_and_kept(site: Site) -> None:
    response = get(site, f"{NORTH}?sort=when&at=2021-06-30")
    page = text(response)
    assert 'aria-sort="ascending"' in page
    assert f'href="{NORTH}?at=2021-06-30&amp;sort=-when#' in page
    assert f'href="{NORTH}?at=2020-06-30&amp;sort=when"' in page
    assert response.headers["content-location"].endswith("at=2021-06-30&sort=when")


@pytest.mark.parametrize("order", ["size", "--when", "-", "what when"])
def test_an_unknown_order_is_told_with_a_remedy(site: Site, order: str) -> None:
    response = get(site, f"{NORTH}?sort={order.replace(' ', '%20')}")
    assert response.status_code == 400
    assert "Choose one of: what, role, when, source" in bytes(response.body).decode()


def test_rows_say_how_certain_they_are(site: Site) -> None:
    page = text(get(site, "/doc/cluster/bioinn"))
    arena = page.partition("Programmes taken part in <span")[2].partition("</table>")[0]
    assert "certain days" in arena
    people = page.partition("People <span")[2].partition("</table>")[0]
    assert "no certain day" in people


# --- figures, contradictions, why -----------------------------------------------------------------


def test_figures_are_drawn_with_their_sources(site: Site) -> None:
    page = text(get(site, NORTH))
    cards = page.partition('<ul class="cards figures">')[2].partition("</ul>")[0]
    (members,) = (card for card in cards.split("<li class") if "members" in card and "36" in card)
    assert "37" in members
    assert "About Biotech North" in members
    assert "Annual report of Biotech North" in members
    first, last = (float(width) for width in re.findall(r'<rect width="([0-9.]+)%"', members))
    assert first / last == pytest.approx(36 / 37, abs=0.001)


def test_what_is_not_known_exactly_says_so(site: Site) -> None:
    page = text(get(site, "/doc/cluster/heidner-biocluster"))
    assert "over 66,000,000,000" in page
    assert "about 150" in page
    assert "over 66\xa0000\xa0000\xa0000" in text(
        get(site, "/doc/cluster/heidner-biocluster", language="nb")
    )


def test_contradictions_are_shown_where_they_are(site: Site) -> None:
    page = text(get(site, "/doc/cluster/heidner-biocluster"))
    (anchor,) = set(re.findall(r'href="(#contradiction-[^"]+)"', page))
    assert f'id="{anchor[1:]}"' in page
    assert "granted 2019" in page
    # On the page of the claim itself as well.
    claim = "/doc/programme-participation/heidner-biocluster--nce--2018-11"
    assert f'id="{anchor[1:]}"' in text(get(site, claim))
    assert "contradiction-" not in text(get(site, "/doc/organisation/genoek"))


def test_the_days_that_are_derived_say_why(site: Site) -> None:
    page = text(get(site, "/doc/membership/genoek--biotech-north--before-2021"))
    whys = [link.replace("&amp;", "&") for link in re.findall(r'href="(/why\?[^"]+)"', page)]
    assert len(whys) == 3
    for link in whys:
        assert "2021" in text(get(site, link))


def test_relations_among_values_are_read_aloud(site: Site) -> None:
    page = text(get(site, "/doc/organisation/genoek"))
    assert "merger: Genøk → Norce" in page
    assert "merger:genoek" not in page.partition("<h2")[2].replace('title="merger:genoek', "")


# --- citing ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def released(store: EmbeddedStore, real: Project) -> Site:
    held = Holdings(store, real, public="https://example.org/b/", digest="0123456789ab")
    return Site(held)


def test_a_citation_names_the_release(released: Site) -> None:
    page = text(get(released, f"{NORTH}?at=2021-06-30"))
    address = "https://example.org/b/release/0123456789ab/doc/cluster/biotech-north?at=2021-06-30"
    assert f"“Biotech North (2021-06-30).” Release 0123456789ab. bioclustergraph. {address}" in page


def test_a_citation_is_downloaded_in_the_forms_of_reference_managers(released: Site) -> None:
    address = "https://example.org/b/release/0123456789ab/doc/cluster/biotech-north"
    links = re.findall(r'href="([^"]*cite=[^"]*)"', text(get(released, NORTH)))
    assert len(links) == 3
    found = {link.partition("cite=")[2]: get(released, link) for link in links}
    assert all("attachment" in r.headers["content-disposition"] for r in found.values())
    bibtex = text(found["bibtex"])
    assert bibtex.startswith("@misc{bioclustergraph-biotech-north-0123456789ab,\n")
    assert f"url = {{{address}}}" in bibtex
    ris = text(found["ris"])
    assert ris.startswith("TY  - DATA\r\n")
    assert ris.endswith("ER  - \r\n")
    assert f"UR  - {address}\r\n" in ris
    (item,) = json.loads(text(found["csl-json"]))
    assert (item["type"], item["version"], item["URL"]) == ("dataset", "0123456789ab", address)


def test_an_unknown_form_of_citation_is_told_with_a_remedy(site: Site) -> None:
    response = get(site, f"{NORTH}?cite=endnote")
    assert response.status_code == 400
    assert "bibtex, ris, csl-json" in bytes(response.body).decode()


# --- the words of the sources ---------------------------------------------------------------------


def test_passages_are_shown_only_where_the_documents_are(
    site: Site, store: EmbeddedStore, real: Project, documents: Path, tmp_path: Path
) -> None:
    assert "<blockquote>" not in text(get(site, "/doc/organisation/genoek"))
    shown = Site(Holdings(store, real, passages=Passages.read(documents, store, real)))
    page = text(get(shown, "/doc/organisation/genoek"))
    quoted = re.findall(r"<blockquote>(.*?)</blockquote>", page, re.DOTALL)
    assert any("Genøk" in words for words in quoted)
    # A document that was changed is another document, whatever its name.
    changed = tmp_path / "documents"
    shutil.copytree(documents, changed)
    for path in changed.iterdir():
        if path.is_file():
            path.write_bytes(b" " + path.read_bytes())
    other = Site(Holdings(store, real, passages=Passages.read(changed, store, real)))
    assert "<blockquote>" not in text(get(other, "/doc/organisation/genoek"))


def test_a_directory_of_documents_that_is_not_there_is_told(
    store: EmbeddedStore, real: Project, tmp_path: Path
) -> None:
    from bioclustergraph.errors import DocumentError

    with pytest.raises(DocumentError, match="Cannot read the documents"):
        Passages.read(tmp_path / "none", store, real)


# --- size -----------------------------------------------------------------------------------------


def test_the_largest_page_is_small_on_the_wire(site: Site) -> None:
    import gzip

    for language in ("nb", "en"):
        body = bytes(get(site, NORTH, language=language).body)
        assert len(gzip.compress(body, 6)) < 100_000


# --- where else it is seen ------------------------------------------------------------------------


def ways_on(page: str) -> list[str]:
    found = re.search(r'<ul class="elsewhere[^>]*>(.*?)</ul>', page)
    return [unescape(at) for at in re.findall(r'href="([^"]*)"', found[1] if found else "")]


def test_each_way_on_from_a_thing_leads_somewhere(
    site: Site, store: EmbeddedStore, real: Project
) -> None:
    offered = {
        address
        for row in select(store, real, "documents")
        if (thing := row.ref("thing")) is not None and f"{BASE}id/" in thing.iri
        for address in ways_on(text(get(site, document(thing.iri))))
    }
    for kind in ("/network/everything?of=", "/compare?a=", "/browse?place=", "/map"):
        assert any(kind in address for address in offered), kind
    for address in offered:
        assert get(site, address).status_code == 200, address


@pytest.mark.parametrize("path", [NORTH, "/doc/place/tromsoe"])
def test_whoever_has_chosen_a_day_stays_on_it(site: Site, path: str) -> None:
    ways = ways_on(text(get(site, f"{path}?at=2021-06-30")))
    assert ways
    for address in ways:
        assert "at=2021-06-30" in address
        assert "2021-06-30" in text(get(site, address))
