"""The page of a proof: for people without JavaScript, and as JSON and PROV-O."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import httpx
import pyoxigraph as ox
import pytest

from bioclustergraph.project import Project
from bioclustergraph.release import assemble

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bioclustergraph.server.front import Front
    from bioclustergraph.store.base import Store

ASKED = {
    "s": "organisation:genoek",
    "p": "bcg:isSucceededBy",
    "o": "organisation:norce",
}


class Client:
    """Asks the application without a socket."""

    def __init__(self, application: Front) -> None:
        self._transport = httpx.ASGITransport(app=application)

    def get(
        self,
        path: str,
        *,
        params: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(
                transport=self._transport, base_url="http://test", headers={"Accept-Language": "en"}
            ) as client:
                return await client.get(path, params=params, headers=headers)

        return asyncio.run(ask())


@pytest.fixture(scope="module")
def client(app: Callable[[Store, Project], Front], root: Path) -> Client:
    project = Project(root)
    return Client(app(assemble(project), project))


def test_a_page_for_people(client: Client) -> None:
    answer = client.get("/why", params=ASKED, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "derived by successors" in answer.text
    assert "stated in graph:sources/2022-biotech-north-annual-report-2021" in answer.text
    assert "Accept" in answer.headers["vary"]


def test_as_data(client: Client) -> None:
    told = client.get("/why", params=ASKED, headers={"Accept": "application/json"}).json()
    assert told["rule"]["name"] == "successors"
    turtle = client.get("/why", params={**ASKED, "format": "ttl"})
    assert turtle.headers["content-type"].startswith("text/turtle")
    assert list(ox.parse(turtle.content, format=ox.RdfFormat.TURTLE))


def test_a_derived_statement_leads_to_its_proof(client: Client) -> None:
    page = client.get("/doc/organisation/genoek", headers={"Accept": "text/html"}).text
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/why[^"]+)"', page)]
    assert links
    for link in links:
        assert client.get(link, headers={"Accept": "text/html"}).status_code == 200


@pytest.mark.parametrize(
    ("changed", "status"),
    [({"o": ""}, 400), ({"o": '"open'}, 400), ({"o": "organisation:biocat"}, 404),
     ({"s": "x" * 3000}, 400), ({"format": "csv"}, 400)],
    ids=["missing", "unreadable", "not so", "too long", "no such form"],
)  # fmt: skip
def test_what_cannot_be_proved_is_said(
    client: Client, changed: dict[str, str], status: int
) -> None:
    answer = client.get("/why", params={**ASKED, **changed})
    assert answer.status_code == status
