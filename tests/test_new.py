"""A new source: all that the document tells, nothing invented, and `check` says what is left."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

import pytest

from bioclustergraph import checking, cli, dataset, ontology
from bioclustergraph.curating import languages
from bioclustergraph.project import Project

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "Årsmelding for klyngen i 2023. Klyngen har fått tre nye medlemmer i løpet av året, og "
    "styret har vedtatt en ny strategi for hvordan bedriftene skal samarbeide om bioøkonomien.\n"
)
KEY = "2023-klosser-aarsmelding"


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Project:
    """A copy of the project's files."""
    for part in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(root / part, tmp_path / "project" / part)
    return Project(tmp_path / "project")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A document whose name is a key."""
    path = tmp_path / f"{KEY}.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(project: Project, *arguments: object) -> int:
    return cli.run(["--lang", "en", "--root", str(project.root), *map(str, arguments)])


def left(project: Project) -> list[str]:
    """What `check` says is wrong, place by place."""
    report = checking.check(project, dataset.load(project), ontology.load(project))
    return sorted(f"{f.file}:{f.line}: {f.message.en}" for f in report.violations)


def test_header_holds_what_the_document_tells(copy: Project, document: Path) -> None:
    assert run(copy, "new", "source", document) == 0
    text = (copy.data / "sources" / f"{KEY}.ttl").read_text(encoding="utf-8")
    assert f"    bcg:characterCount {len(TEXT)} ;\n" in text
    assert hashlib.sha256(TEXT.encode()).hexdigest() in text
    assert "language/NOB> ;  # guessed by a program" in text
    assert run(copy, "fmt", "--check") == 0, "a new file is in form"


def test_check_asks_for_what_is_left_until_it_is_there(copy: Project, document: Path) -> None:
    run(copy, "new", "source", document)
    path = copy.data / "sources" / f"{KEY}.ttl"
    lines = path.read_text(encoding="utf-8").splitlines()
    graph, described = lines.index("<>") + 1, lines.index(f"document:{KEY}") + 1
    file = f"data/sources/{KEY}.ttl"
    assert left(copy) == sorted(
        [
            f"{file}:{graph}: bcg:readingNote is missing in English.",
            f"{file}:{graph}: bcg:readingNote is missing in Norwegian bokmål.",
            f"{file}:{graph}: dcterms:title is missing in English.",
            f"{file}:{graph}: dcterms:title is missing in Norwegian bokmål.",
            f"{file}:{described}: bcg:dateNote is missing in English.",
            f"{file}:{described}: bcg:dateNote is missing in Norwegian bokmål.",
            f"{file}:{described}: bcg:hasDateBasis is missing.",
            f"{file}:{described}: dcterms:issued is missing.",
            f"{file}:{described}: rdfs:label is missing in English.",
            f"{file}:{described}: rdfs:label is missing in Norwegian bokmål.",
        ]
    )
    filled = []
    for line in lines:  # take each comment away and fill it in
        given = line.replace("    # ", "    ", 1) if line.startswith("    # ") else line
        given = given.replace("date-basis:stated | date-basis:inferred", "date-basis:stated")
        given = given.replace(' | "2021-06"^^xsd:gYearMonth | …', "")
        given = given.replace("https://…", "https://example.org/x").replace('"…"@nb', '"Ord"@nb')
        given = given.replace('"…"@en', '"Words"@en').replace(
            "organisation:…", "organisation:norce"
        )
        filled.append(given.partition("  # ")[0])
    path.write_text("\n".join(filled) + "\n", encoding="utf-8")
    assert left(copy) == []
    assert run(copy, "fmt", "--check") == 1, "the order is not that of the form yet"
    assert run(copy, "fmt") == 0
    assert left(copy) == []


def test_what_is_given_is_written(copy: Project, tmp_path: Path) -> None:
    document = tmp_path / "scan 7.txt"
    document.write_text(TEXT, encoding="utf-8")
    code = run(
        copy, "new", "source", document, "--title", "Årsmelding", "--title-en", "Annual report",
        "--issued", "2023-05", "--date-basis", "stated", "--publisher", "Genøk",
        "--page", "https://example.org/a", "--language", "nn",
    )  # fmt: skip
    assert code == 0
    text = (copy.data / "sources" / "2023-genoek-aarsmelding.ttl").read_text(encoding="utf-8")
    for statement in (
        'rdfs:label "Årsmelding"@nb',
        'rdfs:label "Annual report"@en',
        'dcterms:issued "2023-05"^^xsd:gYearMonth',
        "dcterms:publisher organisation:genoek",
        "foaf:page <https://example.org/a>",
        "language/NNO>",
    ):
        assert f"{statement} ;" in text
    assert [line.partition(": ")[2] for line in left(copy)] == [
        "bcg:readingNote is missing in English.",
        "bcg:readingNote is missing in Norwegian bokmål.",
        "dcterms:title is missing in English.",
        "dcterms:title is missing in Norwegian bokmål.",
        "bcg:dateNote is missing in English.",
        "bcg:dateNote is missing in Norwegian bokmål.",
    ]


@pytest.mark.parametrize(
    ("content", "arguments", "message"),
    [
        (b"bl\xe5\n", [], "not UTF-8: byte 0xE5 at offset 2"),
        (b"  \n", [], "has no text"),
        (b"a\x00b", [], "not plain text"),
        (TEXT.encode(), ["--key", "Aarsmelding"], "“Aarsmelding” cannot be the key"),
        (TEXT.encode(), ["--key", "../2023-x-y"], "cannot be the key"),
        (TEXT.encode(), ["--issued", "2023-13"], "“2023-13” is not a date"),
        (TEXT.encode(), ["--page", "example.org"], "is not an address"),
        (TEXT.encode(), ["--publisher", "Genøkk"], "Nothing here is named “Genøkk”"),
        (TEXT.encode(), ["--key", "2008-scanbalt-bioinn"], "is used in data/sources/2008-scanbalt"),
    ],
)
def test_what_is_refused_leaves_nothing(  # noqa: PLR0913, PLR0917 - what it needs
    copy: Project,
    document: Path,
    content: bytes,
    arguments: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    document.write_bytes(content)
    before = sorted(copy.data.rglob("*"))
    assert run(copy, "new", "source", document, *arguments) == 1
    assert message in capsys.readouterr().err
    assert sorted(copy.data.rglob("*")) == before


def test_same_document_again_is_refused(
    copy: Project, document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(copy, "new", "source", document)
    again = tmp_path / "2024-other-name.txt"
    again.write_bytes(document.read_bytes())
    assert run(copy, "new", "source", again) == 1
    assert (
        f"is here already, as document:{KEY} in data/sources/{KEY}.ttl" in capsys.readouterr().err
    )
    document.write_text("Another text.", encoding="utf-8")
    before = (copy.data / "sources" / f"{KEY}.ttl").read_bytes()
    assert run(copy, "new", "source", document) == 1
    assert (copy.data / "sources" / f"{KEY}.ttl").read_bytes() == before


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (TEXT, "nb"),
        (
            (
                "Klynga har vore medlem sidan 2018, og ho vert no driven av eit eige selskap. Vi "
                "ønskjer å ha fleire medlemer, og eg trur ikkje dei veit noko om det."
            ),
            "nn",
        ),
        ("The cluster was founded in 2018 and has thirty members from all over the country.", "en"),
        ("Genøk", None),
        ("1 2 3", None),
    ],
)
def test_language_is_guessed_only_when_it_can_be_told(text: str, language: str | None) -> None:
    assert languages.guess(text) == language


def test_language_of_every_document(documents: Path, project: Project) -> None:
    """The guess agrees with what people have written of the documents that have been read."""
    import rdflib

    from bioclustergraph import provenance

    loaded = dataset.load(project)
    says = rdflib.URIRef("http://purl.org/dc/terms/language")
    found = provenance.documents(loaded, documents)
    assert len(found) == 5
    for iri, document in found.items():
        guess = languages.guess(document.text)
        assert guess is not None
        stated = loaded.merged().objects(rdflib.URIRef(iri), says)
        assert languages.LANGUAGES[guess] in {str(language) for language in stated}
