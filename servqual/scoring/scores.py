"""Responses to Summary: per-person scores under the half rule, then sums."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from servqual.instrument import FORM_COLUMN, Gap, Instrument
from servqual.plan import columns
from servqual.plan.columns import ITEM_MEAN, WEIGHTED
from servqual.plan.layout import LOG_UNIT, Plan
from servqual.responses import Responses

Array = npt.NDArray[np.float64]
Scored = dict[str, Array]
# the share of the smallest step that stands for no points (Martin-Fernandez et al. 2003: .65)
ZERO_POINTS = 0.65


def plan_for(responses: Responses) -> Plan:
    """Return which columns these answers are scored into."""
    return Plan.of(
        responses.instrument,
        set(responses.ratings),
        points=responses.points is not None,
        outcomes=set(responses.outcomes),
    )


def score(responses: Responses) -> Scored:
    """Return one array per column of the plan, shape (n_respondents,), in stored units.

    A dimension's score is the mean of the items answered if at least half of them are (half of the
    *pairs* for a gap), times the plan's unit; NaN otherwise. Where the questionnaire was answered
    in versions, it is half of what the version asks, and items count by
    :func:`servqual.instrument.forms.balanced_shares`.
    """
    plan = plan_for(responses)
    instrument = responses.instrument
    shares = item_shares(responses)
    ratings = {battery: turned(responses, battery) for battery in plan.batteries}
    scored: Scored = {}
    for battery, values in ratings.items():
        scored |= _items(plan, battery, values)
        if battery not in plan.rated:
            continue
        for d in instrument.dimension_ids:
            scored[columns.dimension(battery, d)] = _mean_score(
                plan, values[:, places_of(instrument, d)], shares.get(d)
            )
        if instrument.overall == "items":
            scored[columns.overall(battery, ITEM_MEAN)] = _mean_over_items(
                plan, values, shares.get("")
            )
    shared = responses.points if plan.points else None
    for gap in plan.gaps:
        minus = _midpoint(plan, gap, ratings[gap.of]) if gap.direct else ratings[gap.minus]
        if gap.direct:
            scored |= _items(plan, gap.minus, minus)
        scored |= _gap_scores(plan, gap, ratings[gap.of], minus, shared, shares)
    if responses.points is not None and plan.ranking:
        scored |= _places_given(plan, responses.points)
    elif responses.points is not None:
        for place, d in enumerate(instrument.dimension_ids):
            scored[columns.points(d)] = responses.points[:, place]
        scored |= _logs_of_points(plan, responses.points)
    scored |= {columns.outcome(o): responses.outcomes[o] for o in plan.outcomes}
    return scored


def turned(responses: Responses, battery: str) -> Array:
    """Return a battery's ratings in parts of a point, negatively worded items as min + max - x.

    NaN means missing. A point has one part unless the scale says otherwise (``Scale.parts``).
    """
    instrument = responses.instrument
    ends = instrument.scale_of(battery).codes
    codes = responses.ratings[battery]
    values = np.where(codes >= ends[0], codes, np.nan).astype(np.float64)
    reverse = [instrument.is_reversed(i, battery) for i in instrument.item_ids]
    values[:, reverse] = ends[0] + ends[-1] - values[:, reverse]
    return values


def gap_scores(of: Array, minus: Array) -> Array:
    """Return what was received minus what was wanted; NaN where either is missing.

    This is the one place that knows the sign: negative means a shortfall.
    """
    return of - minus


def _midpoint(plan: Plan, gap: Gap, of: Array) -> Array:
    """Return the middle of the scale for everybody who answered: "as expected"."""
    middle = plan.instrument.scale_of(gap.of).middle
    return np.where(np.isnan(of), np.nan, np.nan if middle is None else float(middle))


def _items(plan: Plan, battery: str, values: Array) -> Scored:
    return dict(zip(plan.item_columns(battery), values.T, strict=True))


def places_of(instrument: Instrument, dimension_id: str) -> list[int]:
    """Return the positions of a dimension's items among all items."""
    return [j for j, i in enumerate(instrument.items) if i.dimension == dimension_id]


def _mean_score(plan: Plan, values: Array, shares: Array | None) -> Array:
    """Return person means under the half rule, times the unit that makes them whole numbers."""
    if shares is not None:
        return _shared_mean(plan, values, shares)
    return _mean(values, plan.need(values.shape[1]), plan.dimension_unit)


def _mean_over_items(plan: Plan, values: Array, shares: Array | None) -> Array:
    if shares is not None:
        return _shared_mean(plan, values, shares)
    return _mean(values, plan.need(values.shape[1]), 1)


def item_shares(responses: Responses) -> dict[str, Array]:
    """Return how much each item counts for each person, shape (n, n_items), by dimension.

    Empty unless the questionnaire was answered in versions; 0 for what a version does not ask,
    under '' of all items.
    """
    forms = responses.instrument.forms
    if not forms:
        return {}
    if FORM_COLUMN not in responses.people:
        raise ValueError(f"answers in versions need the people column {FORM_COLUMN!r}")
    place = {form.id.strip().casefold(): k for k, form in enumerate(forms)}
    who = np.array([place[str(name).strip().casefold()] for name in responses.people[FORM_COLUMN]])
    found = {}
    for d, by_form in responses.instrument.form_shares().items():
        items = responses.instrument.items_of(d) if d else responses.instrument.item_ids
        # items taken out may leave versions that cannot be balanced: then each counts alike
        rows = by_form or [{i: 1.0 for i in items if i in form.items} for form in forms]
        found[d] = np.array([[row.get(i, 0.0) for i in items] for row in rows])[who]
    return found


