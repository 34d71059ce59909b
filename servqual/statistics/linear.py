"""A regression whose errors follow from each person, and contrasts of independent means."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from servqual.statistics.moments import Array


class LinearFit(NamedTuple):
    """Coefficients, and what each person adds to them.

    Attributes
    ----------
    b : array, shape (p,)
    influence : array, shape (n, p)
        The covariance of the coefficients is that of the weighted means of these columns, however
        the sample was drawn.
    """

    b: Array
    influence: Array


class Estimate(NamedTuple):
    """A figure with its standard error and the degrees of freedom of that."""

    value: float
    se: float
    df: float


def linear_fit(
    x: Array, y: Array, weights: Array | None = None, *, leverage: bool = False
) -> LinearFit:
    """Return a weighted regression whose errors need not be alike for everybody.

    Parameters
    ----------
    x : array, shape (n, p)
        Predictors of full rank, a constant among them.
    y : array, shape (n,)
    weights : array, shape (n,), optional
    leverage : bool
        Enlarge residuals by ``1 / sqrt(1 - h)``, h the share that a person has in the own fitted
        value: without weights these are the errors HC2 (MacKinnon & White 1985), which for the
        difference of two means are those of Welch.

    Notes
    -----
    The linearised (Taylor) covariance of Binder (1983): the influence of a person on the
    coefficients is ``sum(w) A^-1 x e`` with A the weighted products of the predictors. R:
    ``survey::svyglm``.
    """
    w = np.ones(len(x)) if weights is None else weights
    inverse = np.linalg.inv(x.T @ (x * w[:, None]))
    b = inverse @ (x.T @ (w * y))
    left = y - x @ b
    if leverage:
        own = w * np.einsum("ij,jk,ik->i", x, inverse, x)
        left = left / np.sqrt(np.maximum(1 - own, 1e-9))
    return LinearFit(b, (x * left[:, None]) @ inverse * w.sum())


def contrast(of: Array, means: Array, se: Array, df: Array) -> Estimate:
    """Return a weighted sum of independent means with Welch's degrees of freedom.

    Parameters
    ----------
    of : array, shape (k,)
        Weights, such as ``[1, -1]`` for a difference.
    means, se, df : arrays, shape (k,)

    Notes
    -----
    Satterthwaite (1946), Welch (1947). For two means R: ``t.test(x, y)``.

    Examples
    --------
    >>> found = contrast(np.array([1, -1.0]), np.array([5, 4.0]), np.array([0.3, 0.4]),
    ...                  np.array([9, 9.0]))
    >>> round(found.value, 2), round(found.se, 2), round(found.df, 2)
    (1.0, 0.5, 16.69)
    """
    parts = (of * se) ** 2
    variance = float(parts.sum())
    lost = float((parts**2 / df)[of != 0].sum())
    degrees = variance**2 / lost if lost > 0 else math.nan
    return Estimate(float(of @ means), math.sqrt(variance), degrees)


def trend_weights(places: Array) -> Array:
    """Return the weights whose sum of means is the slope over places, every mean counting alike.

    >>> trend_weights(np.array([1.0, 2.0, 3.0])).tolist()
    [-0.5, 0.0, 0.5]
    """
    centred = places - places.mean()
    return np.asarray(centred / (centred**2).sum())
