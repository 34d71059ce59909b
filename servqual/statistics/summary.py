"""The Summary: sums of scored rows that add up over blocks and from which every figure follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, is_dataclass, replace
from operator import add, sub
from typing import Any

import numpy as np
import numpy.typing as npt

from servqual.statistics.counted import Counts, added, taken_off
from servqual.statistics.design_sums import DesignSums
from servqual.statistics.drawn import Drawn
from servqual.statistics.layout import Block, Layout
from servqual.statistics.moments import Array, MeanVector, Moments, mean_vector
from servqual.statistics.powers import PowerSums
from servqual.statistics.set_sums import SetSums
from servqual.statistics.wide_sums import WideSums

__all__ = ["Block", "Layout", "SetSums", "Summary", "merged"]


@dataclass(frozen=True)
class Summary:
    """Sums of scored rows. ``a + b`` is the Summary of the rows of both, in any order.

    Attributes
    ----------
    layout : Layout
    n, weight, weight2 : int, float, float
        Rows, the sum of their weights and of the squares (n twice when unweighted).
    counts : Moments
        Unweighted sums, always present.
    first, second : Moments
        Sums under the weights and their squares; the very object ``counts`` when unweighted.
    sets, histograms, tables : mappings of name to sums
        As declared by the layout; histograms and tables carry an unweighted and a weighted version.
    extra : mapping of name to int
    powers : mapping of name to PowerSums
        Empty in Summaries of groups of people.
    drawn : Drawn or None
        Sums of random groups, for resampling; None in Summaries of groups of people.
    design : DesignSums or None
        Sums by stratum and cluster, where the sample was drawn by such.
    wide : WideSums or None
        Exact sums of the layout's wide columns, from which those in ``counts`` are rounded.
    """

    layout: Layout
    n: int
    weight: float
    weight2: float
    weighted: bool
    counts: Moments
    first: Moments
    second: Moments
    sets: Mapping[str, SetSums]
    histograms: Mapping[str, tuple[Counts, Array]]
    tables: Mapping[str, tuple[Counts, Array]]
    extra: Mapping[str, int]
    powers: Mapping[str, PowerSums] = field(default_factory=dict)
    drawn: Drawn | None = None
    design: DesignSums | None = None
    wide: WideSums | None = None

    @classmethod
    def of(cls, layout: Layout, block: Block) -> Summary:
        """Return the Summary of one block of scored rows."""
        from servqual.statistics.accumulate import Accumulator

        sums = Accumulator(layout, weighted=block.weights is not None)
        sums.add(block)
        return sums.summary()

    def __add__(self, other: Summary) -> Summary:
        self._check(other)
        names = sorted({*self.extra, *other.extra})
        return replace(
            self._moments(other, add),
            n=self.n + other.n,
            weight=self.weight + other.weight,
            weight2=self.weight2 + other.weight2,
            sets={name: sums + other.sets[name] for name, sums in self.sets.items()},
            histograms=added(self.histograms, other.histograms),
            tables=added(self.tables, other.tables),
            extra={name: self.extra.get(name, 0) + other.extra.get(name, 0) for name in names},
            powers={name: sums + other.powers[name] for name, sums in self.powers.items()},
            drawn=self.drawn + other.drawn if self.drawn and other.drawn else None,
            design=self.design + other.design if self.design and other.design else None,
        )

    def __sub__(self, part: Summary) -> Summary:
        """Return the sums of everybody but the people of ``part``, who must be among them.

        Sets, histograms and tables that only one of the two holds, what is kept for resampling,
        products of four and the design of the sample are left out.
        """
        ours, theirs = self.layout, part.layout
        if (ours.columns, ours.units) != (theirs.columns, theirs.units):
            raise ValueError("a part has the same columns as the whole, in the same units")
        if self.weighted != part.weighted:
            raise ValueError("a part is weighted as the whole is")
        layout = ours.shared(theirs)
        names = [*self.extra, *(name for name in part.extra if name not in self.extra)]
        rest = {name: self.extra.get(name, 0) - part.extra.get(name, 0) for name in names}
        return replace(
            self._moments(part, sub),
            layout=layout,
            n=self.n - part.n,
            weight=self.weight - part.weight,
            weight2=self.weight2 - part.weight2,
            sets={name: self.sets[name] - part.sets[name] for name, _ in layout.sets},
            histograms=taken_off(self.histograms, part.histograms),
            tables=taken_off(self.tables, part.tables),
            extra={name: n for name, n in rest.items() if n},
            powers={},
            drawn=None,
            design=None,
        )

    def _check(self, other: Summary) -> None:
        """Raise a ValueError where two Summaries do not hold the same sums."""
        if self.layout != other.layout or self.weighted != other.weighted:
            raise ValueError(
                "two Summaries add only if they hold the same sums of the same columns"
            )

    def _moments(self, other: Summary, join: Callable[..., Any]) -> Summary:
        """Return this Summary with the sums of all pairs of columns added or taken off."""
        counts, wide = join(self.counts, other.counts), None
        if self.wide is not None and other.wide is not None:
            wide = join(self.wide, other.wide)
            wide.into(counts, self.layout.wide_places)
        if not self.weighted:
            return replace(self, counts=counts, first=counts, second=counts, wide=wide)
        first, second = join(self.first, other.first), join(self.second, other.second)
        return replace(self, counts=counts, first=first, second=second, wide=wide)

    @property
    def nbytes(self) -> int:
        """Bytes of memory that the arrays of the sums take, each array once."""
        return sum(array.nbytes for array in _arrays(self, {}).values())

    # -- what follows --------------------------------------------------------------------------

    def has(self, name: str) -> bool:
        """Say whether a column is among the sums."""
        return name in self.layout.position

    @property
    def exact_counts(self) -> bool:
        """Say whether counts are of answers that people gave one by one: rank tests need that."""
        return not self.weighted and self._drawn_by is None

    @property
    def _drawn_by(self) -> DesignSums | None:
        """The sums by stratum and cluster where errors rest on them."""
        if self.design is None or self.design.single or self.design.sampled.plain:
            return None
        return self.design

    def degrees(self, weights: Mapping[str, float], df: float) -> float:
        """Return the degrees of freedom of a weighted sum of means, given those of its n."""
        if self._drawn_by is None:
            return df
        return min(df, float(self.means(list(weights)).df.min()))

    def _places(self, names: Sequence[str]) -> tuple[npt.NDArray[np.intp], Array]:
        places = np.array([self.layout.position[name] for name in names], dtype=np.intp)
        return places, np.array([self.layout.units[i] for i in places], dtype=np.float64)

    def means(self, names: Sequence[str]) -> MeanVector:
        """Return n, mean, SD and the covariance of the means of some columns, in scale points."""
        places, units = self._places(names)
        raw = mean_vector(places, self.counts.n, self.first, self.second)
        if self._drawn_by is not None:
            df = self._drawn_by.degrees(places, raw.n)
            cov = self._drawn_by.covariance(places, raw.mean, df)
            raw = MeanVector(raw.n, raw.mean, raw.sd, cov, df)
        return MeanVector(
            raw.n, raw.mean / units, raw.sd / units, raw.cov / np.outer(units, units), raw.df
        )

    def means_counted(self, names: Sequence[str], *, weighted: bool) -> MeanVector:
        """Return the same as if people had been drawn one by one, under the weights or without."""
        places, units = self._places(names)
        sums = (self.first, self.second) if weighted else (self.counts, self.counts)
        raw = mean_vector(places, self.counts.n, *sums)
        return MeanVector(
            raw.n, raw.mean / units, raw.sd / units, raw.cov / np.outer(units, units), raw.df
        )

    def mean_where(self, name: str, also: str) -> tuple[int, float, float]:
        """Return n, mean and SD of a column over the rows that also have another column."""
        (a, b), (unit, _) = self._places([name, also])
        n, total = int(self.counts.n[a, b]), float(self.first.n[a, b])
        if n == 0 or total <= 0:
            return n, float("nan"), float("nan")
        mean = self.first.s[a, b] / total
        spread = max(self.first.q[a, b] / total - mean**2, 0.0)
        sd = float(np.sqrt(spread * n / (n - 1))) if n > 1 else float("nan")
        return n, float(mean / unit), sd / float(unit)

    def difference(self, name: str, minus: str) -> tuple[int, float, float]:
        """Return n, mean and standard error of a difference over the rows that have both columns.

        Both columns must be stored in the same unit.
        """
        (a, b), (unit, other) = self._places([name, minus])
        if unit != other:
            raise ValueError(f"{name} and {minus} are stored in different units")
        n, total = int(self.counts.n[a, b]), float(self.first.n[a, b])
        if n == 0 or total <= 0:
            return n, float("nan"), float("nan")
        mean = (self.first.s[a, b] - self.first.s[b, a]) / total
        if n < 2:
            return n, float(mean / unit), float("nan")
        m2 = self.second
        squares = m2.q[a, b] + m2.q[b, a] - 2 * m2.p[a, b]
        spread = squares - 2 * mean * (m2.s[a, b] - m2.s[b, a]) + mean**2 * m2.n[a, b]
        se = np.sqrt(max(spread, 0.0) * n / (n - 1)) / total * self._widened(a, b)
        return n, float(mean / unit), float(se / unit)

    def _widened(self, a: int, b: int) -> float:
        """Return how many times wider the error of a difference of two means is by the design.

        Sums by cluster are of single columns; what they say of the two means, each over those who
        have it, is taken over to the people who have both.
        """
        if self._drawn_by is None:
            return 1.0
        both, ends = np.array([a, b]), np.array([1.0, -1.0])
        plain = mean_vector(both, self.counts.n, self.first, self.second)
        df = self._drawn_by.degrees(both, plain.n)
        own = ends @ plain.cov @ ends
        drawn = ends @ self._drawn_by.covariance(both, plain.mean, df) @ ends
        return float(np.sqrt(max(drawn, 0.0) / own)) if own > 0 else 1.0


def merged(summaries: Iterable[Summary]) -> Summary:
    """Return the Summary of all blocks; at least one is needed."""
    total: Summary | None = None
    for summary in summaries:
        total = summary if total is None else total + summary
    if total is None:
        raise ValueError("there is no Summary to add up")
    return total


def _arrays(value: Any, found: dict[int, npt.NDArray[Any]]) -> dict[int, npt.NDArray[Any]]:
    """Return all arrays within dataclasses, mappings and tuples, by identity."""
    if isinstance(value, np.ndarray):
        found[id(value)] = value
    elif isinstance(value, Mapping):
        for part in value.values():
            _arrays(part, found)
    elif isinstance(value, tuple):
        for part in value:
            _arrays(part, found)
    elif is_dataclass(value):
        for name in value.__dataclass_fields__:
            _arrays(getattr(value, name), found)
    return found
