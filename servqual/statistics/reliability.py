"""Cronbach's alpha with Feldt's limits, what each item does to it, and correlations of items."""

from __future__ import annotations

import math
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
    return _alpha(len(covariance), float(np.trace(covariance)), float(covariance.sum()))


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
    variances, sums = np.diag(covariance), covariance.sum(axis=1)
    total, trace = float(sums.sum()), float(variances.sum())
    floor = _NO_SPREAD * max(total, _NO_SPREAD)
    rows = []
    for variance, of_item in zip(variances.tolist(), sums.tolist(), strict=True):
        rest = total - 2 * of_item + variance
        r = None
        if min(variance, rest) > floor:
            r = (of_item - variance) / math.sqrt(variance * rest)
        rows.append(ItemReliability(r, _alpha_or_none(k - 1, trace - variance, rest)))
    return rows


class ItemCorrelations(NamedTuple):
    """The mean, the smallest and the largest correlation between k items."""

    mean: float
    smallest: float
    largest: float


def item_correlations(covariance: Array) -> ItemCorrelations | None:
    """Return how closely items go together, None unless every item has spread.

    The mean correlation is ``psych::alpha(x)$total$average_r`` in R.

    Examples
    --------
    >>> item_correlations(np.array([[1.0, 0.5], [0.5, 1.0]]))
    ItemCorrelations(mean=0.5, smallest=0.5, largest=0.5)
    """
    k = len(covariance)
    variances = np.diag(covariance)
    if k < 2 or not (variances > _NO_SPREAD * max(float(variances.max()), _NO_SPREAD)).all():
        return None
    sd = np.sqrt(variances)
    between = (covariance / np.outer(sd, sd))[np.triu_indices(k, 1)]
    return ItemCorrelations(float(between.mean()), float(between.min()), float(between.max()))


def standardised_alpha(mean_correlation: float, k: int) -> float:
    """Return alpha of k items with equal spread from their mean correlation.

    ``k r / (1 + (k - 1) r)`` (R: ``psych::alpha(x)$total$std.alpha``).

    Raises
    ------
    UndefinedStatisticError
        Correlations so negative that the sum of the items has no spread.

    Examples
    --------
    >>> round(standardised_alpha(0.42690664265, 7), 6)
    0.839084
    """
    total = 1 + (k - 1) * mean_correlation
    if not total > _NO_SPREAD:
        raise UndefinedStatisticError("no_spread: every respondent has the same standardised total")
    return k * mean_correlation / total


def spearman_brown(r: float) -> float:
    """Return the reliability of the sum of two items from their correlation, ``2 r / (1 + r)``.

    The coefficient for two items (Eisinga, te Grotenhuis & Pelzer 2013).

    Raises
    ------
    UndefinedStatisticError
        A correlation of -1.

    Examples
    --------
    >>> round(spearman_brown(0.65591), 6)
    0.792205
    """
    return standardised_alpha(r, 2)


def _alpha(k: int, trace: float, total: float) -> float:
    """Return alpha of k items from the sum of their variances and the variance of their sum."""
    if k < 2:
        raise UndefinedStatisticError("alpha needs at least two items")
    if not total > _NO_SPREAD * max(trace, _NO_SPREAD):
        raise UndefinedStatisticError("every respondent has the same total, so alpha is undefined")
    return k / (k - 1) * (1 - trace / total)


def _alpha_or_none(k: int, trace: float, total: float) -> float | None:
    try:
        return _alpha(k, trace, total)
    except UndefinedStatisticError:
        return None
