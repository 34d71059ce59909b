"""Maximum likelihood for confirmatory models of one or several groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.statistics.cfa.model import (
    GroupModel,
    Labels,
    Matrices,
    Sample,
    free_labels,
)
from servqual.statistics.cfa.search import (
    Group,
    aggregate,
    climb,
    curvature,
    discrepancy,
    groups_of,
    objective,
    unit_diagonal,
)
from servqual.statistics.cfa.start import start_values
from servqual.statistics.moments import Array

# smallest eigenvalue of the information scaled to a unit diagonal: below, a parameter is free
_SINGULAR = 1e-9


@dataclass(frozen=True)
class Fitted:
    """A confirmatory model at its maximum likelihood.

    Attributes
    ----------
    samples, models : tuples, one entry a group
    order : int array, shape (q,)
        Labels of the parameters, rising.
    theta : array, shape (q,)
        Their values.
    chi2, df
        Likelihood ratio against the saturated model: N times the minimum of the discrepancy, N all
        people (lavaan's convention, not N - 1).
    converged : bool
        Whether no further step would win 1e-11 of chi2.
    information : array, shape (q, q)
        Expected, of all people.
    """

    samples: tuple[Sample, ...]
    models: tuple[GroupModel, ...]
    order: Labels
    theta: Array
    chi2: float
    df: int
    converged: bool
    information: Array

    @property
    def n(self) -> int:
        """All people of all groups."""
        return sum(sample.n for sample in self.samples)

    @property
    def n_free(self) -> int:
        """The number of parameters."""
        return len(self.theta)

    @property
    def means(self) -> bool:
        """Whether the means are part of the model."""
        return self.models[0].means

    @cached_property
    def matrices(self) -> tuple[Matrices, ...]:
        """The arrays of every group at the maximum."""
        return tuple(group.filling.at(self.theta) for group in self.groups)

    @cached_property
    def identified(self) -> bool:
        """Whether the information says something about every parameter."""
        scaled, _ = unit_diagonal(self.information)
        return bool(np.linalg.eigvalsh(scaled)[0] > _SINGULAR)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """What gradients and informations are made of, one entry a group."""
        return tuple(groups_of(self.samples, self.models, self.order))

    @cached_property
    def observed_information(self) -> Array:
        """Minus the second derivatives of the log-likelihood at the maximum, shape (q, q)."""
        return curvature(self.groups, self.theta)

    @cached_property
    def vcov(self) -> Array:
        """Covariance matrix of the parameters, inverse expected information, shape (q, q)."""
        scaled, root = unit_diagonal(self.information)
        return np.asarray(np.linalg.pinv(scaled, hermitian=True) / np.outer(root, root))

    @cached_property
    def log_likelihood(self) -> float:
        """Of all people under normality; saturated means where the model has none."""
        found = 0.0
        for sample, matrices in zip(self.samples, self.matrices, strict=True):
            k = len(sample.mean)
            twice = discrepancy(matrices, sample, self.means) + k * np.log(2 * np.pi)
            found -= 0.5 * sample.n * twice
        return float(found)


def fit(
    samples: Sequence[Sample], models: Sequence[GroupModel], start: Array | None = None
) -> Fitted:
    """Return the maximum likelihood fit of a model of one or several groups.

    Fisher scoring, then Newton's method, each step halved until it wins. Only the
    implied covariance matrix has to stay positive definite: negative variances and correlations
    beyond 1 are found where they are the maximum (R: ``lavaan::cfa``; compare ``chi2``).

    Parameters
    ----------
    samples, models : sequences, one entry a group
        All models with means, or none.
    start : array, shape (q,), optional
        Values to begin at, in the order of the labels.

    Raises
    ------
    UndefinedStatisticError
        ``singular``: a covariance matrix is not positive definite. ``not_identified``: more
        parameters than moments. ``not_converged``: there are no values to begin at.

    Examples
    --------
    Three items on one factor leave nothing to test:

    >>> r = np.array([[1.0, 0.56, 0.48], [0.56, 1.0, 0.42], [0.48, 0.42, 1.0]])
    >>> model = GroupModel(
    ...     loadings=np.array([[1], [2], [3]]),
    ...     factor_cov=np.zeros((1, 1), int),
    ...     residual_cov=np.diag([4, 5, 6]),
    ...     fixed_factor_cov=np.ones((1, 1)),
    ... )
    >>> found = fit([Sample(100, np.zeros(3), r)], [model])
    >>> found.df, np.round(found.theta[:3], 3).tolist()
    (0, [0.8, 0.7, 0.6])
    """
    order = free_labels(models)
    df = sum(model.n_moments for model in models) - len(order)
    if df < 0:
        raise UndefinedStatisticError("not_identified: more parameters than moments")
    saturated = sum(sample.n * _saturated(sample) for sample in samples)
    groups = groups_of(samples, models, order)
    theta = start_values(samples, models, order) if start is None else np.array(start, float)
    if start is not None and not np.isfinite(objective(groups, theta)):
        theta = start_values(samples, models, order)  # what was found before fits no matrix here
    if not np.isfinite(objective(groups, theta)):
        raise UndefinedStatisticError("not_converged: no values to begin at imply a proper matrix")
    theta, converged = climb(groups, theta)
    chi2 = objective(groups, theta) - saturated
    information = aggregate(groups, theta)[1]
    return Fitted(
        samples=tuple(samples),
        models=tuple(models),
        order=order,
        theta=theta,
        chi2=max(float(chi2), 0.0),
        df=df,
        converged=converged,
        information=information,
    )


def _saturated(sample: Sample) -> float:
    """Return ``log|S| + k``."""
    sd = np.sqrt(np.diag(sample.covariance))
    if not (sd > 0).all():
        raise UndefinedStatisticError("singular: an item has no spread")
    try:
        root = np.linalg.cholesky(sample.covariance / np.outer(sd, sd))
    except np.linalg.LinAlgError:
        raise UndefinedStatisticError("singular: the covariance matrix has no inverse") from None
    return float(2 * (np.log(np.diag(root)) + np.log(sd)).sum() + len(sd))
