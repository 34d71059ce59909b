"""Who answered what: answers of a column by value, kinds of missing, and where people stopped."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from servqual.instrument import Scale
from servqual.notes import Note
from servqual.responses import Codes, Missing
from servqual.results.check import ColumnUse, StopRow

# beyond a tenth of missing answers results are likely to be biased (Bennett 2001)
SHARE_TO_LOOK_AT = 0.10
FEWEST_PEOPLE = 10
LONGEST_HEADER, BEGINNING = 48, 16  # signs of a heading in a note
LEFT_BLANK = 3  # ratings at the end, before somebody counts as having stopped
_NO_SIGN_OF_LIFE = (Missing.BLANK, Missing.NOT_SHOWN)


def counted(answers: Codes, scale: Scale) -> dict[float, int]:
    """Return how often each answer of a scale was given, lowest first, as given."""
    valid = answers[answers >= scale.codes[0]] - scale.codes[0]
    counts = np.bincount(valid[valid < len(scale.codes)], minlength=len(scale.codes))
    return {
        scale.value_of(code): int(n) for code, n in zip(scale.codes, counts.tolist(), strict=True)
    }


def missing_kinds(answers: Codes) -> dict[str, int]:
    """Return how many answers are missing in which way, ways that do not occur left out."""
    found = {kind.name.lower(): int((answers == kind).sum()) for kind in Missing}
    return {kind: n for kind, n in found.items() if n}


def drop_off(columns: Sequence[ColumnUse], answers: Sequence[Codes]) -> tuple[StopRow, ...]:
    """Return how many people came how far.

    Parameters
    ----------
    columns : sequence of ColumnUse
        Rating columns in the order of the file.
    answers : sequence of int16 arrays, shape (n,)
        Of the people who rated something, one per column.
    """
    if len(columns) < 2 or not len(answers[0]):
        return ()
    there = np.column_stack([~np.isin(codes, _NO_SIGN_OF_LIFE) for codes in answers])
    last = there.shape[1] - 1 - np.argmax(there[:, ::-1], axis=1)
    stopped = np.bincount(last, minlength=len(columns))
    reached = stopped[::-1].cumsum()[::-1]
    return tuple(
        StopRow(use.letter, use.header, use.role, int(r), int(s))
        for use, r, s in zip(columns, reached, stopped, strict=True)
    )


def presence_notes(
    columns: Sequence[ColumnUse], stops: Sequence[StopRow], ineligible: int, rows: int, file: str
) -> list[Note]:
    """Return notes on items and people with so many missing answers that somebody should look."""
    people = stops[0].reached if stops else 0
    found = [*_ineligible(ineligible, rows, file)]
    if people >= FEWEST_PEOPLE:
        found += [*_stopped(stops, people, file), *_blank(columns, people, file)]
    return found


def _ineligible(n: int, rows: int, file: str) -> list[Note]:
    few = n < rows and (rows < FEWEST_PEOPLE or n < SHARE_TO_LOOK_AT * rows)
    return [] if few or n == rows else [Note("check_ineligible", {"n": n, "of": rows}, file)]


def _stopped(stops: Sequence[StopRow], people: int, file: str) -> list[Note]:
    early = stops[:-LEFT_BLANK]
    n = sum(row.stopped for row in early)
    if n < SHARE_TO_LOOK_AT * people or not n:
        return []
    most = max(early, key=lambda row: row.stopped)
    values = {"n": n, "of": people, "blank": LEFT_BLANK, "column": _named(most)}
    return [Note("check_stopped_early", values | {"most": most.stopped}, file)]


def _blank(columns: Sequence[ColumnUse], people: int, file: str) -> list[Note]:
    much = [c for c in columns if c.n_missing >= SHARE_TO_LOOK_AT * people]
    if not much:
        return []
    most = max(much, key=lambda c: c.n_missing)
    share = f"{most.n_missing / people:.0%}"
    values = {"n": len(much), "of": len(columns), "column": _named(most), "share": share}
    return [Note("check_items_blank", values, file)]


def _named(column: ColumnUse | StopRow) -> str:
    """Return a heading with its end, by which headings of one matrix differ."""
    header = " ".join(column.header.split())
    if len(header) <= LONGEST_HEADER:
        return header or column.letter
    return f"{header[:BEGINNING].rstrip()}…{header[BEGINNING + 1 - LONGEST_HEADER :].lstrip()}"
