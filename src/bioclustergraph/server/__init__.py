"""The live door: a SPARQL endpoint that reads, and a page for every IRI."""

from __future__ import annotations

from bioclustergraph.server.application import app
from bioclustergraph.server.running import serve

__all__ = ["app", "serve"]
