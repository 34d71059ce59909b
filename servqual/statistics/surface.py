"""Whether an outcome follows the difference of two scores, or one of them: response surfaces."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.statistics.moments import Array
from servqual.statistics.powers import PowerSums, pairs
from servqual.statistics.tails import f_upper

# the surface has six coefficients; below that many more people it fits whatever they said
FEWEST = 12
# a share of variance so small is rounding
_NO_SPREAD = 1e-10
# places of (1, p, e, y, pp, pe, py, ee, ey, yy), the entries of PowerSums of three variables
_ONE, _P, _E, _Y, _PP, _PE, _EE = 0, 1, 2, 3, 4, 5, 7
_BOTH, _SURFACE = (_ONE, _P, _E), (_ONE, _P, _E, _PP, _PE, _EE)


class Constraint(NamedTuple):
    """What regressions of an outcome on two scores say about their difference.

    Attributes
    ----------
    r2_gap, r2_of, r2_both, r2_surface
        Shares of the outcome's variance that the difference, the first score, both, and both with
        their squares and product explain.
    slope_of, slope_of_se, slope_minus, slope_minus_se
        Coefficients of the two scores, in outcome units per unit of the scores.
    f, df1, df2, p
        Test that the two slopes add up to 0, as the difference presumes.
    p_surface
        Test of the squares and the product; None with survey weights, which would need products of
        six values.
    """

    r2_gap: float
    r2_of: float
    r2_both: float
    r2_surface: float
    slope_of: float
    slope_of_se: float
    slope_minus: float
    slope_minus_se: float
    f: float
    df1: int
    df2: int
    p: float
    p_surface: float | None


def gap_constraint(sums: PowerSums) -> Constraint:
    """Return whether an outcome y follows ``p - e`` or p and e each in its own way.

    Least squares (Edwards 1994, 2002; R: ``lm(y ~ p + e)`` and ``anova`` against ``I(p - e)``).
    With survey weights errors are linearised (R: ``survey::svyglm``).

    Parameters
    ----------
    sums : PowerSums
        Of the three variables p, e and y, in this order.

    Raises
    ------
    UndefinedStatisticError
        The message begins with ``too_few_people`` (fewer than 12), ``no_spread`` (a score or the
        outcome is the same for everybody) or ``collinear`` (the scores follow from each other).
    """
    if sums.n < FEWEST:
        raise UndefinedStatisticError("too_few_people: a surface needs more people")
    covariance = sums.covariance()
    variances = np.diag(covariance)
    squares = np.array([sums.first[a, a] for a in (_P, _E, _Y)]) / sums.weight
    if not (variances > _NO_SPREAD * np.maximum(squares, _NO_SPREAD)).all():
        raise UndefinedStatisticError("no_spread: a score or the outcome is the same for everybody")
    sd = np.sqrt(variances)
    r = float(covariance[0, 1] / (sd[0] * sd[1]))
    if 1 - r * r < _NO_SPREAD:
        raise UndefinedStatisticError("collinear: one score follows from the other")
    scaled = _standardised(sums.first, sums.mean(), sd)
    weighted = sums.second is not sums.first
    heavy = _standardised(sums.second, sums.mean(), sd) if weighted else None
    return _constraint(sums.n, sums.weight, scaled, heavy, sd)


def _constraint(n: int, weight: float, scaled: Array, heavy: Array | None, sd: Array) -> Constraint:
    """Return everything from the sums of standardised values and their products."""
    slopes = _solved(scaled, _BOTH)
    r2_both, r2_surface = _r2(scaled, _BOTH, weight), _r2(scaled, _SURFACE, weight)
    df2 = n - len(_BOTH)
    scale = sd[2] / sd[:2]
    cov = _slope_covariance(scaled, heavy, slopes, n, (1 - r2_both) * weight)[1:, 1:]
    cov = cov * np.outer(scale, scale)
    slope_of, slope_minus = (float(b) for b in slopes[1:] * scale)
    spread = float(cov.sum())
    f = (slope_of + slope_minus) ** 2 / spread if spread > 0 else float("inf")
    # the difference p - e, from the standardised scores
    gap = np.array([0.0, sd[0], -sd[1]])
    grid = scaled[np.ix_(_BOTH, _BOTH)]
    with_y = float(gap @ scaled[list(_BOTH), _Y])
    return Constraint(
        r2_gap=with_y**2 / float(gap @ grid @ gap) / weight,
        r2_of=float(scaled[_P, _Y] / weight) ** 2,
        r2_both=r2_both,
        r2_surface=r2_surface,
        slope_of=slope_of,
        slope_of_se=float(np.sqrt(cov[0, 0])),
        slope_minus=slope_minus,
        slope_minus_se=float(np.sqrt(cov[1, 1])),
        f=f,
        df1=1,
        df2=df2,
        p=f_upper(f, 1, df2),
        p_surface=_surface_test(r2_both, r2_surface, n) if heavy is None else None,
    )


def _standardised(sums: Array, mean: Array, sd: Array) -> Array:
    """Return the sums of products of standard scores, from those of the values."""
    k = len(mean)
    a, b = pairs(k)
    change = np.zeros((len(sums), len(sums)))
    change[0, 0] = 1
    linear = change[1 : k + 1]
    linear[:, 0], linear[:, 1 : k + 1] = -mean / sd, np.diag(1 / sd)
    for row, (i, j) in enumerate(zip(a, b, strict=True), start=k + 1):
        change[row, 0] = mean[i] * mean[j]
        change[row, 1 + i] -= mean[j]
        change[row, 1 + j] -= mean[i]
        change[row, row] = 1
        change[row] /= sd[i] * sd[j]
    return np.asarray(change @ sums @ change.T)


def _solved(scaled: Array, terms: tuple[int, ...]) -> Array:
    """Return the coefficients of y on some terms; a term that others give adds nothing."""
    grid, with_y = scaled[np.ix_(terms, terms)], scaled[list(terms), _Y]
    return np.asarray(np.linalg.lstsq(grid, with_y, rcond=_NO_SPREAD)[0])


def _r2(scaled: Array, terms: tuple[int, ...], weight: float) -> float:
    explained = _solved(scaled, terms) @ scaled[list(terms), _Y] / weight
    return min(max(float(explained), 0.0), 1.0)


def _slope_covariance(
    scaled: Array, heavy: Array | None, slopes: Array, n: int, residual: float
) -> Array:
    """Return the covariance of the coefficients on 1, p and e: least squares or linearised."""
    inverse = np.linalg.inv(scaled[np.ix_(_BOTH, _BOTH)])
    if heavy is None:
        return np.asarray(inverse * residual / (n - len(_BOTH)))
    # residual times each term is a sum of products of two, so its square is one of four
    scores = np.zeros((len(_BOTH), len(scaled)))
    for row, term in enumerate(_BOTH):
        scores[row, _product(term, _Y)] += 1
        for slope, other in zip(slopes, _BOTH, strict=True):
            scores[row, _product(term, other)] -= slope
    inner = scores @ heavy @ scores.T * n / (n - 1)
    return np.asarray(inverse @ inner @ inverse)


def _product(a: int, b: int) -> int:
    """Return the place of the product of two of 1, p, e, y."""
    low, high = sorted((a, b))
    if low == 0:
        return high
    return {(1, 1): 4, (1, 2): 5, (1, 3): 6, (2, 2): 7, (2, 3): 8}[low, high]


def _surface_test(r2_both: float, r2_surface: float, n: int) -> float:
    """Return p of the F test of the three curved terms."""
    df2 = n - len(_SURFACE)
    gained, left = r2_surface - r2_both, 1 - r2_surface
    if left <= _NO_SPREAD:
        return 1.0 if gained <= _NO_SPREAD else 0.0
    return f_upper(max(gained, 0.0) / 3 / (left / df2), 3, df2)
