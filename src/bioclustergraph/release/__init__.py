"""Releases: a directory with the graphs, their dumps, the report and a manifest.

The same files and the same engine give the same bytes. A release is made beside the current one and
switched in by one atomic rename; whatever goes wrong before that leaves the old one as it was.
"""

from bioclustergraph.release.assembly import Assembly, assemble, read
from bioclustergraph.release.building import Built, build
from bioclustergraph.release.manifest import Input, Manifest, Output
from bioclustergraph.release.reading import Release, current, is_fresh

__all__ = [
    "Assembly",
    "Built",
    "Input",
    "Manifest",
    "Output",
    "Release",
    "assemble",
    "build",
    "current",
    "is_fresh",
    "read",
]
