"""The gap model: seven gaps between customers, managers, contact staff and what is on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from servqual.results.gap_model_rows import (
    AntecedentLink,
    AntecedentRow,
    AuditRow,
    Form,
    GapModelRow,
    GapState,
    Role,
    RoleRow,
    SourceRow,
    State,
    WeightGapRow,
)
from servqual.results.table import Parts

__all__ = [
    "ONE_AXIS",
    "OWN_AXIS",
    "AntecedentLink",
    "AntecedentRow",
    "AuditRow",
    "Form",
    "GapModel",
    "GapModelRow",
    "GapState",
    "Role",
    "RoleRow",
    "SourceRow",
    "State",
    "WeightGapRow",
]

ONE_AXIS = (1, 5, 6, 7)
"""Gaps in scale points of the questionnaire: they share an axis."""
OWN_AXIS = (2, 3, 4)
"""Gaps that managers and staff rate of themselves, on an axis of their own."""


@dataclass(frozen=True)
class GapModel(Parts):
    """The gap model: empty where neither managers nor staff were asked and nothing was audited.

    Attributes
    ----------
    gaps : tuple of GapModelRow
        By gap, then form (``primary`` first), then source, dimensions in order, the whole last.
        Only what may be shown.
    states : tuple of GapState
        Seven rows, whatever could be worked out.
    roles : tuple of RoleRow
        Customers, managers, staff.
    weights : tuple of WeightGapRow
        Empty where points were not asked of both, or managers may not be shown.
    antecedents : tuple of AntecedentRow
        By role, then from the least healthy; empty below ``profile_from`` people of a role.
    antecedents_kept : tuple of Role
        Roles whose conditions were asked and may not be shown.
    links : tuple of AntecedentLink
    sources : tuple of SourceRow
        Where expectations come from: groups in order, each for the whole and for the dimensions.
    audit : tuple of AuditRow
    audit_file, audit_sha256
        '' without an audit.
    identity : float or None
        The largest difference of gap 1 from gap 6 + gap 7 over dimensions: 0 but for rounding of
        machine numbers; None where one of the three is not shown.
    unit : str
        People column of the units, '' where none is named.
    matched : bool
        Whether the gaps that managers and staff have a part in are means of units (``units``).
    n_units, n_units_left_out : int
        Units that all roles have answered for, and those that are not in all of them (or have too
        few customers).
    in_units : mapping of role to int
        People in the matched units, of roles that may be shown; empty where none are matched.
    rating_min, rating_max : int
        The axis of gaps 2 to 4.
    points_total : int
        Points that were shared out, 0 where none were.
    source_column : str
        People column of ``sources``, '' without one.
    confidence : float
    fewest : int
        Managers or staff below which nothing of them is shown, whatever they agreed to (5, or more
        where more was promised).
    profile_from : int
        People of a role below which no distribution, range or profile of conditions is shown.
    limits : tuple of str
        What may not be said with these answers, as codes: ``few_managers``, ``few_staff`` (under
        10), ``no_test_managers``, ``no_range_managers``, ``no_units`` (no figure of one unit),
        ``census_managers``, ``census_staff``, ``few_units`` (under 5 matched), ``no_links`` (under
        30 units), ``own_ratings`` (gaps 2 to 4 are people's ratings of their own work),
        ``not_added`` (gap 5 is no sum of gaps 1 to 4), ``difference`` (that form was asked for).
    made : mapping
        How the answers of managers and staff were read, and what was asked for, so that somebody
        can make the same again; empty where they were not read from files.
    """

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "gaps": (
            *("gap", "id", "form", "source", "n_of", "n_minus", "mean_of", "mean_minus"),
            *("value", "ci_low", "ci_high", "g", "method"),
        ),
        "states": ("gap", "state", "reasons", "missing"),
        "roles": ("role", "state", "reason", "n", "population"),
        "weights": (
            *("dimension", "n_managers", "n_customers", "mean_managers", "mean_customers"),
            *("value", "ci_low", "ci_high"),
        ),
        "antecedents": ("role", "rank", "construct", "gap", "n", "health", "reliability"),
        "links": ("construct", "gap", "n_units", "pearson", "spearman"),
        "sources": ("source", "id", "n", "mean_perception", "mean_expectation", "gap"),
        "audit": ("kind", "dimension", "value", "n_units", "lowest", "highest"),
    }

    gaps: tuple[GapModelRow, ...] = ()
    states: tuple[GapState, ...] = ()
    roles: tuple[RoleRow, ...] = ()
    weights: tuple[WeightGapRow, ...] = ()
    antecedents: tuple[AntecedentRow, ...] = ()
    antecedents_kept: tuple[Role, ...] = ()
    links: tuple[AntecedentLink, ...] = ()
    sources: tuple[SourceRow, ...] = ()
    audit: tuple[AuditRow, ...] = ()
    audit_file: str = ""
    audit_sha256: str = ""
    identity: float | None = None
    unit: str = ""
    matched: bool = False
    n_units: int = 0
    n_units_left_out: int = 0
    in_units: Mapping[str, int] = field(default_factory=dict)
    rating_min: int = 1
    rating_max: int = 7
    points_total: int = 0
    source_column: str = ""
    confidence: float = 0.95
    fewest: int = 5
    profile_from: int = 10
    limits: tuple[str, ...] = ()
    made: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def __bool__(self) -> bool:
        return bool(self.states)

    def state(self, gap: int) -> GapState:
        """Return whether a gap could be worked out; KeyError for a number outside 1 to 7."""
        return {row.gap: row for row in self.states}[gap]

    def role(self, role: str) -> RoleRow:
        """Return what is known of a role; KeyError for another name."""
        return {row.role: row for row in self.roles}[role]  # type: ignore[index]

    def rows(
        self, gap: int, form: str = "primary", source: str = "asked"
    ) -> tuple[GapModelRow, ...]:
        """Return the rows of one gap: dimensions in order, then the whole."""
        return tuple(r for r in self.gaps if (r.gap, r.form, r.source) == (gap, form, source))

    def row(
        self, gap: int, dimension: str, form: str = "primary", source: str = "asked"
    ) -> GapModelRow | None:
        """Return one gap in a dimension (or ``unweighted``, ``weighted``), None if not shown."""
        return next((r for r in self.rows(gap, form, source) if r.id == dimension), None)

    def whole(self, gap: int, form: str = "primary", source: str = "asked") -> GapModelRow | None:
        """Return one gap over all dimensions, unweighted; None if not shown."""
        return self.row(gap, "unweighted", form, source)
