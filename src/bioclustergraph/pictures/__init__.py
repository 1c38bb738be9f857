"""Pictures of networks: nodes and lines, timelines, matrices; as SVG, PNG and PDF.

Graphviz lays out, vl-convert makes PNG and PDF, ReportLab knows how wide letters are: the extra
``pictures``. What is drawn, and what it means, is decided here (decision 0023).
"""

from bioclustergraph.pictures.colouring import CHOICES as COLOURS
from bioclustergraph.pictures.drawing import KINDS, picture
from bioclustergraph.pictures.rendering import FORMS, form_of, rendered

__all__ = ["COLOURS", "FORMS", "KINDS", "form_of", "picture", "rendered"]
