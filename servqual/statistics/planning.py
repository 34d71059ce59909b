"""How many people a survey needs, and how small a difference it can see, by normal quantiles.

Numbers of people are not rounded: round them up, and inflate them by the design effect and by the
expected response.
"""

from __future__ import annotations

import math

import numpy as np

from servqual.statistics.tails import normal_below, normal_quantile, t_quantile

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


def n_for_mean(
    error: float, sd: float, confidence: float = 0.95, population: float = math.inf
) -> float:
    """Return how many people bring the margin of error of a mean down to ``error``.

    ``population`` as in :func:`n_for_share`.

    Examples
    --------
    >>> math.ceil(n_for_mean(0.15, 1.2))
    246
    """
    return of_population((_z(confidence) * sd / error) ** 2, population)


def n_for_nps(error: float, promoters: float, detractors: float, confidence: float = 0.95) -> float:
    """Return how many people bring the margin of error of a net promoter score to ``error``.

    Parameters
    ----------
    error : float
        As a share: 0.1 for 10 points.
    promoters, detractors : float
        Shares that are expected, 0 to 1.
    confidence : float

    Examples
    --------
    >>> math.ceil(n_for_nps(0.10, 0.5, 0.2))
    235
    """
    return n_for_mean(error, nps_sd(promoters, detractors), confidence)


def nps_sd(promoters: float, detractors: float) -> float:
    """Return the SD of one person's part in a net promoter score: ``p + d - (p - d)**2``, rooted.

    Examples
    --------
    >>> round(nps_sd(0.5, 0.2) ** 2, 2)
    0.61
    """
    return math.sqrt(promoters + detractors - (promoters - detractors) ** 2)


def of_population(n: float, population: float) -> float:
    """Return how many of a known population are as good as n of one without end.

    Cochran (1977), with ``n / (1 + (n - 1) / population)``; never more than the population.

    Examples
    --------
    >>> math.ceil(of_population(384.146, 500))
    218
    """
    return n / (1 + (n - 1) / population) if n > 1 else n


def margin_of_mean(
    sd: float, n: float, confidence: float = 0.95, population: float = math.inf
) -> float:
    """Return half the width of the interval of a mean of n people, by Student's t.

    Examples
    --------
    >>> round(margin_of_mean(1.0849, 194), 5)
    0.15363
    >>> round(margin_of_mean(1.0849, 194, population=1000), 5)
    0.13799
    """
    t = t_quantile(0.5 + confidence / 2, n - 1)
    return t * sd / math.sqrt(n) * left_to_ask(n, population)


def margin_of_share(
    share: float, n: float, confidence: float = 0.95, population: float = math.inf
) -> float:
    """Return half the width of the interval of a share of n people, by the normal formula.

    Examples
    --------
    >>> round(margin_of_share(0.5, 385), 3)
    0.05
    """
    error = math.sqrt(share * (1 - share) / n)
    return _z(confidence) * error * left_to_ask(n, population)


def left_to_ask(n: float, population: float) -> float:
    """Return by how much a margin shrinks because so much of a population was asked: the FPC.

    Examples
    --------
    >>> round(left_to_ask(194, 1000), 4)
    0.8982
    """
    if math.isinf(population):
        return 1.0
    return math.sqrt(max(0.0, population - n) / (population - 1)) if population > 1 else 0.0


def cluster_deff(people: float, correlation: float) -> float:
    """Return the design effect of so many people per cluster who answer alike to that degree.

    Kish (1965): ``1 + (m - 1) rho``.

    Examples
    --------
    >>> round(cluster_deff(20, 0.05), 2)
    1.95
    """
    return 1 + (people - 1) * correlation


def weights_deff(variation: float) -> float:
    """Return the design effect of weights with a coefficient of variation: ``1 + cv**2`` (Kish)."""
    return 1 + variation**2


def change_sd(sd: float, correlation: float) -> float:
    """Return the SD of the change of people who answer twice.

    Examples
    --------
    >>> change_sd(1.2, 0.5)
    1.2
    """
    return sd * math.sqrt(2 * (1 - correlation))


def n_pairs_of(groups: int) -> int:
    """Return how many comparisons of two there are among groups.

    Examples
    --------
    >>> n_pairs_of(5)
    10
    """
    return groups * (groups - 1) // 2


def strictest(confidence: float, comparisons: int) -> float:
    """Return the coverage at which the first of several comparisons is tested (Bonferroni, Holm).

    Examples
    --------
    >>> round(strictest(0.95, 10), 3)
    0.995
    """
    return 1 - (1 - confidence) / max(1, comparisons)


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


def detectable_each(sd: float, n: float, confidence: float = 0.95, power: float = POWER) -> float:
    """Return the smallest difference of two independent samples of n people each that is shown.

    Examples
    --------
    >>> round(detectable_each(1.0, 176), 3)
    0.299
    """
    return math.sqrt(2) * detectable_difference(sd, n, confidence, power)


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
