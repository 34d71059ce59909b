"""The importance-performance matrix: numbered points, a cross, four named quadrants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from servqual.writer.figures.look import (
    NARROW,
    SMALL_FONT,
    WIDE,
    annotation,
    colour,
    escape,
    lines,
    width_of,
)
from servqual.writer.figures.places import Ground, label_places

CORNER_FONT = 11
LEAST_ROOM = 62  # pixels of a quadrant name, even where the cross stands close to the edge


@dataclass(frozen=True)
class Spot:
    """One item: its number, where it lies, whether its quadrant calls for action."""

    number: int
    performance: float
    importance: float
    urgent: bool
    hover: str


@dataclass(frozen=True)
class Frame:
    """What surrounds the points: the cross, axis titles, quadrant names, the axis of importance."""

    cross_performance: float
    cross_importance: float
    performance_title: str
    importance_title: str
    names: dict[str, str]
    importance_on_x: bool


def matrix(spots: Sequence[Spot], frame: Frame, *, narrow: bool) -> dict[str, Any]:
    """Return the figure of the matrix; number labels are moved aside until none covers another."""
    swap = frame.importance_on_x
    xs = [s.importance if swap else s.performance for s in spots]
    ys = [s.performance if swap else s.importance for s in spots]
    cross = (frame.cross_importance, frame.cross_performance)
    cross_x, cross_y = cross if swap else cross[::-1]
    margin = {"l": 44 if narrow else 58, "r": 10, "t": 12, "b": 52}
    width, height = (NARROW if narrow else WIDE), (380 if narrow else 500)
    box = (_range([*xs, cross_x]), _range([*ys, cross_y]))
    plot = (width - margin["l"] - margin["r"], height - margin["t"] - margin["b"])
    ground = Ground(
        *plot,
        cross=(
            (cross_x - box[0][0]) * plot[0] / (box[0][1] - box[0][0]),
            (box[1][1] - cross_y) * plot[1] / (box[1][1] - box[1][0]),
        ),
    )
    titles = (frame.importance_title, frame.performance_title)
    title_x, title_y = titles if swap else titles[::-1]
    layout = {
        "height": height,
        "margin": margin,
        "showlegend": False,
        "xaxis": _axis(title_x, box[0]),
        "yaxis": _axis(title_y, box[1]),
        "shapes": _shapes(box, cross_x, cross_y, swap=swap),
        "annotations": [
            *_corners(frame, ground),
            *_numbers(spots, xs, ys, box, _taken(frame, ground)),
        ],
    }
    points = {
        "type": "scatter",
        "mode": "markers",
        "x": xs,
        "y": ys,
        "marker": {"size": 9, "color": [colour("shortfall" if s.urgent else "ink") for s in spots],
                   "line": {"color": colour("paper"), "width": 1}},
        "text": [s.hover for s in spots],
        "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip
    return {"data": [points], "layout": layout}


def _range(values: Sequence[float]) -> tuple[float, float]:
    """Return the ends of an axis: the values with a tenth of room on both sides."""
    low, high = min(values), max(values)
    room = max(0.12 * (high - low), 0.1)
    return low - room, high + room


def _axis(title: str, ends: tuple[float, float]) -> dict[str, Any]:
    return {
        "title": {
            "text": escape(title),
            "font": {"size": SMALL_FONT, "color": colour("muted")},
            "standoff": 10,
        },
        "range": list(ends),
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "linecolor": colour("hair"),
        "tickfont": {"size": SMALL_FONT, "color": colour("muted")},
        "nticks": 6,
    }


def _shapes(
    box: tuple[tuple[float, float], ...], x: float, y: float, *, swap: bool
) -> list[dict[str, Any]]:
    """Return the wash behind the quadrant that calls for action, and the cross."""
    line = {"color": colour("ring"), "width": 1, "dash": "dash"}
    (left, right), (bottom, top) = box
    urgent = (
        {"x0": x, "x1": right, "y0": bottom, "y1": y}
        if swap
        else {"x0": left, "x1": x, "y0": y, "y1": top}
    )
    return [
        {"type": "rect", "fillcolor": colour("warmwash"), "line": {"width": 0}, "layer": "below"}
        | urgent,
        {
            "type": "line",
            "x0": x,
            "x1": x,
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "line": line,
            "layer": "below",
        },
        {
            "type": "line",
            "x0": 0,
            "x1": 1,
            "xref": "paper",
            "y0": y,
            "y1": y,
            "line": line,
            "layer": "below",
        },
    ]


def _corner_places(frame: Frame) -> dict[str, tuple[int, int]]:
    """Return the corner of each quadrant's name: 0 or 1 from the left, 0 or 1 from below."""
    at = {"concentrate_here": (0, 1), "keep_up": (1, 1)}
    at |= {"low_priority": (0, 0), "possible_overkill": (1, 0)}
    return {name: (y, x) if frame.importance_on_x else (x, y) for name, (x, y) in at.items()}


