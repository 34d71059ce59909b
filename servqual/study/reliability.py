"""How reliable scores are: alpha, omega and what else a Summary tells of every set of items."""

from __future__ import annotations

from dataclasses import dataclass, replace

from servqual.errors import UndefinedStatisticError
from servqual.instrument import Gap, Instrument
from servqual.plan import columns
from servqual.results import AlphaItem, Importance, Reliability, ReliabilityRow
from servqual.settings import Settings
from servqual.statistics.composites import (
    combination_reliability,
    difference_reliability,
    score_covariance,
)
from servqual.statistics.influence import moment_variance, normal_variance
from servqual.statistics.moments import Array
from servqual.statistics.omega import Omega, correlations_of, omega_limits, omega_total
from servqual.statistics.powers import PowerSums
from servqual.statistics.reliability import (
    cronbach_alpha,
    feldt_limits,
    item_correlations,
    item_reliabilities,
    spearman_brown,
    standardised_alpha,
)
from servqual.statistics.summary import SetSums, Summary
from servqual.study.ordinal import with_ordinal
from servqual.study.scores import answered_batteries
from servqual.study.spread import constraint_rows, spread_rows

TOTAL = "total"
NOT_TOGETHER = "not_asked_together"  # of a questionnaire in versions, none of which asks them all


@dataclass(frozen=True)
class ItemSet:
    """The items of a dimension, or of the whole questionnaire, in one battery or gap."""

    source: str
    dimension: str
    items: tuple[str, ...]
    places: tuple[int, ...]
    sums: SetSums
    powers: PowerSums | None
    together: bool = True


def reliability_table(
    summary: Summary, instrument: Instrument, settings: Settings, points: Importance
) -> Reliability:
    """Return the reliability of every battery and every gap, per dimension and in total.

    Parameters
    ----------
    summary : Summary
        Of the answers as they are, not imputed.
    instrument, settings
    points : Importance
        Whose means weight the overall score; empty when none were given.
    """
    rows = []
    gaps = {gap.name: gap for gap in instrument.gaps}
    for source in (*answered_batteries(summary, instrument), *gaps):
        for items in _item_sets(summary, instrument, source):
            row = _with_omega(_alpha_row(items, settings), items, settings)
            if items.dimension == TOTAL:
                row = _with_combination(row, items.sums, instrument, points)
            elif source in gaps:
                row = _with_difference(row, summary, gaps[source], items)
            else:
                row = with_ordinal(row, summary, items.items)
            rows.append(row)
    return Reliability(
        tuple(rows), spread_rows(summary, instrument), constraint_rows(summary, instrument)
    )


def _item_sets(summary: Summary, instrument: Instrument, source: str) -> list[ItemSet]:
    """Return the sets of a battery or gap that the Summary holds, the total last."""
    place = {item: k for k, item in enumerate(instrument.item_ids)}
    whole = columns.overall(source, TOTAL)
    named = [
        (d, columns.dimension(source, d), instrument.items_of(d)) for d in instrument.dimension_ids
    ]
    named.append((TOTAL, whole, instrument.item_ids))
    powers = summary.powers.get(whole)
    together = instrument.asks_together
    return [
        ItemSet(
            source,
            d,
            tuple(ids),
            tuple(place[i] for i in ids),
            summary.sets[name],
            powers,
            together(ids),
        )
        for d, name, ids in named
        if name in summary.sets
    ]


def _alpha_row(items: ItemSet, settings: Settings) -> ReliabilityRow:
    """Return one alpha with its company, or the reason why there is none."""
    k, sums = len(items.items), items.sums
    row = ReliabilityRow(items.source, items.dimension, k, sums.n, None, None, None, None)
    if k < 2 or sums.n < 2:
        few = "too_few_people" if items.together else NOT_TOGETHER
        return replace(row, problem="one_item" if k < 2 else few)
    covariance = sums.covariance()
    try:
        alpha = cronbach_alpha(covariance)
    except UndefinedStatisticError:
        return replace(row, problem="no_spread")
    known = sums.n_effective > 1
    low, high = feldt_limits(alpha, sums.n_effective, k, settings.confidence) if known else _NONE
    each = tuple(
        AlphaItem(i, item.item_rest_r, item.alpha_if_deleted)
        for i, item in zip(items.items, item_reliabilities(covariance), strict=True)
    )
    row = replace(row, alpha=alpha, alpha_low=low, alpha_high=high, items=each)
    return _with_correlations(row, covariance)


