"""Reliability and priorities from the Summary."""

from __future__ import annotations

from servqual import plan as columns
from servqual.errors import UndefinedStatisticError
from servqual.instrument import Instrument
from servqual.plan import overall
from servqual.results import (
    AlphaItem,
    Priorities,
    PriorityRow,
    Reliability,
    ReliabilityRow,
    Scores,
)
from servqual.settings import Settings
from servqual.statistics.quadrants import grand_mean_cross, quadrant
from servqual.statistics.reliability import (
    cronbach_alpha,
    feldt_limits,
    item_reliabilities,
    mean_correlation,
)
from servqual.statistics.summary import SetSums, Summary
from servqual.study.scores import answered_batteries

TOTAL = "total"


def reliability_table(summary: Summary, instrument: Instrument, settings: Settings) -> Reliability:
    """Return alpha for every battery and gap, per dimension and in total."""
    sources = [*answered_batteries(summary, instrument), *(g.name for g in instrument.gaps)]
    rows = []
    for source in sources:
        parts = [
            (d, columns.dimension(source, d), instrument.items_of(d))
            for d in instrument.dimension_ids
        ]
        parts.append((TOTAL, overall(source, TOTAL), instrument.item_ids))
        rows += [
            _alpha_row(source, dimension_id, items, summary.sets[name], settings)
            for dimension_id, name, items in parts
            if name in summary.sets
        ]
    return Reliability(tuple(rows))


def _alpha_row(
    source: str, dimension_id: str, items: list[str], sums: SetSums, settings: Settings
) -> ReliabilityRow:
    """Return one alpha, or the reason why there is none."""
    k = len(items)
    problem = "one_item" if k < 2 else "too_few_people" if sums.n < 2 else ""
    if problem:
        return ReliabilityRow(source, dimension_id, k, sums.n, None, None, None, None, (), problem)
    covariance = sums.covariance()
    try:
        alpha = cronbach_alpha(covariance)
    except UndefinedStatisticError:
        return ReliabilityRow(
            source, dimension_id, k, sums.n, None, None, None, None, (), "no_spread"
        )
    low, high = feldt_limits(alpha, sums.n_effective, k, settings.confidence)
    each = tuple(
        AlphaItem(i, row.item_rest_r, row.alpha_if_deleted)
        for i, row in zip(items, item_reliabilities(covariance), strict=True)
    )
    return ReliabilityRow(
        source, dimension_id, k, sums.n, alpha, low, high, mean_correlation(covariance), each
    )


def priority_table(scores: Scores, instrument: Instrument) -> Priorities:
    """Return the importance-performance matrix at the grand means.

    Importance is the battery of that name, else expectations as a labelled proxy; performance is
    satisfaction, else perception. Items without either are left out.
    """
    batteries = {row.battery for row in scores.items}
    source = next((b for b in ("importance", "expectation", "desired") if b in batteries), "")
    performance = next((b for b in ("satisfaction", "perception") if b in batteries), "")
    if not source or not performance:
        return Priorities()
    points = []
    for i in instrument.item_ids:
        stated, received = scores.row(i, source), scores.row(i, performance)
        if stated.mean is not None and received.mean is not None:
            points.append((i, stated.mean, received.mean, stated.n, received.n))
    if len(points) < 2:
        return Priorities()
    cross = grand_mean_cross([p[1] for p in points], [p[2] for p in points])
    rows = tuple(
        PriorityRow(i, imp, per, quadrant(imp, per, cross), n_imp, n_per)
        for i, imp, per, n_imp, n_per in points
    )
    return Priorities(
        rows,
        "grand_mean",
        cross.importance,
        cross.performance,
        "ratings" if source == "importance" else "expectation",
        performance,
    )
