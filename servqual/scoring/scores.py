"""Responses to per-person scores under the half rule."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from servqual.plan.layout import Plan
from servqual.responses import Responses
from servqual.scoring.shares import item_shares, needed
from servqual.scoring.table import ScoreTable, gap_scores, places_of

__all__ = [
    "Scored",
    "gap_scores",
    "item_shares",
    "needed",
    "places_of",
    "plan_for",
    "score",
    "scored_values",
    "turned",
]

Array = npt.NDArray[np.float64]
Scored = dict[str, Array]


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
    :func:`servqual.instrument.forms.balanced_shares`. Overall scores of persons are rounded to
    whole numbers of their unit (:meth:`servqual.plan.layout.Plan.overall_unit`).
    """
    table = ScoreTable(plan_for(responses), responses)
    values = table.values()
    return {name: values[:, k] for k, name in enumerate(table.names)}


def scored_values(responses: Responses) -> Array:
    """Return the columns of :func:`score` as one array, shape (n_respondents, n_columns).

    They stand in the order of the layout of :func:`plan_for`.
    """
    return ScoreTable(plan_for(responses), responses).values()


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
