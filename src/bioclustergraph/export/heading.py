"""What every file says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text
from bioclustergraph.export.texts import clean
from bioclustergraph.namespaces import BASE

if TYPE_CHECKING:
    from bioclustergraph.errors import Language
    from bioclustergraph.networks import Network, Selection
    from bioclustergraph.relations import View

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
"""The licence of the data (CC BY 4.0); said in LICENSE and on every source graph."""

CREATOR: Final = "The bioclustergraph contributors"

_ALWAYS: Final = "../.."


@dataclass(frozen=True, slots=True)
class Heading:
    """What a file is, for whoever finds it alone.

    Attributes:
        name: what the view shows, in a few words.
        summary: what it shows, in one sentence.
        view: the name of the view.
        period: the chosen days: ``2021-12-31``, ``2019-01-01/2022-01-01`` (the end outside, ``..``
            for no limit), or ``../..``.
        chosen: what else was chosen, in words; empty if nothing was.
        release: the digest of the release, or of the one that the files would give, if known.
        language: of the labels in the file.
    """

    name: Text
    summary: Text
    view: str
    period: str
    chosen: Text
    release: str | None
    language: Language

    @classmethod
    def of(cls, network: Network, language: Language) -> Heading:
        """Make the heading of a network."""
        return cls.named(network.view, network.selection, network.release, language)

    @classmethod
    def named(
        cls, view: View, selection: Selection, release: str | None, language: Language
    ) -> Heading:
        """Make the heading of a view on some days."""
        return cls(
            name=view.title,
            summary=view.summary,
            view=view.name,
            period=period(selection),
            chosen=_chosen(selection),
            release=release,
            language=language,
        )

    @property
    def days(self) -> Text:
        """The chosen days, to be read."""
        if self.period == _ALWAYS:
            return Text("alle dager", "all days")
        return Text(self.period, self.period)

    @property
    def title(self) -> str:
        """What it shows, and when, in the language of the file."""
        it = self.language
        return clean(f"{self.name.in_language(it)} ({self.days.in_language(it)})")

    def citation(self, language: Language | None = None, *, view: str | None = None) -> str:
        """Say how to cite it.

        Args:
            language: else that of the file.
            view: the name of what is cited, else the view.
        """
        from importlib.metadata import version

        it = language or self.language
        what = view or f"{Text('utsnitt', 'view').in_language(it)} {self.view}"
        release = (
            f"{Text('utgave', 'release').in_language(it)} {self.release[:12]}, "
            if self.release
            else ""
        )
        return (
            f"{CREATOR}: bioclustergraph {version('bioclustergraph')}, {release}{what}, "
            f"{self.days.in_language(it)}. {BASE} (CC BY 4.0)"
        )

    def fields(self) -> dict[str, str]:
        """Give what there is of it, by name, in the language of the file."""
        it = self.language
        every = {
            "title": self.title,
            "description": self.summary.in_language(it),
            "view": self.view,
            "period": self.period,
            "selection": self.chosen.in_language(it),
            "release": self.release
            or Text("ukjent: spurt av en tjeneste", "unknown: asked of a service").in_language(it),
            "licence": LICENCE,
            "creator": CREATOR,
            "citation": self.citation(),
            "language": it,
        }
        return {name: clean(text) for name, text in every.items() if text}


def period(selection: Selection) -> str:
    """Write the chosen days as ISO 8601-2 does."""
    if selection.at is not None:
        return selection.at.isoformat()
    return "/".join(
        day.isoformat() if day is not None else ".." for day in (selection.since, selection.until)
    )


def _chosen(selection: Selection) -> Text:
    said = []
    if selection.certain_only:
        said.append(Text("bare det sikre", "only what is certain"))
    if selection.place is not None:
        said.append(Text(f"sted {selection.place}", f"place {selection.place}"))
    if selection.sector is not None:
        words = selection.sector.words
        said.append(Text(f"arbeider med «{words}»", f"works with “{words}”"))
    if selection.follow.value != "none":
        said.append(Text("etterfølgere følges", "successors are followed"))
    return Text("; ".join(it.nb for it in said), "; ".join(it.en for it in said))
