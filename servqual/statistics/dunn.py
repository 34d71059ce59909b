"""Whether groups differ in rank, from counts of answers: Kruskal and Wallis, and Dunn for pairs."""

from __future__ import annotations

import itertools
import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.errors import UndefinedStatisticError
from servqual.statistics.adjust import holm
from servqual.statistics.tails import chi2_upper, normal_two_sided


class RankPair(NamedTuple):
    """Two groups: ``z`` is positive where the first ranks higher; ``p_holm`` over all pairs."""

    a: int
    b: int
    z: float
    p: float
    p_holm: float


class RankTest(NamedTuple):
    """The comparison of all groups.

    Attributes
    ----------
    h, df, p
        Kruskal and Wallis's H corrected for ties, chi-squared with ``df`` degrees of freedom.
    epsilon2 : float
        ``H / (n - 1)``, 0 to 1 (Tomczak & Tomczak 2014).
    pairs : tuple of RankPair
        Dunn's comparisons, in the order of the groups.
    """

    h: float
    df: int
    p: float
    epsilon2: float
    pairs: tuple[RankPair, ...]


def rank_test(counts: npt.ArrayLike) -> RankTest:
    """Return whether groups differ in rank.

    Parameters
    ----------
    counts : array, shape (k, m)
        How many people of each of ``k`` groups gave each of ``m`` answers, lowest answer first; at
        least two groups, nobody missing.

    Raises
    ------
    UndefinedStatisticError
        ``no_spread``: everybody gave the same answer.

    Notes
    -----
    Ranks follow from the counts exactly, ties averaged, so that memory does not grow with people.
    R: ``kruskal.test``; Kruskal & Wallis (1952), Dunn (1964) with the correction for ties, Holm.

    Examples
    --------
    >>> found = rank_test([[2, 1, 0], [0, 1, 2]])
    >>> round(found.h, 4), found.df, round(found.p, 4)
    (3.3333, 1, 0.0679)
    """
    table = np.asarray(counts, dtype=np.float64)
    tied = table.sum(axis=0)
    sizes, total = table.sum(axis=1), float(tied.sum())
    rank = np.cumsum(tied) - (tied - 1) / 2  # mean rank of each answer
    lost = float((tied**3 - tied).sum())
    if lost >= total**3 - total:
        raise UndefinedStatisticError("no_spread: everybody gave the same answer")
    sums = table @ rank
    raw = 12 / (total * (total + 1)) * float((sums**2 / sizes).sum()) - 3 * (total + 1)
    h = max(raw / (1 - lost / (total**3 - total)), 0.0)
    df = len(table) - 1
    variance = total * (total + 1) / 12 - lost / (12 * (total - 1))
    pairs = _pairs(sums / sizes, sizes, variance)
    return RankTest(h, df, chi2_upper(h, df), h / (total - 1), pairs)


def _pairs(
    means: npt.NDArray[np.float64], sizes: npt.NDArray[np.float64], variance: float
) -> tuple[RankPair, ...]:
    """Return every two groups compared by the ranks of all."""
    both = list(itertools.combinations(range(len(means)), 2))
    z = [
        float(means[a] - means[b]) / math.sqrt(variance * (1 / sizes[a] + 1 / sizes[b]))
        for a, b in both
    ]
    p = [normal_two_sided(value) for value in z]
    return tuple(RankPair(a, b, *row) for (a, b), *row in zip(both, z, p, holm(p), strict=True))
