"""The family of things that can go wrong, each carrying where and what to do.

An exception means that no judgement was possible: a file could not be read, a name is not known, a
disk is full. A violation found *by* a judgement is data (see :mod:`bioclustergraph.report`).

    BioclustergraphError
    ├── ProjectError        the project's files are not where they should be
    ├── TurtleError         a file is not Turtle
    ├── QueryError          a question cannot be asked
    │   ├── UnknownQuestion     no question has that name
    │   ├── UnknownView         no view of the relations has that name
    │   ├── UnknownIndicator    no indicator has that name
    │   ├── ParameterError      a parameter is missing, unknown or of the wrong type
    │   └── QuerySyntaxError    the SPARQL does not parse, or asks for what is refused
    ├── UnknownThing        no thing has that key, IRI or name
    ├── StoreError          the engine, or the service behind an address, did not answer
    ├── ReleaseError        a release cannot be read, written or switched
    │   ├── ReleaseBusy         another process is writing there
    │   └── UnknownRelease      no release is kept under that name, or several are
    ├── ChangeError         a change to the graph is refused
    │   └── UnknownGraph        the graph is not there
    ├── TokenError          a file of tokens cannot be used
    ├── BackupError         a copy of the releases cannot be written or read
    ├── DocumentError       a source document is missing or unreadable
    ├── FileError           a file of the project cannot be written, or is there already
    ├── SheetError          a spreadsheet cannot be read, or has rows that cannot be taken over
    ├── MissingLibrary      a library that is installed only with an extra is not there
    ├── ExportError         a network cannot be written in a form
    ├── PictureError        a picture cannot be drawn
    ├── SiteError           the site cannot be written as files
    └── ServeError          the server cannot listen
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

Language = Literal["nb", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One message in both languages of the project.

    >>> Text("fil", "file").in_language("en")
    'file'
    """

    nb: str
    en: str

    def in_language(self, language: Language) -> str:
        """Give the wording in ``language`` (a BCP 47 tag, ``nb`` or ``en``)."""
        return self.nb if language == "nb" else self.en


class BioclustergraphError(Exception):
    """Base of every error this package raises on purpose.

    Attributes:
        message: what is wrong.
        path: the file it is about, if any.
        line: the line in that file, counted from 1, if known.
        hint: what to do about it, if we know.
    """

    def __init__(
        self,
        message: Text,
        *,
        path: Path | None = None,
        line: int | None = None,
        hint: Text | None = None,
    ) -> None:
        super().__init__(message.en)
        self.message = message
        self.path = path
        self.line = line
        self.hint = hint

    def in_language(self, language: Language) -> str:
        """Say the whole error, place first and remedy last, in ``language``."""
        place = ""
        if self.path is not None:
            place = f"{self.path}:{self.line}: " if self.line is not None else f"{self.path}: "
        remedy = f"\n  → {self.hint.in_language(language)}" if self.hint is not None else ""
        return f"{place}{self.message.in_language(language)}{remedy}"


class ProjectError(BioclustergraphError):
    """The project's files are not where they should be."""


class TurtleError(BioclustergraphError):
    """A file is not Turtle."""


class QueryError(BioclustergraphError):
    """A question cannot be asked."""


class UnknownQuestion(QueryError):
    """No question has that name."""


class UnknownView(QueryError):
    """No view of the relations has that name."""


class UnknownIndicator(QueryError):
    """No indicator has that name."""


class ParameterError(QueryError):
    """A parameter is missing, unknown or of the wrong type."""


class QuerySyntaxError(QueryError):
    """The SPARQL does not parse, or asks for what is refused."""


class UnknownThing(BioclustergraphError):
    """No thing has that key, IRI or name."""


class StoreError(BioclustergraphError):
    """The engine, or the service behind an address, did not answer."""


class ReleaseError(BioclustergraphError):
    """A release cannot be read, written or switched."""


class ReleaseBusy(ReleaseError):
    """Another process is writing where releases are kept."""


class UnknownRelease(ReleaseError):
    """No release is kept under that name, or several are."""


class ChangeError(BioclustergraphError):
    """A change to the graph is refused; nothing was changed."""


class UnknownGraph(ChangeError):
    """The graph is not there."""


class TokenError(BioclustergraphError):
    """A file of tokens cannot be used."""


class BackupError(BioclustergraphError):
    """A copy of the releases cannot be written or read."""


class DocumentError(BioclustergraphError):
    """A source document is missing or unreadable."""


class FileError(BioclustergraphError):
    """A file of the project cannot be written, or is there already."""


class SheetError(BioclustergraphError):
    """A spreadsheet cannot be read, or has rows that cannot be taken over."""


class MissingLibrary(BioclustergraphError):
    """A library that is installed only with an extra is not there."""


class ExportError(BioclustergraphError):
    """A network cannot be written in a form; nothing was written."""


class PictureError(BioclustergraphError):
    """A picture cannot be drawn."""


class SiteError(BioclustergraphError):
    """The site cannot be written as files."""


class ServeError(BioclustergraphError):
    """The server cannot listen."""
