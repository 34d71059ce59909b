"""Loyalty and effort: the satisfaction index, and how dimensions go with each outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from servqual.results.table import Parts


@dataclass(frozen=True)
class IndexRow:
    """The satisfaction index with equal weights, or one of the questions that it is made of.

    Attributes
    ----------
    id
        ``index`` for the whole, else the id of the outcome.
    n
        Answers behind it; of the index those of the question with the fewest.
    value, se, ci_low, ci_high
        On 0 to 100: mean answer as a part of the way from the lowest to the highest.
    """

    id: str
    n: int
    value: float
    se: float | None
    ci_low: float | None
    ci_high: float | None


@dataclass(frozen=True)
class LinkRow:
    """How a dimension goes with an outcome, all dimensions together: an association, no cause.

    Attributes
    ----------
    outcome, battery, dimension
        ``battery`` of the dimension's score.
    low_is_good
        True where less of the outcome is better, so that a slope below 0 is the good side.
    n
        People who have all of them.
    r, r_low, r_high
        Correlation of the two alone.
    b, b_low, b_high
        Points of the outcome per scale point of the dimension, the others held constant; None
        where the dimensions say nearly the same or people are few (``problem``).
    beta, beta_low, beta_high
        The same in standard deviations of both.
    rank, rank_low, rank_high
        Place among the dimensions by share of what they explain, 1 the closest link.
    r2
        Share of the outcome's variance (0 to 1) that all dimensions together go with.
    problem
        As in :class:`servqual.results.importance.DriverModel`.
    """

    outcome: str
    battery: str
    dimension: str
    low_is_good: bool
    n: int
    r: float | None = None
    r_low: float | None = None
    r_high: float | None = None
    b: float | None = None
    b_low: float | None = None
    b_high: float | None = None
    beta: float | None = None
    beta_low: float | None = None
    beta_high: float | None = None
    rank: int | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    r2: float | None = None
    problem: str = ""


@dataclass(frozen=True)
class Loyalty(Parts):
    """The index and the links of the questions about the whole: empty where they say nothing new.

    Attributes
    ----------
    links : tuple of LinkRow
        Every outcome with grades and every dimension; only where there are two outcomes or more,
        as the link with one alone is what importance is derived from.
    index : tuple of IndexRow
        The index first, then its questions; empty where no two are marked ``index = true``.
    """

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "links": (
            "outcome", "dimension", "n", "r", "b", "b_low", "b_high", "beta", "beta_low",
            "beta_high", "rank",
        ),
        "index": ("id", "n", "value", "ci_low", "ci_high"),
    }  # fmt: skip

    links: tuple[LinkRow, ...] = ()
    index: tuple[IndexRow, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.links or self.index)
