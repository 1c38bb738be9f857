"""The still door: the whole site as files, for any host that only hands out files.

Every file is what :meth:`pages.Site.respond` answers for an address, so that the still site and the
live one say the same. What differs is how links are written (:mod:`links`): to files, relative to
the page they stand in, so that the site works under any path and from a disk.
"""

from __future__ import annotations

from bioclustergraph.site.checking import check
from bioclustergraph.site.writing import Place, Written, contents_of, write

__all__ = ["Place", "Written", "check", "contents_of", "write"]
