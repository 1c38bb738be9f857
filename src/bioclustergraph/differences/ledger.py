"""Contradictions that were found, went away, or stand elsewhere than they did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph import contradictions
from bioclustergraph.differences.model import OTHER, Change
from bioclustergraph.differences.words import importance
from bioclustergraph.errors import Text

if TYPE_CHECKING:
    from bioclustergraph.contradictions import Entry
    from bioclustergraph.differences.model import Side
    from bioclustergraph.project import Project

_NOW: Final = {
    "open": Text("Motsigelse åpnet", "Contradiction opened"),
    "explained": Text("Motsigelse forklart", "Contradiction explained"),
    "resolved": Text("Motsigelse avgjort", "Contradiction resolved"),
}
_GONE: Final = Text("Motsigelse borte", "Contradiction closed")


def changes(before: Side, after: Side, project: Project) -> dict[str, Change]:
    """Give each contradiction that stands otherwise, by its IRI.

    They follow from what is stated, so that these changes account for no quad themselves.

    Raises:
        QueryError: a question of the ledger cannot be read.
        StoreError: a store did not answer.
    """
    old = {entry.iri: entry for entry in contradictions.read(before.store, project)}
    new = {entry.iri: entry for entry in contradictions.read(after.store, project)}
    found = {}
    for iri in sorted(old.keys() | new.keys()):
        was, is_ = old.get(iri), new.get(iri)
        if (was and was.state) != (is_ and is_.state):
            found[iri] = _change(was, is_)
    return found


def _change(was: Entry | None, is_: Entry | None) -> Change:
    entry = is_ or was
    assert entry is not None  # noqa: S101 - one of the two is there
    head = _GONE if is_ is None else _NOW[is_.state]
    why = entry.reason if entry.reason is not None and is_ is not None else entry.explanation
    about = {iri for it in (was, is_) if it is not None for iri, _ in it.about}
    return Change(
        kind="contradiction",
        about=entry.iri,
        group=min(about, key=lambda iri: (importance(iri), iri), default=OTHER),
        text=Text(
            f"{head.nb}: {entry.title.nb}. {why.nb}".rstrip("."),
            f"{head.en}: {entry.title.en}. {why.en}".rstrip("."),
        ),
        before=None if was is None else was.state_label,
        after=None if is_ is None else is_.state_label,
        sources_before=_documents(was),
        sources_after=_documents(is_),
    )


def _documents(entry: Entry | None) -> tuple[tuple[str, Text], ...]:
    if entry is None:
        return ()
    return tuple(dict.fromkeys(c.document for c in entry.claims if c.document is not None))
