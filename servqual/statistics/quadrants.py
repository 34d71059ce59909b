"""Where items stand in an importance-performance matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

Quadrant = Literal["concentrate_here", "keep_up", "low_priority", "possible_overkill"]


class Cross(NamedTuple):
    """The point at which the two lines of the matrix cross."""

    importance: float
    performance: float


def grand_mean_cross(importance: Sequence[float], performance: Sequence[float]) -> Cross:
    """Return the means of the item means, the data-centred cross (Martilla & James 1977)."""
    return Cross(sum(importance) / len(importance), sum(performance) / len(performance))


def quadrant(importance: float, performance: float, cross: Cross) -> Quadrant:
    """Return the quadrant of a point; a point on a line counts as high.

    Examples
    --------
    >>> quadrant(6.5, 4.1, Cross(6.0, 4.9))
    'concentrate_here'
    """
    important = importance >= cross.importance
    good = performance >= cross.performance
    if important:
        return "keep_up" if good else "concentrate_here"
    return "possible_overkill" if good else "low_priority"
