"""The touchpoints of a journey: their gaps, which lie below the others, which are fail points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from servqual.instrument import Instrument, Touchpoint
from servqual.plan import columns
from servqual.results import Study
from servqual.results.journey import Journey, TouchpointEntry, TouchpointRow
from servqual.settings import Settings
from servqual.statistics.adjust import adjusted
from servqual.statistics.moments import MeanVector
from servqual.statistics.paired import t_test, verdict
from servqual.statistics.summary import Summary
from servqual.study.gap_rows import number

_ROUNDING = 1e-12
LEADING = ("perception", "satisfaction")  # batteries of what people got


def journey_table(summary: Summary, study: Study, points: Sequence[Touchpoint]) -> Journey:
    """Return the touchpoints with their figures.

    Parameters
    ----------
    summary : Summary
        Of the touchpoints as dimensions.
    study : Study
        Of the same people.
    points : sequence of Touchpoint
        In order.

    Returns
    -------
    Journey
        A row for each touchpoint and kind of gap; where there is no gap, for each touchpoint the
        mean of what people got.
    """
    rows: list[TouchpointRow] = []
    instrument, settings = study.instrument, study.settings
    for gap in instrument.gaps:
        names = [columns.dimension(gap.name, p.id) for p in points]
        if not summary.has(names[0]):
            continue
        vector = summary.means(names)
        found = [
            _gap_row(summary, TouchpointRow(p.id, gap.name, gap.of, gap.minus, *_NOTHING), name)
            for p, name in zip(points, names, strict=True)
        ]
        rows += _compared(found, vector, settings, study.sesoi)
    if not rows:
        rows = _mean_rows(summary, instrument, settings, points)
    of = {p.id: p.items for p in points}
    placed = {name for p in points for name in p.items}
    return Journey(
        rows=tuple(replace(row, lowest_item=_lowest(study, row, of[row.id])) for row in rows),
        touchpoints=tuple(_entry(p) for p in points),
        left_out=tuple(name for name in instrument.item_ids if name not in placed),
    )


_NOTHING = (0, None, None, None, None, None, None, None, "")


def _entry(point: Touchpoint) -> TouchpointEntry:
    return TouchpointEntry(
        point.id, dict(point.name), point.stage, dict(point.owner or {}), tuple(point.items)
    )


def _gap_row(summary: Summary, row: TouchpointRow, name: str) -> TouchpointRow:
    """Return a row with the two means behind the gap, over the same pairs."""
    sides = summary.means([columns.part(name, "of"), columns.part(name, "minus")]).mean
    return replace(row, mean_of=number(float(sides[0])), mean_minus=number(float(sides[1])))


def _mean_rows(
    summary: Summary, instrument: Instrument, settings: Settings, points: Sequence[Touchpoint]
) -> list[TouchpointRow]:
    """Return the means of what people got, else of the first battery that was rated."""
    there = [
        b for b in instrument.rated_batteries if summary.has(columns.dimension(b, points[0].id))
    ]
    battery = next((b for b in LEADING if b in there), there[0] if there else "")
    if not battery:
        return []
    vector = summary.means([columns.dimension(battery, p.id) for p in points])
    rows = [
        TouchpointRow(p.id, "", battery, "", 0, number(float(mean)), *_NOTHING[2:])
        for p, mean in zip(points, vector.mean, strict=True)
    ]
    return _compared(rows, vector, settings, None)


def _compared(
    rows: Sequence[TouchpointRow], vector: MeanVector, settings: Settings, sesoi: float | None
) -> list[TouchpointRow]:
    """Return rows with limits, and with how far each lies from the mean of all."""
    found = []
    for k, row in enumerate(rows):
        mean, variance = float(vector.mean[k]), float(vector.cov[k, k])
        se = math.sqrt(variance) if variance >= 0 else math.nan
        df = float(vector.df[k])
        test = t_test(mean, se, df, settings.confidence)
        found.append(
            replace(
                row,
                n=int(vector.n[k]),
                value=number(mean),
                se=number(se),
                df=df if test.ci_low is not None else None,
                ci_low=test.ci_low,
                ci_high=test.ci_high,
                verdict="" if sesoi is None else verdict(test, sesoi),
            )
        )
    return _deviating(found, vector, settings.confidence)


def _deviating(
    rows: list[TouchpointRow], vector: MeanVector, confidence: float
) -> list[TouchpointRow]:
    """Return rows with their paired difference from the mean of all touchpoints, and fail points.

    The differences are ``C m`` with ``C = I - 1/k``, their covariance ``C V C'``.
    """
    k = len(rows)
    if k < 2:
        return [replace(row, fail_point=None) for row in rows]
    contrast = np.eye(k) - 1 / k
    deviation = contrast @ vector.mean
    variance = np.diag(contrast @ vector.cov @ contrast.T)
    df = float(vector.df.min())
    # differences that are the same for everybody leave rounding, which is no error; NaN stays
    rounding = _ROUNDING * float(np.diag(vector.cov).max(initial=0.0))
    errors = [math.sqrt(v) if v > rounding else v * 0 for v in variance.tolist()]
    tests = [
        t_test(float(d), error, df, confidence) for d, error in zip(deviation, errors, strict=True)
    ]
    held = adjusted([test.p for test in tests], "holm")
    return [
        replace(
            row,
            deviation=number(float(d)),
            deviation_low=test.ci_low,
            deviation_high=test.ci_high,
            p_adjusted=p,
            fail_point=_fails(row, float(d), p, confidence) if row.kind else None,
        )
        for row, d, test, p in zip(rows, deviation, tests, held, strict=True)
    ]


def _fails(row: TouchpointRow, deviation: float, p: float | None, confidence: float) -> bool:
    """Say whether a touchpoint falls clearly short, and further than the journey as a whole."""
    short = row.verdict == "clearly_large" and row.value is not None and row.value < 0
    return short and deviation < 0 and p is not None and p < 1 - confidence


def _lowest(study: Study, row: TouchpointRow, items: Sequence[str]) -> str:
    """Return the item with the lowest gap, or mean, of a touchpoint."""
    if row.kind:
        known = {r.id: r.gap for r in study.gaps.items if r.kind == row.kind and r.id in items}
    else:
        known = {r.id: r.mean for r in study.scores.items if r.battery == row.of and r.id in items}
    values = {name: value for name, value in known.items() if value is not None}
    return min(values, key=lambda name: values[name], default="")
