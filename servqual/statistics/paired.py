"""The test, interval and sizes of one mean difference, and the verdict on it."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

from servqual.statistics.tails import t_quantile, t_two_sided

Verdict = Literal["clearly_large", "size_open", "small", "none_that_matters", "cannot_tell"]


class Test(NamedTuple):
    """t test and intervals of a mean; None where a number does not exist.

    ``ci_*`` at the confidence asked for, ``tost_*`` at the level of the equivalence test (two
    one-sided tests): 90% beside 95%.
    """

    t: float | None
    p: float | None
    ci_low: float | None
    ci_high: float | None
    tost_low: float | None
    tost_high: float | None


class Sizes(NamedTuple):
    """Standardised sizes of a paired difference; None where a divisor is 0 or n is 1."""

    d_av: float | None
    g_av: float | None
    d_z: float | None


def t_test(mean: float, se: float, df: float, confidence: float) -> Test:
    """Return the t test of "mean = 0" with its intervals.

    Without spread (se = 0) the interval is the mean itself and there is no test; with fewer than
    two people there is neither.

    Notes
    -----
    R: ``t.test(of, minus, paired = TRUE)``; equivalence: Schuirmann 1987, Lakens 2017.

    Examples
    --------
    methods: eight people, mean -1.25, SD 1.035098.

    >>> test = t_test(-1.25, 1.0350983390135313 / 8**0.5, 7, 0.95)
    >>> round(test.t, 6), round(test.p, 6), round(test.ci_low, 6), round(test.ci_high, 6)
    (-3.41565, 0.011201, -2.115364, -0.384636)
    """
    if not (df > 0 and math.isfinite(se) and math.isfinite(mean)):
        return Test(None, None, None, None, None, None)
    wide = t_quantile(0.5 + confidence / 2, df) * se
    narrow = t_quantile(confidence, df) * se
    limits = (mean - wide, mean + wide, mean - narrow, mean + narrow)
    if se == 0:
        return Test(None, None, *limits)
    return Test(mean / se, t_two_sided(mean / se, df), *limits)


def effect_sizes(mean: float, sd: float, sd_of: float, sd_minus: float, n: int) -> Sizes:
    """Return d_av (Cumming 2012: by the mean of the two SDs), its g with Hedges' J, and d_z.

    J = 1 - 3 / (4 df - 1) with df = n - 1 (Lakens 2013).

    Examples
    --------
    >>> sizes = effect_sizes(-1.25, 1.0350983390135313, 0.8345229603962802, 0.7440238091428449, 8)
    >>> round(sizes.d_av, 6), round(sizes.d_z, 6)
    (-1.583735, -1.207615)
    """
    average = (sd_of + sd_minus) / 2
    d_av = mean / average if average > 0 else None
    d_z = mean / sd if sd > 0 else None
    correction = 1 - 3 / (4 * (n - 1) - 1) if n > 2 else None
    g_av = d_av * correction if d_av is not None and correction is not None else None
    return Sizes(d_av, g_av, d_z)


def verdict(test: Test, sesoi: float) -> Verdict:
    """Return which of five things the interval says about a gap, never the point estimate.

    Parameters
    ----------
    test : Test
    sesoi : float
        Smallest gap of interest, in the unit of the gap, above 0.

    Examples
    --------
    >>> verdict(Test(None, None, -2.05, -1.91, -2.04, -1.92), 0.5)
    'clearly_large'
    >>> verdict(Test(None, None, -0.74, -0.43, -0.71, -0.45), 0.5)
    'size_open'
    """
    if test.ci_low is None or test.ci_high is None:
        return "cannot_tell"
    if test.ci_high < -sesoi or test.ci_low > sesoi:
        return "clearly_large"
    if test.ci_low <= 0 <= test.ci_high:
        equivalent = (
            test.tost_low is not None
            and test.tost_high is not None
            and -sesoi < test.tost_low
            and test.tost_high < sesoi
        )
        return "none_that_matters" if equivalent else "cannot_tell"
    inside = -sesoi < test.ci_low and test.ci_high < sesoi
    return "small" if inside else "size_open"
