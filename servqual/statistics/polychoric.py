"""Correlations of what ordered answers stand for, and the reliability of sums of such answers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.statistics.moments import Array
from servqual.statistics.tails import normal_below, normal_quantiles

_NODES, _NODE_WEIGHTS = np.polynomial.legendre.leggauss(48)
# beyond it a table tells a correlation no more closely
_NEAREST = 0.9999
_STEPS = 60
_TOLERANCE = 1e-11
# where a person tells so little about the correlation, many fit equally well
_NO_INFORMATION = 1e-6
# thresholds at infinity: beyond it nothing is left
_FAR = 12.0
# the probability of a cell that cannot be told from 0
_NEVER = 1e-200


def thresholds(counts: Array) -> Array:
    """Return the normal quantiles between c ordered answers, shape (c - 1).

    Answers that nobody gave lie between equal thresholds, or beyond an infinite one.

    Examples
    --------
    >>> thresholds(np.array([2.0, 0.0, 2.0])).tolist()
    [0.0, 0.0]
    """
    below = np.cumsum(counts)[:-1] / counts.sum()
    return normal_quantiles(below)


def bivariate_normal(h: Array, k: Array, rho: Array) -> Array:
    """Return the probability that two standard normal values stay below h and k.

    Arrays of one shape (or that broadcast); infinities are allowed, |rho| at most .9999. By
    ``Phi(h) Phi(k)`` plus the integral of the density over the correlation from 0 to rho, in 48
    Gauss-Legendre points of its arc sine (Drezner & Wesolowsky 1990; R: ``mvtnorm::pmvnorm``).

    Examples
    --------
    >>> round(float(bivariate_normal(np.array(0.0), np.array(0.0), np.array(0.5))), 9)
    0.333333333
    """
    h, k = np.clip(h, -_FAR, _FAR)[..., None], np.clip(k, -_FAR, _FAR)[..., None]
    end = np.arcsin(rho)[..., None]
    angle = end * (_NODES + 1) / 2
    sine = np.sin(angle)
    inside = np.exp(-(h * h + k * k - 2 * h * k * sine) / (2 * (1 - sine * sine)))
    extra = (inside * _NODE_WEIGHTS).sum(axis=-1) * end[..., 0] / (4 * math.pi)
    return np.asarray(normal_below(h[..., 0]) * normal_below(k[..., 0]) + extra)


def polychoric(table: Array) -> float:
    """Return the polychoric correlation of a table of two ordered answers.

    The correlation of two normal values, cut at the thresholds of the table's margins, that makes
    the table most likely (two steps, Olsson 1979; R: ``polycor::polychor(table)``). Cells nobody
    is in stay empty: nothing is added to them.

    Parameters
    ----------
    table : array, shape (r, c)
        Counts or sums of weights; rows and columns may be empty.

    Raises
    ------
    UndefinedStatisticError
        The message begins with ``constant_item`` (one of the two was always answered alike) or
        ``not_converged`` (both go together, or against each other, without exception).

    Examples
    --------
    >>> round(polychoric(np.array([[30.0, 10.0], [10.0, 30.0]])), 6)
    0.707107
    """
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    if min(table.shape) < 2:
        raise UndefinedStatisticError("constant_item: an item was always answered alike")
    a = np.concatenate([[-np.inf], thresholds(table.sum(axis=1)), [np.inf]])
    b = np.concatenate([[-np.inf], thresholds(table.sum(axis=0)), [np.inf]])
    share = table / table.sum()
    rho = _product_moment(share)
    likelihood = _likelihood(share, a, b, rho)
    for _ in range(_STEPS):
        score, information = _score(share, a, b, rho)
        if information < _NO_INFORMATION:
            break
        step = score / information
        while abs(step) > _TOLERANCE:
            tried = float(np.clip(rho + step, -_NEAREST, _NEAREST))
            found = _likelihood(share, a, b, tried)
            if found >= likelihood:
                break
            step /= 2
        if abs(step) <= _TOLERANCE:
            return rho
        rho, likelihood = tried, found
        if abs(rho) >= _NEAREST:
            break
    raise UndefinedStatisticError("not_converged: the two items go together without exception")


def categorical_omega(loadings: Array, correlations: Array, cuts: Sequence[Array]) -> float:
    """Return the reliability of the sum of ordered answers as they are given.

    The share of the variance of the sum of category numbers that one factor behind the answers
    explains (Green & Yang 2009, eq. 21; R: ``semTools::compRelSEM(fit, ord.scale = TRUE)``).

    Parameters
    ----------
    loadings : array, shape (k,)
        On one factor of the polychoric correlations.
    correlations : array, shape (k, k)
        Polychoric correlations.
    cuts : sequence of k arrays
        Thresholds of each item.

    Raises
    ------
    UndefinedStatisticError
        ``no_spread``: the sum has none.
    """
    true = np.outer(loadings, loadings)
    explained = total = 0.0
    for i, low in enumerate(cuts):
        for j, high in enumerate(cuts[: i + 1]):
            times = 1 if i == j else 2
            explained += times * _score_covariance(low, high, float(true[i, j]))
            total += times * (
                _score_variance(low)
                if i == j
                else _score_covariance(low, high, float(correlations[i, j]))
            )
    if not total > 0:
        raise UndefinedStatisticError("no_spread: everybody has the same total")
    return explained / total


def _product_moment(share: Array) -> float:
    """Return the correlation of the category numbers, a start not too near 1."""
    x, y = np.arange(share.shape[0]), np.arange(share.shape[1])
    of_x, of_y = share.sum(axis=1), share.sum(axis=0)
    dx, dy = x - of_x @ x, y - of_y @ y
    r = float(dx @ share @ dy) / math.sqrt(float(of_x @ dx**2) * float(of_y @ dy**2))
    return float(np.clip(r, -0.95, 0.95))


def _cells(a: Array, b: Array, rho: float) -> Array:
    """Return the probability of each cell between thresholds, never quite 0."""
    corners = bivariate_normal(a[:, None], b[None, :], np.array(rho))
    return np.maximum(np.diff(np.diff(corners, axis=0), axis=1), _NEVER)


def _likelihood(share: Array, a: Array, b: Array, rho: float) -> float:
    return float((share * np.log(_cells(a, b, rho))).sum())


def _score(share: Array, a: Array, b: Array, rho: float) -> tuple[float, float]:
    """Return the first derivative of the mean log likelihood and its expected second one."""
    h, k = np.clip(a, -_FAR, _FAR)[:, None], np.clip(b, -_FAR, _FAR)[None, :]
    rest = 1 - rho * rho
    density = np.exp(-(h * h + k * k - 2 * rho * h * k) / (2 * rest))
    # the derivative of the distribution function by rho is the density
    density /= 2 * math.pi * math.sqrt(rest)
    slope = np.diff(np.diff(density, axis=0), axis=1)
    cells = _cells(a, b, rho)
    relative = np.where(cells > _NEVER, slope / cells, 0.0)
    return float((share * relative).sum()), float((slope * relative).sum())


def _score_covariance(a: Array, b: Array, rho: float) -> float:
    """Return the covariance of the category numbers of two normal values cut at a and b."""
    joint = bivariate_normal(a[:, None], b[None, :], np.array(np.clip(rho, -_NEAREST, _NEAREST)))
    return float(joint.sum() - normal_below(a).sum() * normal_below(b).sum())


def _score_variance(a: Array) -> float:
    """Return the variance of the category number of a normal value cut at a."""
    below = normal_below(a)
    return float(np.minimum(below[:, None], below[None, :]).sum() - below.sum() ** 2)
