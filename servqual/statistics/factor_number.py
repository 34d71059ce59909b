"""How many factors a correlation matrix holds: parallel analysis and Velicer's MAP."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from servqual.statistics.factorability import eigenvalues
from servqual.statistics.minres import one_factor
from servqual.statistics.moments import Array

DRAWS = 200
PERCENTILE = 0.95  # Glorfeld (1995): the mean, Horn's own choice, keeps too many
_LOOSE = 1e-3  # chance needs no more digits than its percentiles have
_NOTHING_LEFT = 1e-10


class Roots(NamedTuple):
    """Eigenvalues of correlation matrices, shape (..., k), the largest first.

    Attributes
    ----------
    components
        Of the matrices themselves.
    factors
        Of the matrices with the communalities of one minimum residual factor in the diagonal.
    """

    components: Array
    factors: Array


class Parallel(NamedTuple):
    """Horn's parallel analysis: what the data have, what chance gives, how many stand above it."""

    found: Roots
    limits: Roots
    n_components: int
    n_factors: int


class Map(NamedTuple):
    """Velicer's average partial correlations after taking out 0, 1, 2 ... components.

    ``squared`` (Velicer 1976) and ``fourth`` powers (Velicer, Eaton & Fava 2000), shape (m,), and
    the numbers of components where they are smallest.
    """

    squared: Array
    fourth: Array
    n_squared: int
    n_fourth: int


def roots(r: Array, tolerance: float = 1e-10) -> Roots:
    """Return the eigenvalues of correlation matrices, shape (..., k, k), on both bases."""
    common = one_factor(r, tolerance).loadings ** 2
    reduced = r.copy()
    places = np.arange(r.shape[-1])
    reduced[..., places, places] = common
    return Roots(eigenvalues(r), eigenvalues(reduced))


def parallel_analysis(
    r: Array, n: int, seed: int, draws: int = DRAWS, percentile: float = PERCENTILE
) -> Parallel:
    """Return the parallel analysis of a correlation matrix of n people (Horn 1965).

    Counted from the first on are the eigenvalues above the percentile of those of random normal
    data of the same size, on both bases of :class:`Roots`
    (R: ``psych::fa.parallel(r, n, fm = "minres", quant = .95)``, which for factors compares as
    here only with ``fa = "both"``).

    Raises
    ------
    ValueError
        n is not above the number of items.
    """
    found = roots(r)
    limits = chance(n, len(r), seed, draws, percentile)
    return Parallel(
        found,
        limits,
        leading(found.components, limits.components),
        leading(found.factors, limits.factors),
    )


def leading(values: Array, limits: Array) -> int:
    """Return how many values stand above their limit before the first that does not.

    Examples
    --------
    >>> leading(np.array([3.0, 1.2, 0.9, 0.8]), np.array([1.4, 1.3, 0.8, 0.7]))
    1
    """
    above = values > limits
    return len(above) if above.all() else int(np.argmin(above))


@lru_cache(maxsize=32)
def chance(n: int, k: int, seed: int, draws: int, percentile: float) -> Roots:
    """Return the percentile of each eigenvalue over draws of n people and k unrelated items."""
    found = roots(random_correlations(n, k, seed, draws), _LOOSE)
    limits = Roots(*(np.quantile(values, percentile, axis=0) for values in found))
    for values in limits:
        values.flags.writeable = False  # the next caller gets the same arrays
    return limits


def random_correlations(n: int, k: int, seed: int, draws: int) -> Array:
    """Return correlation matrices of n people with k unrelated normal answers.

    Shape (draws, k, k). By Bartlett's (1933) decomposition of a Wishart matrix: as many numbers as
    the triangle has, whatever n.
    """
    if n <= k:
        raise ValueError("random correlations need more people than items")
    rng = np.random.default_rng(seed)
    half = np.zeros((draws, k, k))
    rows, columns = np.tril_indices(k, -1)
    half[:, rows, columns] = rng.standard_normal((draws, len(rows)))
    places = np.arange(k)
    half[:, places, places] = np.sqrt(rng.chisquare(n - 1 - places, (draws, k)))
    half /= np.linalg.norm(half, axis=2, keepdims=True)
    r = half @ half.transpose(0, 2, 1)
    r[:, places, places] = 1.0
    return np.asarray(r)


def minimum_average_partial(r: Array) -> Map:
    """Return Velicer's average partial correlations of a correlation matrix, shape (k, k).

    Element m is over the pairs of items after m principal components are taken out, from 0 to
    k - 2 at most; it ends earlier where components leave nothing of an item
    (R: ``psych::vss(r)$map``, which starts at 1).
    """
    k = len(r)
    values, vectors = np.linalg.eigh(r)
    loadings = (vectors * np.sqrt(np.maximum(values, 0)))[:, ::-1]
    # after m components, for all m at once: shape (k - 1, k, k)
    taken = np.cumsum(loadings.T[: k - 2, :, None] * loadings.T[: k - 2, None, :], axis=0)
    left = r - np.concatenate([np.zeros((1, k, k)), taken])
    rest = np.diagonal(left, axis1=1, axis2=2)
    gone = np.asarray((rest <= _NOTHING_LEFT).any(axis=1))
    last = int(np.argmax(gone)) if gone.any() else len(gone)
    left, rest = left[:last], rest[:last]
    square = left**2 / (rest[:, :, None] * rest[:, None, :])
    places = np.arange(k)
    square[:, places, places] = 0
    pairs = k * (k - 1)
    squared = square.sum(axis=(1, 2)) / pairs
    fourth = (square**2).sum(axis=(1, 2)) / pairs
    return Map(squared, fourth, int(np.argmin(squared)), int(np.argmin(fourth)))
