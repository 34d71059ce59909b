"""Models in which every item belongs to one factor, and what is improper about their solutions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from servqual.statistics.cfa.fitting import Fitted
from servqual.statistics.cfa.model import LOADING, RESIDUAL_COV, Element, GroupModel
from servqual.statistics.moments import Array

# beyond 0 or 1 by more than the search leaves open
_BEYOND = 1e-6


class Improper(NamedTuple):
    """What no population can have: items, pairs of factors, and whether all correlations fit."""

    negative_variances: tuple[int, ...]
    above_one: tuple[tuple[int, int], ...]
    not_positive_definite: bool


def simple_structure(factors: Sequence[Sequence[int]], k: int) -> GroupModel:
    """Return the model in which each factor has its own items and all factors correlate.

    Factor variances are 1. The item of a factor that has no other is the factor: its residual is
    fixed at 0, for one item cannot tell its error from its factor.

    Parameters
    ----------
    factors : sequence of places of items
        Every one of k items in exactly one factor.
    k : int

    Examples
    --------
    >>> simple_structure([[0, 1], [2]], 3).loadings.tolist()
    [[1, 0], [2, 0], [0, 3]]
    >>> simple_structure([[0, 1], [2]], 3).residual_cov.diagonal().tolist()
    [4, 5, 0]
    """
    f = len(factors)
    loadings, residual_cov = np.zeros((k, f), np.intp), np.zeros((k, k), np.intp)
    factor_cov = np.zeros((f, f), np.intp)
    for j, items in enumerate(factors):
        for i in items:
            loadings[i, j] = i + 1
            residual_cov[i, i] = 0 if len(items) == 1 else k + i + 1
    a, b = np.triu_indices(f, 1)
    factor_cov[a, b] = factor_cov[b, a] = 2 * k + 1 + np.arange(len(a))
    return GroupModel(loadings, factor_cov, residual_cov, fixed_factor_cov=np.eye(f))


def improper(fitted: Fitted) -> Improper:
    """Return what is improper about a model of one group with factor variances of 1."""
    m = fitted.matrices[0]
    share = np.diag(m.residual_cov) / np.diag(m.covariance)
    a, b = np.nonzero(np.triu(np.abs(m.factor_cov) > 1 + _BEYOND, 1))
    smallest = np.linalg.eigvalsh(m.factor_cov)[0]
    return Improper(
        tuple(int(i) for i in np.flatnonzero(share < -_BEYOND)),
        tuple((int(i), int(j)) for i, j in zip(a, b, strict=True)),
        bool(smallest < -_BEYOND),
    )


def fixed_places(fitted: Fitted) -> list[Element]:
    """Return the loadings and the pairs of residuals that a simple structure fixes at 0.

    Without the items that are a factor by themselves: they have no residual, and are a factor.
    """
    model = fitted.models[0]
    k, f = model.loadings.shape
    whole = np.flatnonzero(np.diag(model.residual_cov) == 0)
    loadings = [
        Element(0, LOADING, i, j)
        for i in range(k)
        for j in range(f)
        if model.loadings[i, j] == 0 and i not in whole
    ]
    pairs = [
        Element(0, RESIDUAL_COV, i, j)
        for i in range(k)
        for j in range(i + 1, k)
        if i not in whole and j not in whole
    ]
    return [*loadings, *pairs]


def standardized_change(fitted: Fitted, element: Element, expected: float) -> float | None:
    """Return an expected change in standard deviations: of item and factor, or of two residuals.

    None where a residual variance is not positive (R: ``modindices``, ``sepc.all``).
    """
    m = fitted.matrices[0]
    i, j = element.row, element.column
    if element.kind == LOADING:
        return float(expected * np.sqrt(m.factor_cov[j, j] / m.covariance[i, i]))
    product = _residual(m.residual_cov, i) * _residual(m.residual_cov, j)
    return float(expected / np.sqrt(product)) if product > 0 else None


def _residual(residual_cov: Array, i: int) -> float:
    return max(float(residual_cov[i, i]), 0.0)
