"""Means of many groups pooled partly: empirical Bayes, ranks with limits, which can be told apart.

With y the mean of a group, v the variance of that mean and tau2 the variance between groups, the
pooled mean is ``B y + (1 - B) mu`` with ``B = tau2 / (tau2 + v)`` and mu the mean of all groups
weighted by ``1 / (tau2 + v)`` (Fay & Herriot 1979; Morris 1983).

Simulated orders, 20 to 60 groups of 10 to 400 people (evenly on a log scale) with 3 to 10% of the
variance between them: against the raw order the mean squared error of a rank is 4 to 11% lower, the
absolute error 1 to 3%, and of the lowest tenth 2 to 5 in a hundred more are found; most is won
where groups are many and differ little, nothing where they are of equal size. Expected ranks (Laird
& Louis 1989, *J Educ Stat* 14:29-46) put in order win nothing over pooled means; a posterior
median, the rank given here, errs least in absolute size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array
from servqual.statistics.tails import chi2_quantile, normal_below, normal_quantile

DRAWS = 4000
_BISECTIONS = 80
_GRID = 120  # SDs between groups that are tried


def dersimonian_laird(mean: Array, variance: Array) -> float:
    """Return the variance between groups by moments (DerSimonian & Laird 1986, eq. 8).

    Parameters
    ----------
    mean, variance : arrays, shape (k,)
        Means of at least two groups and the variances of these means, above 0.

    Returns
    -------
    float
        0 where groups differ less than chance alone would make them.
    """
    w = 1 / variance
    centre = float(w @ mean) / float(w.sum())
    q = float(w @ (mean - centre) ** 2)
    spread = float(w.sum()) - float((w * w).sum()) / float(w.sum())
    return max(0.0, (q - (len(mean) - 1)) / spread)


def restricted_likelihood(mean: Array, variance: Array) -> float:
    """Return the variance between groups by restricted maximum likelihood (REML).

    The highest point of the likelihood on a grid is refined by halving where its slope changes
    sign; Viechtbauer (2005), *J Educ Behav Stat* 30:261-293, eq. 12. R: ``metafor::rma(y, v)``.

    Examples
    --------
    >>> round(restricted_likelihood(np.array([1.0, 3.0, 5.0]), np.full(3, 1.0)), 6)
    3.0
    """
    top = 4 * float(np.ptp(mean)) ** 2 + 1e-12
    grid = np.concatenate([[0.0], np.geomspace(top * 1e-8, top, _GRID)])
    best = int(np.argmax([_likelihood(mean, variance, t) for t in grid]))
    low, high = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, _GRID)])
    if best == 0 and _slope(mean, variance, 0.0) <= 0:
        return 0.0
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        low, high = (middle, high) if _slope(mean, variance, middle) > 0 else (low, middle)
    return (low + high) / 2


def _weighted(mean: Array, variance: Array, tau2: float) -> tuple[Array, float, Array]:
    w = 1 / (variance + tau2)
    total = float(w.sum())
    return w, total, mean - float(w @ mean) / total


def _likelihood(mean: Array, variance: Array, tau2: float) -> float:
    w, total, off = _weighted(mean, variance, tau2)
    return float(np.log(w).sum() - np.log(total) - w @ off**2) / 2


def _slope(mean: Array, variance: Array, tau2: float) -> float:
    """Return the slope of the restricted likelihood, twice over."""
    w, total, off = _weighted(mean, variance, tau2)
    return float((w * w) @ off**2 - w.sum() + (w * w).sum() / total)


def between_interval(
    mean: Array, variance: Array, confidence: float = 0.95
) -> tuple[float, float, float]:
    """Return Cochran's Q of equal means and the limits of the variance between groups.

    Notes
    -----
    Limits are those variances at which Q lies at the quantiles of its chi-square distribution with
    k - 1 degrees of freedom (Q profile: Viechtbauer 2007, *Stat Med* 26:37-52); both are 0 where
    groups differ so little that none fits. R: ``metafor::confint.rma.uni``.
    """

    def q(tau2: float) -> float:
        w, _, off = _weighted(mean, variance, tau2)
        return float(w @ off**2)

    def where(aim: float) -> float:
        if q(0.0) <= aim:
            return 0.0
        low, high = 0.0, max(float(np.ptp(mean)) ** 2, float(variance.max()))
        while q(high) > aim:
            high *= 4
        for _ in range(_BISECTIONS):
            middle = (low + high) / 2
            low, high = (middle, high) if q(middle) > aim else (low, middle)
        return (low + high) / 2

    df, tail = len(mean) - 1, (1 - confidence) / 2
    return q(0.0), where(chi2_quantile(1 - tail, df)), where(chi2_quantile(tail, df))


@dataclass(frozen=True)
class Pooled:
    """Groups pooled partly.

    Attributes
    ----------
    tau : array, shape (t,)
        Standard deviations between groups that are thought possible.
    chance : array, shape (t,)
        How likely each of them is.
    centre : array, shape (t,)
        Mean of all groups for each of them.
    centre_se : array, shape (t,)
        Its standard error.
    share : array, shape (t, k)
        How much of a pooled mean is the group's own for each of them, B.
    given : array, shape (t, k)
        Pooled means for each of them.
    own : array, shape (t, k)
        The part of the posterior variance that a group does not share with the others.
    """

    tau: Array
    chance: Array
    centre: Array
    centre_se: Array
    share: Array
    given: Array
    own: Array

    @property
    def mean(self) -> Array:
        """The pooled means, shape (k,)."""
        return np.asarray(self.chance @ self.given)

    @property
    def middle(self) -> float:
        """The mean of all groups."""
        return float(self.chance @ self.centre)

    @property
    def weight(self) -> Array:
        """How much of each pooled mean is the group's own, shape (k,)."""
        return np.asarray(self.chance @ self.share)

    @property
    def sd(self) -> Array:
        """The posterior SDs of the pooled means, shape (k,)."""
        inside = self.own + ((1 - self.share) * self.centre_se[:, None]) ** 2
        return np.sqrt(self.chance @ inside + self.chance @ (self.given - self.mean) ** 2)

    def limits(self, confidence: float = 0.95) -> tuple[Array, Array]:
        """Return the limits of the pooled means."""
        reach = normal_quantile(0.5 + confidence / 2) * self.sd
        return self.mean - reach, self.mean + reach

    def above_mean(self) -> Array:
        """Return for each group the probability that it lies above the mean of these groups."""
        k = self.given.shape[1]
        off = self.given - self.given.mean(axis=1, keepdims=True)
        shared = (self.share.mean(axis=1, keepdims=True) - self.share) * self.centre_se[:, None]
        total = self.own.sum(axis=1, keepdims=True)
        own = self.own * (1 - 1 / k) ** 2 + (total - self.own) / k**2
        error = np.sqrt(shared**2 + own)
        z = np.divide(off, error, out=np.zeros_like(off), where=error > 0)
        return np.asarray(self.chance @ normal_below(z))

    def above(self) -> Array:
        """Return the probability that one group (row) lies above another (column), (k, k).

        By the means and covariances of the pooled means, taken as normal.
        """
        shared = (1 - self.share) * self.centre_se[:, None]
        off_mean = self.given - self.mean
        covariance = shared.T @ (shared * self.chance[:, None])
        covariance += off_mean.T @ (off_mean * self.chance[:, None])
        spread = np.diag(covariance) + self.chance @ self.own
        error = np.sqrt(np.maximum(np.add.outer(spread, spread) - 2 * covariance, 0.0))
        np.fill_diagonal(error, 0.0)
        off = np.subtract.outer(self.mean, self.mean)
        return normal_below(np.divide(off, error, out=np.zeros_like(off), where=error > 0))


