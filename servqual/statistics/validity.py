"""Whether dimensions are one thing each, and different things: CR, AVE, HTMT, Fornell-Larcker."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from servqual.errors import UndefinedStatisticError
from servqual.statistics.moments import Array
from servqual.statistics.powers import pairs

Places = Sequence[int]

# factors that correlate higher than this are called not distinguishable (Henseler et al. 2015)
NOT_DISTINGUISHABLE = 0.90


def composite_reliability(loadings: Array) -> float:
    """Return the reliability of the sum of items from their standardised loadings, shape (k,).

    ``(sum l)^2 / ((sum l)^2 + sum(1 - l^2))``: one factor, no errors that correlate (Joereskog
    1971; Fornell & Larcker 1981, eq. 10).

    Raises
    ------
    UndefinedStatisticError
        Fewer than two items, or a loading beyond 1 (``improper``).

    Examples
    --------
    >>> round(composite_reliability(np.array([0.71, 0.71, 0.74, 0.79, 0.72])), 4)
    0.8541
    """
    _check(loadings)
    common = float(loadings.sum()) ** 2
    return common / (common + float((1 - loadings**2).sum()))


def average_variance_extracted(loadings: Array) -> float:
    """Return the mean of the squares of standardised loadings, shape (k,).

    From 0 to 1; Fornell & Larcker 1981, eq. 11. Errors as in :func:`composite_reliability`.

    Examples
    --------
    >>> round(average_variance_extracted(np.array([0.71, 0.71, 0.74, 0.79, 0.72])), 4)
    0.5397
    """
    _check(loadings)
    return float((loadings**2).mean())


def _check(loadings: Array) -> None:
    if len(loadings) < 2:
        raise UndefinedStatisticError("one_item: a single item shares its variance with no other")
    if not (np.abs(loadings) <= 1).all():
        raise UndefinedStatisticError("improper: a standardised loading is beyond 1")


def fornell_larcker(ave_a: float, ave_b: float, phi: float) -> bool:
    """Say whether both dimensions share more with their own items than with each other.

    The roots of both AVE exceed the size of the correlation of the factors (Fornell & Larcker
    1981).

    Examples
    --------
    >>> fornell_larcker(0.63, 0.49, 0.69), fornell_larcker(0.63, 0.49, -0.71)
    (True, False)
    """
    return bool(min(ave_a, ave_b) > phi**2)


def upper_correlations(covariances: Array) -> Array:
    """Return correlations from covariances, both as upper triangles, shape (..., k (k + 1) / 2).

    NaN for a variable without spread.
    """
    k = variables_of_triangle(covariances.shape[-1])
    rows, columns = pairs(k)
    variances = covariances[..., rows == columns]
    with np.errstate(invalid="ignore"):
        sd = np.sqrt(np.where(variances > 0, variances, np.nan))
    return np.asarray(covariances / (sd[..., rows] * sd[..., columns]))


def heterotrait_monotrait(correlations: Array, dimensions: Sequence[Places]) -> Array:
    """Return how high items of two dimensions correlate, against items of the same dimension.

    Parameters
    ----------
    correlations : array, shape (..., k (k + 1) / 2)
        The upper triangle, row by row, of one correlation matrix or of many.
    dimensions : sequence of sequence of int
        Places of the items of each of d dimensions, at least two each.

    Returns
    -------
    array, shape (..., d (d - 1) / 2)
        For every two dimensions, in the order of ``itertools.combinations``: the mean size of the
        correlations across, divided by the geometric mean of the two mean sizes within (Henseler,
        Ringle & Sarstedt 2015, eq. 6; R: ``semTools::htmt(htmt2 = FALSE)``). NaN where the mean
        correlation within one of them is not above 0.

    Raises
    ------
    UndefinedStatisticError
        A dimension of one item.

    Examples
    --------
    >>> r = np.array([1, 0.6, 0.3, 0.3, 1, 0.3, 0.3, 1, 0.4, 1])
    >>> np.round(heterotrait_monotrait(r, [(0, 1), (2, 3)]), 4).tolist()
    [0.6124]
    """
    within, between = _blocks(correlations, dimensions)
    first, second = np.triu_indices(len(dimensions), 1)
    # a correlation that does not exist spoils its own blocks only
    missing = np.isnan(correlations)
    there = np.where(missing, 0.0, correlations) if missing.any() else correlations
    size = np.abs(there)
    own, across = size @ _averages(within), size @ _averages(between)
    able = (there @ _averages(within) > 0) & ~_spoilt(missing, within)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = across / np.sqrt(own[..., first] * own[..., second])
    exists = able[..., first] & able[..., second] & ~_spoilt(missing, between)
    return np.where(exists, found, np.nan)


def heterotrait_monotrait_2(correlations: Array, dimensions: Sequence[Places]) -> Array:
    """Return HTMT2: geometric means throughout, for items that load unequally.

    As :func:`heterotrait_monotrait`, but of one matrix; NaN where any correlation within one of the
    two is not above 0 (Roemer, Schuberth & Henseler 2021; R: ``semTools::htmt``).

    Examples
    --------
    >>> r = np.array([1, 0.6, 0.3, 0.3, 1, 0.3, 0.3, 1, 0.4, 1])
    >>> np.round(heterotrait_monotrait_2(r, [(0, 1), (2, 3)]), 4).tolist()
    [0.6124]
    """
    within, between = _blocks(correlations, dimensions)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(np.abs(correlations))
        own = [
            logs[block].mean() if (correlations[block] > 0).all() else np.nan for block in within
        ]
        across = [logs[block].mean() for block in between]
        halves = [(a + b) / 2 for a, b in itertools.combinations(own, 2)]
        return np.asarray(np.exp(np.array(across) - np.array(halves)))


def variables_of_triangle(length: int) -> int:
    """Return k from the length of the upper triangle of k x k."""
    return (math.isqrt(8 * length + 1) - 1) // 2


Blocks = list[npt.NDArray[np.bool_]]


def _blocks(correlations: Array, dimensions: Sequence[Places]) -> tuple[Blocks, Blocks]:
    """Return which elements of the triangle are within each dimension, and between every two."""
    if min(map(len, dimensions)) < 2:
        raise UndefinedStatisticError("one_item: HTMT needs two items in each dimension")
    k = variables_of_triangle(correlations.shape[-1])
    rows, columns = pairs(k)
    owner = np.full(k, -1)
    for number, places in enumerate(dimensions):
        owner[list(places)] = number
    first, second = owner[rows], owner[columns]
    every = range(len(dimensions))
    within = [(first == a) & (second == a) & (rows < columns) for a in every]
    between = [
        ((first == a) & (second == b)) | ((first == b) & (second == a))
        for a, b in itertools.combinations(every, 2)
    ]
    return within, between


def _spoilt(missing: npt.NDArray[np.bool_], blocks: Blocks) -> npt.NDArray[np.bool_]:
    """Say which blocks hold a correlation that does not exist, shape (..., blocks)."""
    if not missing.any():
        return np.zeros((*missing.shape[:-1], len(blocks)), dtype=np.bool_)
    return np.stack([missing[..., block].any(axis=-1) for block in blocks], axis=-1)


def _averages(blocks: Blocks) -> Array:
    """Return the matrix, shape (elements, blocks), that averages the elements of each block."""
    chosen = np.array(blocks, dtype=np.float64).reshape(len(blocks), -1)
    return np.asarray((chosen / chosen.sum(axis=1, keepdims=True)).T)
