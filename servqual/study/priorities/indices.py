"""Indices of items that are in use elsewhere, and the customer satisfaction index."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from servqual.instrument import Instrument, Scale
from servqual.plan import columns
from servqual.plan.columns import top_from
from servqual.results import Csi, IndexRow, RankRow
from servqual.statistics.moments import Array
from servqual.statistics.ranking import placed
from servqual.statistics.resampling import percentile_limits
from servqual.statistics.summary import Summary
from servqual.study.gap_rows import number
from servqual.study.priorities.axes import Axis, Given, drawn_sums, drawn_together
from servqual.study.priorities.matrix import Matrix
from servqual.study.priorities.rankings import ranking

FEWEST_POINTS = 4  # two of three points would be nearly everybody
Shares = tuple[Array, Array]  # of the top answers to importance and to performance, by item


# -- the formulas ----------------------------------------------------------------------------------


def opportunity(important: Array, satisfied: Array) -> Array:
    """Return Ulwick's (2005) opportunity scores, 0 to 20, from shares of top answers.

    Examples
    --------
    >>> opportunity(np.array([0.9, 0.5]), np.array([0.4, 0.8])).tolist()
    [14.0, 5.0]
    """
    return np.asarray(10 * (important + np.maximum(important - satisfied, 0.0)))


def gain(importance: Array, performance: Array, highest: float) -> Array:
    """Return the potential gain in customer value (Hom 1997): importance x what is left to gain.

    Examples
    --------
    >>> gain(np.array([6.0]), np.array([4.5]), 7).tolist()
    [15.0]
    """
    return np.asarray(importance * (highest - performance))


def satisfaction_index(importance: Array, performance: Array, highest: float) -> Array:
    """Return the customer satisfaction index of every row, percent of the highest answers.

    Examples
    --------
    >>> satisfaction_index(np.array([6.0, 2.0]), np.array([4.0, 4.0]), 5).item()
    80.0
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        weighted = (importance * performance).sum(axis=-1)
        return np.asarray(100 * weighted / (highest * importance.sum(axis=-1)))


# -- the tables ------------------------------------------------------------------------------------


def top_shares(given: Given, matrix: Matrix) -> Shares:
    """Return the shares (0 to 1) of the two highest answers, NaN for what was not rated."""
    rated = matrix.importance.source == "ratings"
    important = np.full(len(matrix.items), np.nan)
    if rated:
        important = _top(given.summary, given.instrument, "importance", matrix.items)
    performance = matrix.performance.battery
    return important, _top(given.summary, given.instrument, performance, matrix.items)


def index_rows(given: Given, matrix: Matrix, shares: Shares) -> tuple[IndexRow, ...]:
    """Return the indices of every item of the matrix."""
    met = {}
    if matrix.gap is not None:
        kind = matrix.gap.battery
        met = {row.id: row.share_met for row in given.gaps.items if row.kind == kind}
    scores, potential = opportunity(*shares), _gain_of(matrix)
    return tuple(
        IndexRow(
            item=item,
            share_important=number(float(shares[0][k])),
            share_satisfied=number(float(shares[1][k])),
            opportunity=number(float(scores[k])),
            pgcv=number(float(potential[k])),
            share_met=met.get(item),
        )
        for k, item in enumerate(matrix.items)
    )


def index_rankings(given: Given, matrix: Matrix, shares: Shares) -> list[RankRow]:
    """Return the items by opportunity score and by potential gain, the highest first."""
    importance, performance = matrix.importance, matrix.performance
    confidence, found = given.settings.confidence, []
    scores = opportunity(*shares)
    if np.isfinite(scores).all():
        places = placed(scores, _drawn_opportunity(given, matrix), confidence)
        found += ranking("opportunity", performance.battery, matrix.items, scores, places)
    potential, both = _gain_of(matrix), drawn_together(importance, performance)
    drawn = gain(*both, _highest(performance)) if both else None
    places = placed(potential, drawn, confidence)
    return [*found, *ranking("pgcv", performance.battery, matrix.items, potential, places)]


def csi(importance: Axis, performance: Axis, confidence: float) -> Csi | None:
    """Return the customer satisfaction index; None on a scale that goes below 0."""
    scale = performance.scale
    if scale is None or scale.min < 0:
        return None
    index = satisfaction_index(importance.values, performance.values, scale.max)
    low = high = None
    if both := drawn_together(importance, performance):
        drawn = satisfaction_index(*both, scale.max)
        low, high = (number(float(x)) for x in percentile_limits(drawn, confidence))
    found = number(float(index))
    if found is None:
        return None
    floor = 100 * scale.min / scale.max
    return Csi(performance.battery, importance.source, found, low, high, floor)


def _top(summary: Summary, instrument: Instrument, battery: str, items: Sequence[str]) -> Array:
    """Return the share of the two highest answers; NaN for scales of fewer than four points."""
    scale, found = instrument.scale_of(battery), np.full(len(items), np.nan)
    if scale.points < FEWEST_POINTS:
        return found
    place = scale.codes.index(top_from(scale))
    for k, item in enumerate(items):
        weight = summary.histograms[columns.item(battery, item)][1]
        if weight.sum() > 0:
            found[k] = weight[place:].sum() / weight.sum()
    return found


def _drawn_opportunity(given: Given, matrix: Matrix) -> Array | None:
    drawn = drawn_sums(given.summary)
    if drawn is None:
        return None
    batteries = ("importance", matrix.performance.battery)
    names = [columns.item(battery, i) for battery in batteries for i in matrix.items]
    shares = drawn.shares(names, given.settings.seed)
    k = len(matrix.items)
    return opportunity(shares[:, :k], shares[:, k:])


def _gain_of(matrix: Matrix) -> Array:
    performance = matrix.performance
    return gain(matrix.importance.values, performance.values, _highest(performance))


def _highest(performance: Axis) -> float:
    """Return the highest answer of a battery."""
    return performance.scale.max if isinstance(performance.scale, Scale) else np.nan
