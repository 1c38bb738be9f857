"""``site``: the whole site as files, and a look at whether all of them are there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bioclustergraph.cli import build, commands, reports
from bioclustergraph.errors import SiteError, Text
from bioclustergraph.namespaces import BASE

if TYPE_CHECKING:
    from bioclustergraph.cli.asked import Asked


def command(asked: Asked) -> click.Command:
    """Make the command."""

    def site(out: Path, release: Path, public_url: str, *, check: bool) -> int:
        from bioclustergraph import site as still

        if check:
            if not out.is_dir():
                raise SiteError(
                    Text("Det er ikke noe nettsted her.", "There is no site here."),
                    path=out,
                    hint=Text("Skriv det først, uten --check.", "Write it first, without --check."),
                )
            return reports.write(asked, still.check(out))
        return _make(asked, out, release, public_url)

    return commands.Command(
        "site",
        callback=site,
        help=asked.say(
            "Skriv hele nettstedet som filer i UT: sider, alle dataformer og utgavens filer, klare "
            "for en vert uten tjener. Det som ikke er endret, skrives ikke på nytt.",
            "Write the whole site as files in OUT: pages, every form of data and the files of the "
            "release, ready for a host without a server. What has not changed is not rewritten.",
        ),
        params=[
            click.Argument(
                ["out"], type=click.Path(path_type=Path), metavar=asked.say("UT", "OUT")
            ),
            build.release_option(asked),
            click.Option(
                ["--public-url"],
                metavar="URL",
                default=BASE,
                show_default=True,
                help=asked.say(
                    "Adressen nettstedet får, for nettstedskart og strøm.",
                    "The address that the site will have, for sitemap and feed.",
                ),
            ),
            click.Option(
                ["--check"],
                is_flag=True,
                help=asked.say(
                    "Skriv ingenting: se om alle lenker i UT fører fram og alle data kan leses.",
                    "Write nothing: see whether every link in OUT leads somewhere and all data can "
                    "be read.",
                ),
            ),
        ],
    )


def _make(asked: Asked, out: Path, release: Path, public: str) -> int:
    from bioclustergraph import release as releases
    from bioclustergraph import site as still

    found = releases.current(release)
    made = still.make(
        found,
        asked.project(),
        out,
        public=public.rstrip("/") + "/",
        progress=lambda done, total: _progress(asked, done, total),
    )
    if sys.stderr.isatty():
        click.echo(err=True)
    click.echo(
        asked.say(
            f"{made.files} filer i {out}: {made.changed} skrevet, {made.removed} fjernet.",
            f"{made.files} files in {out}: {made.changed} written, {made.removed} removed.",
        )
    )
    return 0


def _progress(asked: Asked, done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(asked.say(f"\r{done} av {total}", f"\r{done} of {total}"), nl=False, err=True)
