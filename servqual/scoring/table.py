"""Ratings to a table of scores: one row a person, a few thousand people at a time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from servqual.instrument import Gap, Instrument
from servqual.plan import columns
from servqual.plan.columns import ITEM_MEAN, WEIGHTED
from servqual.plan.layout import LOG_UNIT, Plan
from servqual.responses import Responses
from servqual.scoring.shares import item_shares, shared_mean

Array = npt.NDArray[np.float64]
Small = npt.NDArray[np.float32]  # sums of a few ratings are exact in it

# so many people's ratings and scores stay in the cache
PEOPLE_AT_ONCE = 8192
# the share of the smallest step that stands for no points (Martin-Fernandez et al. 2003: .65)
ZERO_POINTS = 0.65


def gap_scores(of: npt.NDArray[np.floating], minus: npt.NDArray[np.floating]) -> Array:
    """Return what was received minus what was wanted; NaN where either is missing.

    This is the one place that knows the sign: negative means a shortfall.
    """
    return of - minus


def places_of(instrument: Instrument, dimension_id: str) -> list[int]:
    """Return the positions of a dimension's items among all items."""
    return [j for j, i in enumerate(instrument.items) if i.dimension == dimension_id]


@dataclass(frozen=True)
class _Ratings:
    """Ratings of some people, 0 where missing, and 1 where there is one; shape (n, n_items)."""

    values: Small
    there: Small

    def over(self, there: Small) -> _Ratings:
        """Return the ratings where others are there as well."""
        return _Ratings(self.values * there, there)

    @property
    def with_holes(self) -> Array:
        return np.where(self.there > 0, self.values, np.nan).astype(np.float64)


