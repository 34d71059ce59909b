"""Gradient and information of a confirmatory model, place by place.

Every derivative of the implied covariance matrix is ``c (a b' + b a')`` with two vectors, so traces
of products are products of inner products: no k x k matrix per parameter is ever formed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from servqual.statistics.cfa.model import (
    FACTOR_COV,
    FACTOR_MEAN,
    INTERCEPT,
    LOADING,
    RESIDUAL_COV,
    Element,
    Labels,
    Matrices,
    Sample,
)
from servqual.statistics.moments import Array


class Places(NamedTuple):
    """Places of one group's model, and which columns of :func:`_pool` make their derivatives."""

    kind: Labels
    row: Labels
    column: Labels
    a: Labels
    b: Labels
    c: Array
    mean: Labels


class Legs(NamedTuple):
    """Derivatives of places, whitened: ``c (a b' + b a')`` of the covariances, m of the means.

    ``a``, ``b`` and ``m`` have shape (k, e); ``m`` is None for models without means.
    """

    a: Array
    b: Array
    c: Array
    m: Array | None


class Whitened(NamedTuple):
    """One group seen in units in which the implied covariance matrix is the identity.

    ``white`` turns deviations into them, shape (k, k); ``off`` is the residual of the means, shape
    (k,), ``residual`` that of the covariances about the implied means, shape (k, k).
    """

    white: Array
    off: Array
    residual: Array
    n: int


def places(elements: Sequence[Element], k: int, f: int) -> Places:
    """Return the places of one group as arrays; k items, f factors."""
    table = np.array([e[1:] for e in elements], dtype=np.intp).reshape(-1, 3)
    kind, row, column = table.T
    nothing = k + 2 * f
    unit, loading, structure = row, k + row, k + f + column
    a = np.select([kind == LOADING, kind == FACTOR_COV, kind == RESIDUAL_COV],
                  [unit, loading, unit], nothing)  # fmt: skip
    b = np.select([kind == LOADING, kind == FACTOR_COV, kind == RESIDUAL_COV],
                  [structure, k + column, column], nothing)  # fmt: skip
    mean = np.select([kind == LOADING, kind == INTERCEPT, kind == FACTOR_MEAN],
                     [unit, unit, loading], nothing)  # fmt: skip
    symmetric = (kind == FACTOR_COV) | (kind == RESIDUAL_COV)
    c = np.where(symmetric & (row == column), 0.5, 1.0)
    return Places(kind, row, column, a, b, c, mean)


def whitened(matrices: Matrices, sample: Sample, means: bool) -> Whitened:
    """Return a group whitened by its model; raises ``LinAlgError`` where that is impossible."""
    white = np.linalg.inv(np.linalg.cholesky(matrices.covariance))
    k = len(white)
    off = white @ (sample.mean - matrices.mean) if means else np.zeros(k)
    residual = white @ sample.covariance @ white.T + np.outer(off, off) - np.eye(k)
    return Whitened(white, off, residual, sample.n)


def legs(at: Places, matrices: Matrices, white: Array, means: bool) -> Legs:
    """Return the derivatives of the places of one group."""
    pool = white @ _pool(matrices)
    moved = pool[:, at.mean] * _mean_factor(at, matrices) if means else None
    return Legs(pool[:, at.a], pool[:, at.b], at.c, moved)


def gradient(of: Legs, group: Whitened) -> Array:
    """Return the derivatives of the log-likelihood by places, shape (e,).

    Of n people it is ``-n/2 (log|Sigma| + tr(Sigma^-1 S*))`` and a constant, S* about the implied
    mean.
    """
    found = of.c * (of.a * (group.residual @ of.b)).sum(axis=0)
    if of.m is not None:
        found = found + group.off @ of.m
    return np.asarray(group.n * found)


def information(first: Legs, second: Legs, n: int) -> Array:
    """Return the expected information between two lists of places, shape (e, f)."""
    crossed = (first.a.T @ second.a) * (first.b.T @ second.b)
    crossed += (first.a.T @ second.b) * (first.b.T @ second.a)
    found = first.c[:, None] * crossed * second.c
    if first.m is not None and second.m is not None:
        found += first.m.T @ second.m
    return np.asarray(n * found)


