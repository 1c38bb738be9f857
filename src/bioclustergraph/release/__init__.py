"""Releases: a directory with the graphs, their dumps, the report and a manifest.

The same files and the same engine give the same bytes. A release is made beside the current one and
switched in by one atomic rename; whatever goes wrong before that leaves the old one as it was.
"""

from bioclustergraph.release.assembly import Assembly, assemble, read
from bioclustergraph.release.building import Built, build
from bioclustergraph.release.history import Switch
from bioclustergraph.release.keeping import Kept, find, kept, listed, removable
from bioclustergraph.release.library import project_of
from bioclustergraph.release.manifest import Input, Manifest, Output
from bioclustergraph.release.pruning import prune
from bioclustergraph.release.reading import Release, current, is_fresh
from bioclustergraph.release.sides import FILES, between, side

__all__ = [
    "FILES",
    "Assembly",
    "Built",
    "Input",
    "Kept",
    "Manifest",
    "Output",
    "Release",
    "Switch",
    "assemble",
    "between",
    "build",
    "current",
    "find",
    "is_fresh",
    "kept",
    "listed",
    "project_of",
    "prune",
    "read",
    "removable",
    "side",
]
