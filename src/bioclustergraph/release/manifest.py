"""What went into a release and what came out, each with its SHA-256."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import TYPE_CHECKING, Any, Final

from bioclustergraph.errors import ReleaseError, Text

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.project import Project

NAME: Final = "manifest.json"
FORMAT: Final = 1
"""The version of the layout of a release; a reader refuses a later one."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file that a release was made of.

    Attributes:
        path: from the project's root.
        sha256: the checksum of its bytes, 64 hexadecimal digits.
    """

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Output:
    """A file of a release.

    Attributes:
        path: from the directory of the release.
        sha256: the checksum of its bytes, 64 hexadecimal digits.
        bytes: its size.
        triples: how many triples or quads it holds; 0 if it holds none.
    """

    path: str
    sha256: str
    bytes: int
    triples: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release is. There is no time of making in it: the same inputs give the same bytes.

    Attributes:
        format: the version of the layout.
        digest: SHA-256 over the inputs and what made them into a release; names the release.
        made_with: names and versions of the package and of the engine.
        ontology: the version of the ontology.
        inputs: sorted by path.
        outputs: sorted by path; the manifest itself is not among them.
    """

    format: int
    digest: str
    made_with: tuple[tuple[str, str], ...]
    ontology: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]

    def to_json(self) -> str:
        """Write the manifest."""
        fields = asdict(self) | {"made_with": dict(self.made_with)}
        return json.dumps(fields, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Read the manifest of a release.

        Raises:
            ReleaseError: it is missing, broken or of a later format.
        """
        try:
            fields: dict[str, Any] = json.loads(path.read_bytes())
            made = cls(
                format=int(fields["format"]),
                digest=str(fields["digest"]),
                made_with=tuple((str(k), str(v)) for k, v in fields["made_with"].items()),
                ontology=str(fields["ontology"]),
                inputs=tuple(Input(**entry) for entry in fields["inputs"]),
                outputs=tuple(Output(**entry) for entry in fields["outputs"]),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ReleaseError(
                Text("Utgavens manifest kan ikke leses.", "The release's manifest cannot be read."),
                path=path,
                hint=Text(
                    "Er dette en utgave? Bygg den på nytt med «bioclustergraph build».",
                    "Is this a release? Build it again with “bioclustergraph build”.",
                ),
            ) from error
        if made.format > FORMAT:
            raise ReleaseError(
                Text(
                    f"Utgaven har format {made.format}; denne versjonen leser opptil {FORMAT}.",
                    f"The release has format {made.format}; this version reads up to {FORMAT}.",
                ),
                path=path,
                hint=Text("Oppgrader programmet, eller bygg på nytt.", "Upgrade, or build again."),
            )
        return made


def inputs_of(project: Project) -> tuple[Input, ...]:
    """List the files that a release is made of: ontology, data, shapes and queries.

    Raises:
        ReleaseError: one of them cannot be read.
    """
    found = {
        *_files(project.ontology, "*.ttl"),
        *_files(project.ontology, "*.txt"),
        *_files(project.data, "*.ttl"),
        *_files(project.shapes, "*.ttl"),
        *_files(project.queries, "*.rq"),
        *_files(project.queries, "*.ttl"),
    }
    inputs = []
    for path in found:
        try:
            inputs.append(Input(project.relative(path), sha256(path.read_bytes())))
        except OSError as error:
            raise ReleaseError(
                Text("Filen kan ikke leses.", "The file cannot be read."), path=path
            ) from error
    return tuple(sorted(inputs, key=lambda entry: entry.path))


def digest_of(inputs: tuple[Input, ...], made_with: tuple[tuple[str, str], ...]) -> str:
    """Name what comes of these inputs with these tools."""
    text = json.dumps([FORMAT, made_with, [[entry.path, entry.sha256] for entry in inputs]])
    return sha256(text.encode())


def made_with() -> tuple[tuple[str, str], ...]:
    """Name the package and the engine, whose versions may change the bytes of a release."""
    return tuple((name, _version(name)) for name in ("bioclustergraph", "pyoxigraph"))


def sha256(content: bytes) -> str:
    """Give the checksum in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:  # run from a checkout that is not installed
        return "unknown"


def _files(directory: Path, pattern: str) -> list[Path]:
    return [
        path
        for path in directory.rglob(pattern)
        if not any(part.startswith(".") for part in path.relative_to(directory).parts)
    ]
