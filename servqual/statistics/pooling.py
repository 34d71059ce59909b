"""A Summary of several completed tables: every figure pooled by Rubin's rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from servqual.statistics.counted import Counts
from servqual.statistics.imputation import barnard_rubin, rubin
from servqual.statistics.moments import Array, MeanVector
from servqual.statistics.summary import Summary


@dataclass(frozen=True)
class PooledSummary(Summary):
    """Summaries of the same people, each with other values imputed; read like one of them.

    Means, their covariance and differences are pooled (Rubin 1987); counts of answers are the
    means over the tables. Sums of item sets are those of the first table.

    Attributes
    ----------
    parts : tuple of Summary
        At least two, of the same layout.
    """

    parts: tuple[Summary, ...] = ()

    @classmethod
    def over(cls, parts: Sequence[Summary]) -> PooledSummary:
        """Return the pooled Summary of completed tables."""
        if len(parts) < 2:
            raise ValueError(f"pooling needs at least 2 completed tables, got {len(parts)}")
        first = parts[0]
        values = {f.name: getattr(first, f.name) for f in fields(Summary)}
        values["histograms"] = _mean_counts([p.histograms for p in parts])
        values["tables"] = _mean_counts([p.tables for p in parts])
        return cls(**values, parts=tuple(parts))

    @property
    def exact_counts(self) -> bool:
        """Say whether counts are of answers that people gave: rank tests need that."""
        return False

    def means(self, names: Sequence[str]) -> MeanVector:
        """Return means and their total covariance ``U + (1 + 1/m) B``."""
        vectors = [part.means(names) for part in self.parts]
        estimates = np.array([vector.mean for vector in vectors])
        between = np.atleast_2d(np.cov(estimates, rowvar=False))
        within = np.mean([vector.cov for vector in vectors], axis=0)
        spread = np.sqrt(np.mean([vector.sd**2 for vector in vectors], axis=0))
        m = len(vectors)
        total = within + (1 + 1 / m) * between
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = (1 + 1 / m) * np.diag(between) / np.diag(total)
        df = [
            barnard_rubin(float(share), m, float(own))
            for share, own in zip(shares, vectors[0].df, strict=True)
        ]
        return MeanVector(vectors[0].n, estimates.mean(axis=0), spread, total, np.array(df))

    def mean_where(self, name: str, also: str) -> tuple[int, float, float]:
        """Return n, mean and SD of a column over the rows that also have another column."""
        found = [part.mean_where(name, also) for part in self.parts]
        means, spreads = (np.array([row[k] for row in found]) for k in (1, 2))
        return found[0][0], float(means.mean()), float(np.sqrt(np.mean(spreads**2)))

    def difference(self, name: str, minus: str) -> tuple[int, float, float]:
        """Return n, mean and standard error of a difference over the rows that have both."""
        found = [part.difference(name, minus) for part in self.parts]
        pooled = rubin([row[1] for row in found], [row[2] ** 2 for row in found], found[0][0] - 1)
        return found[0][0], pooled.estimate, float(np.sqrt(pooled.variance))

    def degrees(self, weights: Mapping[str, float], df: float) -> float:
        """Return the degrees of freedom of a sum of means (Barnard & Rubin 1999)."""
        a = np.array(list(weights.values()))
        vectors = [part.means(list(weights)) for part in self.parts]
        q = [float(a @ vector.mean) for vector in vectors]
        u = [float(a @ vector.cov @ a) for vector in vectors]
        return rubin(q, u, self.parts[0].degrees(weights, df)).df


Counted = Mapping[str, tuple[Counts, Array]]


def _mean_counts(parts: Sequence[Counted]) -> dict[str, tuple[npt.NDArray[np.int64], Array]]:
    """Return the counts of the first table beside the weighted counts of all in the mean."""
    return {
        name: (counts, np.mean([part[name][1] for part in parts], axis=0))
        for name, (counts, _) in parts[0].items()
    }
