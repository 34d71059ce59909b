"""Points with intervals: gaps against the smallest gap of interest, or means on the scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from servqual.instrument import Scale
from servqual.writer.figures.dumbbell import axis_start
from servqual.writer.figures.look import Row, colour, row_layout, scale_axis, tone_colour


@dataclass(frozen=True)
class Point:
    """One estimate: its row, where it lies, and its limits (None when there are none)."""

    row: Row
    value: float
    low: float | None
    high: float | None


def gap_intervals(
    points: Sequence[Point], sesoi: float, *, narrow: bool, heads: tuple[str, str] = ("", "")
) -> dict[str, Any]:
    """Return the figure of gaps with their intervals; a band is the smallest gap of interest."""
    ends = [e for p in points for e in (p.value, p.low, p.high) if e is not None]
    room = 0.08 * (max(*ends, sesoi) - min(*ends, -sesoi))
    low, high = min(*ends, -sesoi) - room, max(*ends, sesoi) + room
    layout = row_layout([p.row for p in points], narrow=narrow, heads=heads)
    step = 1 if high - low <= 8 else 2
    layout["xaxis"] = scale_axis(low, high, step=step) | {"tickformat": "+d"}
    layout["xaxis"]["ticktext"] = [_signed(t) for t in layout["xaxis"]["tickvals"]]
    layout["shapes"] = [
        {
            "type": "rect",
            "x0": -sesoi,
            "x1": sesoi,
            "fillcolor": colour("wash"),
            "line": {"width": 0},
        },
        {"type": "line", "x0": 0, "x1": 0, "line": {"color": colour("muted"), "width": 1}},
    ]
    for shape in layout["shapes"]:
        shape |= {"y0": 0, "y1": 1, "yref": "paper", "layer": "below"}
    return {"data": _traces(points, narrow=narrow), "layout": layout}


def mean_intervals(
    points: Sequence[Point], scale: Scale, *, narrow: bool, heads: tuple[str, str] = ("", "")
) -> dict[str, Any]:
    """Return the figure of means with their intervals on the scale."""
    layout = row_layout([p.row for p in points], narrow=narrow, heads=heads)
    start = axis_start([p.value if p.low is None else p.low for p in points], scale)
    layout["xaxis"] = scale_axis(start - 0.12, scale.max + 0.12)
    return {"data": _traces(points, narrow=narrow), "layout": layout}


def _signed(tick: int) -> str:
    return f"−{-tick}" if tick < 0 else f"+{tick}" if tick else "0"


def _traces(points: Sequence[Point], *, narrow: bool) -> list[dict[str, Any]]:
    """Return the intervals as lines and the estimates as dots upon them."""
    lines: list[dict[str, Any]] = []
    for tone in dict.fromkeys(p.row.tone for p in points):
        x: list[float | None] = []
        y: list[int | None] = []
        for k, p in enumerate(points):
            if p.row.tone == tone and p.low is not None:
                x += [p.low, p.high, None]
                y += [k, k, None]
        line = {"color": tone_colour(tone), "width": 2.5}
        lines.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": x,
                "y": y,
                "line": line,
                "opacity": 0.7,
                "hoverinfo": "skip",
            }
        )
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": [p.value for p in points],
        "y": list(range(len(points))),
        "marker": {
            "size": 11 if narrow else 9.5,
            "color": [tone_colour(p.row.tone) for p in points],
            "line": {"width": 0},
        },
        "text": [p.row.hover for p in points],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }
    return [*lines, dots]
