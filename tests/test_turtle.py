"""Reading with plain errors, writing that diffs well, and the lines of statements."""

from __future__ import annotations

import logging
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from bioclustergraph import turtle
from bioclustergraph.errors import TurtleError
from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://w3id.org/bioclustergraph/graph/sources/x"
XSD = PREFIXES["xsd"]
A = "@prefix a: <http://a/> .\n\n"

# --- reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param(A + "a:x a:y a:z\na:b a:c a:d .\n", 4, "lacks its final dot", id="dot"),
        pytest.param(A + "a:x a:y b:z .\n", 3, "prefix “b:” has not been declared", id="prefix"),
        pytest.param(A + 'a:x a:y "abc\n .\n\n\n', 3, "never closed", id="string"),
        pytest.param(A + "a:x a:y ; .\n", 3, "A value should stand here", id="object"),
        pytest.param(A + 'a:x "p" a:z .\n', 3, "A property should stand here", id="predicate"),
        pytest.param(A + "a:x a:y <a b> .\n", 3, "not a valid IRI", id="iri"),
        pytest.param(A + "a:x a:y a:z ;\n", 4, "ends in the middle", id="end"),
        pytest.param(A + 'a:x a:y "x"@nb_NO .\n', 3, "Not valid Turtle", id="language"),
        pytest.param(A + "a:x a:y <<( a:x a:y a:z )>> .\n", 3, "RDF 1.2", id="triple-term"),
        pytest.param(A + 'a:x a:y "x"@en--ltr .\n', 3, "RDF 1.2", id="direction"),
    ],
)
def test_broken_turtle_names_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TurtleError) as caught:
        turtle.read(path, BASE)
    assert (caught.value.path, caught.value.line) == (path, line)
    assert message in caught.value.message.en
    assert caught.value.message.nb != caught.value.message.en


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "latin.ttl"
    path.write_bytes(b'<> <p:p> "bl\n\xe5" .\n')
    with pytest.raises(TurtleError, match="byte 0xE5 at offset 13") as caught:
        turtle.read(path, BASE)
    assert caught.value.line == 2


def test_unreadable(tmp_path: Path) -> None:
    with pytest.raises(TurtleError, match="cannot be read"):
        turtle.read(tmp_path, BASE)
    with pytest.raises(TurtleError, match="cannot be read"):
        turtle.read(tmp_path / "absent.ttl", BASE)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_closed_directory_is_not_passed_over(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0)
    try:
        with pytest.raises(TurtleError, match="directory cannot be read"):
            turtle.files_under(tmp_path)
    finally:
        closed.chmod(stat.S_IRWXU)


