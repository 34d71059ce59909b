"""Sums of everybody that single parts of a study rest on, beside those that all parts share."""

from __future__ import annotations

import numpy as np

from servqual.instrument import Outcome
from servqual.plan import columns
from servqual.responses import Responses
from servqual.scoring.along import touchpoint_sums
from servqual.scoring.tolerance import zone_parts
from servqual.statistics.moments import Array
from servqual.statistics.summary import Block, Layout, Summary
from servqual.study.outcomes import parts_of

OUTCOMES, JOURNEY = "outcomes", "journey"


def apart(responses: Responses) -> dict[str, Summary]:
    """Return sums by the name of the part: marks of outcomes, touchpoints, zones of tolerance.

    ``outcomes`` under weights or a design alone; ``journey`` where the questionnaire declares its
    touchpoints; ``zone``, ``zone:screened`` and ``zone:no_inversion`` where minimum and desired
    level were asked.
    """
    found: dict[str, Summary] = {}
    if responses.weights is not None:
        marks = outcome_sums(responses)
        found |= {OUTCOMES: marks} if marks else {}
    if responses.instrument.journey:
        found[JOURNEY] = touchpoint_sums(responses, responses.instrument.journey)
    return found | zone_parts(responses)


def outcome_sums(responses: Responses) -> Summary | None:
    """Return the sums of 1 for each high answer, for recommendations -1 for each low one, else 0.

    None without outcomes.
    """
    asked = [o for o in responses.instrument.customer_outcomes if o.id in responses.outcomes]
    if not asked:
        return None
    marks: list[Array] = [marked(o, responses.outcomes[o.id]) for o in asked]
    names = tuple(columns.outcome(o.id) for o in asked)
    return Summary.of(
        Layout(names, (1,) * len(names)),
        Block(
            np.column_stack(marks),
            responses.weights,
            {},
            responses.rows,
            responses.sampled,
            responses.unit,
        ),
    )


def marked(outcome: Outcome, answers: Array) -> Array:
    """Return 1 for each high answer, for recommendations -1 for each low one, else 0."""
    figure, (high, _, low) = parts_of(outcome, np.nan_to_num(answers, nan=outcome.min))
    found = np.where(high, 1.0, np.where(low & (figure == "nps"), -1.0, 0.0))
    return np.where(np.isnan(answers), np.nan, found)
