"""Groups of people compared: tests, effect sizes, pairs, and who they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from servqual.results.table import Parts


@dataclass(frozen=True)
class GroupTest:
    """Whether the groups of a column that are shown differ in one score.

    Attributes
    ----------
    by, kind, level, id
        Column; a gap, or a battery where there are no gaps; ``overall`` (the mean of the dimension
        means) or ``dimension``, and its id.
    n, n_groups
        People and groups that are compared: shown, and at least ten people each.
    test, value, df1, df2, p, p_adjusted
        Welch's ``t`` for two groups, ``F`` for more, a variance for each group; under survey
        weights and clusters on linearised errors. ``p_adjusted`` by Holm over the dimensions; the
        overall row is no family and has its own p.
    effect, size, size_low, size_high
        ``g`` (Hedges, limits by Bonett) for two groups, ``omega2`` (limits by the noncentral F)
        for more.
    a, b, difference, ci_low, ci_high
        Of two groups the first minus the second; '' and None for more.
    h, h_df, h_p, h_p_adjusted, epsilon2
        Kruskal and Wallis, corrected for ties; None for the overall row, and under survey weights
        and clusters, which ranks would not obey.
    verdict
        ``differ`` or ``cannot_tell``, by ``p_adjusted``; '' where ``problem`` says why not.
    problem
        '' or ``too_few_groups``, ``no_spread``.
    """

    by: str
    kind: str
    level: str
    id: str
    n: int = 0
    n_groups: int = 0
    test: str = ""
    value: float | None = None
    df1: float | None = None
    df2: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    effect: str = ""
    size: float | None = None
    size_low: float | None = None
    size_high: float | None = None
    a: str = ""
    b: str = ""
    difference: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    h: float | None = None
    h_df: int | None = None
    h_p: float | None = None
    h_p_adjusted: float | None = None
    epsilon2: float | None = None
    verdict: str = ""
    problem: str = ""


@dataclass(frozen=True)
class PairTest:
    """Two groups in one score: first minus second.

    ``ci_low``, ``ci_high`` and ``p`` are of Games and Howell, ``p_ranks`` of Dunn (Holm); each
    holds for all pairs of a score together. ``verdict`` holds the limits against the smallest gap
    of interest, as the verdict of a gap does.
    """

    by: str
    kind: str
    level: str
    id: str
    a: str
    b: str
    difference: float
    ci_low: float
    ci_high: float
    p: float
    p_ranks: float | None
    verdict: str


@dataclass(frozen=True)
class ScaleUse:
    """Whether groups use the scale alike, which a comparison of their means presumes.

    Attributes
    ----------
    verdict
        ``alike`` (scalar invariance holds), ``level`` (answers hang together alike, but equal
        service need not get equal ratings), ``meaning`` (they do not even hang together alike) or
        ``not_testable``.
    groups
        Those that could be tested: shown, and at least 200 people each.
    worst
        Item that differs most, '' where that is not known.
    problem
        Why it is not testable, as in :class:`servqual.results.InvarianceRow`.
    """

    by: str
    verdict: str
    groups: tuple[str, ...] = ()
    worst: str = ""
    problem: str = ""


@dataclass(frozen=True)
class GroupScore:
    """A mean of a group that may be shown, where a questionnaire has no gaps; rounded."""

    by: str
    kind: str
    level: str
    id: str
    group: str
    n: int
    mean: float
    ci_low: float | None
    ci_high: float | None


@dataclass(frozen=True)
class RespondentRow:
    """A class of a people column that may be shown.

    ``share`` is of the people in the classes that are shown; ``weighted`` the same under survey
    weights, None without; ``customers`` the share among the customers of these classes, None where
    it was not given; ``difference`` is ``share`` less ``customers``.
    """

    by: str
    group: str
    n: int
    share: float
    weighted: float | None
    customers: float | None
    difference: float | None


@dataclass(frozen=True)
class RespondentFit:
    """How a people column stands to the customers.

    Attributes
    ----------
    n, n_left_out, n_hidden
        People in the classes that are shown; all others, whether their class is hidden or blank;
        classes with a name that are hidden.
    chi2, df, p
        Test of fit to the shares of the customers, for a random sample alone.
    reason
        Why there is no test: ``no_customers``, ``not_random``, ``by_strata``, ``one_class``,
        ``few_expected`` (below five people), ``other_classes`` (the customers have classes that
        nobody is in, or lack some).
    """

    by: str
    n: int
    n_left_out: int
    n_hidden: int
    chi2: float | None = None
    df: int | None = None
    p: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class Comparisons(Parts):
    """How groups differ: empty without a breakdown.

    Attributes
    ----------
    tests, pairs
        The overall row first, then dimensions; pairs of at most twelve groups.
    scale_use : tuple of ScaleUse
        What a comparison of means presumes, for each column.
    means : tuple of GroupScore
        Of a questionnaire without gaps; gaps of groups are in ``study.groups``.
    respondents, fit
        Who answered, beside the customers where they were given.
    no_ranks
        Why there are no tests by rank: '' where there are, ``design`` under survey weights, strata
        or clusters, whose linearised errors the other tests rest on, ``imputed``.
    """

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "scale_use": ("by", "verdict", "groups", "problem"),
        "tests": (
            "by", "kind", "id", "n", "n_groups", "test", "value", "p", "p_adjusted", "effect",
            "size", "size_low", "size_high", "verdict",
        ),
        "pairs": ("by", "kind", "id", "a", "b", "difference", "ci_low", "ci_high", "p", "verdict"),
        "respondents": ("by", "group", "n", "share", "weighted", "customers", "difference"),
    }  # fmt: skip

    tests: tuple[GroupTest, ...] = ()
    pairs: tuple[PairTest, ...] = ()
    scale_use: tuple[ScaleUse, ...] = ()
    means: tuple[GroupScore, ...] = ()
    respondents: tuple[RespondentRow, ...] = ()
    fit: tuple[RespondentFit, ...] = ()
    no_ranks: str = ""

    def __bool__(self) -> bool:
        return bool(self.tests or self.respondents)

    def test(self, by: str, row_id: str = "unweighted", kind: str = "gap") -> GroupTest:
        """Return one test; KeyError if there is none."""
        for row in self.tests:
            if (row.by, row.id, row.kind) == (by, row_id, kind):
                return row
        known = ", ".join(dict.fromkeys(f"{row.by}: {row.id}" for row in self.tests)) or "none"
        raise KeyError(f"no test of {row_id!r} by {by!r}; known: {known}")

    def of(self, by: str, kind: str) -> tuple[GroupTest, ...]:
        """Return the tests of one column and kind, the overall row first."""
        return tuple(row for row in self.tests if (row.by, row.kind) == (by, kind))
