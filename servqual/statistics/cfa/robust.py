"""What answers that are not normal do to chi2 and standard errors, by their fourth moments."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.statistics.cfa.fitting import Fitted
from servqual.statistics.cfa.scores import derivatives
from servqual.statistics.moments import Array
from servqual.statistics.powers import PowerSums, pairs


@dataclass(frozen=True)
class FourthMoments:
    """How much the variances and covariances of one group of people vary from sample to sample.

    Attributes
    ----------
    covariance : array, shape (k, k)
        Denominator n.
    spread : array, shape (m, m), m = k (k + 1) / 2
        n times the sampling covariance of its upper triangle, row by row.
    """

    covariance: Array
    spread: Array

    @classmethod
    def of(cls, sums: PowerSums) -> FourthMoments:
        """Return them from the sums of products of up to four ratings.

        ``n sum(w^2 d d') / (sum w)^2`` with d the products of a person's deviations less their
        mean: without weights the asymptotically distribution free matrix of Browne (1984), with
        them its linearised counterpart.
        """
        mean = sums.mean()
        triangle = _about(mean, sums.first[:, :1])[:, 0] / sums.weight
        squares = _about(mean, _about(mean, sums.second).T)
        mixed = np.outer(triangle, _about(mean, sums.second[:, :1])[:, 0])
        found = squares - mixed - mixed.T + np.outer(triangle, triangle) * sums.second[0, 0]
        return cls(sums.covariance(), found * sums.n / sums.weight**2)

    @cached_property
    def saturated(self) -> float:
        """The saturated model's part of every scaling factor; m for normal answers."""
        a, b = pairs(len(self.covariance))
        inverse = np.linalg.inv(self.covariance)
        part = np.where(a == b, 0.5, 1.0)
        crossed = inverse[np.ix_(a, a)] * inverse[np.ix_(b, b)]
        crossed += inverse[np.ix_(a, b)] * inverse[np.ix_(b, a)]
        return float(part @ (crossed * self.spread) @ part)

    @property
    def baseline_scaling(self) -> float:
        """The scaling factor of the independence model."""
        a, b = pairs(len(self.covariance))
        variances = np.diag(self.spread)[a == b]
        alone = float((variances / np.diag(self.covariance) ** 2).sum() / 2)
        return (self.saturated - alone) / float((a < b).sum())


class Robust(NamedTuple):
    """What does not need normal answers.

    ``scaling`` divides chi2 so that its mean is right, None without degrees of freedom; ``vcov`` is
    the covariance matrix of the parameters, shape (q, q).
    """

    scaling: float | None
    vcov: Array


def robust(fitted: Fitted, fourth: FourthMoments) -> Robust:
    """Return scaling factor and sandwich covariance matrix of a model of one group without means.

    The factor of Yuan & Bentler (2000) in the variant of Mplus: the saturated model's part is taken
    at the observed covariances, the model's at the implied ones with the observed information. The
    sandwich has that information's inverse on both sides of the scores' covariance (Huber 1967,
    White 1982). R: ``lavaan::cfa(estimator = "MLR")``.

    Raises
    ------
    UndefinedStatisticError
        ``no_scaling``: the second derivatives are not those of a maximum, or the factor is not
        positive.
    """
    bread, meat = _bread(fitted), _meat(fitted, fourth.spread)
    vcov = bread @ meat @ bread
    if fitted.df == 0:
        return Robust(None, vcov)
    scaling = (fourth.saturated - float((bread * meat).sum())) / fitted.df
    if not scaling > 0:
        raise UndefinedStatisticError("no_scaling: the scaling factor is not positive")
    return Robust(scaling, vcov)


def _about(mean: Array, table: Array) -> Array:
    """Turn rows that stand for u = (1, x, x x) into the products of deviations from the mean."""
    k = len(mean)
    a, b = pairs(k)
    straight, products = table[1 : k + 1], table[k + 1 :]
    moved = mean[a, None] * straight[b] + mean[b, None] * straight[a]
    return np.asarray(products - moved + (mean[a] * mean[b])[:, None] * table[:1])


def _bread(fitted: Fitted) -> Array:
    """Return the inverse of the observed information of all people."""
    information = fitted.observed_information
    root = np.sqrt(np.abs(np.diag(information)))
    if not (root > 0).all():
        raise UndefinedStatisticError("no_scaling: a parameter has no information")
    scaled = information / np.outer(root, root)
    try:
        np.linalg.cholesky(scaled)
    except np.linalg.LinAlgError:
        raise UndefinedStatisticError("no_scaling: this is not a maximum") from None
    return np.asarray(np.linalg.inv(scaled) / np.outer(root, root))


def _meat(fitted: Fitted, fourth: Array) -> Array:
    """Return the covariance matrix of the scores of all people, shape (q, q)."""
    group = fitted.groups[0]
    matrices = fitted.matrices[0]
    a, b = pairs(len(matrices.loadings))
    part = np.where(a == b, 0.5, 1.0)
    inverse = np.asarray(np.linalg.inv(matrices.covariance), dtype=np.float64)
    each = derivatives(group.at, matrices, inverse)[:, a, b] * part
    slopes = group.spread @ each
    return np.asarray(fitted.n * (slopes @ fourth @ slopes.T))
