"""Apply a change: judge it, make the release that it leads to, and switch; or leave all as it was.

Each accepted change is a release of its own, so that readers, restarts and caches meet nothing
that they do not know already: a release is whole, is switched in by one rename, and is kept.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bioclustergraph import checking, ontology, release, turtle
from bioclustergraph.dataset import DataFile, Dataset, graph_iri
from bioclustergraph.editing import changes, running
from bioclustergraph.editing.journal import Journal
from bioclustergraph.editing.rewriting import rewritten
from bioclustergraph.editing.running import graph_of
from bioclustergraph.editing.stated import Texts, data_inputs, differing, digest_of, stated
from bioclustergraph.errors import ReleaseError, Text
from bioclustergraph.release import Input, Release, building, manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

    import rdflib
    from pyoxigraph import Quad
    from rdflib.term import Node

    from bioclustergraph.editing.changes import Change
    from bioclustergraph.editing.journal import Transaction
    from bioclustergraph.editing.running import Difference
    from bioclustergraph.project import Project
    from bioclustergraph.report import Report


@dataclass(frozen=True)
class Outcome:
    """What came of a change.

    Attributes:
        release: the release that is current now: the new one, or the old one if nothing changed.
        report: what the checks found; ``None`` if there was nothing to judge.
        transaction: what the journal says; ``None`` if nothing changed.
    """

    release: Release
    report: Report | None = None
    transaction: Transaction | None = None

    @property
    def is_refused(self) -> bool:
        """Whether the checks found a violation."""
        return self.report is not None and bool(self.report.violations)


def apply(  # noqa: PLR0913 - what is changed, by whom and why, and three that nearly nobody sets
    directory: Path,
    project: Project,
    change: Change,
    author: str,
    reason: str,
    *,
    check: Callable[[Project, Dataset, rdflib.Graph], Report] = checking.check,
    patience: float = 0.0,
    bounded: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Outcome:
    """Apply a change to the current release.

    The ontology, the shapes and the rules are those of the project as they are now, and so the
    release is the one that a build of the changed files would make.

    Args:
        directory: where releases are kept.
        project: whose shapes judge and whose rules derive.
        change: what is asked.
        author: who asks.
        reason: why.
        check: judges the data; by default what ``build`` judges by.
        patience: how many seconds to wait for another who writes.
        bounded: is entered while the change itself runs, for who bounds its time.

    Raises:
        QuerySyntaxError: the update does not parse, is too large, or calls elsewhere.
        TurtleError: the body of an operation does not parse.
        ChangeError: the change is not allowed, whatever the data.
        StoreError: the engine failed.
        ReleaseError: there is no release, another writes, or the new one cannot be written.
        ProjectError: the project's files are not in order.
    """
    with building.alone(directory, patience=patience):
        journal = Journal.settled(directory)
        now = _current(directory)
        before = stated(project, directory, now)
        with bounded():
            found = running.difference(before, now, change)
        if not found:
            return Outcome(now)
        others, made_with = _others(project), manifest.made_with()
        terms = ontology.load(project)
        after = _changed(project, before, found)
        report = check(project, after, terms)
        if report.violations:
            return Outcome(now, report)
        texts = Texts(directory)
        for file in (*before.files, *after.files):
            texts.keep(file.text)
        inputs = _together(others, project, after)
        target = building.make(
            project,
            directory,
            building.Material(inputs, after, terms),
            report,
            settled=lambda: _refuse_other_files(project, others),
        )
        if manifest.digest_of(inputs, made_with) == now.manifest.digest:
            return Outcome(now, report)  # the same triples in the same words
        transaction = journal.begin(
            kind=change.kind,
            author=author,
            reason=reason,
            parent=now.manifest.digest,
            digest=manifest.digest_of(inputs, made_with),
            files=_files(project, now, after),
            added=_lines(found.added),
            removed=_lines(found.removed),
        )
        building.switch(directory, target, who=author, why=reason or None)
        journal.decide(is_done=True)
        return Outcome(Release.at(target), report, transaction)


def _current(directory: Path) -> Release:
    if not (directory / "current").is_symlink():
        raise ReleaseError(
            Text(
                "Her er ingen lenke «current» til en utgave, så ingenting kan endres.",
                "There is no link “current” to a release here, so that nothing can be changed.",
            ),
            path=directory,
            hint=Text(
                "Gi mappen med utgaver, ikke en av dem; bygg en med «bioclustergraph build».",
                "Name the directory of releases, not one of them; build one with "
                "“bioclustergraph build”.",
            ),
        )
    return release.current(directory)


def _changed(project: Project, data: Dataset, found: Difference) -> Dataset:
    """Give the data as a change leaves them; a graph without triples is no file."""
    files = {file.graph_iri: file for file in data.files}
    for iri in found.graphs:
        path = changes.path_of(project, iri)
        if path is None:  # a file whose name no change would give it; refused before
            raise changes.unchangeable(iri)
        old = files.pop(iri, None)
        former = old.graph if old is not None else turtle.empty()
        removed = _triples(quad for quad in found.removed if graph_of(quad) == iri)
        added = _triples(quad for quad in found.added if graph_of(quad) == iri)
        graph = turtle.empty()
        for triple in (*(set(former) - removed), *added):
            graph.add(triple)
        if not len(graph):
            continue
        text = rewritten(old.text if old is not None else "", iri, former, graph)
        files[iri] = DataFile(path, graph_iri(project, path), turtle.parse(text, iri), text)
    return Dataset(project, tuple(sorted(files.values(), key=lambda file: file.path)))


def _triples(quads: Iterable[Quad]) -> set[tuple[Node, Node, Node]]:
    return set(turtle.graph_of(quads))


def _others(project: Project) -> tuple[Input, ...]:
    """List the files that are not data."""
    inputs = manifest.inputs_of(project)
    data = data_inputs(inputs)
    return tuple(entry for entry in inputs if entry.path not in data)


def _together(others: tuple[Input, ...], project: Project, data: Dataset) -> tuple[Input, ...]:
    said = (Input(project.relative(file.path), digest_of(file.text)) for file in data.files)
    return tuple(sorted((*others, *said), key=lambda entry: entry.path))


def _refuse_other_files(project: Project, others: tuple[Input, ...]) -> None:
    if _others(project) != others:
        raise ReleaseError(
            Text(
                "Ontologien, formene eller reglene ble endret mens endringen ble vurdert.",
                "The ontology, the shapes or the rules were changed while the change was judged.",
            ),
            path=project.root,
            hint=Text("Send endringen på nytt.", "Send the change again."),
        )


def _files(
    project: Project, before: Release, after: Dataset
) -> dict[str, tuple[str | None, str | None]]:
    """Give the checksums, before and after, of the files that differ."""
    new = {project.relative(file.path): digest_of(file.text) for file in after.files}
    return differing(data_inputs(before.manifest.inputs), new)


def _lines(quads: Iterable[Quad]) -> str:
    return "".join(sorted(f"{quad} .\n" for quad in quads))
