"""A radar: one axis per dimension, one line per set of ratings; drawn on request only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from servqual.instrument import Scale
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

FEWEST_AXES = 3
MOST_RINGS = 5
EDGE = 6  # pixels that labels keep from the edge of the chart
DASHES = {"perception": "solid", "minimum": "dot"}  # what was wanted is dashed


@dataclass(frozen=True)
class Line:
    """One set of ratings: its battery and name, a mean in scale points and a hover per axis."""

    battery: str
    name: str
    values: Sequence[float]
    hovers: Sequence[str]


def radar(
    axes: Sequence[str], drawn: Sequence[Line], scale: Scale, *, narrow: bool
) -> dict[str, Any]:
    """Return the figure of a radar; axes run clockwise from the top, lines are never filled.

    Every axis starts in the middle at the lowest answer of the scale and ends at the highest.
    """
    radius, above, below = (86, 56, 60) if narrow else (150, 44, 62)
    spokes = [_end(k, len(axes)) for k in range(len(axes))]
    ends = {
        "range": [-1.02, 1.02],
        "visible": False,
        "fixedrange": True,
        "constrain": "domain",
        "zeroline": False,
    }
    layout = {
        "height": 2 * radius + above + below,
        "margin": {"l": 8, "r": 8, "t": above, "b": below},
        "xaxis": ends,
        "yaxis": {**ends, "scaleanchor": "x", "scaleratio": 1},
        "shapes": [*_rings(spokes, scale), *_spokes(spokes)],
        "annotations": [*_steps(scale), *_labels(axes, spokes, radius, narrow=narrow)],
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 0.5,
            "xanchor": "center",
            "yref": "container",
            "y": 0,
            "yanchor": "bottom",
            "itemclick": False,
            "itemdoubleclick": False,
            "font": {"size": SMALL_FONT, "color": colour("ink")},
        },
    }
    return {"data": [_trace(line, spokes, scale) for line in drawn], "layout": layout}


def rings(scale: Scale) -> list[int]:
    """Return the answers at which a ring stands, from the lowest to the highest.

    Examples
    --------
    >>> rings(Scale(min=1, max=7)), rings(Scale(min=1, max=5)), rings(Scale(min=0, max=10))
    ([1, 3, 5, 7], [1, 2, 3, 4, 5], [0, 2, 4, 6, 8, 10])
    """
    step = next(s for s in range(1, scale.range + 1) if scale.range % s == 0 and _few(scale, s))
    return list(range(scale.min, scale.max + 1, step))


def _few(scale: Scale, step: int) -> bool:
    return scale.range // step <= MOST_RINGS


def _end(k: int, n: int) -> tuple[float, float]:
    """Return where an axis ends on the unit circle."""
    angle = math.pi / 2 - 2 * math.pi * k / n
    return round(math.cos(angle), 6) + 0.0, round(math.sin(angle), 6) + 0.0


def _rings(spokes: Sequence[tuple[float, float]], scale: Scale) -> list[dict[str, Any]]:
    found = []
    for value in rings(scale)[1:]:
        share = (value - scale.min) / scale.range
        corners = "L".join(f"{round(x * share, 5)},{round(y * share, 5)}" for x, y in spokes)
        line = {"color": colour("ring" if value == scale.max else "hair"), "width": 1}
        found.append({"type": "path", "path": f"M{corners}Z", "line": line, "layer": "below"})
    return found


def _spokes(spokes: Sequence[tuple[float, float]]) -> list[dict[str, Any]]:
    line = {"color": colour("hair"), "width": 1}
    plain = {"type": "line", "x0": 0, "y0": 0, "line": line, "layer": "below"}
    return [plain | {"x1": x, "y1": y} for x, y in spokes]


def _steps(scale: Scale) -> list[dict[str, Any]]:
    """Return the answers that the rings stand for, beside the axis that points upwards."""
    font = {"size": 11, "color": colour("muted")}
    place = {"xref": "x", "xanchor": "right", "xshift": -4, "font": font}
    # a line that passes is cut by the number, as a contour is by its height
    place |= {"bgcolor": colour("paper"), "borderpad": 1}
    return [
        annotation(str(value), 0, (value - scale.min) / scale.range, **place)
        for value in rings(scale)
    ]


def _labels(
    axes: Sequence[str], spokes: Sequence[tuple[float, float]], radius: int, *, narrow: bool
) -> list[dict[str, Any]]:
    """Return the names of the axes outside their ends.

    A name that has no room beside the end of its axis stands at the edge of the chart, further up
    or down, where the outline has receded.
    """
    half = (NARROW if narrow else WIDE) / 2 - 8
    found = []
    for name, (x, y) in zip(axes, spokes, strict=True):
        side = x > 0.05 or x < -0.05
        beside = half - abs(x) * radius - 10
        room = max(beside, 64.0) if side and abs(y) < 0.7 else min(half, 190.0)
        longest = max(map(width_of, name.split() or [""]), default=0.0) * SMALL_FONT / 13
        parts = lines(name, max(room, min(longest + 2, half - EDGE)), SMALL_FONT)
        wide = max(width_of(part, SMALL_FONT) for part in parts)
        text = "<br>".join(escape(part) for part in parts)
        upright = {"yanchor": "bottom" if y > 0.05 else "top" if y < -0.05 else "middle"}
        shift: dict[str, Any] = {"xref": "x", "yshift": 7 if y > 0.05 else -7 if y < -0.05 else 0}
        if not side or abs(y) >= 0.7:
            place = shift | upright | {"xanchor": "center"}
        else:
            out = "left" if x > 0 else "right"
            place = shift | upright | {"xanchor": out, "xshift": 8 if x > 0 else -8}
            over = wide - beside
            if over > 0:
                away = round(over * 0.75) + 10
                place |= {"xshift": round((8 - over) if x > 0 else (over - 8), 1)}
                place |= {"yshift": away if y >= 0 else -away}
                place |= {"yanchor": "bottom" if y >= 0 else "top"}
            place |= {"align": out}
        font = {"size": SMALL_FONT, "color": colour("ink")}
        found.append(annotation(text, x, y, font=font, **place))
    return found


def _trace(line: Line, spokes: Sequence[tuple[float, float]], scale: Scale) -> dict[str, Any]:
    """Return a closed line; perceptions in the accent colour, what was wanted in grey."""
    shares = [(value - scale.min) / scale.range for value in line.values]
    points = [(x * s, y * s) for (x, y), s in zip(spokes, shares, strict=True)]
    points.append(points[0])
    seen = line.battery == "perception"
    shade = colour("brand" if seen else "small" if line.battery == "minimum" else "ring")
    marker: dict[str, Any] = {"size": 8, "color": shade, "line": {"width": 0}}
    if not seen:
        marker = {"size": 8, "color": colour("paper"), "line": {"color": shade, "width": 2}}
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escape(line.name),
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "line": {
            "color": shade,
            "width": 2.5 if seen else 2,
            "dash": DASHES.get(line.battery, "dash"),
        },
        "marker": marker,
        "text": [*line.hovers, line.hovers[0]],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }
