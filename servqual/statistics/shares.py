"""Shares with their limits: Wilson for one share, adjusted Wald for a net share."""

from __future__ import annotations

import math
from typing import NamedTuple

from servqual.statistics.tails import normal_quantile, t_quantile


class Share(NamedTuple):
    """A share (0 to 1, net shares -1 to 1) with its limits."""

    share: float
    ci_low: float
    ci_high: float


def wilson(successes: float, n: float, confidence: float) -> Share:
    """Return a share with Wilson's score limits (1927; R: ``prop.test(x, n, correct = FALSE)``).

    Examples
    --------
    >>> [round(x, 5) for x in wilson(164, 200, 0.95)]
    [0.82, 0.76089, 0.86705]
    """
    z = normal_quantile(0.5 + confidence / 2)
    p = successes / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    # at the ends the limit is the end itself, but for rounding
    low = 0.0 if successes <= 0 else centre - reach
    return Share(p, low, 1.0 if successes >= n else centre + reach)


def net_share(positive: float, negative: float, n: float, confidence: float) -> Share:
    """Return the net share (positive - negative) / n with adjusted Wald limits.

    Three answers are added, 3/4 of one positive and 3/4 of one negative (Rocks 2016, The American
    Statistician 70(4), 365-372); the share itself is not shifted.

    Examples
    --------
    200 answers, 100 promoters, 40 detractors:

    >>> [round(100 * x, 2) for x in net_share(100, 40, 200, 0.95)]
    [30.0, 18.82, 40.3]
    """
    z = normal_quantile(0.5 + confidence / 2)
    m = n + 3
    p, d = (positive + 0.75) / m, (negative + 0.75) / m
    reach = z * math.sqrt((p + d - (p - d) ** 2) / m)
    return Share((positive - negative) / n, p - d - reach, p - d + reach)


def effective_answers(
    spread: float, variance: float, n: int, df: float, confidence: float, otherwise: float
) -> float:
    """Return how many answers of a simple random sample would know a share as well.

    Parameters
    ----------
    spread : float
        Variance of one answer: p (1 - p) for a share, p + d - (p - d)^2 for a net share.
    variance : float
        Of the share, under weights, strata and clusters.
    n : int
        Answers; never more than these are taken, a gain by stratification is not.
    df : float
        Degrees of freedom of ``variance``: with few clusters the count shrinks by
        ``(z / t)^2``, so that limits by z are as wide as those by t.
    confidence : float
    otherwise : float
        The count where everybody gave the same answer, for instance Kish's.

    Notes
    -----
    Korn & Graubard (1998, Survey Methodology 24(2), 193-201), there with exact limits; Wilson's and
    the adjusted Wald limits take the same count.

    Examples
    --------
    >>> round(effective_answers(0.25, 0.0025, 200, 1e6, 0.95, 150), 3)
    100.0
    """
    if not (spread > 0 and variance > 0 and math.isfinite(variance)):
        return min(float(n), otherwise)
    upper = 0.5 + confidence / 2
    shrunk = (normal_quantile(upper) / t_quantile(upper, max(df, 1.0))) ** 2
    return min(float(n), spread / variance) * shrunk
