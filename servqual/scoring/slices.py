"""Summaries of every group of a people column: scored once, sorted once, summed group by group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from servqual.plan import columns
from servqual.plan.layout import Plan
from servqual.responses import Responses
from servqual.scoring.scores import Scored, plan_for, score, turned
from servqual.statistics.pooling import PooledSummary
from servqual.statistics.summary import Block, Layout, Summary

Labels = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Sums:
    """Which sums are formed of a group: the layout, and the columns that it names."""

    layout: Layout
    scored: Scored


def everything(responses: Responses, scored: Scored | None = None) -> Sums:
    """Return all that a group is compared by: items, dimensions, their tables and histograms.

    ``scored`` are the scores of these answers, where they are at hand.
    """
    return Sums(plan_for(responses).layout(), scored or score(responses))


def means_alone(responses: Responses, scored: Scored | None = None) -> Sums:
    """Return what the means of dimensions need, and how many answers are low.

    Of a thousand groups every pair of items would not fit into memory. Columns are the gaps of
    dimensions with both their sides, the dimensions themselves where there are no gaps, and
    :func:`low` beside :func:`asked`. ``scored`` are the scores of these answers, where they are at
    hand.
    """
    plan = plan_for(responses)
    scored = scored or score(responses)
    units = dict(zip(plan.layout().columns, plan.layout().units, strict=True))
    battery = main_battery(plan)
    names = [columns.dimension(g.name, d) for g in plan.gaps for d in _dimensions(plan)]
    names += [columns.part(name, side) for name in names for side in ("of", "minus")]
    if not plan.gaps and battery:
        names = [columns.dimension(battery, d) for d in _dimensions(plan)]
    counts = _low_answers(responses, plan, battery) if battery else {}
    kept = [*names, *counts]
    layout = Layout(tuple(kept), tuple(units.get(name, 1) for name in kept))
    return Sums(layout, scored | counts)


def main_battery(plan: Plan) -> str:
    """Return the battery of what people got, else the first one that was rated; '' for none."""
    return plan.performance or next(iter(plan.rated), "")


def _dimensions(plan: Plan) -> list[str]:
    return plan.instrument.dimension_ids


def _low_answers(responses: Responses, plan: Plan, battery: str) -> Scored:
    """Return how many answers each person gave, and how many of them in the lower part."""
    values = turned(responses, battery)
    limit = columns.lower_part(responses.instrument.scale_of(battery))
    answered = ~np.isnan(values)
    counted = np.where(answered, values, np.inf) <= limit
    found: Scored = {}
    for d in ("", *_dimensions(plan)):
        items = responses.instrument.items_of(d) if d else responses.instrument.item_ids
        places = [responses.instrument.item_ids.index(i) for i in items]
        n_asked = answered[:, places].sum(axis=1).astype(np.float64)
        nobody = n_asked == 0  # who answered nothing has no share
        for name, n in ((columns.low, counted[:, places].sum(axis=1)), (columns.asked, n_asked)):
            found[name(battery, d)] = np.where(nobody, np.nan, n)
    return found


def by_label(
    tables: Sequence[Responses],
    labels: Labels,
    sums: Callable[[Responses], Sums] = everything,
) -> dict[str, Summary]:
    """Return the Summary of the people under each label, in order, the blank one last.

    Parameters
    ----------
    tables : sequence of Responses
        The same people, once or with their blanks filled in several times.
    labels : object array of str, shape (n_respondents,)
    sums : function of Responses
        What is summed: :func:`everything` or :func:`means_alone`.
    """
    names, codes = np.unique(labels.astype(str), return_inverse=True)
    order = np.argsort(codes, kind="stable")
    ends = np.searchsorted(codes[order], np.arange(len(names) + 1))
    places = [order[start:end] for start, end in pairwise(ends)]
    parts = [_sliced(table, places, sums(table)) for table in tables]
    found = {
        str(name): own[0] if len(own) == 1 else PooledSummary.over(own)
        for name, own in zip(names, zip(*parts, strict=True), strict=True)
    }
    blank = {"": found.pop("")} if "" in found else {}
    return found | blank


def _sliced(responses: Responses, groups: Sequence[npt.NDArray[Any]], sums: Sums) -> list[Summary]:
    """Return the Summary of each group of rows."""
    order = np.concatenate(groups) if groups else np.zeros(0, dtype=np.intp)
    nothing = np.zeros((len(order), 0))
    values = np.column_stack([nothing, *(sums.scored[n][order] for n in sums.layout.columns)])
    ends = np.cumsum([0, *(len(rows) for rows in groups)])
    whole = _design_of_a_part(responses)
    return [
        Summary.of(
            sums.layout,
            replace(
                whole,
                values=values[start:end],
                weights=None if whole.weights is None else whole.weights[rows],
                rows=responses.rows[rows],
                unit=None if whole.unit is None else whole.unit[rows],
            ),
        )
        for rows, (start, end) in zip(groups, pairwise(ends), strict=True)
    ]


def _design_of_a_part(responses: Responses) -> Block:
    """Return a block without rows; a part of a sample is no part of a known finite population."""
    sampled = None if responses.sampled is None else responses.sampled.without_correction()
    nothing = np.zeros((0, 0))
    return Block(nothing, responses.weights, sampled=sampled, unit=responses.unit)
