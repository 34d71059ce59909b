"""How reliable a difference of two scores is, and a weighted sum of several."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.statistics.moments import Array
from servqual.statistics.reliability import cronbach_alpha

# a variance so much smaller than those it is made of is rounding
_NO_SPREAD = 1e-12


def combination_reliability(
    reliabilities: Sequence[float], covariance: Array, weights: Sequence[float] | None = None
) -> float:
    """Return the reliability of ``sum w x`` of scores whose errors do not correlate.

    ``1 - sum w^2 s^2 (1 - r) / (w' S w)`` (Mosier 1943; Nunnally 1978).

    Parameters
    ----------
    reliabilities : sequence of float, length d
        Of each score; alpha may be below 0, and so may the result.
    covariance : array, shape (d, d)
        Of the scores.
    weights : sequence of float, length d, optional
        1 each when left out; only their proportions matter. Differences have 1 and -1.

    Raises
    ------
    UndefinedStatisticError
        The sum has no spread.

    Examples
    --------
    >>> sd = np.array([1, 1.2, 1.1, 0.9, 1])
    >>> scores = np.outer(sd, sd) * (0.5 + 0.5 * np.eye(5))
    >>> alphas = [0.80, 0.85, 0.75, 0.82, 0.78]
    >>> round(combination_reliability(alphas, scores), 6)
    0.933274
    >>> round(combination_reliability(alphas, scores, [11, 32, 22, 19, 16]), 6)
    0.929045
    """
    w = np.ones(len(covariance)) if weights is None else np.asarray(weights, dtype=np.float64)
    parts = w**2 * np.diag(covariance)
    total = float(w @ covariance @ w)
    if not total > _NO_SPREAD * max(float(parts.sum()), _NO_SPREAD):
        raise UndefinedStatisticError("no_spread: everybody has the same combined score")
    return float(1 - parts @ (1 - np.asarray(reliabilities, dtype=np.float64)) / total)


def difference_reliability(covariance: Array, of: Sequence[int], minus: Sequence[int]) -> float:
    """Return the reliability of the difference of two scores, each the mean of some items.

    ``(r_P s_P^2 + r_E s_E^2 - 2 r_PE s_P s_E) / (s_P^2 + s_E^2 - 2 r_PE s_P s_E)`` with the alphas
    of both scores (Peter, Churchill & Brown 1993). It takes what is peculiar to an item, and so
    shared by both of its ratings, for error: alpha of the item gaps is higher.

    Parameters
    ----------
    covariance : array, shape (c, c)
        Of the ratings of both sides, the same people.
    of, minus : sequence of int
        Places of the items of each side.

    Raises
    ------
    UndefinedStatisticError
        Fewer than two items a side, or a side or the difference without spread.

    Examples
    --------
    >>> alphas, sd = [0.90, 0.85], np.array([0.6, 1.1])
    >>> scores = np.outer(sd, sd) * np.array([[1, 0.35], [0.35, 1]])
    >>> round(combination_reliability(alphas, scores, [1, -1]), 4)
    0.8037
    """
    alphas = [cronbach_alpha(covariance[np.ix_(side, side)]) for side in (of, minus)]
    return combination_reliability(alphas, score_covariance(covariance, [of, minus]), [1, -1])


def score_covariance(covariance: Array, groups: Sequence[Sequence[int]]) -> Array:
    """Return the covariance of mean scores from that of their items, shape (d, d)."""
    means = np.zeros((len(groups), len(covariance)))
    for row, places in enumerate(groups):
        means[row, list(places)] = 1 / len(places)
    return np.asarray(means @ covariance @ means.T)
