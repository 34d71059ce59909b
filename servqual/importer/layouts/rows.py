"""Which rows of an export are answers of respondents, by what the survey tool says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    kept, told = told_of_rows(layout, columns, given)
    return kept, row_notes(told, file)


@dataclass(frozen=True)
class RowsTold:
    """How many rows a survey tool calls tests, doubtful or unfinished, and in which words.

    Those of two pieces of one export add up.
    """

    n: int = 0
    dropped: int = 0
    flagged: int = 0
    unfinished: int = 0
    words: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()

    def __add__(self, other: RowsTold) -> RowsTold:
        return RowsTold(
            self.n + other.n,
            self.dropped + other.dropped,
            self.flagged + other.flagged,
            self.unfinished + other.unfinished,
            self.words | other.words,
            self.flags | other.flags,
        )


def told_of_rows(
    layout: Layout, columns: Sequence[Sequence[str]], given: Sequence[str]
) -> tuple[Rows, RowsTold]:
    """Return which rows are answers of respondents, and what the tool says of all."""
    n = len(columns[0])
    dropped, words = _saying(layout.dropped, "status", columns, given)
    flagged, flags = _saying(layout.flagged, "status", columns, given)
    unfinished, _ = _saying(layout.unfinished, "progress", columns, given)
    ends = [column for column, role in zip(columns, given, strict=True) if role == "end"]
    if layout.unfinished_without_end and ends:
        unfinished |= np.array([not cell.strip() for cell in ends[0]])
    unfinished &= ~dropped
    counts = int(dropped.sum()), int((flagged & ~dropped).sum()), int(unfinished.sum())
    return ~dropped, RowsTold(n, *counts, frozenset(words), frozenset(flags))


def row_notes(told: RowsTold, file: str) -> list[Note]:
    """Return notes on rows that are dropped, doubtful or unfinished."""
    left = told.n - told.dropped
    found = (
        ("layout_rows_dropped", told.dropped, told.words, told.n),
        ("layout_rows_flagged", told.flagged, told.flags, left),
        ("layout_rows_unfinished", told.unfinished, (), left),
    )
    return [
        Note(code, {"n": n, "words": ", ".join(sorted(said)), "of": of}, file)
        for code, n, said, of in found
        if n
    ]


def _saying(
    words: frozenset[str], role: str, columns: Sequence[Sequence[str]], given: Sequence[str]
) -> tuple[Rows, list[str]]:
    """Return the rows in which a column of a role holds one of some words, and those words."""
    who = np.zeros(len(columns[0]), dtype=bool)
    said: dict[str, None] = {}
    for column, found in zip(columns, given, strict=True):
        if found == role and words:
            hit = {cell: key(cell) in words for cell in set(column)}
            hits = [hit[cell] for cell in column]
            who |= np.array(hits, dtype=bool)
            said |= dict.fromkeys(c.strip() for c, hit in zip(column, hits, strict=True) if hit)
    return who, sorted(said)
