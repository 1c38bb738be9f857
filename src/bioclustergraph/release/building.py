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

from bioclustergraph import checking, ontology
from bioclustergraph.errors import ReleaseError, Text
from bioclustergraph.release import manifest
from bioclustergraph.release.assembly import Assembly, read
from bioclustergraph.release.dumps import dumps
from bioclustergraph.release.manifest import Manifest, Output
from bioclustergraph.release.reading import CURRENT, Release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import rdflib

    from bioclustergraph.dataset import Dataset
    from bioclustergraph.project import Project
    from bioclustergraph.report import Report

_WIP: Final = ".building-"
"""How the names of directories and links begin that are not finished."""

_DIGITS: Final = 12
"""How much of the digest names a release."""


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
    inputs = manifest.inputs_of(project)
    made_with = manifest.made_with()
    digest = manifest.digest_of(inputs, made_with)
    data, terms = read(project)
    progress(Text("Vurderer filene", "Judging the files"))
    report = check(project, data, terms)
    if report.violations:
        return Built(report, None)
    with _translated(directory):
        directory.mkdir(parents=True, exist_ok=True)
        with _alone(directory):
            target = directory / digest[:_DIGITS]
            if not _intact(target):
                progress(Text("Utleder", "Deriving"))
                assembly = Assembly.of(project, data, terms)
                progress(Text("Skriver utgaven", "Writing the release"))
                making = _beside(directory)
                version = ontology.version(terms)
                files = dumps(project, assembly, report, version)
                outputs = [_written(making, *file) for file in files]
                made = Manifest(
                    format=manifest.FORMAT,
                    digest=digest,
                    made_with=made_with,
                    ontology=version,
                    inputs=inputs,
                    outputs=tuple(sorted(outputs, key=lambda output: output.path)),
                )
                _write(making / manifest.NAME, made.to_json().encode())
                _refuse_change(project, inputs)
                _put(making, target)
            progress(Text("Skifter utgave", "Switching releases"))
            _switch(directory, target)
    return Built(report, Release.at(target))


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


def _put(making: Path, target: Path) -> None:
    """Give the finished directory its name; a damaged release of that name is removed."""
    _sync(making)
    if target.exists():
        target.rename(making.with_name(f"{making.name}-damaged"))
    making.rename(target)
    _sync(target.parent)


def _switch(directory: Path, target: Path) -> None:
    """Point the link at the release, in one rename that either happens or does not."""
    link = directory / f"{_WIP}{CURRENT}"
    link.symlink_to(target.name, target_is_directory=True)
    link.replace(directory / CURRENT)
    _sync(directory)


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _beside(directory: Path) -> Path:
    """Give a directory to make the release in; what is left of it is removed by :func:`_alone`."""
    making = Path(tempfile.mkdtemp(prefix=_WIP, dir=directory))
    making.chmod(0o755)  # mkdtemp makes it for its owner only, and a release is to be read by all
    return making


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Hold the directory for one build at a time, and leave nothing unfinished behind.

    What an earlier build left that was killed is removed too: whoever holds the directory knows
    that nobody else is making anything in it.
    """
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        _lock(descriptor, directory)
        _tidy(directory)
        try:
            yield
        finally:
            _tidy(directory)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, directory: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows has no such lock, and no two builds should be run there at once
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise ReleaseError(
            Text("En annen bygging pågår her.", "Another build is under way here."),
            path=directory,
            hint=Text("Vent til den er ferdig.", "Wait until it is done."),
        ) from error


def _tidy(directory: Path) -> None:
    for leftover in directory.glob(f"{_WIP}*"):
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
