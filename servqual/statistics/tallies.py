"""How often each answer and each pair of answers was given, counted many columns at a time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from servqual.statistics.counted import Counts
from servqual.statistics.layout import Layout
from servqual.statistics.moments import Array
from servqual.statistics.pieces import Piece, Places, gathered, runs_of

Pair = tuple[Counts, Array]


class Tallies:
    """Counts of the layout's histograms and tables; rows are added in place.

    Every table has a place more in either direction, for missing. What was answered to one of its
    columns follows from it, and needs no counting of its own.
    """

    def __init__(self, layout: Layout, *, weighted: bool) -> None:
        self._weighted, self._position = weighted, layout.position
        self._tables = {
            name: (layout.position[of], layout.position[minus], low, high)
            for name, of, minus, low, high in layout.tables
        }
        self._by_table: dict[str, tuple[str, int]] = {}
        ranges = {name: (low, high) for name, low, high in layout.histograms}
        for name, of, minus, low, high in layout.tables:
            for axis, column in ((1, of), (0, minus)):
                if ranges.get(column) == (low, high):
                    self._by_table[column] = (name, axis)
        self._histograms = layout.histograms
        self._alone = [
            (layout.position[name], low, high)
            for name, low, high in layout.histograms
            if name not in self._by_table
        ]
        tables = list(self._tables.values())
        self._single = _Coded.of(self._alone)
        self._of = _Coded.of([(of, low, high) for of, _, low, high in tables])
        self._minus = _Coded.of([(minus, low, high) for _, minus, low, high in tables])
        levels = self._of.levels
        self._starts = np.concatenate([[0], np.cumsum(levels * levels)]).astype(np.intp)
        self._firsts = np.concatenate([[0], np.cumsum(self._single.levels)]).astype(np.intp)
        self._pairs, self._heavy_pairs = self._nothing(self._starts)
        self._ones, self._heavy_ones = self._nothing(self._firsts)

    def _nothing(self, starts: Places) -> tuple[Counts, Array]:
        size = int(starts[-1])
        return np.zeros(size, dtype=np.int64), np.zeros(size if self._weighted else 0)

    def add(self, piece: Piece, weights: Array | None) -> None:
        """Count some rows."""
        if self._tables:
            codes = self._of.codes(piece)
            codes *= self._of.levels
            codes += self._minus.codes(piece)
            codes += self._starts[:-1]
            self._count(codes, weights, self._pairs, self._heavy_pairs)
        if self._alone:
            codes = self._single.codes(piece)
            codes += self._firsts[:-1]
            self._count(codes, weights, self._ones, self._heavy_ones)

    @staticmethod
    def _count(codes: Array, weights: Array | None, counts: Counts, heavy: Array) -> None:
        flat = codes.astype(np.intp).reshape(-1)
        found = np.bincount(flat, minlength=len(counts))
        if len(found) > len(counts):
            raise ValueError("a value lies outside the range that the layout counts")
        counts += found
        if weights is not None:
            each = np.repeat(weights, codes.shape[1])
            heavy += np.bincount(flat, weights=each, minlength=len(counts))

    def histograms(self, n: Array) -> dict[str, Pair]:
        """Return the counts of each column's values, unweighted and weighted, missing left out.

        Parameters
        ----------
        n : array, shape (c, c)
            Rows that have both columns: as many must have been counted.

        Raises
        ------
        ValueError
            A value lay outside the range that the layout counts.
        """
        tables = self._square()
        alone = iter(pairwise(self._firsts))
        found: dict[str, Pair] = {}
        for name, _, _ in self._histograms:
            if name in self._by_table:
                table, axis = self._by_table[name]
                parts = [counts.sum(axis=axis)[1:] for counts in tables[table]]
            else:
                first, end = next(alone)
                every = (self._ones, self._heavy_ones) if self._weighted else (self._ones,)
                parts = [counts[first + 1 : end].copy() for counts in every]
            found[name] = (parts[0], parts[-1].astype(np.float64))
            place = self._position[name]
            _check(found[name][0], n[place, place], name)
        return found

    def tables(self, n: Array) -> dict[str, Pair]:
        """Return the counts of each pair of columns' values, as :meth:`histograms`."""
        found: dict[str, Pair] = {}
        for name, parts in self._square().items():
            of, minus, _, _ = self._tables[name]
            found[name] = (parts[0][1:, 1:].copy(), parts[-1][1:, 1:].astype(np.float64))
            _check(found[name][0], n[of, minus], name)
        return found

    def _square(self) -> dict[str, list[npt.NDArray[Any]]]:
        every = (self._pairs, self._heavy_pairs) if self._weighted else (self._pairs,)
        found: dict[str, list[npt.NDArray[Any]]] = {}
        for k, (name, (_, _, low, high)) in enumerate(self._tables.items()):
            size, cut = high - low + 2, slice(self._starts[k], self._starts[k + 1])
            found[name] = [counts[cut].reshape(size, size) for counts in every]
        return found


def _check(counts: Counts, n: float, name: str) -> None:
    """Raise an error where a value fell into a neighbour's place, or into that for missing."""
    if counts.sum() != n:
        raise ValueError(f"a value of {name} lies outside the range that the layout counts")


@dataclass(frozen=True)
class _Coded:
    """Columns whose values become places: 0 for missing, 1 for the lowest."""

    runs: list[tuple[slice, slice]]
    below: Array
    levels: Array

    @classmethod
    def of(cls, columns: list[tuple[int, int, int]]) -> _Coded:
        places = np.array([place for place, _, _ in columns], dtype=np.intp)
        below = np.array([low - 1 for _, low, _ in columns], dtype=np.float64)
        highest = np.array([high for _, _, high in columns], dtype=np.float64)
        return cls(runs_of(places), below, highest - below + 1)

    def codes(self, piece: Piece) -> Array:
        found: Array = gathered(piece.x, None, self.runs)
        if not self.below.any():
            return found.copy()
        found = found - self.below
        found[gathered(piece.missing, None, self.runs)] = 0.0
        return found
