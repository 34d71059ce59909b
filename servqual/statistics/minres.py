"""One common factor by minimum residuals, for many correlation matrices at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.errors import UndefinedStatisticError
from servqual.statistics.moments import Array

Flags = npt.NDArray[np.bool_]

LOWEST_UNIQUENESS = 0.005  # as in psych and factanal: a communality of 1 has no factor model
_MOST_COMMON = 1 - LOWEST_UNIQUENESS
_POWER_STEPS = 20
# a round costs as much for one matrix as for a hundred, a Newton step does not
_MANY, _SWEEPS_OF_MANY, _SWEEPS_OF_FEW = 50, 15, 4
_SHIFT = 0.3
_LEAST_DAMPING = 1e-6
_NEWTON_STEPS = 60
_TOLERANCE = 1e-10


class OneFactor(NamedTuple):
    """One factor of each of a stack of correlation matrices.

    Attributes
    ----------
    loadings : array, shape (..., p)
        Signs so that they add up to 0 or more.
    uniquenesses : array, shape (..., p)
        ``1 - loadings ** 2``, kept from falling below ``LOWEST_UNIQUENESS``.
    heywood : bool array, shape (..., p)
        Items whose uniqueness stands at that bound: an improper solution.
    converged : bool array, shape (...)
    """

    loadings: Array
    uniquenesses: Array
    heywood: Flags
    converged: Flags


def one_factor(correlations: Array, tolerance: float = _TOLERANCE) -> OneFactor:
    """Return the one-factor minimum residual solution of correlation matrices.

    The loadings l and uniquenesses u within [.005, 1] that minimise the sum of squares of
    ``R - l l' - diag(u)`` (Harman & Jones 1966; R: ``psych::fa(R, 1, fm = "minres")``).

    Parameters
    ----------
    correlations : array, shape (..., p, p)
        Without NaN, ones in the diagonal; they may be singular.
    tolerance : float
        A solution counts as converged when no element of the gradient exceeds this.

    Raises
    ------
    UndefinedStatisticError
        Fewer than two items. With two only the product of the loadings is known: they are given
        the same size.

    Examples
    --------
    >>> l = np.array([0.9, 0.8, 0.7])
    >>> one_factor(np.outer(l, l) * (1 - np.eye(3)) + np.eye(3)).loadings.round(6).tolist()
    [0.9, 0.8, 0.7]
    """
    shape = correlations.shape
    p = shape[-1]
    if p < 2:
        raise UndefinedStatisticError("one factor needs at least two items")
    r = np.asarray(correlations, dtype=np.float64).reshape(-1, p, p)
    between = r * (1 - np.eye(p))
    if p == 2:
        loadings, converged = _two_items(between), np.ones(len(r), dtype=bool)
    else:
        loadings = _sweep(between, _start(between))
        loadings, converged = _newton(between, loadings, tolerance)
    loadings = loadings * np.where(loadings.sum(axis=1, keepdims=True) < 0, -1.0, 1.0)
    common = loadings**2
    heywood = common >= _MOST_COMMON - 1e-9
    unique = np.clip(1 - common, LOWEST_UNIQUENESS, 1)
    lead = shape[:-2]
    return OneFactor(
        loadings.reshape(*lead, p),
        unique.reshape(*lead, p),
        heywood.reshape(*lead, p),
        converged.reshape(lead),
    )


def _two_items(between: Array) -> Array:
    """Return loadings of the same size whose product is the correlation."""
    r = between[:, 0, 1]
    size = np.sqrt(np.abs(r))
    return np.stack([size, np.sign(r) * size], axis=1)


def _times(matrices: Array, vectors: Array) -> Array:
    """Return each matrix times its vector."""
    return np.asarray((matrices @ vectors[:, :, None])[:, :, 0])


def _start(between: Array) -> Array:
    """Return roughly the first principal axis, communalities being the largest correlations."""
    common = np.abs(between).max(axis=2)
    # not quite the vector of ones: it may be orthogonal to the axis
    vector = np.ones(common.shape) + 0.1 * np.linspace(-1, 1, common.shape[1])
    for _ in range(_POWER_STEPS):
        # the shift: the largest positive root wins over a large negative one
        vector = _times(between, vector) + (common + _SHIFT) * vector
        vector /= np.linalg.norm(vector, axis=1, keepdims=True)
    root = (vector * (_times(between, vector) + common * vector)).sum(axis=1)
    return np.asarray(vector * np.sqrt(np.maximum(root, 0.01))[:, None])


def _sweep(between: Array, loadings: Array) -> Array:
    """Return the loadings after some rounds in which each in turn becomes the best one."""
    # items first, matrices last: numpy then works along the matrices
    rows = np.ascontiguousarray(between.transpose(1, 2, 0))
    x = np.ascontiguousarray(loadings.T)
    square = (x * x).sum(axis=0)
    for _ in range(_SWEEPS_OF_MANY if len(loadings) > _MANY else _SWEEPS_OF_FEW):
        for i in range(len(x)):
            rest = np.maximum(square - x[i] ** 2, 1e-8)
            # Newton steps take those beyond the bound back
            x[i] = np.clip(np.einsum("jm,jm->m", rows[i], x) / rest, -1, 1)
            square = rest + x[i] ** 2
    return np.ascontiguousarray(x.T)


def _loss(between: Array, x: Array) -> Array:
    """Return half the sum of squared residuals, the best uniqueness being taken for each item."""
    square = (x * x).sum(axis=1)
    fourth = (x**4).sum(axis=1)
    crossed = (x * _times(between, x)).sum(axis=1)
    beyond = np.maximum(x * x - _MOST_COMMON, 0)
    # (sum of r_ij - x_i x_j)^2 over i < j, without the constant
    return np.asarray((square**2 - fourth) / 2 - crossed + (beyond**2).sum(axis=1) / 2)


def _gradient(between: Array, x: Array) -> Array:
    """Return half the derivative of the loss."""
    square = (x * x).sum(axis=1, keepdims=True)
    beyond = np.maximum(x * x - _MOST_COMMON, 0)
    return np.asarray(x * (square - x * x + beyond) - _times(between, x))


def _hessian(between: Array, x: Array) -> Array:
    """Return half the second derivatives of the loss."""
    h = 2 * x[:, :, None] * x[:, None, :] - between
    common = x * x
    over = common > _MOST_COMMON
    own = common.sum(axis=1, keepdims=True) - common
    own = own + np.where(over, 3 * common - _MOST_COMMON, 0)
    places = np.arange(x.shape[1])
    h[:, places, places] = own
    return h


def _newton(between: Array, loadings: Array, tolerance: float) -> tuple[Array, Flags]:
    """Return the minimum by Newton steps, damped (Levenberg-Marquardt) until the loss falls."""
    x = loadings.copy()
    damping = np.full(len(x), 1e-2)
    loss = _loss(between, x)
    going = np.arange(len(x))
    eye = np.eye(x.shape[1])
    for _ in range(_NEWTON_STEPS):
        slope = _gradient(between[going], x[going])
        open_ = np.abs(slope).max(axis=1) > tolerance
        going, slope = going[open_], slope[open_]
        if len(going) == 0:
            break
        h = _hessian(between[going], x[going]) + damping[going, None, None] * eye
        step = np.linalg.solve(h, slope[:, :, None])[:, :, 0]
        tried = x[going] - step
        found = _loss(between[going], tried)
        # rounding may hide the last gains
        better = found <= loss[going] + 1e-14 * (1 + np.abs(loss[going]))
        kept = going[better]
        x[kept], loss[kept] = tried[better], found[better]
        damping[kept] = np.maximum(damping[kept] / 4, _LEAST_DAMPING)
        worse = going[~better]
        damping[worse] = np.maximum(damping[worse] * 4, _LEAST_DAMPING)
    converged = np.ones(len(x), dtype=bool)
    if len(going):
        converged[going] = np.abs(_gradient(between[going], x[going])).max(axis=1) <= tolerance
    return x, converged
