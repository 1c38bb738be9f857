"""The pages of networks: a view at a date as a picture, as a table, and as files.

The table holds what the picture shows, and is the page for whoever has no script. With one, the
whole view is fetched once (``?format=json``), so that moving in time needs no server.
"""

from __future__ import annotations

import importlib.util
import io
import zipfile
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from starlette.responses import RedirectResponse, Response

from bioclustergraph import media, networks, relations
from bioclustergraph.errors import PictureError, Text, UnknownView
from bioclustergraph.pages.frame.problems import Problem
from bioclustergraph.pages.frame.rendering import speech
from bioclustergraph.pages.networks import asked as network_asked
from bioclustergraph.pages.networks import data as network_data
from bioclustergraph.pages.networks import rows as network_rows
from bioclustergraph.pages.networks.asked import Asked, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from bioclustergraph.errors import Language
    from bioclustergraph.export import Table
    from bioclustergraph.networks import Network
    from bioclustergraph.pages.holdings import Holdings
    from bioclustergraph.relations import Ties, View

FIRST: Final = "overview"
"""The view that is shown to whoever has not chosen one."""

PAGE: Final = 200
"""How many rows the table shows at most on one page."""

STILL_FORMS: Final = ("gexf", "graphml", "csv", "csv.zip")
"""The forms that are written as files beside a still page."""

_DRAWN: Final = 400
"""How many edges the picture of the server shows at most: more take it long, and are a tangle."""

_OFFERED: Final = ("gexf", "graphml", "csv", "xlsx", "cytoscape", "pajek", "turtle")
"""What is linked first; the rest are behind a fold."""

_TYPES: Final = {
    ".gexf": "application/gexf+xml",
    ".graphml": "application/graphml+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ttl": media.TURTLE.content_type,
    ".nt": media.N_TRIPLES.content_type,
    ".rq": "application/sparql-query",
    ".csv": media.CSV.content_type,
    ".zip": "application/zip",
    ".json": media.PLAIN_JSON.content_type,
    ".cyjs": media.PLAIN_JSON.content_type,
}
_EDGES: Final = "edges.csv"
_ZIP: Final = ".zip"
_OWN: Final = frozenset({"json", "svg", "html"})
"""The forms that are the page's own: what its script reads, its picture, and itself."""


