"""What is written down of each request: numbers for Prometheus, and a line in a log.

Neither holds anything about a person: no address of a client, no text of a query.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import TextIO

    from bioclustergraph.server.cache import Cache
    from bioclustergraph.workers.pool import Pool

_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_GONE: Final = "gone"


class Accounts:
    """The accounts of one server.

    Args:
        log: where lines are written, one JSON object each; ``None`` writes none.
    """

    def __init__(self, log: TextIO | None = None) -> None:
        self._log = log
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "bioclustergraph_requests",
            "Requests that were answered, or whose client went away (status “gone”).",
            ("kind", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "bioclustergraph_request_seconds",
            "From a request's head to the last byte of its answer.",
            ("kind",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._bytes = Counter(
            "bioclustergraph_response_bytes",
            "Bytes of answers, as they were sent.",
            registry=self._registry,
        )
        self._kept = Counter(
            "bioclustergraph_kept_answers",
            "Requests answered from kept answers.",
            registry=self._registry,
        )
        self._unwritten = Counter(
            "bioclustergraph_unwritten_log_lines",
            "Lines of the access log that could not be written, such as to a full disk.",
            registry=self._registry,
        )
        self._reloads = Counter(
            "bioclustergraph_reloads", "Switches to another release.", registry=self._registry
        )
        self._at_work = Gauge(
            "bioclustergraph_requests_at_work", "Requests with workers.", registry=self._registry
        )
        self._waiting = Gauge(
            "bioclustergraph_requests_waiting", "Requests that wait.", registry=self._registry
        )
        self._cache = Gauge(
            "bioclustergraph_kept_bytes", "Bytes of kept answers.", registry=self._registry
        )
        # A child is looked up under a lock each time; there are few, so each is kept.
        self._children: dict[tuple[str, str], tuple[Counter, Histogram]] = {}

    def begin(self) -> float:
        """Note that a request has come; what is given is for :meth:`end` and :meth:`gone`."""
        return time.perf_counter()

    def end(
        self,
        scope: MutableMapping[str, Any],
        begun: float,
        *,
        status: int,
        size: int,
        kept: bool,
    ) -> None:
        """Write a request down that was answered with so many bytes."""
        seconds = time.perf_counter() - begun
        self._count(scope["path"], str(status), seconds)
        self._bytes.inc(size)
        if kept:
            self._kept.inc()
        if self._log is not None:
            self._write(scope, status, seconds, size=size, kept=kept)

    def gone(self, scope: MutableMapping[str, Any], begun: float) -> None:
        """Write a request down whose client went away."""
        seconds = time.perf_counter() - begun
        self._count(scope["path"], _GONE, seconds)
        if self._log is not None:
            self._write(scope, _GONE, seconds, size=0, kept=False)

    def reloaded(self) -> None:
        """Write down that another release is served."""
        self._reloads.inc()

    def exposition(self, pool: Pool, cache: Cache) -> tuple[bytes, bytes]:
        """Give all numbers in Prometheus' form, and its media type."""
        self._at_work.set(pool.at_work)
        self._waiting.set(pool.waiting)
        self._cache.set(cache.taken)
        return generate_latest(self._registry), CONTENT_TYPE_LATEST.encode("ascii")

    def _count(self, path: str, status: str, seconds: float) -> None:
        kind = kind_of(path)
        children = self._children.get((kind, status))
        if children is None:
            children = self._requests.labels(kind, status), self._seconds.labels(kind)
            self._children[kind, status] = children
        children[0].inc()
        children[1].observe(seconds)

    def _write(
        self,
        scope: MutableMapping[str, Any],
        status: int | str,
        seconds: float,
        *,
        size: int,
        kept: bool,
    ) -> None:
        if self._log is None:
            return
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "method": scope["method"],
            "kind": kind_of(scope["path"]),
            # Which query it was can be seen, if it comes again; what it said cannot.
            "query": blake2b(scope["query_string"], digest_size=6).hexdigest(),
            "status": status,
            "ms": round(seconds * 1000, 2),
            "bytes": size,
            "kept": kept,
        }
        try:
            self._log.write(json.dumps(line) + "\n")
            self._log.flush()
        except OSError:  # a full disk is no reason to let a visitor down
            self._unwritten.inc()


def kind_of(path: str) -> str:
    """Give the first part of a path if it is one of ours: strangers must not make up labels.

    >>> kind_of("/sparql"), kind_of("/doc/cluster/x"), kind_of("/"), kind_of("/wp-admin/x")
    ('sparql', 'doc', 'home', 'other')
    """
    first = path.split("/", 2)[1] if "/" in path else ""
    return first if first in _KINDS else "other" if first else "home"


_KINDS: Final = frozenset(
    {
        "sparql", "id", "doc", "ns", "scheme", "graph", "shape", "questions", "question", "find",
        "contradictions", "static", "dumps", "catalog", "service", ".well-known", "health",
        "ready", "metrics", "release", "changes", "graph-store",
    }
)  # fmt: skip
