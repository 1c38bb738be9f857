"""The page of a proof: why a triple holds, for people and as JSON and PROV-O."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode
from starlette.responses import Response

from bioclustergraph import answers, media
from bioclustergraph.describe import Ref, Value
from bioclustergraph.errors import ParameterError, Text, UnknownThing
from bioclustergraph.inference import DERIVED, asking, telling
from bioclustergraph.pages.frame.addresses import asking as address_of
from bioclustergraph.pages.frame.forms import chosen
from bioclustergraph.pages.frame.problems import Problem
from bioclustergraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from bioclustergraph.pages.holdings import Holdings

PATH: Final = "/why"
FORMS: Final = (media.HTML, media.PLAIN_JSON, media.TURTLE)

_LONGEST: Final = 2000
"""Characters of one term; an address is not longer than some of them."""


@dataclass(frozen=True)
class Proofs:
    """The pages of proofs: ``/why?s=…&p=…&o=…``."""

    held: Holdings

    def page(self, request: Request) -> Response:
        """Prove the triple that is asked about.

        Raises:
            Problem: a term is missing or cannot be read, or the triple is neither stated nor
                derived.
        """
        store, project = self.held.store, self.held.project
        if not isinstance(store, EmbeddedStore):
            raise Problem(
                501,
                Text(
                    "Bevis gis bare der grafen er i minnet.",
                    "Proofs are given only where the graph is in memory.",
                ),
            )
        form = chosen(request, request.query_params.get("format"), FORMS)
        given = (
            request.query_params.get("s", "").strip(),
            request.query_params.get("p", "").strip(),
            request.query_params.get("o", "").strip(),
        )
        if not all(given) or any(len(text) > _LONGEST for text in given):
            raise Problem(
                400,
                Text(
                    "Spør med s, p og o: hver er en IRI, et forkortet navn eller en literal.",
                    "Ask with s, p and o: each is an IRI, a prefixed name or a literal.",
                ),
            )
        try:
            proof = asking.proved(store, project, asking.read(store, project, given))
        except (ParameterError, UnknownThing) as error:
            status = 400 if isinstance(error, ParameterError) else 404
            hint = error.hint or Text("", "")
            raise Problem(
                status,
                Text(
                    f"{error.message.nb} {hint.nb}".strip(), f"{error.message.en} {hint.en}".strip()
                ),
            ) from error
        if form == media.TURTLE:
            body = answers.graph(telling.as_prov(proof), form)
            response = Response(body, media_type=form.content_type)
        elif form == media.PLAIN_JSON:
            text = json.dumps(telling.as_json(proof), ensure_ascii=False)
            response = Response(text, media_type=form.content_type)
        else:
            s, p, o = given
            response = self.held.renderer.page(
                request,
                "proof.html",
                proof=proof,
                statement=telling.statement,
                term=telling.term,
                reasons=telling.reasons,
                data=[
                    (each, address_of(PATH, s=s, p=p, o=o, format=each.name)) for each in FORMS[1:]
                ],
            )
        response.headers["Vary"] = "Accept, Accept-Language"
        return response

    def linking(self, subject: str) -> Callable[[str, object], str | None]:
        """Give what makes the address of the proof of a statement about ``subject``.

        It gives ``None`` for what a source states: that is no conclusion of ours.
        """
        store, about = self.held.store, NamedNode(subject)
        derived: dict[tuple[str, str], bool] = {}
        # Looked up once for the page, not once for each of its lines.
        for quad in store.matching(about, None, None) if isinstance(store, EmbeddedStore) else ():
            said = str(quad.predicate), str(quad.object)
            ours = str(quad.graph_name).startswith(f"<{DERIVED}")
            derived[said] = ours and derived.get(said, True)

        def why(predicate: str, value: object) -> str | None:
            property_, term = NamedNode(predicate), _term(value)
            if not derived.get((str(property_), str(term))):
                return None
            return address_of(PATH, s=str(about), p=str(property_), o=str(term))

        return why


def _term(value: object) -> NamedNode | Literal | None:
    if isinstance(value, Ref):
        return NamedNode(value.iri)
    if not isinstance(value, Value):
        return None
    if value.language:
        return Literal(value.text, language=value.language)
    return Literal(value.text, datatype=NamedNode(value.datatype) if value.datatype else None)
