"""Where two exports of the same survey differ, cell by cell."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from servqual.importer.opening.source import Opening, read_table
from servqual.importer.opening.table import Table
from servqual.results.reproduction import CellRow

MOST_SIGNS = 4  # an answer in figures; anything longer may say who wrote it


def changed_cells(then: str | Path, now: str | Path, opening: Opening) -> tuple[CellRow, ...]:
    """Return the cells in which two files differ, in the order of the first.

    Parameters
    ----------
    then, now : str or Path
    opening : Opening
        How both are opened.

    Returns
    -------
    tuple of CellRow
        Where the number of rows or the headings differ, one row with ``row = 0`` says so and only
        what both files have is compared. Cells longer than an answer in figures are not shown.
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
    return (*found, *sorted((row for rows in several for row in rows), key=lambda row: row.row))


def _changed(old: Table, new: Table, column: str) -> list[CellRow]:
    """Return where one column differs."""
    before = old.columns[old.headers.index(column)]
    after = new.columns[new.headers.index(column)]
    pairs = zip(old.rows, before, after, strict=False)
    return [
        CellRow(int(row), column, _shown(one), _shown(other))
        for row, one, other in pairs
        if one.strip() != other.strip()
    ]


def _shown(cell: str) -> str | None:
    text = cell.strip()
    return text if len(text) <= MOST_SIGNS else None
