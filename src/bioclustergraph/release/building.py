"""Judge, make and switch: the way from the files to a release that is served."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bioclustergraph import checking, locking, ontology
from bioclustergraph.errors import BioclustergraphError, ReleaseBusy, ReleaseError, Text
from bioclustergraph.release import changes, history, keeping, library, manifest
from bioclustergraph.release.assembly import Assembly, read
from bioclustergraph.release.dumps import dumps
from bioclustergraph.release.history import Switch
from bioclustergraph.release.manifest import Manifest, Output
from bioclustergraph.release.reading import CURRENT, SHOWN, Release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import rdflib

    from bioclustergraph.dataset import Dataset
    from bioclustergraph.project import Project
    from bioclustergraph.report import Report

WIP: Final = ".building-"
"""How the names of directories and links begin that are not finished."""


@dataclass(frozen=True)
class Material:
    """What a release is made of.

    Attributes:
        inputs: the files, with their checksums.
        data: what the files under ``data/`` say; they need not lie on the disk.
        terms: the ontology.
    """

    inputs: tuple[manifest.Input, ...]
    data: Dataset
    terms: rdflib.Graph


@dataclass(frozen=True)
class Built:
    """What came of a build.

    Attributes:
        report: what the checks found.
        release: the release that is now current; ``None`` if there were violations, and then
            nothing was written or switched.
    """

    report: Report
    release: Release | None


def build(
    project: Project,
    directory: Path,
    *,
    check: Callable[[Project, Dataset, rdflib.Graph], Report] = checking.check,
    progress: Callable[[Text], None] = lambda _step: None,
) -> Built:
    """Make a release of the project's files in ``directory`` and switch to it.

    Args:
        project: the files.
        directory: where releases are kept; made if it is not there.
        check: judges the files; by default hygiene and SHACL.
        progress: is told each step as it begins.

    Raises:
        TurtleError: a file is broken.
        ProjectError: a file has a name that the build needs.
        QueryError: a rule cannot be read or run.
        ReleaseError: the release cannot be written, or the files changed during the build.
    """
    progress(Text("Leser filene", "Reading the files"))
    before = _current(directory)
    inputs = manifest.inputs_of(project)
    material = Material(inputs, *read(project))
    progress(Text("Vurderer filene", "Judging the files"))
    report = check(project, material.data, material.terms)
    if report.violations:
        return Built(report, None)
    with alone(directory):
        former = _served(directory)
        target = make(
            project,
            directory,
            material,
            report,
            progress=progress,
            settled=lambda: _refuse_change(project, inputs),
        )
        progress(Text("Skifter utgave", "Switching releases"))
        _refuse_other(directory, {before, target.name})
        switch(directory, target)
    made = Release.at(target)
    if former is not None and former.name != made.name:
        progress(Text("Ser hva som er endret", "Seeing what has changed"))
        # The release is made and served; what has changed can be told later as well.
        with suppress(BioclustergraphError, OSError):
            changes.keep(project, directory, former, made)
    return Built(report, made)


def _served(directory: Path) -> Release | None:
    try:
        return Release.at((directory / CURRENT).resolve())
    except (ReleaseError, RuntimeError):
        return None


def make(  # noqa: PLR0913 - what, where, of what, and two that are called on the way
    project: Project,
    directory: Path,
    material: Material,
    report: Report,
    *,
    progress: Callable[[Text], None] = lambda _step: None,
    settled: Callable[[], None] = lambda: None,
) -> Path:
    """Make a release, unless it is there already, and do not switch to it.

    Args:
        project: whose rules and questions count.
        directory: where releases are kept; held by the caller (:func:`alone`).
        material: what it is made of.
        report: what the checks found in it.
        progress: is told each step as it begins.
        settled: raises an error if the material is no longer what it was; asked last of all.

    Returns:
        The directory of the release; everything in it is on the disk.

    Raises:
        QueryError: a rule cannot be read or run.
        OSError: the release cannot be written.
    """
    made_with = manifest.made_with()
    digest = manifest.digest_of(material.inputs, made_with)
    target = directory / digest[:SHOWN]
    if _intact(target):
        library.keep(project, directory, material.inputs)
        return target
    progress(Text("Utleder", "Deriving"))
    assembly = Assembly.of(project, material.data, material.terms)
    progress(Text("Skriver utgaven", "Writing the release"))
    making = _beside(directory)
    version = ontology.version(material.terms)
    files = dumps(project, assembly, report, version)
    outputs = [_written(making, *file) for file in files]
    made = Manifest(
        format=manifest.FORMAT,
        digest=digest,
        made_with=made_with,
        ontology=version,
        inputs=material.inputs,
        outputs=tuple(sorted(outputs, key=lambda output: output.path)),
    )
    _write(making / manifest.NAME, made.to_json().encode())
    settled()
    library.keep(project, directory, material.inputs)
    put(making, target)
    return target


def _refuse_change(project: Project, inputs: tuple[manifest.Input, ...]) -> None:
    """Refuse a release whose manifest would name other files than those that were read."""
    if manifest.inputs_of(project) != inputs:
        raise ReleaseError(
            Text(
                "Prosjektets filer ble endret mens utgaven ble bygd.",
                "The project's files were changed while the release was built.",
            ),
            path=project.root,
            hint=Text("Bygg på nytt.", "Build again."),
        )


def _current(directory: Path) -> str:
    """Give the name of the release that is current; empty if there is none."""
    try:
        return (directory / CURRENT).readlink().name
    except OSError:
        return ""


def _refuse_other(directory: Path, expected: set[str]) -> None:
    """Refuse to go past a release that came while this one was made: a change that was accepted."""
    if _current(directory) not in expected:
        raise ReleaseError(
            Text(
                "En annen utgave ble gjeldende mens denne ble bygd.",
                "Another release became current while this one was built.",
            ),
            path=directory,
            hint=Text("Bygg på nytt.", "Build again."),
        )


def _intact(target: Path) -> bool:
    try:
        Release.at(target).verify()
    except ReleaseError:
        return False
    return True


# --- on disk --------------------------------------------------------------------------------------


def _written(directory: Path, name: str, content: bytes, triples: int) -> Output:
    _write(directory / name, content)
    return Output(name, manifest.sha256(content), len(content), triples)


def _write(path: Path, content: bytes) -> None:
    """Write a file so that it is on the disk, and not only on its way there."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def put(making: Path, target: Path) -> None:
    """Give the finished directory its name; a damaged release of that name is removed."""
    _sync(making)
    if target.exists():
        target.rename(making.with_name(f"{making.name}-damaged"))
    making.rename(target)
    _sync(target.parent)


