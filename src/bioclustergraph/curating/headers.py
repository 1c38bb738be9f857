"""Begin a source file: all that the document itself tells, and places for what only people know."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph import dataset, names, turtle
from bioclustergraph.curating import dates, keys, languages, saving
from bioclustergraph.errors import DocumentError, FileError, ParameterError, Text
from bioclustergraph.names import compact
from bioclustergraph.namespaces import BCG, PREFIXES
from bioclustergraph.turtle.comments import Comments

if TYPE_CHECKING:
    from pathlib import Path

    import rdflib

    from bioclustergraph.dataset import Dataset
    from bioclustergraph.errors import Language
    from bioclustergraph.project import Project

_LICENSE: Final = "https://creativecommons.org/licenses/by/4.0/"
_DCTERMS: Final = PREFIXES["dcterms"]
_LABEL: Final = PREFIXES["rdfs"] + "label"
_PAGE: Final = PREFIXES["foaf"] + "page"
BASES: Final = ("stated", "inferred")
"""How the date of a document can be known: concepts of ``ontology/schemes/date-basis.ttl``."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the curator knows of a document already; whatever is ``None`` is left to fill in.

    Attributes:
        key: the key, ``<year>-<issuer>-<what>``.
        title: the title, in Norwegian bokmål and in English, as far as known.
        issued: when it was issued: a day, a month or a year, as precise as it is known.
        basis: how that is known, one of :data:`BASES`.
        publisher: the thing that published it, by key, prefixed name, IRI or printed name.
        page: the public address.
        language: ``nb``, ``nn`` or ``en``; guessed if not given.
    """

    key: str | None = None
    title: tuple[str | None, str | None] = (None, None)
    issued: str | None = None
    basis: str | None = None
    publisher: str | None = None
    page: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """A source file that was begun.

    Attributes:
        path: the file.
        document: the IRI of the document.
        characters: its length in Unicode characters.
        language: its language, if it could be told or was given.
        guessed: whether the language is a guess.
    """

    path: Path
    document: str
    characters: int
    language: str | None
    guessed: bool


def begin(project: Project, document: Path, known: Known, language: Language) -> Begun:
    """Write ``data/sources/<key>.ttl`` for a document.

    Nothing is invented: what neither the document nor ``known`` says is not stated, so that
    ``check`` asks for it; a comment shows how it is written.

    Args:
        project: where the file goes.
        document: the document, as plain text in UTF-8.
        known: what the curator knows already.
        language: the language of the comments.

    Raises:
        DocumentError: it cannot be read, is not UTF-8 text, is empty, or is there already.
        ParameterError: something in ``known`` is not of the right form, or there is no key.
        UnknownThing: no thing has the publisher's name.
        FileError: the source file exists, or cannot be written.
        TurtleError: a file under ``data/`` is broken.
    """
    data = _read(document)
    text = _decoded(document, data)
    digest = hashlib.sha256(data).hexdigest()
    loaded = dataset.load(project)
    _refuse_known(loaded, document, digest)
    publisher = _publisher(project, known.publisher)
    key = _key(document, known, publisher)
    path = project.data / "sources" / f"{key}.ttl"
    iri = PREFIXES["document"] + key
    _refuse_taken(loaded, iri, path)
    guessed = languages.guess(text) if known.language is None else None
    spoken = known.language or guessed
    graph = turtle.empty()
    base = dataset.graph_iri(project, path)
    for subject, predicate, value in _statements(base, iri, known, publisher, spoken):
        graph.add((_uri(subject), _uri(predicate), value))
    graph.add((_uri(iri), _uri(BCG.sha256), _literal(digest)))
    graph.add((_uri(iri), _uri(BCG.characterCount), _integer(len(text))))
    saving.create(
        path,
        turtle.write(
            graph, base=base, first=(iri,), comments=_left(graph, base, iri, guessed, language)
        ),
    )
    return Begun(path, iri, len(text), spoken, guessed is not None)


def _statements(
    base: str, iri: str, known: Known, publisher: str | None, spoken: str | None
) -> list[tuple[str, str, rdflib.term.Node]]:
    import rdflib

    kind = PREFIXES["rdf"] + "type"
    found: list[tuple[str, str, rdflib.term.Node]] = [
        (base, kind, _uri(BCG.SourceGraph)),
        (base, f"{_DCTERMS}license", _uri(_LICENSE)),
        (base, f"{_DCTERMS}source", _uri(iri)),
        (iri, kind, _uri(BCG.SourceDocument)),
    ]
    found += [
        (iri, _LABEL, rdflib.Literal(title, lang=tag))
        for title, tag in zip(known.title, names.LANGUAGES, strict=True)
        if title
    ]
    if known.issued is not None:
        found.append((iri, f"{_DCTERMS}issued", _date(known.issued)))
    if known.basis is not None:
        found.append((iri, BCG.hasDateBasis, _uri(PREFIXES["date-basis"] + known.basis)))
    if publisher is not None:
        found.append((iri, f"{_DCTERMS}publisher", _uri(publisher)))
    if known.page is not None:
        found.append((iri, _PAGE, _uri(_address(known.page))))
    if spoken is not None:
        found.append((iri, f"{_DCTERMS}language", _uri(languages.LANGUAGES[spoken])))
    return found


def _left(
    graph: rdflib.Graph, base: str, iri: str, guessed: str | None, language: Language
) -> Comments:
    """Give the statements that are left to write, as comments at the end of their blocks."""
    wanted = {
        base: (
            (BCG.readingNote, '"…"@nb'),
            (BCG.readingNote, '"…"@en'),
            (f"{_DCTERMS}title", '"…"@nb'),
            (f"{_DCTERMS}title", '"…"@en'),
        ),
        iri: (
            (BCG.dateNote, '"…"@nb'),
            (BCG.dateNote, '"…"@en'),
            (BCG.hasDateBasis, "date-basis:stated | date-basis:inferred"),
            (f"{_DCTERMS}issued", '"2021-06-30"^^xsd:date | "2021-06"^^xsd:gYearMonth | …'),
            (f"{_DCTERMS}language", f"<{languages.LANGUAGES['nb']}> | …/NNO | …/ENG"),
            (f"{_DCTERMS}publisher", "organisation:…"),
            (_PAGE, "<https://…>"),
            (_LABEL, '"…"@nb'),
            (_LABEL, '"…"@en'),
        ),
    }
    comments = Comments()
    for subject, rows in wanted.items():
        left = [
            f"# {compact(predicate)} {value} ;"
            for predicate, value in rows
            if not _is_said(graph, subject, predicate, value)
        ]
        if left:
            comments.last[(("iri", "", subject),)] = left
    if guessed is not None:
        say = Text("gjettet av et program; se etter", "guessed by a program; see that it is right")
        key = (
            ("iri", "", iri),
            ("iri", "", f"{_DCTERMS}language"),
            ("iri", "", languages.LANGUAGES[guessed]),
        )
        comments.behind[key] = f"# {say.in_language(language)}"
    return comments


def _is_said(graph: rdflib.Graph, subject: str, predicate: str, value: str) -> bool:
    import rdflib

    tag = value.rpartition("@")[2] if value.startswith('"…"@') else None
    return any(
        tag is None or (isinstance(said, rdflib.Literal) and said.language == tag)
        for said in graph.objects(_uri(subject), _uri(predicate))
    )


def _read(document: Path) -> bytes:
    try:
        return document.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise DocumentError(
            Text(
                f"Dokumentet kan ikke leses: {reason}.", f"The document cannot be read: {reason}."
            ),
            path=document,
            hint=Text("Gi filen med dokumentets tekst.", "Name the file of the document's text."),
        ) from error


def _decoded(document: Path, data: bytes) -> str:
    hint = Text(
        "Lagre dokumentet som ren tekst i UTF-8 (av en PDF: «pdftotext -enc UTF-8 FIL»), og bruk "
        "den filen; tegnposisjonene er i den.",
        "Save the document as plain text in UTF-8 (of a PDF: “pdftotext -enc UTF-8 FILE”), and use "
        "that file; the character positions are positions in it.",
    )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError(
            Text(
                f"Dokumentet er ikke UTF-8: byte 0x{data[error.start]:02X} på plass {error.start}.",
                f"The document is not UTF-8: byte 0x{data[error.start]:02X} at offset "
                f"{error.start}.",
            ),
            path=document,
            line=data.count(b"\n", 0, error.start) + 1,
            hint=hint,
        ) from error
    if not text.strip("\ufeff \t\r\n") or "\0" in text:
        raise DocumentError(
            Text("Dokumentet har ingen tekst.", "The document has no text.")
            if "\0" not in text
            else Text("Dokumentet er ikke ren tekst.", "The document is not plain text."),
            path=document,
            hint=hint,
        )
    return text


def _refuse_known(loaded: Dataset, document: Path, digest: str) -> None:
    for file in loaded.files:
        for subject in file.graph.subjects(_uri(BCG.sha256), _literal(digest)):
            where = loaded.project.relative(file.path)
            name = compact(str(subject))
            raise DocumentError(
                Text(
                    f"Dokumentet er her allerede, som {name} i {where} (samme SHA-256).",
                    f"The document is here already, as {name} in {where} (the same SHA-256).",
                ),
                path=document,
                hint=Text(f"Legg utsagnene til i {where}.", f"Add the statements to {where}."),
            )


def _refuse_taken(loaded: Dataset, iri: str, path: Path) -> None:
    for file in loaded.files:
        if (_uri(iri), None, None) in file.graph or file.path == path:
            raise FileError(
                Text(
                    f"Nøkkelen {compact(iri)} er brukt i {loaded.project.relative(file.path)}.",
                    f"The key {compact(iri)} is used in {loaded.project.relative(file.path)}.",
                ),
                path=path,
                hint=Text("Velg en annen med --key.", "Choose another with --key."),
            )


def _publisher(project: Project, named: str | None) -> str | None:
    return None if named is None else names.Names.of_files(project).resolve(named)


def _key(document: Path, known: Known, publisher: str | None) -> str:
    """Take the key that was given, else the file's name, else year, publisher and title."""
    title = known.title[0] or known.title[1]
    made = None
    if known.issued and title:
        of_whom = f"{names.key_of(publisher)}-" if publisher else ""
        made = f"{known.issued[:4]}-{of_whom}{keys.slug(title)}"
    for key in (known.key, document.stem, made):
        if key is not None and keys.SOURCE.fullmatch(key):
            return key
        if key is not None and key == known.key:
            break
    asked = known.key or document.stem
    raise ParameterError(
        Text(f"«{asked}» kan ikke være nøkkelen.", f"“{asked}” cannot be the key."),
        hint=Text(
            "Gi den med --key <år>-<utgiver>-<hva>, i små bokstaver a–z, sifre og bindestreker: "
            "--key 2021-biotech-north-brosjyre.",
            "Give it with --key <year>-<issuer>-<what>, in lower-case a–z, digits and hyphens: "
            "--key 2021-biotech-north-brochure.",
        ),
    )


def _date(text: str) -> rdflib.Literal:
    found = dates.literal(text)
    if found is None:
        raise ParameterError(
            Text(f"«{text}» er ikke en dato.", f"“{text}” is not a date."),
            hint=Text(
                "Skriv 2021, 2021-06 eller 2021-06-30, så presist som det er kjent.",
                "Write 2021, 2021-06 or 2021-06-30, as precise as it is known.",
            ),
        )
    return found


def _address(page: str) -> str:
    iri = names.expand(page)
    if iri is None or not page.startswith(("http://", "https://")):
        raise ParameterError(
            Text(f"«{page}» er ikke en adresse.", f"“{page}” is not an address."),
            hint=Text("Skriv hele: https://….", "Write it in full: https://…."),
        )
    return iri


def _uri(iri: str) -> rdflib.URIRef:
    import rdflib

    return rdflib.URIRef(iri)


def _literal(text: str) -> rdflib.Literal:
    import rdflib

    return rdflib.Literal(text)


def _integer(number: int) -> rdflib.Literal:
    import rdflib

    return rdflib.Literal(number)
