"""Importance derived from an outcome: which models there are, and which one leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.instrument import Instrument
from servqual.plan import columns
from servqual.plan.layout import Plan
from servqual.results import DriverModel, Scores
from servqual.settings import Settings
from servqual.statistics.drivers import Regression, Slopes, adjusted_r2, regression, slopes
from servqual.statistics.moments import Array
from servqual.statistics.resampling import full, percentile_limits
from servqual.statistics.summary import Summary
from servqual.study.gap_rows import number
from servqual.study.importance.driver_rows import (
    Derived,
    Found,
    ImportanceLevel,
    Question,
    correlation_rows,
    with_parts,
)
from servqual.study.scores import answered_batteries

# effective people per predictor below which nothing is derived
PEOPLE_PER = {"dimension": 10, "item": 20}
# items are only told apart where the lower limit of R2 is above this
WEAK_R2 = 0.10
# less is rounding: there is nothing to be shared out
NO_R2 = 1e-12


def derived_importance(
    summary: Summary, instrument: Instrument, settings: Settings, scores: Scores
) -> list[Derived]:
    """Return every model that these answers allow, the leading outcome first.

    One model leads: items with the leading outcome if there are 20 people per item and the lower
    limit of R2 is above .10, else dimensions with that outcome; both by the battery of performance.
    A model with a problem keeps its correlations.
    """
    plan = Plan.of(
        instrument,
        set(answered_batteries(summary, instrument)),
        points=False,
        outcomes={o.id for o in instrument.outcomes if summary.has(columns.outcome(o.id))},
    )
    order = plan.driver_outcomes(settings.outcome)
    found = [
        _derived(summary, settings, scores, question)
        for question in _questions(summary, instrument, order)
    ]
    able = [
        d.model
        for d in found
        if not d.model.problem
        and (d.model.battery, d.model.outcome) == (plan.performance, order[0])
    ]
    lead = max(able, key=lambda m: m.level == "item", default=None)
    return [replace(d, model=replace(d.model, leads=d.model is lead)) for d in found]


def _questions(summary: Summary, instrument: Instrument, order: Sequence[str]) -> list[Question]:
    """Return what can be asked of these sums, the leading outcome first."""
    outcomes = {o.id: o for o in instrument.outcomes}
    levels: tuple[tuple[ImportanceLevel, list[str]], ...] = (
        ("dimension", instrument.dimension_ids),
        ("item", instrument.item_ids),
    )
    asked = [
        Question(outcomes[o], battery, instrument.scale_of(battery), level, tuple(ids))
        for o in order
        for level, ids in levels
        for battery in columns.RECEIVED
        if columns.drivers(battery, o, level) in summary.sets
    ]
    return [question for question in asked if summary.sets[question.name].n > 0]


def _derived(summary: Summary, settings: Settings, scores: Scores, asked: Question) -> Derived:
    """Return one model: regression, parts of R2, limits, yardstick."""
    sums, p = summary.sets[asked.name], len(asked.ids)
    drawn = None
    if summary.drawn:
        replicates = summary.drawn.moments(asked.name, settings.seed)
        drawn = full(replicates.covariance, p + 1)
    unit = _units(summary, asked)
    covariance = sums.covariance() / np.outer(unit, unit)
    found = Found(asked, sums.n, sums.n_effective, covariance, drawn)
    model = DriverModel(asked.outcome.id, asked.battery, asked.level, sums.n, p)
    if found.n_effective < max(PEOPLE_PER[asked.level] * p, p + 2):
        return correlation_rows(replace(model, problem="too_few_people"), found, settings)
    try:
        whole = regression(found.covariance, found.n_effective)
    except UndefinedStatisticError as error:
        return correlation_rows(replace(model, problem=error.code), found, settings)
    moved = None if drawn is None else slopes(drawn)
    model = _with_r2(model, whole, moved, settings, found.n_effective)
    weak = asked.level == "item" and (model.r2_low is None or model.r2_low <= WEAK_R2)
    if weak or whole.r2 < NO_R2:
        return correlation_rows(replace(model, problem="weak"), found, settings)
    return with_parts(model, found, settings, scores, whole, moved)


def _units(summary: Summary, asked: Question) -> Array:
    """Return in which units the scores and the outcome are stored."""
    names = dict(summary.layout.sets)[asked.name]
    return np.array([summary.layout.units[summary.layout.position[c]] for c in names], dtype=float)


def _with_r2(
    model: DriverModel, whole: Regression, moved: Slopes | None, settings: Settings, n: float
) -> DriverModel:
    """Return the model with R2.

    Drawing people a second time adds chance to R2 a second time, so that percentiles of drawn R2
    lie too high (with 22 items and 440 people they hold the truth in two surveys of three): the
    limits are those of R2 adjusted twice.
    """
    p, low, high = model.n_predictors, None, None
    if moved is not None:
        drawn = adjusted_r2(adjusted_r2(moved.r2, n, p), n, p)
        limits = percentile_limits(np.maximum(drawn, 0.0), settings.confidence)
        low, high = (number(float(x)) for x in limits)
    return replace(
        model,
        r2=whole.r2,
        r2_low=low,
        r2_high=high,
        r2_adjusted=number(whole.r2_adjusted),
        max_vif=float(whole.vif.max()),
    )
