"""One gap as a row: means of both sides, test, limits, sizes, ranks, shares and verdict."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from servqual.instrument import Gap, Instrument
from servqual.plan import columns
from servqual.results import GapRow, Level
from servqual.settings import Settings
from servqual.statistics.paired import effect_sizes, t_test, verdict
from servqual.statistics.ranks import signed_rank
from servqual.statistics.summary import Summary


@dataclass(frozen=True)
class Context:
    """What every gap row is made from."""

    summary: Summary
    instrument: Instrument
    settings: Settings
    gap: Gap

    @property
    def sesoi(self) -> float:
        """Smallest gap of interest in points of this gap's scale."""
        return self.settings.smallest_gap(self.instrument.scale_of(self.gap.of).range)


Sides = tuple[tuple[int, float, float], tuple[int, float, float]]


def sides_of(summary: Summary, name: str) -> Sides:
    """Return n, mean and SD of what was received and what was wanted behind a gap column."""
    return (
        summary.mean_where(columns.part(name, "of"), name),
        summary.mean_where(columns.part(name, "minus"), name),
    )


def item_sides(context: Context, item_id: str) -> Sides:
    """Return the same for an item, whose two sides are its ratings in the two batteries."""
    gap, name = context.gap, columns.item(context.gap.name, item_id)
    return (
        context.summary.mean_where(columns.item(gap.of, item_id), name),
        context.summary.mean_where(columns.item(gap.minus, item_id), name),
    )


def paired_row(context: Context, level: Level, row_id: str, name: str, sides: Sides) -> GapRow:
    """Return the row of one gap column: means of both sides, test, interval, sizes, verdict."""
    vector = context.summary.means([name])
    n, sd, se = int(vector.n[0]), float(vector.sd[0]), root(vector.cov[0, 0])
    (_, mean_of, sd_of), (_, mean_minus, sd_minus) = sides
    gap = float(vector.mean[0])
    # nobody rated the midpoint: the one spread that there is stands for both
    sizes = effect_sizes(gap, sd, sd_of, sd_of if context.gap.direct else sd_minus, n)
    row = GapRow(
        level=level,
        id=row_id,
        kind=context.gap.name,
        of=context.gap.of,
        minus=context.gap.minus,
        n=n,
        mean_of=number(mean_of),
        mean_minus=number(mean_minus),
        sd_of=number(sd_of),
        sd_minus=number(sd_minus),
        gap=number(gap),
        sd=number(sd),
        d_av=sizes.d_av,
        g_av=sizes.g_av,
        d_z=sizes.d_z,
    )
    return with_test(context, row, gap, se, float(vector.df[0]))


def with_test(context: Context, row: GapRow, gap: float, se: float, df: float) -> GapRow:
    """Return a row with its t test, intervals and the verdicts that rest on them."""
    test = t_test(gap, se, df, context.settings.confidence)
    return replace(
        row,
        se=number(se),
        ci_low=test.ci_low,
        ci_high=test.ci_high,
        t=test.t,
        df=float(df) if test.ci_low is not None else None,
        p=test.p,
        tost_low=test.tost_low,
        tost_high=test.tost_high,
        verdict=verdict(test, context.sesoi),
        verdict_half=verdict(test, context.sesoi / 2),
        verdict_double=verdict(test, context.sesoi * 2),
    )


Numbers = np.ndarray[tuple[int, ...], np.dtype[Any]]
Differences = tuple[Numbers, Numbers, Numbers]


def item_differences(context: Context, name: str) -> Differences:
    """Return the differences of an item's two ratings, with people and weight of each."""
    counts, weight = context.summary.tables[name]
    size = len(counts)
    steps = np.arange(-(size - 1), size)
    return (
        steps,
        np.array([np.trace(counts, offset=-int(k)) for k in steps]),
        np.array([np.trace(weight, offset=-int(k)) for k in steps]),
    )


def with_differences(
    context: Context, row: GapRow, steps: Numbers, counts: Numbers, weight: Numbers
) -> GapRow:
    """Return a row with the signed-rank test and the shares below, at and above zero."""
    ranks = signed_rank(steps, counts) if context.summary.exact_counts else None
    return replace(
        with_shares(row, steps, weight),
        wilcoxon_v=ranks.v if ranks else None,
        wilcoxon_p=ranks.p if ranks else None,
    )


def with_shares(row: GapRow, steps: Numbers, weight: Numbers) -> GapRow:
    """Return a row with the shares of people below, at and above zero."""
    total = float(weight.sum())
    if total <= 0:
        return row
    return replace(
        row,
        share_below=float(weight[steps < 0].sum()) / total,
        share_equal=float(weight[steps == 0].sum()) / total,
        share_above=float(weight[steps > 0].sum()) / total,
        share_met=float(weight[steps >= 0].sum()) / total,
    )


def number(value: float) -> float | None:
    """Return a float, or None where the number does not exist."""
    return float(value) if math.isfinite(value) else None


def root(variance: float) -> float:
    """Return a standard error; rounding may leave a variance of zero a hair below it."""
    return math.sqrt(max(float(variance), 0.0)) if math.isfinite(variance) else math.nan
