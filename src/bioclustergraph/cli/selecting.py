"""Options that choose ties of a network, shared by every command that looks at one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypedDict

import click

from bioclustergraph.cli import completion
from bioclustergraph.errors import ParameterError, Text
from bioclustergraph.opening import RELEASES

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.cli.asked import Asked
    from bioclustergraph.networks import Selection
    from bioclustergraph.store.base import Store


class Words(TypedDict):
    """What the options of :func:`options` were given; a command takes it as ``**words``."""

    at: str | None
    since: str | None
    until: str | None
    certain_only: bool
    place: str | None
    sector: str | None
    follow: str


def options(asked: Asked) -> list[click.Parameter]:
    """Give ``--at``, ``--from``, ``--to``, and what chooses by certainty, place and sector."""
    say = asked.say
    day = say("ÅÅÅÅ-MM-DD", "YYYY-MM-DD")
    return [
        click.Option(
            ["--at"],
            metavar=day,
            help=say("Det som gjaldt denne dagen.", "What held on this day."),
        ),
        click.Option(
            ["--from", "since"],
            metavar=day,
            help=say("Det som gjaldt noen dag fra denne.", "What held on some day from this one."),
        ),
        click.Option(
            ["--to", "until"],
            metavar=day,
            help=say(
                "… og før denne, som selv er utenfor: et år er fra 1. januar til 1. januar.",
                "… and before this one, itself outside: a year is from 1 January to 1 January.",
            ),
        ),
        click.Option(
            ["--certain-only"],
            is_flag=True,
            help=say(
                "Utelat det som bare er mulig de dagene.",
                "Leave out what is only possible on those days.",
            ),
        ),
        click.Option(
            ["--place"],
            metavar=say("STED", "PLACE"),
            shell_complete=completion.things(asked, "place"),
            help=say(
                "Bare det som har en side på dette stedet.", "Only what has a side in this place."
            ),
        ),
        click.Option(
            ["--sector"],
            metavar=say("ORD", "WORDS"),
            help=say(
                "Bare det som har en side som en kilde sier arbeider med dette; et ord ingen "
                "kilde bruker, gir en liste over hva de sier.",
                "Only what has a side that a source says works with this; a word that no source "
                "uses gives a list of what they say.",
            ),
        ),
        click.Option(
            ["--follow"],
            type=click.Choice(["none", "successors"]),
            default="none",
            show_default=True,
            help=say(
                "Om en organisasjon og det den ble til, regnes som én.",
                "Whether an organisation and what it became count as one.",
            ),
        ),
    ]


def selection(asked: Asked, store: Store, words: Words) -> Selection:
    """Make a selection of what the options were given.

    Args:
        asked: how we were asked to run.
        store: what places and sectors are looked up in.
        words: what the options were given.

    Raises:
        ParameterError: a day is not one, or nothing is known of it; no source speaks of the sector.
        UnknownThing: there is no such place.
        QueryError: a query of the project cannot be read.
        StoreError: the store did not answer.
    """
    from bioclustergraph import networks
    from bioclustergraph.names import Names

    project = asked.project()
    at, since, until = (
        _day(option, words[name])  # type: ignore[literal-required]  # three keys of Words
        for option, name in (("--at", "at"), ("--from", "since"), ("--to", "until"))
    )
    place, sector = words["place"], words["sector"]
    chosen = networks.Selection(
        at=at,
        since=since,
        until=until,
        certain_only=words["certain_only"],
        place=Names.of(store, project).resolve(place, "place") if place is not None else None,
        sector=networks.sector(sector, networks.fields(store, project))
        if sector is not None
        else None,
        follow=networks.Follow(words["follow"]),
    )
    if chosen.is_dated:
        _within(asked, store, chosen)
    return chosen


def digest(
    asked: Asked, *, release: Path | None, service: str | None, as_known: str | None
) -> str | None:
    """Give the digest of the release asked; of the files as they are, of what they would build.

    Args:
        asked: how we were asked to run.
        release: as :meth:`Asked.store` takes it.
        service: likewise; what a service answers from is not known to us.
        as_known: likewise.

    Raises:
        ReleaseError: there is no release, or a file cannot be read.
    """
    from bioclustergraph.release import current, find, manifest

    if service is not None:
        return None
    if as_known is not None:
        return find(release if release is not None else RELEASES, as_known).manifest.digest
    if release is not None:
        return current(release).manifest.digest
    return manifest.digest_of(manifest.inputs_of(asked.project()), manifest.made_with())


def _day(option: str, text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = None
    # Python also takes 20211231 and 2021-W52-5; one way to write a day is enough.
    if day is None or day.isoformat() != text:
        raise ParameterError(
            Text(f"{option} {text}: det er ingen dag.", f"{option} {text}: that is no day."),
            hint=Text(
                "Skriv år, måned og dag, som 2021-12-31.", "Write year, month and day: 2021-12-31."
            ),
        )
    return day


def _within(asked: Asked, store: Store, chosen: Selection) -> None:
    """Refuse days of which nothing is known: what is only *not ruled out* then fills the answer."""
    from pyoxigraph import QuerySolutions

    from bioclustergraph import queries

    question = queries.load(asked.project().queries / "network" / "days.rq")
    answer = store.query(question.sparql)
    row = next(answer, None) if isinstance(answer, QuerySolutions) else None
    first, last = (getattr(row[it], "value", "")[:10] if row else "" for it in ("first", "last"))
    if not first or not last:
        return  # nothing has a date: the empty network says so
    # An answer for today is always in place, though the newest source is older.
    final = max(last, dt.date.today().isoformat())  # noqa: DTZ011  # the reader's own day
    begins, ends = chosen.at or chosen.since, chosen.at or chosen.until
    late = begins is not None and begins.isoformat() > final
    early = ends is not None and ends.isoformat() < first
    if late or early:
        day = begins if late else ends
        raise ParameterError(
            Text(
                f"{day} er utenfor det grafen dekker.", f"{day} is outside what the graph covers."
            ),
            hint=Text(
                f"Kildenes datoer begynner {first}; velg en dag fra da til {final}.",
                f"The dates of the sources begin on {first}; choose a day from then to {final}.",
            ),
        )
