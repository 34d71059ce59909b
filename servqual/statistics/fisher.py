"""Limits of a correlation."""

from __future__ import annotations

import math

from servqual.errors import UndefinedStatisticError
from servqual.statistics.tails import normal_quantile


def correlation_limits(r: float, n: int, confidence: float) -> tuple[float, float]:
    """Return the limits of a correlation of n pairs by Fisher's transformation (Fisher 1921).

    ``tanh(atanh(r) +- z / sqrt(n - 3))``, which takes both variables for normal
    (R: ``cor.test(x, y)$conf.int``, ``psych::r.con(r, n)``).

    Raises
    ------
    UndefinedStatisticError
        Fewer than four pairs.

    Examples
    --------
    >>> low, high = correlation_limits(0.5, 30, 0.95)
    >>> round(low, 4), round(high, 4)
    (0.1704, 0.729)
    """
    if n < 4:
        raise UndefinedStatisticError("limits of a correlation need at least four pairs")
    if abs(r) >= 1:
        return r, r
    reach = normal_quantile(0.5 + confidence / 2) / math.sqrt(n - 3)
    centre = math.atanh(r)
    return math.tanh(centre - reach), math.tanh(centre + reach)
