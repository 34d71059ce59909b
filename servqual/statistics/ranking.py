"""Ranks, and how far they would move in other samples of people."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array
from servqual.statistics.resampling import SHARE_DEFINED

Places = npt.NDArray[np.int64]


class Placed(NamedTuple):
    """Ranks of k things, 1 = first.

    Attributes
    ----------
    rank : int array, shape (k,)
        1 + how many come before; equal values share a rank.
    low, high : int arrays, shape (k,), or None
        Limits over replicates, never without ``rank`` itself; None where nothing can be resampled.
    first : array, shape (k,), or None
        Share of the replicates (0 to 1) in which it is first, shared out among ties: sums to 1.
    """

    rank: Places
    low: Places | None = None
    high: Places | None = None
    first: Array | None = None


def ranks(values: npt.ArrayLike, *, lowest_first: bool = False) -> Array:
    """Return the rank of every value within its row, 1 for the highest.

    Parameters
    ----------
    values : array, shape (..., k)
        NaN comes behind all others, all NaN with the same rank.
    lowest_first : bool
        Whether 1 is for the lowest.

    Returns
    -------
    array, shape (..., k)
        1 + the number of values that come before (R: ``rank(-x, ties.method = "min")``).

    Examples
    --------
    >>> ranks([2.0, 5.0, 2.0, 1.0]).tolist()
    [2.0, 1.0, 2.0, 4.0]
    """
    x = np.asarray(values, dtype=np.float64)
    x = np.where(np.isnan(x), -np.inf, -x if lowest_first else x)
    found = np.ones(x.shape)
    for k in range(x.shape[-1]):
        found += x[..., k, None] > x
    return found


def spearman(first: npt.ArrayLike, second: npt.ArrayLike) -> Array:
    """Return Spearman's rank correlation of the last axes, shape (...).

    Ties share the mean of their ranks; NaN where either has no spread, a NaN, or fewer than three
    values (R: ``cor(x, y, method = "spearman")``).

    Examples
    --------
    >>> spearman([1, 2, 3, 4], [1, 3, 2, 4]).round(3).item()
    0.8
    """
    a, b = (np.asarray(x, dtype=np.float64) for x in (first, second))
    known = np.isfinite(a).all(axis=-1) & np.isfinite(b).all(axis=-1) & (a.shape[-1] > 2)
    a, b = (ranks(x) - ranks(x, lowest_first=True) for x in (a, b))  # 2 mean rank - (k + 1), both
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (a * b).sum(axis=-1) / np.sqrt((a * a).sum(axis=-1) * (b * b).sum(axis=-1))
    return np.where(known, found, np.nan)


def placed(
    values: npt.ArrayLike,
    drawn: Array | None = None,
    confidence: float = 0.95,
    *,
    lowest_first: bool = False,
) -> Placed:
    """Return ranks with their limits over replicates of the values.

    Parameters
    ----------
    values : array, shape (k,)
    drawn : array, shape (b, k), optional
        Replicates: the same k figures in other samples of the people. Those with NaN are left out;
        if these are more than 5%, there are no limits.
    confidence : float
        Share of the replicates (0 to 1) whose ranks the limits hold, at least.
    lowest_first : bool
        Whether 1 is for the lowest.

    Returns
    -------
    Placed

    Notes
    -----
    Percentile limits of the ranks (Goldstein & Spiegelhalter 1996, sec. 3). Of things that are
    nearly tied in truth the order in one sample is partly luck, which replicates repeat: then the
    limits hold the true rank more rarely than ``confidence`` says (Hall & Miller 2009).

    Examples
    --------
    >>> found = placed([3.0, 2.0, 1.0], np.array([[3.0, 2.0, 1.0], [2.0, 3.0, 1.0]]))
    >>> found.rank.tolist(), found.low.tolist(), found.high.tolist(), found.first.tolist()
    ([1, 2, 3], [1, 1, 3], [2, 2, 3], [0.5, 0.5, 0.0])
    """
    rank = ranks(values, lowest_first=lowest_first).astype(np.int64)
    if drawn is None or len(drawn) == 0 or rank.size == 0:
        return Placed(rank)
    whole = ~np.isnan(drawn).any(axis=1)
    if whole.mean() < SHARE_DEFINED:
        return Placed(rank)
    places = ranks(drawn[whole], lowest_first=lowest_first)
    tail = (1 - confidence) / 2
    low, high = np.quantile(places, [tail, 1 - tail], axis=0, method="inverted_cdf")
    ahead = places == 1
    first = (ahead / ahead.sum(axis=1, keepdims=True)).mean(axis=0)
    return Placed(
        rank,
        np.minimum(low.astype(np.int64), rank),
        np.maximum(high.astype(np.int64), rank),
        first,
    )
