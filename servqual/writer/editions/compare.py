"""What stands beside a unit's own figures: the company, and the best quarter without its names."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servqual.disclosure import decimals
from servqual.results import GapRow, GroupGap, Study

QUARTER = 4
FEWEST_BEST = 3
"""Units in the best quarter: of two, each could work out the other."""

Key = tuple[str, str, str]  # kind, level, id


@dataclass(frozen=True)
class Best:
    """The best quarter of the units on every figure.

    Attributes
    ----------
    means : mapping of (kind, level, id) to float
        Plain mean of the published gaps of the best units on that figure, rounded like the least of
        them; empty where there are too few units.
    n_units, n_best : int
        Units that are shown, and how many are in the quarter.
    """

    means: Mapping[Key, float]
    n_units: int
    n_best: int


def best_quarter(study: Study, by: str) -> Best:
    """Return the best quarter of the shown units of a breakdown, figure by figure.

    It is made of published figures only, so that it tells nothing that they do not. On each figure
    other units may be the best.
    """
    part = study.groups.of(by)
    n_units = len({row.group for row in part.gaps})
    n_best = math.ceil(n_units / QUARTER)
    rows: dict[Key, list[GroupGap]] = {}
    for row in part.gaps:
        if row.gap is not None:
            rows.setdefault((row.kind, row.level, row.id), []).append(row)
    if n_best < FEWEST_BEST:
        return Best({}, n_units, n_best)
    full = {key: found for key, found in rows.items() if len(found) == n_units}
    return Best({key: _mean_of_best(found, n_best) for key, found in full.items()}, n_units, n_best)


def _mean_of_best(rows: Sequence[GroupGap], n_best: int) -> float:
    best = sorted((row.gap or 0.0 for row in rows), reverse=True)[:n_best]
    return round(sum(best) / n_best, min(decimals(row.n) for row in rows))


def company_rows(study: Study) -> dict[Key, GapRow]:
    """Return the gaps of everybody."""
    gaps = study.gaps
    rows = (*gaps.overall, *gaps.dimensions, *gaps.items)
    return {(row.kind, row.level, row.id): row for row in rows}
