"""Which scored columns each figure is the mean of, for Summaries that hold nothing but columns."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from servqual.instrument import MIDPOINT, Instrument
from servqual.plan import columns
from servqual.plan.columns import ITEM_MEAN
from servqual.statistics.summary import Summary

LEADING = "unweighted"


class ColumnFigure(NamedTuple):
    """A figure: the plain mean of the means of some columns."""

    level: str
    id: str
    kind: str
    measure: str
    battery: str
    columns: tuple[str, ...]


class Estimate(NamedTuple):
    """People, mean, error and degrees of freedom; NaN for what does not exist."""

    n: int
    mean: float
    se: float
    df: float


def column_figures(form: Instrument, known: Sequence[str]) -> list[ColumnFigure]:
    """Return the figures of the whole, the dimensions and the items that some columns give.

    Gaps with the two means behind them (of items the gap alone); of a battery that is part of no
    gap, its means.
    """
    there = set(known)
    found = [row for gap in form.gaps for row in _gap(form, gap.name, gap.of, gap.minus)]
    paired = {b for row in found if set(row.columns) <= there for b in _sides(form, row.kind)}
    for battery in form.rated_batteries:
        if battery not in paired:
            found += _levels(form, battery, "", "mean", battery)
    return [row for row in found if set(row.columns) <= there]


def _sides(form: Instrument, kind: str) -> Iterator[str]:
    for gap in form.gaps:
        if gap.name == kind:
            yield from gap.batteries


def _gap(form: Instrument, kind: str, of: str, minus: str) -> Iterator[ColumnFigure]:
    yield from _levels(form, kind, kind, "gap", "")
    sides = (("of", of),) if minus == MIDPOINT else (("of", of), ("minus", minus))
    for side, battery in sides:
        names = {d: columns.part(columns.dimension(kind, d), side) for d in form.dimension_ids}
        if form.overall != "items":
            yield ColumnFigure("overall", LEADING, kind, side, battery, tuple(names.values()))
        for d, name in names.items():
            yield ColumnFigure("dimension", d, kind, side, battery, (name,))


def _levels(
    form: Instrument, source: str, kind: str, measure: str, battery: str
) -> Iterator[ColumnFigure]:
    dimensions = tuple(columns.dimension(source, d) for d in form.dimension_ids)
    if form.overall == "items":
        whole: tuple[str, ...] = (columns.overall(source, ITEM_MEAN),)
        yield ColumnFigure("overall", ITEM_MEAN, kind, measure, battery, whole)
    else:
        yield ColumnFigure("overall", LEADING, kind, measure, battery, dimensions)
    for d, name in zip(form.dimension_ids, dimensions, strict=True):
        yield ColumnFigure("dimension", d, kind, measure, battery, (name,))
    for i in form.item_ids:
        yield ColumnFigure("item", i, kind, measure, battery, (columns.item(source, i),))


def estimate(summary: Summary, names: Sequence[str]) -> Estimate:
    """Return the plain mean of several columns' means, its error from their covariance."""
    vector = summary.means(list(names))
    k, fewest = len(names), int(vector.n.min())
    if fewest == 0:
        return Estimate(0, math.nan, math.nan, 0.0)
    variance = float(vector.cov.sum()) / k**2
    se = math.sqrt(max(variance, 0.0)) if math.isfinite(variance) else math.nan
    df = summary.degrees(dict.fromkeys(names, 1 / k), fewest - 1)
    return Estimate(fewest, float(np.mean(vector.mean)), se, float(df))
