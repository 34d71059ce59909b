"""Dumb-bells: a ring for what is wanted, a dot for what was received, the distance is the gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from servqual.instrument import Scale
from servqual.writer.figures.look import Row, colour, row_layout, scale_axis, tone_colour


@dataclass(frozen=True)
class Bell:
    """One dumb-bell: its row and the two means in scale points."""

    row: Row
    of: float
    minus: float


def axis_start(values: Sequence[float], scale: Scale) -> int:
    """Return where the axis starts: at the scale's end unless that wastes two points or more.

    >>> axis_start([4.3, 6.5], Scale(min=1, max=7)), axis_start([2.4, 6.5], Scale(min=1, max=7))
    (4, 1)
    """
    below = int(min(values) - 0.2)
    return below if below - scale.min >= 2 else scale.min


def dumbbell(
    bells: Sequence[Bell], scale: Scale, *, narrow: bool, heads: tuple[str, str] = ("", "")
) -> dict[str, Any]:
    """Return the figure of gaps as dumb-bells, one row each, in the order given."""
    start = axis_start([v for b in bells for v in (b.of, b.minus)], scale)
    rows = [b.row for b in bells]
    layout = row_layout(rows, narrow=narrow, heads=heads)
    layout["xaxis"] = scale_axis(start - 0.12, scale.max + 0.12)
    size = 1.15 if narrow else 1.0
    return {"data": bell_traces(bells, size), "layout": layout}


def bell_traces(bells: Sequence[Bell], size: float) -> list[dict[str, Any]]:
    """Return the lines, the rings and the dots."""
    return [*_bars(bells, size), *_ends(bells, size)]


def _bars(bells: Sequence[Bell], size: float) -> list[dict[str, Any]]:
    """Return one trace of connecting lines per tone."""
    traces = []
    for tone in dict.fromkeys(b.row.tone for b in bells):
        x: list[float | None] = []
        y: list[int | None] = []
        for k, bell in enumerate(bells):
            if bell.row.tone == tone:
                x += [bell.of, bell.minus, None]
                y += [k, k, None]
        line = {"color": tone_colour(tone), "width": 5 * size}
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": x,
                "y": y,
                "line": line,
                "opacity": 0.36,
                "hoverinfo": "skip",
            }
        )
    return traces


def _ends(bells: Sequence[Bell], size: float) -> list[dict[str, Any]]:
    """Return the rings and the dots; both carry the same hover text."""
    y = list(range(len(bells)))
    words = {"text": [b.row.hover for b in bells], "hovertemplate": "%{text}<extra></extra>"}
    ring = {
        "size": 13.5 * size,
        "color": colour("paper"),
        "line": {"color": colour("ring"), "width": 2.2},
    }
    dot = {
        "size": 11 * size,
        "color": [tone_colour(b.row.tone) for b in bells],
        "line": {"width": 0},
    }
    plain = {"type": "scatter", "mode": "markers", "y": y, "cliponaxis": False}
    return [
        plain | words | {"x": [b.minus for b in bells], "marker": ring},
        plain | words | {"x": [b.of for b in bells], "marker": dot},
    ]
