"""The words of the passages, where whoever runs the server has the source documents.

The documents are not ours to publish: only a server that was told where they are shows the words of
a passage, never the files of the still site. A document is known by its SHA-256, whatever the name
of its file; one that has another is not shown, since the characters would be others.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bioclustergraph.describe import select
from bioclustergraph.errors import DocumentError, Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bioclustergraph.describe import Evidence
    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

LONGEST: Final = 2000
"""How many characters of a passage are shown at most."""


@dataclass(frozen=True, slots=True)
class Passages:
    """What the documents say.

    Attributes:
        texts: the characters of each document that is at hand, by IRI.
    """

    texts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, directory: Path, store: Store, project: Project) -> Passages:
        """Read the documents in a directory that have the hash that the graph gives them.

        Raises:
            DocumentError: the directory, or a file in it, cannot be read.
            StoreError: the store did not answer.
        """
        try:
            files = [path.read_bytes() for path in sorted(directory.iterdir()) if path.is_file()]
        except OSError as error:
            raise DocumentError(
                Text("Får ikke lest dokumentene.", f"Cannot read the documents: {error.strerror}."),
                path=directory,
                hint=Text(
                    "Gi mappen med kildedokumentene: --documents MAPPE.",
                    "Name the directory of the source documents: --documents DIR.",
                ),
            ) from error
        by_hash = {hashlib.sha256(data).hexdigest(): data for data in files}
        found = {}
        for row in select(store, project, "hashes"):
            document, digest = row.iri("document"), row.text("sha256")
            if document is not None and digest in by_hash:
                found[document] = by_hash[digest].decode("utf-8", errors="replace")
        return cls(found)

    def text(self, evidence: Evidence) -> str | None:
        """Give the words of a passage; ``None`` where the document is not at hand.

        White space is as in running text: a passage may go over the lines of a table.
        """
        text, characters = self.texts.get(evidence.document.iri), evidence.characters
        if text is None or characters is None:
            return None
        first, end = characters
        words = " ".join(text[first:end].split())
        return words if len(words) <= LONGEST else f"{words[:LONGEST]} …"