def _shared_mean(plan: Plan, values: Array, shares: Array) -> Array:
    """Return person means of what was asked, every item by its share, under the half rule.

    The rule is a share of the items that the person's version asks.
    """
    there = ~np.isnan(values) & (shares > 0)
    weight = np.where(there, shares, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (np.where(there, values, 0.0) * weight).sum(axis=1) / weight.sum(axis=1)
    return np.where(there.sum(axis=1) >= needed(plan, shares), mean, np.nan)


def needed(plan: Plan, shares: Array) -> npt.NDArray[np.int64]:
    """Return how many items each person must have answered, by how many the version asks."""
    asked = (shares > 0).sum(axis=1)
    known = {n: plan.need(n) for n in set(asked.tolist())}
    return np.array([known[n] for n in asked.tolist()], dtype=np.int64)


def _mean(values: Array, need: int, unit: int) -> Array:
    there = ~np.isnan(values)
    answered = there.sum(axis=1)
    total = np.where(there, values, 0.0).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        # the unit is a multiple of every possible count, so total * (unit / answered) stays whole
        mean = total * unit / answered
    return np.where(answered >= need, mean, np.nan)


def _gap_scores(
    plan: Plan,
    gap: Gap,
    of: Array,
    minus: Array,
    importance_points: Array | None,
    shares: Mapping[str, Array],
) -> Scored:
    """Return the gap columns of items, dimensions and persons with both their sides."""
    gaps = gap_scores(of, minus)
    sides = {
        "of": np.where(np.isnan(gaps), np.nan, of),
        "minus": np.where(np.isnan(gaps), np.nan, minus),
    }
    scored = _items(plan, gap.name, gaps)
    by_dimension: dict[str, list[Array]] = {"gap": [], "of": [], "minus": []}
    for d in plan.instrument.dimension_ids:
        places, name = places_of(plan.instrument, d), columns.dimension(gap.name, d)
        unit = plan.dimension_unit
        own = shares.get(d)
        score_of = _mean_score(plan, sides["of"][:, places], own)
        score_minus = _mean_score(plan, sides["minus"][:, places], own)
        score_gap = _mean_score(plan, gaps[:, places], own)
        scored |= {
            name: score_gap,
            columns.part(name, "of"): score_of,
            columns.part(name, "minus"): score_minus,
        }
        for key, values in (("gap", score_gap), ("of", score_of), ("minus", score_minus)):
            by_dimension[key].append(values / unit)
    if importance_points is not None:
        scored |= _weighted_overall(plan, gap, by_dimension, importance_points)
    if plan.instrument.overall == "items":
        name = columns.overall(gap.name, ITEM_MEAN)
        whole = shares.get("")
        scored[name] = _mean_over_items(plan, gaps, whole)
        scored |= {columns.part(name, s): _mean_over_items(plan, sides[s], whole) for s in sides}
    return scored


def _weighted_overall(
    plan: Plan, gap: Gap, by_dimension: dict[str, list[Array]], importance_points: Array
) -> Scored:
    """Return each person's overall gap by importance points, shared over what they answered."""
    scores = {key: np.column_stack(values) for key, values in by_dimension.items()}
    there = ~np.isnan(scores["gap"]) & ~np.isnan(importance_points)
    weight = np.where(there, importance_points, 0.0)
    total = weight.sum(axis=1)
    enough = (there.sum(axis=1) >= plan.need_dimensions()) & (total > 0)
    name = columns.overall(gap.name, WEIGHTED)
    names = {"gap": name, "of": columns.part(name, "of"), "minus": columns.part(name, "minus")}
    scored = {}
    for key, values in scores.items():
        summed = (np.where(there, values, 0.0) * weight).sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            scored[names[key]] = np.where(enough, summed / total, np.nan)
    return scored


def _places_given(plan: Plan, places: Array) -> Scored:
    """Return the place that each person gave each dimension, and which one comes first."""
    first = np.where(np.isnan(places), np.nan, places == 1)
    ids = plan.instrument.dimension_ids
    return {
        **{columns.ranking(d): places[:, k] for k, d in enumerate(ids)},
        **{columns.points_first(d): first[:, k] for k, d in enumerate(ids)},
    }


def _logs_of_points(plan: Plan, points: Array) -> Scored:
    """Return each person's centred logarithms of the points (times 1024), and which come first.

    Points add up to a total, so they are shares: their centre is the geometric mean, closed again
    (Aitchison 1986). A dimension without points counts as .65 points, the others that much fewer
    in proportion (multiplicative replacement: Martin-Fernandez, Barcelo-Vidal &
    Pawlowsky-Glahn 2003).
    """
    zero = points == 0
    left = 1 - ZERO_POINTS * zero.sum(axis=1, keepdims=True) / plan.instrument.importance.total
    replaced = np.where(zero, ZERO_POINTS, points * left)
    with np.errstate(invalid="ignore", divide="ignore"):
        logs = np.log(replaced)
    centred = np.round((logs - logs.mean(axis=1, keepdims=True)) * LOG_UNIT)
    first = np.where(np.isnan(centred), np.nan, points == points.max(axis=1, keepdims=True))
    ids = plan.instrument.dimension_ids
    return {
        **{columns.points_log(d): centred[:, k] for k, d in enumerate(ids)},
        **{columns.points_first(d): first[:, k] for k, d in enumerate(ids)},
    }
