"""The releases that are kept beside the current one, in the order in which they were current."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import ParameterError, ReleaseError, Text, UnknownRelease
from bioclustergraph.release import history, manifest
from bioclustergraph.release.history import Switch
from bioclustergraph.release.reading import CURRENT, SHOWN, Release

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PREVIOUS: Final = "previous"
"""What the release before the current one is called by :func:`find`."""

_DIGEST: Final = re.compile(r"[0-9a-f]{1,64}")
_NAMED: Final = 8
"""How many releases an error names at most."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A release that is kept.

    Attributes:
        release: the release.
        switch: when it last became the current one. Of a release that was there before the history
            was, the time is that of its manifest.
        is_current: whether it is the current one.
    """

    release: Release
    switch: Switch
    is_current: bool


def listed(directory: Path, latest: int | None = None) -> tuple[Kept, ...]:
    """Give the releases that are kept in ``directory``, the one switched to last at the end.

    A directory whose manifest cannot be read is none.

    Args:
        directory: where releases are kept.
        latest: how many of the latest are wanted; ``None`` for all. No other manifest is read.
    """
    now = _current(directory)
    told = {switch.digest: (at, switch) for at, switch in enumerate(history.switches(directory), 1)}
    places = {digest[:SHOWN]: at for digest, (at, _) in told.items()}
    found: list[Kept] = []
    candidates = sorted(
        _candidates(directory), key=lambda it: (it.name == now, places.get(it.name, 0), _made(it))
    )
    for path in reversed(candidates):
        if latest is not None and len(found) == latest:
            break
        try:
            release = Release.at(path)
        except ReleaseError:
            continue
        _, switch = told.get(release.manifest.digest) or (0, _unrecorded(release))
        found.append(Kept(release, switch, path.name == now))
    return tuple(reversed(found))


def kept(directory: Path) -> tuple[Release, ...]:
    """Give every release that is kept in ``directory``, the one switched to last at the end."""
    return tuple(it.release for it in listed(directory))


def find(directory: Path, name: str) -> Release:
    """Give one release that is kept in ``directory``.

    Args:
        directory: where releases are kept, or a release itself, which then is the only one.
        name: the beginning of its digest, ``current``, or ``previous`` for the one before that.

    Raises:
        UnknownRelease: there is none of that name, or there are several; it says which there are.
    """
    there = listed(directory)
    if not there and (directory / manifest.NAME).exists():
        there = (_alone(directory),)
    if name == CURRENT:
        fitting = [it for it in there if it.is_current]
    elif name == PREVIOUS:
        others = [it for it in there if not it.is_current]
        fitting = others[-1:]
    else:
        prefix = name.lower()
        fitting = [
            it for it in there if _DIGEST.fullmatch(prefix) and it.switch.digest.startswith(prefix)
        ]
    if len(fitting) == 1:
        return fitting[0].release
    raise _unknown(directory, name, there, fitting)


def removable(directory: Path, keep: int) -> tuple[Kept, ...]:
    """Give the releases that go if only the latest ``keep`` are kept; never the current one.

    Raises:
        ParameterError: ``keep`` is less than one.
    """
    if keep < 1:
        raise ParameterError(
            Text("Minst én utgave må beholdes.", "At least one release must be kept."),
            hint=Text("Gi --keep 1 eller mer.", "Give --keep 1 or more."),
        )
    there = listed(directory)
    return tuple(it for it in there[: max(0, len(there) - keep)] if not it.is_current)


def remove(directory: Path, going: tuple[Kept, ...]) -> None:
    """Remove releases, and what was kept for their sake only; the history still names them.

    Whoever calls holds the directory. A release is first renamed, so that it is whole or gone.

    Raises:
        OSError: one cannot be removed.
    """
    now = _current(directory)
    for it in going:
        place = it.release.directory
        if place.name == now or place.parent != directory.resolve():
            continue
        leaving = place.with_name(f".building-{place.name}-leaving")
        place.rename(leaving)
        shutil.rmtree(leaving)
        shutil.rmtree(directory / f".store-{it.switch.digest[:SHOWN]}", ignore_errors=True)


def unrecorded(directory: Path) -> Switch | None:
    """Give the switch to the current release if the history lacks it.

    Between a switch and its line in the history the machine may stop; whoever switches next writes
    down what had been switched to.
    """
    told = history.switches(directory)
    for it in listed(directory):
        if it.is_current and (not told or told[-1].digest != it.switch.digest):
            return it.switch if not any(s.digest == it.switch.digest for s in told) else _now(it)
    return None


def _now(it: Kept) -> Switch:
    return Switch(history.now(), it.switch.digest, it.switch.ontology)


def _candidates(directory: Path) -> Iterator[Path]:
    try:
        inside = sorted(directory.resolve().iterdir())
    except (OSError, RuntimeError):
        return
    for path in inside:
        if not path.name.startswith(".") and path.is_dir() and not path.is_symlink():
            yield path


def _current(directory: Path) -> str | None:
    try:
        return (directory / CURRENT).resolve(strict=True).name
    except (OSError, RuntimeError):
        return None


def _alone(directory: Path) -> Kept:
    release = Release.at(directory)
    return Kept(release, _unrecorded(release), is_current=True)


def _unrecorded(release: Release) -> Switch:
    time = history.moment(datetime.fromtimestamp(_made(release.directory), UTC))
    return Switch(time, release.manifest.digest, release.manifest.ontology)


def _made(directory: Path) -> float:
    try:
        return (directory / manifest.NAME).stat().st_mtime
    except OSError:
        return 0.0


def _unknown(
    directory: Path, name: str, there: tuple[Kept, ...], fitting: list[Kept]
) -> UnknownRelease:
    several = len(fitting) > 1
    shown = list(reversed(fitting if several else there))
    names = ", ".join(
        f"{it.switch.digest[:SHOWN]} ({it.switch.time[:10]})" for it in shown[:_NAMED]
    )
    more = len(shown) - _NAMED
    there_nb = names + (f" og {more} til" if more > 0 else "")
    there_en = names + (f" and {more} more" if more > 0 else "")
    if several:
        return UnknownRelease(
            Text(
                f"«{name}» passer på {len(fitting)} utgaver: {there_nb}.",
                f"“{name}” fits {len(fitting)} releases: {there_en}.",
            ),
            path=directory,
            hint=Text("Skriv mer av sjekksummen.", "Write more of the digest."),
        )
    return UnknownRelease(
        Text(f"Det er ingen utgave «{name}» her.", f"There is no release “{name}” here."),
        path=directory,
        hint=Text(f"Her er {there_nb}.", f"Here are {there_en}.")
        if there
        else Text(
            "Bygg en med «bioclustergraph build», eller gi mappen med --release.",
            "Build one with “bioclustergraph build”, or name the directory with --release.",
        ),
    )
