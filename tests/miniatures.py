"""A miniature project that can be changed and served: the fixture's data, and all that is asked.

The questions of ``queries/`` name things of the real data by way of example, which the checks would
find to be missing; here they name things of the fixture.
"""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Final

import pyoxigraph
from rdflib import Literal

from bioclustergraph import editing
from bioclustergraph.namespaces import PREFIXES
from bioclustergraph.project import Project
from bioclustergraph.report import Report

if TYPE_CHECKING:
    from pathlib import Path

GRAPH: Final = PREFIXES["graph"]
CLUSTERS: Final = f"{GRAPH}things/clusters"
SOURCE: Final = f"{GRAPH}sources/2024-skogklyngen-about"
PROLOGUE: Final = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}>\n"
    for name in ("bcg", "cluster", "rdfs", "organisation", "xsd", "graph", "end-state")
)
_SUBJECT: Final = re.compile(r"^([a-z-]+):([a-z0-9-]+)$", re.MULTILINE)
_NAMED: Final = re.compile(r"(?<![\w<#-])([a-z-]+):([a-z0-9][a-z0-9-]+)\b(?! *<)")


def miniature(root: Path, at: Path) -> Project:
    """Make the project in ``at``, which is not there.

    Args:
        root: the root of the checkout.
        at: where it is made.
    """
    shutil.copytree(root / "tests" / "fixture" / "data", at / "data")
    for part in ("ontology", "shapes"):
        shutil.copytree(root / part, at / part)
    known: dict[str, str] = {}
    for path in sorted((at / "data").rglob("*.ttl")):
        for kind, key in _SUBJECT.findall(path.read_text(encoding="utf-8")):
            known.setdefault(kind, f"{kind}:{key}")
    for path in sorted((root / "queries").rglob("*")):
        inside = path.relative_to(root / "queries")
        if len(inside.parts) > 1 and path.is_file():
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".rq":
                text = _NAMED.sub(lambda found: known.get(found[1], found[0]), text)
            (at / "queries" / inside).parent.mkdir(parents=True, exist_ok=True)
            (at / "queries" / inside).write_text(text, encoding="utf-8")
    return Project(at)


def update(text: str) -> editing.Update:
    return editing.Update(PROLOGUE + text)


def renamed(name: str, cluster: str = "tangklyngen") -> editing.Update:
    at = f"GRAPH <{CLUSTERS}> {{ cluster:{cluster} rdfs:label"
    return update(
        f"DELETE {{ {at} ?l }} }} INSERT {{ {at} {Literal(name, lang='en').n3()} }} }}\n"
        f"WHERE {{ {at} ?l FILTER(LANG(?l) = 'en') }} }}"
    )


def unjudged(*_: object) -> Report:
    return Report()


def label(directory: Path, cluster: str = "tangklyngen") -> str:
    """Say how a cluster is called in English, in its graph and in the merge alike."""
    store = pyoxigraph.Store()
    store.bulk_extend(pyoxigraph.parse(path=str(directory / "current" / "data.nq")))
    said = {
        quad.object.value
        for quad in store.quads_for_pattern(
            pyoxigraph.NamedNode(f"{PREFIXES['cluster']}{cluster}"),
            pyoxigraph.NamedNode(f"{PREFIXES['rdfs']}label"),
            None,
        )
        if isinstance(quad.object, pyoxigraph.Literal) and quad.object.language == "en"
    }
    [one] = said
    return one
