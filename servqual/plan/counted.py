"""Of which columns and pairs of columns every value is counted."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from servqual.instrument import KANO_ANSWERS
from servqual.plan.columns import (
    answers,
    dimension,
    item,
    kano,
    outcome,
)

if TYPE_CHECKING:
    from servqual.plan.layout import Plan


def histograms(plan: Plan) -> tuple[tuple[str, int, int], ...]:
    """Return the columns whose every value is counted, each with the lowest and the highest."""
    found = []
    for battery in plan.batteries:
        codes = plan.instrument.scale_of(battery).codes
        found += [(name, codes[0], codes[-1]) for name in plan.item_columns(battery)]
    for gap in plan.gaps:
        reach = plan.instrument.scale_of(gap.of).range * plan.parts(gap.of)
        for d in plan.instrument.dimension_ids:
            unit = plan.dimension_unit
            if unit > 1 or len(plan.instrument.items_of(d)) == 1:
                found.append((dimension(gap.name, d), -reach * unit, reach * unit))
    if not plan.gaps:
        found += _rating_histograms(plan)
    for o in plan.instrument.outcomes:
        if o.id in plan.outcomes:
            found.append((outcome(o.id), o.min, o.max))
    return tuple(found)


def _rating_histograms(plan: Plan) -> list[tuple[str, int, int]]:
    """Return the dimensions of what people got, where there are no gaps that groups have."""
    found, unit = [], plan.dimension_unit
    for battery in [b for b in (plan.performance, *plan.rated) if b][:1]:
        codes = plan.instrument.scale_of(battery).codes
        for d in plan.instrument.dimension_ids:
            if unit > 1 or len(plan.instrument.items_of(d)) == 1:
                found.append((dimension(battery, d), codes[0] * unit, codes[-1] * unit))
    return found


def tables(plan: Plan) -> tuple[tuple[str, str, str, int, int], ...]:
    """Return both sides of every gap, and Kano's two questions, counted together by item."""
    found = []
    for gap in plan.gaps:
        codes = plan.instrument.scale_of(gap.of).codes
        found += [
            (item(gap.name, i), item(gap.of, i), item(gap.minus, i), codes[0], codes[-1])
            for i in plan.instrument.item_ids
        ]
    if {"functional", "dysfunctional"} <= set(plan.batteries):
        codes = plan.instrument.scale_of("functional").codes
        found += [
            (kano(i), item("functional", i), item("dysfunctional", i), codes[0], codes[-1])
            for i in plan.instrument.item_ids
            if len(codes) == KANO_ANSWERS
        ]
    return tuple(found)


def pair_tables(plan: Plan) -> list[tuple[str, str, str, int, int]]:
    """Return the answers to every two items of a dimension, counted together."""
    found = []
    for battery in plan.rated:
        codes = plan.instrument.scale_of(battery).codes
        for d in plan.instrument.dimension_ids:
            for i, j in itertools.combinations(plan.instrument.items_of(d), 2):
                name, columns = answers(battery, i, j), (item(battery, i), item(battery, j))
                found.append((name, *columns, codes[0], codes[-1]))
    return found
