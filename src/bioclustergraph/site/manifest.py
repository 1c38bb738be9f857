"""Which files of a directory are ours, and what they were made of."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, Self

from bioclustergraph.errors import SiteError, Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME: Final = ".site.json"
FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a run wrote.

    Attributes:
        files: the SHA-256 of each file, by its name from the root of the site on.
        key: what the files were made of; with the same key they would be the same.
        public: the address of the site as the world knows it.
        complete: whether the run came to its end; if not, files of two runs lie beside each other.
        format: the version of the layout.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    public: str = ""
    complete: bool = False
    format: int = FORMAT

    @classmethod
    def read(cls, directory: Path) -> Self | None:
        """Read the manifest of a directory; ``None`` if it has none.

        Raises:
            SiteError: it is broken, of a later format, or names files outside the directory.
        """
        path = directory / NAME
        try:
            fields = json.loads(path.read_bytes())
            files = {str(name): str(digest) for name, digest in fields["files"].items()}
            made = cls(
                files,
                str(fields["key"]),
                str(fields["public"]),
                bool(fields["complete"]),
                int(fields["format"]),
            )
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _broken(path) from error
        if made.format > FORMAT or not all(map(_is_inside, files)):
            raise _broken(path)
        return made

    def write(self, directory: Path) -> None:
        """Write it in the place of the former one, in one step."""
        files = dict(sorted(self.files.items()))
        text = json.dumps(asdict(self) | {"files": files}, ensure_ascii=False, indent=0)
        making = directory / f"{NAME}.new"
        with making.open("wb") as file:
            file.write(text.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        making.replace(directory / NAME)


def sha256(content: bytes) -> str:
    """Give the checksum in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def _broken(path: Path) -> SiteError:
    return SiteError(
        Text(
            "Listen over hvilke filer vi har skrevet, kan ikke leses.",
            "The list of the files that we wrote cannot be read.",
        ),
        path=path,
        hint=Text(
            "Skriv nettstedet til en ny mappe, og slett denne selv.",
            "Write the site to a new directory, and delete this one yourself.",
        ),
    )