def test_files_are_sorted_and_hidden_ones_passed_over(tmp_path: Path) -> None:
    for name in ("b.ttl", "a/z.ttl", ".#b.ttl", ".git/x.ttl", "note.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert turtle.files_under(tmp_path) == (tmp_path / "a/z.ttl", tmp_path / "b.ttl")


def test_ill_typed_literals_are_kept_and_not_shouted_about(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        graph = turtle.parse(
            f'<> <p:p> "2024-02-30"^^<{XSD}date> , 01.50 , "x"^^<{XSD}integer> .', BASE
        )
    assert {str(value) for value in graph.objects()} == {"2024-02-30", "01.50", "x"}
    assert not caplog.records


def test_plain_and_xsd_string_are_one() -> None:
    graph = turtle.parse(f'<> <p:p> "x" , "x"^^<{XSD}string> .', BASE)
    assert list(graph.objects()) == [rdflib.Literal("x")]


def test_byte_order_mark_is_no_fault() -> None:
    assert len(turtle.parse("\ufeff<> <p:p> <p:q> .", BASE)) == 1


# --- writing --------------------------------------------------------------------------------------


def test_form() -> None:
    text = """
        @prefix bcg: <https://w3id.org/bioclustergraph/ns/> .
        @prefix document: <https://w3id.org/bioclustergraph/id/document/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix cluster: <https://w3id.org/bioclustergraph/id/cluster/> .
        cluster:b a bcg:Cluster ; rdfs:label "B"@en , "Å"@nb .
        document:k bcg:characterCount 12 ;
            bcg:hasEvidence <https://w3id.org/bioclustergraph/id/document/k#char=1,2> .
        <> a bcg:SourceGraph ; bcg:readingNote "to\\nlinjer" .
    """
    assert turtle.write(
        turtle.parse(text, BASE), base=BASE, first=[PREFIXES["document"] + "k"]
    ) == (
        "@prefix bcg: <https://w3id.org/bioclustergraph/ns/> .\n"
        "@prefix cluster: <https://w3id.org/bioclustergraph/id/cluster/> .\n"
        "@prefix document: <https://w3id.org/bioclustergraph/id/document/> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "\n"
        "<>\n"
        "    a bcg:SourceGraph ;\n"
        '    bcg:readingNote """to\nlinjer""" ;\n'
        ".\n"
        "\n"
        "document:k\n"
        "    bcg:characterCount 12 ;\n"
        "    bcg:hasEvidence <https://w3id.org/bioclustergraph/id/document/k#char=1,2> ;\n"
        ".\n"
        "\n"
        "cluster:b\n"
        "    a bcg:Cluster ;\n"
        '    rdfs:label "Å"@nb ;\n'
        '    rdfs:label "B"@en ;\n'
        ".\n"
    )


def test_one_more_statement_is_one_more_line() -> None:
    before = turtle.parse(A + "a:x a:p a:a , a:c ; a:q 1 .", BASE)
    after = turtle.parse(A + "a:x a:p a:a , a:b , a:c ; a:q 1 .", BASE)
    old, new = turtle.write(before).splitlines(), turtle.write(after).splitlines()
    assert [line for line in new if line not in old] == ["    <http://a/p> <http://a/b> ;"]
    assert [line for line in old if line not in new] == []


# Characters that an IRI may hold, some of which a prefixed name may not.
_PATH = st.text(st.sampled_from("aZ9-_.,~:;=/#?%20'()*!$&@+åé日"), max_size=8).filter(
    lambda path: "/." not in f"/{path}" and "%" not in path
)
_IRIS = st.builds(
    "{}{}".format,
    st.sampled_from([*PREFIXES.values(), BASE, f"{BASE}#", "http://a/", "urn:x:"]),
    _PATH,
).filter(lambda iri: iri.count("#") < 2)
_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_LITERALS = st.one_of(
    st.builds(rdflib.Literal, _TEXTS),
    st.builds(rdflib.Literal, _TEXTS, lang=st.sampled_from(["nb", "en", "nn", "zh-hant"])),
    st.builds(
        lambda text, datatype: rdflib.Literal(text, datatype=datatype, normalize=False),
        st.one_of(
            _TEXTS, st.sampled_from(["1", "-01", "+1.50", ".5", "5.", "1e3", "true", "1", "2024"])
        ),
        st.builds(
            rdflib.URIRef,
            st.sampled_from(
                [
                    XSD + name
                    for name in ("integer", "decimal", "boolean", "double", "date", "gYear")
                ]
            ),
        ),
    ),
)
_RESOURCES = st.one_of(
    st.builds(rdflib.URIRef, _IRIS), st.sampled_from([rdflib.BNode("b0"), rdflib.BNode("b1")])
)
_TRIPLES = st.tuples(_RESOURCES, st.builds(rdflib.URIRef, _IRIS), st.one_of(_RESOURCES, _LITERALS))


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)


@pytest.mark.filterwarnings("ignore:Serializing weird numerical")  # rdflib, when it compares graphs
@given(st.lists(_TRIPLES, max_size=8), st.sampled_from(["", BASE]))
def test_what_is_written_is_read_again(
    triples: list[tuple[rdflib.URIRef, rdflib.URIRef, rdflib.Literal]], base: str
) -> None:
    graph = rdflib.Graph(bind_namespaces="none")
    for triple in triples:
        graph.add(triple)
    text = turtle.write(graph, base=base)
    again = turtle.parse(text, base or "http://other/")
    assert isomorphic(again, graph)
    reordered = rdflib.Graph(bind_namespaces="none")
    for triple in reversed(triples):
        reordered.add(triple)
    assert turtle.write(reordered, base=base) == text


# --- positions ------------------------------------------------------------------------------------

PLACED = f'''@prefix a: <http://a/> .
@prefix xsd: <{XSD}> .
# a:x a:p "not here" .
a:x a a:T ;
    a:p "one; . # \\" two"@nb , 'en'@EN ;
    a:p """long
string""" , 12 , 1.5 , true ;
    a:q "2024"^^xsd:gYear
.
<> a:p <#part> , <http://a/x\\u0079> , a:x\\,y .
a:nested a:p [ a:p a:inner ; a:q ( 1 2 ) ] ;
    a:r a:after .
PREFIX b: <http://b/>
b:x.y b:p 5 .'''


@pytest.mark.parametrize(
    ("subject", "predicate", "value", "line"),
    [
        ("http://a/x", None, None, 4),
        ("http://a/x", PREFIXES["rdf"] + "type", "<http://a/T>", 4),
        ("http://a/x", "http://a/p", None, 5),
        ("http://a/x", "http://a/p", '"one; . # \\" two"@nb', 5),
        ("http://a/x", "http://a/p", '"en"@en', 5),
        ("http://a/x", "http://a/p", '"long\\nstring"', 6),
        ("http://a/x", "http://a/p", f'"12"^^<{XSD}integer>', 7),
        ("http://a/x", "http://a/p", f'"1.5"^^<{XSD}decimal>', 7),
        ("http://a/x", "http://a/p", f'"true"^^<{XSD}boolean>', 7),
        ("http://a/x", "http://a/q", f'"2024"^^<{XSD}gYear>', 8),
        ("http://a/x", "http://a/q", '"2025"', None),
        (BASE, None, None, 10),
        (BASE, "http://a/p", f"<{BASE}#part>", 10),
        (BASE, "http://a/p", "<http://a/xy>", 10),
        (BASE, "http://a/p", "<http://a/x,y>", 10),
        ("http://a/nested", "http://a/r", "<http://a/after>", 12),
        ("http://a/nested", "http://a/q", None, None),
        ("http://b/x.y", "http://b/p", f'"5"^^<{XSD}integer>', 14),
        ("http://a/absent", None, None, None),
        ("http://a/x", "http://a/p", "", None),
    ],
    ids=str,
)
def test_line_of(subject: str, predicate: str | None, value: str | None, line: int | None) -> None:
    turtle.parse(PLACED, BASE)
    assert turtle.Positions.of(PLACED, BASE).line_of(subject, predicate, value) == line


def test_every_statement_of_the_real_data_has_a_line(root: Path) -> None:
    for path in turtle.files_under(root / "data"):
        text = turtle.read_text(path)
        positions = turtle.Positions.of(text, BASE)
        lines = text.splitlines()
        for subject, predicate, value in turtle.parse(text, BASE):
            line = positions.line_of(str(subject), str(predicate), turtle.n3(value))
            assert line is not None, (path, subject, predicate, value)
            assert not lines[line - 1].startswith("@prefix")


_SIGNS = st.sampled_from([*"@<>'.;,[]()^#a:_ \\\n\0\"å"])
_WORDS = st.sampled_from(
    [
        "@prefix a:",
        "PREFIX",
        "BASE",
        "@en",
        "<http://[/>",
        '"""',
        "\\uD800",
        "\\U0011FFFF",
        "1.e",
        "<<",
    ]
)
_SCRAPS = st.lists(_SIGNS | _WORDS)


@given(st.one_of(st.text(), st.builds("".join, _SCRAPS)))
def test_positions_never_raise(text: str) -> None:
    turtle.Positions.of(text, BASE).line_of("http://a/x", "http://a/p", text)


@given(st.one_of(st.text(), st.builds("".join, _SCRAPS)))
def test_reading_raises_nothing_else(text: str) -> None:
    with suppress(TurtleError):
        turtle.parse(text, BASE)
