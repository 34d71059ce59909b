"""Responses to the Summary that every figure follows from."""

from __future__ import annotations

from servqual.responses import Responses
from servqual.scoring.counting import extra_counts
from servqual.scoring.scores import plan_for, scored_values
from servqual.statistics.summary import Block, Summary


def summarize(
    responses: Responses,
    *,
    weighted: bool = True,
    powers: bool = False,
    answer_pairs: bool = False,
    outcome: str = "",
) -> Summary:
    """Return the Summary of some answers, from which every figure follows.

    Parameters
    ----------
    responses : Responses
    weighted : bool
        Whether to use the survey weights that the answers carry.
    powers, answer_pairs : bool
        Whether products of four ratings and sums for resampling, and answers to pairs of items,
        are summed as well (:meth:`servqual.plan.layout.Plan.layout`).
    outcome : str
        Id of the outcome that derives importance, '' for the leading one.

    Returns
    -------
    Summary
        Summaries of two parts of the same answers add up to the Summary of the whole.
    """
    plan = plan_for(responses)
    layout = plan.layout(powers=powers, answer_pairs=answer_pairs, asked_outcome=outcome)
    values = scored_values(responses)
    weights = responses.weights if weighted else None
    block = Block(
        values,
        weights,
        extra_counts(responses),
        responses.rows,
        responses.sampled,
        responses.unit,
    )
    return Summary.of(layout, block)
