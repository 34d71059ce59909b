"""A service blueprint as a strip: touchpoints in order, above and below the line of visibility."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
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
    tone_colour,
    width_of,
)
from servqual.writer.parts import Tone

MOST_ACROSS = 7  # touchpoints side by side; more of them run downwards at any width
MARGIN, HEAD, BETWEEN, PAD = 8, 24, 26, 8  # pixels
NUMBER_ROOM, LINE = 24, 16  # pixels of the figure in a box and of a line of words
MOST_LINES, OWNER_LINES = 3, 2
GAP = 14  # pixels between two boxes side by side


@dataclass(frozen=True)
class Stop:
    """One touchpoint: its name and owner, its figure, and whether it is a fail point."""

    name: str
    owner: str
    number: str
    tone: Tone
    back: bool
    fail: bool
    hover: str


@dataclass(frozen=True)
class Stages:
    """The words of the two lanes, of the line between them, and the mark of a fail point."""

    front: str
    line: str
    back: str
    mark: str


@dataclass(frozen=True)
class _Box:
    """Where a touchpoint stands, in pixels from the upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2


def blueprint(stops: Sequence[Stop], stages: Stages, *, narrow: bool) -> dict[str, Any]:
    """Return the figure: boxes joined in order, the line of visibility dotted between the lanes.

    Wide: from left to right, the front stage above. Narrow, or with more than seven touchpoints:
    downwards, the front stage at the left.
    """
    width = (NARROW if narrow else WIDE) - 2 * MARGIN
    if narrow or len(stops) > MOST_ACROSS:
        boxes, shapes, notes, height = _downwards(stops, stages, width)
    else:
        boxes, shapes, notes, height = _across(stops, stages, width)
    shapes += [_link(a, b) for a, b in itertools.pairwise(boxes)]
    for stop, box in zip(stops, boxes, strict=True):
        shapes.append(_frame(stop, box))
        notes += _words(stop, box, stages.mark)
    hidden = {"visible": False, "fixedrange": True, "zeroline": False}
    layout = {
        "height": round(height) + 2 * MARGIN,
        "margin": dict.fromkeys("lrtb", MARGIN),
        "xaxis": {"range": [0, width], **hidden},
        "yaxis": {"range": [height, 0], **hidden},
        "shapes": shapes,
        "annotations": notes,
        "showlegend": False,
    }
    return {"data": [_touch(stops, boxes)], "layout": layout}


Drawing = tuple[list[_Box], list[dict[str, Any]], list[dict[str, Any]], float]


def _across(stops: Sequence[Stop], stages: Stages, width: float) -> Drawing:
    """Return boxes from left to right, with the line of visibility and the names of the lanes."""
    each = (width - GAP * (len(stops) - 1)) / len(stops)
    tall = max(_height(stop, each) for stop in stops)
    line = HEAD + tall + BETWEEN
    boxes = [
        _Box(k * (each + GAP), line + BETWEEN if stop.back else HEAD, each, tall)
        for k, stop in enumerate(stops)
    ]
    bottom = line + BETWEEN + tall
    dotted = {"x0": 0, "x1": width, "y0": line, "y1": line}
    notes = [
        _said(stages.front, 0, HEAD - 6, "left"),
        _said(stages.line, width, line - 1, "right"),
        _said(stages.back, 0, line + LINE + 3, "left"),
    ]
    return boxes, [_dotted(dotted)], notes, bottom + 4


def _downwards(stops: Sequence[Stop], stages: Stages, width: float) -> Drawing:
    """Return boxes from the top down, front stage at the left, the line upright between them."""
    each = (width - 2 * GAP) / 2
    boxes, top = [], float(HEAD + 4)
    for stop in stops:
        tall = _height(stop, each)
        boxes.append(_Box(each + 2 * GAP if stop.back else 0, top, each, tall))
        top += tall + GAP
    dotted = {"x0": width / 2, "x1": width / 2, "y0": HEAD, "y1": top - GAP + 4}
    notes = [
        _said(stages.front, 0, HEAD - 4, "left"),
        _said(stages.line, width / 2, HEAD - 4, "center"),
        _said(stages.back, width, HEAD - 4, "right"),
    ]
    return boxes, [_dotted(dotted)], notes, top - GAP + 6


