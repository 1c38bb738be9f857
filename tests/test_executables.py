"""The library of questions as linked data: what is written can be read back and asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import rdflib
from click.testing import CliRunner
from rdflib.compare import isomorphic

from bioclustergraph import queries
from bioclustergraph.cli import questions
from bioclustergraph.cli.asked import Asked
from bioclustergraph.namespaces import FOREIGN
from bioclustergraph.release import assemble

if TYPE_CHECKING:
    from bioclustergraph.project import Project

SH = rdflib.Namespace(FOREIGN["sh"])


@pytest.mark.parametrize(("form", "reads"), [("turtle", "turtle"), ("jsonld", "json-ld")])
def test_every_question_is_read_back_with_its_words(
    project: Project, form: str, reads: str
) -> None:
    found = queries.find(project)
    said = CliRunner().invoke(questions.command(Asked("en", project.root)), ["--format", form])
    back = rdflib.Graph().parse(data=said.output, format=reads)
    assert isomorphic(queries.executables(found.values()), back)
    for question in found.values():
        this = rdflib.URIRef(queries.iri_of(question))
        assert (this, rdflib.RDF.type, SH.SPARQLExecutable) in back
        comments = {str(o) for o in back.objects(this, rdflib.RDFS.comment)}
        assert comments == {question.summary.nb, question.summary.en}
        keywords = {str(o) for o in back.objects(this, rdflib.SDO.keywords)}
        assert keywords == set(question.tags)


def test_each_select_runs_and_its_prefixes_are_declared(project: Project) -> None:
    store = assemble(project)
    found = queries.find(project)
    graph = queries.executables(found.values())
    selects = dict(graph.subject_objects(SH.select))
    assert len(selects) == len(found)
    for question in found.values():
        this = rdflib.URIRef(queries.iri_of(question))
        answer = store.query(str(selects[this]))
        assert isinstance(answer, pyoxigraph.QuerySolutions), question.name
        assert len(list(answer)) >= 0
        for prefix, namespace in re.findall(r"PREFIX ([\w-]+): <(.+)>", question.sparql):
            declared = graph.value(predicate=SH.prefix, object=rdflib.Literal(prefix))
            assert str(graph.value(declared, SH.namespace)) == namespace
