"""``coverage``: how much has been read, and how much is said in both languages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from bioclustergraph.cli import commands, options, reports
from bioclustergraph.errors import ParameterError, Text

if TYPE_CHECKING:
    from pathlib import Path

    from rich.table import Table

    from bioclustergraph.cli.asked import Asked
    from bioclustergraph.coverage import DocumentCoverage, LanguageCoverage


def command(asked: Asked) -> click.Command:
    """Make the command."""

    def coverage(documents: Path | None, uncovered: bool, languages: bool, format: str) -> int:
        from bioclustergraph import coverage, dataset, ontology

        if uncovered and documents is None:
            raise ParameterError(
                Text(
                    "--uncovered viser dokumentenes egne ord, og trenger dokumentene.",
                    "--uncovered shows the documents' own words, and needs the documents.",
                ),
                hint=Text("Gi mappen: --documents MAPPE.", "Name the directory: --documents DIR."),
            )
        project = asked.project()
        data, terms = dataset.load(project), ontology.load(project)
        read = coverage.measure(data, terms, documents) if documents is not None else ()
        # Without documents there is still something to say.
        with_languages = languages or documents is None
        spoken = coverage.both_languages(project, data, terms) if with_languages else ()
        if format == "json":
            content = _as_json(read, spoken, uncovered=uncovered)
            click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        else:
            _show_documents(asked, read, uncovered=uncovered)
            if read and spoken:
                click.echo()
            _show_languages(asked, spoken)
        whole = all(document.intact for document in read)
        return 0 if whole and not any(kind.lacks for kind in spoken) else 1

    return commands.Command(
        "coverage",
        callback=coverage,
        help=asked.say(
            "Mål hvor mye av dokumentene som er lest, og hvor mange utsagn som hviler på hvert av "
            "dem; og hvor mye som er sagt på både bokmål og engelsk. Slutter med 1 om et dokument "
            "mangler eller er endret, eller noe mangler på et av språkene.",
            "Measure how much of the documents has been read, and how many statements rest on "
            "each; and how much is said in both Norwegian and English. Ends with 1 if a document "
            "is missing or changed, or something is missing in one of the languages.",
        ),
        params=[
            options.documents(asked, required=False),
            click.Option(
                ["--uncovered"],
                is_flag=True,
                help=asked.say(
                    "Vis det i dokumentene som ikke er belegg for noe, med tegn og linje.",
                    "Show what in the documents is evidence for nothing, with characters and line.",
                ),
            ),
            click.Option(
                ["--languages"],
                is_flag=True,
                help=asked.say(
                    "Vis hvor mye som er på bokmål og engelsk (også uten dokumentene).",
                    "Show how much is in Norwegian and English (also without the documents).",
                ),
            ),
            click.Option(
                ["--format"],
                type=click.Choice(reports.FORMATS),
                default="text",
                help=asked.say("Tekst for folk eller JSON.", "Text for people or JSON."),
            ),
        ],
    )


def _show_documents(
    asked: Asked, documents: tuple[DocumentCoverage, ...], *, uncovered: bool
) -> None:
    if not documents:
        return
    _print(_summary(asked, documents))
    click.echo()
    _print(_by_kind(asked, documents))
    for document in documents:
        if not document.intact:
            click.echo(
                asked.say(
                    f"{document.key} er ikke i mappen slik det ble lest.",
                    f"{document.key} is not in the directory as it was read.",
                ),
                err=True,
            )
        for stretch in document.uncovered if uncovered else ():
            place = asked.say(
                f"tegn {stretch.start}–{stretch.end}, linje {stretch.line}",
                f"characters {stretch.start}–{stretch.end}, line {stretch.line}",
            )
            click.echo()
            click.echo(click.style(f"{document.key}: {place}", bold=True))
            click.echo(stretch.text)


def _summary(asked: Asked, documents: tuple[DocumentCoverage, ...]) -> Table:
    say = asked.say
    table = _table(
        "",
        say("dokument", "document"),
        say("tegn", "characters"),
        say("lest", "read"),
        say("utsagn", "statements"),
        say("ikke lest", "not read"),
    )
    for number, document in enumerate(documents, start=1):
        share, unknown = document.share, "–"
        table.add_row(
            str(number),
            document.label.in_language(asked.language),
            str(document.characters),
            unknown if share is None else _percent(asked, share),
            str(document.total),
            str(len(document.uncovered)) if document.intact else unknown,
        )
    visible = sum(document.visible for document in documents)
    covered = sum(document.covered for document in documents)
    table.add_row(
        "",
        say("i alt", "in all"),
        str(sum(document.characters for document in documents)),
        _percent(asked, covered / visible) if visible else "–",
        str(sum(document.total for document in documents)),
        str(sum(len(document.uncovered) for document in documents)),
        style="bold",
    )
    return table


def _by_kind(asked: Asked, documents: tuple[DocumentCoverage, ...]) -> Table:
    counts = [dict(document.statements) for document in documents]
    kinds = sorted(
        {kind for count in counts for kind in count},
        key=lambda kind: kind.in_language(asked.language),
    )
    numbers = [str(number) for number in range(1, len(documents) + 1)]
    table = _table(asked.say("utsagn", "statements"), *numbers, asked.say("i alt", "in all"))
    for kind in kinds:
        row = [count.get(kind, 0) for count in counts]
        table.add_row(
            kind.in_language(asked.language), *(str(n) if n else "" for n in row), str(sum(row))
        )
    totals = [document.total for document in documents]
    table.add_row(asked.say("i alt", "in all"), *map(str, totals), str(sum(totals)), style="bold")
    return table


def _show_languages(asked: Asked, kinds: tuple[LanguageCoverage, ...]) -> None:
    from bioclustergraph.names import compact

    if not kinds:
        return
    table = _table(
        "", asked.say("antall", "number"), asked.say("bokmål og engelsk", "Norwegian and English")
    )
    for kind in kinds:
        share = _percent(asked, kind.complete / kind.total) if kind.total else "–"
        table.add_row(
            kind.kind.in_language(asked.language), str(kind.total), f"{kind.complete} ({share})"
        )
    _print(table)
    for kind in kinds:
        for lack in kind.lacks:
            what = f"{compact(lack.about)}: {compact(lack.property)} @{lack.language}"
            click.echo(asked.say(f"mangler {what}", f"missing {what}"))


def _percent(asked: Asked, share: float) -> str:
    # Rounded down, so that 100 % means all.
    whole, tenth = divmod(int(share * 1000 + 1e-9), 10)
    return asked.say(f"{whole},{tenth} %", f"{whole}.{tenth} %")


def _table(first: str, *others: str) -> Table:
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column(first)
    for name in others:
        table.add_column(name, justify="right")
    return table


def _print(table: Table) -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    # As `questions`: a pipe gets whole lines.
    Console(highlight=False, width=None if console.is_terminal else 10_000).print(table)


def _as_json(
    documents: tuple[DocumentCoverage, ...],
    languages: tuple[LanguageCoverage, ...],
    *,
    uncovered: bool,
) -> dict[str, object]:
    content: dict[str, object] = {}
    if documents:
        content["documents"] = [_document(document, uncovered) for document in documents]
        content["statements"] = sum(document.total for document in documents)
    if languages:
        content["languages"] = [
            {
                "kind": {"nb": kind.kind.nb, "en": kind.kind.en},
                "total": kind.total,
                "complete": kind.complete,
                "missing": [
                    {"about": x.about, "property": x.property, "language": x.language}
                    for x in kind.lacks
                ],
            }
            for kind in languages
        ]
    return content


def _document(document: DocumentCoverage, uncovered: bool) -> dict[str, object]:
    content: dict[str, object] = {
        "iri": document.iri,
        "label": {"nb": document.label.nb, "en": document.label.en},
        "intact": document.intact,
        "characters": document.characters,
        "share": document.share,
        "statements": document.total,
        "kinds": [
            {"kind": {"nb": kind.nb, "en": kind.en}, "statements": count}
            for kind, count in document.statements
        ],
    }
    if uncovered:
        content["uncovered"] = [
            {"from": x.start, "to": x.end, "line": x.line, "text": x.text}
            for x in document.uncovered
        ]
    return content
