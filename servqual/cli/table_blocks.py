"""A table that is too wide for a terminal as several below each other, with the same rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from servqual.cli.text_table import fits

if TYPE_CHECKING:
    from servqual.writer.parts import Table

OF_INTERVAL = re.compile(r"\d+%")  # how the heading of an interval begins, in every language


def in_blocks(table: Table, columns: int) -> list[Table]:
    """Return a table in as few parts as fit, each with the names of its rows.

    An interval stays with its figure. Where several columns of names leave no room for a figure,
    they become one; where not even that helps, the table is returned as it is.
    """
    if fits(table, columns):
        return [table]
    joined = _under_one_name(table)
    return _blocks(table, columns) or _blocks(joined, columns) or [joined]


def _blocks(table: Table, columns: int) -> list[Table]:
    """Return the parts of a table, none if one of them would not fit."""
    names = _names(table)
    blocks: list[list[int]] = []
    for several in _together(table, range(len(names), len(table.columns))):
        longer = [*blocks[-1], *several] if blocks else []
        if longer and fits(_part(table, longer), columns):
            blocks[-1] = longer
        else:
            blocks.append([*names, *several])
    parts = [_part(table, block) for block in blocks]
    return parts if all(fits(part, columns) for part in parts) else []


def _under_one_name(table: Table) -> Table:
    """Return a table whose columns of names are one."""
    from servqual.writer.parts import Column

    n = len(_names(table))
    head = ", ".join(column.head for column in table.columns[:n])
    rows = []
    for row in table.rows:
        told = ", ".join(cell.text for cell in row[:n] if cell.text)
        rows.append([replace(row[0], text=told), *row[n:]])
    return replace(table, columns=[Column(head, "text"), *table.columns[n:]], rows=rows)


def _names(table: Table) -> list[int]:
    """Return the columns that name a row: the words before the first number."""
    kinds = [column.kind for column in table.columns]
    n = kinds.index("number") if "number" in kinds else 1
    return list(range(max(1, n)))


def _together(table: Table, places: Sequence[int]) -> list[list[int]]:
    """Return columns with the intervals that belong to them."""
    found: list[list[int]] = []
    for k in places:
        if found and OF_INTERVAL.match(table.columns[k].head):
            found[-1].append(k)
        else:
            found.append([k])
    return found


def _part(table: Table, places: Sequence[int]) -> Table:
    columns = [table.columns[k] for k in places]
    return replace(table, columns=columns, rows=[[row[k] for k in places] for row in table.rows])
