"""People, or sums of random groups of them: every figure can be computed as in other samples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from servqual.statistics import people as kept
from servqual.statistics import resampling
from servqual.statistics.drawn_sums import (
    DrawnLayout,
    GroupSums,
    as_of_everybody,
    of_nobody,
    places_of,
    reached,
    sums_of,
    total_sums,
)
from servqual.statistics.moments import Array
from servqual.statistics.people import People, Rows, Sample, random_group
from servqual.statistics.products import Floats, light, with_products
from servqual.statistics.resampling import REPLICATES, Method, Replicates, split_moments
from servqual.statistics.times import groups_drawn, sums_drawn, times_drawn

__all__ = ["Drawn", "DrawnLayout", "GroupSums"]


@dataclass(frozen=True, eq=False)
class Drawn:
    """What people are resampled from; that of two blocks adds.

    Up to 20,000 people are drawn with replacement one by one, as many as there are: the bootstrap.
    Of more, random groups of people are drawn in the same way: each group is a random sample, and
    the spread between groups is the sampling error (Wolter 2007, ch. 2). Every figure is drawn over
    the same people or groups, so that two figures of a replicate belong together. Where clusters
    of people were sampled, those are drawn in the place of people.

    Attributes
    ----------
    layout : DrawnLayout
    sample : Sample or None
        People one by one: everybody or, of more than 100,000, a random sample.
    whole : GroupSums or None
        Sums of everybody, as of one group; where it is None everybody is in the sample.
    of_groups : GroupSums or None
        In the place of the sample: where clusters are drawn, and where people are not kept.
    """

    layout: DrawnLayout
    sample: Sample | None
    whole: GroupSums | None = None
    of_groups: GroupSums | None = None

    def __add__(self, other: Drawn) -> Drawn:
        if self.sample is None or other.sample is None:
            return Drawn(self.layout, None, None, self.groups + other.groups)
        sample = self.sample + other.sample
        return Drawn(self.layout, sample, None if sample.whole else self.total + other.total)

    @classmethod
    def of(
        cls,
        layout: DrawnLayout,
        column: Mapping[str, Array],
        weights: Array | None,
        rows: Rows,
        together: Rows | None = None,
    ) -> Drawn:
        """Return what is drawn of a block; ``together`` numbers clusters, if those are drawn."""
        values = np.column_stack([column[name] for name in layout.columns])
        if together is not None:
            groups = sums_of(layout, People.of(rows, values, weights), random_group(together))
            return cls(layout, None, None, groups)
        sample = Sample(len(rows), (People.of(rows, values, weights),), kept.MOST_PEOPLE)
        return cls(layout, sample, None if sample.whole else total_sums(layout, values, weights))

    @cached_property
    def groups(self) -> GroupSums:
        """Sums of the random groups; those of a sample vary as groups of everybody do."""
        if self.of_groups is not None or self.sample is None:
            return self.of_groups or of_nobody(self.layout)
        people = self.sample.people
        sums = sums_of(self.layout, people, random_group(people.numbers))
        return sums if self.whole is None else as_of_everybody(sums, self.whole, self.sample)

    @cached_property
    def total(self) -> GroupSums:
        """Sums of everybody, as of one group."""
        if self.whole is not None or self.sample is None:
            return self.whole or self.groups.coarser(1)
        people = self.sample.people
        return total_sums(self.layout, people.table(), people.weights)

    @property
    def method(self) -> Method:
        """What is drawn: ``rows``, people one by one, or ``groups`` of them."""
        one_by_one = self.sample is not None and self.sample.n <= resampling.MOST_ROWS
        return "rows" if one_by_one else "groups"

    def coarser(self, n_groups: int) -> Drawn:
        """Return the same without people one by one, and with fewer random groups."""
        return Drawn(self.layout, None, None, self.groups.coarser(n_groups))

    # -- what follows --------------------------------------------------------------------------

    def times(self, seed: int, n: int = REPLICATES) -> npt.NDArray[np.uint8]:
        """Return how often each person, or each group with people, is drawn, shape (n, ...)."""
        if self.method == "rows" and self.sample is not None:
            return times_drawn(len(self.sample.people), seed, n)
        return times_drawn(int((self.groups.weight > 0).sum()), seed, n)

    def means(self, names: Sequence[str], seed: int, n: int = REPLICATES) -> Array:
        """Return replicates of the means of some columns, shape (n, k), in scale points.

        NaN where nobody drawn has the column. The same seed draws the same people for every call
        and for :meth:`moments`, so that figures of different calls can be compared row by row.
        """
        place = {name: k for k, name in enumerate(self.layout.columns)}
        at = [place[name] for name in names]
        unit = np.array([self.layout.units[k] for k in at], dtype=np.float64)
        if self.method == "rows":
            values = self._table[:, at]
            there = ~np.isnan(values)
            sums, counts = np.where(there, values, 0.0), there.astype(np.float64)
        else:
            sums, counts = self.groups.s[:, at], self.groups.n[:, at]
        return self._ratios(sums, counts, seed, n) / unit

    def shares(self, names: Sequence[str], seed: int, n: int = REPLICATES) -> Array:
        """Return replicates of the shares (0 to 1) that reach the top of some columns, (n, k).

        Drawn as in :meth:`means`, over the same people.
        """
        place = {name: k for k, (name, _) in enumerate(self.layout.tops)}
        at, columns = [place[c] for c in names], [self.layout.columns.index(c) for c in names]
        if self.method == "rows":
            tops = reached(self.layout, self._table)[:, at]
            counts = (~np.isnan(self._table[:, columns])).astype(np.float64)
        else:
            tops, counts = self.groups.tops[:, at], self.groups.n[:, columns]
        return self._ratios(tops, counts, seed, n)

    def moments(self, name: str, seed: int, n: int = REPLICATES) -> Replicates:
        """Return replicates of the means and covariances (denominator n) of a set, scale points."""
        unit = self._units(name)
        k = len(unit)
        if self.method == "rows":
            x = self._table[:, places_of(self.layout, name)]
            complete = np.asarray(~np.isnan(x).any(axis=1))
            u = with_products(light(np.where(complete[:, None], x, 0.0)))
            u[:, 0] = complete  # of the others there is nothing to sum
            sums = self._drawn(u, seed, n)
        else:
            sums = self._drawn(self.groups.sets[name], seed, n)
        drawn = split_moments(sums, k)
        a, b = np.triu_indices(k)
        return Replicates(drawn.mean / unit, drawn.covariance / (unit[a] * unit[b]))

    def columns_of(self, name: str) -> tuple[str, ...]:
        """Return the columns of a set, in the order of its means."""
        return dict(self.layout.sets)[name]

    def _units(self, name: str) -> Array:
        unit = dict(zip(self.layout.columns, self.layout.units, strict=True))
        return np.array([unit[c] for c in self.columns_of(name)], dtype=np.float64)

    @property
    def _table(self) -> Array:
        """The values of the people that are drawn one by one."""
        return np.empty((0, 0)) if self.sample is None else self.sample.people.table()

    def _drawn(self, columns: Floats, seed: int, n: int) -> Array:
        """Return the sums of columns over the people drawn, or over the groups drawn."""
        if self.method == "groups" or self.sample is None:
            return groups_drawn(columns[self.groups.weight > 0], seed, n)
        times = self.times(seed, n)
        weights = self.sample.people.weights
        return sums_drawn(times, columns if weights is None else columns * weights[:, None])

    def _ratios(self, over: Array, under: Array, seed: int, n: int) -> Array:
        """Return the ratios of the drawn sums of columns."""
        k = over.shape[1]
        drawn = self._drawn(np.concatenate([over, under], axis=1), seed, n)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(drawn[:, :k] / drawn[:, k:])
