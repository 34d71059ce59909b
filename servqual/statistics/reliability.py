"""Cronbach's alpha with Feldt's limits, and what each item does to it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.statistics.moments import Array
from servqual.statistics.tails import f_quantile

# a sum of squares of rounding errors, not of answers
_NO_SPREAD = 1e-12


class ItemReliability(NamedTuple):
    """One item: its correlation with the sum of the others, and alpha without it."""

    item_rest_r: float | None
    alpha_if_deleted: float | None


def cronbach_alpha(covariance: Array) -> float:
    """Return Cronbach's alpha of the sum of k items from their covariance matrix, shape (k, k).

    ``k/(k-1) (1 - sum of variances / variance of the sum)`` (Cronbach 1951;
    R: ``psych::alpha(x)$total$raw_alpha``). Never above 1, without a lower limit.

    Raises
    ------
    UndefinedStatisticError
        Fewer than two items, or a sum without spread.

    Examples
    --------
    >>> cronbach_alpha(np.array([[1.0, 0.5], [0.5, 1.0]]))
    0.6666666666666667
    """
    k = len(covariance)
    if k < 2:
        raise UndefinedStatisticError("alpha needs at least two items")
    total = float(covariance.sum())
    if not total > _NO_SPREAD * max(float(np.trace(covariance)), _NO_SPREAD):
        raise UndefinedStatisticError("every respondent has the same total, so alpha is undefined")
    return float(k / (k - 1) * (1 - np.trace(covariance) / total))


def feldt_limits(alpha: float, n: float, k: int, confidence: float) -> tuple[float, float]:
    """Return the limits of alpha for n people and k items (Feldt, Woodruff & Salih 1987).

    ``1 - (1 - alpha) F`` with F on n - 1 and (n - 1)(k - 1) degrees of freedom; exact for normal,
    equally reliable items (R: ``psych::alpha.ci``).

    Examples
    --------
    >>> low, high = feldt_limits(0.831783, 194, 3, 0.95)
    >>> round(low, 4), round(high, 4)
    (0.7862, 0.869)
    """
    if n <= 1 or k < 2:
        raise UndefinedStatisticError("limits of alpha need at least two people and two items")
    df1, df2 = n - 1, (n - 1) * (k - 1)
    tail = (1 - confidence) / 2
    low = 1 - (1 - alpha) * f_quantile(1 - tail, df1, df2)
    high = 1 - (1 - alpha) * f_quantile(tail, df1, df2)
    return low, high


def item_reliabilities(covariance: Array) -> list[ItemReliability]:
    """Return item-rest correlation and alpha if deleted for every item.

    An item without spread, or whose rest has none, has no correlation; with two items there is no
    alpha without one of them (None).
    """
    k = len(covariance)
    total = float(covariance.sum())
    rows = []
    for j in range(k):
        variance = float(covariance[j, j])
        with_others = float(covariance[j].sum()) - variance
        rest = total - 2 * float(covariance[j].sum()) + variance
        floor = _NO_SPREAD * max(total, _NO_SPREAD)
        r = with_others / np.sqrt(variance * rest) if min(variance, rest) > floor else None
        others = np.delete(np.delete(covariance, j, 0), j, 1)
        rows.append(ItemReliability(None if r is None else float(r), _alpha_or_none(others)))
    return rows


def mean_correlation(covariance: Array) -> float | None:
    """Return the mean correlation between items, None unless every item has spread."""
    k = len(covariance)
    sd = np.sqrt(np.diag(covariance))
    if k < 2 or not (sd > 0).all():
        return None
    r = covariance / np.outer(sd, sd)
    return float((r.sum() - k) / (k * (k - 1)))


def _alpha_or_none(covariance: Array) -> float | None:
    try:
        return cronbach_alpha(covariance)
    except UndefinedStatisticError:
        return None
