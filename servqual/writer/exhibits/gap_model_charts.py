"""The charts of the gap model by name, for notebooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from servqual.errors import SettingsError
from servqual.writer.exhibits.gap_model import at_triangle, model
from servqual.writer.exhibits.gap_model_axes import points, ratings
from servqual.writer.exhibits.gap_model_beside import weights
from servqual.writer.exhibits.gap_model_conditions import antecedents
from servqual.writer.exhibits.gap_model_sources import sources
from servqual.writer.parts import Exhibit
from servqual.writer.view import View

CHARTS: Mapping[str, Callable[[View], Exhibit | None]] = {
    "": model,
    "triangle": at_triangle,
    "points": points,
    "ratings": ratings,
    "weights": weights,
    "antecedents": antecedents,
    "sources": lambda view: next(iter(sources(view)), None),
}


def chart_of(view: View, which: str) -> Exhibit | None:
    """Return the exhibit that is asked for, None where there is nothing to draw.

    Raises
    ------
    SettingsError
        There is no chart of that name.
    """
    if which not in CHARTS:
        names = ", ".join(map(repr, CHARTS))
        raise SettingsError(f"there is no chart of {which!r}. Choose one of {names}.")
    return CHARTS[which](view) if view.study.gap_model else None