class ScoreTable:
    """Scores some people's ratings into the columns of a plan.

    Parameters
    ----------
    plan : Plan
    responses : Responses
    """

    def __init__(self, plan: Plan, responses: Responses) -> None:
        self.names = tuple(plan.units())
        self._plan, self._responses = plan, responses
        self._place = {name: k for k, name in enumerate(self.names)}
        instrument = plan.instrument
        self._dimensions = [places_of(instrument, d) for d in instrument.dimension_ids]
        self._of_dimension = np.zeros((len(instrument.items), len(self._dimensions)), np.float32)
        for k, places in enumerate(self._dimensions):
            self._of_dimension[places, k] = 1.0
        self._need = np.array([plan.need(len(places)) for places in self._dimensions])
        self._shares = item_shares(responses)
        self._reversed = {
            b: [instrument.is_reversed(i, b) for i in instrument.item_ids] for b in plan.batteries
        }

    def values(self) -> Array:
        """Return the scores in stored units, shape (n_respondents, n_columns), NaN for missing."""
        found = np.empty((len(self._responses), len(self.names)))
        for start in range(0, len(found), PEOPLE_AT_ONCE):
            cut = slice(start, start + PEOPLE_AT_ONCE)
            self._fill(found[cut], cut)
        return found

    def _fill(self, out: Array, cut: slice) -> None:
        plan, responses = self._plan, self._responses
        ratings = {battery: self._ratings(battery, cut) for battery in plan.batteries}
        for battery, own in ratings.items():
            self._put_items(out, battery, own)
            if battery not in plan.rated:
                continue
            names = [columns.dimension(battery, d) for d in plan.instrument.dimension_ids]
            self._put(out, names, self._means([own], cut)[0])
            if plan.instrument.overall == "items":
                name = columns.overall(battery, ITEM_MEAN)
                self._put(out, [name], self._mean_over_items(own, cut))
        points = None if responses.points is None else responses.points[cut]
        for gap in plan.gaps:
            self._put_gap(out, gap, ratings, points if plan.points else None, cut)
        if points is not None and plan.ranking:
            self._put_places(out, points)
        elif points is not None and plan.points:
            self._put_points(out, points)
        for o in plan.outcomes:
            out[:, self._place[columns.outcome(o)]] = responses.outcomes[o][cut]

    def _put(self, out: Array, names: list[str], values: npt.NDArray[np.floating]) -> None:
        """Write columns that stand beside each other in the layout, as they were declared."""
        start = self._place[names[0]]
        if self._place[names[-1]] != start + len(names) - 1:
            raise ValueError(f"{names[0]} and {names[-1]} are apart in the layout")
        out[:, start : start + len(names)] = values

    def _put_items(self, out: Array, battery: str, ratings: _Ratings) -> None:
        names = self._plan.item_columns(battery)
        self._put(out, names, ratings.values)
        # few answers are missing: they are written one by one
        who, item = np.divmod(np.flatnonzero(ratings.there == 0), len(names))
        out[who, item + self._place[names[0]]] = np.nan

    def _ratings(self, battery: str, cut: slice) -> _Ratings:
        """Return some people's ratings, negatively worded items as min + max - x."""
        ends = self._plan.instrument.scale_of(battery).codes
        codes = np.ascontiguousarray(self._responses.ratings[battery][cut])
        there = (codes >= ends[0]).astype(np.float32)
        values = codes.astype(np.float32)
        turned = self._reversed[battery]
        if any(turned):
            values[:, turned] = ends[0] + ends[-1] - values[:, turned]
        values *= there
        return _Ratings(values, there)

    # -- means of a person's ratings -----------------------------------------------------------

    def _means(self, sides: list[_Ratings], cut: slice) -> list[Array]:
        """Return person means of every dimension under the half rule, in the dimension's unit.

        All sides are there for the same people and items.
        """
        if self._shares:
            return [self._shared_means(side, cut) for side in sides]
        answered = sides[0].there @ self._of_dimension
        divisor = np.where(answered >= self._need, answered, np.nan).astype(np.float64)
        # the unit is a multiple of every possible count, so total * (unit / answered) stays whole
        found = []
        for side in sides:
            total = (side.values @ self._of_dimension).astype(np.float64)
            total *= self._plan.dimension_unit
            total /= divisor
            found.append(total)
        return found

    def _shared_means(self, ratings: _Ratings, cut: slice) -> Array:
        values, ids = ratings.with_holes, self._plan.instrument.dimension_ids
        return np.column_stack(
            [
                shared_mean(self._plan, values[:, places], self._shares[d][cut])
                for d, places in zip(ids, self._dimensions, strict=True)
            ]
        )

    def _mean_over_items(self, ratings: _Ratings, cut: slice) -> Array:
        if self._shares:
            shares = self._shares[""][cut]
            return shared_mean(self._plan, ratings.with_holes, shares)[:, None]
        answered = ratings.there.sum(axis=1, keepdims=True)
        total: Array = ratings.values.sum(axis=1, keepdims=True).astype(np.float64)
        total *= self._plan.overall_unit(ITEM_MEAN)
        total /= np.where(answered >= self._plan.need(len(self._of_dimension)), answered, np.nan)
        return np.asarray(np.rint(total))

    # -- gaps ----------------------------------------------------------------------------------

    def _put_gap(
        self,
        out: Array,
        gap: Gap,
        ratings: dict[str, _Ratings],
        points: Array | None,
        cut: slice,
    ) -> None:
        """Write the gap columns of items, dimensions and persons with both their sides."""
        plan = self._plan
        of = ratings[gap.of]
        minus = self._midpoint(gap, of) if gap.direct else ratings[gap.minus]
        if gap.direct:
            self._put_items(out, gap.minus, minus)
        both = of.there * minus.there
        of, minus = of.over(both), minus.over(both)
        gaps = _Ratings(gap_scores(of.values, minus.values).astype(np.float32, copy=False), both)
        self._put_items(out, gap.name, gaps)
        by_side = self._means([gaps, of, minus], cut)
        names = [columns.dimension(gap.name, d) for d in plan.instrument.dimension_ids]
        threes = [c for name in names for c in _with_sides(name)]
        self._put(out, threes, np.stack(by_side, axis=2).reshape(len(out), -1))
        if points is not None:
            overall = self._weighted_overall(by_side, points)
            self._put(out, _with_sides(columns.overall(gap.name, WEIGHTED)), overall)
        if plan.instrument.overall == "items":
            means = [self._mean_over_items(side, cut) for side in (gaps, of, minus)]
            if not plan.instrument.forms:
                means[0] = means[1] - means[2]
            self._put(out, _with_sides(columns.overall(gap.name, ITEM_MEAN)), np.hstack(means))

    def _midpoint(self, gap: Gap, of: _Ratings) -> _Ratings:
        """Return the middle of the scale for everybody who answered: "as expected"."""
        middle = self._plan.instrument.scale_of(gap.of).middle
        there = of.there if middle is not None else np.zeros_like(of.there)
        return _Ratings(there * np.float32(middle or 0), there)

    def _weighted_overall(self, by_side: list[Array], points: Array) -> Array:
        """Return each person's overall gap by importance points, shared over what they answered."""
        plan = self._plan
        there = ~np.isnan(by_side[0]) & ~np.isnan(points)
        weight = np.where(there, points, 0.0)
        total = sum(weight.T)
        enough = (sum(there.T.astype(np.int16)) >= plan.need_dimensions()) & (total > 0)
        divisor = np.where(enough, total, np.nan)
        found = np.empty((len(points), len(by_side)))
        unit = plan.overall_unit(WEIGHTED) / plan.dimension_unit
        for k, scores in enumerate(by_side):
            summed = sum((np.where(there, scores, 0.0) * weight).T)
            found[:, k] = summed * unit / divisor
        if plan.instrument.forms:
            return found
        found = np.rint(found)
        found[:, 0] = found[:, 1] - found[:, 2]  # rounded apart, a gap would not be what it says
        return found

    # -- importance ----------------------------------------------------------------------------

    def _put_places(self, out: Array, places: Array) -> None:
        """Write the place that each person gave each dimension, and which one comes first."""
        ids = self._plan.instrument.dimension_ids
        self._put(out, [columns.ranking(d) for d in ids], places)
        first = np.where(np.isnan(places), np.nan, places == 1)
        self._put(out, [columns.points_first(d) for d in ids], first)

    def _put_points(self, out: Array, points: Array) -> None:
        """Write the points, each person's centred logarithms of them, and which come first.

        Points add up to a total, so they are shares: their centre is the geometric mean, closed
        again (Aitchison 1986). A dimension without points counts as .65 points, the others that
        much fewer in proportion (multiplicative replacement: Martin-Fernandez, Barcelo-Vidal &
        Pawlowsky-Glahn 2003). Logarithms are kept in whole parts of 1/1024.
        """
        ids = self._plan.instrument.dimension_ids
        stored = np.rint(points * self._plan.points_unit)
        self._put(out, [columns.points(d) for d in ids], stored)
        zero = points == 0
        none = np.asarray(sum(zero.T.astype(np.int16)))[:, None]
        left = 1 - ZERO_POINTS * none / self._plan.instrument.importance.total
        with np.errstate(invalid="ignore", divide="ignore"):
            logs = np.log(np.where(zero, ZERO_POINTS, points * left))
        centre = sum(logs.T) / len(ids)
        centred = np.round((logs - np.asarray(centre)[:, None]) * LOG_UNIT)
        self._put(out, [columns.points_log(d) for d in ids], centred)
        most = reduce(np.maximum, points.T)
        first = np.where(np.isnan(centred), np.nan, points == most[:, None])
        self._put(out, [columns.points_first(d) for d in ids], first)


def _with_sides(name: str) -> list[str]:
    return [name, columns.part(name, "of"), columns.part(name, "minus")]
