"""What a day makes of a date: certain, possible or neither, in every question that asks of a day.

Each is asked of every day of a year over the miniature project, and its rows are held against the
dates that the sources give, read here without the rules of the build.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pyoxigraph
import pytest
import yaml

from bioclustergraph import queries
from bioclustergraph.names import Names, key_of
from bioclustergraph.namespaces import PREFIXES
from bioclustergraph.project import Project
from bioclustergraph.release import assemble

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from bioclustergraph.store.embedded import EmbeddedStore

    Rows = list[dict[str, str]]
    Ask = Callable[[queries.Question, dt.date], Rows]
    Dates = Mapping[str, Mapping[str, list[str]]]

DAYS: Final = [
    # Every day of a year with 29 February, and some of a year that many relations are dated to.
    *(dt.date(2020, 1, 1) + dt.timedelta(days) for days in range(366)),
    *(dt.date(2022, month, day) for month in range(1, 13) for day in (1, 10, 11, 28)),
]
COUNTS: Final = {"member-count-at", "member-counts-at", "members-by-kind-at"}
"""These count what others list, and say nothing of one relation."""


@pytest.fixture(scope="module")
def miniature(root: Path) -> EmbeddedStore:
    return assemble(Project(root / "tests" / "fixture"))


@pytest.fixture(scope="module")
def ask(miniature: EmbeddedStore, project: Project, root: Path) -> Ask:
    """Ask a question of a day, with the values of the miniature project for the rest."""
    text = (root / "tests" / "fixture" / "answers" / "parameters.yaml").read_text(encoding="utf-8")
    values = yaml.load(text, yaml.BaseLoader)  # noqa: S506  # BaseLoader makes nothing but texts
    names = Names.of(miniature, project)

    def asked(question: queries.Question, day: dt.date) -> Rows:
        given = {**values.get(question.name, {}), "at": day.isoformat()}
        answer = miniature.query(question.with_sources().bind(given, names.resolve))
        assert isinstance(answer, pyoxigraph.QuerySolutions)
        columns = [variable.value for variable in answer.variables]
        return [{c: row[c].value for c in columns if row[c] is not None} for row in answer]

    return asked


@pytest.fixture(scope="module")
def dates(miniature: EmbeddedStore) -> Dates:
    """The dates of each relation as its source gives them: relation, property, texts."""
    authored = {"start", "startBefore", "attestedOn", "end", "endBefore", "endNotBefore"}
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in miniature.quads():
        term = quad.predicate.value.removeprefix(PREFIXES["bcg"])
        if isinstance(quad.graph_name, pyoxigraph.DefaultGraph) and term in authored:
            assert isinstance(quad.subject, pyoxigraph.NamedNode)
            assert isinstance(quad.object, pyoxigraph.Literal)
            found[quad.subject.value][term].append(quad.object.value)
    return found


def first(date: str) -> dt.date:
    """Give the first day of a day, a month or a year."""
    return dt.date.fromisoformat((date + "-01-01")[:10])


def settled(date: str) -> dt.date:
    """Give a day as it is, and the first day after a month or a year."""
    day = first(date)
    match len(date):
        case 4:
            return day.replace(year=day.year + 1)
        case 7:
            return (day + dt.timedelta(31)).replace(day=1)
        case _:
            return day


def certain(given: Mapping[str, list[str]], day: dt.date) -> bool:
    """Say whether a relation had begun by the day and still held on it, whatever is unknown."""
    begun = [
        *map(settled, given.get("start", [])),
        *map(settled, given.get("attestedOn", [])),
        *map(first, given.get("startBefore", [])),
    ]
    lasting = [
        *map(first, given.get("end", [])),
        *map(first, given.get("endNotBefore", [])),
        *(first(d) + dt.timedelta(len(d) == 10) for d in given.get("attestedOn", [])),
    ]
    return any(d <= day for d in begun) and any(day < d for d in lasting)


def impossible(given: Mapping[str, list[str]], day: dt.date) -> bool:
    """Say whether a relation had not begun by the day, or had ended, whatever is unknown."""
    over = [*map(settled, given.get("end", [])), *map(first, given.get("endBefore", []))]
    return any(day < first(d) for d in given.get("start", [])) or any(d <= day for d in over)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "question" in metafunc.fixturenames:
        found = {
            name: question
            for name, question in queries.find(Project(metafunc.config.rootpath)).items()
            if name.endswith("-at") and "counts" not in name and name not in COUNTS
        }
        metafunc.parametrize("question", found.values(), ids=found.keys())


def test_a_day_is_certain_only_if_every_reading_of_the_dates_makes_it_so(
    question: queries.Question, ask: Ask, dates: Dates
) -> None:
    """A relation that is known only to the year is never certain on a day of that year."""
    seen = set()
    for day in DAYS:
        for row in ask(question, day):
            seen.add(row["certainty"])
            for relation in row["relations"].split():
                given = dates[relation]
                assert not impossible(given, day), (day, relation)
                # A merger may bound what the source of the relation leaves open.
                assert certain(given, day) == (row["certainty"] == "certain"), (day, relation)
    assert seen <= {"certain", "possible"}
    assert seen, "no row on any day shows nothing: choose other values in parameters.yaml"


def test_what_is_known_only_to_the_year_is_not_certain_in_it(dates: Dates) -> None:
    """The reference itself, for each relation with one coarse date that the miniature holds."""
    coarse = [
        (given, years[0])
        for given in dates.values()
        if len(given) == 1 and len(years := next(iter(given.values()))) == 1 and len(years[0]) == 4
    ]
    assert coarse
    for given, year in coarse:
        if "startBefore" in given:
            continue
        days = (dt.date(int(year), 1, 1) + dt.timedelta(n) for n in range(365))
        assert not any(certain(given, day) for day in days)


def test_a_count_is_the_certain_ones_and_the_certain_or_possible_ones(
    ask: Ask, project: Project
) -> None:
    found = queries.find(project)
    for day in DAYS:
        listed = ask(found["members-at"], day)
        sure = {row["member"] for row in listed if row["certainty"] == "certain"}
        [count] = ask(found["member-count-at"], day)
        assert int(count["certain"]) == len(sure)
        # On a day with a complete list, what only other documents leave possible is not counted.
        everybody = {row["member"] for row in listed}
        assert len(sure) <= int(count["certainOrPossible"]) <= len(everybody)
        if count["completeness"] != "complete":
            assert int(count["certainOrPossible"]) == len(everybody)
        [mine] = [
            row
            for row in ask(found["member-counts-at"], day)
            if key_of(row["cluster"]) == "tangklyngen"
        ]
        assert (mine["certain"], mine["certainOrPossible"]) == (
            count["certain"],
            count["certainOrPossible"],
        )
        for name in ("members-by-kind-at", "shared-member-counts-at"):
            for row in ask(found[name], day):
                assert 0 <= int(row["certain"]) <= int(row["certainOrPossible"])
