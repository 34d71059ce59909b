"""Cells of the tables that we write: nothing in them runs when a spreadsheet opens the file."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

# what may begin a formula, full-width signs too: Asian editions of spreadsheets take them
RUNS_IN_SPREADSHEETS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?\d{1,20}(?:[.,]\d{1,20})?(?:[eE][+-]?\d{1,3})?")
_DELIMITERS = re.compile('[,;|"\t\r\n]|^\\s|\\s$')


def runs(text: str) -> bool:
    """Say whether a spreadsheet might take a text for a formula; a plain number is none.

    Examples
    --------
    >>> [runs(text) for text in ("=1+1", " @SUM(A1)", "-1.98", "-cmd", "North")]
    [True, True, False, True, False]
    """
    if text.startswith(("\t", "\r", "\n")):
        return True
    begin = text.lstrip()
    return begin.startswith(RUNS_IN_SPREADSHEETS) and not _NUMBER.fullmatch(begin)


def safe(text: str) -> str:
    """Return a text as a spreadsheet should show it: preceded by an apostrophe if it would run."""
    return f"'{text}" if runs(text) else text


def unguarded(text: str) -> str:
    """Return a text without the apostrophe that :func:`safe` put before it."""
    return text[1:] if text.startswith("'") and runs(text[1:]) else text


def csv_text(rows: Iterable[Iterable[object]], line_end: str = "\n") -> str:
    r"""Return rows as CSV that every spreadsheet opens safely.

    Fields are separated by commas. A text that would run is preceded by an apostrophe, and one that
    holds a sign by which some edition separates fields is quoted, so that no cell can end early.
    Numbers stay numbers; None and numbers that are not finite are empty.

    Examples
    --------
    >>> print(csv_text([["name", "gap"], ["=A1", -1.5], ["a;=b", None]]), end="")
    name,gap
    '=A1,-1.5
    "a;=b",
    """
    return "".join(",".join(map(_field, row)) + line_end for row in rows)


def _field(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, float):
        return repr(float(value) + 0.0) if math.isfinite(value) else ""
    if not isinstance(value, str):
        return str(value)
    text = safe(value).replace('"', '""')
    return f'"{text}"' if _DELIMITERS.search(text) else text