_NONE = (None, None)


def _with_correlations(row: ReliabilityRow, covariance: Array) -> ReliabilityRow:
    """Return a row with the correlations between its items and what follows from their mean."""
    between = item_correlations(covariance)
    if between is None:
        return row
    row = replace(row, mean_r=between.mean, min_r=between.smallest, max_r=between.largest)
    try:
        standardised = standardised_alpha(between.mean, row.k)
    except UndefinedStatisticError:
        return row
    both = spearman_brown(between.mean) if row.k == 2 else None
    return replace(row, std_alpha=standardised, spearman_brown=both)


def _with_omega(row: ReliabilityRow, items: ItemSet, settings: Settings) -> ReliabilityRow:
    """Return a row with omega and its limits, or the reason why there is none."""
    if row.problem:
        return row
    if row.k > 2 and row.n <= row.k:
        return replace(row, omega_problem="too_few_people")
    covariance = items.sums.covariance()
    try:
        omega = omega_total(covariance)
    except UndefinedStatisticError as error:
        return replace(row, omega_problem=error.code)
    variance, rests_on = _omega_variance(omega, items, correlations_of(covariance))
    low, high = omega_limits(omega.value, variance, settings.confidence)
    return replace(
        row,
        omega=omega.value,
        omega_low=low,
        omega_high=high,
        omega_limits=rests_on,
        std_omega=omega.standardised,
    )


def _omega_variance(omega: Omega, items: ItemSet, correlations: Array) -> tuple[float, str]:
    """Return the sampling variance of an omega, and whether fourth moments or normality gave it."""
    sums, powers = items.sums, items.powers
    # the people of the whole battery stand for those of a dimension while they are most of them
    if powers is not None and 2 * powers.n >= sums.n and powers.n > len(items.items):
        spread = powers.covariance().diagonal()[list(items.places)]
        if (spread > 0).all():
            variance = moment_variance(powers, items.places, omega.slope)
            return variance * powers.n_effective / sums.n_effective, "moments"
    return normal_variance(correlations, omega.slope, sums.n_effective), "normal"


def _with_difference(
    row: ReliabilityRow, summary: Summary, gap: Gap, items: ItemSet
) -> ReliabilityRow:
    """Return a gap's row with the reliability of the difference of both sides' scores."""
    sums = summary.sets.get(columns.both(gap.name))
    if row.problem or sums is None or sums.n < 2:
        return row
    covariance = sums.covariance()
    n_items = len(covariance) // 2
    try:
        found = difference_reliability(
            covariance, items.places, [n_items + place for place in items.places]
        )
    except UndefinedStatisticError:
        return row
    return replace(row, difference=found)


def _with_combination(
    row: ReliabilityRow, sums: SetSums, instrument: Instrument, points: Importance
) -> ReliabilityRow:
    """Return a total's row with the reliability of the overall score made of the dimensions."""
    ids = instrument.item_ids
    groups = [[ids.index(i) for i in instrument.items_of(d)] for d in instrument.dimension_ids]
    if row.problem or len(groups) < 2:
        return row
    covariance = sums.covariance()
    alike = [len(g) if instrument.overall == "items" else 1 for g in groups]
    means = [p.mean for p in points.points if p.mean is not None]
    try:
        alphas = [cronbach_alpha(covariance[g][:, g]) for g in groups]
        scores = score_covariance(covariance, groups)
        plain = combination_reliability(alphas, scores, alike)
        weighted = None
        if len(means) == len(groups):
            weighted = combination_reliability(alphas, scores, means)
    except UndefinedStatisticError:
        return row
    return replace(row, combination=plain, combination_weighted=weighted)
