"""The still door: the whole site as files, for any host of static files.

The pages are those of the live door: the same function answers for each address. Only links are
turned, to files and relative to the page, so that the site works under any path; what needs a
server (forms, other days) is left out, and it is said.
"""

from __future__ import annotations

from bioclustergraph.site.checking import check
from bioclustergraph.site.making import Made, make

__all__ = ["Made", "check", "make"]
