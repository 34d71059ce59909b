"""Columns of simulated answers as the bytes of a CSV file, without a loop over people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from servqual._cells import csv_text
from servqual.simulate.model import Numbers
from servqual.simulate.table import Coded

Bytes = npt.NDArray[np.uint8]
Kept = npt.NDArray[np.bool_]
ZERO, COMMA, LINE_END = b"0,\n"
MOST_DIFFERENT = 1000  # numbers of a column that are looked up in a list, as texts are


def csv_head(headers: Iterable[str]) -> bytes:
    """Return the line of headers."""
    return csv_text([headers]).encode()


def csv_rows(columns: Mapping[str, Numbers | Coded]) -> bytes:
    r"""Return columns as lines of a CSV file, as :func:`servqual.simulate.table.to_csv` does.

    Every cell gets as many bytes as the longest of its column; those it does not need are dropped
    from the whole block at once.

    Examples
    --------
    >>> branch = Coded(np.array([1, 0]), ["", "Old, Town"])
    >>> csv_rows({"branch": branch, "E1": np.array([7.0, np.nan])})
    b'"Old, Town",7\n,\n'
    """
    cells = [_cells(column) for column in columns.values()]
    n = len(cells[0][0])
    wide = sum(text.shape[1] + 1 for text, _ in cells)
    row, kept = np.full((n, wide), COMMA, np.uint8), np.ones((n, wide), np.bool_)
    place = 0
    for text, used in cells:
        end = place + text.shape[1]
        row[:, place:end], kept[:, place:end] = text, used
        place = end + 1
    row[:, -1] = LINE_END
    return row[kept].tobytes()


def _cells(column: Numbers | Coded) -> tuple[Bytes, Kept]:
    """Return the bytes of each cell, shape (n, widest), and which of them belong to it."""
    if isinstance(column, Coded):
        return _looked_up(column.positions, column.texts)
    blank = np.isnan(column)
    whole = np.where(blank, 0, column).astype(np.int64)
    low, high = int(whole.min()), int(whole.max())
    if high - low < MOST_DIFFERENT:
        texts = ["", *map(str, range(low, high + 1))]
        return _looked_up(np.where(blank, 0, whole - low + 1), texts)
    return _counted(whole)


def _looked_up(positions: npt.NDArray[np.int64], texts: Sequence[str]) -> tuple[Bytes, Kept]:
    """Return the cells of texts by their positions in a list."""
    cells = [csv_text([[text]])[:-1].encode() for text in texts]
    widest = max(map(len, cells))
    listed = np.frombuffer(b"".join(cell.ljust(widest) for cell in cells), np.uint8)
    used = np.arange(widest) < np.array([len(cell) for cell in cells])[:, None]
    return listed.reshape(len(cells), widest)[positions], used[positions]


def _counted(numbers: npt.NDArray[np.int64]) -> tuple[Bytes, Kept]:
    """Return the digits of numbers from 0 on, none blank."""
    powers = 10 ** np.arange(len(str(numbers.max())))[::-1]
    digits = (numbers[:, None] // powers % 10 + ZERO).astype(np.uint8)
    return digits, (numbers[:, None] >= powers) | (powers == 1)