def pool(mean: Array, variance: Array, tau2: float | None = None) -> Pooled:
    """Return groups pooled partly.

    Parameters
    ----------
    mean, variance : arrays, shape (k,)
        Means of the groups and the variances of these means, above 0; at least three groups where
        ``tau2`` is not given.
    tau2 : float, optional
        Variance between groups, taken as known. By default every SD between groups counts as far as
        the means make it likely, from a flat prior (Gelman 2006, *Bayesian Analysis* 1:515-534):
        with the REML value alone, limits of 20 groups that differ little held in 88% of cases
        instead of 95%.

    Notes
    -----
    For one tau2 the posterior variance is ``B v + (1 - B)^2 var(mu)``.

    Examples
    --------
    >>> found = pool(np.array([-1.0, 0.0, 1.0]), np.array([0.5, 0.5, 0.5]), tau2=0.5)
    >>> found.mean.round(6).tolist(), found.weight.round(6).tolist()
    ([-0.5, 0.0, 0.5], [0.5, 0.5, 0.5])
    """
    tau, chance = _possible(mean, variance) if tau2 is None else (np.array([tau2**0.5]), np.ones(1))
    total = variance + tau[:, None] ** 2
    w = 1 / total
    sums = w.sum(axis=1)
    centre = (w @ mean) / sums
    share = tau[:, None] ** 2 / total
    given = centre[:, None] + share * (mean - centre[:, None])
    return Pooled(tau, chance, centre, sums**-0.5, share, given, share * variance)


