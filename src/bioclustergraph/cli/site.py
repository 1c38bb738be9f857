"""``site``: the whole site as files, and a look at whether all of them hold together."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack
from urllib.parse import urlsplit

import click

from bioclustergraph.cli import build, commands, reports, serving
from bioclustergraph.errors import ServeError, Text
from bioclustergraph.namespaces import BASE

if TYPE_CHECKING:
    from types import ModuleType

    from bioclustergraph.cli.asked import Asked


class _Place(TypedDict):
    public_url: str
    endpoint: str | None
    borders: Path | None
    contact: str | None


def command(asked: Asked) -> click.Command:
    """Make the command."""
    say = asked.say

    def site(out: Path, release: Path, *, check: bool, **place: Unpack[_Place]) -> int:
        still = _still()
        if check:
            return reports.write(asked, still.check(out, tick=lambda *at: _tick(asked, *at)))
        written = still.write(
            asked.project(),
            release,
            out,
            still.Place(place["public_url"], place["endpoint"], place["borders"], place["contact"]),
            progress=lambda step: click.echo(f"{step.in_language(asked.language)} …", err=True),
            tick=lambda *at: _tick(asked, *at),
        )
        click.echo(
            say(
                f"{written.files} filer i {out}: {written.fresh} nye, {written.changed} endret, "
                f"{written.removed} fjernet.",
                f"{written.files} files in {out}: {written.fresh} new, {written.changed} changed, "
                f"{written.removed} removed.",
            )
        )
        return 0

    return commands.Command(
        "site",
        callback=site,
        help=say(
            "Skriv hele nettstedet som filer i UT: sider, alle dataformer, svarene på spørsmålene "
            "og utgavens filer, klare for en vert uten tjener. Det som ikke er endret, skrives "
            "ikke på nytt; bare det en tidligere kjøring skrev, fjernes.",
            "Write the whole site as files in OUT: pages, every form of data, the answers to the "
            "questions and the files of the release, ready for a host without a server. What has "
            "not changed is not rewritten; only what an earlier run wrote is removed.",
        ),
        params=[
            click.Argument(["out"], type=click.Path(path_type=Path), metavar=say("UT", "OUT")),
            build.release_option(asked),
            _url(
                asked,
                "--public-url",
                BASE,
                say(
                    "Adressen nettstedet får, for nettstedskart, strøm, 404-side og videresending.",
                    "The address that the site will have, for sitemap, feed, 404 page and "
                    "redirects.",
                ),
            ),
            _url(
                asked,
                "--endpoint",
                None,
                say(
                    "Et SPARQL-endepunkt med de samme dataene, som sidene viser til.",
                    "A SPARQL endpoint with the same data, which the pages refer to.",
                ),
            ),
            serving.borders_option(asked),
            serving.contact_option(asked),
            click.Option(
                ["--check"],
                is_flag=True,
                help=say(
                    "Skriv ingenting: se om hver lenke i UT fører fram, og om alle data kan leses.",
                    "Write nothing: see whether every link in OUT leads somewhere and all data can "
                    "be read.",
                ),
            ),
        ],
    )


def _url(asked: Asked, name: str, default: str | None, help: str) -> click.Option:
    def checked(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query:
            raise click.BadParameter(
                asked.say(
                    f"«{value}» er ikke en adresse som https://eksempel.no/klynger/.",
                    f"“{value}” is no address like https://example.org/clusters/.",
                )
            )
        return f"{value.rstrip('/')}/" if name == "--public-url" else value

    return click.Option(
        [name], metavar="URL", default=default, show_default=True, callback=checked, help=help
    )


def _still() -> ModuleType:
    try:
        from bioclustergraph import site
    except ModuleNotFoundError as error:
        raise ServeError(
            Text(
                f"Sidene trenger «{error.name}», som ikke er installert.",
                f"The pages need “{error.name}”, which is not installed.",
            ),
            hint=Text(
                "Installer tillegget: pip install 'bioclustergraph[server]'.",
                "Install the extra: pip install 'bioclustergraph[server]'.",
            ),
        ) from error
    return site


def _tick(asked: Asked, done: int, total: int) -> None:
    """Show how far it has come: on a terminal in place, else a line for each tenth."""
    said = asked.say(f"{done} av {total}", f"{done} of {total}")
    if sys.stderr.isatty():
        click.echo(f"\r  {said}", nl=done == total, err=True)
    elif done * 10 // total != (done - 1) * 10 // total:
        click.echo(f"  {said}", err=True)
