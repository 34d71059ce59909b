"""How many people a survey needs, and how small a difference it can see, by normal quantiles.

Numbers of people are not rounded: round them up, and inflate them by the design effect and by the
expected response.
"""

from __future__ import annotations

import math

import numpy as np

from servqual.statistics.tails import normal_below, normal_quantile

POWER = 0.80


def _z(confidence: float) -> float:
    return normal_quantile(0.5 + confidence / 2)


def n_for_share(
    error: float, share: float = 0.5, confidence: float = 0.95, population: float = math.inf
) -> float:
    """Return how many people bring the margin of error of a share down to ``error``.

    Parameters
    ----------
    error : float
        Half the width of the interval, 0 to 1.
    share : float
        What is expected; 0.5 is the worst.
    confidence : float
    population : float
        People there are in all, if the sample is drawn at random from a known frame.

    Examples
    --------
    >>> math.ceil(n_for_share(0.05)), math.ceil(n_for_share(0.05, population=1000))
    (385, 278)
    """
    n = _z(confidence) ** 2 * share * (1 - share) / error**2
    return n / (1 + (n - 1) / population)


def n_for_mean(error: float, sd: float, confidence: float = 0.95) -> float:
    """Return how many people bring the margin of error of a mean down to ``error``.

    Examples
    --------
    >>> math.ceil(n_for_mean(0.15, 1.2))
    246
    """
    return (_z(confidence) * sd / error) ** 2


def detectable_difference(
    sd: float, n: float, confidence: float = 0.95, power: float = POWER
) -> float:
    """Return the smallest mean difference of pairs that n people show with a given power.

    Examples
    --------
    >>> round(detectable_difference(1.2, 200), 5)
    0.23772
    """
    return (_z(confidence) + normal_quantile(power)) * sd / math.sqrt(n)


def n_pairs(difference: float, sd: float, confidence: float = 0.95, power: float = POWER) -> float:
    """Return how many pairs show a mean difference with a given power.

    Parameters
    ----------
    difference : float
        Not 0, in the unit of ``sd``.
    sd : float
        Of the differences.
    confidence, power : float

    Notes
    -----
    ``(z_(1 - a/2) + z_power)**2 (sd / difference)**2 + z_(1 - a/2)**2 / 2``, the normal number with
    the correction of Guenther (1981) for the t test. R: ``power.t.test(type = "paired")$n``, to a
    few hundredths of a person.

    Examples
    --------
    >>> round(n_pairs(0.3, 1.0), 1)
    89.1
    """
    return _n_normal(difference, sd, confidence, power) + _z(confidence) ** 2 / 2


def n_each(difference: float, sd: float, confidence: float = 0.95, power: float = POWER) -> float:
    """Return how many people two independent samples need each to show a difference of means.

    Parameters
    ----------
    difference : float
        Not 0, in the unit of ``sd``.
    sd : float
        Of one person's value, alike in both samples.
    confidence, power : float

    Notes
    -----
    ``2 (z_(1 - a/2) + z_power)**2 (sd / difference)**2 + z_(1 - a/2)**2 / 4`` (Guenther 1981).
    R: ``power.t.test()$n``, to a few hundredths of a person.

    Examples
    --------
    >>> round(n_each(0.3, 1.0), 1)
    175.4
    """
    return 2 * _n_normal(difference, sd, confidence, power) + _z(confidence) ** 2 / 4


def power_each(difference: float, sd: float, n: float, confidence: float = 0.95) -> float:
    """Return the power (0 to 1) of two independent samples of n people each to show a difference.

    The normal approximation (R: ``power.t.test(strict = TRUE)$power``, within .01 from n = 20).

    Examples
    --------
    >>> round(power_each(0.3, 1.0, 175), 2)
    0.8
    """
    shift = abs(difference) / sd * math.sqrt(n / 2)
    limit = _z(confidence)
    beyond = normal_below(np.array([shift - limit, -shift - limit]))
    return float(beyond.sum())


def _n_normal(difference: float, sd: float, confidence: float, power: float) -> float:
    return ((_z(confidence) + normal_quantile(power)) * sd / difference) ** 2
