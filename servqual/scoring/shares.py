"""Scores of questionnaires that were answered in versions: items count by shares."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from servqual.instrument import FORM_COLUMN
from servqual.plan.layout import Plan
from servqual.responses import Responses

Array = npt.NDArray[np.float64]


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


def shared_mean(plan: Plan, values: Array, shares: Array) -> Array:
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
