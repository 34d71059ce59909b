"""Loadings and factor correlations free of units, with their standard errors."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from servqual.statistics.cfa.fitting import Fitted
from servqual.statistics.cfa.model import FACTOR_COV, LOADING
from servqual.statistics.cfa.scores import derivatives
from servqual.statistics.moments import Array


class Estimates(NamedTuple):
    """Values and standard errors, the same shape each."""

    value: Array
    se: Array


def standardized_loadings(fitted: Fitted, vcov: Array, group: int = 0) -> Estimates:
    """Return loadings of standardised items on standardised factors, shape (k, f).

    Over the implied standard deviations; errors by the delta method from ``vcov``, the covariance
    matrix of the parameters, shape (q, q) (R: ``lavaan::standardizedSolution``).
    """
    m = fitted.matrices[group]
    variance, factor = np.diag(m.covariance), np.diag(m.factor_cov)
    value = m.loadings * np.sqrt(factor) / np.sqrt(variance)[:, None]
    moved, by_loading, by_factor = _slopes(fitted, group)
    by_variance = np.diagonal(moved, axis1=1, axis2=2)
    slope = by_loading * (np.sqrt(factor) / np.sqrt(variance)[:, None])
    slope += value * (
        np.diagonal(by_factor, axis1=1, axis2=2)[:, None, :] / (2 * factor)
        - (by_variance / (2 * variance))[:, :, None]
    )
    return Estimates(value, _errors(slope, vcov))


def factor_correlations(fitted: Fitted, vcov: Array, group: int = 0) -> Estimates:
    """Return correlations of the factors, shape (f, f), and errors by the delta method."""
    m = fitted.matrices[group]
    sd = np.sqrt(np.diag(m.factor_cov))
    value = m.factor_cov / np.outer(sd, sd)
    by_factor = _slopes(fitted, group)[2]
    relative = np.diagonal(by_factor, axis1=1, axis2=2) / (2 * sd**2)
    slope = by_factor / np.outer(sd, sd)
    slope = slope - value * (relative[:, :, None] + relative[:, None, :])
    return Estimates(value, _errors(slope, vcov))


def explained(fitted: Fitted, group: int = 0) -> Array:
    """Return the share of each item's implied variance that the factors explain, shape (k,).

    Above 1 where the residual variance is negative.
    """
    m = fitted.matrices[group]
    return np.asarray(1 - np.diag(m.residual_cov) / np.diag(m.covariance))


def _slopes(fitted: Fitted, group: int) -> tuple[Array, Array, Array]:
    """Return derivatives of Sigma, L and F by the parameters: (q, k, k), (q, k, f), (q, f, f)."""
    m, of = fitted.matrices[group], fitted.groups[group]
    k, f = m.loadings.shape
    q, e = of.spread.shape
    sigma = np.tensordot(of.spread, derivatives(of.at, m, np.eye(k)), axes=1)
    loadings, factor = np.zeros((e, k, f)), np.zeros((e, f, f))
    place = np.arange(e)
    on, of_factors = of.at.kind == LOADING, of.at.kind == FACTOR_COV
    row, column = of.at.row, of.at.column
    loadings[place[on], row[on], column[on]] = 1.0
    row, column, place = row[of_factors], column[of_factors], place[of_factors]
    factor[place, row, column] = factor[place, column, row] = 1.0
    by = of.spread
    return (
        sigma,
        (by @ loadings.reshape(e, -1)).reshape(q, k, f),
        (by @ factor.reshape(e, -1)).reshape(q, f, f),
    )


def _errors(slope: Array, vcov: Array) -> Array:
    variance = np.einsum("pij,pq,qij->ij", slope, vcov, slope, optimize=True)
    return np.asarray(np.sqrt(np.maximum(variance, 0.0)))
