"""The quadrant of every item under every rule, kind of importance and axis that is possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from servqual.errors import SettingsError
from servqual.instrument import Scale
from servqual.results import StabilityRow
from servqual.settings import CROSSES, Settings
from servqual.statistics.moments import Array
from servqual.statistics.quadrants import (
    QUADRANTS,
    Codes,
    Cross,
    cross_at,
    probabilities,
    quadrant_codes,
)
from servqual.study.priorities.axes import FEWEST_PEOPLE, Axis, drawn_together

FOLLOW = ("grand_mean", "median")  # rules by which the cross follows from the points


@dataclass(frozen=True)
class Placing:
    """All items under one rule, one kind of importance and one axis.

    ``codes`` are places in ``QUADRANTS``, shape (k,); ``probability`` has shape (k, 4), None where
    nothing can be resampled.
    """

    rule: str
    importance: Axis
    axis: str
    cross: Cross
    codes: Codes
    probability: Array | None
    leads: bool = False

    def rows(self, items: list[str]) -> Iterator[StabilityRow]:
        """Yield the rows of the table, item by item."""
        for k, (item, code) in enumerate(zip(items, self.codes, strict=True)):
            own = None if self.probability is None else self.probability[k, code]
            yield StabilityRow(
                rule=self.rule,
                importance_source=self.importance.source,
                axis=self.axis,
                item=item,
                quadrant=QUADRANTS[code],
                cross_importance=float(self.cross.importance),
                cross_performance=float(self.cross.performance),
                probability=None if own is None or np.isnan(own) else float(own),
                leads=self.leads,
            )


def leading_placing(importance: Axis, performance: Axis, settings: Settings) -> Placing:
    """Return the matrix that is drawn.

    Raises
    ------
    SettingsError
        The lines are to cross at a point of a scale, and importance is not on any.
    """
    if settings.cross not in FOLLOW and importance.scale is None:
        raise SettingsError(
            f"the matrix is to be crossed at the {settings.cross}, but importance is derived from "
            "an outcome here and has no scale points. Use grand_mean or median."
        )
    return replace(_placing(settings.cross, importance, performance, settings), leads=True)


def other_placings(
    leading: Placing,
    importances: Sequence[Axis],
    performance: Axis,
    gap: Axis | None,
    settings: Settings,
) -> list[Placing]:
    """Return every other matrix: rule by rule, for each kind of importance, raw and by gap.

    Parameters
    ----------
    importances : sequence of Axis
        The leading kind first.
    gap : Axis or None
        Gaps in the place of performance. Never with the importance from which they are taken, which
        would count twice.
    """
    found = []
    for importance in importances:
        for rule in _rules(importance, settings):
            if (rule, importance.source) != (leading.rule, leading.importance.source):
                found.append(_placing(rule, importance, performance, settings))
        twice = importance.source == "expectation" or (gap and importance.battery == gap.source)
        if gap is not None and not twice:
            found += [
                _placing(rule, importance, gap, settings, axis="gap")
                for rule in _rules(importance, settings)
            ]
    return found


def _rules(importance: Axis, settings: Settings) -> list[str]:
    """Return the rules that this kind of importance allows."""
    if importance.scale is None:
        return list(FOLLOW)
    asked = {"target": settings.target, "benchmark": settings.benchmark}
    return [rule for rule in CROSSES if rule not in asked or asked[rule] is not None]


def _placing(
    rule: str, importance: Axis, performance: Axis, settings: Settings, axis: str = "raw"
) -> Placing:
    """Return where all items stand, the cross moved along in every replicate."""
    fixed = _fixed(rule, importance, performance, settings, axis)
    cross = _cross(rule, importance.values, performance.values, fixed)
    codes = quadrant_codes(importance.values, performance.values, cross)
    drawn, share = drawn_together(importance, performance), None
    if drawn is not None:
        share = probabilities(quadrant_codes(*drawn, _cross(rule, *drawn, fixed)))
        share[np.minimum(importance.n, performance.n) < FEWEST_PEOPLE] = np.nan
    return Placing(rule, importance, axis, cross, codes, share)


def _fixed(
    rule: str, importance: Axis, performance: Axis, settings: Settings, axis: str
) -> tuple[float | None, float | None]:
    """Return the lines that stay where they are whoever answers, importance first."""
    point = {"target": settings.target, "benchmark": settings.benchmark}.get(rule)
    found: tuple[float | None, float | None] = (None, None)
    if point is not None:
        found = (point[1], point[0])
    elif rule == "midpoint":
        found = (_middle(importance.scale), _middle(performance.scale))
    return (found[0], 0.0) if axis == "gap" else found


def _middle(scale: Scale | None) -> float | None:
    return None if scale is None else (scale.min + scale.max) / 2


def _cross(
    rule: str, importance: Array, performance: Array, fixed: tuple[float | None, float | None]
) -> Cross:
    """Return where the lines cross, replicate by replicate where there are any."""
    found = cross_at(rule, importance, performance) if None in fixed else Cross(0.0, 0.0)
    x, y = fixed
    return Cross(found.importance if x is None else x, found.performance if y is None else y)
