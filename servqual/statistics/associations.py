"""How two figures of some units go together: Pearson's and Spearman's correlation with limits."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.statistics.fisher import correlation_limits
from servqual.statistics.ranking import spearman
from servqual.statistics.tails import normal_quantile


class Association(NamedTuple):
    """Both correlations with their limits; None where one has no spread."""

    n: int
    pearson: float | None = None
    pearson_low: float | None = None
    pearson_high: float | None = None
    spearman: float | None = None
    spearman_low: float | None = None
    spearman_high: float | None = None


def association(
    first: npt.ArrayLike, second: npt.ArrayLike, confidence: float, fewest: int = 10
) -> Association:
    """Return how two figures go together over units that have both.

    Parameters
    ----------
    first, second : array, shape (n,)
    confidence : float
    fewest : int
        Below so many units there is no coefficient, only their number.

    Notes
    -----
    Pearson's limits by Fisher's transformation, Spearman's likewise with the error
    ``sqrt((1 + r^2 / 2) / (n - 3))`` of Bonett & Wright (2000, Psychometrika 65, 23-28).
    R: ``cor.test(x, y)``; ``tanh(atanh(r) + c(-1, 1) * qnorm(.975) * e)`` with that error e.

    Examples
    --------
    >>> found = association(range(12), [0, 2, 1, 3, 5, 4, 6, 8, 7, 9, 11, 10], 0.95)
    >>> round(found.pearson, 4), round(found.spearman_low, 4)
    (0.972, 0.8705)
    >>> association([1, 2, 3], [1, 2, 3], 0.95).pearson is None
    True
    """
    x, y = (np.asarray(values, dtype=np.float64) for values in (first, second))
    n = len(x)
    if n < fewest or np.ptp(x) == 0 or np.ptp(y) == 0:
        return Association(n)
    r = float(np.clip(np.corrcoef(x, y)[0, 1], -1.0, 1.0))
    rho = float(np.clip(spearman(x, y), -1.0, 1.0))
    return Association(
        n, r, *correlation_limits(r, n, confidence), rho, *_rank_limits(rho, n, confidence)
    )


def _rank_limits(r: float, n: int, confidence: float) -> tuple[float, float]:
    if abs(r) >= 1:
        return r, r
    reach = normal_quantile(0.5 + confidence / 2) * math.sqrt((1 + r * r / 2) / (n - 3))
    return math.tanh(math.atanh(r) - reach), math.tanh(math.atanh(r) + reach)
