"""Reads a printed table: one row per item or dimension, or one per row and battery."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from servqual._files import check_readable
from servqual.errors import FormatError, listed
from servqual.importer.opening.source import Opening, read_table
from servqual.importer.opening.table import Table
from servqual.importer.printed.cells import Printed, numbers_of
from servqual.importer.printed.heads import (
    BATTERIES,
    Head,
    battery_of,
    heads_of,
    known_headings,
)
from servqual.importer.printed.table import PrintedRow, PrintedTable

WORDS = ("name", "topic", "battery", "")
FIGURES = (*BATTERIES, "gap", "adequacy", "superiority", "mean", "alpha", "loading", "ave", "t")
_DIMENSION = ("dim", "dimension", "construct", "factor", "维度")


@dataclass
class _Row:
    """A row while its cells are read."""

    row: int
    name: str
    dimension: str
    values: dict[str, float] = field(default_factory=dict)
    loadings: tuple[float, ...] = ()


def read_printed(path: str | Path) -> tuple[PrintedTable, ...]:
    """Return the tables of a file, one for each group that it has columns for.

    Parameters
    ----------
    path : str or Path
        A CSV, text file or workbook with one row per item or dimension, or one per row and battery
        where a column ``battery`` says which.

    Raises
    ------
    FileError
        There is no such file.
    FormatError
        It holds no figures that are known, or cells that are no numbers: all are named.
    """
    check_readable(Path(path), "table")
    table = read_table(path, Opening(layout="plain"))
    heads = heads_of(table.headers)
    names = [k for k, head in enumerate(heads) if head.figure == "name"]
    if not names or not any(head.figure in FIGURES for head in heads):
        raise FormatError(
            f"{table.file}: this is no printed table of items or dimensions: it needs a column "
            "'item' or 'dimension' and at least one of figures. Headings that are known: "
            f"{known_headings()}."
        )
    faults: list[str] = []
    decimals: dict[str, int] = {}
    groups = list(dict.fromkeys(head.group for head in heads if head.group)) or [""]
    found = tuple(
        PrintedTable(
            table.file,
            table.sha256,
            tuple(_rows(table, _of_group(heads, group), names, decimals, faults)),
            decimals,
            group,
        )
        for group in groups
    )
    if faults:
        what = "s are no numbers" if len(faults) > 1 else " is no number"
        raise FormatError(
            f"{table.file}: {len(faults)} cell{what}. "
            "Leave a cell blank where nothing is printed.\n"
            f"{listed(list(dict.fromkeys(faults)))}"
        )
    return found


def _of_group(heads: list[Head], group: str) -> list[Head]:
    """Return the headings that one group has, the others without a figure."""
    return [head if head.group in ("", group) else Head("") for head in heads]


def _rows(
    table: Table, heads: list[Head], names: list[int], decimals: dict[str, int], faults: list[str]
) -> Iterator[PrintedRow]:
    """Yield the rows of one group; rows of one name with different batteries become one."""
    kinds = [k for k, head in enumerate(heads) if head.figure == "battery"]
    whose = _dimension_column(table, names)
    found: dict[tuple[str, str], _Row] = {}
    for place, number in enumerate(table.rows):
        name = table.columns[names[0]][place].strip()
        if not name:
            continue
        dimension = table.columns[whose][place].strip() if whose is not None else ""
        battery = battery_of(table.columns[kinds[0]][place]) if kinds else ""
        key = (name, dimension) if kinds else (name, f"{dimension} {number}")
        row = found.setdefault(key, _Row(int(number), name, dimension))
        for k, head in enumerate(heads):
            if head.figure in WORDS:
                continue
            cell = table.columns[k][place]
            numbers = numbers_of(cell)
            if numbers is None:
                faults.append(f"row {number}, column {table.headers[k]!r}: {cell.strip()!r}")
                continue
            if head.figure == "loading":
                row.loadings += tuple(part.value for part in numbers)
            for figure, printed in _figures(head.figure, numbers, battery).items():
                row.values[figure] = printed.value
                decimals[figure] = max(decimals.get(figure, 0), printed.decimals)
            if head.figure == "loading" and numbers:
                most = max(part.decimals for part in numbers)
                decimals["loading"] = max(decimals.get("loading", 0), most)
    for row in found.values():
        yield PrintedRow(row.row, row.name, row.dimension, row.values, row.loadings)


def _dimension_column(table: Table, names: list[int]) -> int | None:
    """Return the column that says to which dimension an item belongs, None for none."""
    own = [k for k in names[1:] if table.headers[k].strip().casefold() in _DIMENSION]
    return own[0] if own else None


def _figures(figure: str, numbers: tuple[Printed, ...], battery: str) -> Mapping[str, Printed]:
    """Return the figures of one cell: a mean may bring its SD, an interval has two ends."""
    if not numbers or figure == "loading":
        return {}
    if figure == "ci":
        return dict(zip(("ci_low", "ci_high"), numbers, strict=False)) if len(numbers) == 2 else {}
    if battery and figure == "mean":
        figure = battery
    elif battery and figure in ("sd", "n", "maximum"):
        figure = f"{figure}_{battery}"
    elif battery not in ("", "gap"):
        return {}  # a test of one battery between groups, say
    if len(numbers) == 2 and figure in (*BATTERIES, "gap", "mean"):
        return {figure: numbers[0], "sd" if figure == "mean" else f"sd_{figure}": numbers[1]}
    return {figure: numbers[0]}
