"""Rows of penalties and rewards: which scores are low or high, and what goes with that."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.instrument import Outcome, Scale
from servqual.results import AsymmetryRow
from servqual.results.importance_rows import ImportanceLevel
from servqual.settings import SESOI_SHARE
from servqual.statistics.contrast import (
    Contrast,
    Contrasts,
    Mask,
    contrasts,
    high_from,
    kind_of,
    low_below,
)
from servqual.statistics.moments import Array

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Contrasted:
    """What is held against the outcome: the scores of one battery at one level.

    Attributes
    ----------
    outcome : Outcome
    battery, level
    ids : tuple of str
        Of dimensions or items, in the order of the scores.
    scale : Scale
        Of the battery.
    """

    outcome: Outcome
    battery: str
    level: ImportanceLevel
    ids: tuple[str, ...]
    scale: Scale

    @property
    def low_below(self) -> float:
        """The score below which one is low: the middle of the scale."""
        return low_below(self.scale.min, self.scale.max)

    @property
    def high_from(self) -> float:
        """The score from which one is high; for items the next answer that can be given."""
        wanted, parts = high_from(self.scale.min, self.scale.max), self.scale.parts
        return math.ceil(wanted * parts - _ROUNDING) / parts if self.level == "item" else wanted

    @property
    def smallest(self) -> float:
        """The smallest effect that matters: the same part of a range as the smallest gap."""
        return (self.outcome.max - self.outcome.min) / SESOI_SHARE


def asymmetry_rows(
    asked: Contrasted, scores: Array, y: Array, weights: Array | None, confidence: float
) -> tuple[AsymmetryRow, ...]:
    """Return a row per score.

    Parameters
    ----------
    asked : Contrasted
    scores : array, shape (n, k)
        In scale points, nothing missing.
    y : array, shape (n,)
        The outcome, nothing missing.
    weights : array, shape (n,), optional
        Survey weights above 0.
    confidence : float

    Returns
    -------
    tuple of AsymmetryRow
        With a ``problem`` instead of figures where nothing can be estimated.
    """
    low = scores < asked.low_below - _ROUNDING
    high = scores >= asked.high_from - _ROUNDING
    try:
        found = contrasts(low, high, y, weights, confidence)
    except UndefinedStatisticError as error:
        return tuple(_without(asked, k, low, high, error.code) for k in range(len(asked.ids)))
    return tuple(_row(asked, k, found, row) for k, row in enumerate(found.rows))


def _without(asked: Contrasted, k: int, low: Mask, high: Mask, problem: str) -> AsymmetryRow:
    """Return a row without figures."""
    return AsymmetryRow(
        asked.outcome.id,
        asked.battery,
        asked.level,
        asked.ids[k],
        len(low),
        asked.low_below,
        asked.high_from,
        int(np.sum(low[:, k])),
        int(np.sum(high[:, k])),
        problem=problem,
        smallest=asked.smallest,
    )


def _row(asked: Contrasted, k: int, found: Contrasts, row: Contrast) -> AsymmetryRow:
    """Return the figures of one score, with its kind where classes are large enough for one."""
    p, r, d = row.penalty, row.reward, row.difference
    signs = p is not None and r is not None and p.value <= 0 <= r.value and r.value > p.value
    return AsymmetryRow(
        outcome=asked.outcome.id,
        battery=asked.battery,
        level=asked.level,
        id=asked.ids[k],
        n=found.n,
        low_below=asked.low_below,
        high_from=asked.high_from,
        n_penalty=row.n_low,
        n_reward=row.n_high,
        penalty=p.value if p else None,
        penalty_low=p.ci_low if p else None,
        penalty_high=p.ci_high if p else None,
        reward=r.value if r else None,
        reward_low=r.ci_low if r else None,
        reward_high=r.ci_high if r else None,
        difference=d.value if d else None,
        difference_low=d.ci_low if d else None,
        difference_high=d.ci_high if d else None,
        range=r.value - p.value if p and r else None,
        asymmetry=(r.value + p.value) / (r.value - p.value) if p and r and signs else None,
        kind=kind_of(p, r, d, asked.smallest) if p and r and d and not row.problem else "",
        problem=row.problem,
        smallest=asked.smallest,
    )
