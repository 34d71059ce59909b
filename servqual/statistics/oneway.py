"""Whether the means of several groups differ: one variance for all, and one for each."""

from __future__ import annotations

import itertools
import math
from typing import NamedTuple

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.statistics.moments import Array
from servqual.statistics.studentized import range_quantile, range_upper
from servqual.statistics.tails import f_upper, t_quantile, t_two_sided

_NO_SPREAD = 1e-12


class Statistic(NamedTuple):
    """A statistic with its degrees of freedom and p; of two groups t, with ``df1`` 1."""

    value: float
    df1: float
    df2: float
    p: float


class OneWay(NamedTuple):
    """The comparison of all means.

    Attributes
    ----------
    classic : Statistic
        Student's t for two groups, F of the analysis of variance for more: one variance for all.
    welch : Statistic or None
        The same with a variance for each group; None where a group has none.
    eta2 : float
        Share of the variance that lies between the groups, 0 to 1.
    """

    classic: Statistic
    welch: Statistic | None
    eta2: float


class Pair(NamedTuple):
    """Two groups: first minus second.

    ``lsd_p`` is Fisher's least significant difference, without correction for the number of pairs;
    ``p``, ``low`` and ``high`` are of Games and Howell, NaN where a group has no variance.
    """

    a: int
    b: int
    difference: float
    lsd_p: float
    p: float
    low: float
    high: float


def one_way(n: Array, mean: Array, sd: Array) -> OneWay:
    """Return whether means differ, from the number, mean and SD of each group.

    Parameters
    ----------
    n, mean, sd : arrays, shape (k,)
        At least two groups of at least two people each.

    Raises
    ------
    UndefinedStatisticError
        ``no_spread``: everybody in each group gave the same answer.

    Notes
    -----
    R: ``t.test(var.equal = TRUE)`` and ``t.test()`` for two groups, ``oneway.test(var.equal =
    TRUE)`` and ``oneway.test()`` for more. The sign of t is that of the first mean less the second.
    Welch (1947, 1951).

    Examples
    --------
    >>> found = one_way(np.array([3.0, 3.0]), np.array([2.0, 4.0]), np.array([1.0, 1.0]))
    >>> round(found.classic.value, 4), found.classic.df2, round(found.eta2, 2)
    (-2.4495, 4.0, 0.6)
    """
    k, total = len(n), float(n.sum())
    within = float((n - 1) @ sd**2)
    grand = float(n @ mean) / total
    between = float(n @ (mean - grand) ** 2)
    if within <= _NO_SPREAD * max(1.0, grand**2):
        raise UndefinedStatisticError("no_spread: nobody differs from their group")
    df2 = total - k
    if k == 2:
        difference = float(mean[0] - mean[1])
        t = difference / math.sqrt(within / df2 * float((1 / n).sum()))
        classic = Statistic(t, 1.0, df2, t_two_sided(t, df2))
    else:
        f = between / (k - 1) / (within / df2)
        classic = Statistic(f, k - 1.0, df2, f_upper(f, k - 1, df2))
    return OneWay(classic, _welch(n, mean, sd), between / (between + within))


def _welch(n: Array, mean: Array, sd: Array) -> Statistic | None:
    if not (sd > 0).all():
        return None
    k, w = len(n), n / sd**2
    centre = float(w @ mean) / float(w.sum())
    lost = float(((1 - w / w.sum()) ** 2 / (n - 1)).sum())
    df2 = (k * k - 1) / (3 * lost)
    if k == 2:
        t = float(mean[0] - mean[1]) / math.sqrt(float((sd**2 / n).sum()))
        return Statistic(t, 1.0, df2, t_two_sided(t, df2))
    f = float(w @ (mean - centre) ** 2) / (k - 1) / (1 + 2 * (k - 2) / (k * k - 1) * lost)
    return Statistic(f, k - 1.0, df2, f_upper(f, k - 1, df2))


def pairs(n: Array, mean: Array, sd: Array, confidence: float = 0.95) -> list[Pair]:
    """Return every two groups compared, with Games and Howell's p and limits beside Fisher's p.

    Notes
    -----
    Games & Howell (1976): the difference over ``sqrt((s_a^2/n_a + s_b^2/n_b) / 2)`` against the
    studentized range of all k groups with Welch's degrees of freedom; R:
    ``rstatix::games_howell_test``. Fisher's LSD takes the variance of all groups together; R:
    ``pairwise.t.test(p.adjust.method = "none")``.
    """
    k, df = len(n), float(n.sum()) - len(n)
    pooled = float((n - 1) @ sd**2) / df
    found = []
    for a, b in itertools.combinations(range(k), 2):
        difference = float(mean[a] - mean[b])
        t = difference / math.sqrt(pooled * (1 / n[a] + 1 / n[b])) if pooled > 0 else math.nan
        own = np.array([sd[a] ** 2 / n[a], sd[b] ** 2 / n[b]])
        p, reach = math.nan, math.nan
        if (own > 0).all():
            error = math.sqrt(float(own.sum()) / 2)
            own_df = float(own.sum()) ** 2 / float((own**2 / (n[[a, b]] - 1)).sum())
            p = range_upper(abs(difference) / error, k, own_df)
            reach = range_quantile(confidence, k, own_df) * error
        low, high = difference - reach, difference + reach
        found.append(Pair(a, b, difference, t_two_sided(t, df), p, low, high))
    return found


def least_squares(
    covariance: Array, mean: Array, n: int, confidence: float = 0.95
) -> tuple[Array, Array, Array, Array]:
    """Return the coefficients of a regression with their errors, t and limits.

    Parameters
    ----------
    covariance : array, shape (p + 1, p + 1)
        Of the predictors and, last, the outcome, over n - 1.
    mean : array, shape (p + 1,)
    n : int
        People, more than ``p + 1``.

    Returns
    -------
    b, se, t, reach : arrays, shape (p + 1,)
        The constant first; ``reach`` is half the width of the interval. R: ``summary(lm(y ~ .))``.
    """
    p = len(covariance) - 1
    inverse = np.linalg.inv(covariance[:p, :p])
    slopes = inverse @ covariance[:p, p]
    df = n - p - 1
    left = (covariance[p, p] - covariance[:p, p] @ slopes) * (n - 1) / df
    error = np.diag(inverse) / (n - 1) * left
    constant = left * (1 / n + mean[:p] @ inverse @ mean[:p] / (n - 1))
    b = np.concatenate([[mean[p] - mean[:p] @ slopes], slopes])
    se = np.sqrt(np.concatenate([[constant], error]))
    with np.errstate(divide="ignore", invalid="ignore"):
        t = b / se
    return b, se, t, se * t_quantile(0.5 + confidence / 2, df)
