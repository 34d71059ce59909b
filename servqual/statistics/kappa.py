"""How far two coders agree beyond chance."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.statistics.tails import normal_quantile

_NO_ERROR = 1e-9


class Kappa(NamedTuple):
    """Cohen's kappa with its limits; None where both coders used one and the same code only.

    Limits are None, too, where the error of a large sample is 0: both agree on everything, or one
    of them used a single code. That says nothing about how sure kappa is.
    """

    n: int
    agreement: float
    kappa: float | None
    se: float | None
    ci_low: float | None
    ci_high: float | None


def cohen_kappa(counts: npt.NDArray[np.int64], confidence: float = 0.95) -> Kappa:
    """Return Cohen's kappa of two coders, with the interval of a large sample.

    Parameters
    ----------
    counts : int array, shape (n_codes, n_codes)
        How often the first coder gave the code of the row while the second gave that of the column.
    confidence : float
        Coverage of the interval, 0 to 1.

    Returns
    -------
    Kappa
        ``agreement`` is the share of things that both gave the same code. Limits are cut at -1 and
        1.

    Notes
    -----
    Cohen 1960; the variance is that of Fleiss, Cohen & Everitt 1969, eq. 13, which does not take
    the agreement to be chance. R: ``psych::cohen.kappa(counts)``, unweighted.

    Examples
    --------
    >>> found = cohen_kappa(np.array([[20, 5], [10, 15]]))
    >>> round(found.kappa, 4), round(found.agreement, 2), found.n
    (0.4, 0.7, 50)
    """
    n = int(counts.sum())
    if n == 0:
        return Kappa(0, float("nan"), None, None, None, None)
    p = counts / n
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    agreed, chance = float(np.trace(p)), float(rows @ columns)
    if not chance < 1:
        return Kappa(n, agreed, None, None, None, None)
    kappa = (agreed - chance) / (1 - chance)
    se = math.sqrt(max(_variance(p, rows, columns, kappa), 0.0) / n) / (1 - chance)
    if se < _NO_ERROR:
        return Kappa(n, agreed, kappa, se, None, None)
    reach = normal_quantile(0.5 + confidence / 2) * se
    return Kappa(n, agreed, kappa, se, max(kappa - reach, -1.0), min(kappa + reach, 1.0))


def _variance(
    p: npt.NDArray[np.float64],
    rows: npt.NDArray[np.float64],
    columns: npt.NDArray[np.float64],
    kappa: float,
) -> float:
    """Return the variance times n (1 - chance)^2: three sums of Fleiss, Cohen & Everitt."""
    chance = float(rows @ columns)
    same = np.diag(p) @ (1 - (rows + columns) * (1 - kappa)) ** 2
    # the first coder's share of the column's code and the second's of the row's
    crossed = (columns[:, None] + rows[None, :]) ** 2
    apart = (1 - kappa) ** 2 * float((p * crossed).sum() - (np.diag(p) * np.diag(crossed)).sum())
    return float(same) + apart - (kappa - chance * (1 - kappa)) ** 2
