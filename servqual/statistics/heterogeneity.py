"""How alike a service is from group to group: the share of variance that lies between them."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from servqual.statistics.moments import Array
from servqual.statistics.shares import wilson
from servqual.statistics.tails import f_quantile, f_upper


class Between(NamedTuple):
    """Variance between groups as a share of the whole, ICC(1), with limits.

    Attributes
    ----------
    icc, low, high : float
        Share of the variance that lies between groups; below 0 where groups differ less than chance
        makes them.
    n0 : float
        People of a group, averaged so that groups of unequal size count rightly.
    f, df1, df2, p : float
        The analysis of variance behind it.
    sd_within : float
    """

    icc: float
    low: float
    high: float
    n0: float
    f: float
    df1: float
    df2: float
    p: float
    sd_within: float


def intraclass(n: Array, mean: Array, sd: Array, confidence: float = 0.95) -> Between | None:
    """Return ICC(1) of a one-way design from the number, mean and SD of each group.

    Returns
    -------
    Between or None
        None where nobody differs from their group.

    Notes
    -----
    ``(MSB - MSW) / (MSB + (n0 - 1) MSW)`` with ``n0 = (N - sum(n^2) / N) / (k - 1)``; limits by
    the F distribution (Searle 1971, p. 414; Shrout & Fleiss 1979), exact for groups of equal size
    and close for others (Donner & Wells 1986). R: ``aov(y ~ group)`` and ``qf``.

    Examples
    --------
    >>> found = intraclass(np.array([3.0, 3.0]), np.array([2.0, 4.0]), np.array([1.0, 1.0]))
    >>> round(found.icc, 4), found.n0, round(found.f, 4)
    (0.625, 3.0, 6.0)
    """
    k, total = len(n), float(n.sum())
    df1, df2 = float(k - 1), total - k
    centre = float(n @ mean) / total
    within = float((n - 1) @ sd**2) / df2
    if within <= 1e-12 * max(1.0, centre**2):
        return None
    f = float(n @ (mean - centre) ** 2) / df1 / within
    n0 = (total - float(n @ n) / total) / df1
    tail = (1 - confidence) / 2
    low, high = (f / f_quantile(p, df1, df2) for p in (1 - tail, tail))

    def share(ratio: float) -> float:
        return (ratio - 1) / (ratio + n0 - 1)

    return Between(
        share(f), share(low), share(high), n0, f, df1, df2, f_upper(f, df1, df2), math.sqrt(within)
    )


class AnswerShare(NamedTuple):
    """A share of answers (0 to 1) with its limits and standard error."""

    share: float
    ci_low: float
    ci_high: float
    se: float


def share_of_answers(
    counted: float, answered: float, covariance: Array, n: int, confidence: float = 0.95
) -> AnswerShare:
    """Return the share of answers of one sort, where every person gave several.

    Parameters
    ----------
    counted, answered : float
        Mean number of such answers, and of answers, per person.
    covariance : array, shape (2, 2)
        Of these two means.
    n : int
        People.

    Notes
    -----
    The answers of a person resemble each other, so people are counted and not answers: the ratio is
    linearised (Saerndal, Swensson & Wretman 1992, 5.6; R: ``survey::svyratio``), and the limits are
    Wilson's for as many answers as would have that error (Korn & Graubard 1998); where nobody or
    everybody answered so, for as many as there are people.

    Examples
    --------
    >>> found = share_of_answers(2.0, 10.0, np.array([[0.04, 0.0], [0.0, 0.0]]), 25)
    >>> found.share, round(found.se, 6), round(found.ci_low, 4), round(found.ci_high, 4)
    (0.2, 0.02, 0.1637, 0.242)
    """
    p = counted / answered
    slope = np.array([1.0, -p])
    variance = float(slope @ covariance @ slope) / answered**2
    se = math.sqrt(max(variance, 0.0)) if math.isfinite(variance) else math.nan
    effective = p * (1 - p) / variance if 0 < p < 1 and variance > 0 else float(n)
    return AnswerShare(se=se, **wilson(p * effective, effective, confidence)._asdict())
