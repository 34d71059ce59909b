"""The radar of library surveys: one spoke per item, the strips between three lines filled."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from servqual.instrument import Scale
from servqual.writer.figures.look import SMALL_FONT, annotation, colour, escape, tokens
from servqual.writer.figures.radar import rings

Point = tuple[float, float]
FILLS = ("adequate", "short_of_desired", "below_minimum", "above_desired")


@dataclass(frozen=True)
class Spoke:
    """One item: its short name, the means of the three levels, and its hover box."""

    name: str
    minimum: float
    desired: float
    seen: float
    hover: str


@dataclass(frozen=True)
class Names:
    """What the legend calls the four fills and the line of perceptions."""

    fills: dict[str, str]
    seen: str


def zone_radar(
    spokes: Sequence[Spoke], names: Names, scale: Scale, *, narrow: bool
) -> dict[str, Any]:
    """Return the figure; spokes run clockwise from the top in the order given."""
    radius = 116 if narrow else 186
    ends = [_end(k, len(spokes)) for k in range(len(spokes))]
    axis = {"range": [-1.14, 1.14], "visible": False, "fixedrange": True, "zeroline": False}
    axis |= {"constrain": "domain"}
    legend = {"orientation": "h", "x": 0.5, "xanchor": "center", "yref": "container", "y": 0}
    legend |= {"yanchor": "bottom", "itemclick": False, "itemdoubleclick": False}
    return {
        "data": [*_fills(spokes, ends, names, scale), _line(spokes, ends, names, scale)],
        "layout": {
            "height": round(2.28 * radius) + (116 if narrow else 70),
            "margin": {"l": 8, "r": 8, "t": 8, "b": 108 if narrow else 62},
            "xaxis": axis,
            "yaxis": axis | {"scaleanchor": "x", "scaleratio": 1},
            "shapes": _web(ends, scale),
            "annotations": [*_steps(scale), *_labels(spokes, ends)],
            "showlegend": True,
            "legend": legend | {"font": {"size": SMALL_FONT, "color": colour("ink")}},
        },
    }


def _end(k: int, n: int) -> Point:
    angle = math.pi / 2 - 2 * math.pi * k / n
    return math.cos(angle), math.sin(angle)


def _at(end: Point, value: float, scale: Scale) -> Point:
    share = (value - scale.min) / scale.range
    return round(end[0] * share, 5) + 0.0, round(end[1] * share, 5) + 0.0


# -- the strips between two lines ------------------------------------------------------------------


def strips(
    inner: Sequence[Point], outer: Sequence[Point], sign: Sequence[float]
) -> list[list[Point]]:
    """Return the pieces between two closed lines in which ``sign`` is above 0.

    ``sign`` is the outer value minus the inner one on each spoke; where it changes between two
    spokes, the piece ends where the lines cross.
    """
    pieces = []
    n = len(inner)
    for k in range(n):
        j = (k + 1) % n
        a, b, c, d = inner[k], inner[j], outer[j], outer[k]
        if sign[k] > 0 and sign[j] > 0:
            pieces.append([a, b, c, d])
        elif max(sign[k], sign[j]) > 0:
            cross = _crossing(a, b, d, c)
            pieces.append([a, cross, d] if sign[k] > 0 else [b, c, cross])
    return pieces


def _crossing(a: Point, b: Point, c: Point, d: Point) -> Point:
    """Return where the segment from a to b meets that from c to d; their middle if they do not."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = a, b, c, d
    det = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
    if abs(det) < 1e-12:
        return (bx + dx) / 2, (by + dy) / 2
    t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / det
    t = min(max(t, 0.0), 1.0)
    return round(ax + t * (bx - ax), 5) + 0.0, round(ay + t * (by - ay), 5) + 0.0


def _fills(
    spokes: Sequence[Spoke], ends: Sequence[Point], names: Names, scale: Scale
) -> list[dict[str, Any]]:
    """Return the four fills as one trace each; those that do not occur are left out."""
    line = {
        key: [_at(e, getattr(s, key), scale) for e, s in zip(ends, spokes, strict=True)]
        for key in ("minimum", "desired", "seen")
    }
    over = [s.seen - s.minimum for s in spokes]
    past = [s.seen - s.desired for s in spokes]
    pieces = {
        "adequate": strips(line["minimum"], line["seen"], over),
        "short_of_desired": strips(line["seen"], line["desired"], [-x for x in past]),
        "below_minimum": strips(line["seen"], line["minimum"], [-x for x in over]),
        "above_desired": strips(line["desired"], line["seen"], past),
    }
    return [_fill(name, pieces[name], names.fills[name]) for name in FILLS if pieces[name]]


def _fill(name: str, pieces: Sequence[Sequence[Point]], label: str) -> dict[str, Any]:
    shade = str(tokens()["zone"][name])
    x: list[float | None] = []
    y: list[float | None] = []
    for piece in pieces:
        x += [*(p[0] for p in piece), piece[0][0], None]
        y += [*(p[1] for p in piece), piece[0][1], None]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": escape(label),
        "x": x[:-1],
        "y": y[:-1],
        "fill": "toself",
        "fillcolor": shade,
        "line": {"width": 0.5, "color": shade},
        "hoverinfo": "skip",
    }


def _line(
    spokes: Sequence[Spoke], ends: Sequence[Point], names: Names, scale: Scale
) -> dict[str, Any]:
    """Return the line of perceptions on top, with the hover boxes."""
    points = [_at(e, s.seen, scale) for e, s in zip(ends, spokes, strict=True)]
    points.append(points[0])
    texts = [s.hover for s in spokes]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escape(names.seen),
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "line": {"color": colour("ink"), "width": 1.6},
        "marker": {"size": 6, "color": colour("ink")},
        "text": [*texts, texts[0]],
        "hovertemplate": "%{text}<extra></extra>",
    }


# -- spokes and rings ------------------------------------------------------------------------------


def _web(ends: Sequence[Point], scale: Scale) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for value in rings(scale)[1:]:
        corners = "L".join("{},{}".format(*_at(end, value, scale)) for end in ends)
        line = {"color": colour("ring" if value == scale.max else "hair"), "width": 1}
        found.append({"type": "path", "path": f"M{corners}Z", "line": line, "layer": "below"})
    plain = {"type": "line", "x0": 0, "y0": 0, "layer": "below"}
    plain |= {"line": {"color": colour("hair"), "width": 1}}
    return found + [plain | {"x1": round(x, 5), "y1": round(y, 5)} for x, y in ends]


def _steps(scale: Scale) -> list[dict[str, Any]]:
    font = {"size": 11, "color": colour("muted")}
    place = {"xref": "x", "xanchor": "right", "xshift": -4, "font": font}
    place |= {"bgcolor": colour("paper"), "borderpad": 1}
    return [
        annotation(str(value), 0, (value - scale.min) / scale.range, **place)
        for value in rings(scale)[1:]
    ]


def _labels(spokes: Sequence[Spoke], ends: Sequence[Point]) -> list[dict[str, Any]]:
    font = {"size": SMALL_FONT, "color": colour("ink")}
    return [
        annotation(escape(s.name), round(x * 1.08, 5), round(y * 1.08, 5), xref="x", font=font)
        for s, (x, y) in zip(spokes, ends, strict=True)
    ]
