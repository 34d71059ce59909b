"""The means of every battery, and how its answers are distributed."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from servqual.instrument import Instrument
from servqual.plan import columns
from servqual.plan.columns import ITEM_MEAN
from servqual.results import (
    DistributionRow,
    Distributions,
    Importance,
    Level,
    PointsRow,
    ScoreRow,
    Scores,
    frozen,
)
from servqual.settings import Settings
from servqual.statistics.moments import MeanVector
from servqual.statistics.paired import t_test
from servqual.statistics.summary import Summary
from servqual.study.gap_rows import number
from servqual.study.gaps import mean_of_means_variance


def answered_batteries(summary: Summary, instrument: Instrument) -> list[str]:
    """Return the batteries of ratings that the Summary holds, in the instrument's order."""
    first = instrument.item_ids[0]
    return [b for b in instrument.rated_batteries if summary.has(columns.item(b, first))]


def score_tables(summary: Summary, instrument: Instrument, settings: Settings) -> Scores:
    """Return the mean of every battery over the people who have it (not only over pairs)."""
    items: list[ScoreRow] = []
    dimensions: list[ScoreRow] = []
    overall: list[ScoreRow] = []
    for battery in answered_batteries(summary, instrument):
        names = [columns.item(battery, i) for i in instrument.item_ids]
        vector = summary.means(names)
        for k, (i, name) in enumerate(zip(instrument.item_ids, names, strict=True)):
            row = _row("item", i, battery, vector, k, settings)
            items.append(_with_ends(row, summary.histograms[name][1]))
        names = [columns.dimension(battery, d) for d in instrument.dimension_ids]
        vector = summary.means(names)
        dimensions += [
            _row("dimension", d, battery, vector, k, settings)
            for k, d in enumerate(instrument.dimension_ids)
        ]
        overall += _overall(summary, instrument, settings, battery, vector)
    return Scores(tuple(items), tuple(dimensions), tuple(overall))


def _row(
    level: Level, row_id: str, battery: str, vector: MeanVector, place: int, settings: Settings
) -> ScoreRow:
    variance = float(vector.cov[place, place])
    mean, n = float(vector.mean[place]), int(vector.n[place])
    return _with_interval(
        ScoreRow(level, row_id, battery, n, number(mean), number(float(vector.sd[place]))),
        mean, variance, float(vector.df[place]), settings,
    )  # fmt: skip


def _with_interval(
    row: ScoreRow, mean: float, variance: float, df: float, settings: Settings
) -> ScoreRow:
    se = math.sqrt(max(variance, 0.0)) if math.isfinite(variance) else math.nan
    test = t_test(mean, se, df, settings.confidence)
    return ScoreRow(
        row.level,
        row.id,
        row.battery,
        row.n,
        row.mean,
        row.sd,
        number(se),
        test.ci_low,
        test.ci_high,
    )


def _with_ends(row: ScoreRow, weight: np.ndarray) -> ScoreRow:
    total = float(weight.sum())
    if total <= 0:
        return row
    ends = (float(weight[0]) / total, float(weight[-1]) / total)
    return ScoreRow(
        row.level,
        row.id,
        row.battery,
        row.n,
        row.mean,
        row.sd,
        row.se,
        row.ci_low,
        row.ci_high,
        *ends,
    )


def _overall(
    summary: Summary,
    instrument: Instrument,
    settings: Settings,
    battery: str,
    dimensions: MeanVector,
) -> Sequence[ScoreRow]:
    """Return the overall means: over dimensions and over items, the leading one first."""
    item_names = [columns.item(battery, i) for i in instrument.item_ids]
    dimension_names = [columns.dimension(battery, d) for d in instrument.dimension_ids]
    items = summary.means(item_names)
    rows = [
        _mean_of_means(
            name, battery, vector, summary.degrees(_alike(of), _fewest(vector)), settings
        )
        for name, vector, of in (
            ("unweighted", dimensions, dimension_names),
            (ITEM_MEAN, items, item_names),
        )
    ]
    per_person = columns.overall(battery, ITEM_MEAN)
    if summary.has(per_person):
        row = _row("overall", ITEM_MEAN, battery, summary.means([per_person]), 0, settings)
        rows = [row, rows[0]]
    return rows


def _fewest(vector: MeanVector) -> float:
    return float(vector.n.min()) - 1


def _alike(names: Sequence[str]) -> dict[str, float]:
    return dict.fromkeys(names, 1 / len(names))


def _mean_of_means(
    name: str, battery: str, vector: MeanVector, df: float, settings: Settings
) -> ScoreRow:
    mean, fewest = float(np.mean(vector.mean)), int(vector.n.min())
    row = ScoreRow("overall", name, battery, fewest, number(mean))
    return _with_interval(row, mean, mean_of_means_variance(vector), df, settings)


def distribution_table(summary: Summary, instrument: Instrument) -> Distributions:
    """Return how often each answer was given, with kinds of missing apart."""
    rows = []
    for battery in answered_batteries(summary, instrument):
        scale = instrument.scale_of(battery)
        for i in instrument.item_ids:
            counts, weight = summary.histograms[columns.item(battery, i)]
            total = float(weight.sum())
            prefix = f"missing:{battery}:{i}:"
            missing = {
                name.removeprefix(prefix): n
                for name, n in summary.extra.items()
                if name.startswith(prefix)
            }
            share = (
                {v: float(w) / total for v, w in zip(scale.values, weight, strict=True)}
                if total > 0
                else {}
            )
            counted = {v: int(n) for v, n in zip(scale.values, counts, strict=True)}
            rows.append(
                DistributionRow(
                    battery, i, int(counts.sum()), frozen(counted), frozen(missing), frozen(share)
                )
            )
    return Distributions(tuple(rows))


def points_table(summary: Summary, instrument: Instrument) -> Importance:
    """Return mean importance points per dimension; empty when none were given."""
    total = instrument.importance.total
    ids = instrument.dimension_ids
    if not summary.has(columns.points(ids[0])):
        return Importance(points_total=total)
    vector = summary.means([columns.points(d) for d in ids])
    rows = tuple(
        PointsRow(
            d,
            int(vector.n[k]),
            number(float(vector.mean[k])),
            number(float(vector.sd[k])),
            number(math.sqrt(max(float(vector.cov[k, k]), 0.0))) if vector.n[k] > 1 else None,
        )
        for k, d in enumerate(ids)
    )
    return Importance(
        points=rows, points_total=total, n_equal_split=summary.extra.get("equal_split", 0)
    )
