"""In how many units a standard was met: one bar a measure, its part that was met first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from servqual.writer.figures.look import Row, colour, row_layout


@dataclass(frozen=True)
class Kept:
    """One measure: its row, and the share (0 to 1) of units that met its standard."""

    row: Row
    share: float


def kept(
    entries: Sequence[Kept], *, narrow: bool, heads: tuple[str, str] = ("", "")
) -> dict[str, Any]:
    """Return the figure; the part that was missed is hatched, so that colour says nothing alone."""
    layout = row_layout([e.row for e in entries], narrow=narrow, heads=heads)
    layout["xaxis"] = {"range": [0, 1.005], "visible": False, "fixedrange": True}
    layout["barmode"] = "stack"
    paper = {"color": colour("paper"), "width": 1}
    hatch = {"shape": "/", "fgcolor": colour("paper"), "fillmode": "overlay", "size": 6}
    met = {"color": colour("surplus"), "line": paper}
    missed = {"color": colour("shortfall"), "line": paper, "pattern": hatch | {"solidity": 0.25}}
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "x": [part(e.share) for e in entries],
            "y": list(range(len(entries))),
            "width": 0.3 if narrow else 0.5,
            "marker": marker,
            "text": [e.row.hover for e in entries],
            "textposition": "none",
            "hovertemplate": "%{text}<extra></extra>",
        }
        for part, marker in ((_share, met), (_rest, missed))
    ]
    return {"data": traces, "layout": layout}


def _share(share: float) -> float:
    return share


def _rest(share: float) -> float:
    return 1 - share
