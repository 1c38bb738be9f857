"""From what people write to the IRI they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioclustergraph.errors import ProjectError, StoreError, UnknownThing
from bioclustergraph.names import Name, Names, compact, expand, fold, key_of, kind_of, resolve
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.project import Project
from bioclustergraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from pathlib import Path

TAREBUKTA = f"{BASE}id/cluster/nce-tarebukta"
NETWORK = f"{BASE}id/network/tarebukta"
AALGAARD = f"{BASE}id/place/aalgaard"
TROMSOE = f"{BASE}id/place/tromsoe"
NCE = f"{BASE}id/programme/nce"
LEVEL = f"{BASE}scheme/programme-level/nce"

NAMES = Names(
    tuple(
        Name(iri, text)
        for iri, text in [
            (TAREBUKTA, "NCE Tarebukta Klynge"),
            (TAREBUKTA, "NTK"),
            (NETWORK, "Tarebukta"),
            (AALGAARD, "Ålgård"),
            (TROMSOE, "Tromsø"),
            (f"{BASE}id/place/oslo", "Oslo"),
            (f"{BASE}id/organisation/oslo", "Oslo"),
            (NCE, "NCE"),
            (LEVEL, "NCE"),
        ]
    )
)


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("nce-tarebukta", TAREBUKTA),
        ("cluster:nce-tarebukta", TAREBUKTA),
        (TAREBUKTA, TAREBUKTA),
        (f"<{TAREBUKTA}>", TAREBUKTA),
        ("NCE Tarebukta Klynge", TAREBUKTA),
        ("  nce  tarebukta klynge ", TAREBUKTA),
        ("nce-tarebukta-klynge", TAREBUKTA),
        ("ntk", TAREBUKTA),
        ("tarebukta klynge", TAREBUKTA),  # the last words
        ("tarebukta", NETWORK),  # an exact name goes before the end of another
        ("ÅLGÅRD", AALGAARD),
        ("aalgaard", AALGAARD),
        ("algard", AALGAARD),
        ("A\u030algård", AALGAARD),  # the ring as a character of its own
        ("Tromso", TROMSOE),
        ("Tromsoe", TROMSOE),
        ("NCE", NCE),  # a thing goes before a concept
    ],
)
def test_resolves(text: str, iri: str) -> None:
    assert NAMES.resolve(text) == iri


def test_a_kind_narrows() -> None:
    assert NAMES.resolve("oslo", "place") == f"{BASE}id/place/oslo"
    assert NAMES.resolve("nce", "programme-level") == LEVEL
    with pytest.raises(UnknownThing) as caught:
        NAMES.resolve("place:tromsoe", "cluster")
    assert "cluster" in caught.value.message.nb


def test_ambiguous_names_list_the_candidates() -> None:
    with pytest.raises(UnknownThing) as caught:
        NAMES.resolve("oslo")
    for text in (caught.value.message.nb, caught.value.message.en):
        assert "place:oslo" in text
        assert "organisation:oslo" in text
    assert caught.value.hint is not None


def test_unknown_names_suggest() -> None:
    with pytest.raises(UnknownThing) as caught:
        NAMES.resolve("Tromsi")
    assert caught.value.hint is not None
    assert caught.value.hint.nb == "Mente du place:tromsoe (Tromsø)?"
    assert caught.value.hint.en == "Did you mean place:tromsoe (Tromsø)?"


def test_what_we_call_a_thing_is_suggested_and_not_what_somebody_printed() -> None:
    names = Names(
        (
            Name(TROMSOE, "TROMSØ BY"),
            Name(TROMSOE, "Tromsø", "nb", preferred=True),
            Name(TROMSOE, "Tromsoe", "en", preferred=True),
        )
    )
    assert [name.text for name in names.suggest("TROMSØ BYY")] == ["Tromsø"]
    with pytest.raises(UnknownThing) as caught:
        names.resolve("tromsø byy")
    assert caught.value.hint is not None
    assert caught.value.hint.nb == "Mente du place:tromsoe (Tromsø)?"
    assert caught.value.hint.en == "Did you mean place:tromsoe (Tromsoe)?"


def test_labels_and_what_there_is_of_a_kind() -> None:
    assert NAMES.label(TROMSOE) is not None
    assert NAMES.label("https://example.org/nobody") is None
    assert NAMES.of_kind("programme-level") == (LEVEL,)
    assert TAREBUKTA in NAMES.of_kind(None)
    assert LEVEL not in NAMES.of_kind(None)  # a concept is no thing


def test_the_files_say_the_same_names_as_the_store(project: Project, tmp_path: Path) -> None:
    from bioclustergraph.release import assemble

    quick, whole = Names.of_files(project), Names.of(assemble(project), project)
    things = quick.of_kind(None)
    assert things == whole.of_kind(None)
    assert [quick.label(iri) for iri in things] == [whole.label(iri) for iri in things]
    broken = tmp_path / "data" / "broken.ttl"
    for part in ("data", "ontology"):
        (tmp_path / part).mkdir()
    broken.write_text("this is not Turtle", encoding="utf-8")
    with pytest.raises(StoreError) as caught:
        Names.of_files(Project(tmp_path))
    assert caught.value.path == broken


@pytest.mark.parametrize("text", ["cluster:nce-tarebukt", f"{BASE}id/cluster/nce-tarebukt"])
def test_an_unknown_thing_is_unknown_however_it_is_written(text: str) -> None:
    with pytest.raises(UnknownThing) as caught:
        NAMES.resolve(text)
    assert caught.value.hint is not None
    assert "cluster:nce-tarebukta" in caught.value.hint.en


@pytest.mark.parametrize("text", ["", "   ", "-", "!!", "zzzzzzzz"])
def test_nothing_close_gives_no_suggestion(text: str) -> None:
    with pytest.raises(UnknownThing) as caught:
        NAMES.resolve(text)
    assert caught.value.hint is None


def test_relations_terms_and_the_web_pass_through() -> None:
    for iri in (
        f"{BASE}id/membership/a--b--2020",
        f"{BASE}ns/Membership",
        "https://ror.org/027arfy53",
    ):
        assert NAMES.resolve(iri) == iri
    assert NAMES.resolve("bcg:Membership") == f"{BASE}ns/Membership"


def test_what_could_break_out_of_a_query_is_no_iri() -> None:
    for text in (f"{BASE}id/x>", "cluster:x> } #", 'cluster:x"y', "cluster:x{", "https://a/b c"):
        assert expand(text) is None


@given(st.text())
def test_any_text_is_found_or_refused(text: str) -> None:
    try:
        iri = NAMES.resolve(text)
    except UnknownThing:
        return
    assert not set(iri) & set(' <>"{}|\\^`\n')


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.sampled_from(sorted(PREFIXES)), st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True))
def test_compact_undoes_expand(prefix: str, key: str) -> None:
    iri = expand(f"{prefix}:{key}")
    assert iri is not None
    assert expand(compact(iri)) == iri


def test_parts_of_an_iri() -> None:
    assert (kind_of(TAREBUKTA), key_of(TAREBUKTA)) == ("cluster", "nce-tarebukta")
    assert kind_of(LEVEL) == "programme-level"
    assert kind_of(f"{BASE}scheme/programme-level") is None
    assert kind_of(f"{BASE}ns/Membership") is None
    assert kind_of("https://ror.org/027arfy53") is None
    assert compact("https://ror.org/027arfy53") == "https://ror.org/027arfy53"


def test_without_the_query_file(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        resolve(EmbeddedStore.of([]), Project(tmp_path), "oslo")
    assert caught.value.path == tmp_path / "queries" / "pages" / "names.rq"


def test_an_empty_store_knows_nobody(project: Project) -> None:
    with pytest.raises(UnknownThing):
        resolve(EmbeddedStore.of([]), project, "oslo")
