"""The rows of units in one score: pooled means, ranks, funnel, and what they are together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from servqual.disclosure import decimals
from servqual.results.league import Side, UnitRow, UnitSpread
from servqual.settings import Settings
from servqual.statistics.funnel import Funnel, funnel
from servqual.statistics.heterogeneity import intraclass
from servqual.statistics.partial_pooling import (
    Pooled,
    Ranks,
    between_interval,
    dersimonian_laird,
    pool,
    ranks,
    restricted_likelihood,
)
from servqual.statistics.tails import chi2_upper
from servqual.study.league_sums import Figures

MANY, FEWER_DRAWS = 200, 1000  # places of a thousand units need no more draws to be exact enough


@dataclass(frozen=True)
class Compared:
    """Units of a people column beside each other in one score."""

    by: str
    figures: Figures
    settings: Settings
    n_hidden: int

    @cached_property
    def pooled(self) -> Pooled:
        """The units pooled partly."""
        return pool(self.figures.mean, self.figures.variance)

    @cached_property
    def tau2(self) -> float:
        """The variance between units."""
        return restricted_likelihood(self.figures.mean, self.figures.variance)

    @cached_property
    def limits(self) -> Funnel:
        """The funnel, without a finite population: it asks about the service, not the count."""
        found = self.figures
        return funnel(found.n, found.mean, found.spread / found.n, self.tau2)

    @cached_property
    def apart(self) -> npt.NDArray[np.bool_]:
        """Which units can be told apart, shape (k, k)."""
        above, tail = self.pooled.above(), self._tail
        return np.asarray((above > 1 - tail) | (above < tail))

    @property
    def _tail(self) -> float:
        return (1 - self.settings.confidence) / 2

    @cached_property
    def sides(self) -> list[Side]:
        """Where each unit lies against the mean of all."""
        found = self.pooled.above_mean()
        return [
            "above" if p > 1 - self._tail else "below" if p < self._tail else "open" for p in found
        ]

    def _ranks(self) -> Ranks:
        told = self.settings
        if len(self.figures.units) > MANY:
            return ranks(self.pooled, told.confidence, seed=told.seed, draws=FEWER_DRAWS)
        return ranks(self.pooled, told.confidence, seed=told.seed)

    @cached_property
    def _rows(self) -> tuple[UnitRow, ...]:
        """The units, the highest pooled mean first."""
        found, score = self.figures, self.figures.score
        mean, weight = self.pooled.mean, self.pooled.weight
        low, high = self.pooled.limits(self.settings.confidence)
        lowest, highest = int(mean.argmin()), int(mean.argmax())
        place = self.limits.places(found.n, found.mean)
        wide = self.limits.places(found.n, found.mean, wide=True)
        placed, rows = self._ranks(), []
        for k in np.argsort(-mean, kind="stable").tolist():
            n = int(found.n[k])
            means = (found.mean, found.low, found.high, mean, low, high)
            own = [round(float(values[k]), decimals(n)) for values in means]
            row = UnitRow(
                by=self.by,
                unit=found.units[k],
                level=score.level,
                id=score.id,
                kind=score.kind,
                battery=score.battery,
                mix=found.mix,
                n=n,
                mean=own[0],
                ci_low=own[1],
                ci_high=own[2],
                pooled=own[3],
                pooled_low=own[4],
                pooled_high=own[5],
                weight=round(float(weight[k]), 2),
                rank=int(placed.median[k]),
                rank_low=int(placed.low[k]),
                rank_high=int(placed.high[k]),
                p_lowest=round(float(placed.lowest[k]), 2),
                p_highest=round(float(placed.highest[k]), 2),
                side=self.sides[k],
                n_apart=int(self.apart[k].sum()),
                with_lowest=not self.apart[k, lowest],
                with_highest=not self.apart[k, highest],
                place=place[k],
                place_wide=wide[k],
                corrected=found.corrected[k],
            )
            rows.append(row)
        return tuple(rows)

    def unit_rows(self) -> tuple[UnitRow, ...]:
        """Return the rows of the units, the highest pooled mean first."""
        return self._rows

    def spread(self) -> UnitSpread:
        """Return how much the units differ, rounded so that no single one follows from it."""
        found, score, limits = self.figures, self.figures.score, self.limits
        confidence, k = self.settings.confidence, len(self.figures.units)
        q, low, high = between_interval(found.mean, found.variance, confidence)
        sd = np.sqrt(found.spread)
        within = None if found.mix else intraclass(found.n, found.mean, sd, confidence)
        return UnitSpread(
            by=self.by,
            level=score.level,
            id=score.id,
            kind=score.kind,
            battery=score.battery,
            mix=found.mix,
            n_units=k,
            n_hidden=self.n_hidden,
            mean=round(float(self.pooled.mean.mean()), 2),
            sd=round(math.sqrt(self.tau2), 3),
            sd_low=round(math.sqrt(low), 3),
            sd_high=round(math.sqrt(high), 3),
            sd_moments=round(math.sqrt(dersimonian_laird(found.mean, found.variance)), 3),
            q=round(q, 2),
            df=float(k - 1),
            p=round(chi2_upper(q, k - 1), 5),
            icc=None if within is None else round(within.icc, 3),
            icc_low=None if within is None else round(within.low, 3),
            icc_high=None if within is None else round(within.high, 3),
            sd_within=round(limits.sd, 2),
            centre=round(limits.centre, 2),
            dispersion=round(limits.dispersion, 2),
            n_outside=sum(row.place != "inside" for row in self._rows),
            n_far_outside=sum(row.place.startswith("very") for row in self._rows),
            n_outside_wide=sum(row.place_wide != "inside" for row in self._rows),
            n_below=self.sides.count("below"),
            n_above=self.sides.count("above"),
            n_apart=int(self.apart.sum()) // 2,
            n_pairs=k * (k - 1) // 2,
        )
