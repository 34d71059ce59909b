"""Several intervals under one name: how reliable a dimension is in each set of ratings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from servqual.writer.figures.look import (
    FONT,
    SMALL_FONT,
    annotation,
    colour,
    escape,
    lines,
    width_of,
)

LANE, LANE_NARROW = 21, 25  # pixels of one lane
BETWEEN = 0.75  # room between two blocks, in lanes
NAME_ROOM = 1.0  # room of a block's name above its lanes on a phone, in lanes a line
LEFT_MOST = 212

Mark = Literal["dot", "ring", "diamond"]


@dataclass(frozen=True)
class Lane:
    """One estimate: what it is of, its figure in words, where it lies, its limits, its mark.

    ``value`` is None where there is none; ``number`` then says why.
    """

    name: str
    number: str
    value: float | None
    low: float | None
    high: float | None
    mark: Mark
    hover: str


@dataclass(frozen=True)
class Block:
    """The lanes under one name."""

    name: str
    lanes: Sequence[Lane]


@dataclass(frozen=True)
class Axis:
    """An axis from ``start`` to ``end``: named ticks, and benchmarks drawn as dotted lines."""

    start: float
    end: float
    ticks: Sequence[tuple[float, str]]
    benchmarks: Sequence[float] = ()


def lanes(blocks: Sequence[Block], axis: Axis, *, narrow: bool) -> dict[str, Any]:
    """Return the figure: one line with a mark per lane, in the order given, blocks apart.

    Wide: names of blocks stand left of the plot. Narrow: above their lanes. Every lane has its
    figure and its name at the right.
    """
    placed, end = _placed(blocks, narrow=narrow)
    layout = _layout(blocks, placed, end, narrow=narrow)
    layout["xaxis"] = _x_axis(axis)
    line = {"color": colour("ring"), "width": 1, "dash": "dot"}
    layout["shapes"] = [
        {
            "type": "line",
            "x0": at,
            "x1": at,
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "line": line,
            "layer": "between",
        }
        for at in axis.benchmarks
    ]
    drawn = [
        (start + k, lane)
        for block, start in zip(blocks, placed, strict=True)
        for k, lane in enumerate(block.lanes)
    ]
    return {"data": _traces(drawn, narrow=narrow), "layout": layout}


def _placed(blocks: Sequence[Block], *, narrow: bool) -> tuple[list[float], float]:
    """Return where the first lane of each block lies, and where the last block ends, in lanes."""
    found, y = [], 0.0
    for block in blocks:
        y += NAME_ROOM * len(_name_lines(block, narrow=True)) if narrow else 0.0
        found.append(y)
        least = 0 if narrow else 0.8 * len(_name_lines(block, narrow=False))
        y += max(len(block.lanes), least) + BETWEEN
    return found, y - BETWEEN


def _name_lines(block: Block, *, narrow: bool) -> list[str]:
    return lines(block.name, 290 if narrow else LEFT_MOST, 14 if narrow else FONT)


def _layout(
    blocks: Sequence[Block], placed: Sequence[float], end: float, *, narrow: bool
) -> dict[str, Any]:
    """Return margins, height, y axis and every word beside the plot."""
    every = [lane for block in blocks for lane in block.lanes]
    numbers = max(width_of(lane.number) for lane in every) + 20
    right = numbers + 10 + max(width_of(lane.name, SMALL_FONT) for lane in every)
    left = 8.0 if narrow else min(LEFT_MOST, max(width_of(b.name) for b in blocks) + 8) + 22
    notes: list[dict[str, Any]] = []
    for block, start in zip(blocks, placed, strict=True):
        name = "<br>".join(escape(text) for text in _name_lines(block, narrow=narrow))
        if narrow:
            ink = {"size": 14, "color": colour("ink")}
            at = {"xanchor": "left", "align": "left", "yanchor": "bottom", "yshift": 9, "font": ink}
            notes.append(annotation(name, 0, start, bgcolor=colour("paper"), **at))
        else:
            middle = start + (len(block.lanes) - 1) / 2
            at = {"xanchor": "right", "xshift": -14, "align": "right"}
            notes.append(annotation(name, 0, middle, **at))
        for y, lane in enumerate(block.lanes):
            bold = f"<b>{escape(lane.number)}</b>"
            notes.append(annotation(bold, 1, start + y, xanchor="right", xshift=numbers))
            quiet = {"size": SMALL_FONT, "color": colour("muted")}
            at = {"xanchor": "left", "xshift": numbers + 8, "font": quiet}
            notes.append(annotation(escape(lane.name), 1, start + y, **at))
    each = LANE_NARROW if narrow else LANE
    return {
        "height": round(end * each + 48),
        "margin": {"l": left, "r": right + 12, "t": 34, "b": 8},
        "yaxis": {
            "range": [end - 0.4, -0.6],
            "visible": False,
            "fixedrange": True,
            "zeroline": False,
        },
        "annotations": notes,
        "showlegend": False,
    }


def _x_axis(axis: Axis) -> dict[str, Any]:
    return {
        "range": [axis.start, axis.end],
        "tickvals": [at for at, _ in axis.ticks],
        "ticktext": [escape(text) for _, text in axis.ticks],
        "side": "top",
        "fixedrange": True,
        "gridcolor": colour("hair"),
        "zeroline": False,
        "ticks": "",
        "tickfont": {"size": SMALL_FONT, "color": colour("muted")},
    }


def _traces(drawn: Sequence[tuple[float, Lane]], *, narrow: bool) -> list[dict[str, Any]]:
    """Return all intervals as one trace of lines, and all marks as one of points."""
    x: list[float | None] = []
    y: list[float | None] = []
    for at, lane in drawn:
        if lane.low is not None and lane.high is not None:
            x += [lane.low, lane.high, None]
            y += [at, at, None]
    known = [(at, lane) for at, lane in drawn if lane.value is not None]
    spans = {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": colour("ring"), "width": 2.5},
        "hoverinfo": "skip",
    }
    looks = [_look(lane.mark) for _, lane in known]
    marks = {
        "type": "scatter",
        "mode": "markers",
        "x": [lane.value for _, lane in known],
        "y": [at for at, _ in known],
        "marker": {
            "size": 10.5 if narrow else 9,
            "symbol": [symbol for symbol, _, _ in looks],
            "color": [fill for _, fill, _ in looks],
            "line": {"width": 1.8, "color": [edge for _, _, edge in looks]},
        },
        "text": [lane.hover for _, lane in known],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }
    return [spans, marks]


def _look(mark: Mark) -> tuple[str, str, str]:
    """Return the symbol, the fill and the edge of a mark."""
    if mark == "ring":
        return "circle", colour("paper"), colour("ring")
    if mark == "diamond":
        return "diamond", colour("muted"), colour("muted")
    return "circle", colour("ink"), colour("ink")
