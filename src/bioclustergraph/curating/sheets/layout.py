"""Where things are in a workbook: the same for who writes it and who reads it."""

from __future__ import annotations

from typing import Final

READ_ME: Final = "read-me"
NAMES: Final = "names"
LISTS: Final = "lists"
BASE_SHEET: Final = "_base"
OWN_SHEETS: Final = frozenset({READ_ME, NAMES, LISTS})
"""Sheets that are for people or for the program, and hold no rows."""

FIRST_COLUMN: Final = 2
"""The first column after the key, counted from 1."""
FIRST_ROW: Final = 3
"""The first row of a workbook of ours that is about something: two are headers."""
EMPTY_ROWS: Final = 500
"""How many rows of a template are ready to be filled in."""
LONGEST: Final = 32_767
"""The most characters that a cell of Excel holds."""