def _possible(mean: Array, variance: Array) -> tuple[Array, Array]:
    """Return SDs between groups with how likely they are."""
    steps = (np.arange(_GRID) + 0.5) / _GRID
    scale = float(np.sqrt(np.median(variance))) + float(mean.std())
    tau = scale * steps / (1 - steps)
    logs = np.array([_likelihood(mean, variance, t) for t in tau**2])
    chance = np.exp(logs - logs.max()) / (1 - steps) ** 2
    return tau, chance / chance.sum()


class Ranks(NamedTuple):
    """Ranks by simulation, 1 the highest mean.

    ``median``, ``low`` and ``high`` are whole ranks; ``lowest`` and ``highest`` the probabilities
    of the two ends.
    """

    median: npt.NDArray[np.int64]
    low: npt.NDArray[np.int64]
    high: npt.NDArray[np.int64]
    lowest: Array
    highest: Array


def ranks(pooled: Pooled, confidence: float = 0.95, *, seed: int = 1, draws: int = DRAWS) -> Ranks:
    """Return ranks with limits, drawn from what is known of the groups.

    Notes
    -----
    Each draw takes an SD between groups, the mean of all, then every group's own deviation, so that
    groups share what is uncertain about the whole (Goldstein & Spiegelhalter 1996, *JRSS A*
    159:385-443).
    Groups that nothing tells apart get places by lot in each draw.

    Examples
    --------
    >>> far = pool(np.array([0.0, 5.0, 9.0]), np.full(3, 0.01), tau2=20.0)
    >>> ranks(far, draws=500).median.tolist()
    [3, 2, 1]
    """
    rng = np.random.default_rng(seed)
    which = rng.choice(len(pooled.tau), draws, p=pooled.chance)
    k = pooled.given.shape[1]
    shared = rng.standard_normal((draws, 1)) * pooled.centre_se[which, None]
    # what hardly differs from nothing gets its places by lot
    own = np.sqrt(np.maximum(pooled.own[which], 1e-18))
    drawn = pooled.given[which] + (1 - pooled.share[which]) * shared
    drawn += own * rng.standard_normal((draws, k))
    place = np.empty((draws, k), dtype=np.int32)
    np.put_along_axis(place, np.argsort(-drawn, axis=1), np.arange(1, k + 1, dtype=np.int32), 1)
    tail = (1 - confidence) / 2
    low, middle, high = np.quantile(place, [tail, 0.5, 1 - tail], axis=0, method="nearest")
    return Ranks(
        middle.astype(np.int64),
        low.astype(np.int64),
        high.astype(np.int64),
        (place == k).mean(axis=0),
        (place == 1).mean(axis=0),
    )
