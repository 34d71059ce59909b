"""Which way each item runs, told from the items alone."""

from __future__ import annotations

import numpy as np

from servqual.statistics.moments import Array

# a component this much above what unrelated items give is not chance: less than 1 in 200 surveys
# of 3 to 22 unrelated items and 10 to 400 people passes it together with the limit on r
_ABOVE_CHANCE = 1.1
_FEWEST_ITEMS = 3


def opposed_items(covariance: Array, n: float) -> dict[int, float]:
    """Return the items that run against most others, with their correlation with the rest.

    The rest are the other items, each counted the way it runs by the sign of its loading on the
    first principal component: several opposed items thus do not cancel the others out. Where as
    many run one way as the other, the way of the first item counts as the right one.

    Parameters
    ----------
    covariance : ndarray of shape (k, k)
        Covariances of the items; items without spread are passed over.
    n : float
        How many people they come from. The largest eigenvalue of the correlations has to stand out
        from that of unrelated items, ``(1 + sqrt(k / n))**2`` (Marchenko & Pastur 1967), by a
        tenth, or no item is named.

    Examples
    --------
    >>> r = np.array([[1.0, 0.6, -0.6], [0.6, 1.0, -0.6], [-0.6, -0.6, 1.0]])
    >>> {j: round(rest, 3) for j, rest in opposed_items(r, 100).items()}
    {2: -0.671}
    """
    there = np.flatnonzero(np.diag(covariance) > 0)
    k = len(there)
    if k < _FEWEST_ITEMS or not n > 0:
        return {}
    sd = np.sqrt(np.diag(covariance)[there])
    r = covariance[np.ix_(there, there)] / np.outer(sd, sd)
    values, vectors = np.linalg.eigh(r)
    if values[-1] < _ABOVE_CHANCE * (1 + np.sqrt(k / n)) ** 2:
        return {}
    way = np.where(vectors[:, -1] < 0, -1.0, 1.0)
    if way.sum() < 0 or (way.sum() == 0 and way[0] < 0):
        way = -way
    kept = covariance[np.ix_(there, there)] * np.outer(way, way)
    total, rows = kept.sum(), kept.sum(axis=1)
    found = {}
    for j in np.flatnonzero(way < 0):
        variance = kept[j, j]
        rest = total - 2 * rows[j] + variance
        if rest > 1e-12 * max(total, 1e-12):
            found[int(there[j])] = -float((rows[j] - variance) / np.sqrt(variance * rest))
    return found
