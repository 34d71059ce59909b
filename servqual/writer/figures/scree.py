"""Eigenvalues against what chance gives: how many factors stand out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from servqual.writer.figures.look import FONT, SMALL_FONT, annotation, colour, escape

MOST = 12  # eigenvalues drawn; further ones tell nothing
ROOM = 1.3  # the axis ends so far above what matters; a first eigenvalue beyond it gets its number
GAP = 0.1  # between two panels, as a share of the width
HEIGHT, EACH_NARROW = 300, 250


@dataclass(frozen=True)
class Panel:
    """One basis: its title, eigenvalues, what chance gives, how many stand above it.

    ``numbers`` are the eigenvalues in words, ``chance`` the word at the end of the line of chance.
    """

    title: str
    values: Sequence[float]
    limits: Sequence[float]
    above: int
    numbers: Sequence[str]
    hovers: Sequence[str]
    chance: str


def scree(panels: Sequence[Panel], axis_title: str, *, narrow: bool) -> dict[str, Any]:
    """Return the figure of one or two panels, side by side or, narrow, one above the other."""
    low, high = _ends(panels)
    layout: dict[str, Any] = {
        "height": EACH_NARROW * len(panels) + 20 if narrow else HEIGHT,
        "margin": {"l": 30, "r": 10, "t": 30, "b": 44},
        "showlegend": False,
        "annotations": [],
    }
    data: list[dict[str, Any]] = []
    for k, panel in enumerate(panels):
        suffix = str(k + 1) if k else ""
        across, down = _domains(k, len(panels), narrow=narrow)
        last = k == len(panels) - 1
        title = axis_title if last or not narrow else ""
        layout[f"xaxis{suffix}"] = _x_axis(panel, across, f"y{suffix}", title)
        layout[f"yaxis{suffix}"] = _y_axis(low, high, down, f"x{suffix}")
        layout["annotations"] += _words(panel, suffix, high, down)
        data += _traces(panel, suffix, high)
    return {"data": data, "layout": layout}


def _ends(panels: Sequence[Panel]) -> tuple[float, float]:
    """Return the ends of the y axis that all panels share."""
    shown = [v for p in panels for v in (*p.values[1:MOST], *p.limits[:MOST])]
    firsts = [p.values[0] for p in panels]
    top = max([*shown, 0.5]) * ROOM
    high = max([*shown, *(f for f in firsts if f <= top)]) * 1.08
    return min([0.0, *shown]), max(high, top)


def _domains(k: int, n: int, *, narrow: bool) -> tuple[list[float], list[float]]:
    """Return the shares of width and height that a panel takes."""
    if n == 1:
        return [0.0, 1.0], [0.0, 1.0]
    size = (1 - (0.16 if narrow else GAP)) / 2
    if narrow:
        return [0.0, 1.0], ([1 - size, 1.0] if k == 0 else [0.0, size])
    return ([0.0, size] if k == 0 else [1 - size, 1.0]), [0.0, 1.0]


def _x_axis(panel: Panel, domain: list[float], anchor: str, title: str) -> dict[str, Any]:
    n = min(MOST, len(panel.values))
    axis: dict[str, Any] = {
        "domain": domain,
        "anchor": anchor,
        "range": [0.4, n + 0.6],
        "dtick": 1 if n <= MOST else 2,
        "tick0": 1,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "linecolor": colour("hair"),
        "tickfont": {"size": SMALL_FONT, "color": colour("muted")},
    }
    if title:
        small = {"size": SMALL_FONT, "color": colour("muted")}
        axis["title"] = {"text": escape(title), "font": small, "standoff": 8}
    return axis


def _y_axis(low: float, high: float, domain: list[float], anchor: str) -> dict[str, Any]:
    return {
        "domain": domain,
        "anchor": anchor,
        "range": [low - 0.04 * (high - low), high],
        "dtick": 1 if high - low > 2.2 else 0.5,
        "fixedrange": True,
        "gridcolor": colour("hair"),
        "zeroline": False,
        "ticks": "",
        "tickfont": {"size": SMALL_FONT, "color": colour("muted")},
    }


def _words(panel: Panel, suffix: str, high: float, down: list[float]) -> list[dict[str, Any]]:
    """Return the panel's title, the word for chance, and the number of a first beyond the axis."""
    at = {"xref": f"x{suffix} domain", "yref": "paper"}
    bold = {"size": FONT, "color": colour("ink")}
    title = annotation(
        f"<b>{escape(panel.title)}</b>", 0, down[1], xanchor="left", yanchor="bottom",
        yshift=6, font=bold, **at,
    )  # fmt: skip
    axes = {"xref": f"x{suffix}", "yref": f"y{suffix}"}
    small = {"size": SMALL_FONT, "color": colour("muted")}
    n = min(MOST, len(panel.values))
    found = [title]
    if panel.limits:
        # the line of chance falls, so above its end there is room
        end = panel.limits[n - 1]
        found.append(
            annotation(
                escape(panel.chance),
                n,
                end,
                xanchor="right",
                yanchor="bottom",
                yshift=6,
                font=small,
                **axes,
            )
        )
    if panel.values[0] > high:
        found.append(
            annotation(
                f"{escape(panel.numbers[0])} ↑",
                1,
                high,
                xanchor="left",
                yanchor="top",
                xshift=9,
                font=bold,
                **axes,
            )
        )
    return found


def _traces(panel: Panel, suffix: str, high: float) -> list[dict[str, Any]]:
    """Return the line of chance, the line of eigenvalues, and their marks."""
    n = min(MOST, len(panel.values))
    where = {"type": "scatter", "xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
    x, y = list(range(1, n + 1)), [min(v, high) for v in panel.values[:n]]
    dashed = {"color": colour("ring"), "width": 1.6, "dash": "dash"}
    plain = {"color": colour("ink"), "width": 1.4}
    filled = [colour("ink") if k < panel.above else colour("paper") for k in range(n)]
    return [
        where
        | {"mode": "lines", "x": x, "y": list(panel.limits[:n]), "line": dashed}
        | {"hoverinfo": "skip"},
        where | {"mode": "lines", "x": x, "y": y, "line": plain, "hoverinfo": "skip"},
        where
        | {
            "mode": "markers",
            "x": x,
            "y": y,
            "marker": {
                "size": 8.5,
                "color": filled,
                "line": {"width": 1.5, "color": colour("ink")},
            },
            "text": list(panel.hovers[:n]),
            "hovertemplate": "%{text}<extra></extra>",
            "cliponaxis": False,
        },
    ]
