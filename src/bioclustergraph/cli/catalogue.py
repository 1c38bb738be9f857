"""The words of the command-line library in Norwegian.

click takes its own words (“Usage:”, “No such command”) from the gettext catalogue of the process.
Ours is ``locale/nb/LC_MESSAGES/bioclustergraph.po``; gettext reads the compiled file beside it,
which :func:`refresh` makes anew after a change.
"""

from __future__ import annotations

import ast
import gettext
import os
import re
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bioclustergraph.errors import Language

DOMAIN: Final = "bioclustergraph"
LOCALES: Final = Path(__file__).parent / "locale"
SOURCE: Final = LOCALES / "nb" / "LC_MESSAGES" / f"{DOMAIN}.po"
COMPILED: Final = SOURCE.with_suffix(".mo")

_MAGIC: Final = 0x950412DE
_LINE: Final = re.compile(r'(msgid|msgid_plural|msgstr|msgstr\[[0-9]\])?\s*(".*")')


def speak(language: Language) -> None:
    """Let click speak ``language`` from now on; English is what it speaks by itself.

    gettext asks the environment of the process, so that is where the language is put. To be called
    where a command line begins, and nowhere else.
    """
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(LOCALES))
    gettext.textdomain(DOMAIN)


def refresh() -> None:
    """Compile the catalogue anew: for whoever has changed it, not for a running command."""
    COMPILED.write_bytes(compiled(SOURCE.read_text(encoding="utf-8")))


def compiled(source: str) -> bytes:
    """Turn the text of a catalogue (.po) into the form that gettext reads (.mo)."""
    pairs = sorted((key.encode(), value.encode()) for key, value in _entries(source))
    first = struct.calcsize("7I")
    at = first + 16 * len(pairs)
    tables: list[bytes] = []
    texts = b""
    for column in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<2I", len(pair[column]), at + len(texts)))
            texts += pair[column] + b"\0"
    head = struct.pack("<7I", _MAGIC, 0, len(pairs), first, first + 8 * len(pairs), 0, at)
    return head + b"".join(tables) + texts


def _entries(source: str) -> Iterator[tuple[str, str]]:
    """Give each message and its translation, forms of the plural joined by NUL."""
    for block in re.split(r"\n\s*\n", source):
        fields: dict[str, str] = {}
        field = ""
        for line in block.splitlines():
            match = _LINE.fullmatch(line)
            if match is not None:
                field = match[1] or field
                fields[field] = fields.get(field, "") + ast.literal_eval(match[2])
        if "msgid" in fields:
            ids = (fields[name] for name in ("msgid", "msgid_plural") if name in fields)
            strings = (text for name, text in fields.items() if name.startswith("msgstr"))
            yield "\0".join(ids), "\0".join(strings)
