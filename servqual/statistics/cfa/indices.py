"""How well a confirmatory model fits, against the saturated and the independence model."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from servqual.statistics.cfa.fitting import Fitted
from servqual.statistics.cfa.model import Sample
from servqual.statistics.moments import Array
from servqual.statistics.tails import chi2_upper, noncentrality

_RMSEA_TAIL = 0.05  # limits of 90%, as everywhere in the field


class Baseline(NamedTuple):
    """The model without any correlation, free means and variances in each group."""

    chi2: float
    df: int


class Indices(NamedTuple):
    """Fit indices; ``p``, ``tli`` and the RMSEA do not exist without degrees of freedom (None)."""

    p: float | None
    cfi: float | None
    tli: float | None
    rmsea: float | None
    rmsea_low: float | None
    rmsea_high: float | None


class Estimated(Protocol):
    """What the indices look at: a :class:`Fitted`, or several that share no parameter together."""

    @property
    def chi2(self) -> float:
        """Likelihood ratio against the saturated model."""

    @property
    def df(self) -> int:
        """Its degrees of freedom."""

    @property
    def samples(self) -> tuple[Sample, ...]:
        """One entry a group."""


def baseline(samples: Sequence[Sample]) -> Baseline:
    """Return chi2 and df of the independence model: ``-N log|R|`` in each group.

    Raises ``LinAlgError`` where a covariance matrix is not positive definite: fit a model first.
    """
    chi2, df = 0.0, 0
    for sample in samples:
        k = len(sample.mean)
        sd = np.sqrt(np.diag(sample.covariance))
        root = np.linalg.cholesky(sample.covariance / np.outer(sd, sd))
        chi2 -= 2 * sample.n * float(np.log(np.diag(root)).sum())
        df += k * (k - 1) // 2
    return Baseline(chi2, df)


def indices(
    fitted: Estimated, against: Baseline, scaling: float = 1.0, baseline_scaling: float = 1.0
) -> Indices:
    """Return CFI, TLI and RMSEA with its 90% limits.

    ``N``, not N - 1, stands in the RMSEA, times the root of the number of groups (Steiger 1998), as
    in lavaan. With the scaling factors of both models these are the robust versions of
    Brosseau-Liard & Savalei (2014) and Brosseau-Liard, Savalei & Li (2012)
    (R: ``lavaan::fitMeasures(fit, c("cfi.robust", "tli.robust", "rmsea.robust"))``): chi2 less its
    expected value ``c df``.

    Where the independence model fits as well as can be, there is nothing to compare with: CFI is 1
    if this one does too and TLI does not exist.
    """
    chi2, df, n = fitted.chi2, fitted.df, sum(sample.n for sample in fitted.samples)
    excess = max(chi2 - scaling * df, 0.0) if df > 0 else 0.0
    of_none = max(against.chi2 - baseline_scaling * against.df, excess, 0.0)
    cfi = 1 - excess / of_none if of_none > 0 else 1.0
    if df == 0:
        return Indices(None, cfi, None, None, None, None)
    spread = n * df / len(fitted.samples)
    low, high = (
        math.sqrt(scaling * part / spread)
        for part in (
            noncentrality(chi2 / scaling, df, 1 - _RMSEA_TAIL),
            noncentrality(chi2 / scaling, df, _RMSEA_TAIL),
        )
    )
    return Indices(
        p=chi2_upper(chi2 / scaling, df),
        cfi=cfi,
        tli=_tli(chi2 / df - scaling, against.chi2 / against.df - baseline_scaling),
        rmsea=math.sqrt(excess / spread),
        rmsea_low=low,
        rmsea_high=high,
    )


def _tli(excess: float, of_none: float) -> float | None:
    """Return ``1 - excess / of_none``, both a degree of freedom."""
    return 1 - excess / of_none if of_none > 0 else None


def srmr(fitted: Fitted) -> float:
    """Return the standardised root mean square residual.

    Residuals over observed standard deviations, squares averaged over the k (k + 1) / 2 elements,
    and the k means where they are part of the model (Bentler 1995; R: ``srmr``). Of several
    groups the mean of their roots, by people.
    """
    total = 0.0
    for sample, matrices in zip(fitted.samples, fitted.matrices, strict=True):
        sd = np.sqrt(np.diag(sample.covariance))
        residual = (sample.covariance - matrices.covariance) / np.outer(sd, sd)
        squares, count = _upper(residual**2), len(sd) * (len(sd) + 1) // 2
        if fitted.means:
            squares += float((((sample.mean - matrices.mean) / sd) ** 2).sum())
            count += len(sd)
        total += sample.n * math.sqrt(squares / count)
    return total / fitted.n


def _upper(matrix: Array) -> float:
    return float(np.triu(matrix).sum())


def aic_bic(fitted: Fitted) -> tuple[float, float]:
    """Return Akaike's and Schwarz's criterion of the normal log-likelihood, the smaller the better.

    Free parameters are counted without means unless the model has them, as in lavaan.
    """
    deviance = -2 * fitted.log_likelihood
    return deviance + 2 * fitted.n_free, deviance + math.log(fitted.n) * fitted.n_free
