"""Which engines there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.validation.reference import pyshacl_engine
from bioclustergraph.validation.swift import turbo_engine

if TYPE_CHECKING:
    from bioclustergraph.validation.engine import Engine

ENGINES: Final[dict[str, Engine]] = {"turbo": turbo_engine, "pyshacl": pyshacl_engine}
"""The engines by the name that ``check --engine`` takes; the first is in use."""
