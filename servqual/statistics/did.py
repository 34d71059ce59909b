"""Pilot units against the others, before and after: difference in differences."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.errors import UndefinedStatisticError
from servqual.statistics.moments import Array
from servqual.statistics.waves import welch

FEWEST_UNITS = 5  # a side: below, the figures describe and nothing more (methods 10a)


class DifferenceInDifferences(NamedTuple):
    """How much more the pilot units changed than the others.

    Attributes
    ----------
    effect : float
        Mean change of the pilot units minus mean change of the others.
    change_treated, change_control : float
        Every unit counts the same.
    n_treated, n_control : int
        Units with both figures.
    se, df, ci_low, ci_high, p : float or None
        Of the effect, from the spread of the units' changes (Welch); None below five units a side.
    """

    effect: float
    change_treated: float
    change_control: float
    n_treated: int
    n_control: int
    se: float | None = None
    df: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    p: float | None = None

    @property
    def descriptive(self) -> bool:
        """Whether there is no interval: too few units, or units that all changed alike."""
        return self.se is None


def difference_in_differences(
    before: Array,
    after: Array,
    treated: npt.NDArray[np.bool_],
    confidence: float = 0.95,
) -> DifferenceInDifferences:
    """Return how much more pilot units changed than the others, with units as the cases.

    Parameters
    ----------
    before, after : arrays, shape (units,)
        Means of the units; NaN where a unit has none (or is not shown): it is left out.
    treated : array of bool, shape (units,)
        Whether the unit was a pilot unit.
    confidence : float

    Raises
    ------
    UndefinedStatisticError
        ``few``: no unit with both figures on one of the sides.

    Notes
    -----
    The error is that between units, not between people: people of one unit share what happened
    there. R: ``t.test(after - before ~ treated)`` with the units as rows.

    Examples
    --------
    >>> before = np.array([4.0, 4.2, 4.1, 4.3, 4.0, 4.4, 4.1, 4.0, 4.2, 4.3])
    >>> after = before + [0.5, 0.6, 0.4, 0.5, 0.5, 0.1, 0.0, 0.1, 0.2, 0.1]
    >>> found = difference_in_differences(before, after, np.arange(10) < 5)
    >>> round(found.effect, 2), round(found.ci_low, 2), round(found.ci_high, 2)
    (0.4, 0.3, 0.5)
    """
    change = np.asarray(after, dtype=float) - np.asarray(before, dtype=float)
    known, pilot = np.isfinite(change), np.asarray(treated, dtype=bool)
    sides = change[known & ~pilot], change[known & pilot]
    if not all(map(len, sides)):
        raise UndefinedStatisticError("few: one side has no unit with both figures")
    control, own = (float(side.mean()) for side in sides)
    found = DifferenceInDifferences(own - control, own, control, len(sides[1]), len(sides[0]))
    if min(map(len, sides)) < FEWEST_UNITS:
        return found
    then, now = (
        (float(side.mean()), float(side.std(ddof=1)) / math.sqrt(len(side)), len(side) - 1.0)
        for side in sides
    )
    test = welch(then, now, confidence)
    if test is None:
        return found
    return found._replace(
        se=test.se, df=test.df, ci_low=test.ci_low, ci_high=test.ci_high, p=test.p
    )
