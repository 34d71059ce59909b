"""Reliability, priorities and data quality from the Summary."""

from __future__ import annotations

from servqual import plan as columns
from servqual.errors import UndefinedStatisticError
from servqual.instrument import Instrument
from servqual.plan import overall
from servqual.results import (
    AlphaItem,
    FlagRow,
    Gaps,
    MissingRow,
    Priorities,
    PriorityRow,
    Quality,
    Reliability,
    ReliabilityRow,
    Scores,
    SensitivityRow,
    frozen,
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


def quality_table(
    summary: Summary, instrument: Instrument, gaps: Gaps, without: Gaps | None
) -> Quality:
    """Return missing answers by kind, flags, and the gaps with and without suspect answers."""
    return Quality(
        missing=tuple(_missing(summary, b) for b in answered_batteries(summary, instrument)),
        flags=tuple(
            _flag(name, n, summary.n) for name, n in summary.extra.items() if _is_flag(name)
        ),
        n_suspect=summary.extra.get("suspect", 0),
        sensitivity=() if without is None else tuple(_sensitivity(gaps, without)),
    )


def _is_flag(name: str) -> bool:
    return name.startswith("flag:")


def _flag(name: str, n: int, of: int) -> FlagRow:
    _, rule, battery = name.split(":")
    return FlagRow(rule, battery, n, n / of if of else 0.0)


def _missing(summary: Summary, battery: str) -> MissingRow:
    prefix = f"missing:{battery}:"
    kinds: dict[str, int] = {}
    for name, n in summary.extra.items():
        if name.startswith(prefix):
            kind = name.rsplit(":", 1)[1]
            kinds[kind] = kinds.get(kind, 0) + n
    answered = sum(
        int(counts.sum())
        for name, (counts, _) in summary.histograms.items()
        if name.startswith(columns.item(battery, ""))
    )
    return MissingRow(battery, answered + sum(kinds.values()), answered, frozen(kinds))


def _sensitivity(gaps: Gaps, without: Gaps) -> list[SensitivityRow]:
    rows = []
    for row in (*gaps.overall, *gaps.dimensions):
        if row.id == "weighted_aggregate":
            continue
        other = without.row(row.id, row.kind)
        rows.append(SensitivityRow(row.level, row.id, row.kind, row.n, row.gap, other.n, other.gap))
    return rows
