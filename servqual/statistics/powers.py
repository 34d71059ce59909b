"""Sums of products of up to four values of an item set: what scaled fit and resampling need."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from servqual.statistics import people as kept
from servqual.statistics.moments import Array
from servqual.statistics.people import (
    People,
    Rows,
    Sample,
    numbered,
    random_group,
)
from servqual.statistics.power_parts import ExactSums, FourthSums, PowerGroups, power_groups
from servqual.statistics.products import (
    as_of_all,
    folded,
    fourth_sums,
    pairs,
    total_of,
    variables_of,
    with_products,
)

__all__ = ["ExactSums", "FourthSums", "PowerGroups", "PowerSet", "PowerSums"]
__all__ += ["folded", "pairs", "power_groups", "random_group", "variables_of", "with_products"]

# so few variables have few products: those of everybody are summed, and nobody is kept
SHORT = 6


@dataclass(frozen=True)
class PowerSet:
    """What is multiplied with what, over the rows that have all of it.

    Attributes
    ----------
    name : str
    elements : tuple of tuples of str
        The k variables; each is the sum of the columns named (a single column: that column).
    origins : tuple of int
        Subtracted from each variable, in stored units, so that the sums stay small and exact.
    grouped : bool
        Whether people can be resampled as well. Such a set keeps people one by one, of very many a
        random sample; any other set is summed over everybody and should be short.
    """

    name: str
    elements: tuple[tuple[str, ...], ...]
    origins: tuple[int, ...]
    grouped: bool = False


@dataclass(frozen=True, eq=False)
class PowerSums:
    """Sums over the complete rows of ``u u'``, u = (1, x_1 .. x_k, x_1 x_1, x_1 x_2 .. x_k x_k).

    Sums of two blocks add. Products stand in the order of the upper triangle, row by row
    (:func:`pairs`), so u has ``m = 1 + k + k (k + 1) / 2`` entries.

    Up to 100,000 people they are exact. Of more, ``first`` and ``second`` are estimated from a
    random sample of so many and scaled up to everybody: only how far figures vary rests on them.

    Attributes
    ----------
    n : int
        Complete rows.
    sample : Sample or None
        The people one by one, origins taken off, where they still are.
    exact : ExactSums or None
        What is known of everybody; where it is None everybody is in the sample.
    fourth : FourthSums or None
        In the place of the sample.
    of_groups : PowerGroups or None
        In the place of the sample, or where clusters are drawn.
    grouped : bool
        Whether people can be resampled.
    """

    n: int
    sample: Sample | None = None
    exact: ExactSums | None = None
    fourth: FourthSums | None = None
    of_groups: PowerGroups | None = None
    grouped: bool = False

    @classmethod
    def of_products(cls, n: int, first: Array, second: Array) -> PowerSums:
        """Return sums that are known, of people who cannot be resampled."""
        return cls(n, fourth=FourthSums(first, second, n))

    @classmethod
    def of(
        cls,
        values: Array,
        weights: Array | None,
        rows: Rows | None,
        grouped: bool,
        together: Rows | None = None,
    ) -> PowerSums:
        """Return the sums over the complete rows of a block, shape (rows, k), origins taken off.

        ``rows`` are the row numbers that decide, by a hash, into which random group a person goes
        and who is in the sample; ``together`` numbers what is drawn together, if not the rows.
        """
        complete = ~np.isnan(values).any(axis=1)
        x = values[complete]
        w = None if weights is None else weights[complete]
        if not grouped and x.shape[1] <= SHORT:
            return cls(len(x), fourth=FourthSums(*fourth_sums(x, w), len(x)))
        of_groups = None
        if grouped and together is not None:
            of_groups = power_groups(x, w, random_group(together[complete]))
        exact = None
        if len(x) > kept.MOST_PEOPLE:
            squares = float(len(x) if w is None else (w * w).sum())
            exact = ExactSums(total_of(x, w), squares)
        people = People.of(numbered(rows, len(values))[complete], x, w)
        sample = Sample(len(x), (people,), kept.MOST_PEOPLE)
        return cls(len(x), sample, exact, None, of_groups, grouped)

    def __add__(self, other: PowerSums) -> PowerSums:
        n, grouped = self.n + other.n, self.grouped and other.grouped
        if self.sample is not None and other.sample is not None:
            of_groups = None
            if grouped and self.of_groups is not None and other.of_groups is not None:
                of_groups = self.of_groups + other.of_groups
            sample = self.sample + other.sample
            exact = None if sample.whole else self._exact_with(other)
            return PowerSums(n, sample, exact, None, of_groups, grouped)
        first = self.first + other.first
        second = first if self.second is self.first else self.second + other.second
        fourth = FourthSums(first, second, self.n_sampled + other.n_sampled)
        of_groups = self._groups + other._groups if grouped else None
        # products of everybody begin with what is known of everybody
        known = all(x.sample is None and x.exact is None for x in (self, other))
        exact = None if known else self._exact_with(other)
        return PowerSums(n, None, exact, fourth, of_groups, grouped)

    def _exact_with(self, other: PowerSums) -> ExactSums:
        return ExactSums(self.total + other.total, self.squares + other.squares)

    # -- what they hold ------------------------------------------------------------------------

    @property
    def first(self) -> Array:
        """``sum(w u u')``, shape (m, m)."""
        return self._fourth.first

    @property
    def second(self) -> Array:
        """``sum(w^2 u u')``, shape (m, m); the very same array as ``first`` when unweighted."""
        return self._fourth.second

    @property
    def n_sampled(self) -> int:
        """How many of the n people the products of four rest on."""
        if self.sample is None:
            return self._fourth.n_sampled
        return self.n if self.sample.whole else len(self.sample.people)

    @cached_property
    def total(self) -> Array:
        """``sum(w u)`` of everybody, shape (m,), exact."""
        if self.exact is not None:
            return self.exact.total
        if self.sample is None:
            return np.asarray(self.first[0])
        return total_of(self.sample.people.table(), self.sample.people.weights)

    @cached_property
    def squares(self) -> float:
        """The sum of the squares of everybody's weights; n when unweighted."""
        if self.exact is not None:
            return self.exact.squares
        if self.sample is None:
            return float(self.second[0, 0])
        w = self.sample.people.weights
        return float(self.n) if w is None else float((w * w).sum())

    @property
    def groups(self) -> Array | None:
        """``sum(w u)`` of random groups, shape (g, m), empty groups 0; None without ``grouped``.

        Those of a sample vary as groups of everybody do.
        """
        return self._groups.sums if self.grouped else None

    @property
    def one_by_one(self) -> People | None:
        """Everybody by row number, where people can be resampled one by one."""
        if not self.grouped or self.of_groups is not None or self.sample is None:
            return None
        return self.sample.people if self.sample.whole else None

    @cached_property
    def _groups(self) -> PowerGroups:
        if self.of_groups is not None or self.sample is None:
            return self.of_groups or PowerGroups(np.empty((0, 0)), np.empty(0, dtype=np.int64))
        people = self.sample.people
        found = power_groups(people.table(), people.weights, random_group(people.numbers))
        if self.sample.whole:
            return found
        sums, filled = found.sums, found.people_in > 0
        sums[filled] = as_of_all(sums[filled], self.total, self.n / len(people))
        return PowerGroups(sums, found.people_in)

    @cached_property
    def _fourth(self) -> FourthSums:
        if self.fourth is not None:
            return self.fourth
        if self.sample is None:
            raise ValueError("these sums were made of neither people nor products")
        people = self.sample.people
        first, second = fourth_sums(people.table(), people.weights)
        if self.sample.whole:
            return FourthSums(first, second, self.n)
        whole = first * (self.total[0] / first[0, 0])
        heavy = whole if second is first else second * (self.squares / second[0, 0])
        return FourthSums(whole, heavy, len(people))

    @property
    def k(self) -> int:
        """The number of variables."""
        return variables_of(len(self.total))

    @property
    def weight(self) -> float:
        """The sum of the weights; n when unweighted."""
        return float(self.total[0])

    @property
    def n_effective(self) -> float:
        """Kish's effective number of rows; the number of rows when unweighted."""
        return self.weight**2 / self.squares if self.weight > 0 else 0.0

    def mean(self) -> Array:
        """Return the means of the k variables, origins taken off, in stored units."""
        return np.asarray(self.total[1 : self.k + 1] / self.weight)

    def covariance(self) -> Array:
        """Return the covariance matrix, shape (k, k), denominator n (maximum likelihood)."""
        k, mean = self.k, self.mean()
        inner = np.empty((k, k))
        a, b = pairs(k)
        inner[a, b] = inner[b, a] = self.total[k + 1 :] / self.weight
        return np.asarray(inner - np.outer(mean, mean))

    # -- without people ------------------------------------------------------------------------

    @property
    def people_in(self) -> npt.NDArray[np.int64]:
        """How many rows each random group rests on, shape (g,); empty without groups."""
        return self._groups.people_in

    def coarser(self, n_groups: int) -> PowerSums:
        """Return the same without people one by one, with so many random groups.

        ``n_groups`` divides the number of groups that there are; 0 leaves out groups as well, and
        people are then resampled by normal draws.
        """
        of_groups = self._groups.coarser(n_groups) if self.grouped and n_groups else None
        exact = ExactSums(self.total, self.squares)
        return PowerSums(self.n, None, exact, self._fourth, of_groups, of_groups is not None)
