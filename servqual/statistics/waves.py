"""The change of a mean between two samples of different people."""

from __future__ import annotations

import math
from typing import NamedTuple

from servqual.statistics.paired import t_test


class Change(NamedTuple):
    """A difference of two means with its error, degrees of freedom, limits and p."""

    change: float
    se: float
    df: float
    ci_low: float
    ci_high: float
    p: float


def welch(
    then: tuple[float, float, float], now: tuple[float, float, float], confidence: float
) -> Change | None:
    """Return how far the mean of another sample lies from that of a first one.

    Parameters
    ----------
    then, now : tuple of mean, standard error of it, degrees of freedom of that
    confidence : float
        Between 0 and 1.

    Returns
    -------
    Change or None
        ``now - then``; None where an error is not finite or both are 0. Welch (1947),
        *Biometrika* 34, with the degrees of freedom of Satterthwaite (1946). R: ``t.test(now,
        then)``.

    Examples
    --------
    >>> found = welch((5.032, 0.1844, 9), (4.661, 0.2510, 9), 0.95)  # PlantGrowth, ctrl and trt1
    >>> round(found.change, 3), round(found.df, 2), round(found.p, 2)
    (-0.371, 16.52, 0.25)
    """
    (m1, e1, d1), (m2, e2, d2) = then, now
    v1, v2 = e1 * e1, e2 * e2
    if not all(map(math.isfinite, (m1, m2, v1, v2, d1, d2))) or v1 + v2 <= 0 or min(d1, d2) <= 0:
        return None
    df = (v1 + v2) ** 2 / (v1 * v1 / d1 + v2 * v2 / d2)
    se = math.sqrt(v1 + v2)
    test = t_test(m2 - m1, se, df, confidence)
    if test.ci_low is None or test.ci_high is None or test.p is None:
        return None
    return Change(m2 - m1, se, df, test.ci_low, test.ci_high, test.p)
