"""Sums of zones of tolerance, of everybody and of those whom a screening keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from servqual.plan import columns
from servqual.responses import Missing, Responses
from servqual.results.zone import ScreenRow
from servqual.scoring.scores import plan_for, score, turned
from servqual.statistics.moments import Array
from servqual.statistics.summary import Block, Layout, Summary
from servqual.study.zone import GAPS, MEANS, SHARES, Sides, column, row_ids, zone_sides

Mask = npt.NDArray[np.bool_]
# of 22 items: more than 11 not applicable, more than 9 with the minimum above the desired level
MOST_NOT_APPLICABLE = 11 / 22
MOST_INVERSIONS = 9 / 22
ZONE, SCREENED, NO_INVERSION = "zone", "zone:screened", "zone:no_inversion"
RULES = ("incomplete", "many_not_applicable", "many_inversions", "any_inversion")


def zone_parts(responses: Responses) -> dict[str, Summary]:
    """Return the sums of everybody and of those whom each screening keeps, by name.

    Those of everybody count beside the scores what the screening found. Empty where minimum and
    desired level were not both asked.
    """
    sides = zone_sides(plan_for(responses).gaps)
    if sides is None:
        return {}
    screen = Screen.of(responses, sides)
    every = replace(zone_sums(responses, sides), extra=screen.counts())
    return {
        ZONE: every,
        SCREENED: zone_sums(responses.take(screen.kept), sides),
        NO_INVERSION: zone_sums(responses.take(screen.strict), sides),
    }


def zone_sums(responses: Responses, sides: Sides) -> Summary:
    """Return the sums of the three means, both gaps and the three shares of every row."""
    kept = _in_threes(responses, sides)
    plan, scored = plan_for(kept), score(kept)
    found: dict[str, Array] = {}
    units: dict[str, int] = {}
    stored = dict(zip(plan.layout().columns, plan.layout().units, strict=True))
    for level, name in row_ids(kept.instrument):
        places = [_column(battery, level, name) for battery in sides.batteries]
        unit = stored[places[0]]  # the three levels of a gap have one scale
        low, high, seen = (scored[place] for place in places)
        if level == "overall":  # stored in very large units: their squares would not be exact
            low, high, seen, unit = low / unit, high / unit, seen / unit, 1
        known = ~np.isnan(seen)
        marks = (seen < low, (seen >= low) & (seen <= high), (seen >= low) & (seen > high))
        shares = (np.where(known, mark, np.nan) for mark in marks)
        values = (low, high, seen, seen - low, seen - high, *shares)
        names = [column(level, name, figure) for figure in (*MEANS, *GAPS, *SHARES)]
        found |= dict(zip(names, values, strict=True))
        units |= dict(zip(names, (*(unit,) * 5, 1, 1, 1), strict=True))
    block = Block(
        np.column_stack(list(found.values())),
        responses.weights,
        rows=responses.rows,
        sampled=responses.sampled,
        unit=responses.unit,
    )
    return Summary.of(Layout(tuple(found), tuple(units.values())), block)


def _column(battery: str, level: str, name: str) -> str:
    """Return the scored column of a row in a battery."""
    if level == "overall":
        return columns.overall(battery, name)
    return columns.dimension(battery, name) if level == "dimension" else columns.item(battery, name)


def _in_threes(responses: Responses, sides: Sides) -> Responses:
    """Return the three batteries alone, with ratings only where all three were given."""
    form = responses.instrument
    codes = {b: responses.ratings[b] for b in sides.batteries}
    rated = {b: given >= form.scale_of(b).codes[0] for b, given in codes.items()}
    alone_given = ~np.all(list(rated.values()), axis=0)
    blank = np.int16(Missing.BLANK)
    ratings = {b: np.where(alone_given & rated[b], blank, codes[b]) for b in codes}
    alone = form.model_copy(update={"gaps": []})
    return replace(responses, instrument=alone, ratings=ratings, points=None, outcomes={}, order={})


# -- screening -------------------------------------------------------------------------------------


class Screen:
    """Whom a screening as in reports of library surveys keeps, rule by rule."""

    def __init__(self, rules: list[tuple[str, float, Mask]], counts: tuple[int, int]) -> None:
        self.rows = _counted(rules)
        left_out = [met for _, _, met in rules]
        self.kept: Mask = ~np.any(left_out[:3], axis=0)
        self.strict: Mask = ~np.any(left_out, axis=0)
        self.n_inversions, self.n_pairs = counts

    def counts(self) -> dict[str, int]:
        """Return what was found as counts that add up over blocks."""
        found = {"inversions": self.n_inversions, "pairs": self.n_pairs}
        for row in self.rows:
            found |= {f"met:{row.rule}": row.n_matching, f"first:{row.rule}": row.n}
        return found

    @classmethod
    def of(cls, answers: Responses, sides: Sides) -> Screen:
        """Return the screening of some answers."""
        form, names = answers.instrument, sides.batteries
        values = [turned(answers, b) for b in names]
        rated = ~np.isnan(values)
        excused = np.any([answers.ratings[b] == Missing.NOT_APPLICABLE for b in names], axis=0)
        hidden = np.zeros_like(excused)
        if form.forms:  # what a version does not ask lacks nothing
            hidden = np.all([answers.ratings[b] == Missing.NOT_SHOWN for b in names], axis=0)
        asked = (~hidden).sum(axis=1)
        both = rated[0] & rated[1]
        above = both & (values[0] > values[1])
        inversions = above.sum(axis=1)
        items = len(form.items)
        limits = limits_of(items)
        met = (
            ~(rated.all(axis=0) | excused | hidden).all(axis=1),
            _more(excused.sum(axis=1), MOST_NOT_APPLICABLE, asked),
            _more(inversions, MOST_INVERSIONS, asked),
            inversions > 0,
        )
        rules = [(rule, limits[rule], who) for rule, who in zip(RULES, met, strict=True)]
        return cls(rules, (int(above.sum()), int(both.sum())))


def limits_of(n_items: int) -> dict[str, float]:
    """Return from how many items on each rule meets somebody who was asked all of them."""
    limits = (0.0, MOST_NOT_APPLICABLE * n_items, MOST_INVERSIONS * n_items, 0.0)
    return dict(zip(RULES, limits, strict=True))


def screened_rows(counts: Mapping[str, int], n_items: int) -> tuple[ScreenRow, ...]:
    """Return the rows of a screening from its counts."""
    return tuple(
        ScreenRow(rule, limit, counts.get(f"met:{rule}", 0), counts.get(f"first:{rule}", 0))
        for rule, limit in limits_of(n_items).items()
    )


def _more(counts: npt.NDArray[np.int64], share: float, asked: npt.NDArray[np.int64]) -> Mask:
    """Say who has more than a share of the items that were asked."""
    return np.asarray(counts > share * asked + 1e-9)


def _counted(rules: list[tuple[str, float, Mask]]) -> tuple[ScreenRow, ...]:
    """Return how many people each rule meets, and how many that no earlier one has met."""
    rows, before = [], np.zeros_like(rules[0][2])
    for rule, limit, met in rules:
        rows.append(ScreenRow(rule, limit, int(met.sum()), int((met & ~before).sum())))
        before = before | met
    return tuple(rows)