def switch(
    directory: Path, target: Path, *, who: str | None = None, why: str | None = None
) -> None:
    """Point the link at the release, in one rename that either happens or does not.

    The history is written afterwards, so that it names no switch that did not happen; a line that a
    fault of the machine leaves out is made good at the next switch.

    Args:
        directory: where releases are kept; held by the caller (:func:`alone`).
        target: the directory of the release, in ``directory``.
        who: who made the release, if known.
        why: the reason that was given, if any.
    """
    with suppress(OSError):  # as below
        if (left_out := keeping.unrecorded(directory)) is not None:
            history.record(directory, left_out)
    if (directory / CURRENT).resolve() == target.resolve():
        return
    link = directory / f"{WIP}{CURRENT}"
    link.symlink_to(target.name, target_is_directory=True)
    link.replace(directory / CURRENT)
    _sync(directory)
    made = Release.at(target).manifest
    with suppress(OSError):  # what is served has been switched; a full disk takes nothing back
        history.record(directory, Switch(history.now(), made.digest, made.ontology, who, why))


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _beside(directory: Path) -> Path:
    """Give a directory to make the release in; what is left of it is removed by :func:`alone`."""
    making = Path(tempfile.mkdtemp(prefix=WIP, dir=directory))
    making.chmod(0o755)  # mkdtemp makes it for its owner only, and a release is to be read by all
    return making


@contextmanager
def alone(directory: Path, *, patience: float = 0.0) -> Iterator[None]:
    """Hold a directory of releases, which is made if it is not there.

    Args:
        directory: the directory.
        patience: how many seconds to wait for another who holds it.

    Raises:
        ReleaseError: another holds it, or it cannot be written to.
    """
    with _translated(directory):
        directory.mkdir(parents=True, exist_ok=True)
        with locking.held(directory, busy=lambda: _busy(directory), tidy=_tidy, patience=patience):
            yield


def _busy(directory: Path) -> ReleaseBusy:
    return ReleaseBusy(
        Text("En annen bygging pågår her.", "Another build is under way here."),
        path=directory,
        hint=Text("Vent til den er ferdig.", "Wait until it is done."),
    )


def _tidy(directory: Path) -> None:
    for leftover in directory.glob(f"{WIP}*"):
        if leftover.is_symlink():
            with suppress(OSError):
                leftover.unlink()
        else:
            shutil.rmtree(leftover, ignore_errors=True)


@contextmanager
def _translated(directory: Path) -> Iterator[None]:
    """Say in plain words what the system refused."""
    try:
        yield
    except OSError as error:
        message, hint = _REFUSALS.get(error.errno or 0, _OTHER)
        reason = error.strerror or str(error)
        raise ReleaseError(
            Text(f"{message.nb} ({reason}).", f"{message.en} ({reason})."),
            path=directory,
            hint=hint,
        ) from error


_FULL: Final = (
    Text("Det er ikke plass til utgaven", "There is no room for the release"),
    Text(
        "Frigjør plass og bygg på nytt. Den forrige utgaven er urørt.",
        "Free some space and build again. The former release is untouched.",
    ),
)
_CLOSED: Final = (
    Text("Mappen kan ikke skrives i", "The directory cannot be written to"),
    Text("Velg en annen mappe, eller gi skrivetilgang.", "Choose another, or give write access."),
)
_NO_DIRECTORY: Final = (
    Text("Dette er ikke en mappe å legge utgaver i", "This is no directory to keep releases in"),
    Text(
        "Velg en annen mappe, eller flytt det som står i veien.",
        "Choose another directory, or move what is in the way.",
    ),
)
_OTHER: Final = (
    Text("Utgaven kan ikke skrives", "The release cannot be written"),
    Text("Den forrige utgaven er urørt.", "The former release is untouched."),
)
_REFUSALS: Final = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EACCES: _CLOSED,
    errno.EPERM: _CLOSED,
    errno.EROFS: _CLOSED,
    errno.ENOTDIR: _NO_DIRECTORY,
    errno.EEXIST: _NO_DIRECTORY,
    errno.EISDIR: _NO_DIRECTORY,
}
