"""Copy all releases with their history into one file, and bring them back.

A backup is an ordinary tar archive: every release that is whole, the journal, the history and the
texts, then ``SHA256SUMS`` over all of them (``sha256sum -c`` reads it), and ``current`` with the
digest of the release that is current. It is written beside and renamed, so that it is whole or not
there; releases are never changed, so that it is consistent while the server runs.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import tarfile
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bioclustergraph import release
from bioclustergraph.editing import journal as journals
from bioclustergraph.editing.journal import Journal
from bioclustergraph.editing.stated import TEXTS, data_inputs, differing, sync
from bioclustergraph.errors import BackupError, ReleaseError, Text
from bioclustergraph.release import Release, building, history
from bioclustergraph.release.manifest import sha256

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO, Literal

SUMS: Final = "SHA256SUMS"
CURRENT: Final = "current"
_MODES: Final[dict[str, Literal["w:", "w:gz", "w:xz"]]] = {
    ".tar": "w:",
    ".tar.gz": "w:gz",
    ".tgz": "w:gz",
    ".tar.xz": "w:xz",
}
_RELEASE: Final = re.compile(r"[0-9a-f]{12}")
_MEMBER: Final = re.compile(r"(?:[0-9a-f]{12}|\.texts)/[A-Za-z0-9][A-Za-z0-9._-]*|[a-zA-Z0-9.]+")
_FILES: Final = (journals.NAME, history.NAME)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a backup holds.

    Attributes:
        digest: the release that is current in it.
        releases: how many there are.
        bytes: how large the backup is.
    """

    digest: str
    releases: int
    bytes: int


def save(directory: Path, destination: Path, patience: float = 60.0) -> Saved:
    """Write a backup of a directory of releases.

    Args:
        directory: where releases are kept.
        destination: the file: ``.tar``, ``.tar.gz`` or ``.tar.xz``; it must not be there.
        patience: how many seconds to wait for another who writes.

    Raises:
        BackupError: the file is there, has another suffix, or cannot be written.
        ReleaseError: there is no release, or the current one is damaged.
    """
    mode = next((m for suffix, m in _MODES.items() if destination.name.endswith(suffix)), None)
    if mode is None:
        raise BackupError(
            Text("En sikkerhetskopi er en tar-fil.", "A backup is a tar file."),
            path=destination,
            hint=Text(
                f"La navnet slutte på {', '.join(_MODES)}.",
                f"Let the name end in {', '.join(_MODES)}.",
            ),
        )
    if destination.exists():
        raise BackupError(
            Text("Filen finnes.", "The file is there."),
            path=destination,
            hint=Text("Velg et annet navn.", "Choose another name."),
        )
    with building.alone(directory, patience=patience):
        Journal.settled(directory)
        now = release.current(directory)
        now.verify()
        whole = [at for at in sorted(directory.iterdir()) if _is_whole(at)]
        making = destination.with_name(f".{destination.name}-making")
        try:
            with making.open("wb") as file:
                with tarfile.open(fileobj=file, mode=mode) as archive:
                    _fill(archive, directory, whole, now.manifest.digest)
                file.flush()
                os.fsync(file.fileno())
            size = making.stat().st_size
            making.replace(destination)
            sync(destination.parent)
        except OSError as error:
            with suppress(OSError):
                making.unlink()
            raise BackupError(
                Text(
                    f"Sikkerhetskopien kan ikke skrives ({error.strerror}).",
                    f"The backup cannot be written ({error.strerror}).",
                ),
                path=destination,
                hint=Text("Velg et annet sted, eller gi plass.", "Choose another place."),
            ) from error
    return Saved(now.manifest.digest, len(whole), size)


def _is_whole(directory: Path) -> bool:
    if directory.is_symlink() or not _RELEASE.fullmatch(directory.name):
        return False
    try:
        Release.at(directory).verify()
    except ReleaseError:
        return False
    return True


def _fill(archive: tarfile.TarFile, directory: Path, whole: list[Path], digest: str) -> None:
    sums = []
    for path in _files(directory, whole):
        content = path.read_bytes()
        name = path.relative_to(directory).as_posix()
        _add(archive, name, content)
        sums.append(f"{sha256(content)}  {name}\n")
    content = f"{digest}\n".encode()
    _add(archive, CURRENT, content)
    sums.append(f"{sha256(content)}  {CURRENT}\n")
    _add(archive, SUMS, "".join(sums).encode())


