"""Values with all their products of two, and what they add up to: by group, and over everybody."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array
from servqual.statistics.people import RANDOM_GROUPS, Places, parts_of

# whole numbers up to this are exact in single precision
EXACT_SINGLE = 2.0**24
_ROWS_AT_ONCE = 8192  # with their products some 9 MB for 22 items
_FEWEST_AT_ONCE = 512  # shorter products of matrices are not worth single precision

Numbers = TypeVar("Numbers", npt.NDArray[np.float64], npt.NDArray[np.int64])
Floats = npt.NDArray[np.float32] | npt.NDArray[np.float64]


def pairs(k: int) -> tuple[Places, Places]:
    """Return the rows and columns of the upper triangle of a k x k matrix, row by row."""
    return _pairs(k)


@cache
def _pairs(k: int) -> tuple[Places, Places]:
    return np.triu_indices(k)


def variables_of(m: int) -> int:
    """Return k from the length of u, ``1 + k + k (k + 1) / 2``."""
    return (math.isqrt(8 * m + 1) - 3) // 2


def with_products(x: Floats) -> Floats:
    """Return u = (1, x, products of x) of every row, shape (rows, m), as precise as x."""
    a, b = pairs(x.shape[1])
    ones = np.ones((len(x), 1), dtype=x.dtype)
    return np.concatenate([ones, x, np.take(x, a, axis=1) * np.take(x, b, axis=1)], axis=1)


def light(x: Array) -> Floats:
    """Return values in single precision if they and their products are exact in it."""
    return x.astype(np.float32) if _single(x, 2)[0] else x


def fourth_sums(x: Array, weights: Array | None) -> tuple[Array, Array]:
    """Return ``sum(w u u')`` and ``sum(w^2 u u')``, shapes (m, m), the same array if unweighted.

    Sums of whole numbers are exact, in whatever order the rows stand.
    """
    m = 1 + x.shape[1] + len(pairs(x.shape[1])[0])
    first = np.zeros((m, m))
    if weights is None:
        single, at_once = _single(x, 4)
        values: Floats = x.astype(np.float32) if single else x
        for some in parts_of(len(x), at_once):
            u = with_products(values[some])
            first += u.T @ u
        return first, first
    second = np.zeros((m, m))
    for some in parts_of(len(x), _ROWS_AT_ONCE):
        u = with_products(x[some])
        heavy = u * weights[some, None]
        first += u.T @ heavy
        second += heavy.T @ heavy
    return first, second


def fourth_sums_of(x: Sequence[Array], weights: Array | None) -> tuple[Array, Array]:
    """Return the same as :func:`fourth_sums` of few variables, each an array of its own."""
    a, b = pairs(len(x))
    u = np.empty((1 + len(x) + len(a), len(x[0])))
    u[0] = 1.0
    for k, values in enumerate(x):
        u[1 + k] = values
    for k, (i, j) in enumerate(zip(a, b, strict=True)):
        np.multiply(x[i], x[j], out=u[1 + len(x) + k])
    if weights is None:
        first = u @ u.T
        return first, first
    heavy = u * weights
    return u @ heavy.T, heavy @ heavy.T


def total_of(x: Array, weights: Array | None) -> Array:
    """Return ``sum(w u)`` of rows without missing values, shape (m,)."""
    k = x.shape[1]
    gram = np.zeros((k + 1, k + 1))
    for some in parts_of(len(x), _ROWS_AT_ONCE):
        ones = np.column_stack([np.ones(len(x[some])), x[some]])
        heavy = ones if weights is None else ones * weights[some, None]
        gram += ones.T @ heavy
    return unrolled(gram)


def unrolled(gram: Array) -> Array:
    """Return ``sum(w u)`` from the matrix of sums of products of (1, x), shape (k + 1, k + 1)."""
    a, b = pairs(len(gram) - 1)
    return np.concatenate([gram[0], gram[1:, 1:][a, b]])


def total_from(weight: float, s: Array, p: Array, origins: Array | None = None) -> Array:
    """Return ``sum(w u)`` of values less their origins, from the sums of values and products."""
    moved = s if origins is None else s - weight * origins
    if origins is not None:
        p = p - np.outer(origins, s) - np.outer(s, origins) + weight * np.outer(origins, origins)
    a, b = pairs(len(s))
    return np.concatenate([[weight], moved, p[a, b]])


def group_totals(
    x: Array, weights: Array | None, group: Places, rows: Places | None = None
) -> Array:
    """Return ``sum(w u)`` of the rows of each random group, shape (RANDOM_GROUPS, m).

    ``rows`` are those to be summed, all unless said; nothing may be missing in them.
    """
    k = x.shape[1]
    found = np.zeros((RANDOM_GROUPS, 1 + k + len(pairs(k)[0])))
    some = np.arange(len(x)) if rows is None else rows
    order, starts, ends = _by_group(group[some])
    for g in np.flatnonzero(ends > starts):
        own = some[order[starts[g] : ends[g]]]
        ones = np.ones((len(own), k + 1))
        ones[:, 1:] = x[own]
        heavy = ones if weights is None else ones * weights[own, None]
        found[g] = unrolled(ones.T @ heavy)
    return found


def group_sums(values: Array, group: Places) -> Array:
    """Return the sums of the rows of each random group, shape (RANDOM_GROUPS, c)."""
    found = np.zeros((RANDOM_GROUPS, values.shape[1]))
    order, starts, ends = _by_group(group)
    there = np.flatnonzero(ends > starts)
    if len(there):
        found[there] = np.add.reduceat(values[order], starts[there], axis=0)
    return found


def as_of_all(groups: Array, total: Array, times: float) -> Array:
    """Return what the groups of all people would look like, from those of a random sample.

    They add up to the sums of everybody, and vary around their mean as sums over ``times`` as many
    people do, by its root: so what is drawn from them has the mean and, but for chance, the
    variance of what is drawn from everybody. How well groups show the variance depends on how many
    there are, not on how many people each holds.

    Parameters
    ----------
    groups : array, shape (g, ...)
        Every group holds somebody.
    total : array, shape (...)
        Over everybody.
    times : float
        All people for one of the sample.
    """
    spread = (groups - groups.mean(axis=0)) * math.sqrt(times)
    found = total / len(groups) + spread
    # multiples of a power of two that is rounding beside them: their sums are exact in any order
    reach = np.maximum(np.abs(found).sum(axis=0), 4 * len(groups) * np.abs(found).max(axis=0))
    grain = 2.0 ** (np.ceil(np.log2(np.maximum(reach, 1.0))) - 52)
    return np.asarray(np.round(found / grain) * grain)


def folded(groups: Numbers, n_groups: int) -> Numbers:
    """Return the sums of fewer groups, shape (n_groups, ...): every so-manieth group together."""
    if len(groups) % n_groups:
        raise ValueError(f"{n_groups} does not divide {len(groups)} groups")
    parts = len(groups) // n_groups  # said in full: arrays without columns have any number of rows
    return np.asarray(groups.reshape(parts, n_groups, *groups.shape[1:]).sum(axis=0))


def _by_group(group: Places) -> tuple[Places, Places, Places]:
    """Return the rows in the order of their groups, and where each group begins and ends."""
    sizes = np.bincount(group, minlength=RANDOM_GROUPS)
    ends = np.cumsum(sizes)
    return np.argsort(group.astype(np.uint16), kind="stable"), ends - sizes, ends


def _largest(x: Array) -> float:
    return float(np.abs(x).max(initial=1.0))


def _single(x: Array, power: int) -> tuple[bool, int]:
    """Say whether single precision is exact for sums of products, and of how many rows at once."""
    able = int(EXACT_SINGLE / _largest(x) ** power)
    if able < _FEWEST_AT_ONCE or (x != np.rint(x)).any():
        return False, _ROWS_AT_ONCE
    return True, min(able, _ROWS_AT_ONCE)
