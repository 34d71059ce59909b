"""Shares of one whole with their intervals, against what chance alone would reach."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from servqual.writer.figures.look import Row, colour, row_layout, scale_axis

STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25)
MOST_TICKS = 6


@dataclass(frozen=True)
class Share:
    """One share (0 to 1) with its limits if there are any; hollow if chance reaches it."""

    row: Row
    value: float
    low: float | None
    high: float | None
    hollow: bool = False


def shares(
    entries: Sequence[Share],
    chance: float | None,
    *,
    narrow: bool,
    tick: Callable[[float], str],
    heads: tuple[str, str] = ("", ""),
) -> dict[str, Any]:
    """Return the figure: a dot and a line per share, a dotted line where chance alone would lie.

    ``tick`` writes the marks of the axis as the language does.
    """
    layout = row_layout([e.row for e in entries], narrow=narrow, heads=heads)
    top = 1.04 * max([e.value if e.high is None else e.high for e in entries] + [chance or 0.0])
    step = next((s for s in STEPS if top / s <= MOST_TICKS), STEPS[-1])
    axis = scale_axis(0, top, step=step)
    axis["range"] = [-0.012 * top, top]
    axis["ticktext"] = [tick(t) for t in axis["tickvals"]]
    layout["xaxis"] = axis
    if chance is not None:
        line = {"color": colour("ring"), "width": 1.2, "dash": "dot"}
        place = {"type": "line", "x0": chance, "x1": chance, "y0": 0, "y1": 1, "yref": "paper"}
        layout["shapes"] = [place | {"line": line, "layer": "below"}]
    return {"data": _traces(entries, narrow=narrow), "layout": layout}


def _traces(entries: Sequence[Share], *, narrow: bool) -> list[dict[str, Any]]:
    """Return the intervals as one trace of lines, and the shares as dots upon them."""
    x: list[float | None] = []
    y: list[int | None] = []
    for k, e in enumerate(entries):
        if e.low is not None:
            x += [e.low, e.high, None]
            y += [k, k, None]
    lines = {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": colour("ring"), "width": 2.5},
        "hoverinfo": "skip",
    }
    ink, paper = colour("ink"), colour("paper")
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": [e.value for e in entries],
        "y": list(range(len(entries))),
        "marker": {
            "size": 11 if narrow else 9.5,
            "color": [paper if e.hollow else ink for e in entries],
            "line": {"width": 1.8, "color": ink},
        },
        "text": [e.row.hover for e in entries],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }
    return [lines, dots]
