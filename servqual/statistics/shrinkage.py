"""Replicates of many figures of one kind, drawn from what is likely once all are seen together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array

# spreads between the true figures that are considered, in standard deviations of the figures found
GRID = np.linspace(0.0, 3.0, 121)


def shrunk(values: Array, drawn: Array) -> Array:
    """Return replicates moved toward the mean of all figures by what chance explains of each.

    Figures that are close together are pulled apart by chance, so resampling them from where they
    were found makes their places look surer than they are. The true figures are taken as drawn
    from a normal distribution whose spread is unknown (every spread equally likely beforehand);
    each replicate has a spread of its own, drawn from what the figures say of it.

    Parameters
    ----------
    values : array, shape (k,)
        The figures found.
    drawn : array, shape (b, k)
        Replicates of them over resampled people; a row with NaN keeps it.

    Returns
    -------
    array, shape (b, k)
        As given for fewer than four figures or two whole replicates, or where nothing varies.

    Notes
    -----
    Gelman, Carlin, Stern, Dunson, Vehtari & Rubin, *Bayesian Data Analysis* (3rd ed.), 5.4: given
    the spread tau, a true figure lies about ``m + B (y - m)`` with variance ``B s^2``, where
    ``B = tau^2 / (tau^2 + s^2)``. A replicate y* becomes ``m + B (y - m) + sqrt(B) (y* - y)``: this
    has that mean and variance, and keeps how it goes together with other figures of its people. The
    mean m is taken as known: shares of one whole have the same mean in every replicate.

    Examples
    --------
    >>> drawn = np.random.default_rng(1).normal(0.0, 1.0, (2000, 5))
    >>> found = np.array([-0.6, -0.2, 0.1, 0.2, 0.5])  # nothing that chance does not explain
    >>> bool(shrunk(found, drawn + found).std() < 0.7 * (drawn + found).std())
    True
    """
    whole = drawn[np.isfinite(drawn).all(axis=1)]
    if len(values) < 4 or len(whole) < 2:
        return drawn
    error = whole.var(axis=0, ddof=1)
    spreads = GRID * values.std(ddof=1)
    if not (error > 0).all() or spreads[-1] == 0:
        return drawn
    chance, middles = _likely(values, error, spreads)
    # quantiles in place of random numbers: replicates are in no order, any order of these will do
    at = np.searchsorted(np.cumsum(chance), (np.arange(len(drawn)) + 0.5) / len(drawn))
    at = np.minimum(at, len(spreads) - 1)[_mixed(len(drawn))]
    kept = (spreads[:, None] ** 2 / (spreads[:, None] ** 2 + error))[at]
    middle = middles[at][:, None]
    return np.asarray(middle + kept * (values - middle) + np.sqrt(kept) * (drawn - values))


def _likely(values: Array, error: Array, spreads: Array) -> tuple[Array, Array]:
    """Return the probability of every spread, and the mean of all under it (eq. 5.20-21)."""
    variance = spreads[:, None] ** 2 + error
    precision = (1 / variance).sum(axis=1)
    middles = (values / variance).sum(axis=1) / precision
    apart = (values - middles[:, None]) ** 2 / variance
    logs = -0.5 * (np.log(precision) + np.log(variance).sum(axis=1) + apart.sum(axis=1))
    chance = np.exp(logs - logs.max())
    return np.asarray(chance / chance.sum()), np.asarray(middles)


def _mixed(n: int) -> npt.NDArray[np.int64]:
    """Return the numbers below n in a fixed order that follows nothing."""
    return np.random.default_rng(n).permutation(n)
