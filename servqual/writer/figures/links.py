"""Small panels beside each other, one an outcome: the same rows with intervals on one axis."""

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
    width_of,
)

PER_ROW = 4
# pixels: a row, what stands above a panel, between two panels, at the right
EACH, HEAD, GUTTER, RIGHT = 30, 48, 28, 22
LEFT = {False: 150.0, True: 130.0}
STEPS = (0.1, 0.2, 0.3, 0.4, 0.5, 1.0)
APART = 8  # pixels between two marks of the axis
EDGE = 0.025  # share of the axis at its ends that has no mark


@dataclass(frozen=True)
class Mark:
    """One estimate with its limits if there are any; hollow where these hold zero."""

    value: float
    low: float | None
    high: float | None
    hover: str

    @property
    def hollow(self) -> bool:
        """Whether zero cannot be ruled out."""
        return self.low is None or self.high is None or self.low <= 0 <= self.high


@dataclass(frozen=True)
class Panel:
    """One panel: its title and a mark, or none, for each row."""

    title: str
    marks: Sequence[Mark | None]


def panels(
    found: Sequence[Panel], labels: Sequence[str], *, narrow: bool, tick: Callable[[float], str]
) -> dict[str, Any]:
    """Return the figure; panels stand beside each other, on a phone below each other.

    ``tick`` writes the marks of the axis as the language does.
    """
    grid = _Grid.of(len(found), len(labels), labels, narrow=narrow)
    axis = _axis(found, grid, tick)
    traces: list[dict[str, Any]] = []
    layout: dict[str, Any] = {
        "height": grid.height,
        "margin": {"l": grid.left, "r": RIGHT, "t": 4, "b": 8},
        "showlegend": False,
        "annotations": [],
        "shapes": [],
    }
    for k, panel in enumerate(found):
        name = "" if k == 0 else str(k + 1)
        (x0, x1), (y0, y1) = grid.place(k)
        layout[f"xaxis{name}"] = axis | {"domain": [x0, x1], "anchor": f"y{name}"}
        layout[f"yaxis{name}"] = _y_axis(len(labels)) | {"domain": [y0, y1], "anchor": f"x{name}"}
        layout["annotations"] += _words(panel, labels, grid, k)
        zero = {"type": "line", "x0": 0, "x1": 0, "y0": -0.5, "y1": len(labels) - 0.5}
        at = {"xref": f"x{name}", "yref": f"y{name}", "layer": "below"}
        layout["shapes"].append(zero | at | {"line": {"color": colour("muted"), "width": 1}})
        traces += [t | {"xaxis": f"x{name}", "yaxis": f"y{name}"} for t in _traces(panel)]
    return {"data": traces, "layout": layout}


@dataclass(frozen=True)
class _Grid:
    """Where panels stand, in pixels and in parts of the paper."""

    columns: int
    rows: int
    each: float
    left: float
    width: float
    narrow: bool

    @classmethod
    def of(cls, n: int, k: int, labels: Sequence[str], *, narrow: bool) -> _Grid:
        """Return the grid of n panels of k rows: full rows, as even as they can be."""
        rows = n if narrow else math.ceil(n / PER_ROW)
        columns = math.ceil(n / rows)
        left = min(LEFT[narrow], max(map(width_of, labels)) + 14)
        width = (NARROW if narrow else WIDE) - left - RIGHT
        return cls(columns, rows, k * EACH + HEAD + 22, left, width, narrow)

    @property
    def height(self) -> int:
        return int(self.rows * self.each + 12)

    @property
    def panel(self) -> float:
        """Width of a panel in pixels."""
        return (self.width - (self.columns - 1) * GUTTER) / self.columns

    def place(self, k: int) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return where the k-th panel stands, in parts of the paper."""
        row, column = divmod(k, self.columns)
        x0 = column * (self.panel + GUTTER) / self.width
        inner = self.height - 12
        top = 1 - (row * self.each + HEAD + 18) / inner
        bottom = 1 - ((row + 1) * self.each - 4) / inner
        return (x0, min(x0 + self.panel / self.width, 1.0)), (max(bottom, 0.0), top)


def _axis(found: Sequence[Panel], grid: _Grid, tick: Callable[[float], str]) -> dict[str, Any]:
    """Return the axis that all panels share."""
    ends = [
        e for p in found for m in p.marks if m for e in (m.value, m.low, m.high) if e is not None
    ]
    low, high = min([*ends, 0.0]), max([*ends, 0.0])
    room = 0.07 * (high - low or 1.0)
    low, high = low - room, high + room
    each = grid.panel / (high - low)
    step = next(
        (
            step
            for step in STEPS
            if max(width_of(tick(t), SMALL_FONT) for t in _marks(step, low, high)) + APART
            <= step * each
        ),
        STEPS[-1],
    )
    low, high = -_with_mark(-low, step), _with_mark(high, step)
    ticks = _marks(step, low, high)
    return {
        "range": [low, high],
        "tickvals": ticks,
        "ticktext": [tick(t) for t in ticks],
        "side": "top",
        "fixedrange": True,
        "gridcolor": colour("hair"),
        "zeroline": False,
        "ticks": "",
        "tickfont": {"size": SMALL_FONT, "color": colour("muted")},
    }


def _with_mark(end: float, step: float) -> float:
    """Return an end of the axis so that a mark stands before it, if half a step lies there."""
    return max(end, 1.1 * step) if end > step / 2 else end


def _marks(step: float, low: float, high: float) -> list[float]:
    """Return the multiples of a step between two ends; at the very edge no line is drawn."""
    edge = EDGE * (high - low)
    first, last = math.ceil((low + edge) / step), math.floor((high - edge) / step)
    return [round(t * step, 6) for t in range(first, last + 1)]


def _y_axis(n: int) -> dict[str, Any]:
    return {"range": [n - 0.5, -0.5], "visible": False, "fixedrange": True, "zeroline": False}


def _words(panel: Panel, labels: Sequence[str], grid: _Grid, k: int) -> list[dict[str, Any]]:
    """Return the title of a panel and, at the left of each row of panels, the names of its rows."""
    name = "" if k == 0 else str(k + 1)
    (x0, _), (_, top) = grid.place(k)
    at = {"yref": "paper", "xanchor": "left", "yanchor": "bottom", "yshift": 20, "align": "left"}
    text = broken(panel.title, grid.panel, FONT)
    notes = [annotation(f"<b>{text}</b>", x0, top, **at)]
    if k % grid.columns:
        return notes
    for row, label in enumerate(labels):
        place = {"yref": f"y{name}", "xanchor": "right", "xshift": -8, "align": "right"}
        notes.append(annotation(broken(label, grid.left - 12), 0, row, **place))
    return notes


def _traces(panel: Panel) -> list[dict[str, Any]]:
    """Return the intervals of a panel as one trace of lines, and the estimates upon them."""
    there = [(k, m) for k, m in enumerate(panel.marks) if m is not None]
    x: list[float | None] = []
    y: list[int | None] = []
    for k, mark in there:
        if mark.low is not None:
            x += [mark.low, mark.high, None]
            y += [k, k, None]
    ink, paper = colour("ink"), colour("paper")
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": x,
            "y": y,
            "line": {"color": colour("ring"), "width": 2.5},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "x": [m.value for _, m in there],
            "y": [k for k, _ in there],
            "marker": {
                "size": 9.5,
                "color": [paper if m.hollow else ink for _, m in there],
                "line": {"width": 1.8, "color": ink},
            },
            "text": [m.hover for _, m in there],
            "hovertemplate": "%{text}<extra></extra>",
            "cliponaxis": False,
        },
    ]
