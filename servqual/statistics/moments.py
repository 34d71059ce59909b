"""Pairwise sums of columns with missing values, and the means and covariances that follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Moments:
    """Sums over rows in which two columns are both present; Moments of two blocks add.

    Attributes
    ----------
    n : array, shape (c, c)
        ``n[a, b]`` sums the weights (1 each when unweighted) of the rows that have both.
    s : array, shape (c, c)
        ``s[a, b]`` sums column a over those rows.
    q : array, shape (c, c)
        ``q[a, b]`` sums the squares of column a over those rows.
    p : array, shape (c, c)
        ``p[a, b]`` sums the products of a and b.
    """

    n: Array
    s: Array
    q: Array
    p: Array

    def __add__(self, other: Moments) -> Moments:
        return Moments(self.n + other.n, self.s + other.s, self.q + other.q, self.p + other.p)

    def __sub__(self, other: Moments) -> Moments:
        return Moments(self.n - other.n, self.s - other.s, self.q - other.q, self.p - other.p)

    def copy(self) -> Moments:
        """Return the same sums in memory of their own."""
        return Moments(self.n.copy(), self.s.copy(), self.q.copy(), self.p.copy())

    @classmethod
    def zero(cls, n_columns: int) -> Moments:
        """Return the sums of no rows."""
        return cls(*(np.zeros((n_columns, n_columns)) for _ in range(4)))

    @classmethod
    def of(cls, values: Array, weights: Array | None = None) -> Moments:
        """Return the sums of a block, shape (rows, c), NaN for missing.

        Whole numbers stay exact while every sum is below 2**53, so that the order of rows and
        blocks cannot change a bit of the result.
        """
        there = ~np.isnan(values)
        x = np.where(there, values, 0.0)
        mask = there.astype(np.float64)
        if weights is None:
            return cls(mask.T @ mask, x.T @ mask, (x * x).T @ mask, x.T @ x)
        weighted = mask * weights[:, None]
        return cls(
            mask.T @ weighted, x.T @ weighted, (x * x).T @ weighted, x.T @ (x * weights[:, None])
        )


@dataclass(frozen=True)
class MeanVector:
    """Means of some columns with the covariance of those means.

    ``n`` counts rows; ``cov[a, b]`` is ``C_ab n_ab / (n_a n_b)`` with C the pairwise covariance,
    which for weighted data becomes the linearised (Taylor) covariance; NaN where it does not exist.
    ``df`` are the degrees of freedom of each mean: n - 1, fewer where answers were imputed.
    """

    n: Array
    mean: Array
    sd: Array
    cov: Array
    df: Array


def mean_vector(
    chosen: npt.NDArray[np.intp], counts: Array, first: Moments, second: Moments
) -> MeanVector:
    """Return means, SDs and the covariance of the means of some columns.

    Parameters
    ----------
    chosen : int array, shape (k,)
        Positions of the columns.
    counts : array, shape (c, c)
        Rows that have both columns (unweighted).
    first, second : Moments
        Sums under the weights and under their squares; the same sums twice when unweighted.

    Notes
    -----
    With z_a = w (a - mean_a) / sum(w) the covariance of two means is ``n/(n-1) sum(z_a z_b)``
    (Saerndal, Swensson & Wretman 1992, eq. 5.7.4; R: ``survey::svymean`` with one stratum and no
    clusters), taken around the means of the rows that have both columns.
    """
    grid = np.ix_(chosen, chosen)
    n = counts[grid]
    total, s, q = first.n[grid], first.s[grid], first.q[grid]
    with np.errstate(divide="ignore", invalid="ignore"):
        own_total = np.diag(total)
        mean = np.diag(s) / own_total
        centre = s / total  # mean of a over the rows that also have b
        inner = (
            second.p[grid]
            - centre * second.s[grid].T
            - centre.T * second.s[grid]
            + centre * centre.T * second.n[grid]
        )
        correction = np.where(n > 1, n / (n - 1), np.nan)
        cov = inner * correction / np.outer(own_total, own_total)
        cov = np.where(n == 0, 0.0, cov)
        own_n = np.diag(n)
        spread = np.diag(q) / own_total - mean**2
        bessel = np.where(own_n > 1, own_n / (own_n - 1), np.nan)
        sd = np.sqrt(np.maximum(spread, 0.0) * bessel)
    return MeanVector(own_n, mean, sd, cov, own_n - 1)
