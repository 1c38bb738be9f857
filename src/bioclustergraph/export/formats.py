"""The forms that a network can be written in."""

from __future__ import annotations

import difflib
import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph import extras
from bioclustergraph.errors import ParameterError, Text

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.export.material import Made, Material, Writer


_EVERYTHING: Final = Text("alt", "everything")


@dataclass(frozen=True, slots=True)
class Format:
    """One form.

    Attributes:
        name: what it is asked for by.
        suffix: how the name of a file of it ends, or of its directory, where it is several files.
        title: what it is called.
        opens: what reads it, and how.
        writer: ``module.function`` under :mod:`bioclustergraph.export`; imported when asked for.
        extra: the extra of the package that it needs, if any.
        several: whether it is several files.
        keeps: what of a network it has room for.
    """

    name: str
    suffix: str
    title: str
    opens: Text
    writer: str
    extra: str | None = None
    several: bool = False
    keeps: Text = _EVERYTHING

    def write(self, material: Material) -> Made:
        """Write a network in this form.

        Raises:
            MissingLibrary: the library that it needs is not installed.
        """
        module, _, function = self.writer.partition(".")
        write: Writer = getattr(
            importlib.import_module(f"bioclustergraph.export.{module}"), function
        )
        try:
            return write(material)
        except ModuleNotFoundError as error:
            if self.extra is None or error.name is None:
                raise
            raise extras.missing(error.name, extra=self.extra) from error


_ALL: Final = (
    Format(
        "gexf",
        ".gexf",
        "GEXF 1.3",
        Text(
            "Gephi: Fil → Åpne; slå på tidslinjen nederst.",
            "Gephi: File → Open; turn the timeline on at the bottom.",
        ),
        "gexf.write",
    ),
    Format(
        "graphml",
        ".graphml",
        "GraphML",
        Text(
            'R: igraph::read_graph(fil, "graphml"). Også Gephi, Cytoscape, yEd, networkx.',
            'R: igraph::read_graph(file, "graphml"). Also Gephi, Cytoscape, yEd, networkx.',
        ),
        "networkx_forms.graphml",
    ),
    Format(
        "gml",
        ".gml",
        "GML",
        Text(
            "Python: networkx.read_gml. Standarden er ASCII: Gephi og igraph viser «ø» som en "
            "tegnkode; bruk GraphML der.",
            "Python: networkx.read_gml. The standard is ASCII: Gephi and igraph show “ø” as a "
            "code; use GraphML there.",
        ),
        "networkx_forms.gml",
    ),
    Format(
        "pajek",
        ".net",
        "Pajek",
        Text(
            'Pajek: File → Network → Read (UTF-8). R: igraph::read_graph(fil, "pajek").',
            'Pajek: File → Network → Read (UTF-8). R: igraph::read_graph(file, "pajek").',
        ),
        "pajek.write",
        keeps=Text(
            "navn, kanter, slag og vekt; formatet har ikke plass til mer",
            "names, edges, kinds and weights; the form has no room for more",
        ),
    ),
    Format(
        "dot",
        ".dot",
        "DOT",
        Text("Graphviz: dot -Tsvg fil.", "Graphviz: dot -Tsvg file."),
        "dot.write",
    ),
    Format(
        "cytoscape",
        ".cyjs",
        "Cytoscape JSON",
        Text(
            "Cytoscape: File → Import → Network from File. Også Cytoscape.js.",
            "Cytoscape: File → Import → Network from File. Also Cytoscape.js.",
        ),
        "json_forms.cytoscape",
    ),
    Format(
        "node-link",
        ".node-link.json",
        "node-link JSON",
        Text(
            'Python: networkx.node_link_graph(json.load(fil), edges="edges").',
            'Python: networkx.node_link_graph(json.load(file), edges="edges").',
        ),
        "json_forms.node_link",
    ),
    Format(
        "d3",
        ".d3.json",
        "D3 JSON",
        Text(
            "D3: d3.forceLink(data.links).id(d => d.id).",
            "D3: d3.forceLink(data.links).id(d => d.id).",
        ),
        "json_forms.d3",
    ),
    Format(
        "sigma",
        ".sigma.json",
        "graphology JSON",
        Text(
            "Sigma: graph.import(data), med graphology.",
            "Sigma: graph.import(data), with graphology.",
        ),
        "json_forms.sigma",
    ),
    Format(
        "csv",
        "-csv",
        "CSV + CSVW",
        Text(
            'R: read.csv; igraph::graph_from_data_frame(kanter[c("source", "target")], '
            "vertices = noder). Beskrivelsen er csv-metadata.json.",
            'R: read.csv; igraph::graph_from_data_frame(edges[c("source", "target")], '
            "vertices = nodes). The description is csv-metadata.json.",
        ),
        "csvw.write",
        several=True,
    ),
    Format(
        "xlsx",
        ".xlsx",
        "Excel",
        Text("Excel, LibreOffice: åpne.", "Excel, LibreOffice: open."),
        "workbook.write",
        extra="tables",
    ),
    Format(
        "parquet",
        "-parquet",
        "Parquet",
        Text(
            "pandas.read_parquet, polars.read_parquet, R: arrow::read_parquet.",
            "pandas.read_parquet, polars.read_parquet, R: arrow::read_parquet.",
        ),
        "parquet.write",
        extra="tables",
        several=True,
    ),
    Format(
        "turtle",
        ".ttl",
        "Turtle",
        Text("RDF-verktøy: rdflib, Protégé, Jena.", "Tools of RDF: rdflib, Protégé, Jena."),
        "rdf.turtle",
        keeps=Text(
            "kantene, og relasjonene bak slik kildene sier dem",
            "the edges, and the relations behind them as the sources state them",
        ),
    ),
    Format(
        "ntriples",
        ".nt",
        "N-Triples",
        Text("RDF-verktøy, linje for linje.", "Tools of RDF, line by line."),
        "rdf.ntriples",
        keeps=Text("som Turtle", "as Turtle"),
    ),
    Format(
        "construct",
        ".rq",
        "SPARQL CONSTRUCT",
        Text(
            "Spørsmålet som ga Turtle-filen: «bioclustergraph query fil.rq».",
            "The query that gave the Turtle file: “bioclustergraph query file.rq”.",
        ),
        "rdf.construct",
        keeps=Text("som Turtle", "as Turtle"),
    ),
)

FORMATS: Final = {it.name: it for it in _ALL}
"""Every form, by its name."""


def named(name: str) -> Format:
    """Give a form by its name.

    Raises:
        ParameterError: there is none; the error suggests the nearest and lists them all.
    """
    if name in FORMATS:
        return FORMATS[name]
    wanted = name.lower().removeprefix(".")
    near = [it.name for it in _ALL if wanted in (it.suffix.strip(".-"), it.title.lower())]
    near += [it for it in difflib.get_close_matches(wanted, FORMATS) if it not in near]
    guess, every = ", ".join(near), ", ".join(FORMATS)
    raise ParameterError(
        Text(f"Det finnes ikke noe format «{name}».", f"There is no format “{name}”."),
        hint=Text(
            (f"Mente du {guess}? " if near else "") + f"Alle: {every}.",
            (f"Did you mean {guess}? " if near else "") + f"All of them: {every}.",
        ),
    )


def of_path(path: Path) -> Format | None:
    """Give the form that a file's name speaks of; the longest suffix decides."""
    fitting = [it for it in _ALL if path.name.lower().endswith(it.suffix)]
    return max(fitting, key=lambda it: len(it.suffix), default=None)
