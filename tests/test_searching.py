"""From the first letters of a name to the thing: what fits, and what goes first."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioclustergraph.names import Name, Names
from bioclustergraph.namespaces import BASE
from bioclustergraph.pages.kept.searching import EXACT, Index
from bioclustergraph.pages.kept.sketch import HEIGHT, WIDTH, sketch


def thing(path: str) -> str:
    return f"{BASE}id/{path}"


RAAD: Final = thing("organisation/forskningsraadet")
TANG: Final = thing("cluster/tangklyngen")
TARE: Final = thing("cluster/tareklyngen")
FORENING: Final = thing("organisation/tangklyngen-forening")
ROLE: Final = f"{BASE}scheme/position-role/tang"

NAMES: Final = Names(
    (
        Name(RAAD, "Forskningsrådet", "nb", preferred=True),
        Name(RAAD, "The Research Council", "en", preferred=True),
        Name(RAAD, "NFR"),
        Name(TANG, "Tangklyngen", "nb", preferred=True),
        Name(TANG, "Alger og Tang AS"),
        Name(TARE, "Tareklyngen", "nb", preferred=True),
        Name(FORENING, "Tangklyngen (forening)", "nb", preferred=True),
        Name(ROLE, "tang", "nb", preferred=True),
        Name(thing("contradiction/tang"), "Tang: medlemmer", "nb", preferred=True),
    )
)
INDEX: Final = Index.of(NAMES, {TANG: 5, FORENING: 1, TARE: 90})


def found(text: str, kind: str | None = None) -> list[str]:
    return [match.iri for match in INDEX.matches(text, kind=kind)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("tangklyngen", TANG),  # what is the whole name goes before what begins with it
        ("TANGKL", TANG),  # and then what more is told of
        ("nfr", RAAD),  # an abbreviation
        ("forskningsradet", RAAD),
        ("forskningsraadet", RAAD),
        ("research", RAAD),  # a word within a name, in the other language
        ("alger tang", TANG),  # a former name, some of its words
        ("tang alg", TANG),  # in any order, not written out
        ("tangklyngen forening", FORENING),
        ("klynge", TARE),  # within a word
        ("tangklingen", TANG),  # only like it
    ],
)
def test_first_is(text: str, first: str) -> None:
    assert found(text)[0] == first


def test_things_go_before_words_and_judgements_are_not_names() -> None:
    assert found("tang") == [ROLE, TANG, FORENING]  # the word is all of what was written
    assert found("tan") == [TANG, FORENING, ROLE]


def test_a_name_that_is_not_ours_is_told() -> None:
    (match,) = INDEX.matches("nfr")
    assert match.printed == "NFR"
    assert match.stage == EXACT
    assert match.label.en == "The Research Council"
    assert match.kind.nb == "organisasjon"
    assert INDEX.matches("research council")[0].printed is None


def test_one_kind_only() -> None:
    assert found("tang", "organisation") == [FORENING]
    assert found("tang", "position-role") == [ROLE]
    assert not found("tang", "person")


@pytest.mark.parametrize("text", ["", "  ", "–", "中文", "xyzzy", "x" * 5000])
def test_nothing(text: str) -> None:
    assert not found(text)


@given(st.text(max_size=40))
def test_whatever_is_written_is_answered(text: str) -> None:
    matches = INDEX.matches(text, limit=3)
    assert len(matches) <= 3
    assert len({match.iri for match in matches}) == len(matches)
    assert [match.stage for match in matches] == sorted(match.stage for match in matches)


def test_a_sketch_is_the_same_every_time_and_stays_in_its_frame() -> None:
    around = [thing(f"organisation/o{number}") for number in range(30)]
    ties = [(TANG, it, 1) for it in around[:20]] + [(TARE, it, 2) for it in around[15:]]
    ties.append((thing("organisation/far"), thing("organisation/away"), 1))
    drawn = sketch(ties, NAMES)
    assert drawn == sketch(ties, NAMES)
    assert drawn.things == 32  # not the two that hang together with nothing else
    assert {mark.iri for mark in drawn.marks} == {TANG, TARE}
    for mark in drawn.marks:
        assert 0 <= mark.x <= WIDTH
        assert 0 <= mark.y <= HEIGHT


def test_nothing_is_a_sketch_of_nothing() -> None:
    assert not sketch([], NAMES).things
