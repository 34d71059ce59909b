"""Means and covariances as they would come out in other samples of people, from sums alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.statistics.moments import Array
from servqual.statistics.people import People
from servqual.statistics.powers import PowerSums, pairs
from servqual.statistics.products import light, with_products
from servqual.statistics.times import CHUNK, groups_drawn, sums_drawn, times_drawn

__all__ = ["CHUNK", "REPLICATES", "times_drawn"]

REPLICATES = 2000
# up to so many people are drawn one by one; of more, random groups of people are drawn
MOST_ROWS = 20_000
# limits rest on the replicates in which the figure exists; below this share there are none
SHARE_DEFINED = 0.95

# what is drawn: people, random groups of them, or moments from their normal distribution
Method = Literal["rows", "groups", "normal"]


class Replicates(NamedTuple):
    """Some replicates: means, shape (b, k), and covariances of denominator n.

    ``covariance`` holds upper triangles, row by row, shape (b, k (k + 1) / 2):
    :func:`full` makes matrices of them.
    """

    mean: Array
    covariance: Array


def method(sums: PowerSums) -> Method:
    """Return how :func:`replicates` resamples these sums: ``rows``, ``groups`` or ``normal``."""
    if sums.one_by_one is not None and sums.n <= MOST_ROWS:
        return "rows"
    return "normal" if sums.groups is None else "groups"


def replicates(sums: PowerSums, seed: int, n: int = REPLICATES) -> Iterator[Replicates]:
    """Yield n replicates of the means and covariances, some at a time.

    Parameters
    ----------
    sums : PowerSums
        Up to 20,000 people are drawn with replacement one by one, as many as there are (the
        bootstrap; Efron 1979). Of more, random groups of people are drawn in the same way: each
        group is a random sample of its own, so the spread between groups is the sampling error
        (Wolter 2007, ch. 2). Where the sums hold neither, the first and second moments are drawn
        from the normal distribution that they have in large samples, whose covariance is the
        fourth moments'.
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
    people = sums.one_by_one
    if people is not None and sums.n <= MOST_ROWS:
        moments = _of_people(people, seed, n)
    elif sums.groups is not None:
        moments = _of_groups(sums.groups, seed, n)
    else:
        moments = _normal(sums, seed, n)
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


def _of_people(people: People, seed: int, n: int) -> Iterator[Array]:
    """Yield the sums of as many people as there are, drawn with replacement."""
    u = with_products(light(people.table()))
    if people.weights is not None:
        u = u * people.weights[:, None]
    times = times_drawn(len(people), seed, n)
    for start in range(0, n, CHUNK):
        yield sums_drawn(times[start : start + CHUNK], u)


def _of_groups(groups: Array, seed: int, n: int) -> Iterator[Array]:
    """Yield the sums of as many groups as there are people in, drawn with replacement."""
    drawn = groups_drawn(groups[groups[:, 0] > 0], seed, n)
    for start in range(0, n, CHUNK):
        yield drawn[start : start + CHUNK]


def _normal(sums: PowerSums, seed: int, n: int) -> Iterator[Array]:
    """Yield first and second moments drawn around those found, behind a column of ones."""
    total = sums.weight
    # both from the same people, who are a random sample of very many
    found = sums.first[0] / total
    heavy = np.outer(found, sums.second[0])
    spread = sums.second - heavy - heavy.T + np.outer(found, found) * sums.second[0, 0]
    values, vectors = np.linalg.eigh(spread[1:, 1:] / total**2)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    rng = np.random.default_rng([seed, 0])
    middle = sums.total[1:] / total
    for start in range(0, n, CHUNK):
        size = min(CHUNK, n - start)
        around = rng.standard_normal((size, len(root))) @ root.T
        yield np.concatenate([np.ones((size, 1)), middle + around], axis=1)
