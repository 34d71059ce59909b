"""Rankings with their limits: gaps, performance, importance and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from servqual.plan import columns
from servqual.results import RankRow
from servqual.statistics.moments import Array
from servqual.statistics.ranking import Placed, placed
from servqual.study.priorities.axes import PERFORMANCE, Given
from servqual.study.priorities.matrix import Diagonal, Matrix

RankLevel = Literal["dimension", "item"]
LEVELS: tuple[RankLevel, ...] = ("dimension", "item")


def ranking(
    name: str,
    kind: str,
    ids: Sequence[str],
    values: Array,
    places: Placed,
    level: RankLevel = "item",
) -> list[RankRow]:
    """Return one ranking, in the order of the questionnaire."""
    low, high, first = places.low, places.high, places.first
    return [
        RankRow(
            ranking=name,
            kind=kind,
            level=level,
            id=row_id,
            value=float(values[k]),
            rank=int(places.rank[k]),
            rank_low=None if low is None else int(low[k]),
            rank_high=None if high is None else int(high[k]),
            probability_first=None if first is None else float(first[k]),
        )
        for k, row_id in enumerate(ids)
    ]


def gap_rankings(given: Given) -> list[RankRow]:
    """Return dimensions and items of every gap, the largest shortfall first."""
    gaps, found = given.gaps, []
    for kind in dict.fromkeys(row.kind for row in gaps.items):
        for level in LEVELS:
            rows = gaps.dimensions if level == "dimension" else gaps.items
            known = {row.id: row.gap for row in rows if row.kind == kind}
            found += _lowest_first(given, "gap", kind, level, known)
    return found


def performance_rankings(given: Given) -> list[RankRow]:
    """Return dimensions and items by what people got, the lowest first, battery by battery."""
    scores, found = given.scores, []
    for battery in PERFORMANCE:
        for level in LEVELS:
            rows = scores.dimensions if level == "dimension" else scores.items
            known = {row.id: row.mean for row in rows if row.battery == battery}
            found += _lowest_first(given, "performance", battery, level, known)
    return found


def importance_ranking(matrix: Matrix, confidence: float) -> list[RankRow]:
    """Return the items by the leading kind of importance, the highest first."""
    axis = matrix.importance
    places = placed(axis.values, axis.drawn, confidence)
    return ranking("importance", axis.battery or axis.source, matrix.items, axis.values, places)


def diagonal_ranking(matrix: Matrix, line: Diagonal | None) -> list[RankRow]:
    """Return the items by importance minus performance, the highest first."""
    if line is None:
        return []
    return ranking("diagonal", matrix.performance.battery, matrix.items, line.values, line.places)


def _lowest_first(
    given: Given, name: str, kind: str, level: RankLevel, known: Mapping[str, float | None]
) -> list[RankRow]:
    """Return a ranking of column means; those that do not exist have no place in it."""
    values = {row_id: value for row_id, value in known.items() if value is not None}
    if not values:
        return []
    column = columns.dimension if level == "dimension" else columns.item
    drawn = given.resampled.of([column(kind, row_id) for row_id in values])
    means = np.array(list(values.values()))
    places = placed(means, drawn, given.settings.confidence, lowest_first=True)
    return ranking(name, kind, list(values), means, places, level)
