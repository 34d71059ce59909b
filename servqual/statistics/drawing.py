"""What is kept for resampling and for products of four, while rows come by block by block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from servqual.statistics.careful_sums import CarefulSum
from servqual.statistics.collecting import Collecting
from servqual.statistics.drawn import Drawn, DrawnLayout, GroupSums
from servqual.statistics.moments import Array, Moments
from servqual.statistics.people import (
    Hashes,
    People,
    Places,
    Rows,
    hashed,
    numbered,
    random_group,
)
from servqual.statistics.pieces import gathered, runs_of
from servqual.statistics.powers import (
    SHORT,
    ExactSums,
    FourthSums,
    PowerGroups,
    PowerSet,
    PowerSums,
    power_groups,
)
from servqual.statistics.products import fourth_sums_of, pairs, total_from, total_of

if TYPE_CHECKING:
    from servqual.statistics.layout import Layout
    from servqual.statistics.set_sums import SetSums

_ROWS_AT_ONCE = 8192  # the products of few variables stay in the cache

Histograms = Mapping[str, tuple[npt.NDArray[np.int64], Array]]
Sets = Mapping[str, "SetSums"]


@dataclass(frozen=True)
class _Rows:
    """A block of rows; ``mixed`` are the hashes of their numbers, by which a sample is taken."""

    values: Array
    weights: Array | None
    numbers: Rows
    mixed: Hashes
    together: Rows | None

    def weights_of(self, places: Places) -> Array | None:
        """Return the weights of some rows."""
        return None if self.weights is None else self.weights[places]


class Drawing:
    """People for resampling, added block by block; of very many a random sample is kept.

    Parameters
    ----------
    layout : Layout
    weighted : bool
        Whether the blocks carry weights.
    """

    def __init__(self, layout: Layout, weighted: bool) -> None:
        self._layout, self._weighted, self._weight = layout, weighted, 0.0
        self._sets = [_Set.of(s, layout, weighted) for s in layout.powers]
        columns = layout.drawn.columns if layout.drawn is not None else ()
        self._places = np.array([layout.position[c] for c in columns], dtype=np.intp)
        self._people = Collecting()
        self._clusters: Drawn | None = None

    def add(
        self, values: Array, weights: Array | None, rows: Rows | None, together: Rows | None
    ) -> None:
        """Add a block.

        Parameters
        ----------
        values : array, shape (n, columns of the layout)
            In stored units, NaN for missing; it is not kept.
        weights : array, shape (n,), or None
        rows : array of int, shape (n,), or None
            Row numbers in the source, which decide who is kept; without them places in the block.
        together : array of int, shape (n,), or None
            Numbers of what is drawn together, clusters of people; None where people are.
        """
        numbers = numbered(rows, len(values))
        block = _Rows(values, weights, numbers, hashed(numbers), together)
        sides: dict[tuple[int, ...], Array] = {}
        for one in self._sets:
            one.add(block, sides)
        if self._layout.drawn is None:
            return
        if together is not None:
            column = dict(zip(self._layout.drawn.columns, values[:, self._places].T, strict=True))
            more = Drawn.of(self._layout.drawn, column, weights, numbers, together)
            self._clusters = more if self._clusters is None else self._clusters + more
            return
        self._weight += float(len(values) if weights is None else weights.sum())
        still = self._people.still(block.mixed)
        some = None if len(still) == len(values) else still
        table = gathered(values, some, runs_of(self._places))
        self._people.add(People.of(numbers[still], table, block.weights_of(still)), len(values))

    def sums(
        self, first: Moments, sets: Sets, histograms: Histograms
    ) -> tuple[dict[str, PowerSums], Drawn | None]:
        """Return products of four and what is drawn, of all rows so far.

        Parameters
        ----------
        first : Moments
            Of all rows, under the weights where there are some.
        sets, histograms : mappings
            Of all rows, as a Summary has them.
        """
        powers = {one.name: one.sums(sets) for one in self._sets}
        drawn = self._layout.drawn
        if drawn is None or self._clusters is not None:
            return powers, self._clusters
        sample = self._people.sample(nobody(len(self._places), self._weighted))
        whole = None if sample.whole else self._whole(drawn, first, sets, histograms)
        return powers, Drawn(drawn, sample, whole)

    def _whole(
        self, drawn: DrawnLayout, first: Moments, sets: Sets, histograms: Histograms
    ) -> GroupSums:
        """Return the sums of everybody, as of one group."""
        lowest = {name: low for name, low, _ in self._layout.histograms}
        tops = [histograms[c][1][value - lowest[c] :].sum() for c, value in drawn.tops]
        of_sets = {name: sets[name] for name, _ in drawn.sets}
        return GroupSums(
            weight=np.array([self._weight]),
            n=first.n[self._places, self._places][None].astype(np.float64),
            s=first.s[self._places, self._places][None],
            sets={name: total_from(x.weight, x.s, x.p)[None] for name, x in of_sets.items()},
            tops=np.array([tops], dtype=np.float64).reshape(1, -1),
            people_in=np.array([self._people.n]),
        )


class _Set:
    """What is kept of one set of variables."""

    def __init__(self, which: PowerSet, places: list[Places], weighted: bool) -> None:
        self.name, self._grouped, self._weighted = which.name, which.grouped, weighted
        self._places = places
        self._origins = np.array(which.origins, dtype=np.float64)

    @staticmethod
    def of(which: PowerSet, layout: Layout, weighted: bool) -> _Set:
        """Return how a set is added up: few variables over everybody, more with people kept."""
        places = [np.array([layout.position[c] for c in names]) for names in which.elements]
        if not which.grouped and len(places) <= SHORT:
            return _Short(which, places, weighted)
        same = tuple(names[0] if len(names) == 1 else "" for names in which.elements)
        named = next((name for name, columns in layout.sets if columns == same), "")
        return _Kept(which, places, weighted, named)

    def add(self, block: _Rows, sides: dict[tuple[int, ...], Array]) -> None:
        """Add the complete rows of a block; ``sides`` holds sums that other sets need as well."""
        raise NotImplementedError

    def sums(self, sets: Sets) -> PowerSums:
        """Return the sums of all rows so far."""
        raise NotImplementedError


class _Short(_Set):
    """Few variables: their products of four are summed over everybody."""

    def __init__(self, which: PowerSet, places: list[Places], weighted: bool) -> None:
        super().__init__(which, places, weighted)
        m = 1 + len(places) + len(pairs(len(places))[0])
        self._n, self._first, self._second = 0, CarefulSum((m, m)), CarefulSum((m, m))

    def add(self, block: _Rows, sides: dict[tuple[int, ...], Array]) -> None:
        for at in self._places:
            if tuple(at) not in sides:
                sides[tuple(at)] = _summed(block.values, at)
        for start in range(0, len(block.values), _ROWS_AT_ONCE):
            rows = slice(start, start + _ROWS_AT_ONCE)
            found = [sides[tuple(at)][rows] for at in self._places]
            there = ~np.isnan(np.add.reduce(found))
            x = [v[there] - o for v, o in zip(found, self._origins, strict=True)]
            own = None if block.weights is None else block.weights[rows][there]
            first, second = fourth_sums_of(x, own)
            self._n += len(x[0])
            self._first.add(first)
            if own is not None:
                self._second.add(second)

    def sums(self, sets: Sets) -> PowerSums:
        del sets
        first = self._first.value
        second = self._second.value if self._weighted else first
        return PowerSums(self._n, fourth=FourthSums(first, second, self._n))


class _Kept(_Set):
    """Many variables: people are kept, of very many a random sample."""

    def __init__(self, which: PowerSet, places: list[Places], weighted: bool, named: str) -> None:
        super().__init__(which, places, weighted)
        self._people, self._named = Collecting(), named
        self._clusters: PowerGroups | None = None
        self._n, self._exact = 0, ExactSums(np.zeros(1), 0.0)

    def add(self, block: _Rows, sides: dict[tuple[int, ...], Array]) -> None:
        del sides
        everybody = not self._named or (self._grouped and block.together is not None)
        still = np.arange(len(block.values))
        if not everybody:
            still = self._people.still(block.mixed)
        x, complete = self._complete(block, still)
        weights = block.weights_of(complete)
        if everybody:
            self._add_all(x, weights, block, complete)
        people = People.of(block.numbers[complete], x, weights)
        self._people.add(people, len(complete))

    def _complete(self, block: _Rows, rows: Places) -> tuple[Array, Places]:
        """Return the variables of the complete among some rows, and which those are."""
        some = None if len(rows) == len(block.values) else rows
        if all(len(at) == 1 for at in self._places):
            x = gathered(block.values, some, runs_of(np.concatenate(self._places)))
        else:
            x = np.column_stack([block.values[np.ix_(rows, at)].sum(axis=1) for at in self._places])
        there = ~np.isnan(x.sum(axis=1))
        return x[there] - self._origins, rows[there]

    def _add_all(self, x: Array, weights: Array | None, block: _Rows, rows: Places) -> None:
        """Add what is known of everybody only here."""
        squares = float(len(x) if weights is None else (weights * weights).sum())
        self._exact = ExactSums(
            self._exact.total + total_of(x, weights), self._exact.squares + squares
        )
        if self._grouped and block.together is not None:
            more = power_groups(x, weights, random_group(block.together[rows]))
            self._clusters = more if self._clusters is None else self._clusters + more

    def sums(self, sets: Sets) -> PowerSums:
        sample = self._people.sample(nobody(len(self._places), self._weighted))
        exact = self._exact
        if self._named:
            whole = sets[self._named]
            sample = self._people.sample(nobody(len(self._places), self._weighted), whole.n)
            exact = ExactSums(
                total_from(whole.weight, whole.s, whole.p, self._origins), whole.weight2
            )
        known = None if sample.whole else exact
        return PowerSums(sample.n, sample, known, None, self._clusters, self._grouped)


def _summed(values: Array, at: Places) -> Array:
    """Return the sums of some columns, NaN where one is missing, as an array of its own."""
    if len(at) == 1:
        return np.array(values[:, at[0]], dtype=np.float64)
    if (np.diff(at) == 1).all():
        return np.asarray(values[:, at[0] : at[-1] + 1] @ np.ones(len(at)), dtype=np.float64)
    return np.asarray(values[:, at].sum(axis=1), dtype=np.float64)


def nobody(k: int, weighted: bool) -> People:
    """Return no people with k values."""
    none = np.empty(0)
    return People.of(np.empty(0, dtype=np.int64), np.empty((0, k)), none if weighted else None)
