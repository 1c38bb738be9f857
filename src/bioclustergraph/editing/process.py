"""A process that applies one change and can be ended at any moment.

Run as ``python -m bioclustergraph.editing.process``; the server does so. What is asked comes as
JSON on standard input, what came of it goes as JSON to standard output. Whenever it is ended, the
release that is current is the old one or the new one.
"""

from __future__ import annotations

import gc
import json
import resource
import signal
import sys
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bioclustergraph import dataset
from bioclustergraph.editing.applying import apply
from bioclustergraph.editing.changes import GraphOperation, Update
from bioclustergraph.editing.stated import DATA
from bioclustergraph.errors import (
    BioclustergraphError,
    ChangeError,
    QueryError,
    ReleaseBusy,
    TurtleError,
    UnknownGraph,
)
from bioclustergraph.project import Project
from bioclustergraph.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bioclustergraph.editing.changes import Change
    from bioclustergraph.editing.journal import Transaction
    from bioclustergraph.report import Finding

OUT_OF_MEMORY: Final = 71
"""How the process ends that may take no more memory (EX_OSERR of sysexits.h)."""

FAULT: Final = 500

STATUSES: Final = (
    (UnknownGraph, 404),
    (ChangeError, 403),
    (QueryError, 400),
    (TurtleError, 400),
    (ReleaseBusy, 503),
)
"""How each error is told over HTTP; any other is a fault of ours."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the process is told.

    Attributes:
        root: the root of the project.
        directory: where releases are kept.
        author: who asks.
        reason: why.
        seconds: how long the change itself may run, before it is judged.
        memory: how much memory it may take beyond what the process begins with, in bytes.
        patience: how many seconds to wait for another who writes.
    """

    root: str
    directory: str
    author: str
    reason: str
    seconds: float
    memory: int
    patience: float


def written(order: Order, change: Change) -> bytes:
    """Write what the process is told."""
    return json.dumps(
        {"order": asdict(order), "kind": change.kind, "change": asdict(change)}
    ).encode()


def _change(told: dict[str, Any]) -> Change:
    fields = told["change"]
    if told["kind"] == "update":
        return Update(fields["sparql"], tuple(fields["using"]), tuple(fields["using_named"]))
    return GraphOperation(**fields)


def main() -> None:
    """Apply one change, and say what came of it."""
    gc.disable()  # it ends soon, and to look through its graphs again and again takes a third of it
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the group; the front decides
    told = json.loads(sys.stdin.buffer.read())
    order, change = Order(**told["order"]), _change(told)
    _bound_memory(order.memory)
    project = Project(Path(order.root))
    try:
        outcome = apply(
            Path(order.directory),
            project,
            change,
            order.author,
            order.reason,
            patience=order.patience,
            bounded=lambda: _bounded(order.seconds),
        )
    except BioclustergraphError as error:
        status = next((number for kind, number in STATUSES if isinstance(error, kind)), FAULT)
        if status == FAULT:
            sys.stderr.write(error.in_language("en") + "\n")  # where: not for who asks to know
        hint = asdict(error.hint) if error.hint is not None else None
        answer: dict[str, Any] = {
            "status": status,
            "message": asdict(error.message),
            "line": error.line,
            "hint": hint,
        }
    else:
        violations = outcome.report.findings if outcome.is_refused and outcome.report else ()
        answer = {
            "status": 422 if violations else 200,
            "digest": outcome.release.manifest.digest,
            "transaction": outcome.transaction.number if outcome.transaction else None,
            "is_new": _is_new_graph(outcome.transaction, change),
            "findings": [_told(project, finding) for finding in violations],
            "turtle": _turtle(violations),
        }
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())


def _is_new_graph(transaction: Transaction | None, change: Change) -> bool:
    """Say whether an operation made its graph (201 and not 204; Graph Store Protocol, 5.3)."""
    if transaction is None or not isinstance(change, GraphOperation):
        return False
    return any(old is None for old, _ in transaction.files.values())


def _told(project: Project, finding: Finding) -> dict[str, Any]:
    """Tell a finding by its graph: the file that it would be in is not there for who asks."""
    said = asdict(finding) | {"severity": finding.severity.value, "graph": None}
    if finding.file is not None and finding.file.startswith(DATA):
        said |= {"graph": dataset.graph_iri(project, project.root / finding.file)}
        said |= {"file": None, "line": None}
    return said


def _turtle(findings: Iterable[Finding]) -> str:
    """Write findings as an ``sh:ValidationReport``, without the places that are none yet."""
    from bioclustergraph.verdicts import shacl

    return shacl.turtle_of(Report.of(replace(found, file=None, line=None) for found in findings))


@contextmanager
def _bounded(seconds: float) -> Iterator[None]:
    """End the process if what is within takes longer; the engine asks nobody before it goes on."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _bound_memory(more: int) -> None:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:  # no Linux: the time is bounded all the same
        return
    bound = pages * resource.getpagesize() + more
    with suppress(ValueError, OSError):  # a lower bound was set from outside, and holds
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
