"""Bars from zero: importance points shared out over the dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from servqual.writer.figures.look import Row, colour, row_layout


@dataclass(frozen=True)
class Bar:
    """One bar: its row and its length."""

    row: Row
    value: float


def bars(
    entries: Sequence[Bar], equal: float, *, narrow: bool, heads: tuple[str, str] = ("", "")
) -> dict[str, Any]:
    """Return the figure of bars, longest scale from zero, a hairline at the equal share."""
    layout = row_layout([e.row for e in entries], narrow=narrow, heads=heads)
    top = max([e.value for e in entries] + [equal]) * 1.06
    layout["xaxis"] = {"range": [0, top], "visible": False, "fixedrange": True}
    line = {"color": colour("muted"), "width": 1, "dash": "dot"}
    halo = {"color": colour("paper"), "width": 3}  # keeps the hairline apart from a dark bar
    place = {"type": "line", "x0": equal, "x1": equal, "y0": 0, "y1": 1, "yref": "paper"}
    layout["shapes"] = [place | {"line": halo}, place | {"line": line}]
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [e.value for e in entries],
        "y": list(range(len(entries))),
        "width": 0.3 if narrow else 0.5,
        "marker": {"color": colour("brand"), "line": {"width": 0}},
        "text": [e.row.hover for e in entries],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }
    return {"data": [trace], "layout": layout}
