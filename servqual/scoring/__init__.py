"""Responses to per-person scores under the half rule, and to the sums that everything rests on."""

from servqual.scoring.scores import Scored, gap_scores, plan_for, score, turned
from servqual.scoring.summing import summarize

__all__ = ["Scored", "gap_scores", "plan_for", "score", "summarize", "turned"]
