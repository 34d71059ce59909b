"""Which exhibit stands for segments, recovery groups and tiers where one chart is drawn."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from servqual.errors import SettingsError
from servqual.writer.exhibits.recovery_tiers import compared_means
from servqual.writer.exhibits.segments import segment_exhibits
from servqual.writer.parts import Exhibit
from servqual.writer.view import View


def chart_of(view: View, which: str) -> Exhibit | None:
    """Return the exhibit that is named, the first that there is for ''; None where there is none.

    Raises
    ------
    SettingsError
        There is no such chart.
    """
    there: dict[str, Callable[[], Exhibit | None]] = {
        "perception": partial(_first, view, "perception"),
        "centred": partial(_first, view, "centred"),
        "recovery": partial(compared_means, view, "recovery"),
        "tiers": partial(compared_means, view, "tiers"),
    }
    if which and which not in there:
        names = ", ".join(map(repr, ("", *there)))
        raise SettingsError(f"there is no chart of {which!r}. Choose one of {names}.")
    if which:
        return there[which]()
    return next((found for make in there.values() if (found := make()) is not None), None)


def _first(view: View, scores: str) -> Exhibit | None:
    return next(iter(segment_exhibits(view, scores)), None)
