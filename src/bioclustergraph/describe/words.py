"""What a group of relations is called, seen from the thing that is described."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text
from bioclustergraph.names import compact

if TYPE_CHECKING:
    from bioclustergraph.describe.model import Side
    from bioclustergraph.describe.refs import Ref

_HEADINGS: Final = {
    ("existence", "subject"): Text("Stiftet og avsluttet", "Founded and ended"),
    ("merger", "subject"): Text("Gikk inn i", "Merged into"),
    ("merger", "object"): Text("Oppsto av eller tok opp i seg", "Formed from, or took in"),
    ("incorporation", "subject"): Text("Rettslig form", "Legal form"),
    ("incorporation", "object"): Text("Er juridisk enhet for", "Is the legal entity of"),
    ("programme-participation", "subject"): Text(
        "Deltakelse i programmer", "Programmes taken part in"
    ),
    ("programme-participation", "object"): Text(
        "Klynger i programmet", "Clusters in the programme"
    ),
    ("programme-absence", "subject"): Text("Utenfor programmer", "Outside programmes"),
    ("programme-absence", "object"): Text(
        "Klynger utenfor programmet", "Clusters outside the programme"
    ),
    ("programme-engagement", "subject"): Text("Står bak programmer", "Stands behind programmes"),
    ("programme-engagement", "object"): Text("Står bak programmet", "Stand behind the programme"),
    ("facilitation", "subject"): Text("Tilrettelegger for", "Facilitates"),
    ("facilitation", "object"): Text("Tilretteleggere", "Facilitators"),
    ("position", "subject"): Text("Stillinger og verv", "Positions"),
    ("position", "object"): Text("Personer", "People"),
    ("membership", "subject"): Text("Medlem av", "Member of"),
    ("membership", "object"): Text("Medlemmer", "Members"),
    ("partnership", "subject"): Text("Partner i", "Partner of"),
    ("partnership", "object"): Text("Partnere", "Partners"),
    ("project-participation", "subject"): Text("Prosjekter", "Projects"),
    ("project-participation", "object"): Text(
        "Deltakere i prosjektet", "Participants in the project"
    ),
    ("event-participation", "subject"): Text("Med på arrangementer", "Took part in events"),
    ("event-participation", "object"): Text("Hvem som var med", "Who took part"),
    ("occurrence", "subject"): Text("Når og hvor", "When and where"),
    ("occurrence", "object"): Text("Arrangementer her", "Events here"),
    ("application-participation", "subject"): Text("Søknader", "Applications"),
    ("application-participation", "object"): Text("Står bak søknaden", "Behind the application"),
    ("submission", "subject"): Text("Utlysning og utfall", "Call and outcome"),
    ("submission", "object"): Text("Mottatte søknader", "Applications received"),
    ("grant", "subject"): Text("Gir penger til", "Gives money to"),
    ("grant", "object"): Text("Finansiering", "Funding"),
    ("statistic", "subject"): Text("Tall", "Figures"),
    ("aim", "subject"): Text("Mål og strategi", "Aims and strategy"),
    ("service-offer", "subject"): Text("Tjenester", "Services"),
    ("market-orientation", "subject"): Text("Markeder", "Markets"),
    ("market-orientation", "object"): Text("Marked for", "Market of"),
    ("characterisation", "subject"): Text("Kjennetegn", "Characteristics"),
    ("association", "subject"): Text("Vist sammen med", "Shown together with"),
    ("association", "object"): Text("Vist her", "Shown here"),
    ("depiction", "subject"): Text("Avbildet i", "Shown in"),
    ("depiction", "object"): Text("Personer på bilder", "People in pictures"),
    ("contribution", "subject"): Text("Bidrag til dokumenter", "Contributions to documents"),
    ("contribution", "object"): Text("Hvem som har laget det", "Who made it"),
    ("web-link", "subject"): Text("Adresser", "Addresses"),
    ("presence", "subject"): Text("Steder", "Places"),
    ("presence", "object"): Text("Til stede her", "Present here"),
    ("place-containment", "subject"): Text("Ligger i", "Lies in"),
    ("place-containment", "object"): Text("Steder her", "Places here"),
    ("naming", "subject"): Text("Navn", "Names"),
}
"""By the kind of the relation's IRI and the side of the described thing, in the order shown."""

ORDER: Final = tuple(_HEADINGS)

_FOREIGN: Final = {
    "dcterms:issued": Text("utgitt", "issued"),
    "dcterms:created": Text("laget", "created"),
    "dcterms:modified": Text("endret", "modified"),
    "dcterms:creator": Text("laget av", "made by"),
    "dcterms:publisher": Text("utgiver", "publisher"),
    "dcterms:language": Text("språk", "language"),
    "dcterms:license": Text("lisens", "licence"),
    "dcterms:source": Text("kilde", "source"),
    "dcterms:description": Text("beskrivelse", "description"),
    "foaf:page": Text("side på nettet", "page on the web"),
    "foaf:homepage": Text("nettsted", "website"),
    "foaf:Agent": Text("aktør", "agent"),
    "foaf:Person": Text("person", "person"),
    "org:changedBy": Text("endret ved", "changed by"),
    "org:originalOrganization": Text("det som gikk inn", "what went in"),
    "org:resultingOrganization": Text("det som ble til", "what came out"),
    "skos:altLabel": Text("kalles også", "also called"),
    "skos:broader": Text("hører inn under", "belongs under"),
    "skos:closeMatch": Text("nesten det samme som", "nearly the same as"),
    "skos:definition": Text("definisjon", "definition"),
    "skos:exactMatch": Text("det samme som", "the same as"),
    "skos:inScheme": Text("i begrepslisten", "in the list of concepts"),
    "skos:scopeNote": Text("bruk", "use"),
    "rdfs:comment": Text("forklaring", "explanation"),
    "rdfs:isDefinedBy": Text("definert i", "defined in"),
    "rdfs:seeAlso": Text("se også", "see also"),
    "rdfs:subClassOf": Text("er et slags", "is a kind of"),
    "rdfs:subPropertyOf": Text("er en slags", "is a kind of"),
}
"""What terms of other vocabularies are called here that the release gives no label."""

PASSAGES: Final = Text("Utdrag brukt som belegg", "Passages used as evidence")
"""The heading of the passages of a document."""


def foreign(iri: str) -> Text | None:
    """Say what a term of another vocabulary is called, if we have a word for it.

    >>> foreign("http://xmlns.com/foaf/0.1/page")
    Text(nb='side på nettet', en='page on the web')
    """
    return _FOREIGN.get(compact(iri))


def heading(kind: str | None, side: Side, relation_class: Ref) -> Text:
    """Give the heading of a group; a kind without one of its own is named by its class."""
    return _HEADINGS.get((kind or "", side), relation_class.label)


def place(kind: str | None, side: Side) -> tuple[int, str, str]:
    """Give where a group stands among the others; unknown kinds come last, by name."""
    key = (kind or "", side)
    return (ORDER.index(key) if key in ORDER else len(ORDER), *key)
