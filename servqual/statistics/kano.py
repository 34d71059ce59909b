"""Kano's classes from a table of answers to a functional and a dysfunctional question."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.statistics.moments import Array
from servqual.statistics.shares import Share, wilson
from servqual.statistics.tails import t_quantile

N_ANSWERS = 5  # like, must be, neutral, live with, dislike
# in the order that decides between classes of the same size: what is missed most comes first
CLASSES = ("M", "O", "A", "I", "R", "Q")
# row: functional, column: dysfunctional answer (Kano 1984; Berger et al. 1993)
TABLE = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")
# points of the answers to the two questions (DuMouchel in Berger et al. 1993)
FUNCTIONAL_POINTS = np.array([4.0, 2.0, 0.0, -1.0, -2.0])
DYSFUNCTIONAL_POINTS = np.array([-2.0, -1.0, 0.0, 2.0, 4.0])
_FONG = 1.65
_STRENGTH_FROM, _LEAD_TO = 0.60, 0.06
_HIGH_FROM = 2  # points from which a mean counts as high
_ROUNDING = 1e-9

_LETTERS = np.array([list(row) for row in TABLE])


class Mean(NamedTuple):
    """A mean with its limits."""

    mean: float
    ci_low: float
    ci_high: float


class Kano(NamedTuple):
    """What one item is to people.

    Attributes
    ----------
    n
        Answers to both questions.
    shares
        Of the six classes, 0 to 1.
    kind, second, clear
        Largest class, the next, and whether they differ by Fong's test.
    total_strength, category_strength, combined
        (M + O + A) / n; (first - second) / n; whether the item is a combination of both.
    better, worse
        Timko's coefficients with Wilson limits, ``worse`` from -1 to 0; None where all are R or Q.
    functional, dysfunctional
        Mean points with limits, over all answers: the points of what people dislike to have or like
        to miss are half as many as the others, so that R and Q weigh little (DuMouchel).
    continuous
        Class of the two means.
    """

    n: int
    shares: Mapping[str, float]
    kind: str
    second: str
    clear: bool
    total_strength: float
    category_strength: float
    combined: bool
    better: Share | None
    worse: Share | None
    functional: Mean
    dysfunctional: Mean
    continuous: str


def class_counts(table: Array) -> dict[str, float]:
    """Return how many answers of a table (functional by dysfunctional) belong to each class.

    Examples
    --------
    >>> class_counts(np.ones((5, 5)))
    {'M': 3.0, 'O': 1.0, 'A': 3.0, 'I': 9.0, 'R': 7.0, 'Q': 2.0}
    """
    return {letter: float(table[letter == _LETTERS].sum()) for letter in CLASSES}


def kano(
    counts: Array, weights: Array, confidence: float = 0.95, n_effective: float | None = None
) -> Kano:
    """Return the classes of one item, discrete and continuous.

    Parameters
    ----------
    counts : array, shape (5, 5)
        Answers; rows are the functional question, columns the dysfunctional one, in the order like,
        must be, neutral, live with, dislike.
    weights : array, shape (5, 5)
        The same under survey weights; the very counts when unweighted.
    confidence : float
    n_effective : float, optional
        How many people without weights tell as much as these (Kish 1965); tests and limits rest on
        it. All of them by default.

    Raises
    ------
    UndefinedStatisticError
        Nobody answered both questions.

    Notes
    -----
    The largest class of equal ones is the first of M, O, A, I, R, Q. Two classes of a and b among n
    answers do not differ where ``|a - b| < 1.65 sqrt((a + b) (2 n - a - b) / (2 n))`` (Fong 1996).
    A combination has a total strength of at least .60 and a category strength of at most .06 (Lee &
    Newcomb 1997). An item is continuously M where only the dysfunctional mean is 2 or more, A where
    only the functional one is, O where both are, else I.

    Examples
    --------
    Of 34 people 19 are A, 2 O, 9 I and 4 Q:

    >>> table = np.zeros((5, 5))
    >>> table[0, 2], table[0, 4], table[2, 2], table[0, 0] = 19, 2, 9, 4
    >>> found = kano(table, table)
    >>> found.kind, round(found.better.share, 4), round(found.worse.share, 4), found.continuous
    ('A', 0.7, -0.0667, 'A')
    """
    n, total = int(counts.sum()), float(weights.sum())
    if n == 0 or total <= 0:
        raise UndefinedStatisticError("nobody: nobody answered both questions")
    size = float(n) if n_effective is None else n_effective
    shares = {letter: sum_ / total for letter, sum_ in class_counts(weights).items()}
    # weighted sums of the same answers in another order may differ in their last digit
    first, second = sorted(CLASSES, key=lambda c: (-round(shares[c], 12), CLASSES.index(c)))[:2]
    strength, lead = shares["M"] + shares["O"] + shares["A"], shares[first] - shares[second]
    functional = _mean(FUNCTIONAL_POINTS, weights.sum(axis=1) / total, size, confidence)
    dysfunctional = _mean(DYSFUNCTIONAL_POINTS, weights.sum(axis=0) / total, size, confidence)
    better, worse = _timko(shares, size, confidence)
    return Kano(
        n=n,
        shares=shares,
        kind=first,
        second=second,
        clear=_differ(shares[first] * size, shares[second] * size, size),
        total_strength=strength,
        category_strength=lead,
        combined=strength >= _STRENGTH_FROM - _ROUNDING and lead <= _LEAD_TO + _ROUNDING,
        better=better,
        worse=worse,
        functional=functional,
        dysfunctional=dysfunctional,
        continuous=_continuous(functional.mean, dysfunctional.mean),
    )


def _differ(a: float, b: float, n: float) -> bool:
    """Say whether the two largest classes differ by Fong's test."""
    return abs(a - b) >= _FONG * math.sqrt((a + b) * (2 * n - a - b) / (2 * n))


def _timko(
    shares: Mapping[str, float], n: float, confidence: float
) -> tuple[Share | None, Share | None]:
    """Return Better and Worse over the answers that are neither R nor Q."""
    base = shares["A"] + shares["O"] + shares["M"] + shares["I"]
    if base <= 0:
        return None, None
    better = wilson((shares["A"] + shares["O"]) * n, base * n, confidence)
    cost = wilson((shares["O"] + shares["M"]) * n, base * n, confidence)
    return better, Share(-cost.share, -cost.ci_high, -cost.ci_low)


def _mean(points: Array, shares: Array, n: float, confidence: float) -> Mean:
    """Return a mean with limits by t; for one person they are the ends of the points."""
    mean = float(points @ shares)
    if n <= 1:
        return Mean(mean, float(points.min()), float(points.max()))
    variance = max(float(points**2 @ shares) - mean**2, 0.0) * n / (n - 1)
    reach = t_quantile(0.5 + confidence / 2, n - 1) * math.sqrt(variance / n)
    return Mean(mean, mean - reach, mean + reach)


def _continuous(functional: float, dysfunctional: float) -> str:
    """Return the class of two mean points."""
    glad = functional >= _HIGH_FROM - _ROUNDING
    missed = dysfunctional >= _HIGH_FROM - _ROUNDING
    return {(True, True): "O", (True, False): "A", (False, True): "M", (False, False): "I"}[
        glad, missed
    ]
