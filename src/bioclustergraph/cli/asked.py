"""How we were asked to run: the language and the project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bioclustergraph.errors import Language, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store


@dataclass(frozen=True)
class Asked:
    """What every command is told.

    Attributes:
        language: the language to speak.
        root: the project's directory, if one was named.
    """

    language: Language
    root: Path | None = None

    def say(self, nb: str, en: str) -> str:
        """Choose the wording in the reader's language."""
        return Text(nb, en).in_language(self.language)

    def project(self) -> Project:
        """Find the project.

        Raises:
            ProjectError: there is none.
        """
        from bioclustergraph.project import Project

        return Project.find(self.root)

    def store(
        self, *, release: Path | None, service: str | None, as_known: str | None = None
    ) -> Store:
        """Open what answers: a service, a release, or the files as they are now.

        Args:
            release: where releases are kept, or a release itself.
            service: the address of a SPARQL service.
            as_known: which of the releases that are kept, by :func:`bioclustergraph.release.find`.

        Raises:
            ParameterError: an older release is asked of a service.
            StoreError: the service's address is not one.
            ReleaseError: there is no release, or it is damaged.
            TurtleError: a file is broken.
        """
        from bioclustergraph.opening import opened

        return opened(self.project(), release=release, service=service, as_known=as_known)


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Decide the language: ``--lang``, then the locale, else Norwegian.

    Of the arguments only ``--lang`` is looked at, because the help is written before click has
    read them; a wrong value is left to click to refuse.
    """
    words = list(arguments)
    for index, word in enumerate(words):
        value = word.removeprefix("--lang=") if word.startswith("--lang=") else None
        if word == "--lang" and index + 1 < len(words):
            value = words[index + 1]
        if value in {"nb", "en"}:
            return "en" if value == "en" else "nb"
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        locale = environment.get(name, "")
        if locale and locale.split(".")[0] not in {"C", "POSIX"}:
            return "nb" if locale[:2] in {"nb", "no", "nn"} else "en"
    return "nb"
