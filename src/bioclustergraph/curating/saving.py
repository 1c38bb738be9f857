"""Write files of the project so that a reader, or a crash, never meets half a file."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import FileError, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

_NEW_FILE: Final = 0o666
"""What a new file allows, before the user's umask takes from it."""


def create(path: Path, text: str) -> None:
    """Write a file that is not there yet, whole or not at all.

    Raises:
        FileError: it is there already, or cannot be written.
    """
    with ExitStack() as stack:
        staged = _staged(path, text.encode("utf-8"), stack)
        try:
            # A link fails where the name is taken; a rename would replace the other file.
            path.hardlink_to(staged)
        except FileExistsError as error:
            raise FileError(
                Text("Filen finnes allerede.", "The file is there already."),
                path=path,
                hint=Text(
                    "Rediger den, eller velg et annet navn med --key.",
                    "Edit it, or choose another name with --key.",
                ),
            ) from error
        except OSError as error:
            raise _unwritable(path, error) from error


def replace(texts: Mapping[Path, str]) -> None:
    """Replace files; each is the old or the new one, and none is changed before all are staged.

    Raises:
        FileError: one of them cannot be written; those before it in the order may be the new ones,
            if the rename itself failed.
    """
    with ExitStack() as stack:
        staged = {
            path: _staged(path.resolve(), text.encode("utf-8"), stack)
            for path, text in texts.items()
        }
        for path, temporary in staged.items():
            try:
                temporary.replace(path.resolve())
            except OSError as error:
                raise _unwritable(path, error) from error


def save(path: Path, data: bytes) -> None:
    """Write a file of any kind, replacing one that is there.

    Raises:
        FileError: it cannot be written.
    """
    with ExitStack() as stack:
        try:
            _staged(path, data, stack).replace(path)
        except OSError as error:
            raise _unwritable(path, error) from error


def _staged(path: Path, data: bytes, stack: ExitStack) -> Path:
    """Write a hidden file beside ``path``, on the disk for good; it is removed with the stack."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        stack.callback(_remove, temporary)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o7777 if path.exists() else _NEW_FILE & ~_umask())
    except OSError as error:
        raise _unwritable(path, error) from error
    return temporary


def _remove(path: Path) -> None:
    with suppress(OSError):  # it has been renamed, or its directory is gone
        path.unlink()


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


def _unwritable(path: Path, error: OSError) -> FileError:
    reason = error.strerror or str(error)
    return FileError(
        Text(f"Filen kan ikke skrives: {reason}.", f"The file cannot be written: {reason}."),
        path=path,
        hint=Text(
            "Se etter at mappen finnes, at det er plass, og at du har lov til å skrive der.",
            "See that the directory exists, that there is room, and that you may write there.",
        ),
    )
