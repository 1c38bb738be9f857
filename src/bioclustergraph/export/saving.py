"""Directories of files that are there whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import FileError, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

LIST: Final = ".bioclustergraph-export"
"""The file that names what we wrote in a directory: only that is ever replaced."""

_READABLE: Final = 0o755


def save_directory(directory: Path, files: Mapping[str, bytes]) -> None:
    """Write a directory; one that we wrote before, and in which nothing else is, is replaced.

    All files are written and synchronised beside, and come into place by a rename. Where another
    one has to go first, there is a moment in which neither has the name: whoever is killed in it
    finds the former beside, as ``.<name>.former-…``.

    Args:
        directory: where.
        files: the bytes by the name of the file, with ``/`` between directories.

    Raises:
        FileError: it holds what is not ours, or cannot be written.
    """
    directory = directory.absolute()
    _refuse_foreign(directory)
    try:
        _remove_leftovers(directory)
        making = Path(
            tempfile.mkdtemp(prefix=f".{directory.name}.{os.getpid()}-", dir=directory.parent)
        )
    except OSError as error:
        raise _unwritable(directory, error) from error
    try:
        listed = "".join(f"{name}\n" for name in sorted(files))
        for name, data in {**files, LIST: listed.encode()}.items():
            _write(making / name, data)
        making.chmod(_READABLE)
        _switch(making, directory)
    except OSError as error:
        raise _unwritable(directory, error) from error
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _switch(making: Path, directory: Path) -> None:
    if not directory.exists():
        making.rename(directory)
        return
    former = Path(tempfile.mkdtemp(prefix=f".{directory.name}.former-", dir=directory.parent))
    directory.rename(former / directory.name)
    try:
        making.rename(directory)
    except OSError:
        (former / directory.name).rename(directory)
        raise
    finally:
        shutil.rmtree(former, ignore_errors=True)


def _refuse_foreign(directory: Path) -> None:
    if not directory.exists():
        return
    try:
        if not directory.is_dir() or directory.is_symlink():
            raise _foreign(directory, directory.name)
        there = {
            path.relative_to(directory).as_posix()
            for path in directory.rglob("*")
            if not path.is_dir()
        }
        listing = directory / LIST
        ours = set(listing.read_text().splitlines()) | {LIST} if listing.is_file() else set()
    except OSError as error:
        raise _unwritable(directory, error) from error
    for name in sorted(there - ours):
        raise _foreign(directory, name)


def _remove_leftovers(directory: Path) -> None:
    """Remove what runs have left that were killed; what a living one is making stays."""
    pattern = re.compile(rf"\.{re.escape(directory.name)}\.(\d+)-\w+")
    for path in directory.parent.iterdir():
        match = pattern.fullmatch(path.name)
        if match is not None and not _lives(int(match[1])):
            shutil.rmtree(path, ignore_errors=True)


def _lives(process: int) -> bool:
    with suppress(OSError):
        os.kill(process, 0)
        return True
    return False


def _foreign(directory: Path, name: str) -> FileError:
    return FileError(
        Text(
            f"Det er noe her som vi ikke har skrevet: {name}.",
            f"There is something here that we did not write: {name}.",
        ),
        path=directory,
        hint=Text(
            "Velg en ny mappe, eller flytt det; det blir ikke skrevet over.",
            "Choose a new directory, or move it; it is not written over.",
        ),
    )


def _unwritable(path: Path, error: OSError) -> FileError:
    reason = error.strerror or str(error)
    return FileError(
        Text(f"Mappen kan ikke skrives: {reason}.", f"The directory cannot be written: {reason}."),
        path=path,
        hint=Text(
            "Se etter at mappen over finnes, at det er plass, og at du har lov til å skrive der.",
            "See that the directory above is there, that there is room, and that you may write.",
        ),
    )
