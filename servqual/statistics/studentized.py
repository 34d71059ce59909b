"""The studentized range: what the largest difference of several means is held against."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from scipy import special

from servqual.statistics.moments import Array

_WIDE = 8.6  # a normal deviate beyond it has no weight that could be seen in a p value
_ENDS = 1e-13
FEW, POINTS = 12, 8  # beyond so many quantiles, so many are computed and the others lie between


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
    below, above = p, range_upper(high, k, df) - (1 - p)
    while above > 0:
        low, below, high = high, above, 2 * high
        above = range_upper(high, k, df) - (1 - p)
    return _crossing(lambda q: range_upper(q, k, df) - (1 - p), (low, below), (high, above))


def range_quantiles(p: float, k: int, df: Array) -> Array:
    """Return the quantile for each of many degrees of freedom, shape (m,); to six digits.

    Of more than 12 it is interpolated between Chebyshev's points in ``1 / df``, in which it is
    almost straight.
    """
    if len(df) <= FEW:
        return np.array([range_quantile(p, k, float(one)) for one in df])
    ends = 1 / float(df.max()), 1 / float(df.min())
    if ends[1] - ends[0] < 1e-12:
        return np.full(len(df), range_quantile(p, k, float(df[0])))
    middle, reach = sum(ends) / 2, (ends[1] - ends[0]) / 2
    nodes = np.polynomial.chebyshev.chebpts1(POINTS)
    values = [range_quantile(p, k, 1 / (middle + reach * float(x))) for x in nodes]
    series = np.polynomial.chebyshev.chebfit(nodes, values, POINTS - 1)
    return np.asarray(np.polynomial.chebyshev.chebval((1 / df - middle) / reach, series))


def _crossing(
    f: Callable[[float], float], low: tuple[float, float], high: tuple[float, float]
) -> float:
    """Return where a falling function crosses 0, by the Illinois variant of regula falsi."""
    (a, fa), (b, fb) = low, high
    for _ in range(100):
        q = (a * fb - b * fa) / (fb - fa)
        value = f(q)
        if abs(value) < 1e-11 or abs(b - a) < 1e-9 * b:
            return q
        if (value > 0) == (fb > 0):
            fa /= 2
        else:
            a, fa = b, fb
        b, fb = q, value
    return b


def _within(w: Array, k: int) -> Array:
    """Return the probability that k normal deviates lie within each of these ranges."""
    z, weight = _normal()
    inside = special.ndtr(z) - special.ndtr(z - w[:, None])
    return np.asarray(k * _power(inside, k - 1) @ weight)


def _power(x: Array, n: int) -> Array:
    """Return a whole power by squaring, which is several times as fast as the general one."""
    found = np.ones_like(x) if n % 2 == 0 else x
    while n := n // 2:
        x = x * x
        found = found * x if n % 2 else found
    return found


@cache
def _normal() -> tuple[Array, Array]:
    """Return normal deviates and the weight of each."""
    x, w = _nodes(120)
    z = _WIDE * x
    return z, _WIDE * w * np.exp(-z * z / 2) / np.sqrt(2 * np.pi)


@cache
def _errors(df: float) -> tuple[Array, Array]:
    """Return standard errors relative to the true one, and the weight of each."""
    half = df / 2
    low = float(np.sqrt(special.gammaincinv(half, _ENDS) / half))
    high = float(np.sqrt(special.gammainccinv(half, _ENDS) / half))
    x, w = _nodes(64)
    s = (high + low) / 2 + (high - low) / 2 * x
    log = half * np.log(half) + np.log(2.0) - special.gammaln(half) + (df - 1) * np.log(s)
    return s, (high - low) / 2 * w * np.exp(log - half * s * s)


@cache
def _nodes(n: int) -> tuple[Array, Array]:
    return np.polynomial.legendre.leggauss(n)
