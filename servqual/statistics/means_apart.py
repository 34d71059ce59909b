"""Means of groups compared by their errors alone, whatever these errors allow for.

Welch's tests in the form in which each group has a mean, an error and degrees of freedom: of plain
answers those of the textbook, under survey weights and clusters the linearised ones.
"""

from __future__ import annotations

import itertools
import math
from typing import NamedTuple

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.statistics.moments import Array
from servqual.statistics.oneway import Statistic
from servqual.statistics.studentized import range_quantiles, range_upper
from servqual.statistics.tails import f_upper, t_two_sided


class Apart(NamedTuple):
    """Two groups: first minus second, with limits and p that hold for all pairs together."""

    a: int
    b: int
    difference: float
    low: float
    high: float
    p: float


def welch_of_means(mean: Array, se: Array, df: Array) -> Statistic:
    """Return whether means differ, each with an error of its own.

    Parameters
    ----------
    mean, se, df : arrays, shape (k,)
        At least two groups; degrees of freedom of each error, n - 1 for plain answers.

    Returns
    -------
    Statistic
        t of the first mean less the second for two groups, F for more.

    Raises
    ------
    UndefinedStatisticError
        ``no_spread``: a group has no error, or none that is known.

    Notes
    -----
    Welch (1947, 1951); R: ``t.test()`` and ``oneway.test()``, of plain answers.

    Examples
    --------
    >>> both = welch_of_means(np.array([2.0, 4.0]), np.array([0.6, 0.8]), np.array([9.0, 9.0]))
    >>> round(both.value, 2), round(both.df2, 2), round(both.p, 4)
    (-2.0, 16.69, 0.062)
    """
    if not (np.isfinite(se).all() and (se > 0).all() and (df > 0).all()):
        raise UndefinedStatisticError("no_spread: a group has no error")
    k, variance = len(mean), se**2
    if k == 2:
        df2 = _satterthwaite(variance, df)
        t = float(mean[0] - mean[1]) / math.sqrt(float(variance.sum()))
        return Statistic(t, 1.0, df2, t_two_sided(t, df2))
    w = 1 / variance
    centre = float(w @ mean) / float(w.sum())
    lost = float(((1 - w / w.sum()) ** 2 / df).sum())
    df2 = (k * k - 1) / (3 * lost)
    f = float(w @ (mean - centre) ** 2) / (k - 1) / (1 + 2 * (k - 2) / (k * k - 1) * lost)
    return Statistic(f, k - 1.0, df2, f_upper(f, k - 1, df2))


def pairs_of_means(mean: Array, se: Array, df: Array, confidence: float = 0.95) -> list[Apart]:
    """Return every two groups compared; limits and p by Games and Howell.

    Notes
    -----
    Games & Howell (1976): the difference over ``sqrt((se_a^2 + se_b^2) / 2)`` against the
    studentized range of all k groups; of two groups this is Welch's t. R:
    ``rstatix::games_howell_test``, of plain answers.
    """
    k, found = len(mean), []
    both = list(itertools.combinations(range(k), 2))
    own_df = np.array([_satterthwaite(se[list(pair)] ** 2, df[list(pair)]) for pair in both])
    quantiles = range_quantiles(confidence, k, own_df)
    for (a, b), own, quantile in zip(both, own_df, quantiles, strict=True):
        error = math.sqrt((float(se[a]) ** 2 + float(se[b]) ** 2) / 2)
        difference, reach = float(mean[a] - mean[b]), float(quantile) * error
        p = range_upper(abs(difference) / error, k, float(own))
        found.append(Apart(a, b, difference, difference - reach, difference + reach, p))
    return found


def _satterthwaite(variance: Array, df: Array) -> float:
    return float(variance.sum()) ** 2 / float((variance**2 / df).sum())
