"""What stands on the two axes of the matrix: figures of the items, with their replicates."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from servqual.instrument import Gap, Instrument, Scale
from servqual.plan import columns
from servqual.results import Gaps, Importance, Scores
from servqual.settings import Settings
from servqual.statistics.drawn import Drawn
from servqual.statistics.moments import Array
from servqual.statistics.resampling import REPLICATES
from servqual.statistics.shrinkage import shrunk
from servqual.statistics.summary import Summary

# a standard may stand for an importance that nobody asked for, said so: these do
STANDARDS = ("expectation", "desired")
PERFORMANCE = columns.RECEIVED
# fewer people drawn from one another look surer than they are: one person is always like himself
FEWEST_PEOPLE = 10


class Resampled:
    """Replicates of means of columns, all drawn at once; none for fewer than ten people."""

    def __init__(self, summary: Summary, names: Iterable[str], seed: int) -> None:
        drawn = drawn_sums(summary)
        known = set(drawn.layout.columns) if drawn else set()
        chosen = [name for name in dict.fromkeys(names) if name in known]
        self._place = {name: k for k, name in enumerate(chosen)}
        self._drawn = drawn.means(chosen, seed) if drawn and chosen else None

    def of(self, names: Sequence[str]) -> Array | None:
        """Return replicates of some columns, shape (b, k)."""
        if self._drawn is None or any(name not in self._place for name in names):
            return None
        return self._drawn[:, [self._place[name] for name in names]]


@dataclass(frozen=True)
class Given:
    """What priorities are made from."""

    summary: Summary
    instrument: Instrument
    settings: Settings
    gaps: Gaps
    scores: Scores
    importance: Importance
    resampled: Resampled

    @property
    def batteries(self) -> set[str]:
        """The batteries that were answered."""
        return {row.battery for row in self.scores.items}


@dataclass(frozen=True)
class Axis:
    """One figure per item, on one axis of the matrix.

    Attributes
    ----------
    source
        For importance ``ratings``, ``derived`` or ``expectation``; for performance the battery; for
        gaps the battery that they are taken from.
    battery
        Where the figures come from; '' for importance derived from an outcome.
    values, n, se : arrays, shape (k,)
        NaN where nobody answered.
    scale : Scale or None
        None where the figures are not on a scale.
    drawn : array, shape (b, k), or None
        Replicates, those of all axes over the same people.
    """

    source: str
    battery: str
    values: Array
    n: Array
    se: Array
    scale: Scale | None
    drawn: Array | None

    def at(self, chosen: Sequence[int]) -> Axis:
        """Return the axis of some items only."""
        values, n, se = (x[chosen] for x in (self.values, self.n, self.se))
        drawn = None if self.drawn is None else self.drawn[:, chosen]
        return Axis(self.source, self.battery, values, n, se, self.scale, drawn)


def drawn_together(one: Axis, other: Axis) -> tuple[Array, Array] | None:
    """Return the replicates of two axes, row by row over the same people; None without any."""
    if one.drawn is None or other.drawn is None:
        return None
    return one.drawn, other.drawn


def drawn_sums(summary: Summary) -> Drawn | None:
    """Return what people are resampled from, None where there is nothing or nearly nobody."""
    return summary.drawn if summary.n >= FEWEST_PEOPLE else None


def resampling_method(summary: Summary) -> tuple[str, int]:
    """Return how people are resampled and how often, as :class:`Priorities` says it."""
    drawn = drawn_sums(summary)
    if drawn is None:
        return "", 0
    return "people" if drawn.method == "rows" else "groups", REPLICATES


def battery_axis(given: Given, source: str, battery: str) -> Axis:
    """Return the means of a battery's items as an axis."""
    items = given.instrument.item_ids
    rows = [given.scores.row(i, battery) for i in items]
    return Axis(
        source,
        battery,
        _numbers(row.mean for row in rows),
        np.array([row.n for row in rows]),
        _numbers(row.se for row in rows),
        given.instrument.scale_of(battery),
        given.resampled.of([columns.item(battery, i) for i in items]),
    )


def gap_axis(given: Given, gap: Gap) -> Axis:
    """Return the gaps of the items in standard deviations; in replicates the gaps themselves.

    Both have the same sign, and by that they are placed.
    """
    items = given.instrument.item_ids
    rows = [given.gaps.row(i, gap.name) for i in items]
    return Axis(
        gap.minus,
        gap.name,
        np.array([_in_spreads(row.gap, row.sd) for row in rows]),
        np.array([row.n for row in rows]),
        np.full(len(rows), math.nan),
        None,
        given.resampled.of([columns.item(gap.name, i) for i in items]),
    )


def derived_axis(given: Given) -> Axis | None:
    """Return the parts of R2 of the leading model, if that is one of items."""
    model = given.importance.leading_model()
    if model is None or model.level != "item":
        return None
    drawn: Array | None = given.importance.leading_drawn
    items, rows = given.instrument.item_ids, given.importance.leading_drivers()
    share = {row.id: row.share for row in rows}
    place = {row.id: k for k, row in enumerate(rows)}
    replicates = None
    if drawn is not None and all(i in place for i in items):
        replicates = drawn[:, [place[i] for i in items]]
    spread = np.full(len(items), math.nan) if replicates is None else _spread(replicates)
    values, n = _numbers(share.get(i) for i in items), np.full(len(items), model.n)
    if replicates is not None:
        # parts of R2 of many items lie close together, and chance has pulled them apart
        replicates = shrunk(values, replicates)
    return Axis("derived", "", values, n, spread, None, replicates)


def correlations(given: Given, items: Sequence[str], one: Axis, other: Axis) -> Array:
    """Return the correlation of the two figures of every item, NaN where there is none."""
    if not one.battery:
        return _of_replicates(one, other)
    names = [columns.item(axis.battery, i) for axis in (one, other) for i in items]
    covariance, k = given.summary.means(names).cov, len(items)
    variance = np.diag(covariance)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.diag(covariance[:k, k:]) / np.sqrt(variance[:k] * variance[k:])
    return np.asarray(np.clip(found, -1.0, 1.0))


def _of_replicates(one: Axis, other: Axis) -> Array:
    drawn = drawn_together(one, other)
    whole = None if drawn is None else ~(np.isnan(drawn[0]) | np.isnan(drawn[1])).any(axis=1)
    if drawn is None or whole is None or not whole.any():
        return np.full(len(one.values), math.nan)
    x, y = (values[whole] - values[whole].mean(axis=0) for values in drawn)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (x * y).sum(axis=0) / np.sqrt((x * x).sum(axis=0) * (y * y).sum(axis=0))
    return np.asarray(np.clip(found, -1.0, 1.0))


def _spread(drawn: Array) -> Array:
    """Return the standard deviation of replicates, those without a figure left out."""
    whole = drawn[~np.isnan(drawn).any(axis=1)]
    if len(whole) < 2:
        return np.full(drawn.shape[1], math.nan)
    return np.asarray(whole.std(axis=0, ddof=1))


def _in_spreads(gap: float | None, spread: float | None) -> float:
    """Return a gap in standard deviations; where all people have the same gap, its sign."""
    if gap is None:
        return math.nan
    return gap / spread if spread else float(np.sign(gap))


def _numbers(values: Iterable[float | None]) -> Array:
    return np.array([math.nan if value is None else value for value in values], dtype=np.float64)
