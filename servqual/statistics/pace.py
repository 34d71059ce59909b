"""How many answers there will be when fieldwork ends, from the answers of single days."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from servqual.statistics.moments import Array
from servqual.statistics.tails import t_quantile

FEWEST_DAYS = 3


class Expected(NamedTuple):
    """Answers a day, and the answers expected at the end with their limits."""

    per_day: float
    total: float
    low: float
    high: float


def expected_total(
    counts: Array, so_far: int, days_left: int, confidence: float = 0.95
) -> Expected | None:
    """Return the answers to expect if the coming days are like these, None for fewer than 3 days.

    Parameters
    ----------
    counts : array, shape (k,)
        Answers of each whole day that the pace is read from, days without answers as 0.
    so_far : int
        Answers that are there already.
    days_left : int
    confidence : float

    Notes
    -----
    The sum of m days to come has the mean ``m x`` and the variance ``m s2 + m2 s2 / k``: that of
    the days themselves, and that of the mean of the k days seen. s2 is the variance of the days
    seen, never below their mean, which it would be if answers came independently (Poisson), nor
    below 1 / k, so that a week without answers promises nothing for ever; limits by t on k - 1
    degrees of freedom. Nobody's answer is taken back: the lower limit is ``so_far`` at the least.

    Examples
    --------
    >>> expected_total(np.array([10.0, 10.0, 10.0, 10.0]), 40, 0)
    Expected(per_day=10.0, total=40.0, low=40.0, high=40.0)
    >>> ahead = expected_total(np.array([8.0, 12.0, 9.0, 11.0]), 40, 4)
    >>> ahead.total, round(ahead.low, 1), round(ahead.high, 1)
    (80.0, 51.5, 108.5)
    """
    k = len(counts)
    if k < FEWEST_DAYS:
        return None
    pace = float(np.mean(counts))
    spread = max(float(np.var(counts, ddof=1)), pace, 1 / k)
    reach = t_quantile(0.5 + confidence / 2, k - 1) * math.sqrt(
        spread * (days_left + days_left**2 / k)
    )
    total = so_far + pace * days_left
    return Expected(pace, total, max(float(so_far), total - reach), total + reach)
