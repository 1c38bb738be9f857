"""The libraries that draw, which not everybody installs."""

from __future__ import annotations

import importlib
from typing import Any

from bioclustergraph.errors import PictureError, Text


def needed(module: str) -> Any:  # noqa: ANN401  # a module is an object of its own type
    """Import a library of the extra ``pictures``.

    Raises:
        PictureError: it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise missing(module.partition(".")[0]) from error


def missing(library: str) -> PictureError:
    """Say that a library is not installed, and how it becomes so."""
    return PictureError(
        Text(f"{library} er ikke installert.", f"{library} is not installed."),
        hint=Text(
            "Installer tillegget: pip install 'bioclustergraph[pictures]'.",
            "Install the extra: pip install 'bioclustergraph[pictures]'.",
        ),
    )
