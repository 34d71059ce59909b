"""Ellipses around points: where the true point of an item may lie."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

CORNERS = 32


@dataclass(frozen=True)
class Ellipse:
    """The doubt about a point: two standard errors, their correlation, and how much it covers.

    ``coverage`` is that of the two means together, 0.95 by default.
    """

    se_x: float
    se_y: float
    correlation: float
    coverage: float = 0.95

    @property
    def reach(self) -> tuple[float, float]:
        """How far the ellipse reaches from its middle, across and up."""
        return self._radius * self.se_x, self._radius * self.se_y

    @property
    def _radius(self) -> float:
        """How many standard errors hold the coverage: the root of a chi-square with two df.

        >>> round(Ellipse(1, 1, 0)._radius, 4)
        2.4477
        """
        return math.sqrt(-2 * math.log(1 - self.coverage))

    def turned(self) -> Ellipse:
        """Return the ellipse with its axes exchanged."""
        return Ellipse(self.se_y, self.se_x, self.correlation, self.coverage)

    def corners(self, x: float, y: float) -> Iterator[tuple[float, float]]:
        """Yield points on the ellipse around a point."""
        across, up = self.reach
        rest = math.sqrt(max(0.0, 1 - self.correlation**2))
        for k in range(CORNERS):
            angle = 2 * math.pi * k / CORNERS
            c, s = math.cos(angle), math.sin(angle)
            yield x + across * c, y + up * (self.correlation * c + rest * s)

    def path(self, x: float, y: float) -> str:
        """Return the ellipse around a point as the path of a shape, in units of the axes."""
        corners = [f"{_short(a)},{_short(b)}" for a, b in self.corners(x, y)]
        return f"M{'L'.join(corners)}Z"


def _short(value: float) -> str:
    """Return a number in five significant digits, without an exponent that a path cannot hold."""
    return f"{value:.5g}" if abs(value) >= 0.001 else f"{value:.6f}"
