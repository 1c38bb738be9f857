"""Change without fear: a change is judged like the files, and is a release or nothing.

There is no HTTP in here; the server runs :mod:`process` and opens the door to write.
"""

from __future__ import annotations

from bioclustergraph.editing.applying import Outcome, apply
from bioclustergraph.editing.changes import Change, GraphOperation, Update
from bioclustergraph.editing.journal import Journal, Transaction

__all__ = ["Change", "GraphOperation", "Journal", "Outcome", "Transaction", "Update", "apply"]
