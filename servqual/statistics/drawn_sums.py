"""Sums of random groups of people, for resampling, and of everybody as one group."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array
from servqual.statistics.people import RANDOM_GROUPS, People, Sample, parts_of
from servqual.statistics.products import (
    as_of_all,
    folded,
    group_sums,
    group_totals,
    total_of,
)

_COLUMNS_AT_ONCE = 8  # of a hundred thousand people: what is between takes little memory


@dataclass(frozen=True)
class DrawnLayout:
    """Which columns are kept for resampling.

    Attributes
    ----------
    columns : tuple of str
        Columns that are summed, each over the people who have it.
    units : tuple of int
        In which each is stored.
    sets : tuple of (name, columns)
        Columns whose products are summed as well, over the people who have all of them.
    tops : tuple of (column, stored value)
        Columns of which those are counted that reach a value.
    """

    columns: tuple[str, ...] = ()
    units: tuple[int, ...] = ()
    sets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    tops: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class GroupSums:
    """Sums of random groups of people, in stored units; without g, of everybody.

    Attributes
    ----------
    weight : array, shape (g,)
        Weights of the people of each group; 0 for an empty group.
    n, s : arrays, shape (g, c)
        Weights of those who have a column, and its weighted sum.
    sets : mapping of name to array, shape (g, 1 + k + k (k + 1) / 2)
        ``sum(w u)``, u as in :class:`servqual.statistics.powers.PowerSums`.
    tops : array, shape (g, t)
        Weights of those whose value reaches the one that the layout names.
    people_in : array of int, shape (g,)
        Rows that each group rests on.
    """

    weight: Array
    n: Array
    s: Array
    sets: Mapping[str, Array]
    tops: Array
    people_in: npt.NDArray[np.int64]

    def __add__(self, other: GroupSums) -> GroupSums:
        shared = math.gcd(len(self.weight), len(other.weight))
        one, two = self.coarser(shared), other.coarser(shared)
        return GroupSums(
            one.weight + two.weight,
            one.n + two.n,
            one.s + two.s,
            {name: sums + two.sets[name] for name, sums in one.sets.items()},
            one.tops + two.tops,
            one.people_in + two.people_in,
        )

    def coarser(self, n_groups: int) -> GroupSums:
        """Return the sums of fewer groups, of a number that divides theirs."""
        return GroupSums(
            folded(self.weight, n_groups),
            folded(self.n, n_groups),
            folded(self.s, n_groups),
            {name: folded(sums, n_groups) for name, sums in self.sets.items()},
            folded(self.tops, n_groups),
            folded(self.people_in, n_groups),
        )


def sums_of(layout: DrawnLayout, people: People, group: npt.NDArray[np.intp]) -> GroupSums:
    """Return the sums of the random groups of some people, a few of their columns at a time."""
    w = np.ones(len(people)) if people.weights is None else people.weights
    sets = {}
    for name, _ in layout.sets:
        x = people.columns(places_of(layout, name))
        complete = np.flatnonzero(~np.isnan(x).any(axis=1))
        sets[name] = group_totals(x, people.weights, group, complete)
    c = people.small.shape[1]
    counts, sums = (np.zeros((RANDOM_GROUPS, c)) for _ in range(2))
    for columns in parts_of(c, _COLUMNS_AT_ONCE):
        some = people.columns(range(c)[columns])
        there = ~np.isnan(some)
        counts[:, columns] = group_sums(there * w[:, None], group)
        sums[:, columns] = group_sums(np.where(there, some, 0.0) * w[:, None], group)
    return GroupSums(
        group_sums(w[:, None], group)[:, 0],
        counts,
        sums,
        sets,
        group_sums(_tops_reached(layout, people) * w[:, None], group),
        np.bincount(group, minlength=RANDOM_GROUPS).astype(np.int64),
    )


def _tops_reached(layout: DrawnLayout, people: People) -> Array:
    """Return 1 where somebody reaches what counts as top, shape (n, tops)."""
    values = people.columns([layout.columns.index(name) for name, _ in layout.tops])
    with np.errstate(invalid="ignore"):
        return np.asarray(values >= [value for _, value in layout.tops], dtype=np.float64)


def total_sums(layout: DrawnLayout, values: Array, weights: Array | None) -> GroupSums:
    """Return the sums of everybody, as of one group."""
    w = np.ones(len(values)) if weights is None else weights
    there = ~np.isnan(values)
    sets = {}
    for name, _ in layout.sets:
        x = values[:, places_of(layout, name)]
        all_of_it = ~np.isnan(x).any(axis=1)
        own = None if weights is None else weights[all_of_it]
        sets[name] = total_of(x[all_of_it], own)[None]
    heavy = w[None]
    return GroupSums(
        heavy.sum(axis=1),
        heavy @ there,
        heavy @ np.where(there, values, 0.0),
        sets,
        heavy @ reached(layout, values),
        np.array([len(values)]),
    )


def as_of_everybody(groups: GroupSums, total: GroupSums, sample: Sample) -> GroupSums:
    """Return groups as of everybody from those of a sample."""
    filled = np.flatnonzero(groups.people_in)
    times = sample.n / len(sample.people)

    def spread(sums: Array, whole: Array) -> Array:
        found = np.zeros_like(sums)
        found[filled] = as_of_all(sums[filled], whole[0], times)
        return found

    return GroupSums(
        spread(groups.weight, total.weight),
        spread(groups.n, total.n),
        spread(groups.s, total.s),
        {name: spread(sums, total.sets[name]) for name, sums in groups.sets.items()},
        spread(groups.tops, total.tops),
        groups.people_in,
    )


def of_nobody(layout: DrawnLayout) -> GroupSums:
    """Return empty groups."""
    none = np.empty(0, dtype=np.intp)
    return sums_of(layout, People.of(none, np.empty((0, len(layout.columns))), None), none)


def places_of(layout: DrawnLayout, name: str) -> list[int]:
    """Return where the columns of a set stand among the columns."""
    place = {column: k for k, column in enumerate(layout.columns)}
    return [place[c] for c in dict(layout.sets)[name]]


def reached(layout: DrawnLayout, values: Array) -> Array:
    """Return 1 where a value reaches the one that the layout names, shape (rows, tops)."""
    at = [layout.columns.index(name) for name, _ in layout.tops]
    least = np.array([value for _, value in layout.tops], dtype=np.float64)
    with np.errstate(invalid="ignore"):
        return np.asarray(values[:, at] >= least, dtype=np.float64)
