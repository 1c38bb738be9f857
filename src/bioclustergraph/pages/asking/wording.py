"""What the columns and parameters of questions are called on a page.

In the files, and in what is downloaded, they have one English word each (``startBefore``).
"""

from __future__ import annotations

import re
from typing import Final

from bioclustergraph.errors import Text

_WORDS: Final = {
    "abbreviation": ("forkortelse", "abbreviation"),
    "absorbed": ("gikk opp", "merged"),
    "actor": ("hvem", "who"),
    "address": ("adresse", "address"),
    "amount": ("beløp", "amount"),
    "answer": ("svar", "answer"),
    "any": ("hva som helst", "anything"),
    "applicant": ("søker", "applicant"),
    "application": ("søknad", "application"),
    "aspect": ("gjelder", "aspect"),
    "associate": ("vises sammen med", "shown with"),
    "at": ("dag", "day"),
    "atLeast": ("minst", "at least"),
    "atMost": ("høyst", "at most"),
    "attestedOn": ("bevitnet", "attested"),
    "awardDate": ("tildelt", "awarded"),
    "basis": ("grunnlag", "basis"),
    "body": ("hos", "body"),
    "call": ("utlysning", "call"),
    "certain": ("sikre", "certain"),
    "certainOrPossible": ("sikre og mulige", "certain and possible"),
    "certainty": ("sikkerhet", "certainty"),
    "change": ("endring", "change"),
    "claims": ("påstander", "claims"),
    "cluster": ("klynge", "cluster"),
    "completeness": ("fullstendighet", "completeness"),
    "completenessSource": ("kilde til fullstendighet", "source of completeness"),
    "contradiction": ("motsigelse", "contradiction"),
    "contradictions": ("motsigelser", "contradictions"),
    "contributor": ("bidragsyter", "contributor"),
    "currency": ("valuta", "currency"),
    "date": ("dato", "date"),
    "dateBasis": ("datoens grunnlag", "basis of the date"),
    "dateNote": ("om datoen", "about the date"),
    "description": ("beskrivelse", "description"),
    "document": ("dokument", "document"),
    "earlier": ("før", "earlier"),
    "earlierQualifier": ("hvor nøye, før", "how exact, earlier"),
    "earlierValue": ("tall før", "figure earlier"),
    "end": ("slutt", "end"),
    "endBefore": ("slutt før", "ended before"),
    "endState": ("om slutten", "about the end"),
    "entity": ("juridisk enhet", "legal entity"),
    "event": ("arrangement", "event"),
    "explanation": ("forklaring", "explanation"),
    "facilitator": ("tilrettelegger", "facilitator"),
    "figures": ("antall tall", "figures"),
    "format": ("form", "form"),
    "from": ("fra tegn", "from character"),
    "funder": ("finansiør", "funder"),
    "inDate": ("med, dato", "inside, date"),
    "inSource": ("med, ifølge", "inside, according to"),
    "issued": ("utgitt", "issued"),
    "kind": ("art", "kind"),
    "later": ("etter", "later"),
    "laterQualifier": ("hvor nøye, etter", "how exact, later"),
    "laterSource": ("kilde, etter", "source, later"),
    "laterValue": ("tall etter", "figure later"),
    "legalForm": ("rettslig form", "legal form"),
    "level": ("nivå", "level"),
    "list": ("liste", "list"),
    "listed": ("nevnt ved navn", "named"),
    "market": ("marked", "market"),
    "measure": ("mål", "measure"),
    "member": ("medlem", "member"),
    "name": ("navn", "name"),
    "network": ("nettverk", "network"),
    "object": ("objekt", "object"),
    "ordinal": ("nr.", "no."),
    "organisation": ("organisasjon", "organisation"),
    "organiser": ("arrangør", "organiser"),
    "other": ("den andre", "the other"),
    "otherDate": ("dato, den andre", "date, the other"),
    "otherQualifier": ("hvor nøye, den andre", "how exact, the other"),
    "otherRole": ("rolle, den andre", "role, the other"),
    "otherSource": ("kilde, den andre", "source, the other"),
    "otherValue": ("tall, den andre", "figure, the other"),
    "outDate": ("utenfor, dato", "outside, date"),
    "outSource": ("utenfor, ifølge", "outside, according to"),
    "outcome": ("utfall", "outcome"),
    "part": ("del", "part"),
    "participant": ("deltaker", "participant"),
    "partner": ("partner", "partner"),
    "percent": ("prosent", "per cent"),
    "person": ("person", "person"),
    "place": ("sted", "place"),
    "plannedDuration": ("planlagt varighet", "planned length"),
    "printed": ("trykt som", "printed as"),
    "programme": ("program", "programme"),
    "project": ("prosjekt", "project"),
    "projectStart": ("prosjektstart", "project start"),
    "provider": ("tilbyder", "provider"),
    "publisher": ("utgiver", "publisher"),
    "qualifier": ("hvor nøye", "how exact"),
    "reason": ("begrunnelse", "reason"),
    "receiver": ("mottaker", "receiver"),
    "recordedMembers": ("registrerte medlemmer", "recorded members"),
    "relation": ("relasjon", "relation"),
    "relationKind": ("slags relasjon", "kind of relation"),
    "resulting": ("ble til", "became"),
    "role": ("rolle", "role"),
    "seen": ("sett", "seen"),
    "series": ("serie", "series"),
    "share": ("andel", "share"),
    "since": ("fra og med", "from"),
    "source": ("kilde", "source"),
    "sources": ("kilder", "sources"),
    "speaker": ("foredragsholder", "speaker"),
    "start": ("start", "start"),
    "startBefore": ("startet før", "started before"),
    "state": ("tilstand", "state"),
    "stated": ("oppgitt", "stated"),
    "statements": ("utsagn", "statements"),
    "status": ("status", "status"),
    "subject": ("subjekt", "subject"),
    "successor": ("etterfølger", "successor"),
    "text": ("tekst", "text"),
    "thing": ("ting", "thing"),
    "things": ("antall ting", "things"),
    "title": ("tittel", "title"),
    "to": ("til tegn", "to character"),
    "unit": ("enhet", "unit"),
    "until": ("til, ikke med", "until, not included"),
    "validFor": ("gjelder for", "valid for"),
    "value": ("tall", "figure"),
    "venue": ("lokale", "venue"),
    "where": ("hvor", "where"),
    "year": ("år", "year"),
}
_ASKED: Final = {
    "thing": Text("hva eller hvem", "what or who"),
    "body": Text("hvor", "where"),
    "participant": Text("hvem", "who"),
    "other": Text("den andre klyngen", "the other cluster"),
}
"""What some parameters are called in a form, where the column has another word."""

_NAME: Final = "Name"
_CAPITAL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def word(name: str) -> Text:
    """Give what a column or parameter is called.

    >>> word("startBefore").nb, word("clusterName").en, word("ourOwnWord").nb
    ('startet før', 'cluster, name', 'our own word')
    """
    if name in _WORDS:
        return Text(*_WORDS[name])
    whose = name.removesuffix(_NAME)
    if whose != name and whose in _WORDS:
        nb, en = _WORDS[whose]
        return Text(f"{nb}, navn", f"{en}, name")
    # People's own variables stand as they wrote them, but can be broken into lines.
    plain = _CAPITAL.sub(" ", name)
    return Text(plain.lower(), plain.lower()) if plain != name else Text(name, name)


def asked(name: str) -> Text:
    """Give what a parameter is called in a form.

    >>> asked("thing").nb, asked("cluster").nb
    ('hva eller hvem', 'klynge')
    """
    return _ASKED.get(name) or word(name)
