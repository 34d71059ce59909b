"""Whether periods differ more than the people asked in them explain, and which chart that needs."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.statistics.moments import Array
from servqual.statistics.tails import chi2_upper, f_upper

MANY_ANSWERS = 200  # a period: from here on the differences between periods decide (methods 10)
LEVEL = 0.05  # of the test


class Overdispersion(NamedTuple):
    """Whether periods differ more than the people asked in them explain.

    Attributes
    ----------
    ratio : float
        Variance between periods over what the answers alone explain: about 1 if that is all.
    p : float
    between_sd : float
        SD of the periods' true figures, estimated; 0 where nothing is left over.
    found : bool
        ``p`` below .05.
    """

    ratio: float
    df1: float
    df2: float
    p: float
    between_sd: float

    @property
    def found(self) -> bool:
        """Whether limits from the answers alone would raise false alarms."""
        return self.p < LEVEL


def overdispersed(means: Array, sds: Array, ns: Array) -> Overdispersion:
    """Return whether period means vary more than the answers within periods explain (F test).

    Raises
    ------
    UndefinedStatisticError
        Fewer than two periods of two answers, or nobody differs within periods.

    Notes
    -----
    R: ``anova(lm(y ~ period))``. A change for good between periods counts as well as a wobble.
    """
    m, s, n = (np.asarray(a, dtype=float) for a in (means, sds, ns))
    use = np.isfinite(m) & np.isfinite(s) & (n > 1)
    m, s, n = m[use], s[use], n[use]
    k, total = len(m), float(n.sum())
    if k < 2:
        raise UndefinedStatisticError("few_periods: fewer than two periods with two answers")
    within = float((n - 1) @ s**2) / (total - k)
    if within <= 0:
        raise UndefinedStatisticError("no_spread: nobody differs within periods")
    between = float(n @ (m - n @ m / total) ** 2) / (k - 1)
    typical = (total - float(n @ n) / total) / (k - 1)
    left = math.sqrt(max(0.0, (between - within) / typical))
    ratio = between / within
    return Overdispersion(ratio, k - 1.0, total - k, f_upper(ratio, k - 1, total - k), left)


def overdispersed_shares(counts: Array, ns: Array) -> Overdispersion:
    """Return whether shares vary more than the binomial explains (chi-squared over its df)."""
    c, n = np.asarray(counts, dtype=float), np.asarray(ns, dtype=float)
    c, n = c[n > 0], n[n > 0]
    if len(n) < 2 or not 0 < c.sum() < n.sum():
        raise UndefinedStatisticError("no_spread: fewer than two periods, or one answer throughout")
    centre = float(c.sum() / n.sum())
    variance = centre * (1 - centre)
    chi2 = float(((c - n * centre) ** 2 / (n * variance)).sum())
    df, total = len(n) - 1.0, float(n.sum())
    typical = (total - float(n @ n) / total) / df
    left = math.sqrt(max(0.0, (chi2 / df - 1) * variance / typical))
    return Overdispersion(chi2 / df, df, math.inf, chi2_upper(chi2, df), left)


def chart_for(means: Array, sds: Array, ns: Array) -> Literal["xmr", "xbar_s"]:
    """Return which chart the period means call for.

    XmR where a period has 200 answers or more (typically), or where periods differ more than the
    answers explain; Xbar-S otherwise. At 2,000 answers a period, SD 1.2 within and .05 between
    periods, Xbar-S alarms in 16% of the periods of a stable process (methods 10).
    """
    n = np.asarray(ns, dtype=float)
    if float(np.median(n[n > 0])) >= MANY_ANSWERS:
        return "xmr"
    return "xmr" if overdispersed(means, sds, ns).found else "xbar_s"
