"""Small multiples: one panel per score, one row per group, all on the same axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    scale_axis,
    width_of,
)

ROW, ROW_NARROW = 24, 27  # pixels of one group
HEAD = 44  # pixels of a panel's name and axis
MOST_BESIDE = 6  # panels in one line of a wide chart
BESIDE_NARROW = 2
NAME, NAME_NARROW = 150.0, 92.0
BETWEEN = 14.0  # pixels from panel to panel
ROOM_FOR_BOLD = 105.0


@dataclass(frozen=True)
class Dot:
    """One group in one panel: where it lies, its limits, and what a reader is told on touching."""

    value: float | None
    low: float | None
    high: float | None
    hover: str


@dataclass(frozen=True)
class Panel:
    """One score: its name, the groups in the order of all panels, and where everybody lies."""

    name: str
    dots: Sequence[Dot]
    everybody: float | None


def panels(
    found: Sequence[Panel],
    groups: Sequence[str],
    *,
    narrow: bool,
    tick: Callable[[float], str],
    ends: tuple[float, float],
) -> dict[str, Any]:
    """Return the figure of several panels.

    Parameters
    ----------
    found : sequence of Panel
    groups : sequence of str
        Names of the rows, the same in every panel.
    narrow : bool
        Two panels beside each other in place of six.
    tick : callable
        Writes the marks of the axis as the language does.
    ends : tuple of two numbers
        What the axis of every panel must reach.
    """
    beside = min(len(found), BESIDE_NARROW if narrow else MOST_BESIDE)
    rows = -(-len(found) // beside)
    each = HEAD + len(groups) * (ROW_NARROW if narrow else ROW)
    most = NAME_NARROW if narrow else NAME
    left = min(most, max(width_of(name, SMALL_FONT) for name in groups) + 4) + 10
    width = (NARROW if narrow else WIDE) - left - 10
    layout: dict[str, Any] = {
        "height": rows * each + 8,
        "margin": {"l": round(left), "r": 10, "t": 4, "b": 4},
        "annotations": [],
        "shapes": [],
        "showlegend": False,
    }
    share = (width - (beside - 1) * BETWEEN) / beside / width
    data: list[dict[str, Any]] = []
    for k, panel in enumerate(found):
        row, column = divmod(k, beside)
        across = column * (share + BETWEEN / width)
        top = 1 - row / rows
        place = _Place(
            str(k + 1) if k else "",
            (across, min(across + share, 1.0)),
            (top - (1 - 0.2 * ROW / each) / rows, top - HEAD / each / rows),
        )
        _add_axes(layout, place, len(groups), ends, tick)
        _add_words(layout, place, panel, groups if column == 0 else (), share * width, left)
        layout["shapes"] += _everybody(panel, place, len(groups))
        data += _traces(panel, place, narrow=narrow)
    return {"data": data, "layout": layout}


@dataclass(frozen=True)
class _Place:
    """Where a panel stands: the suffix of its axes, and its shares of width and height."""

    suffix: str
    across: tuple[float, float]
    down: tuple[float, float]


def _add_axes(
    layout: dict[str, Any],
    place: _Place,
    n: int,
    ends: tuple[float, float],
    tick: Callable[[float], str],
) -> None:
    room = 0.06 * (ends[1] - ends[0])
    low, high = ends[0] - room, ends[1] + room
    step = next((s for s in (0.25, 0.5, 1.0, 2.0) if (high - low) / s <= 3.4), 5.0)
    across = scale_axis(low, high, step=step)
    across |= {
        "domain": [round(v, 5) for v in place.across],
        "anchor": f"y{place.suffix}",
        "ticktext": [tick(mark) for mark in across["tickvals"]],
        "zeroline": low < 0 < high,
        "zerolinecolor": colour("muted"),
        "zerolinewidth": 1,
    }
    layout[f"xaxis{place.suffix}"] = across
    layout[f"yaxis{place.suffix}"] = {
        "domain": [round(max(v, 0.0), 5) for v in place.down],
        "anchor": f"x{place.suffix}",
        "range": [n - 0.5, -0.5],
        "visible": False,
        "fixedrange": True,
        "zeroline": False,
    }


def _add_words(
    layout: dict[str, Any],
    place: _Place,
    panel: Panel,
    groups: Sequence[str],
    width: float,
    left: float,
) -> None:
    """Write the name of a panel above it, and the groups before the first of a line."""
    # beside each other on a phone, two long names have no room for bold letters
    name = lines(panel.name, width + BETWEEN - 4, SMALL_FONT, most=1)[0]
    text = escape(name) if width < ROOM_FOR_BOLD else f"<b>{escape(name)}</b>"
    at = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "yshift": 20}
    ink = {"size": SMALL_FONT, "color": colour("ink")}
    title = annotation(text, place.across[0], place.down[1], **at, font=ink)
    layout["annotations"].append(title)
    small = {"size": SMALL_FONT, "color": colour("ink")}
    for k, group in enumerate(groups):
        text = escape(lines(group, left - 8, SMALL_FONT, most=1, tail=True)[0])
        beside = {"yref": f"y{place.suffix}", "xanchor": "right", "xshift": -8, "font": small}
        layout["annotations"].append(annotation(text, 0, k, **beside))


def _everybody(panel: Panel, place: _Place, n: int) -> list[dict[str, Any]]:
    """Return the line of everybody."""
    if panel.everybody is None:
        return []
    at = {"x0": panel.everybody, "x1": panel.everybody, "y0": -0.5, "y1": n - 0.5}
    axes = {"xref": f"x{place.suffix}", "yref": f"y{place.suffix}", "layer": "below"}
    line = {"color": colour("ring"), "width": 1, "dash": "dot"}
    return [{"type": "line", "line": line} | at | axes]


def _traces(panel: Panel, place: _Place, *, narrow: bool) -> list[dict[str, Any]]:
    x: list[float | None] = []
    y: list[int | None] = []
    for k, dot in enumerate(panel.dots):
        if dot.low is not None and dot.high is not None:
            x += [dot.low, dot.high, None]
            y += [k, k, None]
    axes = {"xaxis": f"x{place.suffix}", "yaxis": f"y{place.suffix}", "type": "scatter"}
    spans = {"mode": "lines", "x": x, "y": y, "hoverinfo": "skip"}
    known = [(k, dot) for k, dot in enumerate(panel.dots) if dot.value is not None]
    marks = {
        "mode": "markers",
        "x": [dot.value for _, dot in known],
        "y": [k for k, _ in known],
        "marker": {"size": 9 if narrow else 8, "color": colour("ink"), "line": {"width": 0}},
        "text": [dot.hover for _, dot in known],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }
    return [axes | spans | {"line": {"color": colour("ring"), "width": 2.2}}, axes | marks]
