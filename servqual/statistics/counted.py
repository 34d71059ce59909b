"""How often each answer, and each pair of answers, was given."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array
from servqual.statistics.powers import PowerSet

Counts = npt.NDArray[np.int64]
Counted = Mapping[str, tuple[Counts, Array]]


def added(ours: Counted, theirs: Counted) -> dict[str, tuple[Counts, Array]]:
    """Return the counts of two blocks together."""
    return {
        name: (counts + theirs[name][0], weighted + theirs[name][1])
        for name, (counts, weighted) in ours.items()
    }


def elements(which: PowerSet, column: Mapping[str, Array]) -> Array:
    """Return the variables of a set, origins taken off, NaN where a column is missing."""
    variables = [sum(column[name] for name in names) for names in which.elements]
    return np.column_stack(variables) - np.array(which.origins, dtype=np.float64)


def histogram(values: Array, low: int, high: int, weights: Array | None) -> tuple[Counts, Array]:
    """Count whole values from low to high, missing left out."""
    there = ~np.isnan(values)
    codes = values[there].astype(np.int64) - low
    counts = np.bincount(codes, minlength=high - low + 1).astype(np.int64)
    if weights is None:
        return counts, counts.astype(np.float64)
    heavy = np.bincount(codes, weights=weights[there], minlength=high - low + 1)
    return counts, heavy.astype(np.float64)


def table(
    of: Array, minus: Array, low: int, high: int, weights: Array | None
) -> tuple[Counts, Array]:
    """Count pairs of whole values; rows of the table are ``of``, columns ``minus``."""
    size = high - low + 1
    both = ~(np.isnan(of) | np.isnan(minus))
    codes = (of[both].astype(np.int64) - low) * size + minus[both].astype(np.int64) - low
    counts = np.bincount(codes, minlength=size * size).reshape(size, size).astype(np.int64)
    if weights is None:
        return counts, counts.astype(np.float64)
    heavy = np.bincount(codes, weights=weights[both], minlength=size * size)
    return counts, heavy.reshape(size, size).astype(np.float64)
