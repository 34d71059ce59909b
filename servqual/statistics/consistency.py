"""Whether printed figures can come from the same numbers, given how they were rounded.

Each check takes printed values with half of their last digit, and answers with what the others
imply, from the least to the most that rounding allows. A fault is a value outside of that.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from servqual.statistics.tails import t_quantile

HAIR = 1e-9  # printed decimals are not exact as floats


class Printed(NamedTuple):
    """A printed value and half of its last digit."""

    value: float
    half: float

    @property
    def low(self) -> float:
        """The least that the true value can be."""
        return self.value - self.half

    @property
    def high(self) -> float:
        """The most that the true value can be."""
        return self.value + self.half


class Implied(NamedTuple):
    """What other figures imply: the value, its bounds by rounding, and whether the printed fits."""

    value: float
    low: float
    high: float
    fits: bool


def _implied(value: float, low: float, high: float, printed: Printed) -> Implied:
    fits = low - HAIR <= printed.high and printed.low <= high + HAIR
    return Implied(value, low, high, fits)


def difference(of: Printed, minus: Printed, gap: Printed) -> Implied:
    """Return the gap that two printed means imply.

    Examples
    --------
    >>> half = 0.005
    >>> difference(Printed(4.04, half), Printed(4.94, half), Printed(-0.89, half)).fits
    True
    """
    return _implied(of.value - minus.value, of.low - minus.high, of.high - minus.low, gap)


def mean_of(parts: Sequence[Printed], whole: Printed) -> Implied:
    """Return the mean that printed parts imply, each counting alike."""
    n = len(parts)
    return _implied(
        sum(p.value for p in parts) / n,
        sum(p.low for p in parts) / n,
        sum(p.high for p in parts) / n,
        whole,
    )


def t_of_interval(gap: Printed, low: Printed, high: Printed, df: float, t: Printed) -> Implied:
    """Return the t that a printed gap and its 95% interval imply.

    Parameters
    ----------
    gap, low, high, t : Printed
    df : float
        Degrees of freedom; large where they are not known.

    Examples
    --------
    >>> half = 0.005
    >>> ends = Printed(-0.23, half), Printed(-0.13, half)
    >>> found = t_of_interval(Printed(-0.18, half), *ends, 385, Printed(-4.87, half))
    >>> round(found.value, 1), found.fits
    (-7.1, False)
    """
    reach = 2 * t_quantile(0.975, df)
    wide = high.value - low.value
    widest, narrowest = high.high - low.low, max(high.low - low.high, HAIR)
    ends = [g * reach / w for g in (gap.low, gap.high) for w in (narrowest, widest)]
    return _implied(gap.value * reach / max(wide, HAIR), min(ends), max(ends), t)


def middle(gap: Printed, low: Printed, high: Printed) -> Implied:
    """Return the middle of a printed interval, where a gap with a t interval lies."""
    value = (low.value + high.value) / 2
    return _implied(value, (low.low + high.low) / 2, (low.high + high.high) / 2, gap)


def correlation(of_sd: Printed, minus_sd: Printed, sd: Printed) -> Implied:
    """Return the correlation that three printed SDs imply; the fourth value says if there is one.

    ``r = (s_of^2 + s_minus^2 - s_gap^2) / (2 s_of s_minus)`` lies between -1 and 1.
    """
    found = [
        (a * a + b * b - c * c) / (2 * a * b)
        for a in (max(of_sd.low, HAIR), of_sd.high)
        for b in (max(minus_sd.low, HAIR), minus_sd.high)
        for c in (max(sd.low, 0.0), sd.high)
    ]
    a, b, c = of_sd.value, minus_sd.value, sd.value
    value = (a * a + b * b - c * c) / (2 * a * b) if a and b else math.nan
    low, high = min(found), max(found)
    return Implied(value, low, high, low <= 1 + HAIR and high >= -1 - HAIR)


def t_of_sds(gap: Printed, of_sd: Printed, minus_sd: Printed, n: int, t: Printed) -> Implied:
    """Return between which t two printed SDs leave room, whatever the correlation of the means.

    The SD of the differences lies between the difference and the sum of the two SDs; ``value`` is
    t for a correlation of .5.
    """
    root = math.sqrt(n)
    most = of_sd.high + minus_sd.high
    least = max(abs(of_sd.value - minus_sd.value) - of_sd.half - minus_sd.half, HAIR)
    ends = [g * root / s for g in (gap.low, gap.high) for s in (least, most)]
    a, b = of_sd.value, minus_sd.value
    return _implied(
        gap.value * root / math.sqrt(max(a * a + b * b - a * b, HAIR)), min(ends), max(ends), t
    )


def t_of_sd(gap: Printed, sd: Printed, n: int, t: Printed) -> Implied:
    """Return the t that a gap, the SD of the gaps and n imply: ``gap / (SD / sqrt(n))``.

    Examples
    --------
    >>> half = 0.005
    >>> found = t_of_sd(Printed(-1.30, half), Printed(0.90, half), 350, Printed(-2.0, 0.05))
    >>> round(found.value, 1), found.fits
    (-27.0, False)
    """
    root = math.sqrt(n)
    ends = [g * root / s for g in (gap.low, gap.high) for s in (max(sd.low, HAIR), sd.high)]
    return _implied(gap.value * root / max(sd.value, HAIR), min(ends), max(ends), t)


def largest_sd(mean: Printed, low: float, high: float, n: int | None) -> float:
    """Return the largest SD that answers from ``low`` to ``high`` with a mean can have."""
    value = min(max(mean.value, low), high)
    spread = max((high - v) * (v - low) for v in (max(mean.low, low), value, min(mean.high, high)))
    return math.sqrt(max(spread, 0.0) * (n / (n - 1) if n and n > 1 else 1.0))


def possible_mean(mean: Printed, n: int) -> bool:
    """Say whether whole answers of n people can have a mean (GRIM: Brown & Heathers 2017).

    Examples
    --------
    >>> possible_mean(Printed(3.48, 0.005), 25), possible_mean(Printed(3.47, 0.005), 25)
    (True, False)
    """
    nearest = round(mean.value * n) / n
    return abs(nearest - mean.value) <= mean.half + HAIR


def composite(loadings: Sequence[float], half: float) -> tuple[Implied, Implied]:
    """Return CR and AVE of standardised loadings with their bounds by rounding.

    ``CR = (sum l)^2 / ((sum l)^2 + sum (1 - l^2))`` and ``AVE = mean of l^2`` (Fornell & Larcker
    1981).
    """

    def cr(values: Sequence[float]) -> float:
        total = sum(values) ** 2
        return total / (total + sum(1 - v * v for v in values))

    def ave(values: Sequence[float]) -> float:
        return sum(v * v for v in values) / len(values)

    least, most = ([v + way * half for v in loadings] for way in (-1, 1))
    found = [Implied(f(loadings), f(least), f(most), fits=True) for f in (cr, ave)]
    return found[0], found[1]
