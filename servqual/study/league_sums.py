"""The figures that units are compared by: means, their errors, and the same with an equal mix."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from servqual.instrument import Instrument
from servqual.plan import columns
from servqual.results import Level
from servqual.statistics.moments import Array, MeanVector
from servqual.statistics.summary import Summary
from servqual.statistics.tails import t_quantile
from servqual.weighting import Design


@dataclass(frozen=True)
class Mix:
    """The mix of people that is made equal: its columns, the share and the sums of each class.

    ``cells`` holds the Summary of each unit and class, ``source`` says whose shares they are.
    """

    columns: tuple[str, ...]
    source: str
    shares: Mapping[str, float]
    cells: Mapping[tuple[str, str], Summary]


@dataclass(frozen=True)
class Units:
    """Sums of the units of one people column, and mixes to make equal, the finest first.

    ``low_up_to`` is the highest answer to ``battery`` below the middle of its scale.
    """

    summaries: Mapping[str, Summary]
    battery: str = ""
    low_up_to: float = 0.0
    mixes: tuple[Mix, ...] = ()


@dataclass(frozen=True)
class Score:
    """One score that units are compared by: a gap or the mean of a battery.

    ``names`` are the columns whose means it is the mean of.
    """

    level: Level
    id: str
    kind: str
    battery: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """One score of several units; arrays have shape (k,).

    ``variance`` is that of the mean, above 0; ``corrected`` says where a finite population made it
    smaller. ``spread`` is the variance of a mean of one person, before such a correction.
    """

    score: Score
    units: tuple[str, ...]
    n: Array
    mean: Array
    variance: Array
    low: Array
    high: Array
    spread: Array
    corrected: tuple[bool, ...] = ()
    mix: str = ""


def scores(summary: Summary, instrument: Instrument, battery: str) -> list[Score]:
    """Return the scores of every gap that there is, else of the battery of what people got."""
    found = []
    sources = [(gap.name, "") for gap in instrument.gaps] + [("", battery)]
    for kind, of in sources:
        names = [columns.dimension(kind or of, d) for d in instrument.dimension_ids]
        if not (kind or of) or not all(map(summary.has, names)):
            continue
        found.append(Score("overall", "unweighted", kind, of, tuple(names)))
        found += [
            Score("dimension", d, kind, of, (name,))
            for d, name in zip(instrument.dimension_ids, names, strict=True)
        ]
    return found


@dataclass(frozen=True)
class Looked:
    """The means of some columns of one unit, looked up once for all scores."""

    summary: Summary
    place: Mapping[str, int]
    vector: MeanVector

    @classmethod
    def at(cls, summary: Summary, names: Sequence[str]) -> Looked:
        """Return the means of some columns."""
        return cls(summary, {name: k for k, name in enumerate(names)}, summary.means(names))

    def one(self, score: Score) -> tuple[float, float, float, float]:
        """Return n, mean, variance of the mean and degrees of freedom of a score."""
        places = [self.place[name] for name in score.names]
        n, k = float(self.vector.n[places].min()), len(places)
        mean = float(self.vector.mean[places].mean())
        variance = float(self.vector.cov[np.ix_(places, places)].sum()) / k**2
        if k == 1:
            return n, mean, variance, float(self.vector.df[places[0]])
        return n, mean, variance, self.summary.degrees(dict.fromkeys(score.names, 1 / k), n - 1)


def columns_of(found: Sequence[Score]) -> list[str]:
    """Return the columns that scores rest on, each once."""
    return list(dict.fromkeys(name for score in found for name in score.names))


def plain(
    score: Score,
    looked: Mapping[str, Looked],
    confidence: float,
    frame: Mapping[str, float],
) -> Figures:
    """Return a score of units as they are.

    Parameters
    ----------
    score : Score
    looked : mapping of unit to Looked
    confidence : float
    frame : mapping of unit to number
        Customers of each unit, where the sample was drawn from them at random.
    """
    rows = [own.one(score) for own in looked.values()]
    n, mean, variance, df = (np.array(part) for part in zip(*rows, strict=True))
    spread = variance * n
    customers = np.array([frame.get(unit, math.inf) for unit in looked])
    fits = (customers >= n) & np.isfinite(customers)
    variance = np.where(fits, variance * (1 - n / np.where(fits, customers, math.inf)), variance)
    return _figures(score, tuple(looked), (n, mean, variance, df, spread), confidence, fits)


def _figures(
    score: Score,
    units: tuple[str, ...],
    parts: tuple[Array, Array, Array, Array, Array],
    confidence: float,
    corrected: Array,
    mix: str = "",
) -> Figures:
    n, mean, variance, df, spread = parts
    known = np.isfinite(mean) & np.isfinite(variance) & (df > 0)
    n, mean, variance, df, spread = (x[known] for x in (n, mean, variance, df, spread))
    names = tuple(unit for unit, there in zip(units, known, strict=True) if there)
    reach = np.array(
        [
            t_quantile(0.5 + confidence / 2, float(own)) * math.sqrt(max(float(v), 0.0))
            for own, v in zip(df, variance, strict=True)
        ]
    )
    # people of a unit who all agree leave no error; the others say how large it would be
    within = float((n - 1) @ spread) / float((n - 1).sum()) if len(n) else 0.0
    positive = np.where(variance > 0, variance, within / np.maximum(n, 1.0))
    return Figures(
        score, names, n, mean, positive, mean - reach, mean + reach, spread,
        tuple(bool(x) for x in corrected[known]), mix,
    )  # fmt: skip


def standardised(
    score: Score, mix: Mix, units: Sequence[str], min_cell: int, confidence: float
) -> Figures:
    """Return a score of the units with the mix of people made equal (direct standardisation).

    Units of which a class has fewer people than ``min_cell`` are left out: the mean of that class
    could be worked out from the two means of the unit.
    """
    rows, kept = [], []
    for unit in units:
        cells = [mix.cells.get((unit, name)) for name in mix.shares]
        found = [Looked.at(cell, score.names).one(score) for cell in cells if cell is not None]
        if len(found) < len(mix.shares) or min(n for n, *_ in found) < min_cell:
            continue
        n, mean, variance, df = (np.array(part) for part in zip(*found, strict=True))
        share = np.array(list(mix.shares.values()))
        parts = share**2 * variance
        total = float(parts.sum())
        degrees = total**2 / float((parts**2 / df).sum()) if total > 0 else float(df.sum())
        rows.append((float(n.sum()), float(share @ mean), total, degrees, total * float(n.sum())))
        kept.append(unit)
    if not rows:
        nothing = np.zeros(0)
        return Figures(score, (), nothing, nothing, nothing, nothing, nothing, nothing)
    n, mean, variance, df, spread = (np.array(part) for part in zip(*rows, strict=True))
    none = np.zeros(len(n), dtype=bool)
    named = "+".join(mix.columns)
    return _figures(score, tuple(kept), (n, mean, variance, df, spread), confidence, none, named)


def frame_of(design: Design | None, by: str) -> Mapping[str, float]:
    """Return the customers of each unit if the sample was drawn from them at random, else none."""
    return design.frame.get(by, {}) if design is not None and design.random else {}
