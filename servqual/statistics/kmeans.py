"""k-means with random starts, and how well its clusters come back in other samples."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array

Labels = npt.NDArray[np.intp]
RESTARTS, MOST_STEPS = 10, 60
DRAWS, MOST_DRAWN = 50, 1000
CLOUDS = 39  # beyond all of them is p <= .025
STABLE, PATTERN = 0.75, 0.60  # mean Jaccard similarity: Hennig 2007


class Clustering(NamedTuple):
    """Clusters by size, the largest first.

    Attributes
    ----------
    labels : int array, shape (n,)
        Cluster of each row, from 0.
    centres : array, shape (k, p)
    within, total : float
        (Weighted) sums of squared distances to the own centre, and to the centre of all.
    """

    labels: Labels
    centres: Array
    within: float
    total: float

    @property
    def explained(self) -> float:
        """Share of the variance that lies between clusters, 0 to 1."""
        return 1 - self.within / self.total if self.total > 0 else 0.0


def kmeans(
    values: Array,
    k: int,
    rng: np.random.Generator,
    *,
    weights: Array | None = None,
    restarts: int = RESTARTS,
) -> Clustering:
    """Return the best of several runs of k-means.

    Parameters
    ----------
    values : array, shape (n, p)
        Complete rows, all columns in the same unit; n at least k.
    k : int
        Number of clusters.
    rng : Generator
        Draws the first centres (k-means++: Arthur & Vassilvitskii 2007).
    weights : array, shape (n,), optional
        How often each row counts.
    restarts : int
        Runs; the one with the smallest sum of squares is kept.

    Notes
    -----
    Lloyd's steps (1982); R: ``kmeans(values, k, nstart = 50)``.

    Examples
    --------
    >>> rows = np.array([[1.0, 1.0], [1.2, 0.8], [1.1, 1.2], [6.0, 6.0], [6.2, 5.8]])
    >>> found = kmeans(rows, 2, np.random.default_rng(1))
    >>> found.labels.tolist(), round(found.within, 4)
    ([0, 0, 0, 1, 1], 0.14)
    """
    w = np.ones(len(values)) if weights is None else np.asarray(weights, dtype=np.float64)
    many = np.broadcast_to(values, (restarts, *values.shape))
    heavy = np.broadcast_to(w, (restarts, len(w)))
    labels, centres, within = lloyd(many, heavy, first_centres(many, heavy, k, rng))
    best = int(np.argmin(within))
    size = np.bincount(labels[best], weights=w, minlength=k)
    order = np.lexsort((*centres[best].T[::-1], -size))
    rank = np.empty(k, dtype=np.intp)
    rank[order] = np.arange(k)
    centre = w @ values / w.sum()
    total = float(w @ ((values - centre) ** 2).sum(axis=1))
    return Clustering(rank[labels[best]], centres[best][order], float(within[best]), total)


def first_centres(values: Array, weights: Array, k: int, rng: np.random.Generator) -> Array:
    """Return first centres of several samples, shape (b, k, p), each far from those before."""
    b, _, p = values.shape
    centres = np.empty((b, k, p))
    chance = np.asarray(weights, dtype=np.float64)
    nearest = np.full(values.shape[:2], np.inf)
    for j in range(k):
        upto = np.cumsum(chance, axis=1)
        at = (upto < rng.random((b, 1)) * upto[:, -1:]).sum(axis=1)
        centres[:, j] = values[np.arange(b), np.minimum(at, values.shape[1] - 1)]
        nearest = np.minimum(nearest, ((values - centres[:, j, None]) ** 2).sum(axis=2))
        chance = nearest * weights
    return centres


def lloyd(values: Array, weights: Array, centres: Array) -> tuple[Labels, Array, Array]:
    """Return where Lloyd's steps end for several samples at once.

    Parameters
    ----------
    values, weights, centres : arrays, shapes (b, n, p), (b, n), (b, k, p)
        Each sample with its first centres.

    Returns
    -------
    labels, centres, within : arrays, shapes (b, n), (b, k, p), (b,)
    """
    labels, centres = np.full(values.shape[:2], -1, dtype=np.intp), centres.copy()
    moving = np.arange(len(values))
    for _ in range(MOST_STEPS):
        x, w, c = values[moving], weights[moving], centres[moving]
        distance = (c**2).sum(axis=2)[:, None] - 2 * x @ c.transpose(0, 2, 1)
        found = distance.argmin(axis=2)
        still = (found != labels[moving]).any(axis=1)
        if not still.any():
            break
        labels[moving] = found
        moving = moving[still]
        centres[moving] = _centres(x[still], w[still], found[still], c[still])
    own = np.take_along_axis(centres, labels[:, :, None], axis=1)
    return labels, centres, (((values - own) ** 2).sum(axis=2) * weights).sum(axis=1)


def _centres(values: Array, weights: Array, labels: Labels, before: Array) -> Array:
    """Return the centre of each cluster of each sample."""
    b, k, p = before.shape
    place = (labels + np.arange(b)[:, None] * k).ravel()
    size = np.bincount(place, weights=weights.ravel(), minlength=b * k).reshape(b, k)
    sums = [
        np.bincount(place, weights=(values[:, :, j] * weights).ravel(), minlength=b * k)
        for j in range(p)
    ]
    with np.errstate(divide="ignore", invalid="ignore"):
        centres = np.stack(sums, axis=1).reshape(b, k, p) / size[:, :, None]
    for which, empty in np.argwhere(size <= 0):
        # a centre that lost everybody starts again at the row furthest from all others
        far = ((values[which, :, None] - before[which]) ** 2).sum(axis=2)
        centres[which, empty] = values[which, int(far.min(axis=1).argmax())]
    return np.asarray(centres)


def jaccard_stability(
    values: Array,
    labels: Labels,
    rng: np.random.Generator,
    *,
    weights: Array | None = None,
    draws: int = DRAWS,
) -> Array:
    """Return for each cluster how alike it is to the best match in other samples, on average.

    Parameters
    ----------
    values : array, shape (n, p)
    labels : int array, shape (n,)
        The clusters, from 0.
    rng : Generator
    weights : array, shape (n,), optional
    draws : int
        Samples drawn with replacement, of at most 1,000 rows each.

    Returns
    -------
    array, shape (k,)
        Mean Jaccard similarity, 0 to 1: rows that are in both over rows that are in either, among
        the rows drawn. From .75 a cluster is called stable; below .60 it is not to be trusted.

    Notes
    -----
    Hennig (2007), the non-parametric bootstrap; R: ``fpc::clusterboot(bootmethod = "boot")``.
    """
    n, k = len(values), int(labels.max()) + 1
    w = np.ones(n) if weights is None else np.asarray(weights, dtype=np.float64)
    drawn = rng.integers(0, n, (draws, min(n, MOST_DRAWN)))
    # two starts for each sample, the better one counts
    twice = np.concatenate([drawn, drawn])
    many, heavy = values[twice], w[twice]
    found, _, within = lloyd(many, heavy, first_centres(many, heavy, k, rng))
    better = np.where(within[:draws] <= within[draws:], 0, draws) + np.arange(draws)
    alike = [_alike(labels, found[at], drawn[b], k) for b, at in enumerate(better)]
    there = np.array(alike)
    known = ~np.isnan(there)
    return np.asarray(np.where(known, there, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1))


def _alike(labels: Labels, found: Labels, drawn: Labels, k: int) -> Array:
    """Return the Jaccard similarity of each cluster with its best match; NaN if nobody is drawn."""
    rows, first = np.unique(drawn, return_index=True)
    table = np.bincount(labels[rows] * k + found[first], minlength=k * k).reshape(k, k)
    here, there = table.sum(axis=1), table.sum(axis=0)
    either = here[:, None] + there[None] - table
    best = (table / np.maximum(either, 1)).max(axis=1)
    return np.asarray(np.where(here > 0, best, np.nan))


def one_cloud(
    values: Array,
    k: int,
    rng: np.random.Generator,
    *,
    weights: Array | None = None,
    draws: int = CLOUDS,
) -> Array:
    """Return the share of variance that k clusters take of clouds in which there are no kinds.

    Parameters
    ----------
    values : array, shape (n, p)
    k : int
    rng : Generator
    weights : array, shape (n,), optional
    draws : int
        Clouds: normal, with the mean and the covariance of the values, of at most 1,000 rows each.

    Returns
    -------
    array, shape (draws,)
        To hold :attr:`Clustering.explained` against. Segments of a continuous cloud can be stable,
        too: in large samples its best division is always the same.

    Notes
    -----
    The reference of Liu, Hayes, Nobel & Marron (2008), *JASA* 103:1281-1293.
    """
    n, p = values.shape
    covariance = np.atleast_2d(np.cov(values, rowvar=False, aweights=weights))
    size, way = np.linalg.eigh(covariance)
    root = way * np.sqrt(np.maximum(size, 0.0))
    clouds = rng.normal(size=(draws, min(n, MOST_DRAWN), p)) @ root.T
    heavy = np.ones(clouds.shape[:2])
    runs = [lloyd(clouds, heavy, first_centres(clouds, heavy, k, rng))[2] for _ in range(3)]
    total = ((clouds - clouds.mean(axis=1, keepdims=True)) ** 2).sum(axis=(1, 2))
    return np.asarray(1 - np.min(runs, axis=0) / total)
