"""Which statistics obey weights and the design of the sample, and which do not: one row each."""

from __future__ import annotations

from typing import Literal, NamedTuple

Answer = Literal["yes", "partly", "no", "left_out"]


class Obeys(NamedTuple):
    """A statistic, and whether it obeys weights; strata and clusters."""

    statistic: str
    weights: Answer
    design: Answer


# A statistic that is changed or added changes its row here; tests hold the main ones to it.
OBEYS: tuple[Obeys, ...] = (
    Obeys("means", "yes", "yes"),  # Summary.means: linearised by stratum and cluster
    Obeys("shares", "yes", "yes"),
    Obeys("signed_rank", "left_out", "left_out"),  # Summary.exact_counts
    Obeys("ties", "yes", "yes"),  # Summary.difference
    Obeys("outcomes", "yes", "yes"),  # analysis/loyalty.py: effective number of answers
    Obeys("groups", "yes", "yes"),
    Obeys("rank_tests", "left_out", "left_out"),
    Obeys("league", "yes", "yes"),
    Obeys("waves", "yes", "yes"),
    Obeys("points", "yes", "yes"),
    Obeys("drivers", "yes", "partly"),  # whole clusters are drawn again, strata are not kept
    Obeys("priorities", "yes", "partly"),
    Obeys("asymmetry", "yes", "no"),  # HC3 errors of people
    Obeys("kano", "yes", "no"),  # Kish's effective number
    Obeys("reliability", "yes", "no"),
    Obeys("factors", "yes", "no"),
    Obeys("imputation", "yes", "no"),
    Obeys("segments", "yes", "partly"),  # how stable they are is drawn person by person
    Obeys("thesis", "left_out", "left_out"),
    Obeys("second_opinion", "left_out", "left_out"),
    Obeys("flags", "no", "no"),
    Obeys("comments", "no", "no"),
    Obeys("operations", "yes", "yes"),
    Obeys("journey", "yes", "yes"),  # analysis/journey.py: touchpoints are summed as dimensions
    Obeys("answers", "no", "no"),
)
