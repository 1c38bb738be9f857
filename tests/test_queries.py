"""A question is a file that runs as it stands; another value takes the place of the default."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioclustergraph import queries
from bioclustergraph.errors import ParameterError, QueryError, UnknownQuestion

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.project import Project

IRI = "https://w3id.org/bioclustergraph/id/cluster/x"
HEADER = """\
#+ summary: Members of a cluster
#+ summary_nb: Medlemmer av en klynge
#+ tags: [membership]
#+ parameters:
#+   cluster: cluster
#+   at: date
#+   year: year
#+   lang: language
#+   words: text
#+   number: integer
#+   measure: concept:measure
SELECT * WHERE {
  VALUES ?cluster { <https://example.org/default> }
  VALUES ?at { "2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date> }
  VALUES ?year { "2020"^^<http://www.w3.org/2001/XMLSchema#gYear> }
  VALUES ?lang { "nb" }
  VALUES ?words { "some" }
  VALUES ?number { 1 }
  VALUES ?measure { <https://example.org/members> }
}
"""
SOURCED = """\
SELECT ?member (COUNT(*) AS ?n)
#sources (GROUP_CONCAT(DISTINCT STR(?relation); SEPARATOR=" ") AS ?relations)
WHERE { ?relation ?p ?member }
GROUP BY ?member
"""


@pytest.fixture(scope="module")
def question(tmp_path_factory: pytest.TempPathFactory) -> queries.Question:
    path = tmp_path_factory.mktemp("questions") / "of-members.rq"
    path.write_text(HEADER, encoding="utf-8")
    return queries.load(path)


def the(text: str, kind: str | None) -> str:
    """Stand in for the names of a store."""
    assert (text, kind) == ("x", "cluster")
    return IRI


def test_a_header_says_what_a_question_is(question: queries.Question) -> None:
    assert question.name == "of-members"
    assert question.summary.nb == "Medlemmer av en klynge"
    assert question.summary.en == "Members of a cluster"
    assert question.tags == ("membership",)
    assert [(p.name, p.type) for p in question.parameters] == [
        ("cluster", "cluster"),
        ("at", "date"),
        ("year", "year"),
        ("lang", "language"),
        ("words", "text"),
        ("number", "integer"),
        ("measure", "measure"),  # a type may be the name of a concept scheme
    ]
    assert question.parameters[0].default == "<https://example.org/default>"


def test_only_the_values_that_are_given_change(question: queries.Question) -> None:
    asked = question.bind({"cluster": "x", "at": "2021-06-30"}, the)
    changed = set(asked.splitlines()) - set(HEADER.splitlines())
    assert changed == {
        f"  VALUES ?cluster {{ <{IRI}> }}",
        '  VALUES ?at { "2021-06-30"^^<http://www.w3.org/2001/XMLSchema#date> }',
    }
    assert question.bind({}, the) == HEADER


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("at", "2021"),
        ("at", "20210630"),
        ("at", "2021-02-29"),
        ("at", "i fjor"),
        ("year", "21"),
        ("year", "2021-01"),
        ("lang", "sv"),
        ("number", "two"),
        ("number", "2.5"),
        ("nothing", "x"),
    ],
)
def test_a_wrong_value_is_refused_with_a_remedy(
    question: queries.Question, name: str, value: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        question.bind({name: value}, the)
    assert caught.value.hint is not None
    assert value in caught.value.message.nb or name in caught.value.message.nb


def test_several_values_stand_side_by_side(question: queries.Question) -> None:
    asked = question.bind({"cluster": ("x", "x"), "number": ("-3", "4")}, the)
    assert f"VALUES ?cluster {{ <{IRI}> <{IRI}> }}" in asked
    integer = "<http://www.w3.org/2001/XMLSchema#integer>"
    assert f'VALUES ?number {{ "-3"^^{integer} "4"^^{integer} }}' in asked


def test_a_concept_is_looked_for_in_its_scheme(question: queries.Question) -> None:
    def concept(text: str, kind: str | None) -> str:
        assert (text, kind) == ("medlemmer", "measure")
        return IRI

    assert f"VALUES ?measure {{ <{IRI}> }}" in question.bind({"measure": "medlemmer"}, concept)


def test_the_sources_line_is_uncommented_and_nothing_else(question: queries.Question) -> None:
    sourced = queries.parse("any", SOURCED, __file__)  # type: ignore[arg-type]  # only shown
    assert sourced.has_sources
    assert sourced.with_sources().sparql == SOURCED.replace("#sources ", "")
    assert isinstance(pyoxigraph.Store().query(sourced.sparql), pyoxigraph.QuerySolutions)
    assert isinstance(
        pyoxigraph.Store().query(sourced.with_sources().sparql), pyoxigraph.QuerySolutions
    )
    assert not question.has_sources
    with pytest.raises(ParameterError) as caught:
        question.with_sources()
    assert caught.value.hint is not None
    assert "#sources (GROUP_CONCAT" in caught.value.hint.en


def test_every_question_of_the_library_can_name_its_sources(project: Project) -> None:
    for question in queries.find(project).values():
        answer = pyoxigraph.Store().query(question.with_sources().sparql)
        assert isinstance(answer, pyoxigraph.QuerySolutions), question.name
        assert "relations" in [variable.value for variable in answer.variables], question.name


def test_an_iri_cannot_carry_sparql(question: queries.Question) -> None:
    with pytest.raises(ParameterError):
        question.bind({"cluster": "x"}, lambda _text, _kind: "https://e.org/> } DROP ALL #")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_a_text_stays_one_text(value: str) -> None:
    question = queries.parse("any", HEADER, __file__)  # type: ignore[arg-type]  # only shown
    answer = pyoxigraph.Store().query(question.bind({"words": value}, the))
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    rows = list(answer)
    assert [row["words"].value for row in rows] == [value]


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_header_is_read_or_refused(header: str) -> None:
    text = "".join(f"#+ {line}\n" for line in header.splitlines())
    with suppress(QueryError):
        queries.parse("any", text, __file__)  # type: ignore[arg-type]  # only shown


def test_an_unknown_question_suggests_the_nearest(project: Project) -> None:
    with pytest.raises(UnknownQuestion) as caught:
        queries.named(project, "member-at")
    assert caught.value.hint is not None
    assert "members-at" in caught.value.hint.en


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("#+ summary: a: b\nASK {}", 1),
        ("#+ parameters: [cluster]\nASK {}", None),
        ("#+ tags: membership\nASK {}", None),
        ("#+ parameters:\n#+   cluster: klynge\nASK { VALUES ?cluster { <a:b> } }", None),
        ("#+ parameters:\n#+   cluster: cluster\nASK {}", None),
    ],
)
def test_a_broken_header_is_named(tmp_path: Path, text: str, line: int | None) -> None:
    path = tmp_path / "broken.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        queries.load(path)
    assert caught.value.path == path
    assert caught.value.line == line


def test_a_file_that_is_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.rq"
    path.write_bytes(b"# a\n# Troms\xf8\nASK {}")
    with pytest.raises(QueryError) as caught:
        queries.load(path)
    assert (caught.value.path, caught.value.line) == (path, 2)
    with pytest.raises(QueryError):
        queries.load(tmp_path / "absent.rq")
