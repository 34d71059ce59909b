"""What is known of products where the people themselves are not there: sums, and sums of groups."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array
from servqual.statistics.people import RANDOM_GROUPS, Places
from servqual.statistics.products import folded, group_totals


@dataclass(frozen=True, eq=False)
class FourthSums:
    """``sum(w u u')`` and ``sum(w^2 u u')``, and from how many people they were estimated."""

    first: Array
    second: Array
    n_sampled: int


@dataclass(frozen=True, eq=False)
class ExactSums:
    """``sum(w u)``, shape (m,), and ``sum(w^2)`` of everybody."""

    total: Array
    squares: float


@dataclass(frozen=True, eq=False)
class PowerGroups:
    """``sum(w u)`` of random groups, shape (g, m), and how many rows each rests on, shape (g,)."""

    sums: Array
    people_in: npt.NDArray[np.int64]

    def __add__(self, other: PowerGroups) -> PowerGroups:
        shared = math.gcd(len(self.sums), len(other.sums))
        one, two = self.coarser(shared), other.coarser(shared)
        return PowerGroups(one.sums + two.sums, one.people_in + two.people_in)

    def coarser(self, n_groups: int) -> PowerGroups:
        """Return the sums of fewer groups, of a number that divides theirs."""
        return PowerGroups(folded(self.sums, n_groups), folded(self.people_in, n_groups))


def power_groups(x: Array, weights: Array | None, group: Places) -> PowerGroups:
    """Return the sums of random groups of rows without missing values."""
    people_in = np.bincount(group, minlength=RANDOM_GROUPS).astype(np.int64)
    return PowerGroups(group_totals(x, weights, group), people_in)
