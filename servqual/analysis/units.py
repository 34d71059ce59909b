"""The sums that units are compared by, also by the classes of people whose mix is made equal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from servqual.plan.columns import lower_part
from servqual.plan.layout import Plan
from servqual.responses import Responses
from servqual.results.tables import MOST_GROUPS
from servqual.scoring import plan_for
from servqual.scoring.slices import Labels, by_label, main_battery, means_alone
from servqual.statistics.summary import Summary
from servqual.study.league_sums import Mix, Units
from servqual.weighting import Design
from servqual.weighting.design import CROSS

BETWEEN = "\x1f"  # between the names of a class of several columns


def units_of(
    tables: Sequence[Responses],
    breakdowns: Mapping[str, Mapping[str, Summary]],
    design: Design | None,
) -> dict[str, Units]:
    """Return the sums of the units of every breakdown.

    Parameters
    ----------
    tables : sequence of Responses
        The same people, once or with their blanks filled in several times.
    breakdowns : mapping of people column to (mapping of group to Summary)
        Those of very many groups hold the means that are needed already.
    design : Design or None
        Its ``standard`` columns are those whose mix is made equal.
    """
    plan = plan_for(tables[0])
    if not _have_means(plan):
        return {}
    sums, mixes = {}, {}
    for by, groups in breakdowns.items():
        labels = tables[0].people[by].astype(str).astype(object)
        many = len(groups) > MOST_GROUPS
        sums[by] = groups if many else by_label(tables, labels, means_alone)
        mixes[by] = _mixes(tables, by, labels, design)
    return units_from(sums, plan, mixes)


def units_from(
    sums: Mapping[str, Mapping[str, Summary]],
    plan: Plan,
    mixes: Mapping[str, tuple[Mix, ...]] | None = None,
) -> dict[str, Units]:
    """Return the units of every breakdown from the sums that they are compared by."""
    if not _have_means(plan):
        return {}
    battery, low = main_battery(plan), 0.0
    if battery:
        scale = plan.instrument.scale_of(battery)
        low = lower_part(scale) / scale.parts
    told = mixes or {}
    return {by: Units(own, battery, low, told.get(by, ())) for by, own in sums.items()}


def _have_means(plan: Plan) -> bool:
    """Say whether anything was rated; Kano's questions have no means."""
    return bool(main_battery(plan) or plan.gaps)


def _mixes(
    tables: Sequence[Responses], by: str, units: Labels, design: Design | None
) -> tuple[Mix, ...]:
    """Return the mixes to make equal: by all columns together, then by fewer of them."""
    people = tables[0].people
    standard = () if design is None else design.standard
    names = [c for c in standard if c in people and c not in by.split(CROSS)]
    return tuple(_mix(tables, tuple(names[:k]), units, design) for k in range(len(names), 0, -1))


def _mix(
    tables: Sequence[Responses], names: tuple[str, ...], units: Labels, design: Design | None
) -> Mix:
    people = tables[0].people
    parts = [people[name].astype(str).astype(object) for name in names]
    classes = parts[0]
    for more in parts[1:]:
        classes = classes + BETWEEN + more
    known = np.all([part != "" for part in parts], axis=0)
    customers = _customers(names, design)
    shares = customers or _shares(classes[known], tables[0], known)
    kept = tuple(table.take(known) for table in tables)
    cells = by_label(kept, units[known] + BETWEEN + classes[known], means_alone)
    split = {tuple(name.split(BETWEEN, 1)): own for name, own in cells.items()}
    return Mix(names, "customers" if customers else "answers", shares, split)  # type: ignore[arg-type]


def _customers(names: tuple[str, ...], design: Design | None) -> dict[str, float]:
    """Return the shares of classes among the customers; nothing where they are not told."""
    told = {} if design is None else design.customers.get(CROSS.join(names), {})
    return {name.replace(CROSS, BETWEEN): share for name, share in told.items() if share > 0}


def _shares(classes: Labels, responses: Responses, known: Labels) -> dict[str, float]:
    """Return the shares of classes among those who answered, by their weights."""
    names, codes = np.unique(classes.astype(str), return_inverse=True)
    weights = None if responses.weights is None else responses.weights[known]
    counts = np.bincount(codes, weights=weights)
    return {str(n): float(c) / float(counts.sum()) for n, c in zip(names, counts, strict=True)}
