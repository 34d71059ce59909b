"""Which causes come first: items grouped by theme, the groups ranked by what falls short."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from servqual.instrument import Instrument
from servqual.plan import columns
from servqual.results import Gaps, Priorities, Scores, Theme, Themes
from servqual.settings import Settings
from servqual.statistics.moments import Array
from servqual.statistics.summary import Summary
from servqual.statistics.tails import t_quantile

MAY_MATTER = ("clearly_large", "size_open")


@dataclass(frozen=True)
class _Values:
    """The figure by which items are ranked: its name, and the value and column of each item."""

    kind: str
    of: Mapping[str, float]
    clearly_large: frozenset[str] | None


def theme_table(
    summary: Summary,
    instrument: Instrument,
    settings: Settings,
    gaps: Gaps,
    scores: Scores,
    priorities: Priorities,
) -> Themes:
    """Return the themes in the order in which they deserve attention.

    With gaps, a theme is ranked by the mean gap of those of its items that fall short for certain
    by an amount that may matter (first gap of the questionnaire); a theme without such an item is
    left out. Without gaps it is ranked by the mean rating of all its items. The gaps of the other
    items do not count: a cause is not less urgent because something else under it goes well.
    """
    groups = item_groups(instrument)
    values = _shortfalls(instrument, gaps) or _ratings(instrument, gaps, scores)
    if len(groups) < 2 or values is None:
        return Themes()
    concentrate = {r.item for r in priorities.items if r.quadrant == "concentrate_here"}
    rated = priorities.importance_source == "ratings"
    found = []
    for name, (source, items) in groups.items():
        chosen = sorted((i for i in items if i in values.of), key=lambda i: values.of[i])
        if not chosen:
            continue
        large = values.clearly_large
        found.append(
            Theme(
                theme=name,
                source=source,
                kind=values.kind,
                items=tuple(chosen),
                n_items=len(items),
                n_clearly_large=None if large is None else len(large & set(chosen)),
                n_concentrate_here=len(concentrate & set(chosen)) if rated else None,
                mean=float(np.mean([values.of[i] for i in chosen])),
            )
        )
    found.sort(key=lambda theme: theme.mean)
    return Themes(_compared(summary, settings, found))


Groups = dict[str, tuple[Literal["theme", "dimension"], list[str]]]


def item_groups(instrument: Instrument) -> Groups:
    """Return the items by declared theme, by dimension where none is declared."""
    if instrument.themes:
        return {theme.id: ("theme", list(theme.items)) for theme in instrument.themes}
    return {name: ("dimension", instrument.items_of(name)) for name in instrument.dimension_ids}


def _shortfalls(instrument: Instrument, gaps: Gaps) -> _Values | None:
    """Return the gaps that fall short by what may matter; None where no gap was asked."""
    kinds = [gap.name for gap in instrument.gaps if any(r.kind == gap.name for r in gaps.items)]
    if not kinds:
        return None
    rows = [r for r in gaps.items if r.kind == kinds[0] and r.verdict in MAY_MATTER]
    short = {r.id: r.gap for r in rows if r.gap is not None and r.gap < 0}
    large = frozenset(r.id for r in rows if r.verdict == "clearly_large")
    return _Values(kinds[0], short, large)


def _ratings(instrument: Instrument, gaps: Gaps, scores: Scores) -> _Values | None:
    """Return the mean rating of every item where only one side was asked."""
    names = instrument.rated_batteries
    if not names:
        return None
    battery = next((b for b in ("perception", "satisfaction") if b in names), names[0])
    means = {r.id: r.mean for r in scores.items if r.battery == battery and r.mean is not None}
    return _Values(battery, means, None) if means and not gaps.items else None


def _compared(summary: Summary, settings: Settings, themes: list[Theme]) -> tuple[Theme, ...]:
    """Return the themes with the paired difference of each from the first.

    The difference of two means of item means has the variance c' V c, with V the covariance of the
    item means and c = 1/k on the items of the one, -1/m on those of the other.
    """
    if len(themes) < 2:
        return tuple(themes)
    first, *others = themes
    tail = (1 - settings.confidence) / (2 * len(others))
    return (first, *(_against(summary, first, theme, tail) for theme in others))


def _against(summary: Summary, first: Theme, theme: Theme, tail: float) -> Theme:
    names = [columns.item(theme.kind, i) for i in (*theme.items, *first.items)]
    vector = summary.means(names)
    weights = np.concatenate(
        [
            np.full(len(theme.items), 1 / len(theme.items)),
            np.full(len(first.items), -1 / len(first.items)),
        ]
    )
    df = summary.degrees(dict(zip(names, weights.tolist(), strict=True)), float(vector.n.min()) - 1)
    variance = _quadratic(weights, vector.cov)
    if df < 1 or not math.isfinite(variance):
        return theme
    difference = theme.mean - first.mean
    reach = t_quantile(1 - tail, df) * math.sqrt(max(variance, 0.0))
    low, high = difference - reach, difference + reach
    return replace(theme, difference=difference, ci_low=low, ci_high=high, tied=low <= 0 <= high)


def _quadratic(weights: Array, covariance: Array) -> float:
    return float(weights @ covariance @ weights)
