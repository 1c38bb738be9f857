"""Pictures: nothing overlaps, the legend is right, the same data give the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import json
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from itertools import combinations
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import pytest

from bioclustergraph import networks, pictures, relations
from bioclustergraph.errors import MissingLibrary, ParameterError, PictureError, Text
from bioclustergraph.networks import Edge, Network, Node, Selection
from bioclustergraph.pictures import lettering, looks
from bioclustergraph.pictures.spans import EVER, NEVER, Axis, Spans
from bioclustergraph.relations import Bounds, Mode, Thing, View

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.errors import Language
    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

SVG: Final = "{http://www.w3.org/2000/svg}"
NS: Final = "https://w3id.org/bioclustergraph/ns/"
ID: Final = "https://w3id.org/bioclustergraph/id/"
NORTH: Final = f"{ID}cluster/biotech-north"

Box = tuple[str, float, float, float, float]
"""A text, and left, top, right and bottom of it."""

Ask = Callable[..., Network]


@pytest.fixture(scope="module")
def store(project: Project) -> Store:
    from bioclustergraph.release import assemble

    return assemble(project)


@pytest.fixture(scope="module")
def ask(project: Project, store: Store) -> Ask:
    """Ask a view of the project's own data."""

    def asked(view: str, at: str | None = None, **more: object) -> Network:
        chosen = Selection(at=dt.date.fromisoformat(at) if at else None, **more)  # type: ignore[arg-type]  # what a test chooses
        return networks.of(
            store, project, relations.named(project, view), chosen, release="0123456789abcdef"
        )

    return asked


def made_up(size: int, *, mode: Mode = Mode.DIRECT) -> Network:
    """Make a network with long names: hubs with many around them, and ties across."""
    chance = random.Random(60)  # noqa: S311  # no secret
    words = ["Norsk", "senter", "for", "marin", "bioprospektering", "Nord", "Havbruk", "AS"]
    words += ["Verdiskaping", "Trøndelag", "Ærfugl", "Næringsforeningen", "Forskningsinstitutt"]
    kinds = ["Organisation"] * 6 + ["Person", "Event", "Place", "Network", "Programme", "Project"]
    nodes = []
    for number in range(size):
        kind = "Cluster" if number < 5 else kinds[number % len(kinds)]
        name = f"{number}. " + " ".join(chance.choices(words, k=chance.randint(1, 4)))
        nodes.append(
            Node(
                Thing(
                    f"{ID}x/{number:03}",
                    Text(name, name),
                    f"{NS}{kind}",
                    Text(kind.lower(), kind.lower()),
                )
            )
        )
    edges = []
    for number in range(5, size):
        for hub in {number % 5, chance.randrange(5)} | ({number - 1} if number % 7 == 0 else set()):
            certain = chance.random() < 0.5
            edges.append(
                Edge(
                    source=nodes[number].iri,
                    target=nodes[hub].iri,
                    kind=f"{NS}Membership",
                    role=None,
                    start=None,
                    end=None,
                    spells=(Bounds("2018-01-01", "2019-01-01", "2020-01-01", None),),
                    certainty="certain" if certain else "possible",
                    weight=1,
                    certain_weight=int(certain),
                    via=(),
                    relations=(f"{ID}r/{number}-{hub}",),
                    sources=(),
                )
            )
    view = View("made-up", None, Text("Oppdiktet", "Made up"), Text("", ""), mode, "")  # type: ignore[arg-type]  # of no file
    labels = {f"{NS}Membership": Text("medlemskap", "membership")}
    return Network(view, Selection(), tuple(nodes), tuple(edges), labels, {}, {})


# --- nothing overlaps -----------------------------------------------------------------------------


def reckoned(svg: bytes) -> list[Box]:
    """Give the boxes of all texts, by the widths of the face; turned texts too."""
    found: list[Box] = []

    def walk(element: ET.Element, dx: float, dy: float) -> None:
        moved = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", element.get("transform", ""))
        if moved:
            dx, dy = dx + float(moved[1]), dy + float(moved[2])
        if element.tag == f"{SVG}text":
            words, size = element.text or "", float(element.get("font-size", "0"))
            wide = lettering.width(words, size, bold=element.get("font-weight") == "bold")
            x, y = float(element.get("x", "0")), float(element.get("y", "0"))
            before = {"middle": wide / 2, "end": wide}.get(element.get("text-anchor", ""), 0.0)
            if "rotate(-90" in element.get("transform", ""):
                box = (x - size * 0.72, y - wide + before, x + size * 0.2, y + before)
            else:
                box = (x - before, y - size * 0.72, x - before + wide, y + size * 0.2)
            found.append((words, box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy))
        for child in element:
            walk(child, dx, dy)

    walk(ET.fromstring(svg), 0, 0)  # noqa: S314  # we wrote it
    return found


