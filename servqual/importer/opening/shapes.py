"""Tables that are no answers of people, told by their shape."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from servqual.errors import FormatError
from servqual.importer.answers.cells import number
from servqual.importer.opening.table import Table

_FEWEST = 3  # variables; any table of one or two could be anything
_MOST = 500
_TOLERANCE = 1e-6


def refuse_correlations(table: Table) -> None:
    """Raise for a matrix of correlations: whole, or its lower or upper triangle."""
    n = len(table.rows)
    if not _FEWEST <= n <= _MOST or not n <= len(table.columns) <= n + 2:
        return
    numbers = [values for c in table.columns if (values := _numbers(c)) is not None]
    if len(numbers) != n:
        return
    matrix = np.column_stack(numbers)
    diagonal = np.abs(np.diag(matrix) - 1) <= _TOLERANCE
    off = matrix[~np.eye(n, dtype=bool)]
    off = off[~np.isnan(off)]
    if diagonal.all() and off.size and (np.abs(off) <= 1).all() and _mirrored(matrix):
        raise FormatError(
            f"{table.file}: this is a matrix of {n} x {n} correlations, not the answers of people. "
            "Scores, gaps and their intervals need one row per respondent: export the answers."
        )


def _mirrored(matrix: npt.NDArray[np.float64]) -> bool:
    """Say whether a matrix is symmetric, or one triangle with nothing in the other."""
    lower, upper = np.tril_indices_from(matrix, -1), np.triu_indices_from(matrix, 1)
    empty = np.isnan(matrix)
    if empty[upper].all() or empty[lower].all():
        return not (empty[upper].all() and empty[lower].all())
    return bool(np.allclose(matrix, matrix.T, atol=_TOLERANCE, equal_nan=True))


def _numbers(cells: Sequence[str]) -> npt.NDArray[np.float64] | None:
    """Return a column of numbers, NaN where it is empty, or None for any other column."""
    values = [number(cell) if cell.strip() else float("nan") for cell in cells]
    if any(value is None for value in values):
        return None
    found = np.array(values, dtype=np.float64)
    return None if np.isnan(found).all() else found
