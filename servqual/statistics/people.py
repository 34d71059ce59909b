"""People kept one by one: everybody, or a random sample that no order of rows can change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array

Rows = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.intp]
Number = TypeVar("Number", bound=np.generic)

RANDOM_GROUPS = 1000  # people are spread over so many groups by chance: resampling draws those
# of more people so many are kept one by one, chosen by chance: what rests on them (how far figures
# vary, never the figures) is then right to 1%, and takes as long for any number of people
MOST_PEOPLE = 100_000
# sorting out who stays is put off until there are so many times too many
SLACK = 1.1
_MISSING = np.int16(-32768)
ROWS_AT_ONCE = 2048  # what is between stays in the cache


@dataclass(frozen=True, eq=False)
class People:
    """The values of some people, in little memory: :meth:`table` has them as numbers.

    Attributes
    ----------
    numbers : array of int64, shape (n,)
        Of their rows in the source.
    small : array of int16, shape (n, c)
        The values, with a mark for missing, in columns of small whole numbers.
    loose : array, shape (n, r)
        The values of all other columns, NaN for missing.
    loose_at : array of int64, shape (r,)
        Which these columns are.
    weights : array, shape (n,), or None
    """

    numbers: Rows
    small: npt.NDArray[np.int16]
    loose: Array
    loose_at: Rows
    weights: Array | None

    def __len__(self) -> int:
        return len(self.numbers)

    @classmethod
    def of(cls, numbers: Rows, values: Array, weights: Array | None) -> People:
        """Return people from their values, NaN for missing; what is given may change afterwards."""
        own = None if weights is None else np.array(weights, dtype=np.float64)
        small, at = _small(values)
        return cls(np.array(numbers, dtype=np.int64), small, _columns(values, at), at, own)

    @classmethod
    def all_of(cls, parts: Sequence[People]) -> People:
        """Return the people of some parts, at least one, one after the other."""
        if len(parts) == 1:
            return parts[0]
        at = np.unique(np.concatenate([part.loose_at for part in parts]))
        weights = [part.weights for part in parts if part.weights is not None]
        return cls(
            np.concatenate([part.numbers for part in parts]),
            np.concatenate([part.small for part in parts]),
            np.concatenate([part._as_loose(at) for part in parts]),
            at,
            np.concatenate(weights) if weights else None,
        )

    def table(self) -> Array:
        """Return the values, shape (n, c), NaN for missing."""
        found = _numbers(self.small)
        found[:, self.loose_at] = self.loose
        return found

    def columns(self, at: Rows | Sequence[int]) -> Array:
        """Return the values of some columns, in this order, without making the whole table."""
        which = np.asarray(at, dtype=np.int64)
        found = _numbers(self.small[:, which])
        for place in np.flatnonzero(np.isin(which, self.loose_at)):
            found[:, place] = self.loose[:, np.searchsorted(self.loose_at, which[place])]
        return found

    def _as_loose(self, at: Rows) -> Array:
        """Return the values of some columns, those that are loose among them."""
        if len(at) == len(self.loose_at):
            return self.loose
        found = _numbers(self.small[:, at])
        found[:, np.searchsorted(at, self.loose_at)] = self.loose
        return found

    def take(self, places: Places) -> People:
        """Return some of them, in this order."""
        weights = None if self.weights is None else self.weights[places]
        small, loose = self.small[places], self.loose[places]
        return People(self.numbers[places], small, loose, self.loose_at, weights)

    def in_order(self) -> People:
        """Return them by row number; those of one number by what they answered."""
        if (np.diff(self.numbers) > 0).all():
            return self
        if len(np.unique(self.numbers)) == len(self):
            return self.take(np.argsort(self.numbers, kind="stable"))
        return self.take(np.lexsort((*self._answers(), self.numbers)))

    def fewest(self, most: int) -> People:
        """Return as many as asked for, those with the smallest hash of the row number."""
        return self if len(self) <= most else self.take(self.fewest_at(most))

    def fewest_at(self, most: int) -> Places:
        """Return the places of those with the smallest hash, of fewer than there are."""
        mixed = hashed(self.numbers)
        last = np.partition(mixed, most - 1)[most - 1]
        inside = np.flatnonzero(mixed < last)
        # row numbers that occur twice have one hash: then by what the people answered
        edge = self.take(np.flatnonzero(mixed == last))
        order = np.lexsort((*edge._answers(), edge.numbers))[: most - len(inside)]
        chosen = np.flatnonzero(mixed == last)[order]
        return np.sort(np.concatenate([inside, chosen]))

    def first(self, n: int) -> People:
        """Return the first of them, in the same memory."""
        own = None if self.weights is None else self.weights[:n]
        return People(self.numbers[:n], self.small[:n], self.loose[:n], self.loose_at, own)

    def with_room(self, n: int) -> People:
        """Return a copy with room for n people, whatever stands behind those there are."""
        own = None if self.weights is None else _roomy(self.weights, n)
        small, loose = _roomy(self.small, n), _roomy(self.loose, n)
        return People(_roomy(self.numbers, n), small, loose, self.loose_at, own)

    def put(self, at: int, other: People) -> None:
        """Write others in place of those from ``at`` on; both have the same loose columns."""
        to = slice(at, at + len(other))
        self.numbers[to], self.small[to], self.loose[to] = other.numbers, other.small, other.loose
        if self.weights is not None:
            self.weights[to] = other.weights

    def loosened(self, at: Rows) -> People:
        """Return the same with at least these columns loose."""
        at = np.union1d(self.loose_at, at)
        if len(at) == len(self.loose_at):
            return self
        return People(self.numbers, self.small, self._as_loose(at), at, self.weights)

    def _answers(self) -> list[Array]:
        values = np.nan_to_num(self.table(), nan=-np.inf)
        keys = [*values.T[::-1]]
        return keys if self.weights is None else [self.weights, *keys]


@dataclass(frozen=True)
class Sample:
    """At most ``most`` of n people: all of them, or a random sample of exactly so many.

    Who is in it follows from the row numbers alone, in whatever blocks and order people came:
    those with the smallest hashes (Cohen & Kaplan 2007). Samples of two parts add.

    Attributes
    ----------
    n : int
        All people.
    parts : tuple of People
        Those kept, and perhaps more: :attr:`people` sorts them out.
    most : int
    """

    n: int
    parts: tuple[People, ...]
    most: int = MOST_PEOPLE

    def __add__(self, other: Sample) -> Sample:
        parts = (*self.parts, *other.parts)
        if sum(map(len, parts)) > SLACK * self.most:
            parts = (_fewest_of(parts, self.most),)
        return Sample(self.n + other.n, parts, self.most)

    @property
    def whole(self) -> bool:
        """Whether it holds everybody."""
        return self.n <= self.most

    @cached_property
    def people(self) -> People:
        """Those in the sample, by row number."""
        return _fewest_of(self.parts, self.most).in_order()


def _fewest_of(parts: Sequence[People], most: int) -> People:
    """Return those of some parts with the smallest hashes; all parts are never held at once."""
    if sum(map(len, parts)) > most:
        mixed = [hashed(part.numbers) for part in parts]
        last = np.partition(np.concatenate(mixed), most - 1)[most - 1]
        parts = [p.take(np.flatnonzero(m <= last)) for p, m in zip(parts, mixed, strict=True)]
    return People.all_of(parts).fewest(most)


def hashed(rows: Rows) -> Hashes:
    """Return the finaliser of SplitMix64 (Steele, Lea & Flood 2014) of row numbers."""
    z = rows.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(z ^ (z >> np.uint64(31)))


def random_group(rows: Rows) -> Places:
    """Return the random group, 0 to ``RANDOM_GROUPS - 1``, of each row number.

    The first rows have a group each. The others go anywhere by their hash, the same row always
    into the same group, however the file is cut into blocks.
    """
    anywhere = (hashed(rows) % np.uint64(RANDOM_GROUPS)).astype(np.intp)
    return np.where((rows >= 0) & (rows < RANDOM_GROUPS), rows, anywhere).astype(np.intp)


def _small(values: Array) -> tuple[npt.NDArray[np.int16], Rows]:
    """Return values in two bytes each, and the columns in which that is not what they are."""
    found = np.empty(values.shape, dtype=np.int16)
    wrong = np.zeros(values.shape[1], dtype=np.bool_)
    for some in parts_of(len(values), ROWS_AT_ONCE):
        missing = np.isnan(values[some])
        filled = np.where(missing, float(_MISSING), values[some])
        with np.errstate(invalid="ignore"):
            found[some] = filled  # numbers that do not fit become others
        wrong |= (found[some] != filled).any(axis=0)
        wrong |= ((found[some] == _MISSING) != missing).any(axis=0)
    return found, np.flatnonzero(wrong).astype(np.int64)


def _roomy(values: npt.NDArray[Number], n: int) -> npt.NDArray[Number]:
    """Return a copy of values with n of them, whatever stands behind those there are."""
    found = np.empty((max(n, len(values)), *values.shape[1:]), dtype=values.dtype)
    found[: len(values)] = values
    return found


def _columns(values: Array, at: Rows) -> Array:
    return np.asarray(values[:, at], dtype=np.float64)


def _numbers(small: npt.NDArray[np.int16]) -> Array:
    """Return small values as numbers, NaN for missing."""
    found = small.astype(np.float64)
    found[small == _MISSING] = np.nan
    return found


def numbered(rows: Rows | None, n: int) -> Rows:
    """Return row numbers; where the source has none, the places in the block."""
    return np.arange(n) if rows is None else rows


def parts_of(n: int, at_once: int) -> Iterable[slice]:
    """Return slices of n rows, at least one, none longer than asked for."""
    return [slice(at, at + at_once) for at in range(0, max(n, 1), at_once)]
