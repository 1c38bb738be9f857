"""From SVG to what is printed and pasted: PDF and PNG."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph import extras
from bioclustergraph.errors import ParameterError, PictureError, Text

if TYPE_CHECKING:
    from pathlib import Path

FORMS: Final = ("svg", "png", "pdf")

_SCALE: Final = 2
"""Pixels of a PNG to one of the SVG: sharp on paper and on fine screens."""

_LARGEST: Final = 16_000
"""Pixels of a side: more is refused by many programs."""


def form_of(form: str | None, output: Path | None) -> str:
    """Decide the form of a picture: as asked, else by the file's suffix, else SVG.

    Raises:
        ParameterError: the suffix is of none of them, or is that of another than was asked.
    """
    suffix = output.suffix.removeprefix(".").lower() if output is not None else ""
    if form is None and suffix and suffix not in FORMS:
        raise ParameterError(
            Text(f"Bilder skrives ikke som .{suffix}.", f"Pictures are not written as .{suffix}."),
            path=output,
            hint=Text(
                f"Velg en av {', '.join(FORMS)}, eller gi --format.",
                f"Choose one of {', '.join(FORMS)}, or give --format.",
            ),
        )
    if form is not None and suffix in FORMS and suffix != form:
        raise ParameterError(
            Text(
                f"--format {form} passer ikke til .{suffix}.",
                f"--format {form} does not fit .{suffix}.",
            ),
            path=output,
            hint=Text("Gi bare én av dem.", "Give one of the two."),
        )
    return form or suffix or "svg"


def rendered(picture: bytes, form: str) -> bytes:
    """Make a picture of an SVG document.

    Args:
        picture: the document.
        form: ``svg``, ``png`` or ``pdf``.

    Raises:
        MissingLibrary: what makes PNG and PDF is not installed.
        PictureError: it could not make it.
    """
    if form == "svg":
        return picture
    converter = extras.library("vl_convert", extra="pictures")
    text = picture.decode("utf-8")
    try:
        if form == "pdf":
            return bytes(converter.svg_to_pdf(text))
        return bytes(converter.svg_to_png(text, scale=_fitting(text)))
    except ValueError as error:
        raise PictureError(
            Text(
                f"Bildet lot seg ikke gjøre om til {form}.", f"Cannot turn the picture to {form}."
            ),
            hint=Text(str(error), str(error)),
        ) from error


def _fitting(text: str) -> float:
    import re

    sides = [float(it) for it in re.findall(r'(?:width|height)="([\d.]+)"', text[:2000])[:2]]
    return min(_SCALE, _LARGEST / max(sides))
