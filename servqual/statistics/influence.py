"""How far a figure that follows from a covariance matrix would vary from sample to sample.

Such a figure changes, to first order, by ``z' Q z`` less its mean for every person with standard
scores z: its influence (Hampel 1974). The variance of their mean needs products of four ratings,
which the Summary holds, or normal answers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from servqual.statistics.moments import Array
from servqual.statistics.powers import PowerSums, pairs


def moment_variance(sums: PowerSums, places: Sequence[int], slope: Array) -> float:
    """Return the variance of a figure from fourth moments, whatever the answers' distribution.

    Parameters
    ----------
    sums : PowerSums
        Over people who have all variables.
    places : sequence of int
        Which of the variables the figure is made of, k of them, each with spread.
    slope : array, shape (k, k)
        Symmetric Q: a person with standard scores z moves the figure by ``z' Q z`` less its mean.

    Returns
    -------
    float
        ``n / (n - 1) sum(w^2 psi^2) / (sum w)^2`` with psi the influences: the linearised variance
        (Saerndal, Swensson & Wretman 1992, eq. 5.7.4), which allows for survey weights.
    """
    k, n = sums.k, sums.n
    chosen = np.asarray(places, dtype=np.intp)
    mean, variance = sums.mean(), np.diag(sums.covariance())
    root = 1 / np.sqrt(variance[chosen])
    full = np.zeros((k, k))
    full[np.ix_(chosen, chosen)] = slope * np.outer(root, root)
    a, b = pairs(k)
    # (x - m)' Q (x - m) as a sum of u = (1, x, products of x)
    terms = np.concatenate(
        [[mean @ full @ mean], -2 * full @ mean, np.where(a == b, 1.0, 2.0) * full[a, b]]
    )
    terms[0] -= terms @ sums.first[0] / sums.weight
    squares = float(terms @ sums.second @ terms)
    return max(squares, 0.0) / sums.weight**2 * n / (n - 1)


def normal_variance(correlations: Array, slope: Array, n: float) -> float:
    """Return the same variance for n people whose answers are multivariate normal.

    ``2 tr(Q R Q R) / n``: fourth moments of the normal distribution follow from the second.
    """
    turned = slope @ correlations
    return float(2 * np.trace(turned @ turned) / n)
