"""Errors that count the fitting of weights: some people left out, the weights fitted anew."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np

from servqual.analysis.versions import Tables
from servqual.errors import UndefinedStatisticError
from servqual.plan import columns
from servqual.plan.layout import Plan
from servqual.responses import Responses
from servqual.scoring import plan_for, score
from servqual.statistics.design_sums import Sampled, Units
from servqual.statistics.moments import Array
from servqual.statistics.raking import jackknife, left_out, rake
from servqual.weighting import Fit


def with_errors(fit: Fit | None, tables: Tables, seed: int) -> Fit | None:
    """Return a fit with the variances of the leading means over replicates.

    Of the gaps of all dimensions and their mean, or of what people got where there is no gap;
    nothing where weights were not made here, nor after multiple imputation.
    """
    if fit is None or not fit.fitted or len(tables) > 1:
        return fit
    answers = tables[0]
    plan = plan_for(answers)
    names, scored, layout = leading_columns(plan), score(answers), plan.layout()
    units = [layout.units[layout.position[name]] for name in names]
    values = np.column_stack([scored[name] for name in names]) / units
    replicates = left_out(*_sampled(answers), seed)
    margins = [table.margin for table in fit.fitted]

    def refit(base: Array) -> Array:
        return rake(base, margins, fit.trim).weights

    try:
        cov = jackknife(values, _base(fit, answers), refit, replicates)
    except UndefinedStatisticError:  # without some people a margin cannot be met
        return fit
    found = dict(zip(names, np.diag(cov).tolist(), strict=True))
    found[""] = float(cov.sum()) / len(names) ** 2
    kept = {name: value for name, value in found.items() if np.isfinite(value)}
    return replace(fit, replicates=MappingProxyType(kept), n_replicates=len(replicates))


def leading_columns(plan: Plan) -> list[str]:
    """Return the columns of the dimensions' gaps, else of what people got."""
    source = plan.gaps[0].name if plan.gaps else plan.performance or plan.rated[0]
    return [columns.dimension(source, d) for d in plan.instrument.dimension_ids]


def _base(fit: Fit, answers: Responses) -> Array:
    return np.ones(len(answers)) if fit.base is None else fit.base


def _sampled(answers: Responses) -> tuple[Sampled, Units]:
    """Return how the sample was drawn; one stratum of people where nothing is known."""
    n = len(answers)
    if answers.sampled is None or answers.unit is None:
        return Sampled((n,), (0.0,)), np.zeros(n, dtype=np.int64)
    return answers.sampled, answers.unit
