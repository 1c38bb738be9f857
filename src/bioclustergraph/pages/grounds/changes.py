"""The pages of what has changed: the releases that are kept, and what lies between two of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode, Triple
from starlette.responses import RedirectResponse, Response

from bioclustergraph import answers, differences, media, release
from bioclustergraph.differences import Change, Group
from bioclustergraph.errors import StoreError, Text
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.pages.frame.addresses import document
from bioclustergraph.pages.frame.forms import chosen
from bioclustergraph.pages.frame.problems import NO_PAGE, Problem
from bioclustergraph.release import FILES, changes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.requests import Request

    from bioclustergraph.pages.holdings import Holdings
    from bioclustergraph.release import Kept, Release
    from bioclustergraph.release.changes import Told

FORMS: Final = (media.HTML, media.PLAIN_JSON, media.TURTLE)

LATEST: Final = 50
"""How many releases the list and the feed name at most: the latest."""

_SHOWN: Final = 1000
"""How many changes a page shows at most; the forms for programs hold them all."""


@dataclass(frozen=True, slots=True)
class Step:
    """A release in the list, and what came with it.

    Attributes:
        kept: the release.
        before: the one that was current before it; ``None`` if none is kept.
        told: what changed, if that is kept.
    """

    kept: Kept
    before: str | None
    told: Told | None

    @property
    def address(self) -> str | None:
        """Where all that changed is told."""
        return None if self.before is None else f"/changes/{self.before}..{self.kept.release.name}"


def steps(directory: Path) -> list[Step]:
    """Give the latest releases of a directory, the last first, and what came with each."""
    found = release.listed(directory, latest=LATEST + 1)
    known = [Step(found[0], None, None)] if len(found) <= LATEST and found else []
    for one, two in pairwise(found):
        before, after = one.release.name, two.release.name
        known.append(Step(two, before, changes.kept(directory, before, after)))
    return known[::-1]


@dataclass(frozen=True)
class Changes:
    """The list of releases, and the difference between two."""

    held: Holdings

    def page(self, request: Request) -> Response:
        """List the releases that are kept, with what changed at each."""
        form = chosen(request, request.query_params.get("format"), FORMS)
        found = steps(self._directory())
        if form == media.HTML:
            response = self.held.renderer.page(request, "changes.html", steps=found)
        elif form == media.TURTLE:
            response = Response(answers.graph(_triples(found), form), media_type=form.content_type)
        else:
            said = json.dumps([_listed(step) for step in found], ensure_ascii=False, indent=1)
            response = Response(said + "\n", media_type=form.content_type)
        # What is kept may be another thing tomorrow, with the same release being current.
        response.headers["Cache-Control"] = "no-store"
        response.headers.setdefault("Vary", "Accept")
        return response

    def difference(self, request: Request) -> Response:
        """Say what has changed from one release to another."""
        directory = self._directory()
        before = self._named(directory, request.path_params["before"])
        after = self._named(directory, request.path_params["after"])
        canonical = f"/changes/{before.name}..{after.name}"
        if request.scope["path"] != canonical:
            query = request.url.query
            return RedirectResponse(f"{canonical}?{query}" if query else canonical, 303)
        form = chosen(request, request.query_params.get("format"), FORMS)
        sides = release.side(before), release.side(after)
        found = differences.compare(*sides, self.held.project)
        if form == media.HTML:
            total = len(found.changes)
            return self.held.renderer.page(
                request,
                "difference.html",
                it=found,
                summary=differences.summary(found),
                groups=list(_cut(found.groups)),
                sources=differences.sources,
                page_of=_page_of,
                total=total,
                shown=min(total, _SHOWN),
                here=canonical,
                back=f"/changes/{after.name}..{before.name}",
            )
        if form == media.TURTLE:
            body = answers.graph(differences.triples(found), form)
        else:
            body = differences.json_text(found).encode()
        if len(body) > self.held.limits.result:
            raise StoreError(_TOO_LONG)
        return Response(body, headers={"Vary": "Accept"}, media_type=form.content_type)

    def _directory(self) -> Path:
        if self.held.release is None:
            raise Problem(
                404,
                Text(
                    "Det som vises her, er ikke en utgave, og har ingen eldre.",
                    "What is shown here is no release, and has no older ones.",
                ),
            )
        return self.held.release.parent

    def _named(self, directory: Path, name: str) -> Release:
        if name == FILES:
            raise Problem(404, NO_PAGE)
        return release.find(directory, name)


def _cut(groups: tuple[Group, ...]) -> Iterator[Group]:
    left = _SHOWN
    for group in groups:
        shown: tuple[Change, ...] = tuple(islice(group.changes, left))
        left -= len(shown)
        if shown:
            yield Group(group.about, group.label, shown)


def _page_of(iri: str) -> str | None:
    """Give the address of the page about an IRI of ours."""
    return document(iri) if iri.startswith(BASE) else None


def _listed(step: Step) -> dict[str, Any]:
    switch = step.kept.switch
    return {
        "digest": switch.digest,
        "since": switch.time,
        "ontology": switch.ontology,
        "who": switch.who,
        "why": switch.why,
        "current": step.kept.is_current,
        "address": f"/release/{step.kept.release.name}/",
        "before": step.before,
        "changes": step.address,
        "summary": None
        if step.told is None
        else {"nb": step.told.summary.nb, "en": step.told.summary.en},
    }


def _triples(found: list[Step]) -> list[Triple]:
    prov, dcterms = PREFIXES["prov"], PREFIXES["dcterms"]
    said = []
    for step in found:
        node = NamedNode(f"{BASE}release/{step.kept.release.name}/")
        switch = step.kept.switch
        time = Literal(switch.time, datatype=NamedNode(f"{PREFIXES['xsd']}dateTime"))
        said += [
            Triple(node, NamedNode(f"{PREFIXES['rdf']}type"), NamedNode(f"{prov}Entity")),
            Triple(node, NamedNode(f"{dcterms}identifier"), Literal(switch.digest)),
            Triple(node, NamedNode(f"{prov}generatedAtTime"), time),
        ]
        if step.before is not None:
            older = NamedNode(f"{BASE}release/{step.before}/")
            said.append(Triple(node, NamedNode(f"{prov}wasRevisionOf"), older))
        if step.told is not None:
            about = NamedNode(f"{dcterms}description")
            said += [
                Triple(node, about, Literal(step.told.summary.nb, language="nb")),
                Triple(node, about, Literal(step.told.summary.en, language="en")),
            ]
    return said


_TOO_LONG: Final = Text(
    "Det er endret mer enn ett svar kan holde. Kjør «bioclustergraph diff» hos deg selv.",
    "More has changed than one answer can hold. Run “bioclustergraph diff” at your own place.",
)