@dataclass(frozen=True)
class Networks:
    """The networks of what is held."""

    held: Holdings
    _ties: dict[str, Ties] = field(default_factory=dict, repr=False)

    def index(self, request: Request) -> Response:
        """List the views; ``?view=`` leads to one, as a form without a script sends it."""
        wanted = request.query_params.get("view")
        views = relations.find(self.held.project)
        if wanted in views:
            rest = request.url.remove_query_params(["view"]).query
            return RedirectResponse(f"/network/{wanted}" + (f"?{rest}" if rest else ""), 303)
        return self.held.renderer.page(
            request,
            "networks.html",
            views=sorted(views.values(), key=lambda view: (view.name != FIRST, view.name)),
        )

    def page(self, request: Request) -> Response:
        """Show a view, or give it in the form that the suffix or ``?format=`` names."""
        name, form = self._named(request)
        try:
            view = relations.named(self.held.project, name)
        except UnknownView as error:
            raise Problem(404, error.message) from error
        ties = self._read(view)
        asked = network_asked.read(request, ties, self.held.names if _of(request) else None)
        whole = networks.made(ties, networks.Selection(), release=self._release())
        if form == "json":
            return Response(
                network_data.data(whole, speech(request)),
                media_type=media.PLAIN_JSON.content_type,
                headers={"Vary": "Accept-Language"},
            )
        network = shown(networks.made(ties, asked.selection, release=self._release()), asked)
        if form == "svg":
            return self._picture(request, network, asked)
        if form != "html":
            return self._exported(request, network, asked, form)
        return self._page(request, whole, network, asked)

    # --- forms ------------------------------------------------------------------------------------

    def _page(self, request: Request, whole: Network, network: Network, asked: Asked) -> Response:
        from bioclustergraph import export

        talk = speech(request)
        pages = max(1, -(-len(network.edges) // PAGE))
        number = min(asked.page, pages)
        begin = (number - 1) * PAGE
        first, last = network_data.years(whole)
        things = {node.iri: node.thing for node in whole.nodes}
        of = things.get(asked.of) if asked.of else None
        here = f"/network/{network.view.name}"
        following = f"{here}{asked.query(page=number + 1)}" if number < pages else None
        return self.held.renderer.page(
            request,
            "network.html",
            headers={"Link": f'<{following}>; rel="next"'} if following else None,
            view=network.view,
            views=list(relations.find(self.held.project).values()),
            network=network,
            asked=asked,
            of=of,
            things=sorted(things.values(), key=lambda thing: talk.say(thing.label).casefold()),
            thing_kinds=network_data.kinds_of_things(whole, talk),
            relation_kinds=network_data.kinds_of_relations(whole, talk),
            rows=network_rows.rows(network, network.edges[begin : begin + PAGE]),
            alone=_alone(network),
            begin=begin,
            number=number,
            pages=pages,
            page_size=PAGE,
            summary=network_rows.summary(network, asked, of=of),
            years=range(last, first - 1, -1),
            first_year=first,
            last_year=last,
            has_picture=_is_drawn(network),
            formats=[export.FORMATS[name] for name in _OFFERED],
            more_formats=[it for it in export.FORMATS.values() if it.name not in _OFFERED],
            still_forms=STILL_FORMS,
            net=here,
        )

    def _picture(self, request: Request, network: Network, asked: Asked) -> Response:
        from bioclustergraph import pictures

        language = speech(request).language
        if len(network.edges) > _DRAWN:
            raise Problem(
                413,
                Text(
                    f"Mer enn {_DRAWN} relasjoner blir ikke til et bilde som kan leses. Velg et "
                    "år, færre slag eller én ting.",
                    f"More than {_DRAWN} relations do not make a picture that can be read. Choose "
                    "a year, fewer kinds or one thing.",
                ),
            )
        try:
            svg = pictures.picture([network], language, of=asked.of)
        except PictureError as error:
            raise Problem.of(error) from error
        return Response(svg, media_type="image/svg+xml", headers={"Vary": "Accept-Language"})

    def _exported(self, request: Request, network: Network, asked: Asked, form: str) -> Response:
        from bioclustergraph import export

        chosen = export.named(form.removesuffix(_ZIP))
        language = speech(request).language
        flat = export.flatten(network, language)
        heading = replace(flat.heading, chosen=_chosen(flat.heading.chosen, asked))
        material = export.Material(
            replace(flat, heading=heading),
            self.held.store,
            self.held.project,
            lambda: _indicators(self.held, network, language),
        )
        made = chosen.write(material)
        suffix = chosen.suffix
        if not isinstance(made, bytes):
            alone = made.get(_EDGES) if form == chosen.name == "csv" else None
            suffix = ".csv" if alone is not None else f"{suffix}.zip"
            made = alone if alone is not None else _zipped(made)
        name = "-".join(filter(None, (network.view.name, asked.at)))
        return Response(
            made,
            media_type=_TYPES.get(f".{suffix.rpartition('.')[2]}", "text/plain; charset=utf-8"),
            headers={
                "Content-Disposition": f'attachment; filename="{name}{suffix}"',
                "Vary": "Accept-Language",
            },
        )

    # --- what is asked for ------------------------------------------------------------------------

    def _named(self, request: Request) -> tuple[str, str]:
        """Give the name of the view and of the form.

        Raises:
            ParameterError: there is no such form.
        """
        name: str = request.path_params["name"]
        form = request.query_params.get("format", "").strip()
        views = relations.find(self.held.project)
        if name not in views and "." in name:
            name, _, suffix = name.partition(".")
            form = form or suffix
        if not form:
            return name, "html"
        if form in _OWN:
            return name, form
        return name, _named(form)

    def _read(self, view: View) -> Ties:
        """Read the ties of a view, once: what is held does not change."""
        if view.name not in self._ties:
            self._ties[view.name] = relations.ties(self.held.store, self.held.project, view)
        return self._ties[view.name]

    def _release(self) -> str | None:
        return self.held.digest


def paths(held: Holdings) -> list[str]:
    """Give the path of every page of this kind."""
    return ["/network", *(f"/network/{name}" for name in relations.find(held.project))]


def still_forms(held: Holdings, view: str) -> list[str]:
    """Give the forms that stand as files beside the still page of a view."""
    ties = relations.ties(held.store, held.project, relations.named(held.project, view))
    drawn = _is_drawn(networks.made(ties, networks.Selection()))
    return [*STILL_FORMS, *(["svg"] if drawn else [])]


def _is_drawn(network: Network) -> bool:
    """Whether the server draws a picture of it."""
    installed = importlib.util.find_spec("reportlab") is not None  # of the extra `pictures`
    return installed and len(network.nodes) > 0 and len(network.edges) <= _DRAWN


def _named(text: str) -> str:
    """Give the name of a form that is called by its name or by how its files end.

    A form of several files comes as one archive, and is asked for as such (``csv.zip``); ``csv``
    alone is the table of edges.

    Raises:
        ParameterError: there is no such form.
    """
    from bioclustergraph import export

    bare = text.removesuffix(_ZIP)
    called = [
        form.name
        for form in export.FORMATS.values()
        if bare in {form.name, form.suffix.lstrip(".-")}
    ]
    name = called[0] if called else export.named(bare).name
    return name + text[len(bare) :]


def _of(request: Request) -> bool:
    return bool(request.query_params.get("of", "").strip())


def _alone(network: Network) -> list[relations.Thing]:
    """Give the things that no edge leads to."""
    joined = {side for edge in network.edges for side in (edge.source, edge.target)}
    return [node.thing for node in network.nodes if node.iri not in joined]


def _chosen(text: Text, asked: Asked) -> Text:
    """Add to what a file says of itself what was chosen on the page only."""
    nb, en = [text.nb] if text.nb else [], [text.en] if text.en else []
    if asked.of:
        nb.append(f"rundt {asked.of}")
        en.append(f"around {asked.of}")
    if asked.kinds:
        names = ", ".join(sorted(asked.kinds))
        nb.append(f"bare {names}")
        en.append(f"only {names}")
    return Text("; ".join(nb), "; ".join(en))


def _indicators(held: Holdings, network: Network, language: Language) -> Table | None:
    from bioclustergraph.export import indicators

    return indicators.table(held.store, held.project, network, language)


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """Put several files into one; the same files give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()
