"""Seasons: the same period of last year, effects of months, and trailing averages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.errors import UndefinedStatisticError
from servqual.statistics.moments import Array
from servqual.statistics.tails import t_quantile
from servqual.statistics.waves import Change, welch

FULL_YEARS = 3  # before effects of seasons are told apart from years (methods 11)


class SamePeriod(NamedTuple):
    """A period with the same period one year before: their positions and the change."""

    at: int
    before: int
    change: Change | None


class Seasons(NamedTuple):
    """Effects of the seasons of a year, around 0, beside a straight trend.

    Attributes
    ----------
    seasons : tuple of int
    effect, se, ci_low, ci_high : arrays, shape (s,)
    trend : float
        Change per year.
    adjusted : array, shape (t,)
        The values without their season's effect; NaN where there is no value.
    """

    seasons: tuple[int, ...]
    effect: Array
    se: Array
    ci_low: Array
    ci_high: Array
    trend: float
    adjusted: Array


class Trailing(NamedTuple):
    """Averages of the last ``window`` periods, NaN until there are so many, and their answers."""

    window: int
    values: Array
    n: Array


def same_period(
    years: Sequence[int],
    seasons: Sequence[int],
    figures: Sequence[tuple[float, float, float]],
    confidence: float = 0.95,
) -> tuple[SamePeriod, ...]:
    """Return each period against the same season of the year before, where there is one.

    Parameters
    ----------
    years, seasons : sequences of int
        Of each period: the year, and the month (1 to 12) or quarter (1 to 4) within it.
    figures : sequence of tuples
        Mean, standard error and degrees of freedom of each period, of different people.

    Examples
    --------
    >>> found = same_period([2023, 2023, 2024], [1, 2, 1], [(5, 0.1, 99)] * 2 + [(5.3, 0.1, 99)])
    >>> [(f.at, f.before, round(f.change.change, 1)) for f in found]
    [(2, 0, 0.3)]
    """
    where = {(year, season): t for t, (year, season) in enumerate(zip(years, seasons, strict=True))}
    pairs = ((t, where.get((year - 1, season))) for (year, season), t in where.items())
    return tuple(
        SamePeriod(t, before, welch(figures[before], figures[t], confidence))
        for t, before in sorted((t, before) for t, before in pairs if before is not None)
    )


def season_effects(
    years: Sequence[int], seasons: Sequence[int], values: Array, confidence: float = 0.95
) -> Seasons:
    """Return the effects of the seasons by least squares on season and time.

    Parameters
    ----------
    years, seasons : sequences of int
        As in :func:`same_period`; seasons are 1 to 12, or 1 to 4.
    values : array, shape (t,)
        NaN where a period has none.

    Raises
    ------
    UndefinedStatisticError
        ``few_years``: some season is not there in three years.

    Notes
    -----
    R: ``lm(y ~ time + factor(season))`` with effects as deviations from their mean
    (``contr.sum``); ``time = year + (season - 1) / seasons a year``.

    Examples
    --------
    >>> years, quarters = np.repeat([2021, 2022, 2023], 4), np.tile([1, 2, 3, 4], 3)
    >>> values = 5 + 0.2 * (years + (quarters - 1) / 4 - 2021) + np.tile([0.1, 0, -0.2, 0.1], 3)
    >>> found = season_effects(years, quarters, values)
    >>> [round(float(e), 3) + 0 for e in found.effect], round(found.trend, 3)
    ([0.1, 0.0, -0.2, 0.1], 0.2)
    """
    y = np.asarray(values, dtype=float)
    year, season = np.asarray(years), np.asarray(seasons)
    known = np.isfinite(y)
    names = np.unique(season)
    a_year = 4 if int(names.max()) <= 4 else 12
    per_season = [len(np.unique(year[known & (season == s)])) for s in names]
    if len(names) != a_year or min(per_season) < FULL_YEARS:
        raise UndefinedStatisticError("few_years: seasons need three full years")
    time = year + (season - 1) / a_year
    time = time - time[known].mean()
    which = np.searchsorted(names, season)
    design = np.column_stack([_deviations(which, a_year), time])[known]
    inverse = np.linalg.inv(design.T @ design)
    b = inverse @ design.T @ y[known]
    df = int(known.sum()) - design.shape[1]
    left = float(((y[known] - design @ b) ** 2).sum()) / df
    # the last season's effect is minus the sum of the others
    back = np.vstack([np.eye(a_year - 1), -np.ones(a_year - 1)])
    effect = back @ b[1:a_year]
    se = np.sqrt(left * np.diag(back @ inverse[1:a_year, 1:a_year] @ back.T))
    reach = t_quantile(0.5 + confidence / 2, df) * se
    labels = tuple(int(s) for s in names)
    return Seasons(
        labels, effect, se, effect - reach, effect + reach, float(b[-1]), y - effect[which]
    )


def _deviations(which: npt.NDArray[np.intp], seasons: int) -> Array:
    """Return a constant and the contrasts of seasons against their mean."""
    rows = np.vstack([np.eye(seasons - 1), -np.ones(seasons - 1)])
    return np.column_stack([np.ones(len(which)), rows[which]])


def trailing(values: Array, ns: Array, window: int) -> Trailing:
    """Return trailing means: of all answers of the last ``window`` periods.

    Parameters
    ----------
    values, ns : arrays, shape (t,)
        Means and numbers of answers. A window with a missing period has no average.
    window : int

    Examples
    --------
    >>> trailing(np.array([4.0, 5, 6]), np.array([10.0, 10, 20]), 2).values.tolist()
    [nan, 4.5, 5.666666666666667]
    """
    x, n = np.asarray(values, dtype=float), np.asarray(ns, dtype=float)
    means, answers = np.full(len(x), math.nan), np.full(len(x), math.nan)
    for end in range(window, len(x) + 1):
        part = slice(end - window, end)
        answers[end - 1] = n[part].sum()
        if answers[end - 1] > 0:
            means[end - 1] = float(n[part] @ x[part]) / answers[end - 1]
    return Trailing(window, means, answers)
