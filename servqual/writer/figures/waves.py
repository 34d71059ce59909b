"""Figures over waves: small panels with one axis, lines that stop at breaks, control limits."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from servqual.writer.figures.look import (
    NARROW,
    SMALL_FONT,
    WIDE,
    annotation,
    broken,
    colour,
    width_of,
)

PANEL, PANEL_NARROW = 168, 164  # pixels of one panel with its name and its marks
TOP, BOTTOM = 30, 26  # of a panel: its name above, names of waves below
ACROSS = 2
NARROWEST = 0.6  # scale points: an axis that shows less would make much of nothing


@dataclass(frozen=True)
class Dot:
    """One figure of one wave: place, value, limits, text of its box.

    ``signal`` says on which side of a control chart it stands out (``above``, ``below``, ``both``).
    """

    at: int
    value: float
    low: float | None
    high: float | None
    hover: str
    stretch: int = 1
    signal: str = ""


@dataclass(frozen=True)
class Line:
    """One series of a panel: filled dots, or rings for what is wanted."""

    dots: Sequence[Dot]
    ring: bool = False


@dataclass(frozen=True)
class Limits:
    """Control limits of a panel: centre, and lower and upper limit of each place."""

    centre: float
    lower: Sequence[tuple[int, float]]
    upper: Sequence[tuple[int, float]]


@dataclass(frozen=True)
class Panel:
    """One small chart: its name, its lines, its limits, and the places before which it breaks."""

    name: str
    lines: Sequence[Line]
    limits: Limits | None = None
    breaks: Sequence[int] = ()


def panels(
    entries: Sequence[Panel],
    waves: Sequence[str],
    *,
    narrow: bool,
    tick: Callable[[float], str],
    same: Literal["axis", "length"] = "axis",
) -> dict[str, Any]:
    """Return the figure: panels side by side (on a phone below each other), waves from the left.

    Parameters
    ----------
    entries : sequence of Panel
    waves : sequence of str
        Names of the places.
    tick : callable
        Writes the marks of the axes as the language does.
    same : {"axis", "length"}
        Whether all panels have the same axis of values, or each its own of the same length.
    """
    across = 1 if narrow or len(entries) == 1 else ACROSS
    down = math.ceil(len(entries) / across)
    each = PANEL_NARROW if narrow else PANEL
    height = down * each + 12
    ranges = _ranges(entries, same)
    data: list[dict[str, Any]] = []
    layout: dict[str, Any] = {
        "height": height,
        "margin": {"l": 40, "r": 28 if narrow else 16, "t": 6, "b": 6},
        "annotations": [],
        "shapes": [],
        "showlegend": False,
    }
    for k, panel in enumerate(entries):
        low, high = ranges[k]
        box = _box(k, across, down, height - 12)
        suffix = "" if k == 0 else str(k + 1)
        plain = (WIDE - 54) * (box[0][1] - box[0][0]) if not narrow else NARROW - 54
        layout[f"xaxis{suffix}"] = _x_axis(box, waves, suffix, plain)
        layout[f"yaxis{suffix}"] = _y_axis(box, low, high, suffix, tick)
        layout["annotations"].append(_name(panel, box, plain))
        layout["shapes"] += _breaks(panel, suffix)
        data += _limits(panel, suffix)
        data += [trace for line in panel.lines for trace in _line(line, suffix)]
    return {"data": data, "layout": layout}


Box = tuple[tuple[float, float], tuple[float, float]]


def _values(panel: Panel) -> list[float]:
    found = [v for line in panel.lines for d in line.dots for v in (d.value, d.low, d.high)]
    if panel.limits:
        found += [v for _, v in (*panel.limits.lower, *panel.limits.upper)]
    return [v for v in found if v is not None and math.isfinite(v)]


def _range(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values, default=0.0), max(values, default=1.0)
    middle, reach = (low + high) / 2, max(high - low, NARROWEST) / 2 * 1.12
    return middle - reach, middle + reach


def _ranges(entries: Sequence[Panel], same: str) -> list[tuple[float, float]]:
    if same == "axis":
        return [_range([v for panel in entries for v in _values(panel)])] * len(entries)
    own = [_range(_values(panel)) for panel in entries]
    reach = max(high - low for low, high in own) / 2
    return [((low + high) / 2 - reach, (low + high) / 2 + reach) for low, high in own]


def _box(k: int, across: int, down: int, height: int) -> Box:
    """Return where a panel stands, in shares of the plot."""
    row, column = divmod(k, across)
    between = 0.08 if across > 1 else 0.0
    wide = (1 - between * (across - 1)) / across
    left = column * (wide + between)
    top = 1 - row / down
    bottom = top - 1 / down
    return (left, left + wide), (bottom + BOTTOM / height, top - TOP / height)


def _x_axis(box: Box, waves: Sequence[str], suffix: str, pixels: float) -> dict[str, Any]:
    n = len(waves)
    longest = max(width_of(name, SMALL_FONT) for name in waves)
    fit = max(2, int(pixels / (min(longest, 90) + 14)))
    step = max(1, math.ceil(n / fit))
    places = [k for k in range(n) if (n - 1 - k) % step == 0]
    return {
        "domain": list(box[0]),
        "anchor": f"y{suffix}",
        "range": [-0.5, n - 0.5],
        "tickvals": places,
        "ticktext": [broken(waves[k], 90, SMALL_FONT, most=1) for k in places],
        "fixedrange": True,
        "zeroline": False,
        "showgrid": False,
        "ticks": "",
        "tickangle": 0,
        "tickfont": {"size": SMALL_FONT, "color": colour("muted")},
    }


def _y_axis(
    box: Box, low: float, high: float, suffix: str, tick: Callable[[float], str]
) -> dict[str, Any]:
    width = high - low
    step = next(s for s in (0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100) if width / s <= 4 or s == 100)
    first, last = math.ceil(low / step), math.floor(high / step)
    marks = [k * step for k in range(first, last + 1)]
    return {
        "domain": list(box[1]),
        "anchor": f"x{suffix}",
        "range": [low, high],
        "tickvals": marks,
        "ticktext": [tick(mark) for mark in marks],
        "fixedrange": True,
        "zeroline": False,
        "gridcolor": colour("hair"),
        "ticks": "",
        "tickfont": {"size": SMALL_FONT, "color": colour("muted")},
    }


def _name(panel: Panel, box: Box, pixels: float) -> dict[str, Any]:
    text = f"<b>{broken(panel.name, pixels, most=1)}</b>"
    at = {"yref": "paper", "xanchor": "left", "yanchor": "bottom", "yshift": 5}
    return annotation(text, box[0][0], box[1][1], **at)


def _breaks(panel: Panel, suffix: str) -> list[dict[str, Any]]:
    line = {"color": colour("ring"), "width": 1.2, "dash": "dash"}
    return [
        {
            "type": "line",
            "x0": at - 0.5,
            "x1": at - 0.5,
            "y0": 0,
            "y1": 1,
            "xref": f"x{suffix}",
            "yref": f"y{suffix} domain",
            "line": line,
            "layer": "below",
        }
        for at in panel.breaks
    ]


def _limits(panel: Panel, suffix: str) -> list[dict[str, Any]]:
    if panel.limits is None:
        return []
    plain = {
        "type": "scatter",
        "mode": "lines",
        "hoverinfo": "skip",
        "xaxis": f"x{suffix}",
        "yaxis": f"y{suffix}",
    }
    places = [at for at, _ in panel.limits.lower]
    centre = {"x": places, "y": [panel.limits.centre] * len(places)}
    dotted = {"color": colour("muted"), "width": 1.2, "dash": "dot"}
    found = [plain | centre | {"line": {"color": colour("muted"), "width": 1}}]
    for side in (panel.limits.lower, panel.limits.upper):
        ends = {"x": [at for at, _ in side], "y": [v for _, v in side]}
        found.append(plain | ends | {"line": dotted | {"shape": "hvh"}})
    return found


def _line(line: Line, suffix: str) -> list[dict[str, Any]]:
    """Return a series: intervals, the line between the waves of one stretch, the marks."""
    at = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}", "type": "scatter"}
    shade = colour("ring") if line.ring else colour("ink")
    x: list[float | None] = []
    y: list[float | None] = []
    for dot in line.dots:
        if dot.low is not None and dot.high is not None:
            x += [dot.at, dot.at, None]
            y += [dot.low, dot.high, None]
    spans = {"mode": "lines", "x": x, "y": y, "hoverinfo": "skip", "opacity": 0.55}
    edges = [_SIGNALS.get(d.signal, shade) for d in line.dots]
    fills = [colour("paper") if line.ring else edge for edge in edges]
    marks = {
        "mode": "markers",
        "x": [d.at for d in line.dots],
        "y": [d.value for d in line.dots],
        "marker": {
            "size": [10 if d.signal else 7.5 for d in line.dots],
            "color": fills,
            "line": {"width": 1.8, "color": edges},
            "symbol": ["diamond" if d.signal else "circle" for d in line.dots],
        },
        "text": [d.hover for d in line.dots],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }
    found = [at | spans | {"line": {"color": shade, "width": 1.6}}] if x else []
    return [*found, at | _joined(line.dots) | {"line": {"color": shade, "width": 1.4}}, at | marks]


_SIGNALS = {"above": colour("surplus"), "below": colour("shortfall"), "both": colour("ink")}


def _joined(dots: Sequence[Dot]) -> dict[str, Any]:
    x: list[float | None] = []
    y: list[float | None] = []
    for k, dot in enumerate(dots):
        if k and dots[k - 1].stretch != dot.stretch:
            x.append(None)
            y.append(None)
        x.append(dot.at)
        y.append(dot.value)
    return {"mode": "lines", "x": x, "y": y, "hoverinfo": "skip"}
