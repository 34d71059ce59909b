"""Boxes, lines and words at places in pixels: for drawings that are no charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from servqual.writer.figures.look import (
    NARROW,
    SMALL_FONT,
    WIDE,
    annotation,
    broken,
    colour,
    escape,
    tone_colour,
)
from servqual.writer.parts import Tone

NARROW_BADGE = 80  # pixels up to which a figure is set smaller
MARGIN, EDGE = 8, 2  # pixels; a frame at the very end would be cut
Drawn = dict[str, Any]
Spot = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels from the upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def around(cls, middle: Spot, width: float, height: float) -> Box:
        """Return the box of a size around a spot."""
        return cls(middle[0] - width / 2, middle[1] - height / 2, width, height)

    @property
    def middle(self) -> Spot:
        """The spot in its middle."""
        return self.left + self.width / 2, self.top + self.height / 2


@dataclass(frozen=True)
class Badge:
    """One gap on a drawing: its name, its figure, and what stands below the figure.

    ``light`` for a gap that is no part of the first five; ``absent`` where there is no figure, then
    ``number`` and ``quiet`` say so.
    """

    name: str
    number: str
    quiet: str
    hover: str
    tone: Tone = ""
    light: bool = False
    absent: bool = False


def width_of_drawing(*, narrow: bool) -> float:
    """Return how many pixels a drawing may take."""
    return (NARROW if narrow else WIDE) - 2 * MARGIN


def frame(box: Box, *, edge: str = "ring", fill: str = "wash", **more: Any) -> Drawn:
    """Return the rectangle of a box."""
    line = {"color": colour(edge), "width": 1.2} | more
    return {
        "type": "rect",
        "x0": box.left,
        "x1": box.left + box.width,
        "y0": box.top,
        "y1": box.top + box.height,
        "line": line,
        "fillcolor": colour(fill),
        "layer": "below",
    }


def path(spots: Sequence[Spot], *, stroke: str = "muted", **more: Any) -> Drawn:
    """Return a line through spots."""
    steps = "".join(f"{'L' if k else 'M'}{x:g},{y:g}" for k, (x, y) in enumerate(spots))
    line = {"color": colour(stroke), "width": 1.6} | more
    return {"type": "path", "path": steps, "line": line, "layer": "below"}


def words(text: str, spot: Spot, **more: Any) -> Drawn:
    """Return text around a spot, its font size and colour as given."""
    font = {"size": SMALL_FONT, "color": colour("ink")} | more.pop("font", {})
    at = {"xref": "x", "yref": "y", "xanchor": "center", "yanchor": "middle"} | more
    return annotation(text, *spot, font=font, **at)


def inside(text: str, box: Box, size: float, *, light: bool = False) -> Drawn:
    """Return the words of a box, on as many lines as fit."""
    most = max(1, int(box.height // (size * 1.25)))
    told = broken(text, box.width - 8, size, most)
    font = {"size": size, "color": colour("muted" if light else "ink")}
    return words(told, box.middle, font=font)


def badge(entry: Badge, box: Box) -> tuple[list[Drawn], list[Drawn]]:
    """Return the frame and the words of a gap."""
    quiet = entry.light or entry.absent
    dash = {"dash": "dot"} if entry.absent else {}
    edge = "ring" if quiet else "ink"
    shapes = [frame(box, edge=edge, fill="paper", width=1.2 if quiet else 1.8, **dash)]
    strength = colour("muted") if quiet else colour("ink")
    figure = tone_colour(entry.tone) if entry.tone else strength
    lines = [(f"<b>{escape(entry.name)}</b>", {"size": SMALL_FONT, "color": strength})]
    small = {"size": SMALL_FONT - 1.5, "color": colour("muted")}
    if entry.absent:
        lines += [(escape(t), small) for t in (entry.number, entry.quiet) if t]
    else:
        lines.append(
            (
                f"<b>{escape(entry.number)}</b>",
                {"size": 14 if box.width > NARROW_BADGE else 12, "color": figure},
            )
        )
        lines += [(escape(entry.quiet), small)] if entry.quiet else []
    each = (box.height - 6) / len(lines)
    x, _ = box.middle
    notes = [
        words(text, (x, box.top + 3 + (k + 0.5) * each), font=font)
        for k, (text, font) in enumerate(lines)
    ]
    return shapes, notes


def drawing(
    shapes: Sequence[Drawn],
    notes: Sequence[Drawn],
    touch: Sequence[tuple[Spot, str]],
    size: Spot,
) -> Drawn:
    """Return a figure of shapes and words; spots to point at carry the texts of hover boxes."""
    width, height = size
    hidden = {"visible": False, "fixedrange": True, "zeroline": False}
    layout = {
        "height": round(height) + 2 * MARGIN,
        "margin": dict.fromkeys("lrtb", MARGIN),
        "xaxis": {"range": [-EDGE, width + EDGE], **hidden},
        "yaxis": {"range": [height + EDGE, -EDGE], **hidden},
        "shapes": list(shapes),
        "annotations": list(notes),
        "showlegend": False,
    }
    marks = {
        "type": "scatter",
        "mode": "markers",
        "x": [spot[0] for spot, _ in touch],
        "y": [spot[1] for spot, _ in touch],
        "marker": {"size": 44, "opacity": 0, "symbol": "square"},
        "text": [text for _, text in touch],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }
    return {"data": [marks], "layout": layout}