def own_information(of: Legs, n: int) -> Array:
    """Return the diagonal of the expected information of places, shape (e,)."""
    aa, bb, ab = (of.a**2).sum(axis=0), (of.b**2).sum(axis=0), (of.a * of.b).sum(axis=0)
    found = of.c**2 * (aa * bb + ab**2)
    if of.m is not None:
        found = found + (of.m**2).sum(axis=0)
    return np.asarray(n * found)


def observed(at: Places, matrices: Matrices, group: Whitened, means: bool) -> Array:
    """Return minus the second derivatives of the log-likelihood by places, shape (e, e)."""
    a, b, c, m = legs(at, matrices, group.white, means)
    ra, rb = group.residual @ a, group.residual @ b
    aa, bb, ab = a.T @ a, b.T @ b, a.T @ b
    twisted = ab * (b.T @ ra)
    bent = aa * (b.T @ rb) + bb * (a.T @ ra) + twisted + twisted.T
    found = c[:, None] * (aa * bb + ab * ab.T + bent) * c
    if m is not None:
        mixed = m.T @ (c * (a * (group.off @ b) + b * (group.off @ a)))
        found += m.T @ m + mixed + mixed.T - _second_mean(at, group.white.T @ group.off)
    turned = group.white.T @ group.residual @ group.white
    return np.asarray(group.n * (found - _second(at, matrices, turned)))


def derivatives(at: Places, matrices: Matrices, by: Array) -> Array:
    """Return ``by dSigma by'`` of every place, shape (e, k, k)."""
    pool = by @ _pool(matrices)
    a, b = pool[:, at.a].T, pool[:, at.b].T
    half = at.c[:, None, None] * a[:, :, None] * b[:, None, :]
    return np.asarray(half + half.transpose(0, 2, 1))


def _pool(matrices: Matrices) -> Array:
    """Return the columns that derivatives are made of: units, L, L F and nothing."""
    loadings = matrices.loadings
    k = len(loadings)
    return np.hstack([np.eye(k), loadings, loadings @ matrices.factor_cov, np.zeros((k, 1))])


def _mean_factor(at: Places, matrices: Matrices) -> Array:
    """Return by what the mean moves along its column: a loading moves it by the factor's mean."""
    column = at.column.clip(max=len(matrices.factor_means) - 1)
    return np.where(at.kind == LOADING, matrices.factor_means[column], 1.0)


def _second(at: Places, matrices: Matrices, bent: Array) -> Array:
    """Return half the trace of ``bent`` times the second derivatives of Sigma, shape (e, e)."""
    found = np.zeros((len(at.kind), len(at.kind)))
    loading = np.flatnonzero(at.kind == LOADING)
    factor = np.flatnonzero(at.kind == FACTOR_COV)
    row, column = at.row[loading], at.column[loading]
    found[np.ix_(loading, loading)] = (
        bent[np.ix_(row, row)] * matrices.factor_cov[np.ix_(column, column)]
    )
    bent_loadings = bent @ matrices.loadings
    first, second = at.row[factor], at.column[factor]
    cross = bent_loadings[np.ix_(row, first)] * (column[:, None] == second[None, :])
    other = bent_loadings[np.ix_(row, second)] * (column[:, None] == first[None, :])
    cross = cross + np.where(first == second, 0.0, other)
    found[np.ix_(loading, factor)] = cross
    found[np.ix_(factor, loading)] = cross.T
    return found


def _second_mean(at: Places, off: Array) -> Array:
    """Return ``off`` times the second derivatives of the implied means, shape (e, e)."""
    loading, mean = at.kind == LOADING, at.kind == FACTOR_MEAN
    # a factor's mean stands in the row of its place
    pairs = (loading[:, None] & mean[None, :]) & (at.column[:, None] == at.row[None, :])
    half = np.where(pairs, off[at.row.clip(max=len(off) - 1)][:, None], 0.0)
    return half + half.T
