"""Sums whose dimensions are the touchpoints of a journey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from servqual.instrument import Dimension, Importance, Touchpoint
from servqual.plan import columns
from servqual.responses import Responses
from servqual.scoring.scores import plan_for, score
from servqual.statistics.summary import Block, Layout, Summary


def touchpoint_sums(responses: Responses, points: Sequence[Touchpoint]) -> Summary:
    """Return the Summary of some answers whose dimensions are touchpoints."""
    return _summed(_along(responses, points))


def _along(responses: Responses, points: Sequence[Touchpoint]) -> Responses:
    """Return answers whose dimensions are the touchpoints; other items are left out."""
    place = {name: point.id for point in points for name in point.items}
    kept = [k for k, name in enumerate(responses.instrument.item_ids) if name in place]
    form = responses.instrument
    items = [form.items[k].model_copy(update={"dimension": place[form.items[k].id]}) for k in kept]
    forms = [f.model_copy(update={"items": [i for i in f.items if i in place]}) for f in form.forms]
    changed = form.model_copy(
        update={
            "items": items,
            "dimensions": [Dimension(id=p.id, name=p.name) for p in points],
            "themes": [],
            "journey": [],
            "importance": Importance(),
            "reversed_form": None,
            "overall": "dimensions",
            "forms": forms,
        }
    )
    rated = {
        b: codes[:, kept] for b, codes in responses.ratings.items() if b in form.rated_batteries
    }
    return replace(responses, instrument=changed, ratings=rated, points=None, order={})


def _summed(responses: Responses) -> Summary:
    """Return the sums of the touchpoints alone: their gaps with both sides, and their means."""
    plan = plan_for(responses)
    scored = score(responses)
    names, units = [], []
    for gap in plan.gaps:
        for d in responses.instrument.dimension_ids:
            name = columns.dimension(gap.name, d)
            names += [name, columns.part(name, "of"), columns.part(name, "minus")]
            units += [plan.dimension_unit * plan.parts(gap.of)] * 3
    for battery in plan.rated:
        for d in responses.instrument.dimension_ids:
            names.append(columns.dimension(battery, d))
            units.append(plan.dimension_unit * plan.parts(battery))
    values = [scored[name] for name in names]
    block = Block(
        np.column_stack(values), responses.weights, sampled=responses.sampled, unit=responses.unit
    )
    return Summary.of(Layout(tuple(names), tuple(units)), block)
