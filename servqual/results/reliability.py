"""How reliable scores are: per battery, gap, dimension and in total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from servqual.results.table import Table


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
        '' or why there is nothing: ``one_item``, ``too_few_people``, ``no_spread``.
    omega, omega_low, omega_high
        Omega total of a model with one factor (minres, of the correlation matrix), with limits.
    omega_problem
        '' or why there is no omega: ``two_items``, ``constant_item``, ``duplicate_item``,
        ``improper`` (a uniqueness below zero), ``not_converged``.
    spearman_brown
        Of two items, None otherwise.
    ordinal_alpha, ordinal_omega, categorical_omega
        From polychoric correlations (Zumbo et al. 2007; Green & Yang 2009); None where the answers
        to pairs of items were not counted (``structure="full"`` counts them), for gaps and totals.
    ordinal_problem
        '' or why they are missing although asked for: ``empty_category``, ``not_converged`` ...
    difference
        Gaps of dimensions: reliability of the difference of both composites (Peter et al. 1993).
    combination, combination_weighted
        Totals: reliability of the overall score as a linear combination of the dimensions, alike
        and by mean importance points.
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
    omega_problem: str = ""
    spearman_brown: float | None = None
    ordinal_alpha: float | None = None
    ordinal_omega: float | None = None
    categorical_omega: float | None = None
    ordinal_problem: str = ""
    difference: float | None = None
    combination: float | None = None
    combination_weighted: float | None = None


@dataclass(frozen=True)
class SpreadRow:
    """How much room the answers of a battery leave: ceilings make differences small.

    ``dimension`` is a dimension's id or ``total``; ``n`` people with the dimension's score (those
    with any answer for the total); ``share_top`` and ``share_bottom`` shares of all answers at the
    ends of the scale, 0 to 1; ``mean`` and ``sd`` of the dimension's scores in scale points (None
    for the total); ``sd_ratio`` that SD divided by the perceptions' one, None for perceptions.
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
    ``r2_surface`` adds the squares and the product of both sides, ``p_surface`` tests those three.

    ``problem`` is '' or ``too_few_people``, ``collinear``, ``no_spread``.
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
class Reliability(Table):
    """Reliability per dimension and in total, for every battery and every gap."""

    rows: tuple[ReliabilityRow, ...] = ()
    spread: tuple[SpreadRow, ...] = ()
    constraints: tuple[ConstraintRow, ...] = ()

    def _rows(self) -> Sequence[ReliabilityRow]:
        return self.rows

    def row(self, battery: str, dimension: str) -> ReliabilityRow:
        """Return one reliability; KeyError if there is none."""
        for row in self.rows:
            if (row.battery, row.dimension) == (battery, dimension):
                return row
        raise KeyError((battery, dimension))
