"""Zones of tolerance from the answers, with and without the screening of library surveys."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from servqual.analysis.versions import Tables
from servqual.plan import columns
from servqual.plan.layout import Plan
from servqual.responses import Missing, Responses
from servqual.results import Study
from servqual.results.zone import ScreenRow, Zone, ZoneVariant
from servqual.scoring import plan_for, score, turned
from servqual.statistics.moments import Array
from servqual.statistics.pooling import PooledSummary
from servqual.statistics.summary import Block, Layout, Summary
from servqual.study.zone import GAPS, MEANS, SHARES, Sides, column, row_ids, variants, zone_rows
from servqual.study.zone import zone_sides as sides_of

Mask = npt.NDArray[np.bool_]
# of 22 items: more than 11 not applicable, more than 9 with the minimum above the desired level
MOST_NOT_APPLICABLE = 11 / 22
MOST_INVERSIONS = 9 / 22


def with_zone(study: Study, tables: Tables, answers: Responses) -> Study:
    """Return a study with its zones of tolerance, where minimum and desired level were asked.

    Parameters
    ----------
    study : Study
    tables : tuple of Responses
        Of the people who count, once or with their blanks filled in several times.
    answers : Responses
        The same people with what they left out, for the screening.
    """
    sides = sides_of(plan_for(tables[0]).gaps)
    if sides is None:
        return study
    form, settings = tables[0].instrument, study.settings
    screen = _Screen.of(answers, sides)
    rows = zone_rows(zone_sums(tables, sides), form, settings)
    more: list[ZoneVariant] = []
    for name, kept in (("screened", screen.kept), ("no_inversion", screen.strict)):
        before = len(answers) if name == "screened" else int(screen.kept.sum())
        if settings.min_cell <= kept.sum() < before:
            part = tuple(table.take(kept) for table in tables)
            more += variants(zone_sums(part, sides), form, settings, name)
    zone = Zone(
        rows=tuple(rows),
        screening=screen.rows,
        variants=tuple(more),
        n=len(answers),
        n_screened=int(screen.kept.sum()),
        n_no_inversion=int(screen.strict.sum()),
        n_inversions=screen.n_inversions,
        n_pairs=screen.n_pairs,
    )
    return replace(study, zone=zone)


# -- sums ------------------------------------------------------------------------------------------


def zone_sums(tables: Tables, sides: Sides) -> Summary:
    """Return the sums of the people who rated all three levels, pooled over filled-in tables."""
    parts = [_summed(table, sides) for table in tables]
    return parts[0] if len(parts) == 1 else PooledSummary.over(parts)


def _summed(responses: Responses, sides: Sides) -> Summary:
    """Return the sums of the three means, both gaps and the three shares of every row."""
    kept = _in_threes(responses, sides)
    plan, scored = plan_for(kept), score(kept)
    found: dict[str, Array] = {}
    for level, name in row_ids(kept.instrument):
        places = [_column(plan, battery, level, name) for battery in sides.batteries]
        low, high, seen = (scored[place] / unit for place, unit in places)
        known = ~np.isnan(seen)
        marks = (seen < low, (seen >= low) & (seen <= high), (seen >= low) & (seen > high))
        shares = (np.where(known, mark, np.nan) for mark in marks)
        values = (low, high, seen, seen - low, seen - high, *shares)
        names = (column(level, name, figure) for figure in (*MEANS, *GAPS, *SHARES))
        found |= dict(zip(names, values, strict=True))
    block = Block(
        np.column_stack(list(found.values())),
        responses.weights,
        rows=responses.rows,
        sampled=responses.sampled,
        unit=responses.unit,
    )
    return Summary.of(Layout(tuple(found), (1,) * len(found)), block)


def _column(plan: Plan, battery: str, level: str, name: str) -> tuple[str, int]:
    """Return the scored column of a row in a battery, and the unit that it is stored in."""
    parts = plan.parts(battery)
    if level == "overall":
        return columns.overall(battery, name), parts
    if level == "dimension":
        return columns.dimension(battery, name), parts * plan.dimension_unit
    return columns.item(battery, name), parts


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


class _Screen:
    """Whom a screening as in reports of library surveys keeps, rule by rule."""

    def __init__(self, rules: list[tuple[str, float, Mask]], counts: tuple[int, int]) -> None:
        self.rows = _counted(rules)
        left_out = [met for _, _, met in rules]
        self.kept: Mask = ~np.any(left_out[:3], axis=0)
        self.strict: Mask = ~np.any(left_out, axis=0)
        self.n_inversions, self.n_pairs = counts

    @classmethod
    def of(cls, answers: Responses, sides: Sides) -> _Screen:
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
        rules = [
            ("incomplete", 0.0, ~(rated.all(axis=0) | excused | hidden).all(axis=1)),
            _more("many_not_applicable", excused.sum(axis=1), MOST_NOT_APPLICABLE, asked, items),
            _more("many_inversions", inversions, MOST_INVERSIONS, asked, items),
            ("any_inversion", 0.0, inversions > 0),
        ]
        return cls(rules, (int(above.sum()), int(both.sum())))


def _more(
    rule: str, counts: npt.NDArray[np.int64], share: float, asked: npt.NDArray[np.int64], items: int
) -> tuple[str, float, Mask]:
    """Return a rule that meets whoever has more than a share of the items that were asked."""
    return rule, share * items, np.asarray(counts > share * asked + 1e-9)


def _counted(rules: list[tuple[str, float, Mask]]) -> tuple[ScreenRow, ...]:
    """Return how many people each rule meets, and how many that no earlier one has met."""
    rows, before = [], np.zeros_like(rules[0][2])
    for rule, limit, met in rules:
        rows.append(ScreenRow(rule, limit, int(met.sum()), int((met & ~before).sum())))
        before = before | met
    return tuple(rows)
