"""The sums that the means and gaps of a Study follow from."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement
from typing import Any

import numpy as np

from servqual.instrument import Gap, Instrument
from servqual.plan import columns
from servqual.plan.columns import ITEM_MEAN, WEIGHTED
from servqual.results import Level
from servqual.results.sums import GapSums, MeanSums, PairSums, Sums
from servqual.statistics.pooling import PooledSummary
from servqual.statistics.summary import Summary
from servqual.study.scores import answered_batteries

Column = tuple[Level, str, str]  # level, id, name of the column


def sum_tables(summary: Summary, instrument: Instrument) -> Sums:
    """Return the sums behind every mean and gap; none of a pooled Summary."""
    # errors pooled over tables, or by stratum and cluster, follow from no sums over people
    if isinstance(summary, PooledSummary) or summary.design is not None:
        return Sums()
    batteries = answered_batteries(summary, instrument)
    first = instrument.item_ids[0]
    kinds = [g for g in instrument.gaps if summary.has(columns.item(g.name, first))]
    sources = [*batteries, *(g.name for g in kinds)]
    return Sums(
        gaps=tuple(
            _gap(summary, gap, *column)
            for gap in kinds
            for column in _columns(summary, instrument, gap.name)
        ),
        means=tuple(
            MeanSums(level, row_id, battery, **_own(summary, name))
            for battery in batteries
            for level, row_id, name in _columns(summary, instrument, battery)
        ),
        pairs=tuple(
            _pair(summary, source, a, b)
            for source in sources
            for a, b in combinations_with_replacement(instrument.dimension_ids, 2)
        ),
    )


def _columns(summary: Summary, instrument: Instrument, source: str) -> Iterator[Column]:
    """Return the scored columns of a battery or gap: items, dimensions, overall by person."""
    for i in instrument.item_ids:
        yield "item", i, columns.item(source, i)
    for d in instrument.dimension_ids:
        yield "dimension", d, columns.dimension(source, d)
    for kind in (WEIGHTED, ITEM_MEAN):
        if summary.has(name := columns.overall(source, kind)):
            yield "overall", kind, name


def _place(summary: Summary, name: str) -> tuple[int, int]:
    """Return where a column stands, and the whole number that its values are stored times."""
    place = summary.layout.position[name]
    return place, summary.layout.units[place]


def _own(summary: Summary, name: str) -> dict[str, Any]:
    """Return n and the sums of one column."""
    at, unit = _place(summary, name)
    found = {
        "n": int(summary.counts.n[at, at]),
        "total": float(summary.first.s[at, at]) / unit,
        "squares": float(summary.first.q[at, at]) / unit**2,
    }
    return found | _weights(summary, at, unit)


def _weights(summary: Summary, at: int, unit: int) -> dict[str, float]:
    """Return the sums of the weights of a column, and under their squares; nothing without."""
    if not summary.weighted:
        return {}
    second = summary.second
    return {
        "weight": float(summary.first.n[at, at]),
        "weight2": float(second.n[at, at]),
        "total2": float(second.s[at, at]) / unit,
        "squares2": float(second.q[at, at]) / unit**2,
    }


def _gap(summary: Summary, gap: Gap, level: Level, row_id: str, name: str) -> GapSums:
    at, unit = _place(summary, name)
    sides = (
        (columns.item(gap.of, row_id), columns.item(gap.minus, row_id))
        if level == "item"
        else (columns.part(name, "of"), columns.part(name, "minus"))
    )
    (of, unit_of), (minus, unit_minus) = (_place(summary, side) for side in sides)
    first = summary.first
    below, equal, above = _signs(summary, name) or (None, None, None)
    return GapSums(
        level,
        row_id,
        gap.name,
        n=int(summary.counts.n[at, at]),
        total_of=float(first.s[of, at]) / unit_of,
        squares_of=float(first.q[of, at]) / unit_of**2,
        total_minus=float(first.s[minus, at]) / unit_minus,
        squares_minus=float(first.q[minus, at]) / unit_minus**2,
        squares=float(first.q[at, at]) / unit**2,
        below=below,
        equal=equal,
        above=above,
        **_weights(summary, at, unit),
    )


def _signs(summary: Summary, name: str) -> tuple[float, float, float] | None:
    """Return how many pairs (their weights) lie below, at and above zero; None if not counted."""
    if name in summary.tables:
        table = summary.tables[name][1]
        # rows are what was received
        lower, same, total = np.tril(table, -1).sum(), np.trace(table), table.sum()
        return float(total - lower - same), float(same), float(lower)
    if name in summary.histograms:
        weight = summary.histograms[name][1]
        middle = len(weight) // 2
        return (
            float(weight[:middle].sum()),
            float(weight[middle]),
            float(weight[middle + 1 :].sum()),
        )
    return None


def _pair(summary: Summary, source: str, a: str, b: str) -> PairSums:
    (i, unit_a), (j, unit_b) = (_place(summary, columns.dimension(source, d)) for d in (a, b))
    both, first, second = unit_a * unit_b, summary.first, summary.second
    weighted: dict[str, float] = {}
    if summary.weighted:
        weighted = {
            "weight": float(first.n[i, j]),
            "weight2": float(second.n[i, j]),
            "total2_first": float(second.s[i, j]) / unit_a,
            "total2_second": float(second.s[j, i]) / unit_b,
            "products2": float(second.p[i, j]) / both,
        }
    return PairSums(
        source,
        a,
        b,
        n=int(summary.counts.n[i, j]),
        total_first=float(first.s[i, j]) / unit_a,
        total_second=float(first.s[j, i]) / unit_b,
        products=float(first.p[i, j]) / both,
        **weighted,
    )
