"""Questions: named ``.rq`` files that run as they are in any SPARQL client.

A question is one SPARQL file. Its header, in lines that begin with ``#+``, is YAML as in grlc: a
summary, tags, and the types of its parameters. A parameter is a line ``VALUES ?name { … }`` with a
real value in it, so that the file is complete as it stands; to ask with another value is to put
another term between the braces. A line that begins with ``#sources`` gives, when it is
un-commented, the relations that each row rests on. Nothing else of the text is ever changed.
"""

from bioclustergraph.queries.executables import LIBRARY, executables, iri_of
from bioclustergraph.queries.model import Parameter, Question
from bioclustergraph.queries.reading import find, header_of, load, named, parse, text_of
from bioclustergraph.queries.terms import VALUE_TYPES, plain

__all__ = [
    "LIBRARY",
    "VALUE_TYPES",
    "Parameter",
    "Question",
    "executables",
    "find",
    "header_of",
    "iri_of",
    "load",
    "named",
    "parse",
    "plain",
    "text_of",
]
