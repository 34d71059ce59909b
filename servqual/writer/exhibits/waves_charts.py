"""Which chart of several waves a notebook asks for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from servqual.errors import SettingsError
from servqual.writer.exhibits.waves import trend
from servqual.writer.exhibits.waves_control import control
from servqual.writer.exhibits.waves_since import since
from servqual.writer.exhibits.waves_targets import targets
from servqual.writer.parts import Exhibit
from servqual.writer.view import View


def chart_of(view: View, which: str) -> Exhibit | None:
    """Return the exhibit that is asked for: every wave by default; None where there is none.

    Raises
    ------
    SettingsError
        There is no chart of that name.
    """
    known: dict[str, Callable[[], Exhibit | None]] = {
        "": partial(trend, view),
        "before": partial(since, view, "before"),
        "first": partial(since, view, "first"),
        "same_period": partial(since, view, "same_period"),
        "control": partial(control, view, memory=False),
        "memory": partial(control, view, memory=True),
        "targets": partial(targets, view),
    }
    if which not in known:
        names = ", ".join(map(repr, known))
        raise SettingsError(f"there is no chart of {which!r}. Choose one of {names}.")
    return known[which]()
