"""How far the means of groups would lie apart by chance alone, by the number of people in each."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from servqual.statistics.moments import Array
from servqual.statistics.tails import chi2_upper

NEAR, FAR = 1.96, 3.09  # 95% and 99.8% of a normal distribution lie within
Place = Literal["inside", "low", "very_low", "high", "very_high"]


class Funnel(NamedTuple):
    """Control limits of groups by their size.

    Attributes
    ----------
    centre : float
        Mean of all people, each group counting by its size.
    sd : float
        SD of people within groups.
    tau2 : float
        Variance between groups that the wider limits allow for.
    z : array, shape (k,)
        How many standard errors each group lies from the centre.
    q, df, p : float
        Sum of z squared against a chi-square distribution: whether groups differ more than chance
        alone makes them.
    dispersion : float
        ``q / df``; 1 where groups differ as much as chance makes them.
    """

    centre: float
    sd: float
    tau2: float
    z: Array
    q: float
    df: float
    p: float
    dispersion: float

    def limits(self, n: Array, z: float, *, wide: bool = False) -> tuple[Array, Array]:
        """Return the limits of groups of n people; ``wide`` ones allow for true differences."""
        reach = z * np.sqrt(self.sd**2 / n + (self.tau2 if wide else 0.0))
        return self.centre - reach, self.centre + reach

    def places(self, n: Array, mean: Array, *, wide: bool = False) -> list[Place]:
        """Return where each group lies against the limits."""
        (low, high), (far_low, far_high) = (self.limits(n, z, wide=wide) for z in (NEAR, FAR))
        chosen = np.select(
            [mean < far_low, mean < low, mean > far_high, mean > high], [1, 2, 3, 4], 0
        )
        names: tuple[Place, ...] = ("inside", "very_low", "low", "very_high", "high")
        return [names[int(k)] for k in chosen]


def funnel(n: Array, mean: Array, variance: Array, tau2: float) -> Funnel:
    """Return the funnel of some groups.

    Parameters
    ----------
    n, mean, variance : arrays, shape (k,)
        People of each group, their mean, and the variance of that mean.
    tau2 : float
        Variance between groups.

    Notes
    -----
    Limits are ``centre -+ z sqrt(s^2 / n [+ tau2])`` with z 1.96 and 3.09 and s the SD within all
    groups together, so that a small group of people who happen to agree is not set apart by that
    (Spiegelhalter 2005, *Stat Med* 24:1185-1202; the additive limits there, section 4.3).

    Examples
    --------
    >>> made = funnel(np.array([25.0, 100.0]), np.array([4.0, 5.0]), np.array([0.04, 0.01]), 0.0)
    >>> made.centre, round(made.sd, 6), made.places(np.array([25.0, 100.0]), np.array([4.0, 5.0]))
    (4.8, 1.0, ['very_low', 'high'])
    """
    own = variance * n
    sd = float(np.sqrt((n - 1) @ own / float((n - 1).sum())))
    centre = float(n @ mean) / float(n.sum())
    df = float(len(n) - 1)
    if sd == 0:
        return Funnel(centre, 0.0, tau2, np.zeros(len(n)), 0.0, df, 1.0, 0.0)
    z = (mean - centre) / (sd / np.sqrt(n))
    q = float(z @ z)
    return Funnel(centre, sd, tau2, z, q, df, chi2_upper(q, df), q / df)
