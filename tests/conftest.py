"""What every test may ask for: the project, the source documents, and quiet property tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from bioclustergraph.project import Project

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def project() -> Project:
    """The project whose files are in this checkout."""
    return Project(ROOT)


@pytest.fixture(scope="session")
def documents() -> Path:
    """The folder with the source documents; tests that need them are skipped where it is absent.

    The documents are not part of the project: their texts belong to those who wrote them.
    """
    named = os.environ.get("BIOCLUSTERGRAPH_DOCUMENTS")
    folder = Path(named) if named else ROOT.parent / "shared" / "sources"
    if not folder.is_dir():
        pytest.skip(
            "the source documents are not here: set BIOCLUSTERGRAPH_DOCUMENTS "
            f"(or run `make test DOCUMENTS=…`) to the folder that holds them; looked in {folder}"
        )
    return folder.resolve()
