"""Limits of loyalty figures under survey weights and the design of the sample."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from servqual.instrument import Outcome
from servqual.plan import columns
from servqual.responses import Responses
from servqual.results import OutcomeRow, Outcomes, Study
from servqual.statistics.moments import Array
from servqual.statistics.shares import effective_answers, net_share, wilson
from servqual.statistics.summary import Block, Layout, Summary
from servqual.study.outcomes import method_of, parts_of


def with_design_limits(study: Study, responses: Responses) -> Study:
    """Return a study whose shares of answers have the limits of their weights and design.

    A share is the mean of a 1 for everybody who gave such an answer, and a net promoter score that
    of 1, 0 and -1; the variance of that mean says how many answers of a simple random sample would
    know it as well, and Wilson's or the adjusted Wald limits are taken at that count.
    """
    drawn_simply = responses.weights is None and responses.sampled is None
    if not study.outcomes.rows or drawn_simply:
        return study
    asked = [o for o in responses.instrument.customer_outcomes if o.id in responses.outcomes]
    marks = np.column_stack([marked(o, responses.outcomes[o.id]) for o in asked])
    names = tuple(columns.outcome(o.id) for o in asked)
    layout = Layout(names, (1,) * len(names))
    block = Block(marks, responses.weights, {}, responses.rows, responses.sampled, responses.unit)
    sums = Summary.of(layout, block)
    if sums.exact_counts:
        return study
    rows = tuple(_limited(row, sums, study.settings.confidence) for row in study.outcomes.rows)
    return replace(study, outcomes=Outcomes(rows))


def marked(outcome: Outcome, answers: Array) -> Array:
    """Return 1 for each high answer, for recommendations -1 for each low one, else 0."""
    figure, (high, _, low) = parts_of(outcome, np.nan_to_num(answers, nan=outcome.min))
    found = np.where(high, 1.0, np.where(low & (figure == "nps"), -1.0, 0.0))
    return np.where(np.isnan(answers), np.nan, found)


def _limited(row: OutcomeRow, sums: Summary, confidence: float) -> OutcomeRow:
    """Return a row with limits at its effective number of answers."""
    name = columns.outcome(row.id)
    found = sums.means([name])
    high, low = row.share_high_answers or 0.0, row.share_low_answers or 0.0
    net = row.figure == "nps"
    spread = high + low - (high - low) ** 2 if net else high * (1 - high)
    place = sums.layout.position[name]
    kish = sums.first.n[place, place] ** 2 / sums.second.n[place, place]
    n = effective_answers(
        spread, float(found.cov[0, 0]), row.n, float(found.df[0]), confidence, float(kish)
    )
    share = net_share(high * n, low * n, n, confidence) if net else wilson(high * n, n, confidence)
    return replace(
        row,
        share_low=share.ci_low,
        share_high=share.ci_high,
        method=f"{method_of(row.figure)}_effective",
        n_effective=n,
    )
