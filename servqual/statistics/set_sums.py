"""Sums over the rows that are complete on a set of columns."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from servqual.statistics.careful_sums import CarefulSum, in_two
from servqual.statistics.layout import Layout
from servqual.statistics.moments import Array, Moments
from servqual.statistics.pieces import Floats, Piece, Places, gathered, runs_of

Runs = list[tuple[slice, slice]]

# where fewer rows are complete they are summed themselves, else the others are taken off
_SHARE_TAKEN_OFF = 0.5


@dataclass(frozen=True)
class SetSums:
    """Sums over the rows that are complete on one item set: rows, weights, sums, products.

    ``rest`` is what rounding left off them all, where weights were added carefully: in the order of
    ``parts``. It adds up with the sums, and does not go into a file.
    """

    n: int
    weight: float
    weight2: float
    s: Array
    p: Array
    rest: Array | None = field(default=None, init=False, compare=False, repr=False)

    @classmethod
    def of_careful(cls, n: int, total: CarefulSum) -> SetSums:
        """Return the sums of n rows from those of :attr:`parts`."""
        parts = total.value
        k = math.isqrt(len(parts) - 2)
        weight, weight2 = parts[:2].tolist()
        found = cls(n, weight, weight2, parts[2 : 2 + k], parts[2 + k :].reshape(k, k))
        object.__setattr__(found, "rest", total.rest)
        return found

    @property
    def parts(self) -> Array:
        """Everything but n as one array, shape (2 + k + k * k,)."""
        return np.concatenate([[self.weight, self.weight2], self.s, self.p.reshape(-1)])

    def __add__(self, other: SetSums) -> SetSums:
        if self.rest is not None or other.rest is not None:
            total = CarefulSum(self.parts.shape)
            for more in (self.parts, other.parts, self.rest, other.rest):
                if more is not None:
                    total.add(more)
            return SetSums.of_careful(self.n + other.n, total)
        return SetSums(
            self.n + other.n,
            self.weight + other.weight,
            self.weight2 + other.weight2,
            self.s + other.s,
            self.p + other.p,
        )

    def __sub__(self, other: SetSums) -> SetSums:
        return SetSums(
            self.n - other.n,
            self.weight - other.weight,
            self.weight2 - other.weight2,
            self.s - other.s,
            self.p - other.p,
        )

    @classmethod
    def of(cls, values: Array, weights: Array | None) -> SetSums:
        """Return the sums over the complete rows of a block, shape (rows, k)."""
        complete = ~np.isnan(values).any(axis=1)
        x = values[complete]
        if weights is None:
            n = float(len(x))
            return cls(len(x), n, n, x.sum(axis=0), x.T @ x)
        w = weights[complete]
        return cls(len(x), float(w.sum()), float((w * w).sum()), w @ x, x.T @ (x * w[:, None]))

    @property
    def n_effective(self) -> float:
        """Kish's effective number of rows; the number of rows when unweighted."""
        return self.weight**2 / self.weight2 if self.weight2 > 0 else 0.0

    def covariance(self) -> Array:
        """Return the covariance matrix, denominator n - 1 (weighted: of the weighted rows)."""
        if self.n < 2 or self.weight <= 0:
            return np.full(self.p.shape, np.nan)
        inner = self.p / self.weight - np.outer(self.s, self.s) / self.weight**2
        return np.asarray(inner * self.n / (self.n - 1))


class WeightedSets:
    """Weighted sums over the complete rows of every set; rows are added in place.

    The models that rest on them magnify a change of the last digit a thousandfold, so that the
    order of adding must not show: sums of the leading bits of the weights are exact.
    """

    def __init__(self, layout: Layout) -> None:
        self._places = {name: [layout.position[c] for c in of] for name, of in layout.sets}
        self._n = dict.fromkeys(self._places, 0)
        self._sums = {
            name: CarefulSum((2 + len(at) + len(at) ** 2,)) for name, at in self._places.items()
        }

    def add(self, values: Array, weights: Array) -> None:
        """Add some rows, shape (n, columns of the layout), NaN for missing."""
        for name, places in self._places.items():
            x = values[:, places]
            complete = ~np.isnan(x).any(axis=1)
            x, own = x[complete], weights[complete]
            self._n[name] += len(x)
            for k, w in enumerate(in_two(own)):
                heavy = x * w[:, None]
                squares = np.array([w.sum(), 0.0 if k else (own * own).sum()])
                p = x.T @ heavy
                p = (p + p.T) / 2
                self._sums[name].add(np.concatenate([squares, heavy.sum(axis=0), p.reshape(-1)]))

    def sums(self) -> Mapping[str, SetSums]:
        """Return the sums of each set."""
        return {n: SetSums.of_careful(self._n[n], total) for n, total in self._sums.items()}


