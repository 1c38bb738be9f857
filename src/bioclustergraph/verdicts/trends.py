"""What is new, what is gone and what stayed since a former report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bioclustergraph.report import Finding, Report

Key = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """A report held against a former one.

    Attributes:
        former: what the former report is called, such as the digest of a release.
        new: what is found now and was not then.
        gone: what was found then and is not now.
        stayed: what is found now and was then; on another line or in another file, perhaps.
    """

    former: str
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    stayed: tuple[Finding, ...]

    def is_new(self, found: Finding) -> bool:
        """Say whether a finding of the report is new."""
        return found in self.new


def since(report: Report, former: Report, name: str) -> Trend:
    """Hold a report against a former one.

    Two findings are the same if they are by the same rule about the same statement of the same
    thing: a line that was added above, or a file that was renamed, makes no finding new. What is
    about no thing is the same if it is about the same file.

    Args:
        report: what is found now.
        former: what was found then.
        name: what the former report is called.
    """
    then = Counter(map(_key, former))
    new: list[Finding] = []
    stayed: list[Finding] = []
    for found in report:
        key = _key(found)
        (stayed if then[key] else new).append(found)
        then[key] -= 1
    now = Counter(map(_key, report))
    gone = []
    for found in former:
        key = _key(found)
        if not now[key]:
            gone.append(found)
        now[key] = max(0, now[key] - 1)
    return Trend(name, tuple(new), tuple(gone), tuple(stayed))


def _key(found: Finding) -> Key:
    where = found.file if found.focus is None else None
    said = found.message.en if found.focus is None else None
    severity = found.severity.value
    return (
        severity, found.rule, found.focus, found.path, found.constraint, found.value, where, said,
    )  # fmt: skip
