"""The gap tables: items, dimensions, overall, and which gaps cannot be told from the largest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from servqual.instrument import Instrument
from servqual.plan import columns
from servqual.plan.columns import ITEM_MEAN, WEIGHTED
from servqual.results import Contrast, GapRow, Gaps, Level
from servqual.settings import Settings
from servqual.statistics.adjust import adjusted
from servqual.statistics.moments import MeanVector
from servqual.statistics.summary import Summary
from servqual.statistics.tails import t_quantile
from servqual.study.gap_rows import (
    Context,
    Sides,
    item_differences,
    item_sides,
    number,
    paired_row,
    root,
    sides_of,
    with_differences,
    with_shares,
    with_test,
)


def gap_tables(summary: Summary, instrument: Instrument, settings: Settings) -> Gaps:
    """Return every gap that the Summary can give, kinds in the instrument's order."""
    items: list[GapRow] = []
    dimensions: list[GapRow] = []
    overall: list[GapRow] = []
    contrasts: list[Contrast] = []
    for gap in instrument.gaps:
        if not summary.has(columns.item(gap.name, instrument.item_ids[0])):
            continue
        context = Context(summary, instrument, settings, gap)
        own_items, own_dimensions = _item_rows(context), _dimension_rows(context)
        items += own_items
        dimensions += own_dimensions
        overall += _overall_rows(context, own_items)
        contrasts += _contrasts(context, "item", own_items)
        contrasts += _contrasts(context, "dimension", own_dimensions)
    return Gaps(tuple(items), tuple(dimensions), tuple(overall), tuple(contrasts))


def group_gap_tables(summary: Summary, instrument: Instrument, settings: Settings) -> Gaps:
    """Return the gaps of one group of people: means, limits and verdicts alone.

    Rank tests, shares and what cannot be told from the largest gap are left out, items too where
    the Summary does not hold them.
    """
    items: list[GapRow] = []
    dimensions: list[GapRow] = []
    overall: list[GapRow] = []
    for gap in instrument.gaps:
        names = [columns.dimension(gap.name, d) for d in instrument.dimension_ids]
        if not summary.has(names[0]):
            continue
        context = Context(summary, instrument, settings, gap)
        sides = [sides_of(summary, name) for name in names]
        dimensions += _plain_rows(context, "dimension", instrument.dimension_ids, names, sides)
        overall.append(_mean_of_means(context, "unweighted", names))
        own = [columns.item(gap.name, i) for i in instrument.item_ids]
        if not summary.has(own[0]):
            continue
        sides = [item_sides(context, i) for i in instrument.item_ids]
        items += _plain_rows(context, "item", instrument.item_ids, own, sides)
        overall.append(_item_mean(context, own))
    return Gaps(tuple(items), tuple(dimensions), tuple(overall))


def _plain_rows(
    context: Context, level: Level, ids: Sequence[str], names: list[str], sides: Sequence[Sides]
) -> list[GapRow]:
    """Return rows of several gap columns without effect sizes."""
    vector = context.summary.means(names)
    found = []
    for k, (row_id, both) in enumerate(zip(ids, sides, strict=True)):
        (_, mean_of, sd_of), (_, mean_minus, sd_minus) = both
        gap = float(vector.mean[k])
        row = GapRow(
            level=level,
            id=row_id,
            kind=context.gap.name,
            of=context.gap.of,
            minus=context.gap.minus,
            n=int(vector.n[k]),
            mean_of=number(mean_of),
            mean_minus=number(mean_minus),
            sd_of=number(sd_of),
            sd_minus=number(sd_minus),
            gap=number(gap),
            sd=number(float(vector.sd[k])),
        )
        found.append(with_test(context, row, gap, root(vector.cov[k, k]), float(vector.df[k])))
    return found


def _item_rows(context: Context) -> list[GapRow]:
    rows = []
    for i in context.instrument.item_ids:
        name = columns.item(context.gap.name, i)
        row = paired_row(context, "item", i, name, item_sides(context, i))
        if name in context.summary.tables:
            row = with_differences(context, row, *item_differences(context, name))
        rows.append(row)
    return _with_adjusted(rows, "bh")


def _dimension_rows(context: Context) -> list[GapRow]:
    rows = []
    for d in context.instrument.dimension_ids:
        name = columns.dimension(context.gap.name, d)
        row = paired_row(context, "dimension", d, name, sides_of(context.summary, name))
        counted = context.summary.histograms.get(name)
        if counted is not None:
            reach = len(counted[0]) // 2
            row = with_differences(context, row, np.arange(-reach, reach + 1), *counted)
        rows.append(row)
    return _with_adjusted(rows, "holm")


def _with_adjusted(rows: list[GapRow], method: str) -> list[GapRow]:
    values = adjusted([row.p for row in rows], method)
    return [replace(row, p_adjusted=p) for row, p in zip(rows, values, strict=True)]


# -- overall ---------------------------------------------------------------------------------------


