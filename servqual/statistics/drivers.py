"""How an outcome goes together with several scores: regression and the parts of its R2."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.errors import UndefinedStatisticError
from servqual.statistics import lmg as subsets
from servqual.statistics.moments import Array
from servqual.statistics.resampling import CHUNK
from servqual.statistics.roots import SMALLEST, symmetric_roots

# matrices that are worked on together: what is between stays in the cache
AT_ONCE = 125


class Regression(NamedTuple):
    """An outcome on p predictors.

    Attributes
    ----------
    r, partial : arrays, shape (p,)
        Correlation with the outcome, and with all other predictors held constant.
    b, beta : arrays, shape (p,)
        Slope in units of the outcome per unit of the predictor, and in standard deviations.
    vif : array, shape (p,)
        Variance inflation.
    r2, r2_adjusted : float
    """

    r: Array
    partial: Array
    b: Array
    beta: Array
    vif: Array
    r2: float
    r2_adjusted: float


class Slopes(NamedTuple):
    """The same in replicates, NaN where a predictor or the outcome has no spread.

    ``r``, ``b``, ``beta`` and ``weight`` (Johnson's) have shape (..., p), ``r2`` has (...).
    """

    r: Array
    b: Array
    beta: Array
    weight: Array
    r2: Array


def regression(covariance: Array, n: float) -> Regression:
    """Return the regression of the last variable on all others.

    Parameters
    ----------
    covariance : array, shape (p + 1, p + 1)
        Of the p predictors and, last, the outcome; any denominator.
    n : float
        People, or effective people; NaN adjusted R2 below p + 2.

    Returns
    -------
    Regression

    Raises
    ------
    UndefinedStatisticError
        ``constant``: something has no spread; ``collinear``: a predictor is a sum of others.

    Notes
    -----
    R: ``lm``, ``cor``, ``ppcor::pcor``, ``car::vif``.
    """
    if not (np.diag(covariance) > 0).all():
        raise UndefinedStatisticError("constant: a predictor or the outcome has no spread")
    p, sd = len(covariance) - 1, np.sqrt(np.diag(covariance))
    whole = correlations(covariance)
    if np.linalg.eigvalsh(whole[:p, :p])[0] < SMALLEST:
        raise UndefinedStatisticError("collinear: a predictor is a sum of others")
    inverse, r = np.linalg.inv(whole[:p, :p]), whole[:p, p]
    beta, vif = inverse @ r, np.diag(inverse)
    r2 = float(r @ beta)
    left = max(1 - r2, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        # t / sqrt(t^2 + df) with t = beta / se(beta), free of df
        partial = beta / np.sqrt(beta**2 + vif * left)
    return Regression(
        r, partial, beta * sd[p] / sd[:p], beta, vif, r2, float(adjusted_r2(r2, n, p))
    )


def adjusted_r2(r2: npt.ArrayLike, n: float, p: int) -> Array:
    """Return R2 less what chance adds (Ezekiel 1930), shape of ``r2``; NaN if n <= p + 1."""
    left = (n - 1) / (n - p - 1) if n > p + 1 else np.nan
    return np.asarray(1 - (1 - np.asarray(r2, dtype=np.float64)) * left)


def correlations(covariance: Array) -> Array:
    """Return correlation matrices, shape (..., k, k); NaN where a variable has no spread."""
    variance = np.diagonal(covariance, axis1=-2, axis2=-1)
    root = 1 / np.sqrt(np.where(variance > 0, variance, np.nan))
    return np.asarray(covariance * root[..., :, None] * root[..., None, :])


def relative_weights(covariance: Array) -> Array:
    """Return Johnson's relative weights, shape (..., p); together they are R2.

    See :func:`slopes`, which gives them with everything else.

    Examples
    --------
    Without correlation between the predictors it is the squared correlation with the outcome.

    >>> relative_weights(np.array([[1, 0, 0.6], [0, 1, 0.3], [0.6, 0.3, 1]])).round(4).tolist()
    [0.36, 0.09]
    """
    return slopes(covariance).weight


def slopes(covariance: Array) -> Slopes:
    """Return correlations, slopes, R2 and Johnson's relative weights of many matrices.

    Parameters
    ----------
    covariance : array, shape (..., p + 1, p + 1)
        Of the p predictors and, last, the outcome; any denominator.

    Returns
    -------
    Slopes
        NaN throughout for a matrix in which something has no spread or a predictor is a sum of
        others.

    Notes
    -----
    Johnson 2000: with L the symmetric root of the predictors' correlations and ``b = L^-1 r``, the
    weight of predictor j is ``sum_k L_jk^2 b_k^2`` (R: ``rwa::rwa``).
    """
    shape, p = covariance.shape[:-2], covariance.shape[-1] - 1
    flat = covariance.reshape(-1, p + 1, p + 1)
    some = [_slopes(flat[at : at + CHUNK]) for at in range(0, len(flat), CHUNK)]
    *each, r2 = (np.concatenate(parts) for parts in zip(*some, strict=True))
    r, b, beta, weight = (part.reshape(*shape, p) for part in each)
    return Slopes(r, b, beta, weight, r2.reshape(shape))


def _slopes(covariance: Array) -> Slopes:
    """Return the same for matrices of shape (m, p + 1, p + 1)."""
    p = covariance.shape[-1] - 1
    whole = correlations(covariance)
    usable = np.asarray(np.isfinite(whole).all(axis=(1, 2)))
    whole = np.where(usable[:, None, None], whole, np.eye(p + 1))
    root, regular = symmetric_roots(np.ascontiguousarray(whole[:, :p, :p]))
    usable = usable & regular
    within = np.where(usable[:, None, None], whole[:, :p, :p], np.eye(p))
    r: Array = whole[:, :p, p]
    beta = np.asarray(np.linalg.solve(within, r[..., None])[..., 0], dtype=np.float64)
    b = (root @ beta[..., None])[..., 0]  # L^-1 r, since L L beta = r
    weight = (root**2 @ (b**2)[..., None])[..., 0]
    variance = np.diagonal(covariance, axis1=1, axis2=2)
    sd = np.sqrt(np.where(usable[:, None], variance, 1.0))

    def each(values: Array) -> Array:
        return np.where(usable[:, None], values, np.nan)

    r2 = each((r * beta).sum(axis=1)[:, None])[:, 0]
    return Slopes(each(r), each(beta * sd[:, p:] / sd[:, :p]), each(beta), each(weight), r2)


# -- the noise predictor ---------------------------------------------------------------------------


def noise_weights(covariance: Array, n: float, method: str, seed: int, replicates: int) -> Array:
    """Return what a predictor without relation to anything would get of R2, shape (replicates,).

    Parameters
    ----------
    covariance : array, shape (p + 1, p + 1)
        Of the p predictors and, last, the outcome.
    n : float
        People, or effective people.
    method : {"lmg", "relative_weights"}
    seed, replicates : int

    Notes
    -----
    Tonidandel, LeBreton & Johnson (2009) add one column of random numbers to the data. Its
    correlations with everything are normal around 0 with the covariance of the correlation matrix
    divided by n; here they are drawn anew for every replicate, so that the yardstick does not
    depend on one draw. What it gets is a quadratic form of them, to first order in 1 / n.
    """
    whole = correlations(covariance)
    form = subsets.noise_form(whole) if method == "lmg" else _noise_form(whole)
    root = np.linalg.cholesky(whole + np.eye(len(whole)) * 1e-12)
    rng = np.random.default_rng([seed, len(whole), 9])
    drawn = rng.standard_normal((replicates, len(whole))) @ root.T / np.sqrt(n)
    return np.asarray(((drawn @ form) * drawn).sum(axis=1))


def _noise_form(whole: Array) -> Array:
    """Return Q such that a predictor with small correlations r has a relative weight of r' Q r.

    In the root of the larger matrix its row is x with ``(L + I) x = r`` to first order, and its own
    coefficient is ``r_y - x' b``.
    """
    p = len(whole) - 1
    root, vectors = np.linalg.eigh(whole[:p, :p])
    root = np.sqrt(np.maximum(root, SMALLEST))
    b = vectors @ ((vectors.T @ whole[:p, p]) / root)
    to_row = np.zeros((p, p + 1))
    to_row[:, :p] = (vectors / (root + 1)) @ vectors.T
    own = np.zeros(p + 1)
    own[p] = 1
    own -= b @ to_row
    return np.asarray((to_row * (b**2)[:, None]).T @ to_row + np.outer(own, own))
