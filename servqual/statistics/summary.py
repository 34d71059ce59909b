"""The Summary: sums of scored rows that add up over blocks and from which every figure follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from servqual.statistics.counted import Counts, added, elements, histogram, table
from servqual.statistics.design_sums import DesignSums, Sampled, Units
from servqual.statistics.drawn import Drawn, DrawnLayout
from servqual.statistics.moments import Array, MeanVector, Moments, mean_vector
from servqual.statistics.powers import PowerSet, PowerSums


@dataclass(frozen=True)
class Layout:
    """Which sums a Summary holds; two Summaries add only if their layouts are equal.

    Attributes
    ----------
    columns : tuple of str
        Names of the scored columns.
    units : tuple of int
        A column's values are stored times this whole number, so that means of a few ratings are
        whole numbers and their sums exact; 1 for columns that are not.
    sets : tuple of (name, columns)
        Item sets whose complete rows are summed apart.
    histograms : tuple of (name, lowest, highest)
        Columns whose every stored value is counted.
    tables : tuple of (name, of, minus, lowest, highest)
        Pairs of columns whose every pair of values is counted.
    powers : tuple of PowerSet
        Item sets of which products of up to four values are summed.
    drawn : DrawnLayout or None
        What is summed for every random group of people.
    """

    columns: tuple[str, ...]
    units: tuple[int, ...]
    sets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    histograms: tuple[tuple[str, int, int], ...] = ()
    tables: tuple[tuple[str, str, str, int, int], ...] = ()
    powers: tuple[PowerSet, ...] = ()
    drawn: DrawnLayout | None = None

    @cached_property
    def position(self) -> dict[str, int]:
        """Column name to its position."""
        return {name: i for i, name in enumerate(self.columns)}


@dataclass(frozen=True)
class SetSums:
    """Sums over the rows that are complete on one item set: rows, weights, sums, products."""

    n: int
    weight: float
    weight2: float
    s: Array
    p: Array

    def __add__(self, other: SetSums) -> SetSums:
        return SetSums(
            self.n + other.n,
            self.weight + other.weight,
            self.weight2 + other.weight2,
            self.s + other.s,
            self.p + other.p,
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


@dataclass(frozen=True)
class Block:
    """Scored rows on their way into a Summary.

    ``values`` has one column per column of the layout, in stored units, NaN for missing; ``extra``
    holds counts that do not come from the columns (kinds of missing answers, flags). ``rows`` are
    the row numbers in the source, which spread people over the random groups for resampling.
    ``sampled`` says how the sample was drawn, ``unit`` from which cluster (else stratum) each row.
    """

    values: Array
    weights: Array | None = None
    extra: Mapping[str, int] = field(default_factory=dict)
    rows: npt.NDArray[np.int64] | None = None
    sampled: Sampled | None = None
    unit: Units | None = None

    @property
    def together(self) -> npt.NDArray[np.int64] | None:
        """Return what is drawn together where people are drawn again: clusters, else rows."""
        return self.unit if self.sampled and self.sampled.clustered else self.rows


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

    @classmethod
    def of(cls, layout: Layout, block: Block) -> Summary:
        """Return the Summary of one block of scored rows."""
        values, weights = block.values, block.weights
        counts = Moments.of(values)
        column = {name: values[:, i] for name, i in layout.position.items()}
        sets = {
            name: SetSums.of(values[:, [layout.position[c] for c in names]], weights)
            for name, names in layout.sets
        }
        histograms = {
            name: histogram(column[name], low, high, weights)
            for name, low, high in layout.histograms
        }
        tables = {
            name: table(column[of], column[minus], low, high, weights)
            for name, of, minus, low, high in layout.tables
        }
        powers = {
            s.name: PowerSums.of(elements(s, column), weights, block.together, s.grouped)
            for s in layout.powers
        }
        return cls(
            layout=layout,
            n=len(values),
            weight=float(len(values) if weights is None else weights.sum()),
            weight2=float(len(values) if weights is None else (weights * weights).sum()),
            weighted=weights is not None,
            counts=counts,
            first=counts if weights is None else Moments.of(values, weights),
            second=counts if weights is None else Moments.of(values, weights * weights),
            sets=sets,
            histograms=histograms,
            tables=tables,
            extra=dict(block.extra),
            powers=powers,
            drawn=_drawn(layout.drawn, column, block),
            design=_design(block),
        )

    def __add__(self, other: Summary) -> Summary:
        if self.layout != other.layout or self.weighted != other.weighted:
            raise ValueError(
                "two Summaries add only if they hold the same sums of the same columns"
            )
        counts = self.counts + other.counts
        plain = not self.weighted
        names = [*self.extra, *(name for name in other.extra if name not in self.extra)]
        return Summary(
            layout=self.layout,
            n=self.n + other.n,
            weight=self.weight + other.weight,
            weight2=self.weight2 + other.weight2,
            weighted=self.weighted,
            counts=counts,
            first=counts if plain else self.first + other.first,
            second=counts if plain else self.second + other.second,
            sets={name: sums + other.sets[name] for name, sums in self.sets.items()},
            histograms=added(self.histograms, other.histograms),
            tables=added(self.tables, other.tables),
            extra={name: self.extra.get(name, 0) + other.extra.get(name, 0) for name in names},
            powers={name: sums + other.powers[name] for name, sums in self.powers.items()},
            drawn=self.drawn + other.drawn if self.drawn and other.drawn else None,
            design=self.design + other.design if self.design and other.design else None,
        )

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


def _drawn(layout: DrawnLayout | None, column: Mapping[str, Array], block: Block) -> Drawn | None:
    """Return the sums of random groups of a block, if they are asked for."""
    if layout is None:
        return None
    rows = np.arange(len(block.values)) if block.together is None else block.together
    return Drawn.of(layout, column, block.weights, rows)


def _design(block: Block) -> DesignSums | None:
    """Return the sums by stratum and cluster of a block, if its sample was drawn by such."""
    if block.sampled is None or block.unit is None:
        return None
    return DesignSums.of(block.sampled, block.values, block.weights, block.unit)
