"""The README of a network pack, in Norwegian and English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Language, Text
from bioclustergraph.export.heading import LICENCE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bioclustergraph.errors import MissingLibrary
    from bioclustergraph.export.flattening import Flat
    from bioclustergraph.export.formats import Format

_LANGUAGES: Final[tuple[Language, ...]] = ("nb", "en")

_WHAT: Final = Text("nettverkspakken", "the network pack")

_DATES: Final = Text(
    "En kant er sikker (`certain`) de dagene den gjelder uansett hva kildene ikke sier, og mulig "
    "(`possible`) de dagene kildene ikke utelukker. `stated_start` og `stated_end` er så presise "
    "som kilden. Spenn skrives `start/slutt`; slutten er selv utenfor, `..` er uten grense. I GEXF "
    "er den siste dagen innenfor, slik standarden vil.",
    "An edge is certain on the days on which it holds whatever the sources leave unsaid, and "
    "possible on those that they do not rule out. `stated_start` and `stated_end` are as precise "
    "as the source. Spans are written `start/end`; the end is itself outside, `..` is no limit. In "
    "GEXF the last day is inside, as its standard says.",
)

_CARE: Final = Text(
    "Fravær av en kant betyr «ikke registrert», ikke «var ikke slik». Hver relasjon er én kilde "
    "som taler; flere kilder om det samme gir parallelle kanter.",
    "The absence of an edge means “not recorded”, not “was not so”. Each relation is one source "
    "speaking; several sources of the same give parallel edges.",
)


def text(
    flats: Sequence[Flat], forms: Sequence[Format], missing: Mapping[str, MissingLibrary]
) -> str:
    """Write the README of a pack of these networks in these forms."""
    parts = [part for it in _LANGUAGES for part in _in(it, flats, forms, missing)]
    return "\n".join(parts)


def citation(flats: Sequence[Flat], language: Language) -> str:
    """Say how to cite a pack: as one of its files, without the view."""
    return flats[0].heading.citation(language, view=_WHAT.in_language(language))


def _in(
    language: Language,
    flats: Sequence[Flat],
    forms: Sequence[Format],
    missing: Mapping[str, MissingLibrary],
) -> list[str]:
    def say(nb: str, en: str) -> str:
        return Text(nb, en).in_language(language)

    heading = flats[0].heading
    chosen = heading.chosen.in_language(language)
    return [
        say("# Nettverk i norsk bioøkonomi", "# Networks of the Norwegian bioeconomy"),
        "",
        f"- {say('Dager', 'Days')}: {heading.days.in_language(language)}",
        *([f"- {say('Utvalg', 'Selection')}: {chosen}"] if chosen else []),
        f"- {say('Utgave', 'Release')}: {heading.fields()['release']}",
        f"- {say('Lisens', 'Licence')}: CC BY 4.0, <{LICENCE}>",
        f"- {say('Sitér', 'Cite')}: {citation(flats, language)}",
        "",
        say("## Utsnitt", "## Views"),
        "",
        say("| mappe | viser | noder | kanter |", "| directory | shows | nodes | edges |"),
        "|---|---|---:|---:|",
        *(
            f"| `{flat.heading.view}/` | {flat.heading.name.in_language(language)}: "
            f"{flat.heading.summary.in_language(language)} "
            f"| {len(flat.nodes)} | {len(flat.edges)} |"
            for flat in flats
        ),
        "",
        say("## Filer og hvordan de åpnes", "## Files and how to open them"),
        "",
        say("| fil | format | åpnes | rommer |", "| file | form | opens in | holds |"),
        "|---|---|---|---|",
        *(
            f"| `*{form.suffix}{'/' if form.several else ''}` | {form.title} "
            f"| {form.opens.in_language(language)} | {form.keeps.in_language(language)} |"
            for form in forms
        ),
        "",
        *_left_out(language, missing),
        say("## Kodebok", "## Codebook"),
        "",
        say(
            "`codebook.csv` sier hva hver kolonne betyr; arbeidsbøkene har det samme på arket "
            "`codebook`.",
            "`codebook.csv` says what each column means; the workbooks have the same in the sheet "
            "`codebook`.",
        ),
        "",
        _DATES.in_language(language),
        "",
        _CARE.in_language(language),
        "",
    ]


def _left_out(language: Language, missing: Mapping[str, MissingLibrary]) -> list[str]:
    lines = [
        f"- {name}: {' '.join(error.in_language(language).split())}"
        for name, error in missing.items()
    ]
    return [*lines, ""] if lines else []
