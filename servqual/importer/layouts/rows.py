"""Which rows of an export are answers of respondents, by what the survey tool says of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from servqual.importer.layouts.model import Layout
from servqual.importer.opening.table import Table
from servqual.importer.words import key
from servqual.notes import Note

Rows = npt.NDArray[np.bool_]


def nobody_left(table: Table) -> str:
    """Return what to do when the survey tool calls every answer of a file a test."""
    status = [header for i, header in enumerate(table.headers) if table.role_of(i) == "status"]
    return (
        f"{table.file}: every answer in this file is a preview, a test or spam, as column "
        f"{' or '.join(map(repr, status))} says, so nobody is left. Export the answers of "
        "respondents; to try the program on these all the same, empty that column first."
    )


def respondents(
    layout: Layout, columns: Sequence[Sequence[str]], given: Sequence[str], file: str
) -> tuple[Rows, list[Note]]:
    """Return which rows are answers of respondents, and notes on those that may not be."""
    n = len(columns[0])
    dropped, words = _saying(layout.dropped, "status", columns, given)
    flagged, flags = _saying(layout.flagged, "status", columns, given)
    unfinished, _ = _saying(layout.unfinished, "progress", columns, given)
    ends = [column for column, role in zip(columns, given, strict=True) if role == "end"]
    if layout.unfinished_without_end and ends:
        unfinished |= np.array([not cell.strip() for cell in ends[0]])
    unfinished &= ~dropped
    left = n - int(dropped.sum())
    found = (
        ("layout_rows_dropped", dropped, words, n),
        ("layout_rows_flagged", flagged & ~dropped, flags, left),
        ("layout_rows_unfinished", unfinished, (), left),
    )
    notes = [
        Note(code, {"n": int(who.sum()), "words": ", ".join(said), "of": of}, file)
        for code, who, said, of in found
        if who.any()
    ]
    return ~dropped, notes


def _saying(
    words: frozenset[str], role: str, columns: Sequence[Sequence[str]], given: Sequence[str]
) -> tuple[Rows, list[str]]:
    """Return the rows in which a column of a role holds one of some words, and those words."""
    who = np.zeros(len(columns[0]), dtype=bool)
    said: dict[str, None] = {}
    for column, found in zip(columns, given, strict=True):
        if found == role and words:
            hits = [key(cell) in words for cell in column]
            who |= np.array(hits, dtype=bool)
            said |= dict.fromkeys(c.strip() for c, hit in zip(column, hits, strict=True) if hit)
    return who, sorted(said)
