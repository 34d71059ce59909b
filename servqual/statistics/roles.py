"""Means of two groups of people that are asked apart: managers and customers, staff and managers.

A side holds the means of some scores (dimensions) with the covariance of their errors, so that any
weighted mean of them, and the difference of two sides, has an error of its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from servqual.statistics import paired
from servqual.statistics.moments import Array, MeanVector, Moments, mean_vector
from servqual.statistics.resampling import percentile_limits, times_drawn

MOST_ROWS = 5_000  # beyond this the mean is drawn from its normal distribution
REPLICATES = 2000


class Mean(NamedTuple):
    """One mean: its error variance, degrees of freedom, the SD between people, and how many."""

    value: float
    variance: float
    df: float
    sd: float
    n: int


class Difference(NamedTuple):
    """A mean or a difference of two with its test, and Hedges g where two groups are compared."""

    value: float
    se: float
    df: float
    test: paired.Test
    g: float | None = None


@dataclass(frozen=True)
class Side:
    """What one group of people says about some scores.

    Attributes
    ----------
    vector : MeanVector
    rows : array, shape (n_people, n_scores), or None
        Their scores, NaN for none; None where only the means are known (weighted answers).
    left : float, or array of shape (n_scores,)
        The share of sampling error that is left: 1 - n / N for n of N people (finite population
        correction), 0 for a census, 1 where N is not known; of each score where answers lack.
    """

    vector: MeanVector
    rows: Array | None = None
    left: float | Array = 1.0

    @classmethod
    def of(cls, rows: Array, left: float | Array = 1.0) -> Side:
        """Return the side of some people's scores, shape (n_people, n_scores)."""
        there = ~np.isnan(rows)
        # sums around an answer of each column: where nobody differs the error is exactly 0
        first = there.argmax(axis=0)
        centre = np.where(there.any(axis=0), rows[first, np.arange(rows.shape[1])], 0.0)
        sums = Moments.of(rows - centre)
        found = mean_vector(np.arange(rows.shape[1]), sums.n, sums, sums)
        return cls(replace(found, mean=found.mean + centre), rows, left)

    def left_of(self, shares: Array) -> float:
        """Return the share of sampling error that is left of the scores that count."""
        return float(np.broadcast_to(self.left, shares.shape)[shares != 0].max())

    def mean(self, shares: Array) -> Mean | None:
        """Return the mean of the scores by these shares; None if one that counts has none."""
        used = shares != 0
        v, w = self.vector, shares[used]
        if not np.isfinite(v.mean[used]).all() or not (v.n[used] > 0).all():
            return None
        raw = float(w @ v.cov[np.ix_(used, used)] @ w)
        n = int(v.n[used].min())
        sd = float(v.sd[used][0]) if used.sum() == 1 else math.sqrt(max(raw, 0.0) * n)
        left = self.left_of(shares)
        variance = 0.0 if left == 0 else raw * left
        return Mean(float(w @ v.mean[used]), variance, float(v.df[used].min()), sd, n)

    def draws(self, seed: int, salt: int, replicates: int = REPLICATES) -> Array:
        """Return means of people drawn again, shape (replicates, n_scores)."""
        if not np.any(self.left):
            return np.tile(self.vector.mean, (replicates, 1))
        if self.rows is None or len(self.rows) > MOST_ROWS:
            found = _normal(self.vector, seed, salt, replicates)
        else:
            times = times_drawn(len(self.rows), seed + 7919 * salt, replicates).astype(np.float64)
            there = ~np.isnan(self.rows)
            with np.errstate(invalid="ignore", divide="ignore"):
                found = (times @ np.where(there, self.rows, 0.0)) / (times @ there)
        return self.vector.mean + (found - self.vector.mean) * np.sqrt(self.left)


def _normal(vector: MeanVector, seed: int, salt: int, replicates: int) -> Array:
    """Return means drawn from the normal distribution of their errors."""
    rng = np.random.default_rng([seed, salt])
    values, axes = np.linalg.eigh(np.nan_to_num(vector.cov))
    root = axes * np.sqrt(np.maximum(values, 0.0))
    drawn = rng.standard_normal((replicates, len(values)))
    return np.asarray(vector.mean + drawn @ root.T, dtype=np.float64)


def one(mean: Mean, confidence: float) -> Difference:
    """Return the test of one mean against 0, with its limits."""
    se = math.sqrt(mean.variance) if mean.variance >= 0 else math.nan
    return Difference(mean.value, se, mean.df, paired.t_test(mean.value, se, mean.df, confidence))


def apart(of: Mean, minus: Mean, confidence: float) -> Difference:
    """Return the difference of two independent means: Welch's t, its limits, Hedges g.

    Parameters
    ----------
    of, minus : Mean
        A variance of 0 (a census) leaves the error and the degrees of freedom of the other.

    Notes
    -----
    Degrees of freedom by Welch and Satterthwaite; R: ``t.test(of, minus)``. g is the difference in
    units of the root of the mean of both variances, times ``1 - 3 / (4 df - 1)`` with
    df = n1 + n2 - 2 (Hedges 1981); None where a group has fewer than two people or nobody differs.

    Examples
    --------
    methods: managers 6, 7, 6.5 against customers 5, 5.5, 6, 5.5 of one dimension.

    >>> managers, customers = (
    ...     Mean(float(np.mean(x)), float(np.var(x, ddof=1) / len(x)), len(x) - 1.0,
    ...          float(np.std(x, ddof=1)), len(x))
    ...     for x in ([6, 7, 6.5], [5, 5.5, 6, 5.5])
    ... )
    >>> found = apart(managers, customers, 0.95)
    >>> round(found.value, 4), round(found.test.t, 4), round(found.df, 4), round(found.test.p, 4)
    (1.0, 2.8284, 3.8571, 0.0495)
    """
    variance = of.variance + minus.variance
    parts = [(m.variance, m.df) for m in (of, minus) if m.variance > 0]
    lost = sum(v * v / df for v, df in parts if df > 0)
    df = variance**2 / lost if lost > 0 else math.nan
    if any(d <= 0 or not math.isfinite(v) for v, d in parts):
        df = math.nan
    se = math.sqrt(variance) if variance >= 0 else math.nan
    value = of.value - minus.value
    return Difference(value, se, df, paired.t_test(value, se, df, confidence), _g(of, minus))


def _g(of: Mean, minus: Mean) -> float | None:
    """Return Hedges g; None where there is no spread to measure it by."""
    if min(of.n, minus.n) < 2:
        return None
    unit2 = (of.sd**2 + minus.sd**2) / 2
    if not unit2 > 0:
        return None
    df = of.n + minus.n - 2
    return (1 - 3 / (4 * df - 1)) * (of.value - minus.value) / math.sqrt(unit2)


def drawn_limits(
    of: Array, minus: Array, shares: Array, confidence: float
) -> tuple[float | None, float | None]:
    """Return percentile limits of a difference, both groups drawn again within themselves."""
    used = shares != 0
    values = (of[:, used] - minus[:, used]) @ shares[used]
    low, high = percentile_limits(values[:, None], confidence)
    found = (float(low[0]), float(high[0]))
    return found if all(map(math.isfinite, found)) else (None, None)
