"""Texts that every form can hold."""

from __future__ import annotations

import re
from typing import Final

_FORBIDDEN: Final = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (production 2, Char, and the note on it) has no way to write, or advises against."""


def clean(text: str) -> str:
    r"""Give a text that every form can hold.

    >>> clean("a\x00b\r\nc")
    'a�b\nc'
    """
    return _FORBIDDEN.sub(
        "\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n")
    )


def one_line(text: str) -> str:
    r"""Give a text without what breaks a line.

    >>> one_line("a \n b")
    'a b'
    """
    return " ".join(text.split())


def quotable(text: str) -> str:
    r"""Give a text for between quotes in a form that has no escapes.

    >>> quotable('a "b"\nc')
    "a 'b' c"
    """
    return one_line(text).replace('"', "'").replace("\\", "/")