class CompleteSums:
    """Unweighted sums over the complete rows of every set; rows are added in place.

    A set that most rows are complete on is the sum over all rows less that over the incomplete
    ones: whole numbers lose nothing by it. Others are summed as they are.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout, self._rows = layout, 0
        self._places = [np.array([layout.position[c] for c in of]) for _, of in layout.sets]
        self._of_column = np.zeros(
            (len(layout.columns), -(-len(layout.sets) // 63)), dtype=np.int64
        )
        for k, places in enumerate(self._places):
            self._of_column[places, k // 63] |= 1 << (k % 63)
        self._off: list[bool | None] = [None] * len(layout.sets)
        self._n = np.zeros(len(layout.sets), dtype=np.int64)
        self._s = [np.zeros(len(places)) for places in self._places]
        self._p = [np.zeros((len(places),) * 2) for places in self._places]
        self._small: Places | None = None
        self._runs: list[tuple[bool, Runs]] = []

    def add(self, piece: Piece, small: Floats, small_places: Places, values: Array) -> None:
        """Add some rows; ``small`` are those of their columns at ``small_places``."""
        n = len(piece)
        if not self._places or n == 0:
            return
        self._find(small_places)
        holed, bits = self._incomplete(piece)
        for k, (is_small, runs) in enumerate(self._runs):
            which = np.flatnonzero(bits[k // 63] & (1 << (k % 63)))
            if self._off[k] is None:
                self._off[k] = len(which) <= _SHARE_TAKEN_OFF * n
            rows = holed[which] if self._off[k] else np.delete(np.arange(n), holed[which])
            if len(rows) == 0:
                continue
            x = gathered(small if is_small else values, rows, runs)
            if not is_small:
                x = np.where(np.isnan(x), 0.0, x)
            self._n[k] += len(rows)
            self._s[k] += np.ones(len(rows), dtype=x.dtype) @ x
            self._p[k] += x.T @ x
        self._rows += n

    def _find(self, small_places: Places) -> None:
        """Find out where the columns of every set stand: among the small ones, or among all."""
        if self._small is not None and np.array_equal(self._small, small_places):
            return
        place = np.full(len(self._layout.columns), -1)
        place[small_places] = np.arange(len(small_places))
        self._small, self._runs = small_places, []
        for places in self._places:
            inside = place[places]
            is_small = bool((inside >= 0).all())
            self._runs.append((is_small, runs_of(inside if is_small else places)))

    def _incomplete(self, piece: Piece) -> tuple[Places, npt.NDArray[np.int64]]:
        """Return the rows with holes, and for each, a bit a set, where; shape (words, rows)."""
        starts = np.flatnonzero(np.diff(piece.row, prepend=-1))
        if len(starts) == 0:
            return starts, np.zeros((self._of_column.shape[1], 0), dtype=np.int64)
        bits = np.bitwise_or.reduceat(self._of_column[piece.column], starts, axis=0)
        return piece.row[starts].astype(np.intp), np.ascontiguousarray(bits.T)

    def sums(self, counts: Moments) -> Mapping[str, SetSums]:
        """Return the sums of each set; ``counts`` are those of the same rows by pairs."""
        found = {}
        for k, (name, _) in enumerate(self._layout.sets):
            n, s, p, places = int(self._n[k]), self._s[k], self._p[k], self._places[k]
            if self._off[k]:
                n, s = self._rows - n, np.diag(counts.s)[places] - s
                p = counts.p[np.ix_(places, places)] - p
            found[name] = SetSums(n, float(n), float(n), s.copy(), p.copy())
        return found
