"""The importance-performance matrix: numbered points, a cross, four named quadrants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from servqual.writer.figures.ellipses import Ellipse
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
RING = 5.5  # pixels, half the width of a mark


@dataclass(frozen=True)
class Spot:
    """One item: its number, where it lies, whether its quadrant calls for action, how sure that is.

    ``certainty`` decides the mark: ``firm`` a full dot, ``firm_here`` one with a hole, ``leaning``
    a ring, ``undetermined`` a dotted ring, '' a plain dot. ``doubt`` is its ellipse, performance
    across and importance up.
    """

    number: int
    performance: float
    importance: float
    urgent: bool
    hover: str
    certainty: str = ""
    doubt: Ellipse | None = None


@dataclass(frozen=True)
class Frame:
    """What surrounds the points: the cross, axis titles, quadrant names, the axis of importance."""

    cross_performance: float
    cross_importance: float
    performance_title: str
    importance_title: str
    names: dict[str, str]
    importance_on_x: bool
    importance_percent: bool = False


def matrix(spots: Sequence[Spot], frame: Frame, *, narrow: bool) -> dict[str, Any]:
    """Return the figure of the matrix; number labels are moved aside until none covers another."""
    swap = frame.importance_on_x
    xs = [s.importance if swap else s.performance for s in spots]
    ys = [s.performance if swap else s.importance for s in spots]
    doubts = [s.doubt.turned() if swap and s.doubt else s.doubt for s in spots]
    cross = (frame.cross_importance, frame.cross_performance)
    cross_x, cross_y = cross if swap else cross[::-1]
    margin = {"l": 46 if narrow else 58, "r": 10, "t": 12, "b": 52}
    width, height = (NARROW if narrow else WIDE), (430 if narrow else 500)
    box = (
        _range(xs, [d.reach[0] if d else 0.0 for d in doubts], cross_x),
        _range(ys, [d.reach[1] if d else 0.0 for d in doubts], cross_y),
    )
    if frame.importance_percent:
        # no share lies below zero, whatever its ellipse says
        box = (_from_zero(box[0]), box[1]) if swap else (box[0], _from_zero(box[1]))
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
    percent = (frame.importance_percent and swap, frame.importance_percent and not swap)
    places = list(zip(spots, xs, ys, strict=True))
    layout = {
        "height": height,
        "margin": margin,
        "showlegend": False,
        "xaxis": _axis(title_x, box[0], percent=percent[0]),
        "yaxis": _axis(title_y, box[1], percent=percent[1]),
        "shapes": [
            *_shapes(box, cross_x, cross_y, swap=swap),
            *_ellipses(spots, list(zip(xs, ys, doubts, strict=True))),
            *(_dotted(s, x, y) for s, x, y in places if s.certainty == "undetermined"),
        ],
        "annotations": [
            *_corners(frame, ground),
            *_numbers(spots, xs, ys, box, _taken(frame, ground)),
        ],
    }
    return {"data": [_marks(places)], "layout": layout}


def _tone(spot: Spot) -> str:
    """Return the colour of an item: the one of a shortfall only where its quadrant is known."""
    if spot.certainty == "undetermined":
        return colour("muted")
    return colour("shortfall" if spot.urgent else "ink")


def _marks(places: Sequence[tuple[Spot, float, float]]) -> dict[str, Any]:
    """Return the points; how sure the quadrant is can be told by their form alone."""
    paper = colour("paper")
    # the dotted rings are shapes: a mark has no dotted edge
    hollow = ("leaning", "undetermined")
    symbols = {"firm_here": "circle-dot"}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for _, x, _ in places],
        "y": [y for _, _, y in places],
        "marker": {
            "size": 10,
            "symbol": [symbols.get(s.certainty, "circle") for s, _, _ in places],
            "color": [paper if s.certainty in hollow else _tone(s) for s, _, _ in places],
            "line": {
                "width": [2 if s.certainty == "leaning" else 1.2 for s, _, _ in places],
                "color": [_tone(s) if s.certainty == "leaning" else paper for s, _, _ in places],
            },
        },
        "text": [s.hover for s, _, _ in places],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _dotted(spot: Spot, x: float, y: float) -> dict[str, Any]:
    """Return the dotted ring of an item whose quadrant is undetermined."""
    ends = {"x0": -RING, "x1": RING, "y0": -RING, "y1": RING}
    place = {"xanchor": x, "yanchor": y, "xsizemode": "pixel", "ysizemode": "pixel"}
    line = {"color": _tone(spot), "width": 1.6, "dash": "dot"}
    return (
        {"type": "circle", "xref": "x", "yref": "y", "layer": "above", "line": line} | ends | place
    )


def _ellipses(
    spots: Sequence[Spot], places: Sequence[tuple[float, float, Ellipse | None]]
) -> list[dict[str, Any]]:
    """Return the ellipse of every point that has one, quiet behind the marks."""
    return [
        {
            "type": "path",
            "path": doubt.path(x, y),
            "fillcolor": _tone(spot),
            "opacity": 0.15 if spot.urgent and spot.certainty != "undetermined" else 0.09,
            "line": {"width": 0},
            "layer": "below",
        }
        for spot, (x, y, doubt) in zip(spots, places, strict=True)
        if doubt is not None
    ]


def _range(values: Sequence[float], reach: Sequence[float], cross: float) -> tuple[float, float]:
    """Return the ends of an axis: the values, the cross and the ellipses, with some room."""
    low, high = min(*values, cross), max(*values, cross)
    # shares of R2 lie within hundredths of each other, means within points
    room = max(0.12 * (high - low), 0.1 if high > 1 else 0.005)
    low = min(low - room, *(v - 1.04 * r for v, r in zip(values, reach, strict=True)))
    high = max(high + room, *(v + 1.04 * r for v, r in zip(values, reach, strict=True)))
    return low, high


def _from_zero(ends: tuple[float, float]) -> tuple[float, float]:
    return max(ends[0], 0.0), ends[1]


def _axis(title: str, ends: tuple[float, float], *, percent: bool) -> dict[str, Any]:
    return {
        **({"tickformat": ".0%"} if percent else {}),
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
        font = {"size": 12, "color": _tone(spot)}
        label = {"text": str(spot.number), "x": x, "y": y, "xref": "x", "yref": "y", "font": font}
        arrow = {"ax": place.dx, "ay": place.dy, "showarrow": True, "arrowhead": 0, "standoff": 4}
        found.append(label | arrow | {"arrowwidth": 0.8, "arrowcolor": leader, "borderpad": 0})
    return found
