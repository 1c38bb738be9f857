"""Accept and Accept-Language, with properties that any negotiation must have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioclustergraph import media

if TYPE_CHECKING:
    from random import Random

QUALITY = st.integers(0, 1000).map(lambda n: n / 1000)
TYPES = [form.media_type for form in media.RESULTS]


def test_nothing_asked_is_the_first() -> None:
    assert media.negotiate(None, media.RESULTS) == media.JSON
    assert media.negotiate("", media.RESULTS) == media.JSON
    assert media.negotiate("*/*", media.GRAPHS) == media.TURTLE
    assert media.negotiate("*/*", media.PAGES) == media.HTML


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        ("application/sparql-results+json", "json"),
        ("application/sparql-results+xml", "xml"),
        ("text/csv", "csv"),
        ("text/tab-separated-values", "tsv"),
        ("TEXT/CSV", "csv"),
        ("text/csv; charset=utf-8", "csv"),
        ("text/csv; header=present;q=0.5, application/sparql-results+xml;q=0.4", "csv"),
        ("text/csv;q=0.1, text/tab-separated-values;q=0.2", "tsv"),
        ("text/*", "csv"),
        ("text/*, text/csv;q=0", "tsv"),
        ("*/*, application/sparql-results+json;q=0", "xml"),
        ("text/*;q=0.3, text/html;q=0.7, */*;q=0.5", "html"),
        ("image/png, */*;q=0.1", "json"),
        (" , text/csv,", "csv"),
        ('text/csv;note="a,b;c", image/png', "csv"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
    ],
)
def test_results(accept: str, name: str) -> None:
    chosen = media.negotiate(accept, media.RESULTS)
    assert chosen is not None
    assert chosen.name == name


def test_plain_json_is_answered_with_the_type_that_was_asked_for() -> None:
    chosen = media.negotiate("application/json", media.RESULTS)
    assert chosen is not None
    assert (chosen.name, chosen.media_type) == ("json", "application/json")


def test_json_ld_with_a_profile() -> None:
    accept = 'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"'
    assert media.negotiate(accept, media.GRAPHS) == media.JSON_LD


@pytest.mark.parametrize("accept", ["image/png", "*/*;q=0", "text/html;q=0", "application/*;q=0"])
def test_nothing_fits(accept: str) -> None:
    assert media.negotiate(accept, (media.JSON,)) is None


@pytest.mark.parametrize("accept", ["nonsense", "text/csv;q=2", "a b c", "/", ";;;", "q=1"])
def test_a_malformed_header_says_nothing(accept: str) -> None:
    assert media.negotiate(accept, media.RESULTS) == media.JSON


@given(st.text(max_size=200))
def test_any_header_gives_something_offered_or_nothing(accept: str) -> None:
    assert media.negotiate(accept, media.RESULTS) in {None, *media.RESULTS}


@given(st.dictionaries(st.sampled_from(TYPES), QUALITY, min_size=1))
def test_the_best_quality_wins_and_order_breaks_ties(qualities: dict[str, float]) -> None:
    header = ", ".join(f"{name};q={quality:.3f}" for name, quality in qualities.items())
    chosen = media.negotiate(header, media.RESULTS)
    best = max(qualities.values())
    if best == 0:
        assert chosen is None
    else:
        liked = [f for f in media.RESULTS if qualities.get(f.media_type) == best]
        assert chosen == liked[0]


@given(st.dictionaries(st.sampled_from(TYPES), QUALITY, min_size=1), st.randoms())
def test_the_order_in_the_header_does_not_matter(
    qualities: dict[str, float], random: Random
) -> None:
    parts = [f"{name};q={quality:.3f}" for name, quality in qualities.items()]
    first = media.negotiate(", ".join(parts), media.RESULTS)
    random.shuffle(parts)
    assert media.negotiate(", ".join(parts), media.RESULTS) == first


@given(st.sampled_from(media.RESULTS), QUALITY.filter(bool))
def test_a_refused_type_is_never_given(refused: media.Format, quality: float) -> None:
    header = f"*/*;q={quality:.3f}, {refused.media_type};q=0"
    chosen = media.negotiate(header, media.RESULTS)
    assert chosen is not None
    assert chosen != refused


def test_names_for_people() -> None:
    assert media.named("csv", media.RESULTS) == media.CSV
    assert media.named(" TTL ", media.GRAPHS) == media.TURTLE
    assert media.named("json", media.RESULTS) == media.JSON
    assert media.named("ttl", media.RESULTS) is None
    assert media.named("", media.RESULTS) is None


def test_text_says_its_encoding_and_the_rest_has_none() -> None:
    assert media.CSV.content_type == "text/csv; charset=utf-8"
    assert media.JSON.content_type == "application/sparql-results+json"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "nb"),
        ("", "nb"),
        ("*", "nb"),
        ("nn-NO, en;q=0.9", "nb"),
        ("no", "nb"),
        ("en-GB,en;q=0.8,nb;q=0.5", "en"),
        ("sv, en;q=0.4", "en"),
        ("nb;q=0, en", "en"),
        ("de, fr", "nb"),
        ("not a language!", "nb"),
    ],
)
def test_language(header: str | None, language: str) -> None:
    assert media.language(header) == language


@given(st.text(max_size=100))
def test_any_language_header_gives_a_language(header: str) -> None:
    assert media.language(header) in {"nb", "en"}
