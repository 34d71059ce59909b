"""Where the labels of points go: the nearest place that covers no point, no label and no corner."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

RADII = (13, 19, 26, 34)  # pixels
STEPS = 16
GOOD_ENOUGH = 1.0


class Ground(NamedTuple):
    """A plot in pixels, the boxes (left, top, right, bottom) that must stay free, and its cross."""

    width: float
    height: float
    taken: tuple[tuple[float, float, float, float], ...] = ()
    cross: tuple[float, float] | None = None


class Place(NamedTuple):
    """How far a label stands from its point, in pixels; ``far`` asks for a leader."""

    dx: float
    dy: float
    far: bool


def label_places(points: Sequence[tuple[float, float]], ground: Ground) -> list[Place]:
    """Return a place for the label of each point, in order; the same points give the same places.

    Examples
    --------
    >>> label_places([(50.0, 50.0)], Ground(100, 100))
    [Place(dx=0.0, dy=-13.0, far=False)]
    """
    labels: list[tuple[float, float]] = []
    found = []
    for x, y in points:
        place = _nearest(x, y, points, labels, ground)
        labels.append((x + place.dx, y + place.dy))
        found.append(place)
    return found


def _nearest(
    x: float,
    y: float,
    points: Sequence[tuple[float, float]],
    labels: Sequence[tuple[float, float]],
    ground: Ground,
) -> Place:
    """Return the nearest place that covers nothing, else the one that covers least."""
    best, least = Place(0.0, -13.0, far=False), math.inf
    for radius in RADII:
        for step in range(STEPS):
            angle = math.pi / 2 + 2 * math.pi * step / STEPS
            dx, dy = radius * math.cos(angle), -radius * math.sin(angle)
            cost = _cost(x + dx, y + dy, points, labels, ground) + radius * 0.05
            if cost < least - 1e-9:
                far = radius > RADII[0]
                best, least = Place(round(dx, 1) + 0.0, round(dy, 1) + 0.0, far), cost
        if least < GOOD_ENOUGH:
            break
    return best


def _cost(
    x: float,
    y: float,
    points: Sequence[tuple[float, float]],
    labels: Sequence[tuple[float, float]],
    ground: Ground,
) -> float:
    """Return how badly a label here covers points, other labels, taken boxes, or the frame."""
    covered = sum(max(0.0, 12 - abs(x - a)) * max(0.0, 13 - abs(y - b)) / 10 for a, b in points)
    crossed = sum(max(0.0, 18 - abs(x - a)) * max(0.0, 14 - abs(y - b)) / 8 for a, b in labels)
    inside = 8 < x < ground.width - 8 and 8 < y < ground.height - 8
    blocked = any(
        left - 8 < x < right + 8 and top - 7 < y < bottom + 7
        for left, top, right, bottom in ground.taken
    )
    on_line = ground.cross is not None and (
        abs(x - ground.cross[0]) < 9 or abs(y - ground.cross[1]) < 8
    )
    return covered + crossed + 2 * on_line + 50 * blocked + 50 * (not inside)
