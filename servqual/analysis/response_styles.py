"""How the groups of a breakdown use the scale, before anything they say is compared."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

import numpy as np
import numpy.typing as npt

from servqual.disclosure import Alike, decimals, shown_groups
from servqual.responses import Responses
from servqual.results import Study
from servqual.results.segments import Segments, StyleRow, StyleSpread
from servqual.scoring import plan_for
from servqual.settings import Settings
from servqual.statistics.linear import contrast
from servqual.statistics.moments import Array
from servqual.statistics.paired import Test, t_test
from servqual.statistics.response_style import response_styles
from servqual.statistics.summary import Block, Layout, Summary

STYLES = ("extreme", "middle", "agreement", "spread")
CLEARLY = 0.5  # standard deviations, a medium difference (Cohen 1988): house default
MOST_GROUPS = 60
CROSSED = "*"
NO_SPREAD = 1e-9
Means = dict[str, dict[str, tuple[int, float, float, float, float]]]


def with_styles(found: Segments, study: Study, responses: Responses) -> Segments:
    """Return the response styles of the groups of every breakdown, and where they differ much."""
    columns = [c for c in study.groups.columns if c in responses.people and CROSSED not in c]
    values = _values(responses) if columns else []
    if not values:
        return found
    for by in columns:
        rows, spreads = _of_column(study, responses, values, by)
        found = replace(
            found,
            styles=(*found.styles, *rows),
            style_spreads=(*found.style_spreads, *spreads),
        )
    return found


def _values(responses: Responses) -> list[Array]:
    """Return the four indices of each person, shape (n, 4): of all ratings, then of each battery.

    The batteries are those of the first gap, if they have one scale; else that of what people got,
    alone.
    """
    plan, form = plan_for(responses), responses.instrument
    if not plan.rated:
        return []
    leading = plan.gaps[0].batteries[::-1] if plan.gaps else (plan.rated[0],)
    scale = form.scale_of(leading[-1])
    batteries = [b for b in leading if form.scale_of(b) == scale]
    ratings = {
        b: np.where(codes >= scale.codes[0], codes / scale.parts, np.nan)
        for b, codes in ((b, responses.ratings[b]) for b in batteries)
    }
    midpoint = (scale.codes[0] + scale.codes[-1]) % 2 == 0
    sets = [np.hstack(list(ratings.values())), *(ratings.values() if len(ratings) > 1 else ())]
    return [
        np.column_stack(response_styles(x, scale.min, scale.max, midpoint=midpoint)) for x in sets
    ]


def _of_column(
    study: Study, responses: Responses, values: list[Array], by: str
) -> tuple[list[StyleRow], list[StyleSpread]]:
    """Return the means of every group that may be shown, and the largest differences."""
    groups = responses.people[by].astype(str).astype(object)
    names = sorted(set(groups))
    if len(names) > MOST_GROUPS:
        return [], []
    hidden = {g.group for g in study.groups.of(by).groups if not g.shown} | {""}
    masks = {g: np.asarray(groups == g) for g in names}
    means, *parts = (
        {g: _means(_summary(responses, x, who)) for g, who in masks.items()} for x in values
    )
    people = {g: int(who.sum()) for g, who in masks.items()}
    shown = _shown(means, people, study.settings.min_cell, hidden)
    known = [s for s in STYLES if all(means[g][s][0] > 1 for g in shown)]
    rows = [_row(by, g, style, means[g][style], study.settings) for g in shown for style in known]
    spreads = [_spread(by, style, shown, means, study.settings) for style in known]
    return rows, [_everywhere(s, parts, study.settings) for s in spreads if s is not None]


def _everywhere(row: StyleSpread, parts: list[Means], settings: Settings) -> StyleSpread:
    """Return a difference that warns only if it shows in each battery: a style does."""
    if not parts:
        return row
    tests = [
        _test(means, row.highest, row.lowest, row.style, settings.confidence) for means in parts
    ]
    everywhere = all(test.ci_low is not None and test.ci_low > 0 for test in tests)
    return replace(row, everywhere=everywhere, warns=row.warns and everywhere)


def _test(means: Means, high: str, low: str, style: str, confidence: float) -> Test:
    """Return the difference of two groups in a style with its interval (Welch)."""
    parts = [np.array(p) for p in zip(*(means[g][style][1:4] for g in (high, low)), strict=True)]
    found = contrast(np.array([1.0, -1.0]), *parts)
    return t_test(found.value, found.se, found.df, confidence)


def _summary(responses: Responses, values: Array, who: npt.NDArray[np.bool_]) -> Summary:
    r = responses.take(who)
    block = Block(values[who], r.weights, {}, r.rows, r.sampled, r.unit)
    return Summary.of(Layout(STYLES, (1,) * len(STYLES)), block)


def _means(summary: Summary) -> dict[str, tuple[int, float, float, float, float]]:
    """Return n, mean, standard error, degrees of freedom and SD of each style."""
    v = summary.means(STYLES)
    se = np.sqrt(np.maximum(np.diag(v.cov), 0.0))
    return {
        style: (int(v.n[k]), float(v.mean[k]), float(se[k]), float(v.df[k]), float(v.sd[k]))
        for k, style in enumerate(STYLES)
    }


def _shown(means: Means, people: dict[str, int], min_cell: int, hidden: set[str]) -> list[str]:
    """Return the groups that may be shown: people, and each style behind which there is anyone."""
    used = [s for s in STYLES if any(means[g][s][0] for g in means)]
    bases = {g: [people[g], *(means[g][s][0] for s in used)] for g in means}
    alike: dict[str, list[Alike]] = {
        g: [(None,), *((_common(means[g][s]),) for s in used)] for g in means
    }
    return shown_groups(bases, min_cell, never=hidden, alike=alike)


def _common(found: tuple[int, float, float, float, float]) -> float | None:
    n, mean, _, _, sd = found
    return round(mean, 6) if n == 1 or (n and sd < NO_SPREAD) else None


def _row(
    by: str,
    group: str,
    style: str,
    found: tuple[int, float, float, float, float],
    settings: Settings,
) -> StyleRow:
    n, mean, se, df, _ = found
    places = decimals(n)
    test = t_test(mean, se, df, settings.confidence)
    low, high = (None if x is None else round(x, places) for x in (test.ci_low, test.ci_high))
    return StyleRow(by, group, style, n, round(mean, places), low, high)


def _spread(
    by: str, style: str, shown: list[str], means: Means, settings: Settings
) -> StyleSpread | None:
    """Return the two groups that differ most, its interval adjusted for all pairs (Bonferroni)."""
    if len(shown) < 2:
        return None
    low, high = max(
        combinations(sorted(shown, key=lambda g: (means[g][style][1], g)), 2),
        key=lambda pair: means[pair[1]][style][1] - means[pair[0]][style][1],
    )
    pairs = math.comb(len(shown), 2)
    test = _test(means, high, low, style, 1 - (1 - settings.confidence) / pairs)
    difference = means[high][style][1] - means[low][style][1]
    n, sd = (np.array([means[g][style][k] for g in shown]) for k in (0, 4))
    within = math.sqrt(float((n - 1) @ sd**2) / float((n - 1).sum()))
    if test.ci_low is None or test.ci_high is None or within < NO_SPREAD:
        return None
    d = difference / within
    places = decimals(int(min(means[low][style][0], means[high][style][0])))
    return StyleSpread(
        by, style, low, high, len(shown),
        round(difference, places), round(test.ci_low, places), round(test.ci_high, places),
        round(d, 2), None, bool(test.ci_low > 0 and d >= CLEARLY),
    )  # fmt: skip
