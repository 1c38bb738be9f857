"""The live door: a SPARQL endpoint that reads, and a page for every IRI, over HTTP.

One process reads requests and never runs a query (:mod:`front`); others answer them and can be
ended (:mod:`bioclustergraph.workers`).
"""

from __future__ import annotations

from bioclustergraph.server.running import Door, serve

__all__ = ["Door", "serve"]
