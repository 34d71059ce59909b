"""Where the search for a confirmatory model's parameters begins."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from servqual.statistics.cfa.model import GroupModel, Labels, Sample
from servqual.statistics.moments import Array


def start_values(samples: Sequence[Sample], models: Sequence[GroupModel], order: Labels) -> Array:
    """Return a start for every parameter: centroid loadings, correlations of the items' sums.

    A parameter with several places starts at their mean.
    """
    total, count = np.zeros(len(order)), np.zeros(len(order))
    for sample, model in zip(samples, models, strict=True):
        for labels, guess in zip(model.labels(), _guesses(sample, model), strict=True):
            places = np.searchsorted(order, labels[labels > 0])
            np.add.at(total, places, guess[labels > 0])
            np.add.at(count, places, 1)
    return np.asarray(total / count)


def _guesses(sample: Sample, model: GroupModel) -> tuple[Array, Array, Array, Array, Array]:
    """Return a guess for every place of the five arrays of one group."""
    sd = np.sqrt(np.diag(sample.covariance))
    r = sample.covariance / np.outer(sd, sd)
    fixed = model.fixed()[0]
    free = model.loadings > 0
    mine = free | (fixed != 0)
    loadings = _centroids(r, mine)
    scale = np.ones(mine.shape[1])
    for j in range(mine.shape[1]):
        marker = np.flatnonzero((fixed[:, j] != 0) & ~free[:, j])
        if len(marker):
            i = marker[0]
            scale[j] = loadings[i, j] * sd[i] / fixed[i, j]
    sums = mine.T @ r @ mine
    spread = np.sqrt(np.diag(sums))
    phi = sums / np.outer(spread, spread)
    common = np.einsum("ij,jl,il->i", loadings, phi, loadings)
    residual = np.diag(sd**2 * (1 - common).clip(min=0.2))
    intercepts = sample.mean
    return (
        loadings * sd[:, None] / scale,
        phi * np.outer(scale, scale),
        residual,
        intercepts,
        np.zeros(mine.shape[1]),
    )


def _centroids(r: Array, mine: npt.NDArray[np.bool_]) -> Array:
    """Return the loadings of each factor's items on their centroid, .3 to .9 in size."""
    found = np.zeros(mine.shape)
    for j in range(mine.shape[1]):
        items = np.flatnonzero(mine[:, j])
        inner = r[np.ix_(items, items)] - np.eye(len(items))
        total = inner.sum()
        if total > 0:
            raw = inner.sum(axis=1) / np.sqrt(total)
            found[items, j] = np.where(raw < 0, -1.0, 1.0) * np.abs(raw).clip(0.3, 0.9)
        else:
            found[items, j] = 0.6
    return found
