"""The studentized range: what the largest difference of several means is held against."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy import special

from servqual.statistics.moments import Array

_WIDE = 8.6  # a normal deviate beyond it has no weight that could be seen in a p value
_ENDS = 1e-13


def range_upper(q: float, k: int, df: float) -> float:
    """Return the probability that a studentized range exceeds ``q``.

    Parameters
    ----------
    q : float
        Largest less smallest of ``k`` means, over their standard error.
    k : int
        Means, at least 2.
    df : float
        Degrees of freedom of the standard error.

    Returns
    -------
    float
        R: ``ptukey(q, k, df, lower.tail = FALSE)``, which is itself wrong by up to 5e-7 below 5
        degrees of freedom; of two means it is the two-sided p of ``t = q / sqrt(2)``.

    Notes
    -----
    ``k`` times the normal density of the largest, times the chance that all others are within the
    range below it, averaged over the distribution of the standard error (Lund & Lund 1983, AS 190),
    by Gauss-Legendre quadrature.

    Examples
    --------
    >>> round(range_upper(3.5, 3, 20), 6)
    0.055892
    """
    if q <= 0:
        return 1.0
    s, weight = _errors(df)
    inside = _within(q * s, k)
    return min(max(1.0 - float(weight @ inside), 0.0), 1.0)


def range_quantile(p: float, k: int, df: float) -> float:
    """Return the studentized range that is not exceeded with probability ``p`` (R: ``qtukey``).

    Examples
    --------
    >>> round(range_quantile(0.95, 3, 20), 5)
    3.57793
    """
    low, high = 0.0, 4.0
    while range_upper(high, k, df) > 1 - p:
        low, high = high, 2 * high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if range_upper(middle, k, df) > 1 - p else (low, middle)
        if high - low < 1e-9 * high:
            break
    return (low + high) / 2


def _within(w: Array, k: int) -> Array:
    """Return the probability that k normal deviates lie within each of these ranges."""
    z, weight = _normal()
    inside = special.ndtr(z) - special.ndtr(z - w[:, None])
    return np.asarray(k * (inside ** (k - 1)) @ weight)


@cache
def _normal() -> tuple[Array, Array]:
    """Return normal deviates and the weight of each."""
    x, w = np.polynomial.legendre.leggauss(120)
    z = _WIDE * x
    return z, _WIDE * w * np.exp(-z * z / 2) / np.sqrt(2 * np.pi)


@cache
def _errors(df: float) -> tuple[Array, Array]:
    """Return standard errors relative to the true one, and the weight of each."""
    half = df / 2
    low = float(np.sqrt(special.gammaincinv(half, _ENDS) / half))
    high = float(np.sqrt(special.gammainccinv(half, _ENDS) / half))
    x, w = np.polynomial.legendre.leggauss(64)
    s = (high + low) / 2 + (high - low) / 2 * x
    log = half * np.log(half) + np.log(2.0) - special.gammaln(half) + (df - 1) * np.log(s)
    return s, (high - low) / 2 * w * np.exp(log - half * s * s)
