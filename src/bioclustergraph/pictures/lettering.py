"""How wide letters are, so that every name gets the room it needs.

Pictures are set in a face with the widths of Helvetica, which are those of Arial, Liberation Sans
and Arimo as well: one of them is on nearly every machine. Where none is, the reader's own face is
drawn as wide as was reckoned here (``textLength``), so that no name ever grows into another.
"""

from __future__ import annotations

from typing import Final

FAMILY: Final = "Liberation Sans, Arial, Helvetica, sans-serif"
"""What is asked for; the first is the one that PNG and PDF are made with."""

LEADING: Final = 1.22
"""From one line to the next, in sizes of the face."""


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Reckon how wide a line of text is.

    Args:
        text: one line.
        size: of the face, in pixels; so is what comes back.
        bold: whether it is set in bold.

    Raises:
        MissingLibrary: ReportLab, which has the widths, is not installed.
    """
    from bioclustergraph import extras

    metrics = extras.library("reportlab.pdfbase.pdfmetrics", extra="pictures")
    return float(metrics.stringWidth(text, "Helvetica-Bold" if bold else "Helvetica", size))


def folded(text: str, room: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines that are no wider than ``room``, where words allow it.

    The lines are made about equally long, as short ones under long ones take needless room.
    """
    words = text.split()
    lines = _filled(words, room, size, bold=bold)
    if len(lines) > 1:
        narrowest = max(width(word, size, bold=bold) for word in words)
        whole = width(text, size, bold=bold)
        for share in range(len(lines) * 8, 100):
            tighter = max(narrowest, whole * 8 / share)
            again = _filled(words, tighter, size, bold=bold)
            if len(again) > len(lines):
                break
            lines = again
    return tuple(lines)


def _filled(words: list[str], room: float, size: float, *, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]


def cut(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Shorten a text with an ellipsis, so that it is no wider than ``room``."""
    if width(text, size, bold=bold) <= room:
        return text
    while text and width(f"{text}…", size, bold=bold) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"
