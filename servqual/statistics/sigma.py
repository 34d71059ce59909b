"""Defects per million opportunities and the sigma level, from counts of promises kept and broken.

Only for counts of operations (a promise was kept or not), never for ratings.
"""

from __future__ import annotations

from typing import NamedTuple

from servqual.errors import UndefinedStatisticError
from servqual.statistics.tails import f_quantile, normal_quantile

SHIFT = 1.5  # SDs by which a process is held to drift in the long run (convention of Six Sigma)


class Sigma(NamedTuple):
    """Defects per million opportunities with exact limits, and what they are in SDs.

    ``sigma`` values include the shift of 1.5; None where there was no defect (or nothing else), so
    that the level has no end on that side. ``sigma_low`` belongs to ``dpmo_high``.
    """

    dpmo: float
    dpmo_low: float
    dpmo_high: float
    sigma: float | None
    sigma_low: float | None
    sigma_high: float | None
    shift: float = SHIFT


def dpmo(defects: int, opportunities: int, confidence: float = 0.95, shift: float = SHIFT) -> Sigma:
    """Return defects per million with Clopper and Pearson's limits, and the sigma level.

    Parameters
    ----------
    defects, opportunities : int
        Times the promise was broken, of the times it was given; ``0 <= defects <= opportunities``.
    confidence : float
    shift : float
        Added to the normal quantile; print it beside the level.

    Raises
    ------
    UndefinedStatisticError
        ``few``: no opportunity, or more defects than opportunities.

    Notes
    -----
    R: ``binom.test(defects, opportunities)``; level ``qnorm(1 - p) + 1.5``.

    Examples
    --------
    The 3.4 defects per million of "six sigma":

    >>> found = dpmo(34, 10_000_000)
    >>> round(found.dpmo, 1), round(found.sigma, 1)
    (3.4, 6.0)
    >>> none = dpmo(0, 100)
    >>> round(none.dpmo_high), none.sigma, round(none.sigma_low, 2)
    (36217, None, 3.3)
    """
    if not 0 <= defects <= opportunities or opportunities < 1:
        raise UndefinedStatisticError("few: defects must lie between 0 and the opportunities")
    low, high = exact_limits(defects, opportunities, confidence)
    share = defects / opportunities
    level, worst, best = (_level(p, shift) for p in (share, high, low))
    return Sigma(share * 1e6, low * 1e6, high * 1e6, level, worst, best, shift)


def exact_limits(x: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the limits of a share by Clopper and Pearson (1934).

    Examples
    --------
    >>> [round(limit, 6) for limit in exact_limits(5, 100)]
    [0.016432, 0.112835]
    """
    tail = (1 - confidence) / 2
    low = high = None
    if x > 0:
        f = f_quantile(tail, 2 * x, 2 * (n - x + 1))
        low = x * f / (n - x + 1 + x * f)
    if x < n:
        f = f_quantile(1 - tail, 2 * (x + 1), 2 * (n - x))
        high = (x + 1) * f / (n - x + (x + 1) * f)
    return (0.0 if low is None else low), (1.0 if high is None else high)


def _level(share: float, shift: float) -> float | None:
    return normal_quantile(1 - share) + shift if 0 < share < 1 else None
