"""The sums of every group of one breakdown."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.results.tables import MOST_GROUPS
from servqual.scoring.merging import check_few, in_order, n_groups
from servqual.scoring.unit_sums import UnitSums
from servqual.statistics.accumulate import Accumulator
from servqual.statistics.moments import Array
from servqual.statistics.summary import Block, Layout, Summary

Places = npt.NDArray[np.intp]

ENOUGH_OF_A_GROUP = 250  # rows: then adding them up costs little beside
MOST_WAITING = 50_000  # rows of a breakdown that wait for others: 55 MB


class Rows(NamedTuple):
    """Scored rows: all columns, the few that units are compared by, weights and numbers."""

    every: Array
    few: Array
    weights: Array | None
    numbers: npt.NDArray[np.int64]

    def take(self, places: Places) -> Rows:
        """Return some rows."""
        weights = None if self.weights is None else self.weights[places]
        return Rows(self.every[places], self.few[places], weights, self.numbers[places])

    @classmethod
    def joined(cls, parts: Sequence[Rows]) -> Rows:
        """Return the rows of several parts."""
        every, few, weights, numbers = zip(*parts, strict=True)
        whole = None if weights[0] is None else np.concatenate(weights)
        return cls(np.concatenate(every), np.concatenate(few), whole, np.concatenate(numbers))


class BreakdownSums:
    """The sums of every group of one people column, or of every cell of two that are crossed.

    To add up a group costs some time however few its rows, so the rows of many groups wait for
    others of theirs.
    """

    def __init__(self, name: str, layout: Layout, sides: tuple[str, ...]) -> None:
        self.name, self.layout, self.sides = name, layout, sides
        self.full: dict[str, Accumulator] | None = {}
        self.means: UnitSums | None = None
        self.names: set[str] = set()
        self.waiting: list[tuple[dict[str, Places], Rows]] = []

    def add(self, labels: Sequence[str], rows: Rows, few: Layout) -> None:
        """Add a block: its rows are put in the order of the groups once."""
        if self.means is None:
            self.means = UnitSums(few, weighted=rows.weights is not None)
        self.names |= set(labels)
        check_few(self.name, len(self.names))
        if n_groups(self.names, crossed=bool(self.sides)) > MOST_GROUPS:
            self.full = None
        self.waiting.append((_places_of(labels), rows))
        n_waiting = sum(len(own.numbers) for _, own in self.waiting)
        if n_waiting >= min(MOST_WAITING, ENOUGH_OF_A_GROUP * len(self.names)):
            self.settle()

    def settle(self) -> None:
        """Add up the rows that wait."""
        if self.means is None:
            return
        for name in sorted({name for places, _ in self.waiting for name in places}):
            own = Rows.joined([r.take(p[name]) for p, r in self.waiting if name in p])
            self.means.add(name, own.few, own.weights)
            if self.full is not None:
                if name not in self.full:
                    self.full[name] = Accumulator(self.layout, own.weights is not None)
                self.full[name].add(Block(own.every, own.weights, {}, own.numbers))
        self.waiting = []

    def units(self) -> dict[str, Summary]:
        """Return the few sums that units are compared by, of every group."""
        self.settle()
        return in_order({} if self.means is None else self.means.summaries())

    def groups(self) -> dict[str, Summary] | None:
        """Return all sums of every group; None of very many."""
        self.settle()
        if self.full is None:
            return None
        return in_order({name: sums.summary() for name, sums in self.full.items()})


def _places_of(labels: Sequence[str]) -> dict[str, Places]:
    """Return the rows of every group, in order."""
    names = sorted(set(labels))
    codes = codes_of(names, labels)
    order = np.argsort(codes, kind="stable")
    ends = np.searchsorted(codes[order], np.arange(len(names) + 1)).tolist()
    return {
        name: order[start:end] for name, (start, end) in zip(names, pairwise(ends), strict=True)
    }


def codes_of(names: Sequence[str], labels: Sequence[str]) -> Places:
    """Return the place of each label among the names."""
    place = {name: k for k, name in enumerate(names)}
    return np.fromiter(map(place.__getitem__, labels), np.intp, len(labels))
