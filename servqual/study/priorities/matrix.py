"""The importance-performance matrix: which figures it shows, and where every item stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from servqual.results import PROBABILITY_KEYS, PriorityRow, frozen
from servqual.statistics.moments import Array
from servqual.statistics.quadrants import QUADRANTS, certainty
from servqual.statistics.ranking import Placed, placed
from servqual.study.gap_rows import number
from servqual.study.priorities.axes import (
    PERFORMANCE,
    STANDARDS,
    Axis,
    Given,
    battery_axis,
    correlations,
    derived_axis,
    drawn_together,
    gap_axis,
)
from servqual.study.priorities.stability import Placing


@dataclass(frozen=True)
class Matrix:
    """The axes of the matrix, over the items that have a place in it.

    ``importances`` and ``performances`` hold every kind there is, the leading one first; ``gap`` is
    the first gap of the questionnaire.
    """

    items: list[str]
    importances: tuple[Axis, ...]
    performances: tuple[Axis, ...]
    gap: Axis | None

    @property
    def importance(self) -> Axis:
        """The leading kind of importance."""
        return self.importances[0]

    @property
    def performance(self) -> Axis:
        """The leading battery of what people got."""
        return self.performances[0]


def matrix_of(given: Given) -> Matrix | None:
    """Return the matrix; None without importance, performance or two items that have both."""
    importances = tuple(_importances(given))
    performances = tuple(battery_axis(given, b, b) for b in PERFORMANCE if b in given.batteries)
    if not importances or not performances:
        return None
    there = np.isfinite(importances[0].values) & np.isfinite(performances[0].values)
    chosen = np.flatnonzero(there).tolist()
    if len(chosen) < 2:
        return None
    kinds = {row.kind for row in given.gaps.items}
    first = next((gap for gap in given.instrument.gaps if gap.name in kinds), None)
    return Matrix(
        [given.instrument.item_ids[k] for k in chosen],
        tuple(_whole(axis.at(chosen) for axis in importances)),
        tuple(_whole(axis.at(chosen) for axis in performances)),
        None if first is None else next(_whole([gap_axis(given, first).at(chosen)]), None),
    )


def _importances(given: Given) -> Iterator[Axis]:
    """Yield every kind of importance of the items, the leading one first."""
    if "importance" in given.batteries:
        yield battery_axis(given, "ratings", "importance")
    if (derived := derived_axis(given)) is not None:
        yield derived
    standard = next((b for b in STANDARDS if b in given.batteries), "")
    if standard:
        yield battery_axis(given, "expectation", standard)


def _whole(axes: Iterable[Axis]) -> Iterator[Axis]:
    """Yield the axes on which every item of the matrix has a place."""
    return (axis for axis in axes if np.isfinite(axis.values).all())


# -- the rows --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Diagonal:
    """Importance minus performance on 0 to 100, and its ranks."""

    values: Array
    places: Placed


def diagonal(matrix: Matrix, confidence: float) -> Diagonal | None:
    """Return how far every item lies above the line of equal importance and performance.

    None for importance that is not on a scale, and for expectations, from which the difference
    would be the gap again (Bacon 2003; Abalo, Varela & Manzano 2007).
    """
    importance, performance = matrix.importance, matrix.performance
    if importance.source != "ratings" or importance.scale is None or performance.scale is None:
        return None
    scales = (importance.scale, performance.scale)

    def above(x: Array, y: Array) -> Array:
        a, b = ((v - s.min) / s.range for v, s in zip((x, y), scales, strict=True))
        return np.asarray(100 * (a - b))

    values = above(importance.values, performance.values)
    both = drawn_together(importance, performance)
    return Diagonal(values, placed(values, above(*both) if both else None, confidence))


def priority_rows(
    given: Given, matrix: Matrix, leading: Placing, others: list[Placing], line: Diagonal | None
) -> tuple[PriorityRow, ...]:
    """Return where every item stands in the leading matrix."""
    importance, performance = matrix.importance, matrix.performance
    together = correlations(given, matrix.items, importance, performance)
    rivals = [p for p in others if p.importance.source == importance.source and p.axis == "raw"]
    rows = []
    for k, item in enumerate(matrix.items):
        code = int(leading.codes[k])
        agreeing = tuple(p.rule for p in rivals if p.codes[k] == code)
        share = _probability(leading, k)
        own = None if share is None else share[PROBABILITY_KEYS[QUADRANTS[code]]]
        rows.append(
            PriorityRow(
                item=item,
                importance=float(importance.values[k]),
                performance=float(performance.values[k]),
                quadrant=QUADRANTS[code],
                n_importance=int(importance.n[k]),
                n_performance=int(performance.n[k]),
                probability=None if share is None else frozen(share),
                certainty=certainty(own, agreeing),
                agreeing=agreeing,
                importance_se=number(float(importance.se[k])),
                performance_se=number(float(performance.se[k])),
                correlation=number(float(together[k])),
            )
        )
    return tuple(rows if line is None else (_on(line, k, row) for k, row in enumerate(rows)))


def _probability(leading: Placing, k: int) -> dict[str, float] | None:
    """Return the probability of each quadrant, None where nothing can be resampled."""
    if leading.probability is None or np.isnan(leading.probability[k]).any():
        return None
    shares = leading.probability[k].tolist()
    return {PROBABILITY_KEYS[q]: share for q, share in zip(QUADRANTS, shares, strict=True)}


def _on(line: Diagonal, k: int, row: PriorityRow) -> PriorityRow:
    """Return a row with its place on the list of importance minus performance."""
    low, high = line.places.low, line.places.high
    return replace(
        row,
        diagonal=float(line.values[k]),
        diagonal_rank=int(line.places.rank[k]),
        diagonal_low=None if low is None else int(low[k]),
        diagonal_high=None if high is None else int(high[k]),
    )
