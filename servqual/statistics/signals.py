"""What a control chart is, and what counts as a signal on it: three rules, no more."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np

from servqual.statistics.moments import Array

RECOMMENDED, MINIMUM = 20, 12  # periods behind the limits (methods 10)
RUN, TREND = 8, 6  # points (methods 10: use few rules)

Rule = Literal["beyond", "run", "trend"]
Kind = Literal["xmr", "xbar_s", "p", "laney_p", "ewma", "cusum"]


class Signal(NamedTuple):
    """A signal.

    Attributes
    ----------
    at : int
        Position of the period at which the rule is first met.
    rule : {"beyond", "run", "trend"}
        Beyond a limit; eight on one side of the centre; six rising or falling without a break.
    side : {"above", "below"}
        Of a trend: rising is "above".
    first : int
        Position of the first period of the run; ``at`` for a single point.
    """

    at: int
    rule: Rule
    side: Literal["above", "below"]
    first: int


class Spread(NamedTuple):
    """The chart below the chart: moving ranges of an XmR chart, SDs of an Xbar-S chart."""

    values: Array
    centre: Array
    lower: Array
    upper: Array
    signals: tuple[Signal, ...]


class Chart(NamedTuple):
    """A control chart.

    Attributes
    ----------
    kind : {"xmr", "xbar_s", "p", "laney_p", "ewma", "cusum"}
    values : array, shape (t,)
        What is plotted; NaN for a period without a figure. Of an EWMA chart the averages, of a
        CUSUM chart the upper sums.
    centre : float
    lower, upper : arrays, shape (t,)
        Control limits, 3 SD unless the chart says otherwise.
    sd : float
        Of XmR and EWMA charts of one period's figure; of Xbar-S and p charts of one answer.
    signals : tuple of Signal
    n_baseline : int
        Periods behind centre and limits.
    spread : Spread or None
    excess : float
        Laney's sigma z: how much wider the limits are than the answers alone explain; otherwise 1.
    below : array or None
        The lower sums of a CUSUM chart, 0 or below.
    """

    kind: Kind
    values: Array
    centre: float
    lower: Array
    upper: Array
    sd: float
    signals: tuple[Signal, ...]
    n_baseline: int
    spread: Spread | None = None
    excess: float = 1.0
    below: Array | None = None

    @property
    def trial(self) -> bool:
        """Whether the limits are trial limits: from fewer than 20 periods."""
        return self.n_baseline < RECOMMENDED

    @property
    def too_few(self) -> bool:
        """Whether even trial limits lack periods: fewer than 12."""
        return self.n_baseline < MINIMUM


def three_rules(values: Array, centre: Array, lower: Array, upper: Array) -> tuple[Signal, ...]:
    """Return the signals of a chart by all three rules, in order of time.

    A run or trend is told once, where it is long enough. A value on the limit or on the centre is
    no signal; NaN ends a run.

    Examples
    --------
    >>> rising = np.array([1.0, 2, 3, 4, 5, 6])
    >>> [(s.at, s.rule) for s in three_rules(rising, rising * 0 + 3, rising * 0, rising * 0 + 9)]
    [(5, 'trend')]
    """
    found = [*beyond(values, lower, upper)]
    found += _lasting(np.sign(_known(values - centre)), RUN, "run", 1)
    found += _lasting(np.sign(_known(np.diff(values))), TREND - 1, "trend", 0)
    return tuple(sorted(found))


def beyond(values: Array, lower: Array, upper: Array) -> tuple[Signal, ...]:
    """Return the points outside their limits."""
    return tuple(
        Signal(t, "beyond", "above" if x > high else "below", t)
        for t, (x, low, high) in enumerate(zip(values, lower, upper, strict=True))
        if x > high or x < low
    )


def _known(x: Array) -> Array:
    return np.where(np.isfinite(x), x, 0.0)


def _lasting(signs: Array, length: int, rule: Rule, own: int) -> Iterator[Signal]:
    """Yield stretches of at least ``length`` equal signs; differences reach one point further."""
    start = 0
    for sign, group in itertools.groupby(signs):
        size = len(list(group))
        if sign != 0 and size >= length:
            at = start + length - own
            yield Signal(at, rule, "above" if sign > 0 else "below", start)
        start += size
