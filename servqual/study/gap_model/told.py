"""What customers, managers and contact staff said, as scores of people, before anything of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from servqual.results.gap_model import AuditRow, Role
from servqual.statistics.moments import Array, MeanVector
from servqual.statistics.roles import Side

INGREDIENTS: Mapping[str, Role] = MappingProxyType(
    {
        "customer_expectation": "customer",
        "customer_perception": "customer",
        "manager_expectation": "manager",
        "staff_expectation": "staff",
        "standards": "manager",
        "delivery": "staff",
        "promises": "staff",
    }
)
"""What gaps are made of, and whose answers these are."""

FEWEST = 5  # managers or staff (methods 12); also the fewest people of any role for a test
HIDDEN_BELOW = 3
PROFILE_FROM = 10
FEWEST_UNITS = 3  # with fewer, means of units and of people together would tell those of one unit


@dataclass(frozen=True)
class Construct:
    """Questions about one condition: answers turned so that more is better, as 0 to 100.

    ``rows`` has a row a person and a column a question, NaN for no answer.
    """

    gap: int
    rows: Array
    name: Mapping[str, str]


@dataclass(frozen=True)
class Told:
    """What the people of one role said.

    Attributes
    ----------
    role, n
    rows : mapping of ingredient to array, shape (n, n_dimensions)
    vectors : mapping of ingredient to MeanVector
        In place of the means of ``rows`` where people have weights or answers were imputed.
    weights : array, shape (n,), or None
    points : array, shape (n, n_dimensions), or None
    constructs : mapping of id to Construct
    unit : object array, shape (n,), or None
        Unit of each person, '' for none.
    population, consent, instrument, file, sha256
        As in :class:`servqual.results.gap_model.RoleRow`.
    """

    role: Role
    n: int
    rows: Mapping[str, Array]
    vectors: Mapping[str, MeanVector] = field(default_factory=dict)
    weights: Array | None = None
    points: Array | None = None
    points_vector: MeanVector | None = None
    constructs: Mapping[str, Construct] = field(default_factory=dict)
    unit: npt.NDArray[np.object_] | None = None
    population: int | None = None
    consent: str = ""
    instrument: str = ""
    file: str = ""
    sha256: str = ""

    def left(self, rows: Array) -> Array:
        """Return the share of sampling error that is left of each score: 0 where all answered."""
        n = (~np.isnan(rows)).sum(axis=0)
        return np.maximum(0.0, 1 - n / self.population) if self.population else np.ones(len(n))

    @property
    def census(self) -> bool:
        """Whether everybody of the role answered, if not every question."""
        return self.population is not None and 0 < self.population <= self.n

    def side(self, ingredient: str) -> Side:
        """Return the means of an ingredient over the people of this role."""
        if ingredient in self.vectors:
            return Side(self.vectors[ingredient])
        return Side.of(self.rows[ingredient], self.left(self.rows[ingredient]))

    def by_unit(self, ingredient: str, units: list[str]) -> Array:
        """Return the means of each unit, shape (n_units, n_dimensions)."""
        rows, names = self.rows[ingredient], np.asarray(self.unit, dtype=object)
        weights = np.ones(self.n) if self.weights is None else self.weights
        there = ~np.isnan(rows)
        found = np.full((len(units), rows.shape[1]), np.nan)
        for k, unit in enumerate(units):
            own = names == unit
            total = weights[own] @ there[own]
            with np.errstate(invalid="ignore", divide="ignore"):
                found[k] = (weights[own] @ np.where(there[own], rows[own], 0.0)) / total
        return found


@dataclass(frozen=True)
class Audited:
    """Audited figures: rows to show, and means of units by kind, shape (n_units, n_dimensions)."""

    rows: tuple[AuditRow, ...]
    by_unit: Mapping[str, Array]
    file: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """How the gaps are worked out.

    Attributes
    ----------
    unit
        People column of the units, '' for none.
    matched
        Whether gaps with managers or staff are means of units.
    difference
        Whether gaps 2 to 4 are also given as differences.
    fewest
        Managers or staff below which nothing is shown, at least 5.
    rating
        Ends of the scale of standards, delivery and promises.
    source_column
    """

    unit: str = ""
    matched: bool = False
    difference: bool = False
    fewest: int = FEWEST
    rating: tuple[int, int] = (1, 7)
    source_column: str = ""
