"""A server with a door to write, as a test holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

import httpx
from tests.miniatures import CLUSTERS

from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Served

    from bioclustergraph.project import Project

UPDATE: Final = {"Content-Type": "application/sparql-update"}
TURTLE: Final = {"Content-Type": "text/turtle"}
ASK: Final = {"query": "ASK {}"}
TANG: Final = f"{PREFIXES['cluster']}tangklyngen"
NAME: Final = (
    f"SELECT ?a ?b {{ <{TANG}> <{PREFIXES['rdfs']}label> ?a FILTER(LANG(?a) = 'en')\n"
    f"GRAPH <{CLUSTERS}> {{ <{TANG}> <{PREFIXES['rdfs']}label> ?b FILTER(LANG(?b) = 'en') }} }}"
)


class Door:
    """A server with a door to write, and two who have a token."""

    def __init__(self, project: Project, directory: Path, served: Served, file: Path) -> None:
        self.project, self.directory, self.served, self.file = project, directory, served, file
        self.client = httpx.Client(base_url=served.url, timeout=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def update(self, text: str, token: str | None, **headers: str) -> httpx.Response:
        return self.client.post(
            "/sparql", content=text.encode(), headers=UPDATE | bearer(token) | headers
        )

    def graph(self, method: str, graph: str, token: str | None, body: str = "") -> httpx.Response:
        return self.client.request(
            method, "/graph-store", params={"graph": graph}, content=body.encode(),
            headers=TURTLE | bearer(token),
        )  # fmt: skip

    def name(self) -> str:
        [row] = self.client.post("/sparql", data={"query": NAME}).json()["results"]["bindings"]
        assert row["a"] == row["b"]
        return str(row["a"]["value"])


def bearer(token: str | None) -> dict[str, str]:
    return {} if token is None else {"Authorization": f"Bearer {token}"}
