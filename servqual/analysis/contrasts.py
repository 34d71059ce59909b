"""Penalties and rewards from the answers themselves: their robust errors need rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from servqual.instrument import Outcome
from servqual.plan import columns
from servqual.responses import Responses
from servqual.results import AsymmetryRow
from servqual.results.importance_rows import ImportanceLevel
from servqual.scoring import Scored, plan_for, score
from servqual.settings import Settings
from servqual.statistics.contrast import FEWEST_IN_CLASS
from servqual.study.importance.asymmetry import Contrasted, asymmetry_rows


def asymmetry_of(responses: Responses, settings: Settings) -> tuple[AsymmetryRow, ...]:
    """Return what low scores cost and high ones win of the leading outcome.

    Parameters
    ----------
    responses : Responses
        Of the people who count; survey weights are used where there are any.
    settings : Settings
        ``outcome`` and ``confidence``.

    Returns
    -------
    tuple of AsymmetryRow
        Of the dimensions of what people got (satisfaction, else perception), over people who have
        all of them and the outcome; of the items too where there are at least 20 people for each
        of their contrasts, two per item. Empty without an outcome or without such a battery.
    """
    plan = plan_for(responses)
    outcomes, battery = plan.driver_outcomes(settings.outcome), plan.performance
    if not outcomes or not battery:
        return ()
    # nothing but these columns is scored
    used = replace(
        responses,
        ratings={battery: responses.ratings[battery]},
        outcomes={outcomes[0]: responses.outcomes[outcomes[0]]},
        points=None,
    )
    levels: list[ImportanceLevel] = ["dimension"]
    n_items = len(responses.instrument.items)
    if n_items > len(responses.instrument.dimensions):
        levels.append("item")
    asked = next(o for o in responses.instrument.outcomes if o.id == outcomes[0])
    scored = score(used)
    found = (_at_level(used, scored, asked, level, settings) for level in levels)
    return tuple(row for rows in found for row in rows)


def _at_level(
    responses: Responses,
    scored: Scored,
    outcome: Outcome,
    level: ImportanceLevel,
    settings: Settings,
) -> tuple[AsymmetryRow, ...]:
    """Return the rows of one level, those of items only if there are people enough."""
    instrument, (battery,) = responses.instrument, responses.ratings
    plan, scale = plan_for(responses), instrument.scale_of(battery)
    if level == "item":
        ids, unit = instrument.item_ids, scale.parts
        names = [columns.item(battery, i) for i in ids]
    else:
        ids, unit = instrument.dimension_ids, plan.dimension_unit * scale.parts
        names = [columns.dimension(battery, d) for d in ids]
    values = np.column_stack([scored[name] for name in names]) / unit
    y, w = scored[columns.outcome(outcome.id)], responses.weights
    there = ~np.isnan(values).any(axis=1) & ~np.isnan(y)
    if w is not None:
        there &= w > 0
    if level == "item" and there.sum() < FEWEST_IN_CLASS * 2 * len(ids):
        return ()
    asked = Contrasted(outcome, battery, level, tuple(ids), scale)
    chosen = None if w is None else w[there]
    return asymmetry_rows(asked, values[there], y[there], chosen, settings.confidence)
