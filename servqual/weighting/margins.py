"""Customers and people side by side: which groups there are, and which are too small to weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array
from servqual.statistics.raking import Margin
from servqual.weighting.design import crossed, split_crossed

FEWEST_IN_GROUP = 10  # answers of a group that margins are raked to
FEWEST_IN_CELL = 20  # answers of a cell that is post-stratified
TOGETHER = " + "

People = Mapping[str, npt.NDArray[np.object_]]


@dataclass(frozen=True)
class Table:
    """The customers by one people column (or two crossed) and the group of each person.

    Attributes
    ----------
    column : str
        As ``sex`` or ``sex*age``.
    groups : tuple of str
        Groups put together are joined by ``+``.
    shares : tuple of float
        Of the customers, adding up to 1.
    codes : int array, shape (n_respondents,)
        Group of each person, -1 for none.
    joined : tuple of str
        Groups that were put together because too few people answered.
    """

    column: str
    groups: tuple[str, ...]
    shares: tuple[float, ...]
    codes: npt.NDArray[np.intp]
    joined: tuple[str, ...] = ()

    @property
    def sizes(self) -> tuple[int, ...]:
        """Return how many people answered in each group."""
        there = self.codes[self.codes >= 0]
        return tuple(np.bincount(there, minlength=len(self.groups)).tolist())

    @property
    def margin(self) -> Margin:
        """Return what weights are made to fit."""
        return Margin(self.codes, np.array(self.shares))

    def shares_under(self, weights: Array | None) -> tuple[float, ...] | None:
        """Return the shares of the groups under weights; None if nobody with a group counts."""
        w = np.ones(len(self.codes)) if weights is None else weights
        there = self.codes >= 0
        found = np.bincount(self.codes[there], w[there], minlength=len(self.groups))
        total = float(found.sum())
        return tuple((found / total).tolist()) if total > 0 else None


def labels(people: People, column: str) -> npt.NDArray[np.object_]:
    """Return the group of each person in a column or in two crossed, '' where one is blank."""
    parts = [people[name].astype(str) for name in split_crossed(column)]
    if len(parts) == 1:
        return np.asarray(parts[0].astype(object))
    return np.array(
        [crossed(row) if all(row) else "" for row in zip(*parts, strict=True)], dtype=object
    )


def table_of(people: People, column: str, shares: Mapping[str, float]) -> Table:
    """Return customers and people by a column; people of no group of the customers have none."""
    place = {group: k for k, group in enumerate(shares)}
    codes = np.array([place.get(one, -1) for one in labels(people, column)], dtype=np.intp)
    return Table(column, tuple(shares), tuple(shares.values()), codes)


def put_together(table: Table, fewest: int = FEWEST_IN_GROUP) -> Table:
    """Return a table whose groups all have enough answers: the two smallest are joined first.

    Examples
    --------
    >>> codes = np.repeat([0, 1, 2], [40, 4, 9])
    >>> put_together(Table("age", ("<30", "30-59", "60+"), (0.3, 0.3, 0.4), codes)).groups
    ('<30', '30-59 + 60+')
    """
    members = [[k] for k in range(len(table.groups))]
    sizes = list(table.sizes)
    while len(members) > 1 and min(sizes) < fewest:
        small, other = sorted(np.argsort(sizes, kind="stable")[:2].tolist())
        members[small] = sorted(members[small] + members.pop(other))
        sizes[small] += sizes.pop(other)
    if len(members) == len(table.groups):
        return table
    new_code = {old: k for k, own in enumerate(members) for old in own} | {-1: -1}
    return Table(
        table.column,
        tuple(TOGETHER.join(table.groups[k] for k in own) for own in members),
        tuple(float(sum(table.shares[k] for k in own)) for own in members),
        np.array([new_code[int(code)] for code in table.codes], dtype=np.intp),
        tuple(table.groups[k] for own in members if len(own) > 1 for k in own),
    )


@dataclass(frozen=True)
class Fit:
    """How weights were made, and what they did to the shares of groups.

    Attributes
    ----------
    how : str
        ``raked``, ``post_stratified``, or '' for weights that were not made here.
    fitted, others : tuple of Table
        Customers that the weights fit, and others that are only held beside them.
    base, weights : array, shape (n_respondents,), or None
        Weights before and after; None for people counted once.
    error, rounds, trimmed
        As in :class:`servqual.statistics.raking.Raked`.
    trim : tuple of two numbers, or None
    blank : mapping of column to int
        People without a group.
    replicates : mapping of scored column to float
        Variances when the weights are fitted anew for every replicate.
    n_replicates : int
    reach : tuple of two floats, or None
        The smallest and the largest weight in mean weights, where the weights are not at hand.
    """

    how: str = ""
    fitted: tuple[Table, ...] = ()
    others: tuple[Table, ...] = ()
    base: Array | None = None
    weights: Array | None = None
    error: float = 0.0
    rounds: int = 0
    trimmed: int = 0
    trim: tuple[float, float] | None = None
    blank: Mapping[str, int] = field(default_factory=dict)
    replicates: Mapping[str, float] = field(default_factory=dict)
    n_replicates: int = 0
    reach: tuple[float, float] | None = None

    def beside(self) -> Sequence[tuple[Table, bool]]:
        """Return every table of customers, and whether the weights fit it."""
        return [*((t, True) for t in self.fitted), *((t, False) for t in self.others)]
