"""How much has been read of the documents, and how much is said in both languages."""

from bioclustergraph.coverage.documents import DocumentCoverage, Stretch, measure
from bioclustergraph.coverage.languages import Lack, LanguageCoverage, both_languages

__all__ = [
    "DocumentCoverage",
    "Lack",
    "LanguageCoverage",
    "Stretch",
    "both_languages",
    "measure",
]
