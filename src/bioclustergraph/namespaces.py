"""Every prefix the project uses, and our own terms as a closed namespace.

``BCG.Membership`` is the IRI of a term as text; a misspelt term is an ``AttributeError`` at once,
and ``tests/test_namespaces.py`` holds the list of terms against ``ontology/``. The prefixes of
individuals are one a kind, because a slash in a local name prints badly everywhere.
"""

from __future__ import annotations

from typing import Final

BASE: Final = "https://w3id.org/bioclustergraph/"

KINDS: Final = (
    "organisation",
    "cluster",
    "network",
    "person",
    "project",
    "programme",
    "place",
    "document",
)
"""Kinds of thing: each has pages at ``id/<kind>/<key>``."""

RELATION_KINDS: Final = (
    "membership",
    "partnership",
    "facilitation",
    "position",
    "programme-participation",
    "programme-absence",
    "programme-engagement",
    "project-participation",
    "presence",
    "place-containment",
    "naming",
    "existence",
    "incorporation",
    "merger",
)
"""Kinds of relation node: ``id/<kind>/<a>--<b>--<start>``."""

SCHEMES: Final = (
    "membership-role",
    "partnership-role",
    "facilitation-role",
    "position-role",
    "programme-level",
    "programme-role",
    "project-role",
    "presence-role",
    "name-kind",
    "legal-form",
    "end-state",
    "date-basis",
)
"""Concept schemes: ``scheme/<scheme>/<concept>``."""

FOREIGN: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "dingo": "https://w3id.org/dingo#",
    "dqv": "http://www.w3.org/ns/dqv#",
    "eurio": "http://data.europa.eu/s66#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rov": "http://www.w3.org/ns/regorg#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes of the vocabularies we reuse."""

PREFIXES: Final = {
    "alignment": f"{BASE}alignment/",
    "bcg": f"{BASE}ns/",
    "graph": f"{BASE}graph/",
    "module": f"{BASE}module/",
    "shape": f"{BASE}shape/",
    **{kind: f"{BASE}id/{kind}/" for kind in (*KINDS, *RELATION_KINDS)},
    **{scheme: f"{BASE}scheme/{scheme}/" for scheme in SCHEMES},
    **FOREIGN,
}
"""Every prefix, ours and foreign; no two share a name, no two share an IRI."""

TERMS: Final = frozenset(
    {
        "Cluster",
        "ClusterDevelopmentProject",
        "ClusterOrganisation",
        "CuratedGraph",
        "DatedRelation",
        "Existence",
        "Facilitation",
        "Incorporation",
        "JointProject",
        "Membership",
        "Merger",
        "Naming",
        "Network",
        "Organisation",
        "Partnership",
        "Passage",
        "Place",
        "PlaceContainment",
        "Position",
        "Presence",
        "Programme",
        "ProgrammeAbsence",
        "ProgrammeEngagement",
        "ProgrammeParticipation",
        "ProgrammeStatus",
        "Project",
        "ProjectParticipation",
        "SourceDocument",
        "SourceGraph",
        "atPlace",
        "attestedOn",
        "awardDate",
        "characterCount",
        "concernsCluster",
        "concernsProgramme",
        "dateNote",
        "end",
        "endBefore",
        "endEarliest",
        "endLatest",
        "endNotBefore",
        "endsWith",
        "hasContainedPlace",
        "hasDateBasis",
        "hasDevelopmentProject",
        "hasEndState",
        "hasEngagedOrganisation",
        "hasEvidence",
        "hasExistingThing",
        "hasIncorporatedCluster",
        "hasLegalEntity",
        "hasLegalForm",
        "hasLevel",
        "hasLocatedThing",
        "hasNameKind",
        "hasNamedThing",
        "hasObject",
        "hasParticipant",
        "hasPresenceRole",
        "hasProgrammeRole",
        "hasProjectRole",
        "hasRole",
        "hasSubject",
        "hasValidity",
        "inPlace",
        "inProject",
        "nameText",
        "note",
        "objectProperty",
        "organisationNumber",
        "plannedDuration",
        "postalCode",
        "readingNote",
        "roleProperty",
        "roleScheme",
        "sha256",
        "start",
        "startBefore",
        "startEarliest",
        "startLatest",
        "streetAddress",
        "subjectProperty",
    }
)
"""The local names of our own terms: exactly those that ``ontology/`` declares."""


class _Terms:
    """Our own terms by name: ``BCG.Membership`` is an IRI, as text.

    >>> BCG.Membership
    'https://w3id.org/bioclustergraph/ns/Membership'
    >>> BCG.Membershp  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    AttributeError: bcg:Membershp is not a term of the ontology...
    """

    __slots__ = ()

    def __getattr__(self, name: str) -> str:
        if name in TERMS:
            return PREFIXES["bcg"] + name
        message = f"bcg:{name} is not a term of the ontology"
        # With name and obj Python itself asks "Did you mean: 'Membership'?" in the traceback.
        raise AttributeError(message, name=name, obj=self)

    def __dir__(self) -> list[str]:
        return sorted(TERMS)


BCG: Final = _Terms()
"""Our own terms as a closed namespace."""
