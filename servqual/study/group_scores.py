"""The scores that groups are compared in: which there are, and each group's mean with its error."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from servqual.disclosure import decimals
from servqual.instrument import Instrument
from servqual.plan import columns
from servqual.results.comparisons import GroupScore
from servqual.statistics.summary import Summary
from servqual.statistics.tails import t_quantile

OVERALL = "unweighted"


class Cell(NamedTuple):
    """A score of a group: ``sd`` of its people, ``se`` and ``df`` of its mean."""

    n: int
    mean: float
    sd: float
    se: float
    df: float


class Score(NamedTuple):
    """A column that groups are compared in; the overall row has none."""

    kind: str
    level: str
    id: str
    column: str


def kinds_of(summaries: Mapping[str, Summary], instrument: Instrument) -> list[str]:
    """Return the gaps that groups have, else the battery of what people received."""
    first = next(iter(summaries.values()), None)
    if first is None:
        return []
    there = instrument.dimension_ids[0]
    gaps = [g.name for g in instrument.gaps if first.has(columns.dimension(g.name, there))]
    if gaps:
        return gaps
    answered = [b for b in instrument.rated_batteries if first.has(columns.dimension(b, there))]
    leading: list[str] = [b for b in ("satisfaction", "perception") if b in answered]
    return (leading or answered)[:1]


def scores_of(kind: str, dimensions: Sequence[str]) -> list[Score]:
    """Return the overall row, then the dimensions if there are several."""
    found = [Score(kind, "overall", OVERALL, "")]
    if len(dimensions) > 1:
        found += [Score(kind, "dimension", d, columns.dimension(kind, d)) for d in dimensions]
    return found


def cells_of(summary: Summary, names: Sequence[str]) -> list[Cell]:
    """Return the mean of the dimension means, then every dimension, if there are several."""
    vector, k = summary.means(names), len(names)
    errors = np.sqrt(np.maximum(np.diag(vector.cov), 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        together = vector.cov / np.outer(errors, errors)
    together = np.where(np.isfinite(together), together, np.eye(k))
    n = int(vector.n.min())
    overall = Cell(
        n,
        float(vector.mean.mean()),
        math.sqrt(max(float(vector.sd @ together @ vector.sd), 0.0)) / k,
        math.sqrt(max(float(vector.cov.sum()), 0.0)) / k,
        summary.degrees(dict.fromkeys(names, 1 / k), n - 1),
    )
    if k == 1:
        return [overall]
    parts = zip(vector.n, vector.mean, vector.sd, errors, vector.df, strict=True)
    return [overall, *(Cell(int(m), *map(float, rest)) for m, *rest in parts)]


def means_of(
    by: str, scores: Sequence[Score], cells: Mapping[str, Sequence[Cell]], confidence: float
) -> list[GroupScore]:
    """Return the means of every group with their limits, rounded."""
    found = []
    for k, score in enumerate(scores):
        for group, own in cells.items():
            cell, places = own[k], decimals(own[k].n)
            reach = t_quantile(0.5 + confidence / 2, cell.df) * cell.se if cell.df > 0 else math.nan
            low, high = (cut(cell.mean + sign * reach, places) for sign in (-1, 1))
            mean = cut(cell.mean, places)
            if mean is not None:
                row = (by, score.kind, score.level, score.id, group, cell.n)
                found.append(GroupScore(*row, mean, low, high))
    return found


def cut(value: float, places: int) -> float | None:
    """Return a rounded number, None where it does not exist."""
    return round(float(value), places) + 0.0 if math.isfinite(value) else None
