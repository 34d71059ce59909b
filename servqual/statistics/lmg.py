"""How much of R2 each predictor brings on average over all orders of entry (LMG, Shapley)."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array

MOST_PREDICTORS = 15
# residual variances below this share of a predictor's own are rounding: it brings nothing more
TINY = 1e-10
# subsets times replicates that are worked on together: what is between stays in the cache
AT_ONCE = 2**16


def lmg(correlations: Array) -> Array:
    """Return the mean increment of R2 by each predictor over all orders of entry.

    Parameters
    ----------
    correlations : array, shape (..., p + 1, p + 1)
        Of p predictors and, last, the outcome; p at most 15.

    Returns
    -------
    array, shape (..., p)
        At least 0; together they are R2.

    Notes
    -----
    Lindeman, Merenda & Gold 1980, p. 119 (R: ``relaimpo::calc.relimp(type = "lmg")``). The 2^p
    values of R2 come from a binary tree of sweeps: every predictor in turn is taken out of the
    residual covariances of those after it, or left aside (Goodnight 1979).

    Examples
    --------
    Without correlation between the predictors it is the squared correlation with the outcome.

    >>> lmg(np.array([[1, 0, 0.6], [0, 1, 0.3], [0.6, 0.3, 1]])).round(4).tolist()
    [0.36, 0.09]
    """
    p = correlations.shape[-1] - 1
    if p > MOST_PREDICTORS:
        raise ValueError(f"lmg takes at most {MOST_PREDICTORS} predictors, not {p}")
    flat = correlations.reshape(-1, p + 1, p + 1)
    found = np.empty((len(flat), p))
    step = max(AT_ONCE >> p, 1)
    for at in range(0, len(flat), step):
        residual = _swept(np.moveaxis(flat[at : at + step], 0, -1))[0, 0]
        found[at : at + step] = (1 - residual) @ _shares(p)
    return found.reshape(*correlations.shape[:-2], p)


def noise_form(correlations: Array) -> Array:
    """Return Q such that a predictor with small correlations r has an LMG of r' Q r.

    Parameters
    ----------
    correlations : array, shape (p + 1, p + 1)
        Of the p other predictors and, last, the outcome.

    Returns
    -------
    array, shape (p + 1, p + 1)
        For r with the predictors and, last, with the outcome; terms of higher order are left out.

    Notes
    -----
    Behind the predictors of a set S the increment of R2 is ``(q_S' r)^2`` with q_S the outcome's
    residual coefficients, to first order; Q is the mean of ``q_S q_S'`` over all orders.
    """
    p = len(correlations) - 1
    marked = np.concatenate([correlations, np.eye(p + 1)], axis=1)[:, :, None]
    coefficients = _swept(marked)[0, 1:, 0]
    weight = np.array([_order_share(s, p + 1) for s in _sizes(p)])
    return np.asarray((coefficients * weight) @ coefficients.T)


def _swept(matrices: Array) -> Array:
    """Return what is left of the last row after every subset of the others is swept out.

    ``matrices`` has shape (p + 1, p + 1 or more, b): columns behind the square go along. The result
    has shape (1, 1 or more, b, 2^p); bit i of a subset's number says that predictor i is in it.
    """
    left = matrices[..., None]
    for _ in range(len(matrices) - 1):
        pivot = left[0, 0]
        scale = np.where(pivot > TINY, 1.0, 0.0) / np.where(pivot > TINY, pivot, 1.0)
        without = left[1:, 1:]
        left = np.concatenate([without, without - left[1:, 0:1] * (left[0:1, 1:] * scale)], axis=-1)
    return left


@cache
def _sizes(p: int) -> tuple[int, ...]:
    return tuple(number.bit_count() for number in range(2**p))


def _order_share(before: int, p: int) -> float:
    """Return the share of the orders in which exactly a given set of this size comes before."""
    return 1 / (p * math.comb(p - 1, before))


@cache
def _shares(p: int) -> npt.NDArray[np.float64]:
    """Return, for every subset and predictor, how much the subset's R2 counts, shape (2^p, p)."""
    size = np.array(_sizes(p))
    joining = np.array([_order_share(s, p) for s in range(p)] + [0.0])
    within = (np.arange(2**p)[:, None] >> np.arange(p)) & 1 == 1
    return np.asarray(np.where(within, joining[size - 1][:, None], -joining[size][:, None]))
