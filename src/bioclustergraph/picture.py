"""A network as a picture, laid out by Graphviz."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import PictureError, Text

if TYPE_CHECKING:
    import networkx as nx

# Okabe and Ito's colours, which people with colour blindness can tell apart, made light enough for
# black text; shapes differ too, so that the picture also reads in grey.
LOOKS: Final = {
    "Cluster": ("ellipse", "#8fd0f5"),
    "Organisation": ("box", "#f5d58f"),
    "Network": ("hexagon", "#c9b8e8"),
    "Programme": ("note", "#a8dcc4"),
    "JointProject": ("component", "#f2b8a0"),
}
"""Shape and fill by kind of node."""

STROKES: Final = {
    "Facilitation": ("#d55e00", "solid"),
    "Membership": ("#0072b2", "solid"),
    "Partnership": ("#0072b2", "dashed"),
    "ProgrammeParticipation": ("#007a5a", "solid"),
    "ProgrammeAbsence": ("#777777", "dashed"),
    "ProgrammeEngagement": ("#007a5a", "dotted"),
    "ProjectParticipation": ("#b0518a", "solid"),
    "Merger": ("#000000", "bold"),
}
"""Colour and line by kind of relation; no two are alike in both."""

_DASHES: Final = {"solid": "———", "bold": "===", "dashed": "- - -", "dotted": "·····"}

_SETTINGS: Final = """\
  graph [layout=neato, overlap=prism, overlap_scaling=3, splines=true, start=7, pad=0.3]
  graph [outputorder=edgesfirst, bgcolor=white]
  node [style="filled,rounded", color="#444444", penwidth=0.8, fontname=Helvetica, fontsize=13]
  edge [arrowsize=0.7, penwidth=1.4]"""


def dot(graph: nx.MultiDiGraph[str]) -> str:
    """Write a graph in the DOT language, in a stable order."""
    lines = ["digraph bioclustergraph {", _SETTINGS]
    for node in sorted(graph):
        data = graph.nodes[node]
        shape, fill = LOOKS.get(data["kind"], ("box", "#eeeeee"))
        lines.append(
            f"  {_quoted(node)} [label={_quoted(_folded(data['label']))}, shape={shape}, "
            f'fillcolor="{fill}"]'
        )
    legend: dict[str, str] = {}
    for start, end, key in sorted(graph.edges(keys=True)):
        kind, label = key.rpartition("/")[2], graph.edges[start, end, key]["label"]
        colour, line = STROKES.get(kind, ("#777777", "solid"))
        legend[kind] = label
        lines.append(
            f"  {_quoted(start)} -> {_quoted(end)} "
            f'[color="{colour}", style={line}, tooltip={_quoted(label)}]'
        )
    return "\n".join([*lines, _legend(legend), "}", ""])


def draw(source: str, *, form: str = "svg") -> bytes:
    """Have Graphviz draw DOT text; the same text gives the same picture.

    Args:
        source: the DOT text.
        form: ``svg``, ``png`` or another output format of Graphviz.

    Raises:
        PictureError: Graphviz is not installed, or refused the text.
    """
    program = _program()
    drawn = subprocess.run(  # noqa: S603  # our own program, and no shell
        [program, f"-T{form}", "-q"],
        input=source.encode("utf-8"),
        capture_output=True,
        check=False,
    )
    complaint = drawn.stderr.decode("utf-8", errors="replace").strip()
    if drawn.returncode != 0 or not drawn.stdout:
        raise PictureError(
            Text("Graphviz fikk ikke tegnet grafen.", "Graphviz could not draw the graph."),
            hint=Text(complaint, complaint),
        )
    return drawn.stdout


def _program() -> str:
    # Beside the interpreter first: a virtual environment need not be activated.
    here = Path(sys.executable).parent
    for name in ("graphviz-pure", "dot"):
        found = shutil.which(name, path=str(here)) or shutil.which(name)
        if found is not None:
            return found
    raise PictureError(
        Text("Graphviz er ikke installert.", "Graphviz is not installed."),
        hint=Text(
            "Installer tillegget: pip install 'bioclustergraph[pictures]'.",
            "Install the extra: pip install 'bioclustergraph[pictures]'.",
        ),
    )


def _legend(kinds: dict[str, str]) -> str:
    """Write a node that says which line is which kind of relation."""
    from html import escape

    rows = "".join(
        f'<TR><TD ALIGN="LEFT"><FONT COLOR="{colour}">{_DASHES[line]}</FONT></TD>'
        f'<TD ALIGN="LEFT">{escape(kinds[kind])}</TD></TR>'
        for kind, (colour, line) in STROKES.items()
        if kind in kinds
    )
    table = f'<TABLE BORDER="0" CELLSPACING="0" CELLPADDING="1">{rows}</TABLE>'
    return f"  legend [shape=box, style=filled, fillcolor=white, fontsize=11, label=<{table}>]"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _folded(label: str, width: int = 18) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(label, width, break_long_words=False))
