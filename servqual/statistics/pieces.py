"""A few thousand scored rows, made ready to be added up: small enough to stay in the cache."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from servqual.statistics.layout import Layout
from servqual.statistics.moments import Array
from servqual.statistics.wide_sums import digits

Places = npt.NDArray[np.intp]
Floats = npt.NDArray[Any]  # float32 or float64, as the numbers allow

ROWS_AT_ONCE = 8192
# whole numbers below it are exact in float32, and so are their sums
EXACT_32 = 2.0**24
# with fewer rows than that a sparse matrix costs more than it saves
FEWEST_SPARSE = 256
# and loading them is not worth it
FEWEST_TO_LOAD_SPARSE = 4096


_SCRATCH = threading.local()


def scratch(name: str, shape: tuple[int, int], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    """Return memory of this thread's own to work in, whatever stood there; taken anew, it is lost.

    Asking the system for some megabytes for every few thousand rows would cost as much as adding
    them up.
    """
    size = shape[0] * shape[1] * np.dtype(dtype).itemsize
    held = getattr(_SCRATCH, name, None)
    if held is None or held.nbytes < size:
        held = np.empty(size, dtype=np.uint8)
        setattr(_SCRATCH, name, held)
    found: npt.NDArray[Any] = held[:size].view(dtype).reshape(shape)
    return found


def runs_of(places: Places) -> list[tuple[slice, slice]]:
    """Return stretches of neighbouring columns: where each goes, and where it comes from.

    Examples
    --------
    >>> runs_of(np.array([3, 4, 9]))
    [(slice(0, 2, None), slice(3, 5, None)), (slice(2, 3, None), slice(9, 10, None))]
    """
    breaks = np.flatnonzero(np.diff(places) != 1) + 1
    edges = [0, *breaks.tolist(), len(places)]
    return [
        (slice(a, b), slice(int(places[a]), int(places[a]) + b - a))
        for a, b in pairwise(edges)
        if b > a
    ]


@dataclass
class Piece:
    """Rows with their holes filled with zeros; gone when the thread makes its next piece.

    Attributes
    ----------
    x : float64 array, shape (n, c + f)
        Values, 0 where missing; wide columns as their high digit, the f low digits at the end.
    missing : bool array, shape (n, c)
    row, column : int arrays, shape (holes,)
        Where values are missing, row by row.
    """

    x: Array
    missing: npt.NDArray[np.bool_]
    row: npt.NDArray[np.int32]
    column: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.x)

    @classmethod
    def of(cls, layout: Layout, values: Array) -> Piece:
        """Return the rows of ``values``, shape (n, c), NaN for missing, ready to be added up."""
        n, c = values.shape
        wide = layout.wide_places
        x = scratch("x", (n, c + len(wide)), np.float64)
        x[:, :c] = values
        missing = np.isnan(values, out=scratch("missing", (n, c), np.bool_))
        holes = np.flatnonzero(missing)
        row = (holes // max(c, 1)).astype(np.int32)
        column = (holes - row * np.int64(c)).astype(np.int32)
        x.reshape(-1)[holes + row * np.int64(len(wide))] = 0.0
        if len(wide):
            high, low = digits(x[:, wide])
            x[:, wide] = high
            x[:, c:] = low
        return cls(x, missing, row, column)


def gathered(source: Floats, rows: Places | None, runs: list[tuple[slice, slice]]) -> Floats:
    """Return some columns, given as stretches, of all rows or of some."""
    if len(runs) == 1:
        return source[:, runs[0][1]] if rows is None else source[rows, runs[0][1]]
    width = runs[-1][0].stop if runs else 0
    found = np.empty((len(source) if rows is None else len(rows), width), dtype=source.dtype)
    for into, at in runs:
        found[:, into] = source[:, at] if rows is None else source[rows, at]
    return found
