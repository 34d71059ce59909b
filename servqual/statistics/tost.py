"""Whether a mean reached its target, and whether one held: by intervals, never by the point."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

from servqual.statistics.tails import t_quantile, t_two_sided

Reached = Literal["achieved", "not_achieved", "cannot_tell"]


class AgainstTarget(NamedTuple):
    """A mean against its target.

    Attributes
    ----------
    verdict : {"achieved", "not_achieved", "cannot_tell"}
    difference : float
        Mean minus target.
    low, high : float or None
        Its interval for two one-sided tests: 90% beside a confidence of 95%.
    """

    verdict: Reached
    difference: float
    low: float | None
    high: float | None


class Equivalence(NamedTuple):
    """Two one-sided tests of ``|mean| >= margin``."""

    equivalent: bool
    t_low: float
    p_low: float
    t_high: float
    p_high: float
    low: float
    high: float


def against_target(
    mean: float,
    se: float,
    df: float,
    target: float,
    margin: float = 0.0,
    confidence: float = 0.95,
    *,
    higher: bool = True,
) -> AgainstTarget:
    """Return whether a mean reached its target, by two one-sided tests.

    "achieved": the interval lies wholly at or above ``target - margin``; "not_achieved": wholly
    below; otherwise "cannot_tell". With ``higher=False`` (less is better) the other way round.

    Parameters
    ----------
    mean, se, df : float
        Of the figure; without an error (NaN, or df 0) nothing can be told.
    target : float
    margin : float
        How far short of the target still counts, in the unit of the figure. Keep it well below the
        change that was planned: with a margin as large as that, standing still would "achieve" it.
    confidence : float
    higher : bool
        Whether more is better.

    Examples
    --------
    >>> against_target(6.1, 0.05, 199, 6.0).verdict, against_target(6.02, 0.05, 199, 6.0).verdict
    ('achieved', 'cannot_tell')
    >>> against_target(6.02, 0.05, 199, 6.0, margin=0.1).verdict
    'achieved'
    """
    difference = mean - target
    if not (df > 0 and math.isfinite(se) and math.isfinite(mean)):
        return AgainstTarget("cannot_tell", difference, None, None)
    reach = t_quantile(confidence, df) * se
    low, high = difference - reach, difference + reach
    worst, best = (low, high) if higher else (-high, -low)
    verdict: Reached = "cannot_tell"
    if worst >= -margin:
        verdict = "achieved"
    elif best < -margin:
        verdict = "not_achieved"
    return AgainstTarget(verdict, difference, low, high)


def equivalence(
    mean: float, se: float, df: float, margin: float, confidence: float = 0.95
) -> Equivalence | None:
    """Return whether a mean (a change, say) lies within ``+/- margin``; None without an error.

    Notes
    -----
    Schuirmann (1987); Lakens (2017); R: ``TOSTER::t_TOST``.

    Examples
    --------
    >>> held = equivalence(-0.10, 1 / 200**0.5, 199, 0.25)
    >>> held.equivalent, round(held.t_low, 5), round(held.p_low, 6), round(held.t_high, 5)
    (True, 2.12132, 0.017566, -4.94975)
    """
    if not (df > 0 and math.isfinite(se) and se > 0):
        return None
    reach = t_quantile(confidence, df) * se
    low, high = mean - reach, mean + reach
    t_low, t_high = (mean + margin) / se, (mean - margin) / se
    return Equivalence(
        -margin < low and high < margin,
        t_low,
        _upper(t_low, df),
        t_high,
        _upper(-t_high, df),
        low,
        high,
    )


def _upper(t: float, df: float) -> float:
    half = t_two_sided(t, df) / 2
    return half if t > 0 else 1 - half
