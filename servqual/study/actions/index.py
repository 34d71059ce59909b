"""The priority index: how much each item's shortfall counts, and how sure its rank is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from servqual.instrument import Instrument
from servqual.plan import columns
from servqual.results import Gaps, Importance, Scores
from servqual.settings import Settings
from servqual.statistics.moments import Array
from servqual.statistics.summary import Summary
from servqual.study.actions.weights import Weights, importance_weights
from servqual.study.priorities.axes import drawn_sums

# batteries that say what was wanted, or how people would feel: none of them is what people got
NOT_RECEIVED = (
    "expectation", "minimum", "desired", "importance", "functional", "dysfunctional",
)  # fmt: skip


@dataclass(frozen=True)
class Received:
    """What people got on one item, what it is held against, and over whom."""

    item: str
    n: int
    mean: float
    target: float
    sd: float | None


@dataclass(frozen=True)
class Index:
    """The priority index of every item that was rated: importance times shortfall.

    Attributes
    ----------
    rows : tuple of Received
        One per item, in the order of the questionnaire.
    kind : str
        Name of the gap that is the shortfall; '' where only what people got was asked.
    battery : str
        What people got.
    source : str
        ``ratings``, ``points``, ``derived``, or ``none`` where every item counts alike.
    importance : array, shape (k,), or None
        Shares that sum to 1; None for ``none``.
    shortfall : array, shape (k,)
        What is missing to the target, 0 to 1 of the scale range; 0 where nothing is.
    share : array, shape (k,)
        importance x shortfall as a share of the sum over all items.
    drawn : array, shape (b, k), or None
        importance x shortfall in other samples of people, in a unit of its own.
    """

    rows: tuple[Received, ...]
    kind: str
    battery: str
    source: str
    importance: Array | None
    shortfall: Array
    share: Array
    drawn: Array | None = None


def priority_index(
    summary: Summary,
    instrument: Instrument,
    settings: Settings,
    gaps: Gaps,
    scores: Scores,
    importance: Importance,
) -> Index | None:
    """Return the priority index of the items, None where nothing was rated that can fall short.

    The shortfall is what is missing to what people want, by the first gap of the questionnaire; to
    the target that was set, or to the top of the scale, where only what they got was asked.
    Importance is what people say (ratings of items; else points, those of a dimension shared out
    over its items, so that the index is an item's part of the weighted gap), else what goes
    together with an outcome, else nothing: expectations are in the gap already and would count
    twice, so that every item counts alike.
    """
    found = {row.kind for row in gaps.items}
    kind = next((g.name for g in instrument.gaps if g.name in found), "")
    battery = performance(instrument, scores, kind)
    rows = _by_gap(gaps, kind) if kind else _by_target(instrument, settings, scores, battery)
    weights = importance_weights(summary, instrument, settings, scores, importance, kind)
    rows = tuple(r for r in rows if weights is None or r.item in weights.of)
    if not rows:
        return None
    span = instrument.scale_of(battery).range
    shortfall = np.array([max(row.target - row.mean, 0.0) for row in rows]) / span
    given = None if weights is None else np.array([weights.of[row.item] for row in rows])
    product = shortfall if given is None else shortfall * given
    total = float(product.sum())
    short_drawn = _shortfalls_drawn(summary, settings, kind or battery, rows, against=not kind)
    return Index(
        rows,
        kind,
        battery,
        weights.source if weights else "none",
        None if given is None else given / given.sum(),
        shortfall,
        product / total if total > 0 else product,
        None if short_drawn is None else _times_importance(short_drawn, weights, rows),
    )


def _times_importance(shortfall: Array, weights: Weights | None, rows: Sequence[Received]) -> Array:
    """Return shortfalls times importance in other samples; what was not resampled stays as it is.

    Of importance by LMG there may be fewer samples; the first ones are of the same people.
    """
    items = [row.item for row in rows]
    if weights is None:
        return shortfall
    if weights.drawn is None:
        return np.asarray(shortfall * np.array([weights.of[i] for i in items]))
    given = weights.drawn(items)
    both = min(len(shortfall), len(given))
    return np.asarray(shortfall[:both] * given[:both])


# -- what people got, and what it is held against ------------------------------------------------


def performance(instrument: Instrument, scores: Scores, kind: str) -> str:
    """Return the battery of what people got; '' if nobody was asked."""
    if kind:
        return next(g.of for g in instrument.gaps if g.name == kind)
    rated = {row.battery for row in scores.items if row.mean is not None}
    names = ("satisfaction", "perception", *instrument.battery_names)
    return next((b for b in names if b in rated and b not in NOT_RECEIVED), "")


def _by_gap(gaps: Gaps, kind: str) -> tuple[Received, ...]:
    return tuple(
        Received(row.id, row.n, row.mean_of, row.mean_minus, row.sd_of)
        for row in gaps.items
        if row.kind == kind and row.mean_of is not None and row.mean_minus is not None
    )


def _by_target(
    instrument: Instrument, settings: Settings, scores: Scores, battery: str
) -> tuple[Received, ...]:
    if not battery:
        return ()
    top = float(instrument.scale_of(battery).max)
    target = settings.target[0] if settings.target else top
    return tuple(
        Received(row.id, row.n, row.mean, target, row.sd)
        for row in scores.items
        if row.battery == battery and row.mean is not None
    )


def _shortfalls_drawn(
    summary: Summary, settings: Settings, source: str, rows: Sequence[Received], *, against: bool
) -> Array | None:
    """Return what is missing in other samples, in scale points: to 0 of a gap, or to the target."""
    drawn = drawn_sums(summary)
    if drawn is None:
        return None
    names = [columns.item(source, row.item) for row in rows]
    means = drawn.means(names, settings.seed)
    target = np.array([row.target if against else 0.0 for row in rows])
    # NaN stays NaN: where nobody drawn has an item the ranks of that replicate do not exist
    return np.asarray(np.maximum(target - means, 0.0))
