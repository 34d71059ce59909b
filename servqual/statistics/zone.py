"""Where a perception lies between the least acceptable and the desired level, and how surely."""

from __future__ import annotations

from typing import Literal

Limits = tuple[float | None, float | None]
Place = Literal[
    "below", "lower_edge", "inside", "upper_edge", "above", "either_edge", "cannot_tell"
]


def position(minimum: float, perception: float, desired: float) -> float | None:
    """Return how far up the zone of tolerance a mean perception lies.

    0 at the minimum, 1 at the desired level, below 0 under the zone, above 1 over it; None where
    the zone has no width (the minimum reaches or exceeds the desired level). Of sample means only:
    many people have no zone of their own, and a mean of ratios would rest on the narrowest ones.

    Notes
    -----
    (PER - MIN) / (DES - MIN), an index of this package (methods 2.1).

    Examples
    --------
    Libraries in Bangladesh, 28 items, n = 552.

    >>> round(position(4.73, 5.11, 5.84), 3)
    0.342
    >>> position(5.0, 5.0, 5.0) is None
    True
    """
    width = desired - minimum
    return (perception - minimum) / width if width > 0 else None


def place(adequacy: Limits, superiority: Limits) -> Place:
    """Return where a perception lies for certain, by the limits of both paired gaps.

    Parameters
    ----------
    adequacy, superiority : (low, high)
        Limits of perception minus minimum, and of perception minus desired level.

    Returns
    -------
    str
        ``below`` (adequacy below 0 for certain), ``above`` (superiority above 0 for certain),
        ``inside`` (adequacy above and superiority below 0 for certain); borderline are
        ``lower_edge``, ``upper_edge`` and ``either_edge``, where the limits of one gap or of both
        hold 0; ``cannot_tell`` without limits, or where they contradict each other because the
        minimum lies above the desired level.

    Notes
    -----
    Methods 2.2: never from the overlap of the limits of three means, which are of the same people.

    Examples
    --------
    >>> place((0.1, 0.4), (-1.2, -0.8)), place((-0.1, 0.2), (-1.2, -0.8))
    ('inside', 'lower_edge')
    """
    (low, high), (low_above, high_above) = adequacy, superiority
    if low is None or high is None or low_above is None or high_above is None:
        return "cannot_tell"
    if high < 0:
        return "cannot_tell" if low_above > 0 else "below"
    if low_above > 0:
        return "above"
    lower, upper = low <= 0, high_above >= 0
    if lower and upper:
        return "either_edge"
    return "lower_edge" if lower else "upper_edge" if upper else "inside"
