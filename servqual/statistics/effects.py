"""How large a difference between groups is, with limits, where their variances may differ."""

from __future__ import annotations

import math
from typing import NamedTuple

from servqual.statistics.moments import Array
from servqual.statistics.tails import f_noncentrality, normal_quantile


class Effect(NamedTuple):
    """An effect size with its limits."""

    value: float
    low: float
    high: float


def hedges_g(mean: Array, sd: Array, n: Array, confidence: float = 0.95) -> Effect:
    """Return the difference of two means in standard deviations: first minus second.

    Parameters
    ----------
    mean, sd, n : arrays, shape (2,)
        ``n`` at least 2; the effective number of people where answers are weighted. At least one
        SD is above 0.

    Notes
    -----
    The unit is the root of the mean of both variances, so that neither group counts for more. The
    value is corrected for its small-sample bias, ``1 - 3 / (4 df - 1)`` with df = n1 + n2 - 2
    (Hedges 1981); the limits are those of Bonett (2008, eq. 10), which take one variance for each
    group, around the uncorrected value.

    Examples
    --------
    >>> import numpy as np
    >>> found = hedges_g(np.array([5.0, 4.5]), np.array([1.0, 1.0]), np.array([50.0, 50.0]))
    >>> [round(x, 3) for x in found]
    [0.496, 0.098, 0.902]
    """
    df = n - 1
    unit2 = float((sd**2).mean())
    d = float(mean[0] - mean[1]) / math.sqrt(unit2)
    of_unit = d**2 / (8 * unit2**2) * float((sd**4 / df).sum())
    reach = normal_quantile(0.5 + confidence / 2) * math.sqrt(
        of_unit + float((sd**2 / df).sum()) / unit2
    )
    correction = 1 - 3 / (4 * float(df.sum()) - 1)
    return Effect(correction * d, d - reach, d + reach)


def omega_squared(f: float, df1: float, df2: float, n: float, confidence: float = 0.95) -> Effect:
    """Return the share of the variance that goes with the group, 0 to 1, by Welch's F.

    Parameters
    ----------
    f, df1, df2 : float
        Welch's F with its degrees of freedom.
    n : float
        People in all groups; the effective number where answers are weighted.

    Notes
    -----
    ``w / (w + n)`` with ``w = df1 (F - 1)``, 0 where F is below 1. Limits: the noncentralities at
    which so large an F has the probability of either tail, over themselves plus n (Steiger 2004).

    Examples
    --------
    >>> [round(x, 4) for x in omega_squared(5.0, 2, 60, 90)]
    [0.0816, 0.0067, 0.222]
    """
    w = max(df1 * (f - 1), 0.0)
    tail = (1 - confidence) / 2
    limits = (f_noncentrality(f, df1, df2, p) for p in (1 - tail, tail))
    low, high = (found / (found + n) for found in limits)
    return Effect(w / (w + n), low, high)
