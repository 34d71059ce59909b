"""Sums of random groups of people: from them every figure can be computed as in other samples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import add

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array
from servqual.statistics.powers import (
    RANDOM_GROUPS,
    ROWS_AT_ONCE,
    random_group,
    sums_by_group,
    with_products,
)
from servqual.statistics.resampling import REPLICATES, Replicates, split_moments, times_drawn

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class DrawnLayout:
    """Which sums are kept for every random group of people.

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
class Drawn:
    """Sums of random groups, in stored units; those of two blocks add.

    People are drawn by drawing groups with replacement, as many as hold somebody. Up to about a
    thousand people each is a group of their own, and this is the bootstrap; above, each group is a
    random sample, and the spread between groups is the sampling error (Wolter 2007, ch. 2). Every
    figure is drawn over the same groups, so that two figures of a replicate belong together.

    Attributes
    ----------
    layout : DrawnLayout
    weight : array, shape (g,)
        Weights of the people of each group; 0 for an empty group.
    n, s : arrays, shape (g, c)
        Weights of those who have a column, and its weighted sum.
    sets : mapping of name to array, shape (g, 1 + k + k (k + 1) / 2)
        ``sum(w u)``, u as in :class:`servqual.statistics.powers.PowerSums`.
    tops : array, shape (g, t)
        Weights of those whose value reaches the one that the layout names.
    """

    layout: DrawnLayout
    weight: Array
    n: Array
    s: Array
    sets: Mapping[str, Array]
    tops: Array

    def __add__(self, other: Drawn) -> Drawn:
        sets = {name: sums + other.sets[name] for name, sums in self.sets.items()}
        weight, n, s = self.weight + other.weight, self.n + other.n, self.s + other.s
        return Drawn(self.layout, weight, n, s, sets, self.tops + other.tops)

    @classmethod
    def of(
        cls, layout: DrawnLayout, column: Mapping[str, Array], weights: Array | None, rows: Rows
    ) -> Drawn:
        """Return the sums of a block; ``rows`` decide into which group a person goes."""
        cuts = [slice(at, at + ROWS_AT_ONCE) for at in range(0, max(len(rows), 1), ROWS_AT_ONCE)]
        values = np.column_stack([column[name] for name in layout.columns])
        w = np.ones(len(rows)) if weights is None else weights
        sets = {name: np.column_stack([column[c] for c in names]) for name, names in layout.sets}
        parts = [
            cls._of_cut(
                layout, values[cut], w[cut], rows[cut], {k: v[cut] for k, v in sets.items()}
            )
            for cut in cuts
        ]
        return reduce(add, parts)

    @classmethod
    def _of_cut(
        cls,
        layout: DrawnLayout,
        values: Array,
        weights: Array,
        rows: Rows,
        sets: Mapping[str, Array],
    ) -> Drawn:
        group = random_group(rows)
        there = ~np.isnan(values)
        heavy = there * weights[:, None]
        return cls(
            layout,
            np.bincount(group, weights, minlength=RANDOM_GROUPS).astype(np.float64),
            sums_by_group(heavy, group),
            sums_by_group(np.where(there, values, 0.0) * heavy, group),
            {name: _products(x, weights, group) for name, x in sets.items()},
            sums_by_group(_reached(layout, values) * weights[:, None], group),
        )

    # -- what follows --------------------------------------------------------------------------

    def times(self, seed: int, n: int = REPLICATES) -> Array:
        """Return how often each group with people is drawn, shape (n, groups with people)."""
        return _times(int((self.weight > 0).sum()), seed, n)

    def means(self, names: Sequence[str], seed: int, n: int = REPLICATES) -> Array:
        """Return replicates of the means of some columns, shape (n, k), in scale points.

        NaN where nobody drawn has the column. The same seed draws the same people for every call
        and for :meth:`moments`, so that figures of different calls can be compared row by row.
        """
        place = {name: k for k, name in enumerate(self.layout.columns)}
        at = [place[name] for name in names]
        unit = np.array([self.layout.units[k] for k in at], dtype=np.float64)
        filled, times = self.weight > 0, self.times(seed, n)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(
                (times @ self.s[filled][:, at]) / (times @ self.n[filled][:, at]) / unit
            )

    def shares(self, names: Sequence[str], seed: int, n: int = REPLICATES) -> Array:
        """Return replicates of the shares (0 to 1) that reach the top of some columns, (n, k).

        Drawn as in :meth:`means`, over the same people.
        """
        place = {name: k for k, (name, _) in enumerate(self.layout.tops)}
        at, columns = [place[c] for c in names], [self.layout.columns.index(c) for c in names]
        filled, times = self.weight > 0, self.times(seed, n)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(
                (times @ self.tops[filled][:, at]) / (times @ self.n[filled][:, columns])
            )

    def moments(self, name: str, seed: int, n: int = REPLICATES) -> Replicates:
        """Return replicates of the means and covariances (denominator n) of a set, scale points."""
        filled, sums = self.weight > 0, self.sets[name]
        unit = self._units(name)
        k = len(unit)
        drawn = split_moments(self.times(seed, n) @ sums[filled], k)
        a, b = np.triu_indices(k)
        return Replicates(drawn.mean / unit, drawn.covariance / (unit[a] * unit[b]))

    def columns_of(self, name: str) -> tuple[str, ...]:
        """Return the columns of a set, in the order of its means."""
        return dict(self.layout.sets)[name]

    def _units(self, name: str) -> Array:
        unit = dict(zip(self.layout.columns, self.layout.units, strict=True))
        return np.array([unit[c] for c in self.columns_of(name)], dtype=np.float64)


@lru_cache(maxsize=1)
def _times(n_groups: int, seed: int, n: int) -> Array:
    """Return how often each group is drawn; kept, because every figure of a study asks for it."""
    found = times_drawn(n_groups, seed, n).astype(np.float64)
    found.flags.writeable = False
    return found


def _products(x: Array, weights: Array, group: npt.NDArray[np.intp]) -> Array:
    complete = ~np.isnan(x).any(axis=1)
    heavy = with_products(x[complete]) * weights[complete][:, None]
    return sums_by_group(heavy, group[complete])


def _reached(layout: DrawnLayout, values: Array) -> Array:
    """Return 1 where a value reaches the one that the layout names, shape (rows, tops)."""
    at = [layout.columns.index(name) for name, _ in layout.tops]
    with np.errstate(invalid="ignore"):
        return (values[:, at] >= [value for _, value in layout.tops]).astype(np.float64)
