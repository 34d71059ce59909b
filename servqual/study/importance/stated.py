"""Importance as people state it: points, an order, ratings, or expectations in their place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from servqual.instrument import Instrument
from servqual.plan import columns
from servqual.results import Scores, StatedRow
from servqual.settings import Settings
from servqual.statistics.moments import Array
from servqual.statistics.paired import t_test
from servqual.statistics.ranking import Placed, placed
from servqual.statistics.summary import Summary
from servqual.study.gap_rows import number
from servqual.study.scores import answered_batteries

ImportanceLevel = Literal["dimension", "item"]
STATED_BATTERIES = {"importance": "ratings", "expectation": "expectation", "desired": "expectation"}


@dataclass(frozen=True)
class Stated:
    """What is stated of one level by one source.

    ``drawn`` are replicates of ``weight``, shape (b, k), NaN where nobody drawn answered; None
    where nothing can be resampled.
    """

    rows: tuple[StatedRow, ...]
    drawn: Array | None

    @property
    def weight(self) -> Array:
        """The means, NaN for none, so turned that more is more important."""
        return np.array([math.nan if r.mean is None else r.mean for r in self.rows]) * self.sign

    @property
    def sign(self) -> int:
        """-1 where a low mean is more important: the place in an order."""
        return _sign(self.source)

    @property
    def level(self) -> ImportanceLevel:
        """Whether it is of dimensions or of items."""
        return self.rows[0].level

    @property
    def source(self) -> str:
        """``points``, ``ranking``, ``ratings`` or ``expectation``."""
        return self.rows[0].source


def stated_importance(
    summary: Summary, instrument: Instrument, settings: Settings, scores: Scores
) -> list[Stated]:
    """Return everything that was stated, dimensions first, points before ratings.

    Expectations stand in at a level of which nothing else was asked.
    """
    found = []
    if summary.has(columns.points(instrument.dimension_ids[0])):
        found.append(_by_points(summary, instrument, settings))
    if summary.has(columns.ranking(instrument.dimension_ids[0])):
        found.append(_by_ranking(summary, instrument, settings))
    answered = answered_batteries(summary, instrument)
    battery = next((b for b in STATED_BATTERIES if b in answered), "")
    levels: tuple[tuple[ImportanceLevel, list[str]], ...] = (
        ("dimension", instrument.dimension_ids),
        ("item", instrument.item_ids),
    )
    for level, ids in levels:
        asked = battery == "importance" or not any(s.level == level for s in found)
        if battery and asked:
            found.append(_by_ratings(summary, settings, scores, battery, level, ids))
    return [s for s in found if any(row.mean is not None for row in s.rows)]


def _by_points(summary: Summary, instrument: Instrument, settings: Settings) -> Stated:
    """Return the mean points, with the centre of the shares (Aitchison 1986) and who leads."""
    ids, total = instrument.dimension_ids, instrument.importance.total
    logs = np.exp(summary.means([columns.points_log(d) for d in ids]).mean)
    names = [columns.points(d) for d in ids]
    rows = [
        replace(row, centre=number(float(total * logs[k] / logs.sum())))
        for k, row in enumerate(_of_dimensions(summary, ids, settings, "points", names))
    ]
    return _ranked(summary, settings, rows, names)


def _by_ranking(summary: Summary, instrument: Instrument, settings: Settings) -> Stated:
    """Return the mean places in people's own order, 1 the most important."""
    ids = instrument.dimension_ids
    names = [columns.ranking(d) for d in ids]
    rows = _of_dimensions(summary, ids, settings, "ranking", names)
    return _ranked(summary, settings, rows, names)


def _of_dimensions(
    summary: Summary, ids: Sequence[str], settings: Settings, source: str, names: Sequence[str]
) -> list[StatedRow]:
    """Return the means of columns of dimensions, and the share who put each one first."""
    vector = summary.means(names)
    ahead = summary.means([columns.points_first(d) for d in ids]).mean
    rows = []
    for k, d in enumerate(ids):
        variance = float(vector.cov[k, k])
        se = math.sqrt(max(variance, 0.0)) if math.isfinite(variance) else math.nan
        test = t_test(float(vector.mean[k]), se, float(vector.df[k]), settings.confidence)
        rows.append(
            StatedRow(
                level="dimension",
                id=d,
                source=source,
                n=int(vector.n[k]),
                mean=number(float(vector.mean[k])),
                se=number(se) if vector.n[k] > 1 else None,
                ci_low=test.ci_low,
                ci_high=test.ci_high,
                share_first=number(float(ahead[k])),
            )
        )
    return rows


def _by_ratings(
    summary: Summary,
    settings: Settings,
    scores: Scores,
    battery: str,
    level: ImportanceLevel,
    ids: Sequence[str],
) -> Stated:
    source, column = STATED_BATTERIES[battery], getattr(columns, level)
    rows = []
    for i in ids:
        row = scores.row(i, battery)
        limits = (row.se, row.ci_low, row.ci_high)
        rows.append(StatedRow(level, i, source, row.n, row.mean, *limits))
    return _ranked(summary, settings, rows, [column(battery, i) for i in ids])


def _ranked(
    summary: Summary, settings: Settings, rows: Sequence[StatedRow], names: Sequence[str]
) -> Stated:
    """Return the rows with their ranks; without a mean there is none."""
    sign = _sign(rows[0].source)
    drawn = summary.drawn.means(names, settings.seed) * sign if summary.drawn else None
    means = [math.nan if row.mean is None else row.mean * sign for row in rows]
    found = placed(means, drawn, settings.confidence)
    ranked = tuple(
        row if row.mean is None else replace(row, **_place(found, k)) for k, row in enumerate(rows)
    )
    return Stated(ranked, drawn)


def _sign(source: str) -> int:
    return -1 if source == "ranking" else 1


def _place(found: Placed, k: int) -> dict[str, Any]:
    low, high = (None if x is None else int(x[k]) for x in (found.low, found.high))
    return {"rank": int(found.rank[k]), "rank_low": low, "rank_high": high}
