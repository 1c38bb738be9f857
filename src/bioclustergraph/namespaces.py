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
    "event",
    "application",
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
    "association",
    "statistic",
    "grant",
    "event-participation",
    "occurrence",
    "application-participation",
    "submission",
    "aim",
    "service-offer",
    "characterisation",
    "market-orientation",
    "contribution",
    "depiction",
    "web-link",
)
"""Kinds of relation node: ``id/<kind>/<a>--<b>--<start>``."""

QUALITY_KINDS: Final = (
    "completeness",
    "contradiction",
    "resolution",
)
"""Kinds of node that judge the statements: ``id/<kind>/<key>``; none of them is a relation."""

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
    "measure",
    "unit",
    "qualifier",
    "funding-kind",
    "amount-basis",
    "event-role",
    "event-format",
    "application-role",
    "application-outcome",
    "aim-kind",
    "service-kind",
    "aspect",
    "link-kind",
    "contribution-role",
    "completeness-degree",
    "contradiction-aspect",
    "contradiction-state",
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
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
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
    **{kind: f"{BASE}id/{kind}/" for kind in (*KINDS, *RELATION_KINDS, *QUALITY_KINDS)},
    **{scheme: f"{BASE}scheme/{scheme}/" for scheme in SCHEMES},
    **FOREIGN,
}
"""Every prefix, ours and foreign; no two share a name, no two share an IRI."""

TERMS: Final = frozenset(
    {
        "AcceleratorProgramme",
        "Aim",
        "Application",
        "ApplicationParticipation",
        "Association",
        "Characterisation",
        "Cluster",
        "ClusterDevelopmentProject",
        "ClusterOrganisation",
        "CompletenessStatement",
        "Contradiction",
        "Contribution",
        "CuratedGraph",
        "DatedRelation",
        "Depiction",
        "Event",
        "EventParticipation",
        "EventSeries",
        "Existence",
        "Facilitation",
        "Grant",
        "Incorporation",
        "JointProject",
        "MarketOrientation",
        "Membership",
        "Merger",
        "Naming",
        "Network",
        "Occurrence",
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
        "Resolution",
        "ServiceOffer",
        "SourceDocument",
        "SourceGraph",
        "Statistic",
        "Submission",
        "WebLink",
        "about",
        "amount",
        "associatedWith",
        "atEvent",
        "atPlace",
        "attestedOn",
        "awardDate",
        "callName",
        "characterCount",
        "characterises",
        "completenessOf",
        "concernsCluster",
        "concernsProgramme",
        "contributedTo",
        "cooperatesWith",
        "currency",
        "dateNote",
        "depictedIn",
        "description",
        "end",
        "endBefore",
        "endEarliest",
        "endLatest",
        "endNotBefore",
        "endsWith",
        "explanation",
        "forRelationKind",
        "foundBy",
        "fundsThing",
        "hasAimKind",
        "hasAimOf",
        "hasAmountBasis",
        "hasApplicant",
        "hasApplicationRole",
        "hasAspect",
        "hasAssociate",
        "hasClaim",
        "hasCompleteness",
        "hasContainedPlace",
        "hasContradictionAspect",
        "hasContradictionState",
        "hasContributionRole",
        "hasContributor",
        "hasDateBasis",
        "hasDepictedPerson",
        "hasDevelopmentProject",
        "hasEndState",
        "hasEngagedOrganisation",
        "hasEventFormat",
        "hasEventParticipant",
        "hasEventRole",
        "hasEvidence",
        "hasExistingThing",
        "hasFunder",
        "hasFundingKind",
        "hasIncorporatedCluster",
        "hasLegalEntity",
        "hasLegalForm",
        "hasLevel",
        "hasLinkKind",
        "hasLinkedThing",
        "hasLocatedThing",
        "hasMarket",
        "hasMarketActor",
        "hasMeasure",
        "hasNameKind",
        "hasNamedThing",
        "hasObject",
        "hasOccurringEvent",
        "hasOutcome",
        "hasParticipant",
        "hasPresenceRole",
        "hasProgrammeRole",
        "hasProjectRole",
        "hasProvider",
        "hasQualifier",
        "hasRole",
        "hasServiceKind",
        "hasSubject",
        "hasSubmittedApplication",
        "hasUnit",
        "hasValidity",
        "inApplication",
        "inPlace",
        "inProject",
        "isAbout",
        "isLevelBelow",
        "isSucceededBy",
        "liesWithin",
        "mayBeMemberOf",
        "nameText",
        "note",
        "objectProperty",
        "ordinal",
        "organisationNumber",
        "plannedDuration",
        "postalCode",
        "prefersClaim",
        "readingNote",
        "reason",
        "resolves",
        "roleProperty",
        "roleScheme",
        "sha256",
        "share",
        "sharesEventWith",
        "sharesFacilitatorWith",
        "sharesProjectWith",
        "start",
        "startBefore",
        "startEarliest",
        "startLatest",
        "streetAddress",
        "subjectProperty",
        "submittedTo",
        "tookPlaceAt",
        "validFor",
        "value",
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
