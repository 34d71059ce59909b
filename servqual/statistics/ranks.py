"""Wilcoxon's signed-rank test from counts of differences: exact ranks at any number of rows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.statistics.tails import normal_two_sided


class SignedRank(NamedTuple):
    """``v`` sums the ranks of the positive differences; ``p`` is None when all are 0."""

    v: float | None
    p: float | None
    n_nonzero: int


def signed_rank(differences: npt.ArrayLike, counts: npt.ArrayLike) -> SignedRank:
    """Return Wilcoxon's signed-rank test of "symmetric about zero".

    Parameters
    ----------
    differences : array, shape (m,)
        The distinct differences, in any unit.
    counts : int array, shape (m,)
        How many people have each.

    Returns
    -------
    SignedRank
        Zeros are dropped, tied ranks averaged, p from the normal approximation with the tie
        correction and without continuity correction
        (R: ``wilcox.test(x, exact = FALSE, correct = FALSE)``).

    Notes
    -----
    Wilcoxon 1945; Hollander & Wolfe 1999, section 3.1. The ranks follow from the histogram of
    absolute differences, so memory does not grow with the number of people.

    Examples
    --------
    Differences -3, -1, -1, 2: ranks 4, 1.5, 1.5, 3, so V = 3.

    >>> signed_rank([-3, -1, 0, 2], [1, 2, 5, 1]).v
    3.0
    """
    d = np.asarray(differences, dtype=np.float64)
    n = np.asarray(counts, dtype=np.int64)
    used = (d != 0) & (n > 0)
    d, n = d[used], n[used]
    total = int(n.sum())
    if total == 0:
        return SignedRank(None, None, 0)
    sizes, where = np.unique(np.abs(d), return_inverse=True)
    tied = np.zeros(len(sizes), dtype=np.int64)
    np.add.at(tied, where, n)
    rank = np.cumsum(tied) - (tied - 1) / 2  # mean rank of each absolute difference
    v = float((rank[where] * n)[d > 0].sum())
    t = tied.astype(np.float64)
    m = float(total)
    variance = m * (m + 1) * (2 * m + 1) / 24 - float((t**3 - t).sum()) / 48
    z = (v - m * (m + 1) / 4) / np.sqrt(variance)
    return SignedRank(v, normal_two_sided(float(z)), total)
