"""Rows of what matters to people: as stated, as derived, and how the two agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ImportanceLevel = Literal["dimension", "item"]


@dataclass(frozen=True)
class StatedRow:
    """How important people say that a dimension or an item is.

    Attributes
    ----------
    level, id
    source
        ``points`` (shared out, dimensions only), ``ranking`` (dimensions put in order, ``mean`` is
        the mean place, 1 the most important), ``ratings`` (a battery), or ``expectation``: a
        standard and not an importance, taken for one where nothing else was asked.
    n, mean, se, ci_low, ci_high
        In points or scale points, limits by the t distribution.
    centre
        Points only: geometric mean of the shares, closed to the total again (Aitchison 1986), the
        centre that respects that points are shares of one whole; None for ratings.
    share_first
        Share of people (0 to 1) who gave this dimension at least as many points as any other, or
        the first place; None for ratings.
    rank, rank_low, rank_high
        1 = most important, with limits over replicates.
    """

    level: ImportanceLevel
    id: str
    source: str
    n: int
    mean: float | None = None
    se: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    centre: float | None = None
    share_first: float | None = None
    rank: int | None = None
    rank_low: int | None = None
    rank_high: int | None = None


@dataclass(frozen=True)
class DriverModel:
    """The regression of an outcome on the scores of one battery.

    Attributes
    ----------
    outcome, battery, level, n, n_predictors
        ``n`` counts people who have all of them.
    leads
        True for the model by which importance is derived (one at most).
    method
        ``lmg`` (to 12 predictors) or ``relative_weights``: what the shares rest on.
    r2, r2_low, r2_high, r2_adjusted
        Limits are of R2 in everybody, not in these people: percentiles over replicates of R2
        adjusted twice, as drawing adds chance a second time.
    max_vif
        Largest variance inflation; above 5 warn, above 10 no coefficient is printed.
    noise_share
        Share of R2 that a predictor without any relation gets in 95% of the replicates: below it a
        share says nothing (Tonidandel, LeBreton & Johnson 2009).
    problem
        '' or why there are no shares: ``too_few_people`` (effective people below 20 per item, 10
        per dimension), ``weak`` (lower limit of R2 not above .10; items only), ``collinear``,
        ``constant``. Its rows have correlations then, of ten people or more, and nothing else.
    """

    outcome: str
    battery: str
    level: ImportanceLevel
    n: int
    n_predictors: int
    leads: bool = False
    method: str = ""
    r2: float | None = None
    r2_low: float | None = None
    r2_high: float | None = None
    r2_adjusted: float | None = None
    max_vif: float | None = None
    noise_share: float | None = None
    problem: str = ""


@dataclass(frozen=True)
class DriverRow:
    """How a dimension or an item goes together with an outcome: derived importance, no cause.

    Attributes
    ----------
    outcome, battery, level, id
    r, r_low, r_high, partial
        Correlation, and with all other predictors held constant.
    b, b_low, b_high
        Slope in points of the outcome per scale point, all predictors together.
    beta, beta_low, beta_high, vif
        Standardised slope; variance inflation.
    lmg, lmg_low, lmg_high
        Mean increment of R2 over all orders of entry (Lindeman, Merenda & Gold 1980); None above
        15 predictors; above 12 limits rest on 500 replicates. Together they are R2.
    relative_weight, relative_weight_low, relative_weight_high
        Johnson's (2000) relative weight. Together they are R2.
    share, share_low, share_high
        Part of R2 (0 to 1) by the model's method.
    rank, rank_low, rank_high
        By share, with limits over replicates.
    above_noise
        True if the share beats that of a predictor without relation, drawn anew for each, in 97.5%
        of the replicates.
    performance_100, effect_100
        Mean of the score, and points of the outcome per point of the score, both on 0 to 100: the
        importance-performance map of Ringle & Sarstedt (2016), by regression.
    """

    outcome: str
    battery: str
    level: ImportanceLevel
    id: str
    n: int
    r: float | None = None
    r_low: float | None = None
    r_high: float | None = None
    partial: float | None = None
    b: float | None = None
    b_low: float | None = None
    b_high: float | None = None
    beta: float | None = None
    beta_low: float | None = None
    beta_high: float | None = None
    vif: float | None = None
    lmg: float | None = None
    lmg_low: float | None = None
    lmg_high: float | None = None
    relative_weight: float | None = None
    relative_weight_low: float | None = None
    relative_weight_high: float | None = None
    share: float | None = None
    share_low: float | None = None
    share_high: float | None = None
    rank: int | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    above_noise: bool | None = None
    performance_100: float | None = None
    effect_100: float | None = None


@dataclass(frozen=True)
class AgreementRow:
    """Stated beside derived importance of a dimension or an item.

    ``derived_as`` is ``lmg``, ``relative_weights`` or, where those are not to be had, ``r``.
    ``vavra`` is the field of Vavra's (1997) grid, both crossed at their means: ``key`` (both high),
    ``basic`` (stated only), ``excitement`` (derived only), ``unimportant``; an exhibit, not a Kano
    class (Mikulic & Prebezac 2011).
    """

    level: ImportanceLevel
    id: str
    stated_source: str
    stated: float
    stated_rank: int
    derived: float
    derived_rank: int
    vavra: str
    derived_as: str = ""


@dataclass(frozen=True)
class AgreementTotal:
    """How alike the orders of stated and derived importance are: Spearman's rho with limits.

    ``derived_as`` says what stands for derived importance: ``lmg``, ``relative_weights`` or ``r``.
    """

    level: ImportanceLevel
    stated_source: str
    derived_as: str
    outcome: str
    k: int
    spearman: float | None
    spearman_low: float | None
    spearman_high: float | None


@dataclass(frozen=True)
class AsymmetryRow:
    """Whether a low score costs more than a high one wins: penalty and reward contrasts.

    Attributes
    ----------
    outcome, battery, level, id, n
    low_below, high_from
        The cut-points, in scale points: penalty below (the middle of the scale), reward from (five
        sixths of the way up, for items the next answer that can be given).
    n_penalty, n_reward
    penalty, penalty_low, penalty_high, reward, reward_low, reward_high
        Points of the outcome against the middle, all contrasts together, HC3 limits. A contrast of
        fewer than 5 people is not estimated; they count with the middle.
    difference, difference_low, difference_high
        -penalty - reward, which is |penalty| - reward where the penalty has its sign.
    range, asymmetry
        reward - penalty; (reward - |penalty|) / (reward + |penalty|) from -1 to 1 (Mikulic &
        Prebezac 2008), None where the two do not have their signs.
    kind
        ``penalty_dominant``, ``balanced``, ``reward_dominant``, ``neutral`` or ``undetermined``,
        from the limits (:func:`servqual.statistics.contrast.kind_of`); '' with a problem.
    problem
        '' or ``too_few_low``, ``too_few_high``, ``too_few_both``, ``too_few_middle`` (below 20; the
        figures stand there, no kind is told), ``collinear`` (variance inflation above 10),
        ``too_few_people`` (below five per coefficient), ``constant`` (the same outcome from
        everybody): no figures.
    smallest
        The smallest effect that matters, in points of the outcome: a twelfth of its range.
    """

    outcome: str
    battery: str
    level: ImportanceLevel
    id: str
    n: int
    low_below: float
    high_from: float
    n_penalty: int
    n_reward: int
    penalty: float | None = None
    penalty_low: float | None = None
    penalty_high: float | None = None
    reward: float | None = None
    reward_low: float | None = None
    reward_high: float | None = None
    difference: float | None = None
    difference_low: float | None = None
    difference_high: float | None = None
    range: float | None = None
    asymmetry: float | None = None
    kind: str = ""
    problem: str = ""
    smallest: float | None = None


@dataclass(frozen=True)
class KanoRow:
    """What people like and miss of an item, from its functional and dysfunctional question.

    Attributes
    ----------
    item, n
    counts
        People by class: ``M`` must-be, ``O`` one-dimensional, ``A`` attractive, ``I`` indifferent,
        ``R`` reverse, ``Q`` questionable (Kano 1984; Berger et al. 1993).
    kind, second, clear
        Most frequent class (ties M > O > A > I > R > Q; with survey weights by them, while
        ``counts`` are people), the next, and whether the two differ by Fong's test.
    total_strength, category_strength, combined
        (M + O + A) / n and (first - second) / n; a combination of both where the former is at least
        .60 and the latter at most .06 (Lee & Newcomb 1997).
    better, better_low, better_high, worse, worse_low, worse_high
        Timko's coefficients with Wilson limits, ``worse`` negative; R and Q left out.
    functional, functional_low, functional_high, dysfunctional, dysfunctional_low ...
        Means of 4 2 0 -1 -2 and -2 -1 0 2 4 (DuMouchel in Berger et al. 1993), over everybody in n:
        the small negative points keep R and Q from weighing much. Limits by the t distribution.
    continuous
        Class of the two means: M, O, A or I.
    agree
        Whether ``continuous`` is ``kind``.
    wording
        True where more than a tenth of the answers are R or Q: look at the wording first.
    """

    item: str
    n: int
    counts: Mapping[str, int]
    kind: str
    second: str
    clear: bool
    total_strength: float
    category_strength: float
    combined: bool
    better: float | None
    better_low: float | None
    better_high: float | None
    worse: float | None
    worse_low: float | None
    worse_high: float | None
    functional: float | None
    dysfunctional: float | None
    continuous: str
    agree: bool
    wording: bool
    functional_low: float | None = None
    functional_high: float | None = None
    dysfunctional_low: float | None = None
    dysfunctional_high: float | None = None
