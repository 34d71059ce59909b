"""Where two exports of the same survey differ, cell by cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np

from servqual.importer.opening.source import Opening, read_table
from servqual.importer.opening.table import Table
from servqual.results.reproduction import CellRow

MOST_SIGNS = 4  # an answer in figures; anything longer may say who wrote it
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,(?:\d{1,2}|\d{4,})")
_EXACT = 2**53  # above this two whole numbers may be one and the same float


@dataclass(frozen=True)
class ChangedCells:
    """Where two files differ.

    ``cells`` are the answers that are others; ``rewritten`` those that hold the same number in
    other signs (6 and 6.0, 01 and 1), as a program leaves them that opens and saves a file.
    """

    cells: tuple[CellRow, ...]
    rewritten: tuple[CellRow, ...] = ()


def changed_cells(then: str | Path, now: str | Path, opening: Opening) -> ChangedCells:
    """Return the cells in which two files differ, in the order of the first.

    Parameters
    ----------
    then, now : str or Path
    opening : Opening
        How both are opened.

    Returns
    -------
    ChangedCells
        Where the number of rows or the headings differ, one row with ``row = 0`` says so and only
        what both files have is compared. Two numbers are compared by their values. Cells longer
        than an answer in figures are not shown.
    """
    old, new = read_table(then, opening), read_table(now, opening)
    found = []
    if len(old.rows) != len(new.rows):
        found.append(CellRow(0, "", str(len(old.rows)), str(len(new.rows))))
    columns = [name for name in old.headers if name in new.headers]
    found += [CellRow(0, name, name, "") for name in old.headers if name not in new.headers]
    found += [CellRow(0, name, "", name) for name in new.headers if name not in old.headers]
    places = np.argsort(np.array([old.headers.index(name) for name in columns]), kind="stable")
    several = [_changed(old, new, columns[k]) for k in places]
    others = [row for rows, _ in several for row in rows]
    rewritten = [row for _, rows in several for row in rows]
    return ChangedCells((*found, *_by_row(others)), _by_row(rewritten))


def _by_row(rows: list[CellRow]) -> tuple[CellRow, ...]:
    return tuple(sorted(rows, key=lambda row: row.row))


def _changed(old: Table, new: Table, column: str) -> tuple[list[CellRow], list[CellRow]]:
    """Return where one column holds another answer, and where the same number in other signs."""
    before = old.columns[old.headers.index(column)]
    after = new.columns[new.headers.index(column)]
    others: list[CellRow] = []
    rewritten: list[CellRow] = []
    for row, one, other in zip(old.rows, before, after, strict=False):
        if one.strip() != other.strip():
            kept = rewritten if same_number(one, other) else others
            kept.append(CellRow(int(row), column, _shown(one), _shown(other)))
    return others, rewritten


def same_number(one: str, other: str) -> bool:
    """Say whether two cells hold one number, however written.

    Examples
    --------
    >>> [same_number("6", other) for other in ("6.0", " 06", "6,0", "6e0", "7", "six", "")]
    [True, True, True, True, False, False, False]
    """
    first, second = _number(one), _number(other)
    if first is None or second is None:
        return False
    # a program that saves floats writes 0.1234567890123456789 shorter, and loses no answer by it
    return first == second or (float(first) == float(second) and abs(first) < _EXACT)


def _number(cell: str) -> Decimal | None:
    text = cell.strip()
    if _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _shown(cell: str) -> str | None:
    text = cell.strip()
    return text if len(text) <= MOST_SIGNS else None