def _height(stop: Stop, width: float) -> float:
    """Return how tall a box must be for its words."""
    owner = _owner_lines(stop, width)
    return PAD + _name_lines(stop, width) * LINE + NUMBER_ROOM + len(owner) * LINE + PAD


def _name_lines(stop: Stop, width: float) -> int:
    return len(lines(stop.name, width - 2 * PAD, FONT, MOST_LINES))


def _owner_lines(stop: Stop, width: float) -> list[str]:
    return lines(stop.owner, width - 2 * PAD, SMALL_FONT, OWNER_LINES) if stop.owner else []


def _said(text: str, x: float, y: float, side: str) -> dict[str, Any]:
    """Return the name of a lane or of the line, standing on ``y``."""
    quiet = {"size": SMALL_FONT, "color": colour("muted")}
    at = {"xref": "x", "yref": "y", "yanchor": "bottom", "xanchor": side}
    return annotation(escape(text), x, y, font=quiet, **at)


def _dotted(ends: dict[str, float]) -> dict[str, Any]:
    look = {"color": colour("ring"), "width": 1.5, "dash": "dot"}
    return {"type": "line", "line": look, "layer": "below"} | ends


def _link(a: _Box, b: _Box) -> dict[str, Any]:
    """Return the line from one touchpoint to the next."""
    (x0, y0), (x1, y1) = a.middle, b.middle
    look = {"color": colour("ring"), "width": 2}
    return {"type": "line", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "line": look, "layer": "below"}


def _frame(stop: Stop, box: _Box) -> dict[str, Any]:
    edge = tone_colour(stop.tone) if stop.tone else colour("ring")
    look = {"color": edge, "width": 3 if stop.fail else 1.2}
    place = {
        "x0": box.left,
        "x1": box.left + box.width,
        "y0": box.top,
        "y1": box.top + box.height,
    }
    fill = colour("warmwash") if stop.fail else colour("paper")
    return {"type": "rect", "line": look, "fillcolor": fill, "layer": "below"} | place


def _words(stop: Stop, box: _Box, mark: str) -> list[dict[str, Any]]:
    """Return name, figure and owner inside a box, and the mark of a fail point at its corner."""
    x = box.middle[0]
    at = {"xref": "x", "yref": "y", "yanchor": "top", "xanchor": "center"}
    name = broken(stop.name, box.width - 2 * PAD, FONT, MOST_LINES)
    top = box.top + PAD - 3
    notes = [annotation(name, x, top, **at)]
    top += _name_lines(stop, box.width) * LINE + 3
    bold = {"size": FONT + 2, "color": tone_colour(stop.tone)}
    notes.append(annotation(f"<b>{escape(stop.number)}</b>", x, top, font=bold, **at))
    if stop.owner:
        quiet = {"size": SMALL_FONT, "color": colour("muted")}
        owner = "<br>".join(escape(line) for line in _owner_lines(stop, box.width))
        notes.append(annotation(owner, x, top + NUMBER_ROOM - 2, font=quiet, **at))
    if stop.fail:
        notes.append(_mark(mark, box))
    return notes


def _mark(text: str, box: _Box) -> dict[str, Any]:
    """Return the mark of a fail point on the upper right corner of its box."""
    paper = {"size": SMALL_FONT, "color": colour("paper")}
    at = {"xref": "x", "yref": "y", "yanchor": "middle", "xanchor": "right"}
    look = {"bgcolor": colour("shortfall"), "borderpad": 2, "font": paper}
    room = width_of(text, SMALL_FONT) / 2
    return annotation(
        f"<b>{escape(text)}</b>", box.left + box.width - 2 + room / 4, box.top, **at, **look
    )


def _touch(stops: Sequence[Stop], boxes: Sequence[_Box]) -> dict[str, Any]:
    """Return marks that nobody sees, so that a box can be pointed at."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [box.middle[0] for box in boxes],
        "y": [box.middle[1] for box in boxes],
        "marker": {"size": 40, "opacity": 0, "symbol": "square"},
        "text": [stop.hover for stop in stops],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }
