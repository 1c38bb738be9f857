"""How a page is cited: in words, and in the forms that reference managers read.

A citation names the release, as what is known tomorrow may be otherwise. There is no year in it:
a release is known by what is in it and not by when it was made (decision 0019), so that the same
content is cited alike wherever it was built.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from bioclustergraph.errors import Text
from bioclustergraph.pages.frame.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

PUBLISHER: Final = "bioclustergraph"
_AUTHORS: Final = "The bioclustergraph contributors"
_NOT_KEY: Final = re.compile(r"[^A-Za-z0-9]+")
_SPECIAL: Final = re.compile(r"([\\{}$&#_%~^])")


@dataclass(frozen=True, slots=True)
class Work:
    """What is cited.

    Attributes:
        title: the title of the page, in its language.
        iri: what the page is about.
        address: where it stands, for good where a release answers.
        digest: the first digits of the release's digest, if one answers.
        day: the day that is asked about, if one is.
        language: the language of the title.
    """

    title: str
    iri: str
    address: str
    digest: str | None
    day: str | None
    language: str

    @property
    def key(self) -> str:
        """A key for a bibliography."""
        parts = [self.iri.rpartition("/")[2], self.day or "", self.digest or ""]
        return "-".join(["bioclustergraph", *(_NOT_KEY.sub("-", part) for part in parts if part)])

    @property
    def titled(self) -> str:
        """The title, with the day if there is one."""
        return f"{self.title} ({self.day})" if self.day else self.title

    @property
    def text(self) -> Text:
        """The citation in words."""
        release = (
            Text(f" Utgave {self.digest}.", f" Release {self.digest}.")
            if self.digest
            else Text("", "")
        )
        where = f"{PUBLISHER}. {self.address}"
        return Text(
            f"{_AUTHORS}. «{self.titled}».{release.nb} {where}",
            f"{_AUTHORS}. “{self.titled}.”{release.en} {where}",
        )


def bibtex(work: Work) -> str:
    """Write it for BibTeX and biblatex."""
    fields = {
        "author": f"{{{_AUTHORS}}}",
        "title": f"{{{_SPECIAL.sub(_escaped, work.titled)}}}",
        "publisher": PUBLISHER,
        **({"version": work.digest} if work.digest else {}),
        "url": work.address,
        "note": f"IRI: {work.iri}",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{work.key},\n{lines}\n}}\n"


def ris(work: Work) -> str:
    """Write it as RIS, with the line ends that RIS has."""
    fields = [
        ("TY", "DATA"),
        ("AU", _AUTHORS),
        ("TI", work.titled),
        ("PB", PUBLISHER),
        *([("ET", work.digest)] if work.digest else []),
        ("UR", work.address),
        ("LA", work.language),
        ("N1", work.iri),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in fields)


def csl_json(work: Work) -> str:
    """Write it as CSL-JSON, which citeproc, Zotero and Pandoc read."""
    item = {
        "id": work.key,
        "type": "dataset",
        "title": work.titled,
        "author": [{"literal": _AUTHORS}],
        "publisher": PUBLISHER,
        **({"version": work.digest} if work.digest else {}),
        "URL": work.address,
        "language": work.language,
        "note": work.iri,
    }
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a citation.

    Attributes:
        name: as it stands in an address.
        label: as people know it.
        media_type: its media type.
        suffix: of the file that is downloaded.
        write: writes it.
    """

    name: str
    label: str
    media_type: str
    suffix: str
    write: Callable[[Work], str]


FORMS: Final = (
    Form("bibtex", "BibTeX", "application/x-bibtex", "bib", bibtex),
    Form("ris", "RIS", "application/x-research-info-systems", "ris", ris),
    Form("csl-json", "CSL-JSON", "application/vnd.citationstyles.csl+json", "json", csl_json),
)
"""The forms that are offered, in the order they are."""


def form(name: str) -> Form:
    """Find a form.

    Raises:
        Problem: there is none of that name.
    """
    for known in FORMS:
        if known.name == name:
            return known
    names = ", ".join(known.name for known in FORMS)
    raise Problem(
        400,
        Text(
            f"cite: «{name}» er ingen form. Velg en av: {names}.",
            f"cite: “{name}” is no form. Choose one of: {names}.",
        ),
    )


def download(work: Work, wanted: Form) -> Response:
    """Give the citation as a file."""
    name = f"{work.key}.{wanted.suffix}"
    return Response(
        wanted.write(work),
        media_type=f"{wanted.media_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _escaped(found: re.Match[str]) -> str:
    special = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    return special.get(found[1], f"\\{found[1]}")


def _one_line(text: str) -> str:
    return " ".join(text.split())
