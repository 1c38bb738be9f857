"""Measures of funding: what sources state, and that they do not state it.

As in the question ``funding-in-year``: a yearly amount is what the year got, a total is the whole
grant, and the two are never added together; no amount is made of a share.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from bioclustergraph.metrics.model import Degree, Value
from bioclustergraph.namespaces import BCG

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from bioclustergraph.metrics.definitions import Definition
    from bioclustergraph.metrics.material import Grant, Material
    from bioclustergraph.relations import Certainty

_One = tuple[str, str | None, str, str | None, Decimal | None, str | None, Decimal | None]
"""What makes two mentions the same grant: whose, from whom, which kind, how much."""


def amounts(
    material: Material, definition: Definition, view: str | None, day: dt.date
) -> Iterator[Value]:
    """Add up the amounts that ran in the year, by recipient, basis and currency.

    A recipient of grants without an amount has a row without a value: unknown is not nothing.
    """
    del definition, view
    running = _running(material, day)
    lacking = {grant.recipient for grant in running if grant.amount is None}
    sums: defaultdict[tuple[str, str], list[Decimal]] = defaultdict(
        lambda: [Decimal(0), Decimal(0)]
    )
    for grant, standing in running.items():
        if grant.amount is not None:
            of = sums[grant.recipient, f"{grant.basis} {grant.currency}"]
            of[0] += grant.amount if standing == "certain" else 0
            of[1] += grant.amount
    for recipient, basis in sorted(sums):
        certain, possible = sums[recipient, basis]
        degree = Degree.PARTIAL if recipient in lacking else _degree(material, recipient, day)
        yield Value(recipient, basis, certain, possible, degree)
    for recipient in sorted(lacking - {recipient for recipient, _ in sums}):
        yield Value(recipient, None, None, None, _degree(material, recipient, day))


def shares(
    material: Material, definition: Definition, view: str | None, day: dt.date
) -> Iterator[Value]:
    """Give the shares that ran in the year, by recipient and funder, else by kind of money."""
    del definition, view
    sums: defaultdict[tuple[str, str], list[Decimal]] = defaultdict(
        lambda: [Decimal(0), Decimal(0)]
    )
    for grant, standing in _running(material, day).items():
        if grant.share is not None:
            of = sums[grant.recipient, grant.funder or grant.kind]
            of[0] += grant.share if standing == "certain" else 0
            of[1] += grant.share
    for (recipient, source), (certain, possible) in sorted(sums.items()):
        yield Value(recipient, source, certain, possible, _degree(material, recipient, day))


def unstated(
    material: Material, definition: Definition, view: str | None, day: dt.date
) -> Iterator[Value]:
    """Count the grants that ran in the year and of which no source states the amount."""
    del definition, view
    certain: defaultdict[str, int] = defaultdict(int)
    possible: defaultdict[str, int] = defaultdict(int)
    for grant, standing in _running(material, day).items():
        possible[grant.recipient] += grant.amount is None
        certain[grant.recipient] += grant.amount is None and standing == "certain"
    for recipient, count in sorted(possible.items()):
        yield Value(recipient, None, certain[recipient], count, _degree(material, recipient, day))


def _running(material: Material, day: dt.date) -> dict[Grant, Certainty]:
    """Give each grant that ran in the year once, as it stands at best in several mentions."""
    year = day.isoformat()[:4]
    best: dict[_One, tuple[Grant, Certainty]] = {}
    for grant in material.grants:
        bounds = grant.bounds.during(f"{year}-01-01", f"{int(year) + 1:04}-01-01")
        standing = material.seen(
            "certain" if bounds is not None and year in grant.years else bounds
        )
        if standing is None:
            continue
        one = (
            grant.recipient,
            grant.funder,
            grant.kind,
            grant.basis,
            grant.amount,
            grant.currency,
            grant.share,
        )
        if one not in best or standing == "certain":
            best[one] = grant, standing
    return dict(best.values())


def _degree(material: Material, recipient: str, day: dt.date) -> Degree:
    return material.lists.over(recipient, BCG.Grant, day.isoformat()[:4])
