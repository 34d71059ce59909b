"""What a confirmatory model fixes, frees and holds equal, and the moments that it implies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array

Labels = npt.NDArray[np.intp]

LOADING, FACTOR_COV, RESIDUAL_COV, INTERCEPT, FACTOR_MEAN = range(5)


@dataclass(frozen=True)
class Sample:
    """The moments of one group of people.

    Attributes
    ----------
    n : int
        People.
    mean : array, shape (k,)
    covariance : array, shape (k, k)
        Denominator n.
    """

    n: int
    mean: Array
    covariance: Array


@dataclass(frozen=True)
class GroupModel:
    """The model of one group: ``covariance = L F L' + R``, ``mean = intercepts + L factor_means``.

    Every array holds labels: 0 means fixed, the same positive label is the same parameter, also in
    another array or group. What is fixed has the value of the array of the same name with
    ``fixed_`` before it; 0 without one.

    Attributes
    ----------
    loadings : int array, shape (k, f)
    factor_cov : int array, shape (f, f)
        Symmetric. A factor needs a scale: its variance fixed at 1, or a loading.
    residual_cov : int array, shape (k, k)
        Symmetric.
    intercepts : int array, shape (k,), or None
        None leaves the means out of the model: they are free and count neither as parameters nor
        as data.
    factor_means : int array, shape (f,), or None
        None means all fixed.
    """

    loadings: Labels
    factor_cov: Labels
    residual_cov: Labels
    intercepts: Labels | None = None
    factor_means: Labels | None = None
    fixed_loadings: Array | None = None
    fixed_factor_cov: Array | None = None
    fixed_residual_cov: Array | None = None
    fixed_intercepts: Array | None = None
    fixed_factor_means: Array | None = None

    @property
    def k(self) -> int:
        """The number of items."""
        return len(self.loadings)

    @property
    def means(self) -> bool:
        """Whether the means are part of the model."""
        return self.intercepts is not None

    @property
    def n_moments(self) -> int:
        """How many variances, covariances and (with means) means the model speaks of."""
        return self.k * (self.k + 1) // 2 + (self.k if self.means else 0)

    def labels(self) -> tuple[Labels, Labels, Labels, Labels, Labels]:
        """Return the five arrays of labels, zeros for those that are None."""
        k, f = self.loadings.shape
        intercepts = np.zeros(k, np.intp) if self.intercepts is None else self.intercepts
        means = np.zeros(f, np.intp) if self.factor_means is None else self.factor_means
        return self.loadings, self.factor_cov, self.residual_cov, intercepts, means

    def fixed(self) -> tuple[Array, Array, Array, Array, Array]:
        """Return the five arrays of fixed values, zeros for those that are None."""
        given = (
            self.fixed_loadings,
            self.fixed_factor_cov,
            self.fixed_residual_cov,
            self.fixed_intercepts,
            self.fixed_factor_means,
        )
        found = [
            np.zeros(labels.shape) if values is None else np.asarray(values, dtype=np.float64)
            for values, labels in zip(given, self.labels(), strict=True)
        ]
        return found[0], found[1], found[2], found[3], found[4]


class Matrices(NamedTuple):
    """The values of one group's model, and the moments that they imply."""

    loadings: Array
    factor_cov: Array
    residual_cov: Array
    intercepts: Array
    factor_means: Array

    @property
    def covariance(self) -> Array:
        """The implied covariance matrix, shape (k, k)."""
        common = self.loadings @ self.factor_cov @ self.loadings.T
        return np.asarray(common + self.residual_cov)

    @property
    def mean(self) -> Array:
        """The implied means, shape (k,)."""
        return np.asarray(self.intercepts + self.loadings @ self.factor_means)


class Element(NamedTuple):
    """One place of one group's model, e.g. ``Element(0, LOADING, 3, 1)``: item 3 on factor 1."""

    group: int
    kind: int
    row: int
    column: int = 0


def free_labels(models: Sequence[GroupModel]) -> Labels:
    """Return the labels of all parameters, rising: the order of ``theta``."""
    every = [labels.ravel() for model in models for labels in model.labels()]
    return np.setdiff1d(np.concatenate(every), [0])


class Filling(NamedTuple):
    """How the parameters come into one group's arrays: places and parameters of each array."""

    fixed: tuple[Array, ...]
    places: tuple[tuple[Labels, Labels], ...]

    @classmethod
    def of(cls, model: GroupModel, order: Labels) -> Filling:
        """Return the filling for parameters whose labels stand in ``order``, rising."""
        where = [np.flatnonzero(labels) for labels in model.labels()]
        places = [
            (flat, np.searchsorted(order, labels.ravel()[flat]))
            for flat, labels in zip(where, model.labels(), strict=True)
        ]
        return cls(model.fixed(), tuple(places))

    def at(self, theta: Array) -> Matrices:
        """Return the arrays at these values of the parameters, shape (q,)."""
        found = []
        for fixed, (flat, parameter) in zip(self.fixed, self.places, strict=True):
            filled = fixed.copy()
            filled.flat[flat] = theta[parameter]
            found.append(filled)
        return Matrices(*found)


def free_elements(model: GroupModel, group: int) -> list[Element]:
    """Return the free places of a group, of symmetric arrays the upper triangle only."""
    loadings, factor_cov, residual_cov, intercepts, means = model.labels()
    found = [Element(group, LOADING, int(i), int(j)) for i, j in np.argwhere(loadings > 0)]
    for kind, labels in ((FACTOR_COV, factor_cov), (RESIDUAL_COV, residual_cov)):
        places = np.argwhere(np.triu(labels) > 0)
        found += [Element(group, kind, int(i), int(j)) for i, j in places]
    for kind, labels in ((INTERCEPT, intercepts), (FACTOR_MEAN, means)):
        if model.means:
            found += [Element(group, kind, int(i)) for i in np.flatnonzero(labels)]
    return found


def label_of(models: Sequence[GroupModel], element: Element) -> int:
    """Return the label at a place, 0 if it is fixed."""
    labels = models[element.group].labels()[element.kind]
    place = (element.row, element.column) if labels.ndim == 2 else (element.row,)
    return int(labels[place])
