"""A report in a form: for people to read, to mail and to see in an editor, and for programs.

The same report gives the same bytes in every form but HTML and text, which speak one language.
What is new since a former report is told in all of them (:mod:`bioclustergraph.verdicts.trends`).
"""

from bioclustergraph.verdicts.forms import FORMS, MEDIA_TYPES, Form, written
from bioclustergraph.verdicts.groups import BY, Group, grouped
from bioclustergraph.verdicts.keeping import kept, read
from bioclustergraph.verdicts.trends import Trend, since

__all__ = [
    "BY",
    "FORMS",
    "MEDIA_TYPES",
    "Form",
    "Group",
    "Trend",
    "grouped",
    "kept",
    "read",
    "since",
    "written",
]