def _files(directory: Path, whole: list[Path]) -> Iterator[Path]:
    for at in whole:
        yield from sorted(path for path in at.iterdir() if path.is_file())
    texts = directory / TEXTS
    if texts.is_dir():
        yield from sorted(path for path in texts.iterdir() if not path.name.startswith("."))
    for name in _FILES:
        if (directory / name).exists():
            yield directory / name


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    """Add a file whose bytes, and nothing else of it, count: no time, no owner."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o644
    archive.addfile(entry, io.BytesIO(content))


def bring_back(source: Path, directory: Path, author: str, patience: float = 10.0) -> Release:
    """Make the release that is current in a backup the current one here, and bring all others too.

    Everything is held against its checksum before anything is put in its place. Releases and texts
    that are here stay. A journal that is here is kept, and the return is written into it; where
    there is none, that of the backup comes along.

    Raises:
        BackupError: the file is not a backup, is damaged, or cannot be read.
        ReleaseError: what is here cannot be written to, or another writes.
    """
    with building.alone(directory, patience=patience):
        # Beside, and by a name that whoever holds the directory next tidies away.
        making = Path(tempfile.mkdtemp(prefix=building.WIP, dir=directory))
        digest = _unpacked(source, making)
        for at in sorted(making.iterdir()):
            if _RELEASE.fullmatch(at.name) and not _is_whole(directory / at.name):
                at.chmod(0o755)
                sync(at)
                building.put(at, directory / at.name)
        _bring_texts(making, directory)
        for name in _FILES:
            if (making / name).exists() and not (directory / name).exists():
                (making / name).replace(directory / name)
        sync(directory)
        journal = Journal.settled(directory)
        parent, old = "", {}
        with suppress(ReleaseError):  # there is none here yet
            now = release.current(directory).manifest
            parent, old = now.digest, data_inputs(now.inputs)
        target = directory / digest[:12]
        made = Release.at(target)
        if parent == digest:
            return made
        transaction = journal.begin(
            kind="restore",
            author=author,
            reason=f"backup {source.name}",
            parent=parent,
            digest=digest,
            files=differing(old, data_inputs(made.manifest.inputs)) if old else {},
        )
        building.switch(directory, target, who=author, why=transaction.reason)
        journal.decide(is_done=True)
        return made


def _bring_texts(making: Path, directory: Path) -> None:
    if not (making / TEXTS).is_dir():
        return
    texts = directory / TEXTS
    texts.mkdir(exist_ok=True)
    for path in (making / TEXTS).iterdir():
        if not (texts / path.name).exists():
            path.replace(texts / path.name)
    sync(texts)


def _unpacked(source: Path, making: Path) -> str:
    """Unpack a backup, hold every file against its checksum, and give the current digest."""
    try:
        with tarfile.open(source, "r:*") as archive:
            for member in archive:
                if not member.isfile() or not _MEMBER.fullmatch(member.name):
                    raise _damaged(source, member.name)
                file = archive.extractfile(member)
                if file is not None:
                    _written(making / member.name, file)
        sums = (making / SUMS).read_text(encoding="ascii")
        digest = (making / CURRENT).read_text(encoding="ascii").strip()
    except (OSError, tarfile.TarError, EOFError, UnicodeDecodeError, ValueError) as error:
        raise BackupError(
            Text(
                f"Sikkerhetskopien kan ikke leses ({error}).",
                f"The backup cannot be read ({error}).",
            ),
            path=source,
            hint=Text("Bruk en annen kopi.", "Use another copy."),
        ) from error
    said = {
        name: digest for digest, _, name in (line.partition("  ") for line in sums.splitlines())
    }
    there = {
        path.relative_to(making).as_posix(): sha256(path.read_bytes())
        for path in making.rglob("*")
        if path.is_file() and path != making / SUMS
    }
    for name in sorted(said.keys() | there.keys()):
        if said.get(name) != there.get(name):
            raise _damaged(source, name)
    if not _is_whole(making / digest[:12]):
        raise _damaged(source, CURRENT)
    return digest


def _written(path: Path, file: IO[bytes]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("xb") as target:
        shutil.copyfileobj(file, target)
        target.flush()
        os.fsync(target.fileno())


def _damaged(source: Path, name: str) -> BackupError:
    return BackupError(
        Text(
            f"Sikkerhetskopien er skadet: {name} er ikke som den ble skrevet.",
            f"The backup is damaged: {name} is not as it was written.",
        ),
        path=source,
        hint=Text(
            "Ingenting er endret. Bruk en annen kopi.", "Nothing was changed. Use another copy."
        ),
    )
