"""Operational figures of units beside what people perceived there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from servqual.results.table import Parts


@dataclass(frozen=True)
class StandardRow:
    """What a unit delivered on one measure, against its standard and beside its perceived gap.

    Attributes
    ----------
    unit, measure
        Only units whose groups are shown.
    value, target
        In the measure's own unit; with opportunities a share (0 to 1) of them.
    difference
        ``value - target``, turned so that below 0 is short of the standard: the objective gap 3.
    met
        None without a standard.
    period
        The last one of the measure; the first and the last where counts were added up.
    n_periods, n_met
        Periods with a figure, and in how many the standard was met (None without a standard).
    count, opportunities
        Of counts: what was counted, and how often it could have happened; None for other figures.
    gap, verdict, n
        Of the people who rated this unit, in the dimension that the measure belongs to (overall
        where it belongs to none), rounded as everything about groups; None where there is none.
    """

    unit: str
    measure: str
    value: float
    target: float | None = None
    difference: float | None = None
    met: bool | None = None
    period: str = ""
    n_periods: int = 1
    n_met: int | None = None
    count: float | None = None
    opportunities: float | None = None
    gap: float | None = None
    verdict: str = ""
    n: int | None = None


@dataclass(frozen=True)
class MeasureRow:
    """One measure over the units that are shown.

    Attributes
    ----------
    measure, kind, direction, dimension
        ``kind`` is ``kpi``, ``sla``, ``mystery`` or ``complaints``; ``direction`` ``higher`` or
        ``lower`` (which is better); ``dimension`` the id that it belongs to, '' for the whole.
    percent, decimals
        How its figures are written.
    n_units, n_with_target, n_met, share_met
        Units with a figure, with a standard, that met it; the last as a share (0 to 1).
    n_met_short
        Units that met the standard and whose customers see a shortfall that is certain.
    defects, opportunities, dpmo, dpmo_low, dpmo_high, sigma, sigma_low, sigma_high, shift
        Of counts with opportunities only: defects per million of them with exact limits, and the
        sigma level with the shift that it holds. A level is None where nothing (or everything)
        failed.
    gap_kind, n_pairs
        The gap that figures are drawn with, and units that have both.
    pearson, pearson_low, pearson_high, spearman, spearman_low, spearman_high
        Of unit figures; None below 10 units.
    """

    measure: str
    kind: str
    direction: str
    dimension: str
    percent: bool = False
    decimals: int = 0
    n_units: int = 0
    n_with_target: int = 0
    n_met: int = 0
    share_met: float | None = None
    n_met_short: int = 0
    defects: float | None = None
    opportunities: float | None = None
    dpmo: float | None = None
    dpmo_low: float | None = None
    dpmo_high: float | None = None
    sigma: float | None = None
    sigma_low: float | None = None
    sigma_high: float | None = None
    shift: float | None = None
    gap_kind: str = ""
    n_pairs: int = 0
    pearson: float | None = None
    pearson_low: float | None = None
    pearson_high: float | None = None
    spearman: float | None = None
    spearman_low: float | None = None
    spearman_high: float | None = None


@dataclass(frozen=True)
class ComplaintRow:
    """Complaints that the client coded to a dimension, of all units that are shown.

    ``share`` is the part (0 to 1) of all coded ones; ``gap`` the dimension's, of everybody.
    """

    dimension: str
    count: float
    share: float
    gap: float | None = None


@dataclass(frozen=True)
class Operations(Parts):
    """Standards and what was delivered: empty without a file of operations.

    Attributes
    ----------
    standards : tuple of StandardRow
        By measure, then by unit in the order of the breakdown.
    measures : tuple of MeasureRow
    complaints : tuple of ComplaintRow
        In the order of the questionnaire; empty where none is coded.
    by, file, sha256
        The breakdown whose groups the units are, and where the figures come from.
    n_hidden, n_without
        Units of the file that are hidden in the survey, and shown units without any figure.
    unknown : tuple of str
        Units of the file that nobody answered for: left out.
    fewest_units : int
        Below it no coefficient is worked out.
    """

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "measures": (
            "measure", "kind", "direction", "dimension", "n_units", "n_with_target", "n_met",
            "dpmo", "sigma", "spearman",
        ),
        "standards": ("unit", "measure", "value", "target", "difference", "met", "gap"),
        "complaints": ("dimension", "count", "share", "gap"),
    }  # fmt: skip

    standards: tuple[StandardRow, ...] = ()
    measures: tuple[MeasureRow, ...] = ()
    complaints: tuple[ComplaintRow, ...] = ()
    by: str = ""
    file: str = ""
    sha256: str = ""
    n_hidden: int = 0
    n_without: int = 0
    unknown: tuple[str, ...] = ()
    fewest_units: int = 10

    def __bool__(self) -> bool:
        return bool(self.file)
