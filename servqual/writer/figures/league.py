"""Units beside each other: pooled means with limits, the funnel, how units spread."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from servqual.writer.figures.look import (
    NARROW,
    SMALL_FONT,
    Row,
    colour,
    escape,
    row_layout,
    scale_axis,
    tone_colour,
)
from servqual.writer.parts import Tone

Tick = Callable[[float], str]
CURVE = 60  # points of a control limit
SIDES = 0.03  # of the axis, beside the outermost points


@dataclass(frozen=True)
class Beam:
    """One row: an estimate with its limits, and what it was before (a ring), if anything."""

    row: Row
    value: float
    low: float
    high: float
    ring: float | None = None


def beams(  # noqa: PLR0913  what an axis has to hold
    entries: Sequence[Beam],
    middle: float | None,
    *,
    narrow: bool,
    tick: Tick,
    heads: tuple[str, str] = ("", ""),
    ends: tuple[float, float] | None = None,
    least: float = 0.5,
    lowest: float = -math.inf,
) -> dict[str, Any]:
    """Return estimates with limits, one row each; a line stands at ``middle``.

    Parameters
    ----------
    entries : sequence of Beam
    middle : float or None
        Where the line stands, None for none.
    tick : callable
        Writes the marks of the axis as the language does.
    ends : tuple of float, optional
        What the axis has to show beside the entries.
    least : float
        How much the axis shows at least: less would make much of nothing.
    lowest : float
        Where the axis begins at the earliest: no share lies below 0.
    """
    values = [v for e in entries for v in (e.value, e.low, e.high, e.ring) if v is not None]
    values += [v for v in (middle, *(ends or ())) if v is not None]
    halfway = (min(values) + max(values)) / 2
    reach = 0.55 * max(max(values) - min(values), least)
    low, high = max(halfway - reach, lowest), halfway + reach
    layout = row_layout([e.row for e in entries], narrow=narrow, heads=heads)
    axis = scale_axis(low, high, step=step(high - low))
    axis["ticktext"] = [tick(mark) for mark in axis["tickvals"]]
    layout["xaxis"] = axis
    if middle is not None:
        layout["shapes"] = [_middle(middle, len(entries), narrow=narrow)]
    return {
        "data": [*_lines(entries), *_rings(entries), _dots(entries, narrow=narrow)],
        "layout": layout,
    }


def step(width: float) -> float:
    """Return the distance of hairlines: about five over a width."""
    return next((s for s in (0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0) if width / s <= 6), 2.0)


def _middle(middle: float, n: int, *, narrow: bool) -> dict[str, Any]:
    """Return the line of all units; on a phone, where words stand between, by the marks alone."""
    line = {"line": {"color": colour("muted"), "width": 1, "dash": "dot"}, "layer": "below"}
    if narrow:
        strokes = "".join(f"M{middle:g},{k - 0.16:.2f}V{k + 0.16:.2f}" for k in range(n))
        return {"type": "path", "path": strokes} | line
    return {"type": "line", "x0": middle, "x1": middle, "y0": 0, "y1": 1, "yref": "paper"} | line


def _lines(entries: Sequence[Beam]) -> list[dict[str, Any]]:
    found = []
    for tone in dict.fromkeys(e.row.tone for e in entries):
        x: list[float | None] = []
        y: list[int | None] = []
        for k, e in enumerate(entries):
            if e.row.tone == tone:
                x += [e.low, e.high, None]
                y += [k, k, None]
        line = {"color": tone_colour(tone), "width": 2.5}
        found.append({"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line,
                      "opacity": 0.7, "hoverinfo": "skip"})  # fmt: skip
    return found


def _rings(entries: Sequence[Beam]) -> list[dict[str, Any]]:
    there = [(k, e.ring) for k, e in enumerate(entries) if e.ring is not None]
    if not there:
        return []
    edge = {"width": 1.5, "color": colour("ring")}
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [value for _, value in there],
            "y": [k for k, _ in there],
            "marker": {"size": 9, "color": colour("paper"), "line": edge},
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    ]


def _dots(entries: Sequence[Beam], *, narrow: bool) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [e.value for e in entries],
        "y": list(range(len(entries))),
        "marker": {
            "size": 10 if narrow else 8.5,
            "color": [tone_colour(e.row.tone) for e in entries],
            "line": {"width": 0},
        },
        "text": [e.row.hover for e in entries],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }


@dataclass(frozen=True)
class Dot:
    """One unit in the funnel; ``label`` is written beside it, '' for none."""

    n: int
    value: float
    tone: Tone
    hover: str
    label: str = ""


@dataclass(frozen=True)
class Cone:
    """Control limits: where they narrow to, and how wide they are.

    ``sd`` is that of people within units, ``between`` that between units; ``near`` and ``far`` are
    the numbers of standard errors.
    """

    centre: float
    sd: float
    between: float
    near: float
    far: float

    def reach(self, n: float, z: float, *, wide: bool = False) -> float:
        """Return half the width at a number of people."""
        return z * math.sqrt(self.sd**2 / n + (self.between**2 if wide else 0.0))


def cone(
    dots: Sequence[Dot], limits: Cone, *, narrow: bool, tick: Tick, titles: tuple[str, str]
) -> dict[str, Any]:
    """Return the funnel: means over the number of people, limits as curves.

    ``titles`` name the axis of people and that of means. Full lines are the limits by chance alone,
    dotted ones allow for true differences.
    """
    sizes = [d.n for d in dots]
    # limits of very small units would flatten everything else
    start, end = max(min(sizes) * 0.9, 1.0), max(sizes) * 1.05
    grid = [start * (end / start) ** (k / (CURVE - 1)) for k in range(CURVE)]
    values = [d.value for d in dots]
    values += [limits.centre + side * limits.reach(grid[0], limits.near) for side in (-1, 1)]
    low, high = min(values), max(values)
    room = 0.08 * max(high - low, 0.1)
    box = (low - room, high + room)
    span = end - start
    x_axis = {
        "range": [start - SIDES * span, end + SIDES * span],
        "title": {"text": escape(titles[0]), "font": {"size": SMALL_FONT}},
        "rangemode": "tozero",
        "nticks": 5 if narrow else 8,
    }
    y_axis = {
        "range": list(box),
        "title": {"text": escape(titles[1]), "font": {"size": SMALL_FONT}},
    }
    marks = [k * step(box[1] - box[0]) for k in range(-200, 201)]
    marks = [mark for mark in marks if box[0] <= mark <= box[1]]
    y_axis |= {"tickvals": marks, "ticktext": [tick(mark) for mark in marks]}
    common = {
        "fixedrange": True,
        "gridcolor": colour("hair"),
        "zeroline": False,
        "tickfont": {"size": SMALL_FONT, "color": colour("muted")},
    }
    centre = {"type": "line", "x0": 0, "x1": 1, "xref": "paper", "y0": limits.centre,
              "y1": limits.centre, "layer": "below",
              "line": {"color": colour("muted"), "width": 1}}  # fmt: skip
    return {
        "data": [*_curves(limits, grid), _spots(dots, narrow=narrow)],
        "layout": {
            "height": 380 if narrow else 430,
            "margin": {"l": 52 if narrow else 62, "r": 12, "t": 12, "b": 52},
            "showlegend": False,
            "xaxis": x_axis | common,
            "yaxis": y_axis | common,
            "shapes": [centre],
            "annotations": _named(dots, narrow=narrow),
        },
    }


def _curves(limits: Cone, grid: Sequence[float]) -> list[dict[str, Any]]:
    styles = [(limits.near, False, "muted", "solid"), (limits.far, False, "muted", "solid")]
    if limits.between > 0:
        styles.append((limits.near, True, "ring", "dot"))
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [round(n, 2) for n in grid],
            "y": [round(limits.centre + side * limits.reach(n, z, wide=wide), 4) for n in grid],
            "line": {
                "color": colour(name),
                "width": 1.4 if z == limits.near else 0.9,
                "dash": dash,
            },
            "hoverinfo": "skip",
        }
        for z, wide, name, dash in styles
        for side in (-1, 1)
    ]


def _spots(dots: Sequence[Dot], *, narrow: bool) -> dict[str, Any]:
    many = len(dots) > 100
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [d.n for d in dots],
        "y": [d.value for d in dots],
        "marker": {
            "size": 5 if many else 8 if narrow else 9,
            "opacity": 0.55 if many else 0.85,
            "color": [tone_colour(d.tone) for d in dots],
            "line": {"width": 0},
        },
        "text": [d.hover for d in dots],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _named(dots: Sequence[Dot], *, narrow: bool) -> list[dict[str, Any]]:
    """Return the names of units, each on the side where its dot leaves more room."""
    if narrow and NARROW < 400:
        return []  # names would cover each other on a phone; the table has them
    middle = (min(d.n for d in dots) + max(d.n for d in dots)) / 2
    return [
        {
            "text": escape(d.label),
            "x": d.n,
            "y": d.value,
            "showarrow": False,
            "xanchor": "right" if d.n > middle else "left",
            "xshift": -8 if d.n > middle else 8,
            "font": {"size": SMALL_FONT - 1, "color": tone_colour(d.tone)},
        }
        for d in dots
        if d.label
    ]


def histogram(
    counts: Sequence[int],
    edges: Sequence[float],
    *,
    narrow: bool,
    tick: Tick,
    titles: tuple[str, str],
    hovers: Sequence[str],
) -> dict[str, Any]:
    """Return how many units lie where; ``edges`` has one value more than ``counts``."""
    width = edges[1] - edges[0]
    every = max(1, -(-len(counts) // (5 if narrow else 10)))
    marks = [round(edge + width / 2, 4) for edge in edges[:-1:every]]
    common = {
        "fixedrange": True,
        "gridcolor": colour("hair"),
        "zeroline": False,
        "tickfont": {"size": SMALL_FONT, "color": colour("muted")},
    }
    x_axis = {
        "title": {"text": escape(titles[0]), "font": {"size": SMALL_FONT}},
        "tickvals": marks,
        "ticktext": [tick(mark) for mark in marks],
    }
    y_axis = {
        "title": {"text": escape(titles[1]), "font": {"size": SMALL_FONT}},
        "rangemode": "tozero",
    }
    trace = {
        "type": "bar",
        "x": [round(edge + width / 2, 4) for edge in edges[:-1]],
        "y": list(counts),
        "width": round(width * 0.92, 4),
        "marker": {"color": colour("small"), "line": {"width": 0}},
        "text": list(hovers),
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }
    layout = {
        "height": 260,
        "margin": {"l": 52, "r": 12, "t": 12, "b": 52},
        "showlegend": False,
        "xaxis": x_axis | common,
        "yaxis": y_axis | common,
    }
    return {"data": [trace], "layout": layout}
