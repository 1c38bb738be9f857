"""Scripts and styles that ``make web`` makes, and what a browser may run and fetch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable

DIRECTORY: Final = Path(__file__).parents[1] / "static"
"""What pages refer to."""

BUILT: Final = "built"
"""Where in it ``make web`` puts what it makes."""

_LICENCES: Final = "licences.txt"

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action "
)


def policy(*, forms: bool) -> str:
    """Give the ``Content-Security-Policy`` of the site (CSP level 3).

    Only our own scripts run, none that is written into a page, and nothing is fetched elsewhere.

    Args:
        forms: there is a server that forms are sent to.
    """
    return _POLICY + ("'self'" if forms else "'none'")


def licences() -> str | None:
    """Give the address of the licences of what was bundled; ``None`` where nothing was."""
    there = (DIRECTORY / BUILT / _LICENCES).is_file()
    return f"/static/{BUILT}/{_LICENCES}" if there else None


def script(name: str, to: Callable[[str], str]) -> Markup:
    """Give the element that runs a script of ``web/src/``; nothing where it has not been built.

    Args:
        name: the name of the entry, without ``.ts``.
        to: writes a link to an address of the site.
    """
    # Not a module: one that is opened as a file may not load any.
    return _if_built(f"{name}.js", to, '<script src="{}" defer></script>')


def style(name: str, to: Callable[[str], str]) -> Markup:
    """Give the element that loads a style of ``web/src/``; nothing where it has not been built.

    Args:
        name: the name of the entry, without ``.css`` or ``.ts``.
        to: writes a link to an address of the site.
    """
    return _if_built(f"{name}.css", to, '<link rel="stylesheet" href="{}">')


def _if_built(name: str, to: Callable[[str], str], element: str) -> Markup:
    if not (DIRECTORY / BUILT / name).is_file():
        return Markup("")
    return Markup(element).format(to(f"/static/{BUILT}/{name}"))  # noqa: S704 - ours; the address is escaped
