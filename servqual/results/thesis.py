"""What a thesis shows by convention: correlations, groups compared, one regression, loadings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from servqual.results.structure import Efa
from servqual.results.table import Parts


@dataclass(frozen=True)
class VariableRow:
    """A score or an outcome of everybody: ``kind`` is ``dimension`` or ``outcome``."""

    kind: str
    id: str
    n: int
    mean: float | None
    sd: float | None


@dataclass(frozen=True)
class CorrelationRow:
    """Pearson's r of two variables over the ``n`` people who have both.

    ``p`` is two-sided by t with n - 2 degrees of freedom; None with survey weights.
    """

    a: str
    b: str
    n: int
    r: float | None
    p: float | None


@dataclass(frozen=True)
class GroupMean:
    """A score in a group that may be shown, to 2 decimals, below 30 people to 1."""

    by: str
    source: str
    id: str
    group: str
    n: int
    mean: float | None
    sd: float | None


@dataclass(frozen=True)
class DifferenceRow:
    """Whether the groups of a column that are shown differ in one score.

    Attributes
    ----------
    by, source, id
        Column; a battery, a gap or ``outcome``; a dimension's or an outcome's id.
    n, n_groups
        People and groups that are compared: shown, and at least ten people each.
    test
        ``t`` for two groups, ``F`` for more.
    value, df1, df2, p, eta2
        Student's t or F of the analysis of variance, which take one variance for all groups;
        ``df1`` is 1 for t. Rounded to 3 decimals (p to 4).
    welch, welch_df1, welch_df2, welch_p
        The same with a variance for each group (Welch); None where a group has none.
    problem
        '' or ``no_spread``.
    """

    by: str
    source: str
    id: str
    n: int
    n_groups: int
    test: str
    value: float | None = None
    df1: float | None = None
    df2: float | None = None
    p: float | None = None
    eta2: float | None = None
    welch: float | None = None
    welch_df1: float | None = None
    welch_df2: float | None = None
    welch_p: float | None = None
    problem: str = ""


@dataclass(frozen=True)
class ComparisonRow:
    """Two groups in one score: first minus second, by Fisher's LSD and by Games and Howell."""

    by: str
    source: str
    id: str
    a: str
    b: str
    difference: float | None
    lsd_p: float | None
    p: float | None
    ci_low: float | None
    ci_high: float | None


@dataclass(frozen=True)
class SlopeRow:
    """One predictor of the regression; ``constant`` is the first.

    ``b`` with its standard error and limits in points of the outcome per scale point; ``beta``,
    ``vif`` None for the constant.
    """

    id: str
    b: float | None
    se: float | None
    beta: float | None
    t: float | None
    p: float | None
    ci_low: float | None
    ci_high: float | None
    vif: float | None


@dataclass(frozen=True)
class RegressionRow:
    """The regression of the leading outcome on the dimensions of one battery, all at once.

    ``problem`` is '' or ``too_few_people``, ``constant``, ``collinear``, ``weighted`` (errors under
    survey weights are another estimator's).
    """

    outcome: str
    battery: str
    n: int
    r2: float | None = None
    r2_adjusted: float | None = None
    f: float | None = None
    df1: int | None = None
    df2: int | None = None
    p: float | None = None
    problem: str = ""


@dataclass(frozen=True)
class Thesis(Parts):
    """The tables of ``--style thesis`` that no other result holds; empty unless asked for.

    Attributes
    ----------
    battery
        What people got: the battery of variables, correlations, regression and loadings.
    variables, correlations
        Dimensions and outcomes; every two of them.
    means, differences, comparisons
        Of the groups that may be shown.
    regression, slopes
        At most one regression.
    loadings
        Minres, varimax: the orthogonal rotation that is the convention.
    """

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "variables": ("kind", "id", "n", "mean", "sd"),
        "correlations": ("a", "b", "n", "r", "p"),
        "differences": ("by", "source", "id", "test", "value", "p", "welch", "welch_p"),
        "comparisons": ("by", "source", "id", "a", "b", "difference", "lsd_p", "p"),
        "slopes": ("id", "b", "se", "beta", "t", "p", "vif"),
    }

    variables: tuple[VariableRow, ...] = ()
    correlations: tuple[CorrelationRow, ...] = ()
    means: tuple[GroupMean, ...] = ()
    differences: tuple[DifferenceRow, ...] = ()
    comparisons: tuple[ComparisonRow, ...] = ()
    regression: tuple[RegressionRow, ...] = ()
    slopes: tuple[SlopeRow, ...] = ()
    loadings: tuple[Efa, ...] = ()
    battery: str = ""

    def __bool__(self) -> bool:
        return bool(self.battery)
