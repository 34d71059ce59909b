"""Confirmatory factor analysis from means and covariances: one engine for one or many groups."""

from servqual.statistics.cfa.changes import Change, Release, changes, releases
from servqual.statistics.cfa.fitting import Fitted, fit
from servqual.statistics.cfa.indices import Baseline, Indices, aic_bic, baseline, indices, srmr
from servqual.statistics.cfa.model import (
    FACTOR_COV,
    FACTOR_MEAN,
    INTERCEPT,
    LOADING,
    RESIDUAL_COV,
    Element,
    GroupModel,
    Matrices,
    Sample,
)
from servqual.statistics.cfa.robust import FourthMoments, Robust, robust
from servqual.statistics.cfa.simple import (
    Improper,
    fixed_places,
    improper,
    simple_structure,
    standardized_change,
)
from servqual.statistics.cfa.standardized import (
    Estimates,
    explained,
    factor_correlations,
    standardized_loadings,
)

__all__ = [
    "FACTOR_COV",
    "FACTOR_MEAN",
    "INTERCEPT",
    "LOADING",
    "RESIDUAL_COV",
    "Baseline",
    "Change",
    "Element",
    "Estimates",
    "Fitted",
    "FourthMoments",
    "GroupModel",
    "Improper",
    "Indices",
    "Matrices",
    "Release",
    "Robust",
    "Sample",
    "aic_bic",
    "baseline",
    "changes",
    "explained",
    "factor_correlations",
    "fit",
    "fixed_places",
    "improper",
    "indices",
    "releases",
    "robust",
    "simple_structure",
    "srmr",
    "standardized_change",
    "standardized_loadings",
]
