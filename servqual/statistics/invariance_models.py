"""The models that invariance compares: groups of people, or two ratings by the same people."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from servqual.statistics.cfa import GroupModel
from servqual.statistics.cfa.model import Labels

CONFIGURAL, METRIC, SCALAR = "configural", "metric", "scalar"
STEPS = (CONFIGURAL, METRIC, SCALAR)

Factors = Sequence[Sequence[int]]


def block(step: str, g: int, factors: Factors, k: int) -> GroupModel:
    """Return the model of group or occasion g; labels of what is not held equal are its own."""
    f = len(factors)
    size = 3 * k + f * (f + 1) // 2 + f  # labels that one block can use up
    own = g * size
    held_loading = 0 if step != CONFIGURAL else own
    held_intercept = 0 if step == SCALAR else own
    loadings, residual_cov = np.zeros((k, f), np.intp), np.zeros((k, k), np.intp)
    for j, items in enumerate(factors):
        for i in items:
            loadings[i, j] = held_loading + i + 1
            residual_cov[i, i] = 0 if len(items) == 1 else own + k + i + 1
    a, b = np.triu_indices(f)
    factor_cov = np.zeros((f, f), np.intp)
    factor_cov[a, b] = factor_cov[b, a] = own + 3 * k + 1 + np.arange(len(a))
    if g == 0 or step == CONFIGURAL:
        np.fill_diagonal(factor_cov, 0)
    moved = g > 0 and step == SCALAR
    means = own + size - f + 1 + np.arange(f) if moved else np.zeros(f, np.intp)
    return GroupModel(
        loadings,
        factor_cov,
        residual_cov,
        held_intercept + 2 * k + 1 + np.arange(k),
        means,
        fixed_factor_cov=np.eye(f),
    )


def joined(blocks: Sequence[GroupModel]) -> GroupModel:
    """Return one model of two occasions: all factors correlate, and each item's two residuals."""
    first, second = blocks
    k, f = first.loadings.shape
    nothing = np.zeros((k, f), np.intp)
    loadings = np.block([[first.loadings, nothing], [nothing, second.loadings]])
    fresh = 1 + max(int(labels.max()) for block in blocks for labels in block.labels())
    across = fresh + np.arange(f * f).reshape(f, f)
    factor_cov = np.block([[first.factor_cov, across], [across.T, second.factor_cov]])
    with_error = np.diag(first.residual_cov) > 0
    pairs = np.diag(np.where(with_error, fresh + f * f + np.arange(k), 0))
    residual_cov = np.block([[first.residual_cov, pairs], [pairs, second.residual_cov]])
    return GroupModel(
        loadings,
        factor_cov,
        residual_cov,
        _both(first.intercepts, second.intercepts),
        _both(first.factor_means, second.factor_means),
        fixed_factor_cov=np.eye(2 * f),
    )


def _both(first: Labels | None, second: Labels | None) -> Labels | None:
    return None if first is None or second is None else np.concatenate([first, second])
