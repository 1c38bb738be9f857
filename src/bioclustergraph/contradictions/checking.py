"""Judge the curators' resolutions: is what they resolve still there, and is it still the same?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bioclustergraph import inference
from bioclustergraph.contradictions.finding import find, resolutions
from bioclustergraph.errors import Text
from bioclustergraph.names import compact
from bioclustergraph.namespaces import BCG
from bioclustergraph.report import Finding, Report, Severity
from bioclustergraph.store.embedded import EmbeddedStore, merge, quads_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import rdflib

    from bioclustergraph.contradictions.finding import Contradiction, Resolved
    from bioclustergraph.dataset import Dataset
    from bioclustergraph.project import Project


def check(project: Project, dataset: Dataset, ontology: rdflib.Graph) -> Report:
    """Judge the resolutions; where there are none, nothing is compared.

    Raises:
        QueryError: a rule cannot be read or asked.
    """
    import rdflib

    kind = (None, rdflib.RDF.type, rdflib.URIRef(BCG.Resolution))
    if not any(kind in file.graph for file in dataset.files):
        return Report()
    store = EmbeddedStore.of(
        merge(
            [
                *(q for file in dataset.files for q in quads_of(file.graph, file.graph_iri)),
                *quads_of(ontology, inference.ONTOLOGY_GRAPH),
            ]
        )
    )
    inference.derive(store, project)
    found = {contradiction.iri: contradiction for contradiction in find(store, project)}
    every = resolutions(store, project)
    findings = [
        finding
        for resolution in every
        for finding in _judged(resolution, found.get(resolution.contradiction), dataset)
    ]
    return Report.of(findings, resolutions=len(every))


def _judged(
    resolution: Resolved, contradiction: Contradiction | None, dataset: Dataset
) -> Iterator[Finding]:
    name = compact(resolution.contradiction)
    if contradiction is None:
        yield _warning(
            dataset,
            resolution,
            BCG.resolves,
            Text(
                f"Det er ikke lenger noen motsigelse {name}.",
                f"There is no contradiction {name} any more.",
            ),
            Text(
                "Se hva som er endret med «bioclustergraph contradictions», og fjern avgjørelsen "
                "eller la den gjelde en annen.",
                "See what has changed with “bioclustergraph contradictions”, and remove the "
                "resolution or let it be about another.",
            ),
        )
        return
    younger = [claim for claim in contradiction.claims if not resolution.weighed(claim)]
    if younger:
        names = ", ".join(compact(claim.iri) for claim in younger)
        yield _warning(
            dataset,
            resolution,
            BCG.resolves,
            Text(
                f"{name} er åpen igjen: {names} står i et dokument som er yngre enn avgjørelsen.",
                f"{name} is open again: {names} stands in a document younger than the resolution.",
            ),
            Text(
                "Vei den nye påstanden med, og sett dagens dato.",
                "Weigh the new claim as well, and set the date of today.",
            ),
        )
    if resolution.prefers is not None and resolution.prefers not in {
        claim.iri for claim in contradiction.claims
    }:
        yield _warning(
            dataset,
            resolution,
            BCG.prefersClaim,
            Text(
                f"{compact(resolution.prefers)} er ikke en av påstandene i {name}.",
                f"{compact(resolution.prefers)} is not one of the claims of {name}.",
            ),
            Text(
                "La bcg:prefersClaim være en av dem, eller ta den bort.",
                "Let bcg:prefersClaim be one of them, or remove it.",
            ),
        )


def _warning(
    dataset: Dataset, resolution: Resolved, path: str, message: Text, remedy: Text
) -> Finding:
    file, line = dataset.place(resolution.iri, path)
    return Finding(
        severity=Severity.WARNING,
        rule="resolutions",
        message=message,
        remedy=remedy,
        file=file,
        line=line,
        focus=resolution.iri,
        path=path,
    )
