"""What the dataset says of itself: VoID, DCAT-AP-NO, schema.org, a service description, listings.

What no build can know stands in the Turtle files of ``queries/descriptions/``; everything that can
be counted is counted by the queries there, in what has been built. So the two cannot drift apart.
"""

from __future__ import annotations

from bioclustergraph.descriptions.catalog import catalog
from bioclustergraph.descriptions.files import Dump
from bioclustergraph.descriptions.listings import Entry, feed, robots, sitemaps
from bioclustergraph.descriptions.parts import turtle
from bioclustergraph.descriptions.schema_org import schema_org
from bioclustergraph.descriptions.service import service
from bioclustergraph.descriptions.void import void

__all__ = [
    "Dump",
    "Entry",
    "catalog",
    "feed",
    "robots",
    "schema_org",
    "service",
    "sitemaps",
    "turtle",
    "void",
]
