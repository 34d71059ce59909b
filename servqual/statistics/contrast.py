"""What low scores cost and high ones win: contrasts against the middle, with robust errors.

The dummy regression of Brandt (1987) and Mittal, Ross & Baldasare (1998):
``y = b0 + sum_j (r_j [x_j high] + p_j [x_j low]) + e``, one regression for all scores.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.errors import UndefinedStatisticError
from servqual.statistics.moments import Array
from servqual.statistics.tails import t_quantile

Mask = npt.NDArray[np.bool_]
# a class whose contrast rests on fewer people is refused (methods.md 8.5)
FEWEST_IN_CLASS = 20
# fewer people give no contrast at all; they count with the middle
FEWEST_IN_CONTRAST = 5
# people per coefficient below which nothing is estimated
FEWEST_PER_COEFFICIENT = 5
MOST_VIF = 10.0
_NO_SPREAD = 1e-10
_ROWS_AT_ONCE = 100_000


class Estimate(NamedTuple):
    """A coefficient with its limits."""

    value: float
    ci_low: float
    ci_high: float


class Contrast(NamedTuple):
    """The two contrasts of one score.

    Attributes
    ----------
    n_low, n_middle, n_high
    penalty, reward
        Against the middle, all contrasts together; None where it is not estimated.
    difference
        ``-penalty - reward``: what a low score costs more than a high one wins.
    problem
        '' or ``too_few_low``, ``too_few_high``, ``too_few_both``, ``too_few_middle`` (below 20),
        ``collinear`` (variance inflation above 10).
    """

    n_low: int
    n_middle: int
    n_high: int
    penalty: Estimate | None
    reward: Estimate | None
    difference: Estimate | None
    problem: str


class Contrasts(NamedTuple):
    """The regression: people, constant, share of variance, and the contrasts of every score."""

    n: int
    constant: float
    r2: float
    rows: tuple[Contrast, ...]


def low_below(low: float, high: float) -> float:
    """Return the score below which a rating is low: the middle of the scale.

    On 7 points these are the three bottom boxes; dimension means are low below 4.
    """
    return (low + high) / 2


def high_from(low: float, high: float) -> float:
    """Return the score from which a rating is high: five sixths of the way up the scale.

    On 7 points these are the two top boxes, from 6; on 5 points 4.33, which of whole answers is
    only the top one, so that a middle of two answers is left here as there.

    Examples
    --------
    >>> [high_from(1, 7), round(high_from(1, 5), 2), round(high_from(0, 10), 2)]
    [6.0, 4.33, 8.33]
    """
    return low + 5 * (high - low) / 6


def contrasts(
    low: Mask, high: Mask, y: Array, weights: Array | None = None, confidence: float = 0.95
) -> Contrasts:
    """Return penalty and reward contrasts with HC3 limits.

    Parameters
    ----------
    low, high : bool arrays, shape (n, k)
        Whether a person's score is low, high; neither is the middle.
    y : array, shape (n,)
        Outcome, nothing missing.
    weights : array, shape (n,), optional
        Survey weights above 0. Coefficients are those of the population then, errors allow for
        unequal weights; counts are of people.
    confidence : float

    Returns
    -------
    Contrasts
        Limits by the t distribution with n less the number of coefficients degrees of freedom and
        the HC3 covariance (MacKinnon & White 1985), ``e^2 / (1 - h)^2`` in the middle of the
        sandwich; R: ``sandwich::vcovHC(lm(y ~ ., weights = w), "HC3")``.

    Raises
    ------
    UndefinedStatisticError
        The message begins with ``too_few_people`` (below five per coefficient) or ``constant`` (the
        outcome is the same for everybody).
    """
    n, k = low.shape
    dummies = np.concatenate([high, low], axis=1).astype(np.float64)
    counts = dummies.sum(axis=0).astype(int)
    used = np.flatnonzero(counts >= FEWEST_IN_CONTRAST)
    if n < FEWEST_PER_COEFFICIENT * (1 + len(used)) or n <= 1:
        raise UndefinedStatisticError("too_few_people: fewer than five people per contrast")
    w = np.ones(n) if weights is None else weights / weights.mean()
    mean = float(w @ y) / n
    total = float(w @ (y - mean) ** 2)
    if total <= _NO_SPREAD * max(float(w @ y**2), _NO_SPREAD):
        raise UndefinedStatisticError("constant: the outcome is the same for everybody")
    design = np.column_stack([np.ones(n), dummies[:, used]])
    fit = _fit(design, y, w)
    place = {int(column): 1 + at for at, column in enumerate(used)}
    reach = t_quantile(0.5 + confidence / 2, n - len(fit.slope))
    rows = tuple(
        _row(fit, place, j, k, (counts[k + j], n - counts[k + j] - counts[j], counts[j]), reach)
        for j in range(k)
    )
    return Contrasts(n, float(fit.slope[0]), min(max(1 - fit.rest / total, 0.0), 1.0), rows)


class _Fit(NamedTuple):
    """Coefficients, their HC3 covariance, the variance left, and which cannot be told apart."""

    slope: Array
    covariance: Array
    rest: float
    tied: Mask


def _fit(design: Array, y: Array, w: Array) -> _Fit:
    """Return least squares with HC3 errors; terms that give each other are marked as tied."""
    cross = sum((x.T @ (x * v[:, None]) for x, _, v in _cuts(design, y, w)), np.zeros(()))
    with_y = sum((x.T @ (v * u) for x, u, v in _cuts(design, y, w)), np.zeros(()))
    inverse = np.linalg.pinv(cross, rcond=_NO_SPREAD, hermitian=True)
    slope = inverse @ with_y
    inner, rest = np.zeros_like(cross), 0.0
    for x, u, v in _cuts(design, y, w):
        left = u - x @ slope
        leverage = v * ((x @ inverse) * x).sum(axis=1)
        # whoever alone decides a coefficient is met exactly and tells nothing of the error
        free = np.maximum(1 - leverage, _NO_SPREAD)
        shaped = np.where(1 - leverage > _NO_SPREAD, v * left / free, 0.0)
        inner += x.T @ (x * (shaped**2)[:, None])
        rest += float(v @ left**2)
    return _Fit(slope, inverse @ inner @ inverse, rest, _tied(cross))


def _cuts(design: Array, y: Array, w: Array) -> Iterator[tuple[Array, Array, Array]]:
    for at in range(0, len(y), _ROWS_AT_ONCE):
        cut = slice(at, at + _ROWS_AT_ONCE)
        yield design[cut], y[cut], w[cut]


def _tied(cross: Array) -> Mask:
    """Say which terms the others give, or nearly: variance inflation above 10."""
    n = cross[0, 0]
    mean = cross[0] / n
    covariance = cross[1:, 1:] / n - np.outer(mean[1:], mean[1:])
    spread = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    flat = spread <= _NO_SPREAD
    root = np.where(flat, 1.0, spread)
    values, vectors = np.linalg.eigh(covariance / np.outer(root, root))
    # a term's share in directions without spread makes its variance inflation infinite
    inflation = (vectors**2 / np.maximum(values, _NO_SPREAD)).sum(axis=1)
    return np.concatenate([[False], flat | (inflation > MOST_VIF)])


def _row(
    fit: _Fit, place: dict[int, int], j: int, k: int, counts: tuple[int, int, int], reach: float
) -> Contrast:
    """Return the contrasts of score j."""
    reward, penalty = (_estimate(fit, {place.get(column): 1.0}, reach) for column in (j, k + j))
    ends = {place.get(j): -1.0, place.get(k + j): -1.0}
    difference = _estimate(fit, ends, reach) if reward and penalty else None
    problem = _size_problem(*counts)
    if any(fit.tied[at] for at in (place.get(j), place.get(k + j)) if at is not None):
        problem = "collinear"
    low, middle, high = (int(c) for c in counts)
    return Contrast(low, middle, high, penalty, reward, difference, problem)


def _size_problem(low: int, middle: int, high: int) -> str:
    if low < FEWEST_IN_CLASS and high < FEWEST_IN_CLASS:
        return "too_few_both"
    if low < FEWEST_IN_CLASS:
        return "too_few_low"
    if high < FEWEST_IN_CLASS:
        return "too_few_high"
    return "too_few_middle" if middle < FEWEST_IN_CLASS else ""


def _estimate(fit: _Fit, terms: dict[int | None, float], reach: float) -> Estimate | None:
    """Return a weighted sum of coefficients with its limits; None where one cannot be told."""
    total = np.zeros(len(fit.slope))
    for at, sign in terms.items():
        if at is None or fit.tied[at]:
            return None
        total[at] = sign
    value = float(total @ fit.slope)
    error = math.sqrt(max(float(total @ fit.covariance @ total), 0.0))
    return Estimate(value, value - reach * error, value + reach * error)


def kind_of(penalty: Estimate, reward: Estimate, difference: Estimate, smallest: float) -> str:
    """Return what two contrasts make of a score, from their limits.

    Parameters
    ----------
    penalty, reward, difference : Estimate
    smallest : float
        Smallest effect of interest, in points of the outcome.

    Returns
    -------
    str
        The first that applies, cost being -penalty:

        - ``neutral``: cost and reward are both within the smallest effect;
        - ``undetermined`` where a contrast has the wrong sign, its limits on the wrong side of 0 or
          its value beyond the smallest effect: it stands for other scores;
        - ``penalty_dominant``: the cost is above 0, and above the reward, and the difference is not
          all within the smallest effect;
        - ``reward_dominant``: the same the other way round;
        - ``balanced``: both are above 0, and the difference is all within the smallest effect;
        - ``undetermined``: the limits leave it open.
    """
    cost = Estimate(-penalty.value, -penalty.ci_high, -penalty.ci_low)
    if _within(cost, smallest) and _within(reward, smallest):
        return "neutral"
    if any(side.ci_high < 0 or side.value < -smallest for side in (cost, reward)):
        return "undetermined"
    alike = _within(difference, smallest)
    if cost.ci_low > 0 and difference.ci_low > 0 and not alike:
        return "penalty_dominant"
    if reward.ci_low > 0 and difference.ci_high < 0 and not alike:
        return "reward_dominant"
    if cost.ci_low > 0 and reward.ci_low > 0 and alike:
        return "balanced"
    return "undetermined"


def _within(estimate: Estimate, smallest: float) -> bool:
    return -smallest <= estimate.ci_low and estimate.ci_high <= smallest
