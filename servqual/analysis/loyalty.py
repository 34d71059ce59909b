"""Limits of loyalty figures under survey weights and the design of the sample."""

from __future__ import annotations

from dataclasses import replace

from servqual.plan import columns
from servqual.responses import Responses
from servqual.results import OutcomeRow, Outcomes, Study
from servqual.scoring.apart import outcome_sums
from servqual.statistics.shares import effective_answers, net_share, wilson
from servqual.statistics.summary import Summary
from servqual.study.outcomes import method_of


def with_design_limits(study: Study, responses: Responses) -> Study:
    """Return a study whose shares of answers have the limits of their weights and design.

    A share is the mean of a 1 for everybody who gave such an answer, and a net promoter score that
    of 1, 0 and -1; the variance of that mean says how many answers of a simple random sample would
    know it as well, and Wilson's or the adjusted Wald limits are taken at that count.
    """
    drawn_simply = responses.weights is None and responses.sampled is None
    if not study.outcomes.rows or drawn_simply:
        return study
    return with_limits_of(study, outcome_sums(responses))


def with_limits_of(study: Study, sums: Summary | None) -> Study:
    """Return a study whose shares of answers have the limits that follow from sums of marks."""
    if not study.outcomes.rows or sums is None or sums.exact_counts:
        return study
    rows = tuple(_limited(row, sums, study.settings.confidence) for row in study.outcomes.rows)
    return replace(study, outcomes=Outcomes(rows))


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
