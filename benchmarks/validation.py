"""How fast the SHACL engine in use is beside pySHACL, over the project's own data.

`make validation-speed`. First it holds what both find against each other; a time of an engine that
finds something else is no time. Then it prints the best of some runs of each:

- pySHACL as it comes: `pyshacl.validate(data, shacl_graph=shapes)`;
- pySHACL as `check --engine pyshacl` runs it, with each query parsed once;
- the engine in use, as `check` runs it: from and to rdflib;
- the whole of `check`, in a process of its own.

Exits with 1 if the findings differ or the engine in use is not 50 times faster than pySHACL. Run on
request only: pySHACL takes most of a minute.
"""

from __future__ import annotations

import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from bioclustergraph import dataset, ontology, turtle, validation
from bioclustergraph.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
WANTED = 50
TIMES = 5


def best(run: Callable[[], object], times: int = TIMES) -> float:
    """Give the shortest of some runs, in seconds: the one that others disturbed least."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return min(taken)


def main() -> int:
    """Compare, measure and print; give the exit code."""
    import pyshacl
    import rdflib

    project = Project(ROOT)
    data, terms = dataset.load(project).merged(), ontology.load(project)
    shapes = validation.load_shapes(project)
    merged = turtle.merged((data, terms))
    plain = rdflib.Graph()  # pySHACL takes no graph of a store that knows one name only
    plain += merged
    found = {
        name: set(validation.validate(data, shapes, terms, engine))
        for name, engine in validation.ENGINES.items()
    }
    [in_use, *_] = found
    print(f"{len(merged)} triples, {len(shapes)} triples of shapes")
    for name, results in found.items():
        print(f"{name:10} finds {len(results)}")
    alike = found[in_use] == found["pyshacl"]
    print(f"the same findings: {'yes' if alike else 'NO'}")

    taken = {
        "pySHACL": best(lambda: pyshacl.validate(plain, shacl_graph=shapes), 1),
        "pySHACL, queries parsed once": best(
            lambda: list(validation.pyshacl_engine(merged, shapes)), 3
        ),
        "pyshacl-turbo": best(lambda: list(validation.turbo_engine(merged, shapes))),
        "the whole of check": best(lambda: subprocess.run(CHECK, check=True, capture_output=True)),
    }
    versions = {
        "pySHACL": metadata.version("pyshacl"),
        "pySHACL, queries parsed once": metadata.version("pyshacl"),
        "pyshacl-turbo": metadata.version("pyshacl-turbo"),
    }
    fast = taken["pyshacl-turbo"]
    for name, seconds in taken.items():
        ratio = f"{seconds / fast:7.0f} ×" if name in versions else ""
        print(f"{name:30} {versions.get(name, ''):8} {seconds * 1000:9.0f} ms {ratio}")
    return 0 if alike and taken["pySHACL"] / fast >= WANTED else 1


CHECK = (
    sys.executable, "-m", "bioclustergraph", "--root", str(ROOT), "check", "--since", "none",
)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
