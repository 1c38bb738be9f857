"""Who says so: evidence held against the documents themselves.

A passage is a document's IRI with an RFC 5147 fragment, ``#char=1210,1255``: positions between the
Unicode characters of the file as it is, counted from 0. The documents are not part of the project;
whoever has them names their directory, and they are known again by their SHA-256.
"""

from bioclustergraph.provenance.documents import Document, Passage, documents, locate, unread
from bioclustergraph.provenance.judging import check, evidence

__all__ = ["Document", "Passage", "check", "documents", "evidence", "locate", "unread"]