def _corner_lines(frame: Frame, ground: Ground) -> dict[str, list[str]]:
    """Return the name of each quadrant in lines that end before the cross."""
    across = ground.cross[0] if ground.cross else ground.width / 2
    found = {}
    for name, (x, _) in _corner_places(frame).items():
        room = (ground.width - across if x else across) - 14
        found[name] = lines(frame.names[name], max(room, LEAST_ROOM), CORNER_FONT, most=4)
    return found


def _corners(frame: Frame, ground: Ground) -> list[dict[str, Any]]:
    """Return the quadrant names in the four corners."""
    size = {"size": CORNER_FONT, "color": colour("muted")}
    found, texts = [], _corner_lines(frame, ground)
    for name, (x, y) in _corner_places(frame).items():
        text = "<br>".join(escape(line) for line in texts[name])
        side, edge = "right" if x else "left", "top" if y else "bottom"
        place = {"yref": "paper", "xanchor": side, "yanchor": edge, "align": side}
        shift = {"xshift": -6 if x else 6, "yshift": -5 if y else 5}
        found.append(annotation(text, x, y, font=size, **place, **shift))
    return found


def _taken(frame: Frame, ground: Ground) -> Ground:
    """Return the plot in pixels and its cross, the corners taken by quadrant names."""
    boxes, texts = [], _corner_lines(frame, ground)
    for name, (x, y) in _corner_places(frame).items():
        wide = max(width_of(line, CORNER_FONT) for line in texts[name]) + 12
        high = 16 * len(texts[name]) + 8
        left, top = ground.width - wide if x else 0.0, 0.0 if y else ground.height - high
        boxes.append((left, top, left + wide, top + high))
    return ground._replace(taken=tuple(boxes))


def _numbers(
    spots: Sequence[Spot],
    xs: Sequence[float],
    ys: Sequence[float],
    box: tuple[tuple[float, float], ...],
    ground: Ground,
) -> list[dict[str, Any]]:
    """Return the number of each point as a label with a thin leader where it had to move away."""
    (left, right), (bottom, top) = box
    across, down = ground.width / (right - left), ground.height / (top - bottom)
    pixels = [((x - left) * across, (top - y) * down) for x, y in zip(xs, ys, strict=True)]
    found = []
    for spot, x, y, place in zip(spots, xs, ys, label_places(pixels, ground), strict=True):
        leader = colour("ring") if place.far else "rgba(0,0,0,0)"
        font = {"size": 12, "color": colour("shortfall" if spot.urgent else "ink")}
        label = {"text": str(spot.number), "x": x, "y": y, "xref": "x", "yref": "y", "font": font}
        arrow = {"ax": place.dx, "ay": place.dy, "showarrow": True, "arrowhead": 0, "standoff": 4}
        found.append(label | arrow | {"arrowwidth": 0.8, "arrowcolor": leader, "borderpad": 0})
    return found
