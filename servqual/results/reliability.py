"""How reliable scores are: per battery, gap, dimension and in total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from servqual.results.table import Parts


@dataclass(frozen=True)
class AlphaItem:
    """One item inside a reliability row."""

    item: str
    item_rest_r: float | None
    alpha_if_deleted: float | None


@dataclass(frozen=True)
class ReliabilityRow:
    """How reliable the sum of a set of items is, in a battery or of a gap.

    Over the people who answered the whole set; weighted where the study is.

    Attributes
    ----------
    battery, dimension, k, n
        A battery or a gap; a dimension's id or ``total``; items and people.
    alpha, alpha_low, alpha_high, std_alpha
        Cronbach's alpha with Feldt's limits, and that of standardised items.
    mean_r, min_r, max_r
        Correlations between items.
    items
        What each item does to alpha.
    problem
        '' or why there is nothing: ``one_item``, ``too_few_people``,
        ``not_asked_together`` (short versions, none of which asks all items), ``no_spread``.
    omega, omega_low, omega_high, std_omega
        Omega total of a model with one factor (minres), of the items as they are, as alpha is, with
        limits by the delta method on log(1 - omega); and that of standardised items.
    omega_limits
        What the limits rest on: ``moments`` (products of four ratings, whatever the distribution,
        over the people who answered the whole battery) or ``normal`` (normal answers: groups,
        very long batteries, or where fewer than half of the people answered the whole battery).
    omega_problem
        '' or why there is no omega: ``two_items``, ``too_few_people`` (no more people than items),
        ``constant_item``, ``duplicate_item``, ``improper`` (a uniqueness at or below zero),
        ``not_identified`` (several sets of loadings fit equally well), ``not_converged``.
    spearman_brown
        Of two items, None otherwise.
    ordinal_alpha, ordinal_omega, categorical_omega
        From polychoric correlations (Zumbo et al. 2007; Green & Yang 2009); None where the answers
        to pairs of items were not counted (``structure="full"`` counts them), for gaps and totals.
    ordinal_problem
        '' or why they, or those that need a factor, are missing although asked for:
        ``not_converged`` (two items go together without exception) and those of ``omega_problem``.
        Answers that nobody gave are no problem.
    difference
        Gaps of dimensions: reliability of the difference of both composites (Peter et al. 1993),
        over the people who answered every item of both batteries.
    combination, combination_weighted
        Totals: reliability of the overall score as a linear combination of the dimensions, alike
        (by their numbers of items where the overall score is the mean of the items) and by mean
        importance points; None where a dimension has a single item.
    """

    battery: str
    dimension: str
    k: int
    n: int
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None
    mean_r: float | None
    items: tuple[AlphaItem, ...] = ()
    problem: str = ""
    std_alpha: float | None = None
    min_r: float | None = None
    max_r: float | None = None
    omega: float | None = None
    omega_low: float | None = None
    omega_high: float | None = None
    std_omega: float | None = None
    omega_limits: str = ""
    omega_problem: str = ""
    spearman_brown: float | None = None
    ordinal_alpha: float | None = None
    ordinal_omega: float | None = None
    categorical_omega: float | None = None
    ordinal_problem: str = ""
    difference: float | None = None
    combination: float | None = None
    combination_weighted: float | None = None

    @property
    def coefficient(self) -> float | None:
        """The figure that leads: omega, else alpha (two items, or an improper model)."""
        return self.alpha if self.omega is None else self.omega

    @property
    def coefficient_limits(self) -> tuple[float | None, float | None]:
        """The limits of the figure that leads."""
        if self.omega is None:
            return self.alpha_low, self.alpha_high
        return self.omega_low, self.omega_high


@dataclass(frozen=True)
class SpreadRow:
    """How much room the answers of a battery leave: ceilings make differences small.

    ``dimension`` is a dimension's id or ``total``; ``n`` people with the dimension's score (for the
    total those who answered the item that most answered); ``share_top`` and ``share_bottom`` shares
    of all answers at the ends of the scale, 0 to 1, negatively worded items turned round; ``mean``
    and ``sd`` of the dimension's scores in scale points (None for the total); ``sd_ratio`` that SD
    divided by the one of what was received, None for that battery and without one.
    """

    battery: str
    dimension: str
    n: int
    share_top: float | None
    share_bottom: float | None
    mean: float | None
    sd: float | None
    sd_ratio: float | None


@dataclass(frozen=True)
class ConstraintRow:
    """Whether an outcome follows the gap, or what was received alone (Edwards 1994).

    Regressions of the outcome on the mean rating of both sides over all items, people with every
    pair and the outcome. A gap stands for both sides only if their slopes are opposite and equal:
    ``f`` tests the sum of the slopes against 0 on (``df1``, ``df2``) degrees of freedom.
    ``r2_surface`` adds the squares and the product of both sides, ``p_surface`` tests those three
    (None with survey weights, under which the other errors are linearised). Slopes are outcome
    points per scale point.

    ``problem`` is '' or ``too_few_people``, ``not_asked_together``, ``collinear``, ``no_spread``.
    """

    gap: str
    outcome: str
    n: int
    r2_gap: float | None
    r2_of: float | None
    r2_both: float | None
    r2_surface: float | None
    slope_of: float | None
    slope_of_se: float | None
    slope_minus: float | None
    slope_minus_se: float | None
    f: float | None
    df1: int | None
    df2: int | None
    p: float | None
    p_surface: float | None
    problem: str = ""


@dataclass(frozen=True)
class Reliability(Parts):
    """Reliability per dimension and in total, for every battery and every gap.

    ``to_frame("spread")`` and ``to_frame("constraints")`` are what stands beside it.
    """

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "rows": (
            "battery", "dimension", "k", "n", "omega", "omega_low", "omega_high", "alpha",
            "alpha_low", "alpha_high", "mean_r", "problem", "omega_problem",
        ),
    }  # fmt: skip

    rows: tuple[ReliabilityRow, ...] = ()
    spread: tuple[SpreadRow, ...] = ()
    constraints: tuple[ConstraintRow, ...] = ()

    def row(self, battery: str, dimension: str) -> ReliabilityRow:
        """Return one reliability; KeyError if there is none."""
        for row in self.rows:
            if (row.battery, row.dimension) == (battery, dimension):
                return row
        raise KeyError((battery, dimension))
