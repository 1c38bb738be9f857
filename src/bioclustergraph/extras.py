"""Libraries that not everybody needs: each is installed with an extra of the package."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from bioclustergraph.errors import MissingLibrary, Text

if TYPE_CHECKING:
    from types import ModuleType


def library(name: str, *, extra: str) -> ModuleType:
    """Import a library.

    Args:
        name: the module, such as ``polars``.
        extra: the extra of the package that installs it.

    Raises:
        MissingLibrary: it is not installed; the error says how to.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        root = name.partition(".")[0]
        if error.name is None or error.name.partition(".")[0] != root:
            raise  # it is there, but something that it needs itself is not
        raise missing(root, extra=extra) from error


def missing(name: str, *, extra: str) -> MissingLibrary:
    """Say that something is not installed, and which extra brings it."""
    return MissingLibrary(
        Text(f"{name} er ikke installert.", f"{name} is not installed."),
        hint=Text(
            f"Installer tillegget: pip install 'bioclustergraph[{extra}]'.",
            f"Install the extra: pip install 'bioclustergraph[{extra}]'.",
        ),
    )
