"""Judge the project again at each save: what is new, what is mended."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from bioclustergraph import checking, dataset, extras, ontology
from bioclustergraph.dataset import DataFile, Dataset
from bioclustergraph.errors import BioclustergraphError, ProjectError, Text, TurtleError
from bioclustergraph.report import Finding, Report, Severity

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator
    from pathlib import Path

    import rdflib

    from bioclustergraph.project import Project

_QUIET: Final = 30
"""How many milliseconds without a further change end a save: editors write in several steps."""
_LONGEST: Final = 200
"""How many milliseconds of changes are taken as one save at most."""
_ROUND: Final = 1_000
"""How often, in milliseconds, we look ourselves: some disks tell of no change."""
_WATCHED: Final = frozenset({".ttl", ".rq", ".txt"})

Judge = Callable[["Project", Dataset, "rdflib.Graph"], Report]
"""What judges a project by its data and its ontology."""
Stamp = tuple[int, int, int]
"""By which a file is known to be the same: modified (ns), size, inode."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One judgement, and how it differs from the one before.

    Attributes:
        report: everything that was found.
        new: the findings that were not there before.
        mended: the findings that are gone.
        changed: the files that were saved, from the project's root.
        seconds: how long it took to read and to judge.
    """

    report: Report
    new: tuple[Finding, ...]
    mended: tuple[Finding, ...]
    changed: tuple[str, ...]
    seconds: float


def watch(
    project: Project,
    told: Callable[[Verdict], None],
    *,
    judge: Judge = checking.check,
    stop: threading.Event | None = None,
) -> Report:
    """Judge the project now, and again whenever a file is saved, until ``stop`` is set.

    A file that cannot be read is a finding; everything else is judged by what it last said.

    Args:
        project: the project.
        told: is given each verdict.
        judge: what judges.
        stop: ends the watching; without it, only an interrupt does.

    Returns:
        The last report.

    Raises:
        MissingLibrary: the library that watches is not installed.
        KeyboardInterrupt: somebody interrupted.
    """
    changes = extras.library("watchfiles", extra="curating").watch
    watcher = Watcher(project, judge)
    told(watcher.judge())
    for _ in changes(
        *(project.data, project.ontology, project.shapes, project.queries),
        watch_filter=lambda _change, path: _is_ours(path),
        step=_QUIET,
        debounce=_LONGEST,
        rust_timeout=_ROUND,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=True,
    ):
        if watcher.has_changed():
            told(watcher.judge())
    return watcher.report


@dataclass
class Watcher:
    """Reads only what has changed, and remembers the last verdict.

    Attributes:
        project: the project.
        check: what judges.
        report: the last report.
    """

    project: Project
    check: Judge = checking.check
    report: Report = field(default_factory=Report)
    _stamps: dict[Path, Stamp] = field(default_factory=dict)
    _files: dict[Path, DataFile] = field(default_factory=dict)
    _broken: dict[Path, Finding] = field(default_factory=dict)
    _terms: rdflib.Graph | None = None

    def has_changed(self) -> bool:
        """Say whether a file is not the one that was last judged."""
        return self._look() != self._stamps

    def judge(self) -> Verdict:
        """Read what has changed, and judge everything."""
        begun = time.perf_counter()
        stamps = self._look()
        changed = {
            path
            for path in stamps.keys() | self._stamps.keys()
            if stamps.get(path) != self._stamps.get(path)
        }
        self._stamps = stamps
        self._read(changed)
        report = self._judged()
        before, self.report = self.report, report
        known, now = {_same(f) for f in before}, {_same(f) for f in report}
        return Verdict(
            report,
            tuple(f for f in report if _same(f) not in known),
            tuple(f for f in before if _same(f) not in now),
            tuple(sorted(self.project.relative(path) for path in changed)),
            time.perf_counter() - begun,
        )

    def _read(self, changed: set[Path]) -> None:
        if self._terms is None or any(p.is_relative_to(self.project.ontology) for p in changed):
            self._broken.pop(self.project.ontology, None)
            try:
                self._terms = ontology.load(self.project)
            except TurtleError as error:
                self._broken[self.project.ontology] = self._finding(error)
        for path in sorted(changed):
            if not path.is_relative_to(self.project.data) or path.suffix != ".ttl":
                continue
            self._broken.pop(path, None)
            if path not in self._stamps:
                self._files.pop(path, None)
                continue
            try:
                self._files[path] = dataset.read(self.project, path)
            except (TurtleError, ProjectError) as error:
                # What the file last said stands until it can be read again.
                self._broken[path] = self._finding(error)

    def _judged(self) -> Report:
        broken = tuple(self._broken.values())
        if self._terms is None:
            return Report.of(broken)
        files = tuple(self._files[path] for path in sorted(self._files))
        try:
            found = self.check(self.project, Dataset(self.project, files), self._terms)
        except BioclustergraphError as error:  # a shape or a question cannot be read
            return Report.of((*broken, self._finding(error)))
        return found + Report(broken)

    def _finding(self, error: BioclustergraphError) -> Finding:
        file = None if error.path is None else self.project.relative(error.path)
        return Finding(
            Severity.VIOLATION,
            "readable",
            error.message,
            error.hint or Text("Rett filen, og lagre den.", "Correct the file, and save it."),
            file,
            error.line,
        )

    def _look(self) -> dict[Path, Stamp]:
        """Give the stamp of every file that is judged."""
        return {path: stamp for path in self._paths() if (stamp := _stamp(path)) is not None}

    def _paths(self) -> Iterator[Path]:
        project = self.project
        for folder in (project.data, project.ontology, project.shapes, project.queries):
            for path in folder.rglob("*"):
                if _is_ours(path.name):
                    yield path


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:  # it was renamed while we looked
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _is_ours(path: str) -> bool:
    """Pass over what editors leave behind: ``.#x.ttl``, ``x.ttl~``, ``.x.ttl.swp``, ``4913``."""
    name = path.replace("\\", "/").rpartition("/")[2]
    return not name.startswith((".", "#")) and any(name.endswith(end) for end in _WATCHED)


def _same(finding: Finding) -> Finding:
    """What makes two findings one, whatever line they are on now."""
    return replace(finding, line=None)
