"""Means and covariances as they would come out in other samples of people, from sums alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.errors import UndefinedStatisticError
from servqual.statistics.moments import Array
from servqual.statistics.powers import PowerSums, pairs

REPLICATES = 2000
# so many replicates are worked on at a time: what is between the sums and the figure stays small
CHUNK = 500
# limits rest on the replicates in which the figure exists; below this share there are none
SHARE_DEFINED = 0.95


class Replicates(NamedTuple):
    """Some replicates: means, shape (b, k), and covariances of denominator n.

    ``covariance`` holds upper triangles, row by row, shape (b, k (k + 1) / 2):
    :func:`full` makes matrices of them.
    """

    mean: Array
    covariance: Array


def method(sums: PowerSums) -> str:
    """Return how :func:`replicates` resamples these sums: ``groups`` or ``normal``."""
    return "normal" if sums.groups is None else "groups"


def replicates(sums: PowerSums, seed: int, n: int = REPLICATES) -> Iterator[Replicates]:
    """Yield n replicates of the means and covariances, some at a time.

    Parameters
    ----------
    sums : PowerSums
        With the sums of random groups of people these groups are drawn with replacement, as many
        as there are (the bootstrap, with groups in the place of people: each group is a random
        sample of its own, so the spread between groups is the sampling error; Wolter 2007, ch. 2).
        Without them the first and second moments are drawn from the normal distribution that they
        have in large samples, whose covariance is the fourth moments'.
    seed : int
        The same seed gives the same draws.
    n : int

    Yields
    ------
    Replicates
        In stored units, origins taken off. A drawn variance may be 0 or, of normal draws, below.

    Raises
    ------
    UndefinedStatisticError
        Nobody has answered everything.
    """
    if sums.n == 0 or not sums.weight > 0:
        raise UndefinedStatisticError("too_few_people: nobody answered all of these items")
    moments = _normal(sums, seed, n) if sums.groups is None else _of_groups(sums.groups, seed, n)
    for some in moments:
        yield split_moments(some, sums.k)


def percentile_limits(values: Array, confidence: float) -> tuple[Array, Array]:
    """Return the lower and the upper percentile limits of replicates, shape (b, ...).

    NaN where the figure exists in fewer than 95% of the replicates: what is left would be a
    choice among the samples (Efron 1982; R: ``boot::boot.ci(type = "perc")``).
    """
    tail = (1 - confidence) / 2
    enough = np.isfinite(values).mean(axis=0) >= SHARE_DEFINED
    there = np.where(enough, values, 0.0)
    # the other one goes through the columns one by one
    quantile = np.quantile if np.isfinite(there).all() else np.nanquantile
    low, high = quantile(there, [tail, 1 - tail], axis=0)
    return np.where(enough, low, np.nan), np.where(enough, high, np.nan)


def full(triangles: Array, k: int) -> Array:
    """Return symmetric matrices, shape (b, k, k), from their upper triangles."""
    rows, columns = pairs(k)
    place = np.empty((k, k), dtype=np.intp)
    place[rows, columns] = place[columns, rows] = np.arange(len(rows))
    return np.take(triangles, place.ravel(), axis=1).reshape(-1, k, k)


def split_moments(moments: Array, k: int) -> Replicates:
    """Return means and covariances from rows of ``sum(w u)``, u as in PowerSums."""
    with np.errstate(divide="ignore", invalid="ignore"):
        moments = moments[:, 1:] / moments[:, :1]
    mean = moments[:, :k]
    rows, columns = pairs(k)
    return Replicates(mean, moments[:, k:] - mean[:, rows] * mean[:, columns])


def _of_groups(groups: Array, seed: int, n: int) -> Iterator[Array]:
    """Yield the sums of as many groups as there are people in, drawn with replacement."""
    filled = groups[groups[:, 0] > 0]
    times = times_drawn(len(filled), seed, n)
    for start in range(0, n, CHUNK):
        yield times[start : start + CHUNK].astype(np.float64) @ filled


@lru_cache(maxsize=4)
def times_drawn(n_groups: int, seed: int, n: int) -> npt.NDArray[np.uint8]:
    """Return how often each group is drawn, shape (n, n_groups); the same for every battery."""
    rng = np.random.default_rng([seed, n_groups])
    found = np.empty((n, n_groups), dtype=np.uint8)
    for start in range(0, n, CHUNK):
        size = min(CHUNK, n - start)
        drawn = rng.integers(0, n_groups, size=(size, n_groups))
        drawn += np.arange(size)[:, None] * n_groups  # every replicate has counters of its own
        counts = np.bincount(drawn.ravel(), minlength=size * n_groups)
        found[start : start + size] = counts.reshape(size, n_groups)
    return found


def _normal(sums: PowerSums, seed: int, n: int) -> Iterator[Array]:
    """Yield first and second moments drawn around those found, behind a column of ones."""
    total = sums.weight
    found = sums.first[0] / total
    heavy = np.outer(found, sums.second[0])
    spread = sums.second - heavy - heavy.T + np.outer(found, found) * sums.second[0, 0]
    values, vectors = np.linalg.eigh(spread[1:, 1:] / total**2)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    rng = np.random.default_rng([seed, 0])
    for start in range(0, n, CHUNK):
        size = min(CHUNK, n - start)
        around = rng.standard_normal((size, len(root))) @ root.T
        yield np.concatenate([np.ones((size, 1)), found[1:] + around], axis=1)
