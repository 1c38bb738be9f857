"""What stands at each address: from a request to a response, and nothing else.

Nothing here listens, waits or runs beside something else. The live door (:mod:`server`) calls
:meth:`Site.respond` in processes that can be ended, the still door (:mod:`site`) for every page it
writes; both thus give the same bytes.
"""

from __future__ import annotations

from bioclustergraph.pages.frame.limits import Limits
from bioclustergraph.pages.frame.problems import Problem, Problems
from bioclustergraph.pages.frame.rendering import Renderer
from bioclustergraph.pages.holdings import Holdings
from bioclustergraph.pages.site import Site

__all__ = ["Holdings", "Limits", "Problem", "Problems", "Renderer", "Site"]
