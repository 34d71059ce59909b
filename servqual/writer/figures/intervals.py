"""Points with intervals: gaps against the smallest gap of interest, or means on the scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from servqual.instrument import Scale
from servqual.writer.figures.dumbbell import axis_start
from servqual.writer.figures.look import Row, colour, row_layout, scale_axis, tone_colour

LANE = 0.16  # half the height of the band behind one mark on a phone, in rows


@dataclass(frozen=True)
class Point:
    """One estimate: its row, where it lies, and its limits (None when there are none)."""

    row: Row
    value: float
    low: float | None
    high: float | None


def gap_intervals(
    points: Sequence[Point],
    sesoi: float,
    *,
    narrow: bool,
    tick: Callable[[float], str],
    heads: tuple[str, str] = ("", ""),
) -> dict[str, Any]:
    """Return the figure of gaps with their intervals; a band is the smallest gap of interest.

    ``tick`` writes the marks of the axis as the language does.
    """
    ends = [e for p in points for e in (p.value, p.low, p.high) if e is not None]
    room = 0.08 * (max(*ends, sesoi) - min(*ends, -sesoi))
    low, high = min(*ends, -sesoi) - room, max(*ends, sesoi) + room
    layout = row_layout([p.row for p in points], narrow=narrow, heads=heads)
    layout["xaxis"] = scale_axis(low, high, step=_step(high - low))
    layout["xaxis"]["ticktext"] = [tick(t) for t in layout["xaxis"]["tickvals"]]
    layout["shapes"] = _band(len(points), sesoi, narrow=narrow)
    return {"data": _traces(points, narrow=narrow), "layout": layout}


def _step(width: float) -> float:
    """Return the distance of hairlines: half points where few whole ones lie on the axis."""
    return 0.5 if width < 2.5 else 1 if width <= 8 else 2


def _band(n: int, sesoi: float, *, narrow: bool) -> list[dict[str, Any]]:
    """Return the band of the smallest gap of interest and the line at zero.

    On a phone, where words stand between the marks, both are drawn behind the marks alone.
    """
    band = {"fillcolor": colour("wash"), "line": {"width": 0}, "layer": "below"}
    zero = {"line": {"color": colour("muted"), "width": 1}, "layer": "below"}
    if narrow:
        lanes = [(round(k - LANE, 2), round(k + LANE, 2)) for k in range(n)]
        boxes = "".join(f"M{-sesoi:g},{a}H{sesoi:g}V{b}H{-sesoi:g}Z" for a, b in lanes)
        strokes = "".join(f"M0,{a}V{b}" for a, b in lanes)
        return [{"type": "path", "path": p} | s for p, s in ((boxes, band), (strokes, zero))]
    tall = {"y0": 0, "y1": 1, "yref": "paper"}
    rect = {"type": "rect", "x0": -sesoi, "x1": sesoi} | band
    return [rect | tall, {"type": "line", "x0": 0, "x1": 0} | zero | tall]


def mean_intervals(
    points: Sequence[Point], scale: Scale, *, narrow: bool, heads: tuple[str, str] = ("", "")
) -> dict[str, Any]:
    """Return the figure of means with their intervals on the scale."""
    layout = row_layout([p.row for p in points], narrow=narrow, heads=heads)
    start = axis_start([p.value if p.low is None else p.low for p in points], scale)
    layout["xaxis"] = scale_axis(start - 0.12, scale.max + 0.12)
    return {"data": _traces(points, narrow=narrow), "layout": layout}


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
