"""Answer distributions: stacked bars that part at the middle of the scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from servqual.instrument import Scale
from servqual.writer.figures.look import (
    NARROW,
    SMALL_FONT,
    WIDE,
    annotation,
    broken,
    colour,
    escape,
    lines,
    tokens,
    width_of,
)

LEAST_LABELLED = 0.08  # shares below this carry no figure inside their bar
LABEL_FONT = 11


@dataclass(frozen=True)
class Answers:
    """The answers to one item in one battery: shares (0 to 1) and the words beside them."""

    battery: str
    share: Mapping[int, float]
    quiet: str
    number: str
    head: str
    hovers: Mapping[int, str]
    percents: Mapping[int, str]
    hatched: bool = False  # too few answers for a finding


@dataclass(frozen=True)
class Asked:
    """One item and its answers in each battery, in the order in which they are drawn."""

    label: str
    answers: Sequence[Answers]


def shades(scale: Scale) -> dict[int, str]:
    """Return a colour per scale value: warm below the middle, cool above, darkest at the ends."""
    low, high = tokens()["colour"]["low"], tokens()["colour"]["high"]
    half = scale.size // 2
    found = {}
    for k, value in enumerate(scale.codes):
        if scale.size % 2 and k == half:
            found[value] = colour("middle")
        elif k < half:
            found[value] = low[_spread(k, half, len(low))]
        else:
            found[value] = high[len(high) - 1 - _spread(scale.size - 1 - k, half, len(high))]
    return found


def _spread(k: int, n: int, shades_there: int) -> int:
    """Return which shade the k-th of n answers takes, counted from an end of the scale."""
    return min(k, shades_there - 1) if n <= shades_there else k * shades_there // n


def diverging(items: Sequence[Asked], scale: Scale, *, narrow: bool) -> dict[str, Any]:
    """Return the figure of answer shares, one bar per item and battery."""
    n_batteries = max(len(i.answers) for i in items)
    places = _places(items, narrow=narrow)
    flat = [(places[k][b], a) for k, item in enumerate(items) for b, a in enumerate(item.answers)]
    starts = {y: -_below(a.share, scale) for y, a in flat}
    left = min([*starts.values(), -0.05]) - 0.01
    right = max([*(starts[y] + sum(a.share.values()) for y, a in flat), 0.05]) + 0.01
    layout = _layout(items, places, narrow=narrow, many=n_batteries > 1)
    sides = layout["margin"]["l"] + layout["margin"]["r"]
    pixels = ((NARROW if narrow else WIDE) - sides) / (right - left)
    traces = []
    palette = shades(scale)
    for value in scale.codes:
        widths = [a.share.get(value, 0.0) for _, a in flat]
        traces.append(_trace(value, flat, widths, starts, palette[value], pixels))
        starts = {y: starts[y] + w for (y, _), w in zip(flat, widths, strict=True)}
    layout["xaxis"] = {"range": [left, right], "visible": False, "fixedrange": True}
    line = {
        "type": "line",
        "x0": 0,
        "x1": 0,
        "layer": "below",
        "line": {"color": colour("ring"), "width": 1},
    }
    layout["shapes"] = [line | {"y0": ys[0] - 0.58, "y1": ys[-1] + 0.58} for ys in places]
    return {"data": traces, "layout": layout}


def _below(share: Mapping[int, float], scale: Scale) -> float:
    """Return the share left of the middle: all lower answers and half of the middle one."""
    middle = (scale.min + scale.max) / 2
    return sum(share.get(v, 0.0) for v in scale.codes if v < middle) + sum(
        share.get(v, 0.0) / 2 for v in scale.codes if v == middle
    )


def _places(items: Sequence[Asked], *, narrow: bool) -> list[list[float]]:
    """Return the vertical place of each bar, in bars."""
    places, y = [], 0.0
    for item in items:
        y += 0.4 + 0.6 * len(_above(item)) if narrow else 0.0
        places.append([y + k for k in range(len(item.answers))])
        y += len(item.answers) + 0.45
    return places


def _above(item: Asked) -> list[str]:
    """Return the label of an item as it stands above its bars on a phone."""
    return lines(item.label, NARROW - 12, 14)


def _trace(
    value: int,
    flat: Sequence[tuple[float, Answers]],
    widths: list[float],
    starts: Mapping[float, float],
    shade: str,
    pixels: float,
) -> dict[str, Any]:
    """Return the bars of one answer; one that is narrower than its figure carries none.

    ``pixels`` is how wide a share of one would be.
    """
    dark = shade in (tokens()["colour"]["low"][0], tokens()["colour"]["high"][-1])
    marker: dict[str, Any] = {"color": shade, "line": {"color": colour("paper"), "width": 1}}
    if any(a.hatched for _, a in flat):
        lines = {"fgcolor": colour("paper"), "fillmode": "overlay", "size": 6, "solidity": 0.25}
        marker["pattern"] = {"shape": ["/" if a.hatched else "" for _, a in flat]} | lines
    return {
        "type": "bar",
        "orientation": "h",
        "name": str(value),
        "x": widths,
        "base": [starts[y] for y, _ in flat],
        "y": [y for y, _ in flat],
        "width": 0.82,
        "marker": marker,
        "text": [
            text if w >= LEAST_LABELLED and w * pixels >= width_of(text, LABEL_FONT) + 2 else ""
            for text, w in zip((a.percents.get(value, "") for _, a in flat), widths, strict=True)
        ],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": LABEL_FONT, "color": colour("paper" if dark else "ink")},
        "customdata": [[a.head, a.hovers.get(value, "")] for _, a in flat],
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    }


def _layout(
    items: Sequence[Asked], places: list[list[float]], *, narrow: bool, many: bool
) -> dict[str, Any]:
    names = [a.battery for i in items for a in i.answers]
    column = max(width_of(n, SMALL_FONT) for n in names) + 10 if many else 0.0
    left = 4.0 if narrow else min(170.0, max(width_of(i.label) for i in items) + 6)
    notes: list[dict[str, Any]] = []
    for item, ys in zip(items, places, strict=True):
        if narrow:
            at = {
                "xanchor": "left",
                "xshift": -column,
                "font": {"size": 14, "color": colour("ink")},
            }
            found = _above(item)
            text = "<br>".join(escape(line) for line in found)
            place = ys[0] - 0.65 - 0.3 * len(found)
            notes.append(annotation(text, 0, place, align="left", **at))
        else:
            middle = sum(ys) / len(ys)
            label = broken(item.label, left)
            notes.append(
                annotation(
                    label, 0, middle, xanchor="left", align="left", xshift=-left - column - 6
                )
            )
        for y, a in zip(ys, item.answers, strict=True):
            quiet = {"size": SMALL_FONT, "color": colour("muted")}
            if many:
                notes.append(
                    annotation(escape(a.battery), 0, y, xanchor="right", xshift=-8, font=quiet)
                )
            said = a.number if narrow else a.quiet
            notes.append(annotation(escape(said), 1, y, xanchor="left", xshift=8, font=quiet))
    right = (
        max(width_of(a.number if narrow else a.quiet, SMALL_FONT) for i in items for a in i.answers)
        + 18
    )
    last = places[-1][-1]
    return {
        "height": int((last + 1.3) * (30 if narrow else 24)) + 16,
        "margin": {"l": column + (0 if narrow else left + 14) + 4, "r": right, "t": 4, "b": 6},
        "yaxis": {"range": [last + 0.7, -0.7], "visible": False, "fixedrange": True},
        "annotations": notes,
        "barmode": "overlay",
        "showlegend": False,
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "traceorder": "normal",
            "itemclick": False,
            "itemdoubleclick": False,
        },
    }
