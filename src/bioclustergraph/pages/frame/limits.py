"""How much one visitor may ask of the endpoint; the service description says the same numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What the endpoint allows. Every one can be set on the command line.

    Attributes:
        seconds: how long one query may run, in seconds of wall-clock time.
        memory: how much memory one query may take beyond what the release itself needs, in bytes.
        result: the longest answer, in bytes before compression; a longer one is cut after a row.
        body: the longest request body, in bytes.
        head: the longest request line with headers, in bytes.
        workers: how many queries run at once.
        queue: how many requests may wait for a worker.
        per_client: how many requests of one address may be under way.
        cache: how much memory kept answers may take, in bytes; 0 keeps none.
        in_memory: the largest release that is served from memory, in bytes of its dump.
        patience: how long a client may take to send a request, or to take 1 MiB of an answer, in
            seconds.
        services: the addresses that ``SERVICE`` may name; none unless someone allows it.
    """

    seconds: float = 30.0
    memory: int = 1024 * MIB
    result: int = 64 * MIB
    body: int = MIB
    head: int = 64 * 1024
    workers: int = 4
    queue: int = 256
    per_client: int = 100
    cache: int = 128 * MIB
    in_memory: int = 2048 * MIB
    patience: float = 20.0
    services: frozenset[str] = field(default_factory=frozenset)
