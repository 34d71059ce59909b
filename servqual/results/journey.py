"""Gaps along the journey of a customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from servqual.results.table import Parts


@dataclass(frozen=True)
class TouchpointRow:
    """What people say of one touchpoint: of its items together, as a dimension is scored.

    Attributes
    ----------
    id
    kind
        Name of the gap; '' where the questionnaire asks no gap and ``value`` is a mean.
    of, minus
        Batteries of what was received and of what was wanted ('' without a gap).
    n
        People with at least the questionnaire's share of the touchpoint's items (pairs).
    mean_of, mean_minus
        Over the same pairs; ``mean_minus`` None without a gap.
    value, se, df, ci_low, ci_high
        The gap (``mean_of - mean_minus``), else ``mean_of``, with limits at
        ``settings.confidence``.
    verdict
        As of any gap; '' without one.
    deviation, deviation_low, deviation_high, p_adjusted
        ``value`` minus the mean of all touchpoints, over the same people (paired); p by Holm over
        the touchpoints. None where there is one touchpoint.
    fail_point
        Whether the shortfall is clearly larger than the smallest gap of interest and the
        ``deviation`` is below 0 for certain (``p_adjusted`` under 1 - confidence). None without
        gaps.
    lowest_item
        Id of its item with the lowest gap (mean), '' where none has one.
    """

    id: str
    kind: str
    of: str
    minus: str
    n: int
    mean_of: float | None
    mean_minus: float | None
    value: float | None
    se: float | None
    df: float | None
    ci_low: float | None
    ci_high: float | None
    verdict: str
    deviation: float | None = None
    deviation_low: float | None = None
    deviation_high: float | None = None
    p_adjusted: float | None = None
    fail_point: bool | None = None
    lowest_item: str = ""

    @property
    def gap(self) -> float | None:
        """The gap, None where there is none."""
        return self.value if self.kind else None


@dataclass(frozen=True)
class TouchpointEntry:
    """A touchpoint as it was declared: name and owner by language, ``front`` or ``back`` stage."""

    id: str
    name: Mapping[str, str]
    stage: Literal["front", "back"]
    owner: Mapping[str, str]
    items: tuple[str, ...]


@dataclass(frozen=True)
class Journey(Parts):
    """Touchpoints in order: empty where none are declared.

    Attributes
    ----------
    rows
        A row for each touchpoint and kind of gap, or for each touchpoint where there is no gap.
    touchpoints
        As declared, in order.
    left_out
        Items that belong to no touchpoint.
    file, sha256
        Of the file that declares them; '' where the questionnaire does.
    """

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "rows": (
            *("id", "kind", "n", "mean_of", "mean_minus", "value", "ci_low", "ci_high"),
            *("verdict", "deviation", "p_adjusted", "fail_point"),
        )
    }

    rows: tuple[TouchpointRow, ...] = ()
    touchpoints: tuple[TouchpointEntry, ...] = ()
    left_out: tuple[str, ...] = ()
    file: str = ""
    sha256: str = ""

    def __bool__(self) -> bool:
        return bool(self.rows)

    def of_kind(self, kind: str) -> tuple[TouchpointRow, ...]:
        """Return the rows of one kind of gap, '' for means, in the order of the journey."""
        return tuple(row for row in self.rows if row.kind == kind)

    def entry(self, touchpoint: str) -> TouchpointEntry:
        """Return how a touchpoint was declared; KeyError if there is none."""
        found = {entry.id: entry for entry in self.touchpoints}
        return found[touchpoint]
