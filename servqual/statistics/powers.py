"""Sums of products of up to four values of an item set: what scaled fit and resampling need."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, reduce
from operator import add

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array

Places = npt.NDArray[np.intp]

ROWS_AT_ONCE = 20_000  # their products take some 40 MB for 22 items
RANDOM_GROUPS = 1000  # people are spread over so many groups by chance: resampling draws those


@dataclass(frozen=True)
class PowerSet:
    """What is multiplied with what, over the rows that have all of it.

    Attributes
    ----------
    name : str
    elements : tuple of tuples of str
        The k variables; each is the sum of the columns named (a single column: that column).
    origins : tuple of int
        Subtracted from each variable, in stored units, so that the sums stay small and exact.
    grouped : bool
        Whether the sums of random groups of people are kept as well, for resampling.
    """

    name: str
    elements: tuple[tuple[str, ...], ...]
    origins: tuple[int, ...]
    grouped: bool = False


@dataclass(frozen=True)
class PowerSums:
    """Sums over the complete rows of ``u u'``, u = (1, x_1 .. x_k, x_1 x_1, x_1 x_2 .. x_k x_k).

    Sums of two blocks add. Products stand in the order of the upper triangle, row by row
    (:func:`pairs`), so u has ``m = 1 + k + k (k + 1) / 2`` entries.

    Attributes
    ----------
    n : int
        Complete rows.
    first, second : array, shape (m, m)
        ``sum(w u u')`` and ``sum(w^2 u u')``; the very same array when unweighted.
    groups : array, shape (g, m), or None
        ``sum(w u)`` of each random group of people; g is ``RANDOM_GROUPS``, empty groups are 0.
    """

    n: int
    first: Array
    second: Array
    groups: Array | None = None

    def __add__(self, other: PowerSums) -> PowerSums:
        first = self.first + other.first
        second = first if self.second is self.first else self.second + other.second
        groups = None
        if self.groups is not None and other.groups is not None:
            groups = self.groups + other.groups
        return PowerSums(self.n + other.n, first, second, groups)

    @property
    def k(self) -> int:
        """The number of variables."""
        return variables_of(len(self.first))

    @property
    def weight(self) -> float:
        """The sum of the weights; n when unweighted."""
        return float(self.first[0, 0])

    @property
    def n_effective(self) -> float:
        """Kish's effective number of rows; the number of rows when unweighted."""
        return self.weight**2 / float(self.second[0, 0]) if self.weight > 0 else 0.0

    @classmethod
    def of(
        cls, values: Array, weights: Array | None, rows: npt.NDArray[np.int64] | None, grouped: bool
    ) -> PowerSums:
        """Return the sums over the complete rows of a block, shape (rows, k), origins taken off.

        ``rows`` are the row numbers that decide, by a hash, into which random group a person goes.
        """
        complete = ~np.isnan(values).any(axis=1)
        x = values[complete]
        w = None if weights is None else weights[complete]
        numbers = (np.arange(len(values)) if rows is None else rows)[complete]
        cuts = [slice(at, at + ROWS_AT_ONCE) for at in range(0, max(len(x), 1), ROWS_AT_ONCE)]
        parts = [
            cls._of_complete(x[cut], None if w is None else w[cut], numbers[cut], grouped)
            for cut in cuts
        ]
        return reduce(add, parts)

    @classmethod
    def _of_complete(
        cls, x: Array, weights: Array | None, rows: npt.NDArray[np.int64], grouped: bool
    ) -> PowerSums:
        u = with_products(x)
        heavy = u if weights is None else u * weights[:, None]
        first = u.T @ heavy
        second = first if weights is None else heavy.T @ heavy
        groups = sums_by_group(heavy, random_group(rows)) if grouped else None
        return cls(len(x), first, second, groups)

    def mean(self) -> Array:
        """Return the means of the k variables, origins taken off, in stored units."""
        return np.asarray(self.first[0, 1 : self.k + 1] / self.weight)

    def covariance(self) -> Array:
        """Return the covariance matrix, shape (k, k), denominator n (maximum likelihood)."""
        mean = self.mean()
        inner = self.first[1 : self.k + 1, 1 : self.k + 1] / self.weight
        return np.asarray(inner - np.outer(mean, mean))


def pairs(k: int) -> tuple[Places, Places]:
    """Return the rows and columns of the upper triangle of a k x k matrix, row by row."""
    return _pairs(k)


@cache
def _pairs(k: int) -> tuple[Places, Places]:
    return np.triu_indices(k)


def variables_of(m: int) -> int:
    """Return k from the length of u, ``1 + k + k (k + 1) / 2``."""
    return (math.isqrt(8 * m + 1) - 3) // 2


def with_products(x: Array) -> Array:
    """Return (1, x, products of x) of every row, shape (rows, m)."""
    a, b = pairs(x.shape[1])
    return np.concatenate([np.ones((len(x), 1)), x, x[:, a] * x[:, b]], axis=1)


def random_group(rows: npt.NDArray[np.int64]) -> Places:
    """Return the random group, 0 to ``RANDOM_GROUPS - 1``, of each row number.

    The first rows have a group each, so that in a small file people are drawn one by one. The
    others go anywhere by the finaliser of SplitMix64 (Steele, Lea & Flood 2014), the same row
    always into the same group, however the file is cut into blocks.
    """
    z = rows.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    hashed = (z % np.uint64(RANDOM_GROUPS)).astype(np.intp)
    return np.where((rows >= 0) & (rows < RANDOM_GROUPS), rows, hashed).astype(np.intp)


def sums_by_group(heavy: Array, group: Places) -> Array:
    """Return the sums of the rows of each group, shape (RANDOM_GROUPS, m)."""
    found = np.zeros((RANDOM_GROUPS, heavy.shape[1]))
    if len(heavy) == 0:
        return found
    order = np.argsort(group, kind="stable")
    there, starts = np.unique(group[order], return_index=True)
    found[there] = np.add.reduceat(heavy[order], starts, axis=0)
    return found
