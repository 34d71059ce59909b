"""Omega total of one common factor, with limits."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.statistics.minres import one_factor
from servqual.statistics.moments import Array
from servqual.statistics.tails import normal_quantile

# a correlation so near 1 is rounding: both items say the same
_SAME = 1 - 1e-9
# a standard deviation so much smaller than the largest is rounding
_NO_SPREAD = 1e-7
# below this curvature several sets of loadings fit equally well
_FLAT = 1e-7


class Omega(NamedTuple):
    """Omega total of a sum of items.

    Attributes
    ----------
    value : float
        Of the items as they are: large spreads count more, as they do in the sum.
    standardised : float
        Of the items with equal spread.
    loadings : array, shape (k,)
        Of the one factor on the items with equal spread.
    slope : array, shape (k, k)
        A person with standard scores z moves ``value`` by ``z' Q z`` less its mean
        (:mod:`servqual.statistics.influence`).
    """

    value: float
    standardised: float
    loadings: Array
    slope: Array


def omega_total(covariance: Array) -> Omega:
    """Return omega total of the sum of k items under a model with one factor.

    ``(sum c l)^2 / ((sum c l)^2 + sum c^2 (1 - l^2))`` with the loadings l of one minimum residual
    factor of the correlation matrix and the standard deviations c (1 each when standardised), so
    the denominator is the variance that the model implies (McDonald 1999). The raw value
    belongs beside Cronbach's alpha, the standardised one beside standardised alpha
    (R: ``psych::fa(x, 1, fm = "minres")``; ``psych::omega(nfactors = 1)`` divides by the observed
    variance instead, and by default it is the figure of another model, with three factors).

    Parameters
    ----------
    covariance : array, shape (k, k)

    Raises
    ------
    UndefinedStatisticError
        The message begins with a code: ``two_items`` (fewer than three: the loadings do not follow
        from one correlation), ``constant_item``, ``duplicate_item`` (a correlation of 1 or
        -1), ``improper`` (a uniqueness at its bound, a Heywood case), ``not_identified`` (loadings
        that these correlations leave open), ``not_converged``.

    Examples
    --------
    >>> l = np.array([0.8, 0.7, 0.6])
    >>> found = omega_total(np.outer(l, l) * (1 - np.eye(3)) + np.eye(3))
    >>> round(found.value, 6), round(2.1**2 / (2.1**2 + 1.51), 6)
    (0.744932, 0.744932)
    """
    k = len(covariance)
    if k < 3:
        raise UndefinedStatisticError("two_items: the loadings of fewer than three items are open")
    correlations = correlations_of(covariance)
    sd = np.sqrt(np.diag(covariance))
    if (np.abs(correlations[np.triu_indices(k, 1)]) > _SAME).any():
        raise UndefinedStatisticError("duplicate_item: two items correlate perfectly")
    found = one_factor(correlations)
    if found.heywood.any():
        raise UndefinedStatisticError("improper: the factor explains all of an item")
    if not found.converged:
        raise UndefinedStatisticError("not_converged: no loadings fit best")
    inverse = _inverse_curvature(found.loadings, correlations)
    # one step beyond the tolerance of the search, as exact as the numbers are
    loadings = found.loadings - inverse @ _gradient(found.loadings, correlations)
    scale = sd / sd.mean()
    value, slope = _value(loadings, scale, inverse, correlations)
    standardised, _ = _value(loadings, np.ones(k), inverse, correlations)
    return Omega(value, standardised, loadings, slope)


def correlations_of(covariance: Array) -> Array:
    """Return the correlation matrix of a covariance matrix, ones in the diagonal.

    Raises
    ------
    UndefinedStatisticError
        ``constant_item``: a variance is 0, or rounding beside the others.
    """
    sd = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    if not (sd > _NO_SPREAD * max(float(sd.max()), _NO_SPREAD)).all():
        raise UndefinedStatisticError("constant_item: an item has no spread")
    correlations = covariance / np.outer(sd, sd)
    np.fill_diagonal(correlations, 1.0)
    return np.asarray(correlations)


def omega_limits(omega: float, variance: float, confidence: float) -> tuple[float, float]:
    """Return the limits of an omega from its sampling variance.

    The delta method on ``log(1 - omega)``, so that the upper limit stays below 1; the lower one is
    0 at least, as omega is.

    Examples
    --------
    >>> low, high = omega_limits(0.8, 0.0004, 0.95)
    >>> round(low, 4), round(high, 4)
    (0.7567, 0.8356)
    """
    if not omega < 1:
        raise UndefinedStatisticError("an omega of 1 has no limits")
    reach = normal_quantile((1 + confidence) / 2) * math.sqrt(max(variance, 0.0)) / (1 - omega)
    # beyond exp(700) there is no number, and the limit is 0 long before
    low = 1 - (1 - omega) * math.exp(min(reach, 700.0))
    return max(low, 0.0), 1 - (1 - omega) * math.exp(-reach)


def _value(
    loadings: Array, scale: Array, inverse: Array, correlations: Array
) -> tuple[float, Array]:
    """Return omega for items with these standard deviations, and its slope."""
    total = float(scale @ loadings)
    unique = scale**2 * (1 - loadings**2)
    variance = total**2 + float(unique.sum())
    by_loading = scale * float(unique.sum()) + total * scale**2 * loadings
    by_scale = loadings * float(unique.sum()) - total * unique / scale
    factor = 2 * total / variance**2
    # the gradient of the fit is 0 at the loadings, so they move with the correlations by
    # curvature^-1 dR l (implicit function theorem)
    moved = inverse @ by_loading * factor
    off = (np.outer(moved, loadings) + np.outer(loadings, moved)) / 2
    np.fill_diagonal(off, 0.0)
    own = by_scale * factor * scale / 2 - (off * correlations).sum(axis=1)
    return total**2 / variance, off + np.diag(own)


def _gradient(loadings: Array, correlations: Array) -> Array:
    """Return a quarter of the first derivatives of the sum of squared residuals."""
    square = float(loadings @ loadings)
    return np.asarray(loadings * (square + 1 - loadings**2) - correlations @ loadings)


def _inverse_curvature(loadings: Array, correlations: Array) -> Array:
    """Return the inverse of a quarter of the second derivatives of the same sum."""
    curvature = 2 * np.outer(loadings, loadings) - correlations
    np.fill_diagonal(curvature, loadings @ loadings - loadings**2)
    roots, axes = np.linalg.eigh(curvature)
    if roots[0] < _FLAT:
        raise UndefinedStatisticError("not_identified: several sets of loadings fit equally well")
    return np.asarray(axes / roots @ axes.T)
