"""Which list is complete for what: yes, no, possibly and not recorded, and counts that say so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from bioclustergraph import queries
from bioclustergraph.names import key_of
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.project import PARTS, Project
from bioclustergraph.release import assemble

if TYPE_CHECKING:
    from collections.abc import Callable

    from bioclustergraph.store.embedded import EmbeddedStore

    Ask = Callable[..., list[dict[str, str]]]

ROOT = Path(__file__).resolve().parent.parent
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
KINDS = {4: "gYear", 7: "gYearMonth", 10: "date"}


def ask(
    store: EmbeddedStore, project: Project, question: str, **values: str
) -> list[dict[str, str]]:
    """Ask a question; things are named by their keys, and rows are texts."""
    sparql = queries.named(project, question).bind(
        values, lambda text, kind: f"{BASE}id/{kind}/{text}"
    )
    answer = store.query(sparql)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    names = [variable.value for variable in answer.variables]
    return [{name: _text(row[name]) for name in names if row[name] is not None} for row in answer]


def _text(term: object) -> str:
    if isinstance(term, pyoxigraph.NamedNode):
        return key_of(term.value)
    assert isinstance(term, pyoxigraph.Literal)
    return term.value


# --- the annual report of Biotech North -----------------------------------------------------------


@pytest.fixture(scope="module")
def real(project: Project) -> EmbeddedStore:
    return assemble(project)


@pytest.mark.parametrize(
    ("organisation", "at", "expected"),
    [
        pytest.param("nofima", "2021-06-30", "yes, dates, complete", id="listed"),
        pytest.param("genoek", "2021-06-30", "yes, dates, complete", id="before-the-merger"),
        pytest.param("genoek", "2021-11-15", "possibly, dates, complete", id="in-its-month"),
        pytest.param("genoek", "2021-12-31", "no, dates, complete", id="after-the-merger"),
        pytest.param("norskin", "2021-06-30", "possibly, dates, complete", id="new-this-year"),
        pytest.param("norskin", "2020-12-31", "no, dates, unknown", id="not-begun"),
        pytest.param("tine", "2021-06-30", "no, complete list, complete", id="left-out"),
        pytest.param("tine", "2020-06-30", "not-recorded, nothing, unknown", id="no-list"),
        pytest.param("nofima", "2023-06-30", "possibly, dates, unknown", id="long-after"),
        pytest.param("siva", "2021-06-30", "no, complete list, complete", id="a-partner"),
    ],
)
def test_is_member(
    real: EmbeddedStore, project: Project, organisation: str, at: str, expected: str
) -> None:
    [row] = ask(
        real, project, "is-member", organisation=organisation, cluster="biotech-north", at=at
    )
    answer = row["answer"]
    assert f"{answer}, {row['basis']}, {row['completeness']}" == expected
    assert (row.get("source") is None) == (answer == "not-recorded")
    certain = {"yes": "certain", "no": "certain", "possibly": "possible", "not-recorded": None}
    assert row.get("certainty") == certain[answer]


def test_a_partial_list_rules_nobody_out(real: EmbeddedStore, project: Project) -> None:
    asked = {"cluster": "heidner-biocluster", "at": "2019-04-15"}
    [listed] = ask(real, project, "is-member", organisation="tine", **asked)
    assert (listed["answer"], listed["completeness"]) == ("yes", "partial")
    [other] = ask(real, project, "is-member", organisation="nofima", **asked)
    assert (other["answer"], other["completeness"]) == ("not-recorded", "partial")


def test_is_partner_and_a_list_of_unknown_completeness(
    real: EmbeddedStore, project: Project
) -> None:
    asked = {"cluster": "biotech-north", "at": "2021-06-30"}
    [siva] = ask(real, project, "is-partner", organisation="siva", **asked)
    assert (siva["answer"], siva["completeness"]) == ("possibly", "unknown")
    [tine] = ask(real, project, "is-partner", organisation="tine", **asked)
    assert tine["answer"] == "not-recorded"


@pytest.mark.parametrize(
    ("cluster", "at", "expected"),
    [
        ("biotech-north", "2021-06-30", ("23", "37", "complete")),
        ("biotech-north", "2021-12-31", ("22", "36", "complete")),
        ("biotech-north", "2016-06-30", ("0", "23", "unknown")),
        ("heidner-biocluster", "2019-04-15", ("3", "3", "partial")),
        ("cod-cluster", "2021-06-30", ("0", "0", "unknown")),
    ],
)
def test_every_count_carries_its_completeness(
    real: EmbeddedStore, project: Project, cluster: str, at: str, expected: tuple[str, str, str]
) -> None:
    [row] = ask(real, project, "member-count-at", cluster=cluster, at=at)
    assert (row["certain"], row["certainOrPossible"], row["completeness"]) == expected
    assert ("completenessSource" in row) == (expected[2] == "complete")


def test_completeness_says_which_list_for_what_and_when(
    real: EmbeddedStore, project: Project
) -> None:
    rows = ask(real, project, "completeness", lang="en")
    first = rows[0]
    assert list(first) == ["thing", "name", "list", "completeness", "validFor", "source"]
    assert (first["thing"], first["list"], first["completeness"], first["validFor"]) == (
        "biotech-north",
        "membership",
        "complete",
        "2021",
    )
    assert {"complete", "partial", "unknown"} == {row["completeness"] for row in rows}


# --- two lists that differ ------------------------------------------------------------------------


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., tuple[EmbeddedStore, Project]]:
    """Make a project of one cluster and of lists: by year, who is on it, and what else is said."""
    for part in PARTS:
        if part != "data":
            (tmp_path / part).symlink_to(ROOT / part)

    def write(lists: dict[str, str], *, complete: str) -> tuple[EmbeddedStore, Project]:
        folder = tmp_path / "data" / "sources"
        folder.mkdir(parents=True)
        for period, names in lists.items():
            said = [
                f"membership:{name}--tang--{period} a bcg:Membership ;"
                f" org:member organisation:{name} ; org:organization cluster:tang ;"
                f' org:role membership-role:member ; bcg:startBefore "{period[:4]}"^^xsd:gYear ;'
                f' bcg:endNotBefore "{int(period[:4]) + 1}"^^xsd:gYear ;'
                f" bcg:hasEvidence <{BASE}id/document/{period}#char=1,5> ."
                for name in names.split()
            ]
            if period in complete.split():
                said.append(
                    f"completeness:tang--membership--{period} a bcg:CompletenessStatement ;"
                    " bcg:completenessOf cluster:tang ; bcg:forRelationKind bcg:Membership ;"
                    " bcg:hasCompleteness completeness-degree:complete ;"
                    f' bcg:validFor "{period}"^^xsd:{KINDS[len(period)]} ;'
                    f" bcg:hasEvidence <{BASE}id/document/{period}#char=1,5> ."
                )
            body = "\n".join(said)
            (folder / f"{period}.ttl").write_text(HEAD + body, encoding="utf-8")
        project = Project(tmp_path)
        return assemble(project), project

    return write


def test_a_later_list_takes_out_who_only_may_have_stayed(
    made: Callable[..., tuple[EmbeddedStore, Project]],
) -> None:
    store, project = made({"2021": "alge bark", "2022": "alge"}, complete="2021 2022")
    asked = {"cluster": "tang", "at": "2022-06-30"}
    [bark] = ask(store, project, "is-member", organisation="bark", **asked)
    assert (bark["answer"], bark["basis"], bark["source"]) == ("no", "complete list", "2022")
    [count] = ask(store, project, "member-count-at", **asked)
    assert (count["certain"], count["certainOrPossible"]) == ("1", "1")
    # The year after, no list speaks, and both may still be members.
    rows = ask(store, project, "is-member", organisation="bark", cluster="tang", at="2023-06-30")
    assert {row["answer"] for row in rows} == {"possibly"}
    [later] = ask(store, project, "member-count-at", cluster="tang", at="2023-06-30")
    assert (later["certainOrPossible"], later["completeness"]) == ("2", "unknown")


def test_a_list_for_a_month_or_a_day_reaches_no_further(
    made: Callable[..., tuple[EmbeddedStore, Project]],
) -> None:
    store, project = made({"2021-03": "alge", "2021-05-01": "alge"}, complete="2021-03 2021-05-01")
    for at, answer in (
        ("2021-02-28", "not-recorded"),
        ("2021-03-01", "no"),
        ("2021-03-31", "no"),
        ("2021-04-01", "not-recorded"),
        ("2021-05-01", "no"),
        ("2021-05-02", "not-recorded"),
    ):
        rows = ask(store, project, "is-member", organisation="bark", cluster="tang", at=at)
        assert {row["answer"] for row in rows} == {answer}, at


def test_certain_by_one_source_and_left_out_by_another_is_disputed(
    made: Callable[..., tuple[EmbeddedStore, Project]],
) -> None:
    store, project = made({"2021": "alge bark", "2021-06": "alge"}, complete="2021-06")
    rows = ask(store, project, "is-member", organisation="bark", cluster="tang", at="2021-06-15")
    assert {(row["answer"], row["basis"]) for row in rows} == {("possibly", "disputed")}
    assert {row["source"] for row in rows} == {"2021", "2021-06"}
