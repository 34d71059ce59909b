"""Small scatter charts: an operational figure of each unit beside the gap that people saw there."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from servqual.writer.figures.look import (
    FONT,
    NARROW,
    SMALL_FONT,
    WIDE,
    annotation,
    broken,
    colour,
    escape,
    lines,
)

PER_ROW = 3
PLOT, HEAD, FOOT, GUTTER, LEFT, RIGHT = 150, 46, 26, 48, 46, 14
LEAST = 0.6  # scale points that an axis of gaps spans at least
STEPS = (0.1, 0.2, 0.25, 0.5, 1.0, 2.0)


@dataclass(frozen=True)
class Spot:
    """One unit: its figure, its gap, its name and what a box beside it says."""

    x: float
    y: float
    name: str
    hover: str


@dataclass(frozen=True)
class Chart:
    """One chart: its title, its units, and where the standard lies, if it is the same for all."""

    title: str
    spots: Sequence[Spot]
    target: float | None
    suffix: str = ""


def beside(
    charts: Sequence[Chart], *, narrow: bool, tick: Callable[[float], str]
) -> dict[str, Any]:
    """Return the charts, each with its own axes; the largest and the smallest gap are named."""
    columns = 1 if narrow else min(PER_ROW, len(charts))
    rows = math.ceil(len(charts) / columns)
    each = PLOT + HEAD + FOOT
    inner = (NARROW if narrow else WIDE) - LEFT - RIGHT
    width = (inner - (columns - 1) * GUTTER) / columns
    height = rows * each
    layout: dict[str, Any] = {
        "height": height + 8,
        "margin": {"l": LEFT, "r": RIGHT, "t": 4, "b": 4},
        "showlegend": False,
        "annotations": [],
        "shapes": [],
    }
    traces = []
    for k, chart in enumerate(charts):
        row, column = divmod(k, columns)
        name = "" if k == 0 else str(k + 1)
        x0 = column * (width + GUTTER) / inner
        top = 1 - (row * each + HEAD) / height
        x = {"domain": [x0, min(x0 + width / inner, 1.0)], "anchor": f"y{name}"}
        y = {"domain": [max(top - PLOT / height, 0.0), top], "anchor": f"x{name}"}
        layout[f"xaxis{name}"] = _x_axis(chart) | x
        layout[f"yaxis{name}"] = _gap_axis(chart, tick) | y
        at = {"yref": "paper", "xanchor": "left", "yanchor": "bottom", "yshift": 4}
        title = f"<b>{broken(chart.title, width, FONT)}</b>"
        layout["annotations"].append(annotation(title, x0, top, align="left", **at))
        layout["annotations"] += _names(chart, name, width)
        layout["shapes"] += _standard(chart, name)
        traces.append(_trace(chart) | {"xaxis": f"x{name}", "yaxis": f"y{name}"})
    return {"data": traces, "layout": layout}


def _gap_axis(chart: Chart, tick: Callable[[float], str]) -> dict[str, Any]:
    """Return the axis of gaps, wide enough that chance alone does not look large."""
    ends = [spot.y for spot in chart.spots]
    room = max(0.14 * (max(ends) - min(ends)), (LEAST - max(ends) + min(ends)) / 2)
    low, high = min(ends) - room, max(ends) + room
    step = next((s for s in STEPS if (high - low) / s <= 5), STEPS[-1])
    ticks = [round(t * step, 6) for t in range(math.ceil(low / step), math.floor(high / step) + 1)]
    return {
        "range": [low, high],
        "tickvals": ticks,
        "ticktext": [tick(t) for t in ticks],
        "fixedrange": True,
        "gridcolor": colour("hair"),
        "zeroline": False,
        "ticks": "",
        "tickfont": {"size": SMALL_FONT, "color": colour("muted")},
    }


def _x_axis(chart: Chart) -> dict[str, Any]:
    ends = [spot.x for spot in chart.spots]
    if chart.target is not None:
        ends.append(chart.target)
    room = 0.09 * (max(ends) - min(ends) or abs(max(ends)) or 1.0)
    return {
        "range": [min(ends) - room, max(ends) + room],
        "nticks": 4,
        "ticksuffix": chart.suffix,
        "side": "bottom",
        "fixedrange": True,
        "gridcolor": colour("hair"),
        "zeroline": False,
        "ticks": "",
        "tickfont": {"size": SMALL_FONT, "color": colour("muted")},
    }


def _names(chart: Chart, axis: str, width: float) -> list[dict[str, Any]]:
    """Return the names of the units with the largest shortfall and with the smallest."""
    spots = sorted(chart.spots, key=lambda s: s.y)
    chosen = [(spots[0], "top", -7)]
    if len(spots) > 1:
        chosen.append((spots[-1], "bottom", 7))
    xs = [spot.x for spot in spots]
    middle = (min(xs) + max(xs)) / 2
    notes = []
    for spot, anchor, shift in chosen:
        at = {"xref": f"x{axis}", "yref": f"y{axis}", "yanchor": anchor, "yshift": shift}
        side = {"xanchor": "right" if spot.x > middle else "left"}
        small = {"size": 11, "color": colour("muted")}
        text = escape(lines(spot.name, width / 2, 11, most=1)[0])
        notes.append(annotation(text, spot.x, spot.y, font=small, **at, **side))
    return notes


def _standard(chart: Chart, axis: str) -> list[dict[str, Any]]:
    """Return the dotted line of a standard that is the same for all units."""
    if chart.target is None:
        return []
    line = {"color": colour("muted"), "width": 1.2, "dash": "dot"}
    at = {"xref": f"x{axis}", "yref": f"y{axis} domain", "layer": "below"}
    ends = {"x0": chart.target, "x1": chart.target, "y0": 0, "y1": 1}
    return [{"type": "line", "line": line} | at | ends]


def _trace(chart: Chart) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [spot.x for spot in chart.spots],
        "y": [spot.y for spot in chart.spots],
        "marker": {"size": 8.5, "color": colour("brand"), "line": {"width": 0}, "opacity": 0.85},
        "text": [spot.hover for spot in chart.spots],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }
