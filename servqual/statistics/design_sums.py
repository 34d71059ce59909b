"""Sums by stratum and cluster, and the errors of means that follow from how a sample was drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array, Moments

Units = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Sampled:
    """How a whole sample was drawn, as numbers.

    Attributes
    ----------
    sizes : tuple of int
        Primary sampling units of each stratum, in the whole sample: clusters, or people where
        there are no clusters.
    fractions : tuple of float
        Which share of its population each stratum took; 0 where no correction is made for it.
    stratum_of : tuple of int
        Stratum of each cluster; empty where people are the primary sampling units.
    """

    sizes: tuple[int, ...]
    fractions: tuple[float, ...]
    stratum_of: tuple[int, ...] = ()

    @property
    def clustered(self) -> bool:
        """Say whether clusters were drawn."""
        return bool(self.stratum_of)

    @property
    def plain(self) -> bool:
        """Say whether people were drawn one by one, from all of them and without a correction."""
        return not self.clustered and len(self.sizes) == 1 and not any(self.fractions)

    @property
    def n_units(self) -> int:
        """Return of how many units sums are kept: clusters, else strata."""
        return len(self.stratum_of) or len(self.sizes)

    @property
    def lonely(self) -> int:
        """Return how many strata have one primary sampling unit."""
        return sum(n == 1 for n in self.sizes)

    @cached_property
    def factors(self) -> Array:
        """Return ``(1 - f) n / (n - 1)`` of each stratum; a lonely unit counts once."""
        n = np.array(self.sizes, dtype=np.float64)
        bessel = np.where(n > 1, n / np.maximum(n - 1, 1), 1.0)
        return np.asarray((1 - np.array(self.fractions)) * bessel)

    @cached_property
    def shares(self) -> Array:
        """Return what is taken off the squares of a stratum's total: ``1 / n``, 0 if lonely."""
        n = np.array(self.sizes, dtype=np.float64)
        return np.where(n > 1, 1 / np.maximum(n, 1), 0.0)

    @cached_property
    def strata(self) -> Units:
        """Return the stratum of each unit."""
        codes = self.stratum_of or range(len(self.sizes))
        return np.array(codes, dtype=np.int64)

    def without_correction(self) -> Sampled:
        """Return the same without a correction for a finite population."""
        return replace(self, fractions=(0.0,) * len(self.fractions))


@dataclass(frozen=True)
class DesignSums:
    """Weighted sums of each cluster (else each stratum); those of two blocks of a sample add.

    Attributes
    ----------
    sampled : Sampled
    n, s : arrays, shape (units, c)
        Weights of the rows that have a column, and the weighted sum of it.
    spread : Moments or None
        Sums under the squares of the weights times the stratum's factor, where people are the
        primary sampling units.
    """

    sampled: Sampled
    n: Array
    s: Array
    spread: Moments | None

    def __add__(self, other: DesignSums) -> DesignSums:
        if self.sampled != other.sampled:
            raise ValueError("two Summaries add only if their people come from one sample")
        spread = self.spread + other.spread if self.spread and other.spread else None
        return DesignSums(self.sampled, self.n + other.n, self.s + other.s, spread)

    @classmethod
    def of(cls, sampled: Sampled, values: Array, weights: Array | None, unit: Units) -> DesignSums:
        """Return the sums of a block, shape (rows, c); ``unit`` is the cluster, else stratum."""
        there = ~np.isnan(values)
        w = np.ones(len(values)) if weights is None else weights
        heavy = there * w[:, None]
        n = _by_unit(heavy, unit, sampled.n_units)
        s = _by_unit(np.where(there, values, 0.0) * heavy, unit, sampled.n_units)
        if sampled.clustered:
            return cls(sampled, n, s, None)
        return cls(sampled, n, s, Moments.of(values, w * w * sampled.factors[unit]))

    @property
    def single(self) -> bool:
        """Say whether all people come from one cluster: it tells nothing of other clusters."""
        return self.sampled.clustered and int(self.n.any(axis=1).sum()) < 2

    def covariance(self, chosen: npt.NDArray[np.intp], mean: Array, df: Array) -> Array:
        """Return the covariance of the means of some columns, in stored units.

        Parameters
        ----------
        chosen : int array, shape (k,)
            Positions of the columns.
        mean, df : arrays, shape (k,)
            Their means and degrees of freedom; NaN stands where there are none.

        Notes
        -----
        With ``z = w (a - mean) / sum(w)``, 0 for a row that lacks the column, the covariance is
        the sum over strata of ``(1 - f) n / (n - 1)`` times the products of the clusters' totals
        of z about their mean (Saerndal, Swensson & Wretman 1992, ch. 4 and 5.7; a column that
        some lack is a domain, and all clusters of the sample count). R: ``survey::svymean``, with
        ``options(survey.lonely.psu = "adjust")`` for strata of one cluster.
        """
        total = self.n[:, chosen].sum(axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            z = (self.s[:, chosen] - mean * self.n[:, chosen]) / total
        z = np.where(total > 0, z, 0.0)
        strata, factors, shares = self.sampled.strata, self.sampled.factors, self.sampled.shares
        by_stratum = _by_unit(z, strata, len(factors)) if self.sampled.clustered else z
        taken = by_stratum.T @ (by_stratum * (factors * shares)[:, None])
        found = self._squares(chosen, mean, total, z, factors[strata]) - taken
        return np.where(np.minimum.outer(df, df) > 0, found, np.nan)

    def _squares(
        self, chosen: npt.NDArray[np.intp], mean: Array, total: Array, z: Array, factors: Array
    ) -> Array:
        """Return the sums of products of z over clusters, else over people."""
        if self.spread is None:
            return np.asarray(z.T @ (z * factors[:, None]))
        grid = np.ix_(chosen, chosen)
        n, s, p = self.spread.n[grid], self.spread.s[grid], self.spread.p[grid]
        inner = p - mean[None, :] * s - mean[:, None] * s.T + np.outer(mean, mean) * n
        with np.errstate(divide="ignore", invalid="ignore"):
            found = inner / np.outer(total, total)
        return np.where(np.outer(total, total) > 0, found, 0.0)

    def degrees(self, chosen: npt.NDArray[np.intp], rows: Array) -> Array:
        """Return the degrees of freedom of each column: primary sampling units less strata.

        ``rows`` are the people who have each column. R: ``survey::degf`` of those rows.
        """
        there = (self.n[:, chosen] > 0).astype(np.float64)
        if not self.sampled.clustered:
            return np.asarray(rows - there.sum(axis=0))
        strata = _by_unit(there, self.sampled.strata, len(self.sampled.sizes)) > 0
        return np.asarray(there.sum(axis=0) - strata.sum(axis=0))


def _by_unit(values: Array, unit: Units, n_units: int) -> Array:
    """Return the sums of the rows of each unit, shape (n_units, k)."""
    found = np.zeros((n_units, values.shape[1]))
    if len(values) == 0:
        return found
    order = np.argsort(unit, kind="stable")
    there, starts = np.unique(unit[order], return_index=True)
    found[there] = np.add.reduceat(values[order], starts, axis=0)
    return found
