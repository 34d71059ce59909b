"""Two effects of one thing, drawn from zero to both sides with their intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from servqual.writer.figures.look import Row, colour, row_layout, scale_axis

LANE, LANE_NARROW = 0.17, 0.075  # how far each effect lies from the middle of its row, in rows
Effect = tuple[float, float | None, float | None]  # value and limits


@dataclass(frozen=True)
class Sided:
    """One row: what lies to the left (below zero) and to the right (above), with limits."""

    row: Row
    left: Effect
    right: Effect


def sided(
    entries: Sequence[Sided],
    *,
    narrow: bool,
    tick: Callable[[float], str],
    heads: tuple[str, str] = ("", ""),
    whole: float | None = None,
) -> dict[str, Any]:
    """Return the figure: a bar to each side of zero, its interval as a line upon it.

    ``tick`` writes the marks of the axis; ``whole`` is the end of both sides, None for as far as
    the intervals reach.
    """
    layout = row_layout([e.row for e in entries], narrow=narrow, heads=heads)
    ends = [abs(v) for e in entries for v in (*e.left, *e.right) if v is not None]
    reach = whole or 1.06 * max(ends, default=1.0)
    axis = scale_axis(-reach, reach, step=_step(reach))
    axis["ticktext"] = [tick(t) for t in axis["tickvals"]]
    layout["xaxis"] = axis
    zero = {"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper"}
    line = {"color": colour("muted"), "width": 1}
    if not narrow:
        layout["shapes"] = [zero | {"line": line, "layer": "above"}]
    # an effect may point to the other side: each has a lane of its own, so that none hides another
    lane = LANE_NARROW if narrow else LANE
    drawn = [
        _bars(entries, [getattr(e, side)[0] for e in entries], colour(name), at, 1.7 * lane)
        for side, name, at in (("left", "shortfall", -lane), ("right", "surplus", lane))
    ]
    return {
        "data": [*drawn, _intervals(entries, lane)],
        "layout": layout | {"barmode": "overlay"},
    }


def _step(reach: float) -> float:
    """Return the distance of hairlines."""
    return next((s for s in (0.1, 0.25, 0.5, 1.0, 2.0) if reach / s <= 3.2), 5.0)


def _bars(
    entries: Sequence[Sided], values: Sequence[float], fill: str, shift: float, width: float
) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(values),
        "y": [round(k + shift, 3) for k in range(len(entries))],
        "width": round(width, 3),
        "marker": {"color": fill, "opacity": 0.5, "line": {"width": 0}},
        "text": [e.row.hover for e in entries],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }


def _intervals(entries: Sequence[Sided], lane: float) -> dict[str, Any]:
    """Return every interval as one trace of lines."""
    x: list[float | None] = []
    y: list[float | None] = []
    for k, e in enumerate(entries):
        for (_, low, high), shift in ((e.left, -lane), (e.right, lane)):
            if low is not None:
                x += [low, high, None]
                y += [round(k + shift, 3)] * 2 + [None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": colour("ink"), "width": 1.6},
        "hoverinfo": "skip",
    }
