"""Indices of several questions, each put on 0 to 100 and all counting alike."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array
from servqual.statistics.tails import t_quantile


class EqualIndex(NamedTuple):
    """An index on 0 to 100 with its error; None where that does not exist."""

    value: float
    se: float | None
    ci_low: float | None
    ci_high: float | None


def equal_weight_index(
    means: npt.ArrayLike,
    covariance: Array,
    ends: Sequence[tuple[int, int]],
    df: float,
    confidence: float,
    weights: Sequence[float] | None = None,
) -> EqualIndex:
    """Return the mean of some means, each put on 0 to 100.

    Parameters
    ----------
    means : array, shape (k,)
    covariance : array, shape (k, k)
        Of those means; NaN where it does not exist.
    ends : sequence of (lowest, highest)
        Ends of each question's scale.
    df : float
        Degrees of freedom of the error.
    confidence : float
    weights : sequence of float, optional
        How much each question counts, from 0 up; all alike if left out.

    Notes
    -----
    ``100 (sum w_i x_i - sum w_i) / (9 sum w_i)`` of Fornell et al. (1996, Journal of Marketing 60,
    7-18) for scales from 1 to 10, with all weights equal: theirs come from a model, so this is no
    "ACSI". Limits by the t distribution, held inside 0 and 100.

    Examples
    --------
    >>> found = equal_weight_index([8, 7], [[0.01, 0], [0, 0.01]], [(1, 10)] * 2, 99, 0.95)
    >>> [round(x, 3) for x in found]
    [72.222, 0.786, 70.663, 73.781]
    """
    low, high = np.array(ends, dtype=np.float64).T
    counts = np.ones(len(low)) if weights is None else np.asarray(weights, dtype=np.float64)
    slope = 100 / (high - low) * counts / counts.sum()
    value = float(slope @ (np.asarray(means, dtype=np.float64) - low))
    variance = float(slope @ np.asarray(covariance, dtype=np.float64) @ slope)
    if not math.isfinite(variance) or df < 1:
        return EqualIndex(value, None, None, None)
    se = math.sqrt(max(variance, 0.0))
    reach = t_quantile(0.5 + confidence / 2, df) * se
    return EqualIndex(value, se, max(value - reach, 0.0), min(value + reach, 100.0))