def _overall_rows(context: Context, items: Sequence[GapRow]) -> list[GapRow]:
    """Return the overall rows, the leading one first."""
    gap, instrument, summary = context.gap, context.instrument, context.summary
    dimension_names = [columns.dimension(gap.name, d) for d in instrument.dimension_ids]
    item_names = [columns.item(gap.name, i) for i in instrument.item_ids]
    rows = [_mean_of_means(context, "unweighted", dimension_names)]
    weighted = columns.overall(gap.name, WEIGHTED)
    if summary.has(weighted):
        rows.append(
            paired_row(context, "overall", "weighted", weighted, sides_of(summary, weighted))
        )
        rows.append(_aggregate(context, rows[0], dimension_names))
    item_mean = _item_mean(context, item_names)
    if summary.has(columns.overall(gap.name, ITEM_MEAN)):
        rows.insert(0, item_mean)
    else:
        rows.append(item_mean)
    rows[rows.index(item_mean)] = _with_pooled_shares(context, item_mean, items)
    return rows


def _item_mean(context: Context, item_names: list[str]) -> GapRow:
    """Return the mean over items: of each person where the questionnaire says so, else of means."""
    summary, per_person = context.summary, columns.overall(context.gap.name, ITEM_MEAN)
    if not summary.has(per_person):
        return _mean_of_means(context, ITEM_MEAN, item_names)
    return paired_row(context, "overall", ITEM_MEAN, per_person, sides_of(summary, per_person))


def _mean_of_means(context: Context, row_id: str, names: list[str]) -> GapRow:
    """Return the mean of several columns' means, its error from their covariance.

    Var = sum_ab C_ab n_ab / (n_a n_b) / k^2 with the pairwise n (design, methods 0).
    """
    summary, gap = context.summary, context.gap
    vector = summary.means(names)
    if row_id == ITEM_MEAN:
        sides = [item_sides(context, i) for i in context.instrument.item_ids]
    else:
        sides = [sides_of(summary, name) for name in names]
    of, minus = ([side[k][1] for side in sides] for k in (0, 1))
    mean = float(np.mean(vector.mean))
    fewest = int(vector.n.min())
    row = GapRow(
        level="overall",
        id=row_id,
        kind=gap.name,
        of=gap.of,
        minus=gap.minus,
        n=fewest,
        mean_of=number(float(np.mean(of))),
        mean_minus=number(float(np.mean(minus))),
        gap=number(mean),
    )
    df = summary.degrees(dict.fromkeys(names, 1 / len(names)), fewest - 1)
    return with_test(context, row, mean, root(mean_of_means_variance(vector)), df)


def mean_of_means_variance(vector: MeanVector) -> float:
    """Return the variance of the plain mean of several means."""
    return float(vector.cov.sum()) / len(vector.mean) ** 2


def _aggregate(context: Context, unweighted: GapRow, names: list[str]) -> GapRow:
    """Return mean points times dimension gaps; printed beside the per-person score, no interval."""
    summary, ids = context.summary, context.instrument.dimension_ids
    points = summary.means([columns.points(d) for d in ids]).mean
    share = points / points.sum()
    gaps = summary.means(names).mean
    sides = [sides_of(summary, name) for name in names]
    of, minus = (float(share @ [side[k][1] for side in sides]) for k in (0, 1))
    return GapRow(
        level="overall",
        id="weighted_aggregate",
        kind=unweighted.kind,
        of=unweighted.of,
        minus=unweighted.minus,
        n=unweighted.n,
        mean_of=number(of),
        mean_minus=number(minus),
        gap=number(float(share @ gaps)),
    )


def _with_pooled_shares(context: Context, row: GapRow, items: Sequence[GapRow]) -> GapRow:
    """Return a row with the shares over all pairs of all items together."""
    names = [columns.item(context.gap.name, i.id) for i in items]
    if not set(names) <= set(context.summary.tables):
        return row
    pooled = [item_differences(context, name) for name in names]
    return with_shares(row, pooled[0][0], np.sum([weight for _, _, weight in pooled], axis=0))


# -- ties ------------------------------------------------------------------------------------------


def _contrasts(context: Context, level: Level, rows: Sequence[GapRow]) -> list[Contrast]:
    """Compare every gap with the largest shortfall, person by person."""
    known = [row for row in rows if row.gap is not None]
    if len(known) < 2:
        return []
    largest = min(known, key=lambda row: row.gap if row.gap is not None else math.inf)
    others = [row for row in known if row is not largest]
    name = columns.item if level == "item" else columns.dimension
    found = []
    for row in others:
        own, other = name(row.kind, row.id), name(row.kind, largest.id)
        n, mean, se = context.summary.difference(own, other)
        if n < 2 or not math.isfinite(se):
            continue
        tail = (1 - context.settings.confidence) / (2 * len(others))
        df = context.summary.degrees({own: 1.0, other: -1.0}, n - 1)
        reach = t_quantile(1 - tail, df) * se
        tied = mean - reach <= 0 <= mean + reach
        found.append(
            Contrast(
                level, row.kind, largest.id, row.id, n, mean, se, mean - reach, mean + reach, tied
            )
        )
    return found
