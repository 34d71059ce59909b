"""Indices of careless answering, one number per person; they know numbers, not questionnaires.

Every function takes one row per person and one column per item, in the order of presentation where
order matters. The definitions are those of the R package ``careless`` (Yentes & Wilhelm); where the
sign differs, the function says so. Nothing here loops over people.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.errors import UndefinedStatisticError
from servqual.statistics.moments import Array

Codes = npt.NDArray[np.int16]
Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Pairs = npt.NDArray[np.intp]

FEWEST_PAIRS = 3  # a correlation over two pairs is always 1 or -1
_NO_SPREAD = 1e-9  # a sum of squares below it is rounding
_SINGULAR = 1e-12  # a variance so much smaller than the largest is rounding


class Runs(NamedTuple):
    """The longest run of one and the same answer and the mean length of all runs, per person."""

    longest: Counts
    average: Array


def runs(codes: Codes, lowest: int) -> Runs:
    """Return how long everybody's runs of one and the same answer are.

    Parameters
    ----------
    codes : int16 array, shape (n, k)
        Answers in the order of presentation; anything below ``lowest`` is no answer and ends a run.
    lowest : int
        Lowest answer of the scale.

    Returns
    -------
    Runs
        ``longest`` is 0 and ``average`` NaN for people without any answer
        (R, complete data: ``careless::longstring(x, avg = TRUE)``).

    Examples
    --------
    >>> found = runs(np.array([[5, 5, 5, 2], [1, 2, 3, 4]], dtype=np.int16), 1)
    >>> found.longest.tolist(), found.average.tolist()
    ([3, 1], [2.0, 1.0])
    """
    across, valid = _across(codes, lowest)
    same = valid.copy()
    same[:1] = False
    same[1:] &= across[1:] == across[:-1]
    longest = np.zeros(len(codes), dtype=np.int16)
    run = np.zeros(len(codes), dtype=np.int16)
    for on, given in zip(same, valid, strict=True):
        run *= on
        run += given
        np.maximum(longest, run, out=longest)
    answered = valid.sum(axis=0, dtype=np.int16)
    begun = answered - same.sum(axis=0, dtype=np.int16)
    with np.errstate(invalid="ignore"):
        average = np.where(begun > 0, answered / np.maximum(begun, 1), np.nan)
    return Runs(longest.astype(np.int64), average)


def _across(codes: Codes, lowest: int) -> tuple[Codes, Mask]:
    """Return answers and whether they are any, an item a row: people lie beside each other."""
    across = np.ascontiguousarray(codes.T)
    return across, across >= lowest


def no_variance(codes: Codes, lowest: int, fewest: int) -> Mask:
    """Say who gave one and the same answer to every item they answered, at least ``fewest``."""
    across, valid = _across(codes, lowest)
    enough = valid.sum(axis=0, dtype=np.int16) >= fewest
    ends = np.iinfo(np.int16)
    high = np.where(valid, across, np.int16(ends.min)).max(axis=0, initial=ends.min)
    low = np.where(valid, across, np.int16(ends.max)).min(axis=0, initial=ends.max)
    return np.asarray(enough & (high == low))


def response_variability(values: Array) -> Array:
    """Return the standard deviation (n - 1) of each person's own answers, NaN below two answers.

    The intra-individual response variability of Dunn, Heggestad, Shanock & Theilgard 2018
    (R: ``careless::irv``).

    Examples
    --------
    >>> response_variability(np.array([[1.0, 2.0, 3.0], [4.0, np.nan, np.nan]])).tolist()
    [1.0, nan]
    """
    n, mean, squares = _row_moments(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = squares / (n - 1)
    return np.where((n > 1) & ~np.isnan(mean), np.sqrt(spread), np.nan)


def mahalanobis(values: Array) -> Array:
    """Return each person's squared Mahalanobis distance from the mean, NaN for incomplete rows.

    ``(x - m)' S^-1 (x - m)`` with the mean and covariance (n - 1) of the complete rows
    (R, complete data: ``careless::mahad``, ``stats::mahalanobis``).

    Raises
    ------
    UndefinedStatisticError
        Not more complete rows than columns, or a covariance matrix that cannot be inverted.

    Examples
    --------
    >>> mahalanobis(np.array([[1.0], [2.0], [3.0], [np.nan]])).tolist()
    [1.0, 0.0, 1.0, nan]
    """
    complete = ~np.isnan(values).any(axis=1)
    x = values[complete]
    if len(x) <= values.shape[1]:
        raise UndefinedStatisticError("distances need more complete rows than columns")
    centred = x - x.mean(axis=0)
    sizes, axes = np.linalg.eigh(centred.T @ centred / (len(x) - 1))
    if sizes[0] <= sizes[-1] * x.shape[1] * _SINGULAR:
        raise UndefinedStatisticError("the covariance matrix cannot be inverted")
    distances = np.full(len(values), np.nan)
    distances[complete] = ((centred @ axes) ** 2 / sizes).sum(axis=1)
    return distances


def even_odd(values: Array, scales: Sequence[Sequence[int]]) -> Array:
    """Return how consistent each person is between the halves of several scales.

    Parameters
    ----------
    values : array, shape (n, k)
        Answers turned the right way round, NaN for none.
    scales : sequence of sequences of column positions
        The items of each scale in order; a scale of one item has no second half and is left out.

    Returns
    -------
    array, shape (n,)
        Correlation over scales between the means of the first, third ... and of the second, fourth
        ... items, stepped up by Spearman-Brown, not below -1; high = consistent. NaN where a side
        has no spread or fewer than three scales have both halves. ``careless::evenodd`` of version
        1.2.0 and later returns the same with the sign reversed.
    """
    split = [list(columns) for columns in scales if len(columns) > 1]
    odd = np.column_stack([_mean(values[:, s[0::2]]) for s in split] or [np.empty(len(values))])
    even = np.column_stack([_mean(values[:, s[1::2]]) for s in split] or [np.empty(len(values))])
    r = row_correlation(odd, even)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(np.isnan(r), np.nan, np.maximum(2 * r / (1 + r), -1.0))


def correlated_pairs(values: Array, beyond: float, *, negative: bool = False) -> Pairs:
    """Return the pairs of columns that correlate above ``beyond``, shape (p, 2).

    With ``negative`` those that correlate below minus ``beyond``. Each pair is (later column,
    earlier column), in the order of the earlier one (R: ``careless::psychsyn``).
    """
    complete = values[~np.isnan(values).any(axis=1)]
    k = values.shape[1]
    if len(complete) < FEWEST_PAIRS:
        return np.empty((0, 2), dtype=np.intp)
    with np.errstate(invalid="ignore", divide="ignore"):
        r = np.corrcoef(complete, rowvar=False).reshape(k, k)
    earlier, later = np.triu_indices(k, 1)
    there = -r[later, earlier] > beyond if negative else r[later, earlier] > beyond
    return np.column_stack([later[there], earlier[there]])


def pair_consistency(values: Array, pairs: Pairs) -> Array:
    """Return each person's correlation over pairs of items, NaN below three pairs or no spread.

    Psychometric synonyms or antonyms (Meade & Craig 2012; R: ``careless::psychsyn`` with
    ``resample_na = FALSE``).
    """
    return row_correlation(values[:, pairs[:, 0]], values[:, pairs[:, 1]])


def row_correlation(a: Array, b: Array) -> Array:
    """Return the correlation of two rows of numbers per person, over the places that both have.

    NaN below three places, or where one side has no spread.

    Examples
    --------
    >>> row_correlation(np.array([[1.0, 2.0, 3.0]]), np.array([[2.0, 4.0, 6.0]])).tolist()
    [1.0]
    """
    both = ~(np.isnan(a) | np.isnan(b))
    n = both.sum(axis=1)
    x, y = _centred(a, both, n), _centred(b, both, n)
    products, xx, yy = ((u * v).sum(axis=1) for u, v in ((x, y), (x, x), (y, y)))
    known = (n >= FEWEST_PAIRS) & (xx > _NO_SPREAD) & (yy > _NO_SPREAD)
    with np.errstate(invalid="ignore", divide="ignore"):
        r = products / np.sqrt(xx * yy)
    return np.where(known, np.clip(r, -1.0, 1.0), np.nan)


def _centred(values: Array, chosen: Mask, n: Counts) -> Array:
    """Return rows minus their mean over the chosen places, 0 elsewhere."""
    there = np.where(chosen, values, 0.0)
    mean = there.sum(axis=1) / np.maximum(n, 1)
    return np.where(chosen, values - mean[:, None], 0.0)


def _row_moments(values: Array) -> tuple[Counts, Array, Array]:
    """Return per row how many numbers it has, their mean, and their squares around it."""
    there = ~np.isnan(values)
    n = there.sum(axis=1)
    centred = _centred(values, there, n)
    return n, np.where(n > 0, _mean(values), np.nan), (centred * centred).sum(axis=1)


def _mean(values: Array) -> Array:
    """Return row means over what is there, NaN for empty rows."""
    there = ~np.isnan(values)
    n = there.sum(axis=1)
    total = np.where(there, values, 0.0).sum(axis=1)
    return np.where(n > 0, total / np.maximum(n, 1), np.nan)
