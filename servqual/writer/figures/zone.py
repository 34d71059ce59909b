"""Zones of tolerance: a bar from the minimum to what is desired, the perception as a dot on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from servqual.instrument import Scale
from servqual.writer.figures.dumbbell import axis_start
from servqual.writer.figures.intervals import Point, mean_intervals
from servqual.writer.figures.look import colour, scale_axis


@dataclass(frozen=True)
class Zone:
    """One zone: its perception with limits, and the means that bound it, in scale points."""

    point: Point
    minimum: float
    desired: float


def zones(
    entries: Sequence[Zone], scale: Scale, *, narrow: bool, heads: tuple[str, str] = ("", "")
) -> dict[str, Any]:
    """Return the figure of zones, one row each, in the order given."""
    figure = mean_intervals([e.point for e in entries], scale, narrow=narrow, heads=heads)
    values = [v for e in entries for v in (e.minimum, e.desired, e.point.low, e.point.value) if v]
    figure["layout"]["xaxis"] = scale_axis(axis_start(values, scale) - 0.12, scale.max + 0.12)
    bars = {
        "type": "bar",
        "orientation": "h",
        "base": [e.minimum for e in entries],
        "x": [e.desired - e.minimum for e in entries],
        "y": list(range(len(entries))),
        "width": 0.26 if narrow else 0.5,
        "marker": {"color": colour("hair"), "line": {"color": colour("ring"), "width": 1}},
        "hoverinfo": "skip",
    }
    return {"data": [bars, *figure["data"]], "layout": figure["layout"]}
