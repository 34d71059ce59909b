"""Then and now: a ring for the wave before, a dot for this one, on one axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from servqual.writer.figures.dumbbell import Bell, bell_traces
from servqual.writer.figures.look import colour, row_layout, scale_axis

NARROWEST = 0.5  # scale points: an axis that shows less would make much of nothing


def then_now(
    bells: Sequence[Bell],
    *,
    narrow: bool,
    tick: Callable[[float], str],
    heads: tuple[str, str] = ("", ""),
    zero: bool = True,
) -> dict[str, Any]:
    """Return the figure of two waves, one row each, in the order given.

    Parameters
    ----------
    bells : sequence of Bell
        ``of`` is now, ``minus`` then.
    tick : callable
        Writes the marks of the axis as the language does.
    zero : bool
        Draw a line at 0, for gaps.
    """
    ends = [v for bell in bells for v in (bell.of, bell.minus)]
    middle, reach = (min(ends) + max(ends)) / 2, max(max(ends) - min(ends), NARROWEST) / 2
    low, high = middle - reach * 1.12, middle + reach * 1.12
    layout = row_layout([bell.row for bell in bells], narrow=narrow, heads=heads)
    layout["xaxis"] = scale_axis(low, high, step=_step(high - low))
    layout["xaxis"]["ticktext"] = [tick(mark) for mark in layout["xaxis"]["tickvals"]]
    if zero and low < 0 < high and not narrow:
        line = {"color": colour("muted"), "width": 1}
        at = {"x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper", "layer": "below"}
        layout["shapes"] = [{"type": "line", "line": line} | at]
    return {"data": bell_traces(bells, 1.15 if narrow else 1.0), "layout": layout}


def _step(width: float) -> float:
    """Return the distance of hairlines."""
    return 0.25 if width < 1.2 else 0.5 if width < 2.5 else 1 if width <= 8 else 2