def measured(svg: bytes, directory: Path) -> list[Box]:
    """Have a browser say where its texts are."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("there is no Chromium here to measure with")
    page = directory / "page.html"
    body = svg.decode().partition("?>")[2]
    script = (
        "const all=[...document.querySelectorAll('svg text')].map(t=>{"
        "const b=t.getBoundingClientRect();return[t.textContent,b.left,b.top,b.right,b.bottom]});"
        "document.title='x';document.body.innerHTML='';const p=document.createElement('pre');"
        "p.textContent=JSON.stringify(all);document.body.append(p);"
    )
    page.write_text(
        f'<!doctype html><meta charset="utf-8"><body style="margin:0">{body}'
        f"<script>{script}</script>",
        encoding="utf-8",
    )
    said = subprocess.run(
        [
            *(browser, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"),
            *(f"--user-data-dir={directory / 'browser'}", page.as_uri()),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    ).stdout
    written = re.search(r"<pre>(.*)</pre>", said, re.DOTALL)
    assert written is not None
    boxes: list[Box] = [tuple(it) for it in json.loads(written[1].replace("&amp;", "&"))]
    # A browser's box is as high as the face's tallest letters; the letters are not.
    return [(it[0], it[1], it[2] + 2, it[3], it[4] - 2) for it in boxes]


def overlapping(boxes: list[Box]) -> list[tuple[str, str]]:
    return [
        (one[0], other[0])
        for one, other in combinations(boxes, 2)
        if min(one[3], other[3]) - max(one[1], other[1]) > 0.5
        and min(one[4], other[4]) - max(one[2], other[2]) > 0.5
    ]


def size_of(svg: bytes) -> tuple[float, float]:
    root = ET.fromstring(svg)  # noqa: S314  # we wrote it
    return float(root.get("width", "0")), float(root.get("height", "0"))


def assert_clear(svg: bytes, boxes: list[Box]) -> None:
    """No text over another, and none outside the paper."""
    assert overlapping(boxes) == []
    width, height = size_of(svg)
    outside = [
        box for box in boxes if box[1] < 0 or box[2] < 0 or box[3] > width or box[4] > height
    ]
    assert outside == []


@pytest.mark.parametrize(
    ("views", "kind", "language"),
    [
        (("overview",), "network", "nb"),
        (("membership",), "network", "en"),
        (("everything",), "network", "nb"),
        (("people",), "network", "en"),
        (("co-membership",), "network", "nb"),
        (("cluster-cooperation",), "network", "en"),
        (("membership", "partnership"), "timeline", "nb"),
        (("programme",), "timeline", "en"),
        (("facilitation",), "timeline", "nb"),
        (("everything",), "timeline", "en"),
        (("cluster-cooperation",), "matrix", "nb"),
        (("shared-members",), "matrix", "en"),
        (("co-membership",), "matrix", "nb"),
        (("membership",), "matrix", "en"),
    ],
)
def test_no_text_covers_another(
    ask: Ask, views: tuple[str, ...], kind: str, language: Language
) -> None:
    svg = pictures.picture([ask(view) for view in views], language, kind=kind)
    assert_clear(svg, reckoned(svg))


@pytest.mark.parametrize("kind", ["network", "timeline", "matrix"])
def test_at_sixty_nodes_a_browser_finds_no_text_over_another(kind: str, tmp_path: Path) -> None:
    network = made_up(60)
    assert len(network.nodes) == 60
    svg = pictures.picture([network], "nb", kind=kind)
    assert_clear(svg, reckoned(svg))
    boxes = measured(svg, tmp_path)
    assert_clear(svg, boxes)
    named = {word for box in boxes for word in box[0].split()}
    assert {node.thing.label.nb.split()[0] for node in network.nodes} <= named


def test_a_browser_finds_no_text_over_another_on_real_views(ask: Ask, tmp_path: Path) -> None:
    for view in ("overview", "everything"):
        (tmp_path / view).mkdir()
        svg = pictures.picture([ask(view)], "nb")
        assert_clear(svg, measured(svg, tmp_path / view))


def test_names_stay_inside_their_shapes() -> None:
    svg = pictures.picture([made_up(60)], "nb")
    root = ET.fromstring(svg)  # noqa: S314  # we wrote it
    seen = 0
    for shape in root.iter(f"{SVG}g"):
        outline = shape.find(f"{SVG}ellipse")
        if outline is None or "key" in shape.get("class", "") or not shape.get("class"):
            continue
        cx, cy, rx, ry = (float(outline.get(it, "0")) for it in ("cx", "cy", "rx", "ry"))
        for words in shape.iter(f"{SVG}text"):
            half = float(words.get("textLength", "0")) / 2
            middle = float(words.get("y", "0")) - 4
            for y in (middle - 4, middle + 4):
                assert (half / rx) ** 2 + ((y - cy) / ry) ** 2 < 1, words.text
            assert abs(float(words.get("x", "0")) - cx) < 1
            seen += 1
    assert seen > 4


# --- what is said ---------------------------------------------------------------------------------


def texts(svg: bytes) -> list[str]:
    return [it.text or "" for it in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314  # ours


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "nb",
            ["Medlemmer i klynger", "Klynge", "Organisasjon", "Medlemskap", "Sikkerhet"],
        ),
        ("en", ["Members of clusters", "Cluster", "Organisation", "Membership", "Certainty"]),
    ],
)
def test_title_and_legend_are_in_the_asked_language(
    ask: Ask, language: Language, said: list[str]
) -> None:
    network = ask("membership", "2021-12-31")
    found = texts(pictures.picture([network], language))
    assert set(said) <= set(found)
    lines = " ".join(found)
    assert "2021-12-31" in lines
    assert "0123456789ab" in lines
    assert "CC BY 4.0" in lines
    title = network.documents[network.edges[0].sources[0].document].title.in_language(language)
    assert title in lines


def test_the_legend_has_what_is_drawn_and_nothing_else(ask: Ask) -> None:
    network = ask("overview")
    found = set(texts(pictures.picture([network], "en")))
    kinds = {edge.kind for edge in network.edges}
    for iri, label in network.labels.items():
        if iri.startswith(NS):
            words = label.en[:1].upper() + label.en[1:]
            assert (words in found) == (iri in kinds), words
    for node in network.nodes:
        words = node.thing.kind_label.en
        assert words[:1].upper() + words[1:] in found


def test_what_is_only_possible_is_dashed(ask: Ask) -> None:
    network = ask("membership", "2021-12-31")
    root = ET.fromstring(pictures.picture([network], "en"))  # noqa: S314  # we wrote it
    drawn = {"certain": 0, "possible": 0}
    for line in root.iter(f"{SVG}g"):
        certainty = line.get("data-certainty")
        if certainty is not None:
            drawn[certainty] += 1
            kinds = {it.get("class") for it in line.iter(f"{SVG}path")}
            assert ("dashed" in kinds) == (certainty == "possible")
            assert ("line" in kinds) == (certainty == "certain")
    for certainty in ("certain", "possible"):
        pairs = {(e.source, e.target) for e in network.edges if e.certainty == certainty}
        assert drawn[certainty] == len(pairs)


def test_no_two_kinds_look_alike() -> None:
    bodies = [(body.shape, body.colour) for body in looks.BODIES.values()]
    lines = [(line.colour, line.head) for line in looks.LINES.values()]
    assert len(set(bodies)) == len(bodies)
    assert len(set(lines)) == len(lines)


def test_every_kind_of_relation_in_the_data_has_a_look(ask: Ask) -> None:
    kinds = {edge.kind.rpartition("/")[2] for edge in ask("everything").edges}
    assert kinds <= looks.LINES.keys()


@pytest.mark.parametrize("colour", pictures.COLOURS)
def test_colours_mean_what_was_chosen(ask: Ask, colour: str) -> None:
    found = set(texts(pictures.picture([ask("overview")], "en", colour=colour)))
    heads = {"kind": "Relations", "certainty": "Possible relation", "role": "Roles"}
    assert heads.get(colour, "Places") in found


def test_a_screen_reader_is_told_what_there_is(ask: Ask) -> None:
    root = ET.fromstring(pictures.picture([ask("overview")], "nb"))  # noqa: S314  # we wrote it
    assert root.get("role") == "img"
    assert root.get("lang") == "nb"
    title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert described is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {described.get('id')}"
    assert title.text == "Økosystemet med ett blikk"
    assert "Biotech North" in (described.text or "")


# --- the same bytes -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", pictures.KINDS)
def test_the_same_data_give_the_same_bytes(ask: Ask, kind: str) -> None:
    first, second = (
        pictures.picture([ask("cluster-cooperation")], "en", kind=kind) for _ in range(2)
    )
    assert first == second


def test_a_picture_fits_a_page(ask: Ask) -> None:
    svg = pictures.picture([ask("overview")], "en")
    assert len(svg) < 60_000


# --- PNG and PDF ----------------------------------------------------------------------------------


def test_png_and_pdf_open_in_other_programs(ask: Ask) -> None:
    from PIL import Image
    from pypdf import PdfReader

    svg = pictures.picture([ask("membership", "2021-12-31")], "nb")
    width, height = size_of(svg)
    with Image.open(io.BytesIO(pictures.rendered(svg, "png"))) as image:
        assert image.format == "PNG"
        assert image.width == pytest.approx(2 * width, abs=2)
        assert image.height == pytest.approx(2 * height, abs=2)
        assert len(image.convert("RGB").getcolors(maxcolors=1 << 24) or []) > 20
    reader = PdfReader(io.BytesIO(pictures.rendered(svg, "pdf")))
    assert len(reader.pages) == 1
    said = reader.pages[0].extract_text()
    for words in ("Medlemmer i klynger", "Biotech North", "Vesterålen Havbruk", "CC BY 4.0"):
        assert words in said


# --- timelines ------------------------------------------------------------------------------------


def test_the_spans_of_a_timeline_are_the_bounds_of_the_data(ask: Ask) -> None:
    network = ask("membership")
    svg = pictures.picture([network], "en", kind="timeline", of=NORTH)
    rows = drawn_rows(svg)
    names = {node.iri: node.thing.label.en for node in network.nodes}
    mine = [edge for edge in network.edges if edge.target == NORTH]
    assert set(rows) == {names[edge.source] for edge in mine}
    for edge in mine:
        if sum(other.source == edge.source for other in mine) > 1:
            continue
        (bounds,) = edge.spells
        row = rows[names[edge.source]]
        assert row["possible"] == [(bounds.start_earliest or "", bounds.end_latest or "")]
        assert row["certain"] == ([bounds.certain] if bounds.certain else [])
        # An end that nobody states is drawn open.
        assert row["open"] == (bounds.start_earliest is None) + (bounds.end_latest is None)


def drawn_rows(svg: bytes) -> dict[str, dict[str, object]]:
    found = {}
    for row in ET.fromstring(svg).iter(f"{SVG}g"):  # noqa: S314  # we wrote it
        if row.get("class", "").startswith("row"):
            name = (row.findtext(f"{SVG}title") or "").splitlines()[0]
            spans: dict[str, object] = {
                kind: [
                    (it.get("data-first", ""), it.get("data-end", ""))
                    for it in row.iter(f"{SVG}rect")
                    if it.get("class", "").startswith(kind)
                ]
                for kind in ("possible", "certain", "somewhere")
            }
            spans["open"] = sum(
                it.get("class", "").startswith("open") for it in row.iter(f"{SVG}path")
            )
            found[name] = spans
    return found


def test_a_timeline_tells_members_and_partners_apart(ask: Ask) -> None:
    both = [ask("membership"), ask("partnership")]
    found = texts(pictures.picture(both, "en", kind="timeline", of=NORTH))
    assert "Membership (37)" in found
    assert "Partnership (5)" in found
    assert "2021" in found


def test_several_sources_are_put_together() -> None:
    spans = Spans.of(
        [
            Bounds(None, "2019-04-15", "2019-04-16", None),
            Bounds(None, "2024-05-13", "2024-05-14", None),
            Bounds(None, "2017-01-01", "2016-01-01", None),
        ]
    )
    assert spans.possible == ((EVER, NEVER),)
    assert spans.certain == (("2019-04-15", "2019-04-16"), ("2024-05-13", "2024-05-14"))
    assert spans.somewhere == (("2016-01-01", "2017-01-01"),)


def test_an_axis_is_where_days_are() -> None:
    axis = Axis(2018, 2022, 100)
    assert axis.x("2018-01-01") == 0
    assert axis.x("2019-07-02") == pytest.approx(150, abs=0.3)
    assert axis.x(EVER) == 0
    assert axis.x(NEVER) == 400


def test_an_axis_does_not_know_what_day_it_is() -> None:
    axis = Axis.of(["2003-01-01", "2006-06-01"], since=None, until=None, room=600)
    assert (axis.first, axis.end) == (2002, 2008)


# --- matrices -------------------------------------------------------------------------------------


def test_a_matrix_counts_what_the_network_has(ask: Ask) -> None:
    network = ask("cluster-cooperation")
    svg = pictures.picture([network], "en", kind="matrix")
    names = {node.iri: node.thing.label.en for node in network.nodes}
    expected: dict[frozenset[str], list[int]] = {}
    for edge in network.edges:
        both = expected.setdefault(frozenset({names[edge.source], names[edge.target]}), [0, 0])
        both[0] += edge.certain_weight
        both[1] += edge.weight
    found: dict[frozenset[str], list[list[int]]] = {}
    for cell in ET.fromstring(svg).iter(f"{SVG}g"):  # noqa: S314  # we wrote it
        if cell.get("class") == "cell":
            pair = (cell.findtext(f"{SVG}title") or "").partition(":")[0].split(" – ")
            counts = [int(cell.get(f"data-{it}", "-1")) for it in ("certain", "possible")]
            found.setdefault(frozenset(pair), []).append(counts)
    # It is symmetric: each pair is there twice.
    assert found == {pair: [counts, counts] for pair, counts in expected.items()}


# --- bad input ------------------------------------------------------------------------------------


def test_nothing_to_draw_is_said(ask: Ask) -> None:
    with pytest.raises(PictureError) as caught:
        pictures.picture([ask("partnership", "2008-01-01", certain_only=True)], "nb")
    assert "partnership" in caught.value.in_language("nb")


def test_what_cannot_be_chosen_is_refused(ask: Ask) -> None:
    with pytest.raises(ParameterError):
        pictures.picture([ask("membership")], "nb", kind="matrix", colour="role")
    with pytest.raises(ParameterError):
        pictures.picture([ask("membership"), ask("shared-members")], "nb")
    with pytest.raises(ParameterError):
        pictures.picture([ask("partnership")], "nb", of=f"{ID}cluster/heidner-biocluster")


def test_a_missing_library_names_the_extra(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    svg = pictures.picture([ask("overview")], "nb")
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(MissingLibrary) as caught:
        pictures.rendered(svg, "png")
    assert "bioclustergraph[pictures]" in caught.value.in_language("en")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(MissingLibrary) as caught:
        pictures.picture([ask("overview")], "nb")
    assert "bioclustergraph[pictures]" in caught.value.in_language("en")


def command(project: Project, *words: object) -> subprocess.CompletedProcess[str]:
    import sys

    return subprocess.run(
        [sys.executable, "-m", "bioclustergraph", "--lang", "en", "picture", *map(str, words)],
        cwd=project.root,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_writes_whole_files_or_none(project: Project, tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    assert command(project, "programme", "--as", "timeline", "-o", target).returncode == 0
    assert target.read_bytes().startswith(b"%PDF")
    refused = [
        (("memership", "-o", tmp_path / "a.svg"), "membership"),
        (("membership", "-o", tmp_path / "a.gif"), ".gif"),
        (("membership", "--format", "png", "-o", tmp_path / "a.svg"), "does not fit"),
        (("membership", "-o", tmp_path / "no" / "a.svg"), "cannot be written"),
        (("membership", "--at", "2021-13-01", "-o", tmp_path / "a.svg"), "no day"),
    ]
    for words, said in refused:
        answer = command(project, *words)
        assert answer.returncode == 1
        assert said in answer.stderr
        assert "Traceback" not in answer.stderr
    assert [it.name for it in tmp_path.iterdir()] == ["out.pdf"]
