"""Exploratory factors of the sources that can be factored."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results import Correlations, Efa, FactorRow
from servqual.results.exploratory import explore, number_of_factors


def exploratory_rows(
    correlations: Sequence[Correlations],
    factors: Sequence[FactorRow],
    extraction: str = "minres",
    rotation: str = "oblimin",
) -> tuple[Efa, ...]:
    """Return the exploratory factors of every source, as many as parallel analysis finds."""
    number = {row.source: number_of_factors(row) for row in factors}
    return tuple(explore(c, number.get(c.source, 1), extraction, rotation) for c in correlations)
