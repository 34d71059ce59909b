"""Records of gaps and means: one row of a table each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["item", "dimension", "overall"]


@dataclass(frozen=True)
class GapRow:
    """One gap: what was received minus what was wanted, over the people who rated both.

    Everything is in scale points unless it says otherwise; None means that the number does not
    exist for these answers (for instance an interval from one person).

    Attributes
    ----------
    level, id
        ``item``, ``dimension`` or ``overall``, and which one. The overall rows are ``unweighted``
        (mean of the dimension gaps), ``weighted`` (per person, by importance points),
        ``weighted_aggregate`` (mean points x dimension gaps) and ``item_mean``.
    kind, of, minus
        Name of the gap and its two batteries: ``gap = mean_of - mean_minus``.
    n
        Valid pairs. For ``unweighted`` the fewest people behind any dimension.
    mean_of, mean_minus, sd_of, sd_minus
        Over exactly the pairs behind the gap.
    gap, sd, se, ci_low, ci_high
        Mean difference, SD of the differences, standard error, limits at ``settings.confidence``.
    t, df, p, p_adjusted
        Paired t test; Holm over the dimensions, Benjamini-Hochberg over the items.
    wilcoxon_v, wilcoxon_p
        Signed-rank test: sum of the positive ranks, zeros dropped, ties corrected, normal
        approximation without continuity correction. None when survey weights are used.
    d_av, g_av, d_z
        Effect sizes: by the mean of the two SDs, the same with Hedges' correction, by the SD of the
        differences.
    share_below, share_equal, share_above, share_met
        Shares (0 to 1) of pairs with a negative, zero, positive and non-negative gap.
    tost_low, tost_high
        Limits of the narrower interval that the equivalence verdict uses (90% for 95%).
    verdict, verdict_half, verdict_double
        ``clearly_large``, ``size_open``, ``small``, ``none_that_matters`` or ``cannot_tell``, at
        the smallest gap of interest, at half of it and at twice it.
    """

    level: Level
    id: str
    kind: str
    of: str
    minus: str
    n: int
    mean_of: float | None = None
    mean_minus: float | None = None
    sd_of: float | None = None
    sd_minus: float | None = None
    gap: float | None = None
    sd: float | None = None
    se: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    t: float | None = None
    df: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    wilcoxon_v: float | None = None
    wilcoxon_p: float | None = None
    d_av: float | None = None
    g_av: float | None = None
    d_z: float | None = None
    share_below: float | None = None
    share_equal: float | None = None
    share_above: float | None = None
    share_met: float | None = None
    tost_low: float | None = None
    tost_high: float | None = None
    verdict: str = "cannot_tell"
    verdict_half: str = "cannot_tell"
    verdict_double: str = "cannot_tell"


@dataclass(frozen=True)
class Contrast:
    """The paired difference between the largest shortfall of a level and another gap of that level.

    ``difference`` is the other gap minus the largest shortfall, in scale points, over the people
    who have both; the interval is Bonferroni-adjusted over the comparisons of its level; ``tied``
    says that it holds 0.
    """

    level: Level
    kind: str
    largest: str
    other: str
    n: int
    difference: float
    se: float
    ci_low: float
    ci_high: float
    tied: bool


@dataclass(frozen=True)
class ScoreRow:
    """The mean of one battery for an item, a dimension or the whole, over the people who have it.

    ``share_lowest`` and ``share_highest`` (items only, 0 to 1) are the shares at the scale's ends.
    """

    level: Level
    id: str
    battery: str
    n: int
    mean: float | None = None
    sd: float | None = None
    se: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    share_lowest: float | None = None
    share_highest: float | None = None


@dataclass(frozen=True)
class Theme:
    """Items of one cause, ranked among the others by what there is to mend.

    Attributes
    ----------
    theme, source
        Its id, and whether the questionnaire declares it (``theme``) or it is a ``dimension``.
    kind
        Name of the gap that it is ranked by; the name of the battery where there are no gaps.
    items, n_items
        The items that count for its rank, the worst first, and how many items it has in all. With
        gaps these are the shortfalls whose verdict is ``clearly_large`` or ``size_open``.
    n_clearly_large
        How many of ``items`` have the verdict ``clearly_large``; None without gaps.
    n_concentrate_here
        How many of ``items`` lie in that quadrant; None where importance was not rated.
    mean
        Mean gap (or mean rating) of ``items``, each counting alike, in scale points.
    difference, ci_low, ci_high, tied
        Its mean minus that of the first theme, by the paired difference; the interval is
        Bonferroni-adjusted over these comparisons, and ``tied`` says that it holds 0. None for the
        first theme, and where the interval does not exist.
    """

    theme: str
    source: Literal["theme", "dimension"]
    kind: str
    items: tuple[str, ...]
    n_items: int
    n_clearly_large: int | None
    n_concentrate_here: int | None
    mean: float
    difference: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    tied: bool | None = None
