"""The way up to the maximum of the likelihood: Fisher scoring, then Newton's method."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from servqual.statistics.cfa.model import (
    Filling,
    GroupModel,
    Labels,
    Matrices,
    Sample,
    free_elements,
    label_of,
)
from servqual.statistics.cfa.scores import (
    Places,
    gradient,
    information,
    legs,
    observed,
    places,
    whitened,
)
from servqual.statistics.moments import Array

_MOST_STEPS = 100
_MOST_SCORING = 12
_MOST_HALVINGS = 30
# the log-likelihood ratio that one more step would still win
_CLOSE = 1e-11
# what may be left of it where the likelihood does not get better any more
_ROUNDING = 1e-6
# from here the surface is its second derivatives
_NEAR = 5.0
# curvature, of 1 on average, that is none
_FLAT = 1e-6


class Group(NamedTuple):
    """One group: its free places, and which parameter each of them is.

    ``spread``, shape (q, e), adds up what belongs to places, e of them, to parameters.
    """

    sample: Sample
    model: GroupModel
    at: Places
    filling: Filling
    spread: Array


def groups_of(
    samples: Sequence[Sample], models: Sequence[GroupModel], order: Labels
) -> list[Group]:
    """Return every group with its free places and how they belong to the parameters."""
    found = []
    for g, (sample, model) in enumerate(zip(samples, models, strict=True)):
        elements = free_elements(model, g)
        k, f = model.loadings.shape
        labels = np.array([label_of(models, e) for e in elements], dtype=np.intp)
        spread = np.asarray(order[:, None] == labels[None, :], dtype=np.float64)
        filling = Filling.of(model, order)
        found.append(Group(sample, model, places(elements, k, f), filling, spread))
    return found


def climb(groups: Sequence[Group], theta: Array) -> tuple[Array, bool]:
    """Return the parameters at the maximum, and whether it was reached."""
    value = objective(groups, theta)
    bent = False
    for step_number in range(_MOST_STEPS):
        slope, known = aggregate(groups, theta)
        step = _step(slope, known)
        win, proper = float(slope @ step), True
        if win < _NEAR or bent or step_number > _MOST_SCORING:
            step, proper = _newton(slope, curvature(groups, theta))
            win = float(slope @ step)
        if win < _CLOSE:
            return theta, proper
        theta, value, halvings = _halved(groups, theta, step, value)
        if halvings == _MOST_HALVINGS:
            # what is left is the rounding of the likelihood itself
            return theta, proper and win < _ROUNDING
        # expected information is a poor guide here: use the second derivatives from now on
        bent = bent or halvings > 1
    return theta, False


def _halved(
    groups: Sequence[Group], theta: Array, step: Array, value: float
) -> tuple[Array, float, int]:
    """Return the parameters after a step, halved until the discrepancy falls, and how often."""
    for halvings in range(_MOST_HALVINGS):
        there = objective(groups, theta + step)
        if there < value:
            return theta + step, there, halvings
        step = step / 2
    return theta, value, _MOST_HALVINGS


def _newton(slope: Array, known: Array) -> tuple[Array, bool]:
    """Return Newton's step, and whether the surface is bent like a maximum here.

    Where it is not, each direction is taken by the size of its curvature: always upwards.
    """
    scaled, root = unit_diagonal(known)
    try:
        np.linalg.cholesky(scaled - _FLAT * np.eye(len(scaled)))
    except np.linalg.LinAlgError:
        pass
    else:
        return np.linalg.solve(scaled, slope / root) / root, True
    values, vectors = np.linalg.eigh(scaled)
    sizes = np.abs(values).clip(min=_FLAT)
    step = vectors @ ((vectors.T @ (slope / root)) / sizes) / root
    return step, bool(values[0] > -_FLAT)


def curvature(groups: Sequence[Group], theta: Array) -> Array:
    """Return minus the second derivatives of the log-likelihood by the parameters, shape (q, q)."""
    found = np.zeros((len(theta), len(theta)))
    for group in groups:
        matrices, means = group.filling.at(theta), group.model.means
        there = observed(group.at, matrices, whitened(matrices, group.sample, means), means)
        found += group.spread @ there @ group.spread.T
    return found


def aggregate(groups: Sequence[Group], theta: Array) -> tuple[Array, Array]:
    """Return gradient and expected information of the parameters, shapes (q,), (q, q)."""
    slope, found = np.zeros(len(theta)), np.zeros((len(theta), len(theta)))
    for group in groups:
        matrices = group.filling.at(theta)
        seen = whitened(matrices, group.sample, group.model.means)
        these = legs(group.at, matrices, seen.white, group.model.means)
        slope += group.spread @ gradient(these, seen)
        found += group.spread @ information(these, these, seen.n) @ group.spread.T
    return slope, found


def _step(slope: Array, known: Array) -> Array:
    """Return the scoring step; a nearly singular information is lifted until it can be solved."""
    scaled, root = unit_diagonal(known)
    lift = 0.0
    for lift in (0.0, 1e-8, 1e-5, 1e-2):
        try:
            np.linalg.cholesky(scaled + (lift - 1e-10) * np.eye(len(scaled)))
        except np.linalg.LinAlgError:
            continue
        break
    lifted = scaled + lift * np.eye(len(scaled))
    return np.asarray(np.linalg.solve(lifted, slope / root) / root)


def unit_diagonal(matrix: Array) -> tuple[Array, Array]:
    """Return a matrix scaled to a diagonal of 1 in size, and the roots of its diagonal."""
    diagonal = np.abs(np.diag(matrix))
    root = np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
    return matrix / np.outer(root, root), root


def objective(groups: Sequence[Group], theta: Array) -> float:
    """Return the sum of n times the discrepancy, infinite where Sigma is not positive definite."""
    found = 0.0
    for group in groups:
        matrices = group.filling.at(theta)
        try:
            found += group.sample.n * discrepancy(matrices, group.sample, group.model.means)
        except np.linalg.LinAlgError:
            return np.inf
    return found


def discrepancy(matrices: Matrices, sample: Sample, means: bool) -> float:
    """Return ``log|Sigma| + tr(Sigma^-1 S*)``, S* about the implied mean."""
    sigma = matrices.covariance
    root = np.linalg.cholesky(sigma)
    s = sample.covariance
    if means:
        off = sample.mean - matrices.mean
        s = s + np.outer(off, off)
    determinant = 2 * np.log(np.diag(root)).sum()
    return float(determinant + np.trace(np.linalg.solve(sigma, s)))
