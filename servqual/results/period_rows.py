"""Rows of waves as periods: control charts, seasons, targets, and pilot units."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ControlChart:
    """One control chart.

    Attributes
    ----------
    level, id, kind, measure
        The figure that it follows.
    chart
        ``xmr``, ``xbar_s``, ``p``, ``laney_p`` or ``ewma``.
    n_periods, trial
        Periods behind the limits, and whether they are too few for more than trial limits.
    centre, sd
        Centre line, and the standard deviation of one period that the limits rest on.
    moving_range, moving_range_limit
        Mean moving range and its upper limit; None for charts without.
    overdispersion_p
        Test that periods differ by no more than chance within them; None without.
    overdispersed
        Whether they do, so that limits rest on the spread between periods.
    signals
        Number of periods with a signal.
    """

    level: str
    id: str
    kind: str
    measure: str
    chart: str
    n_periods: int
    trial: bool
    centre: float
    sd: float
    moving_range: float | None = None
    moving_range_limit: float | None = None
    overdispersion_p: float | None = None
    overdispersed: bool | None = None
    signals: int = 0


@dataclass(frozen=True)
class ControlPoint:
    """One period of a control chart; ``rules`` are the signals in it, '' for none."""

    level: str
    id: str
    kind: str
    measure: str
    chart: str
    wave: str
    value: float
    plotted: float
    centre: float
    lower: float
    upper: float
    n: int | None = None
    rules: str = ""


@dataclass(frozen=True)
class SeasonRow:
    """A period as it is, without its season, and the moving average that ends with it.

    ``adjusted`` needs three full years; ``average`` runs over ``window`` periods and ``n`` people.
    """

    wave: str
    level: str
    id: str
    kind: str
    measure: str
    value: float
    adjusted: float | None = None
    average: float | None = None
    window: int | None = None
    n: int | None = None


@dataclass(frozen=True)
class TargetRow:
    """What was planned for an item, and what came of it.

    Attributes
    ----------
    item, owner, action
        As planned; '' where nothing was said.
    battery
        Battery whose mean was to be reached.
    then, target
        Mean of the wave in which it was planned (None if not known) and what was aimed at.
    margin
        How far below the target still counts as reached, in scale points.
    n, mean, se, ci_low, ci_high
        Mean of now, limits at ``settings.confidence``.
    low, high
        Limits of the narrower interval that the verdict rests on (90% for 95%).
    verdict
        ``achieved``, ``not_achieved``, ``cannot_tell``, ``not_asked`` (the item is asked no longer
        or was not comparable).
    """

    item: str
    battery: str
    target: float
    margin: float
    owner: str = ""
    action: str = ""
    then: float | None = None
    n: int | None = None
    mean: float | None = None
    se: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    low: float | None = None
    high: float | None = None
    verdict: str = "not_asked"


@dataclass(frozen=True)
class PilotRow:
    """Pilot branches against the others, before and after: the difference of two differences.

    Attributes
    ----------
    level, id, kind, measure, battery
        As in :class:`WaveMean`.
    units_pilot, units_other
        Units that have both waves.
    pilot_then, pilot_now, other_then, other_now
        Means over units, each counting alike.
    difference, se, df, ci_low, ci_high, p
        Change of the pilot units minus change of the others; errors between units (Welch).
        No interval below five units a side (``descriptive``).
    """

    level: str
    id: str
    kind: str
    measure: str
    battery: str
    units_pilot: int
    units_other: int
    pilot_then: float
    pilot_now: float
    other_then: float
    other_now: float
    difference: float
    se: float | None = None
    df: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    p: float | None = None
    descriptive: bool = False


@dataclass(frozen=True)
class PilotInfo:
    """What a pilot was: column, its units, the two waves, and how many units were left out."""

    column: str
    units: tuple[str, ...]
    since: str
    wave: str
    left_out: int
    shown: bool = True
