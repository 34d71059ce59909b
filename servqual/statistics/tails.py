"""Tail areas and quantiles of t, F and normal: the one door to scipy.special.

scipy.stats offers the same numbers but costs four times as long to import.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from servqual.statistics.moments import Array

# so large a noncentral chi-squared variable is normal to seven digits, and slow to be had exactly
_ALMOST_NORMAL = 1e7
# from here on the normal distribution is a good guess, and the secant rule quick
_LARGE = 1e4
_MOST_STEPS = 12


def t_two_sided(t: float, df: float) -> float:
    """Return the two-sided p value of a t statistic (R: ``2 * pt(-abs(t), df)``)."""
    return float(2 * special.stdtr(df, -abs(t)))


def t_quantile(p: float, df: float) -> float:
    """Return the quantile of Student's t (R: ``qt(p, df)``)."""
    return float(special.stdtrit(df, p))


def f_quantile(p: float, df1: float, df2: float) -> float:
    """Return the quantile of the F distribution (R: ``qf(p, df1, df2)``)."""
    return float(special.fdtri(df1, df2, p))


def normal_two_sided(z: float) -> float:
    """Return the two-sided p value of a standard normal deviate (R: ``2 * pnorm(-abs(z))``)."""
    return float(2 * special.ndtr(-abs(z)))


def normal_quantile(p: float) -> float:
    """Return the quantile of the standard normal distribution (R: ``qnorm(p)``)."""
    return float(special.ndtri(p))


def chi2_quantile(p: float, df: float) -> float:
    """Return the quantile of the chi-squared distribution (R: ``qchisq(p, df)``)."""
    return float(special.chdtri(df, 1 - p))


def chi2_upper(x: float, df: float) -> float:
    """Return the upper tail of the chi-squared distribution (R: ``pchisq(x, df, lower = F)``)."""
    return float(special.chdtrc(df, x))


def f_upper(f: float, df1: float, df2: float) -> float:
    """Return the upper tail of the F distribution (R: ``pf(f, df1, df2, lower = FALSE)``)."""
    return float(special.fdtrc(df1, df2, f))


def normal_below(z: Array) -> Array:
    """Return the normal distribution function of every element (R: ``pnorm``); infinities too."""
    return np.asarray(special.ndtr(z))


def normal_quantiles(p: Array) -> Array:
    """Return the normal quantile of every element (R: ``qnorm``), infinite at 0 and 1."""
    return np.asarray(special.ndtri(p))


def noncentrality(x: float, df: float, p: float) -> float:
    """Return the noncentrality at which a chi-squared variable stays below x with probability p.

    0 where it does so even more rarely without any (R: ``pchisq(x, df, ncp) == p``).
    """
    if special.chdtr(df, x) <= p:
        return 0.0
    near = float(x - df - 2 * special.ndtri(p) * np.sqrt(x))
    if x > _ALMOST_NORMAL:
        return near
    return _noncentrality_near(near, x, df, p) or float(special.chndtrinc(x, df, p))


def _noncentrality_near(near: float, x: float, df: float, p: float) -> float:
    """Return the noncentrality close to a guess by the secant rule; 0 where it is not soon found.

    On the scale of normal deviates the probability is nearly a straight line: a few steps do, where
    scipy takes some thirty. Each costs the more, the larger x.
    """
    if near <= 0 or x < _LARGE:
        return 0.0
    wanted = special.ndtri(p)
    points = [near, near + 0.01 * np.sqrt(x)]
    off = [special.ndtri(special.chndtr(x, df, point)) - wanted for point in points]
    for _ in range(_MOST_STEPS):
        if not np.isfinite(off).all() or off[1] == off[0]:
            break
        step = off[1] * (points[1] - points[0]) / (off[1] - off[0])
        points, off = [points[1], points[1] - step], [off[1], 0.0]
        if abs(step) <= 1e-11 * points[1]:
            return float(points[1])
        off[1] = special.ndtri(special.chndtr(x, df, points[1])) - wanted
    return 0.0


def f_noncentrality(f: float, df1: float, df2: float, p: float) -> float:
    """Return the noncentrality at which an F variable stays below f with probability p.

    0 where it does so even more rarely without any (R: ``pf(f, df1, df2, ncp) == p``).
    """
    if f <= 0 or special.fdtr(df1, df2, f) <= p:
        return 0.0
    low, high = 0.0, max(df1 * f, 1.0)
    while special.ncfdtr(df1, df2, high, f) > p:
        low, high = high, 2 * high
    while high - low > 1e-10 * high:
        middle = (low + high) / 2
        above = special.ncfdtr(df1, df2, middle, f) > p
        low, high = (middle, high) if above else (low, middle)
    return (low + high) / 2
