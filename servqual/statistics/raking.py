"""Weights made to fit known margins, and errors that count the fitting: raking and jackknife."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.errors import UndefinedStatisticError
from servqual.statistics.design_sums import Sampled, Units
from servqual.statistics.moments import Array

TOLERANCE = 1e-6  # largest difference of a share with which a margin counts as met
_FINE = 1e-9  # where the rounds stop before they are used up
MOST_ROUNDS = 200
MOST_TRIMS = 20
_CLOSE = 1e-3  # a weight this little beyond a bound, as a share of it, is left
FEW_ROWS = 20_000  # up to here sorting rows into types costs more than it saves
# beyond so many units, groups of units are left out one by one
MOST_REPLICATES = 100


Places = npt.NDArray[np.intp]


class Margin(NamedTuple):
    """A margin: the group of each row, -1 for none, and the share that each group should have."""

    codes: npt.NDArray[np.intp]
    shares: Array


class Raked(NamedTuple):
    """Weights that fit.

    Attributes
    ----------
    weights : array, shape (rows,)
        Their mean is 1.
    error : float
        Largest difference between a group's share and what it should be.
    rounds : int
        Over all margins, trimming included.
    trimmed : int
        Rows whose weight was cut at a bound at least once.
    """

    weights: Array
    error: float
    rounds: int
    trimmed: int


def rake(base: Array, margins: Sequence[Margin], trim: tuple[float, float] | None = None) -> Raked:
    """Return weights whose margins are as given (iterative proportional fitting).

    Parameters
    ----------
    base : array, shape (rows,)
        Weights to begin with, 0 or more.
    margins : sequence of Margin
        Rows without a group keep their part of the whole: they count in no share of that margin.
        One margin alone is post-stratification.
    trim : tuple of two numbers, optional
        Lowest and highest weight, in mean weights. Weights beyond are cut and the margins fitted
        again, until none is (at most 20 times): the margins are met, and a weight may stay a
        little beyond where both cannot be.

    Raises
    ------
    UndefinedStatisticError
        ``empty_cell: ...`` a group that should have a share has no weight, or
        ``no_convergence: ...`` 200 rounds do not meet the margins to 1e-6: they contradict each
        other.

    Notes
    -----
    Deming & Stephan (1940), *Ann Math Stat* 11(4):427-444. R: ``survey::rake``.

    Examples
    --------
    A hundred people by sex and age (30, 10, 40, 20), made 50/50 and 40/60:

    >>> sex = np.repeat([0, 0, 1, 1], [30, 10, 40, 20])
    >>> age = np.repeat([0, 1, 0, 1], [30, 10, 40, 20])
    >>> margins = [Margin(sex, np.array([0.5, 0.5])), Margin(age, np.array([0.4, 0.6]))]
    >>> np.unique(rake(np.ones(100), margins).weights.round(6)).tolist()
    [0.439413, 0.74745, 1.621175, 2.757651]
    """
    first, of_row = _types(base, margins)
    times = np.bincount(of_row).astype(np.float64)
    short = [Margin(m.codes[first], m.shares) for m in margins]
    w = base[first] * times.sum() / float(base.sum())
    w, error, rounds = _fitted(w, times, short)
    cut = np.zeros(len(w), dtype=bool)
    for _ in range(MOST_TRIMS if trim else 0):
        low, high = (float(b) for b in trim or ())
        beyond = (w > 0) & ((w > high * (1 + _CLOSE)) | (w < low * (1 - _CLOSE)))
        if not beyond.any():
            break
        cut |= beyond
        w, error, more = _fitted(np.where(w > 0, np.clip(w, low, high), 0.0), times, short)
        rounds += more
    return Raked(w[of_row], error, rounds, int(times[cut].sum()))


def _types(base: Array, margins: Sequence[Margin]) -> tuple[Places, Places]:
    """Return a row of each type of rows that are weighted alike, and the type of every row."""
    if len(base) < FEW_ROWS:
        every = np.arange(len(base))
        return every, every
    types = np.column_stack([base, *(m.codes for m in margins)])
    _, first, of_row = np.unique(types, axis=0, return_index=True, return_inverse=True)
    return first, of_row.ravel()


def _fitted(w: Array, times: Array, margins: Sequence[Margin]) -> tuple[Array, float, int]:
    """Return weights of types of rows that fit all margins, the error left, and the rounds."""
    error = _error(w, times, margins)
    for done in range(MOST_ROUNDS):
        if error < _FINE:
            return _of_mean_one(w, times), error, done
        for codes, shares in margins:
            there = codes >= 0
            found = _groups(w * times, codes, len(shares))
            wanted = shares * found.sum()
            if (found[wanted > 0] <= 0).any():
                raise UndefinedStatisticError("empty_cell: a group to be weighted has no weight")
            factor = np.divide(wanted, found, out=np.zeros_like(wanted), where=found > 0)
            w = np.where(there, w * factor[codes], w)
        error = _error(w, times, margins)
    if error < TOLERANCE:
        return _of_mean_one(w, times), error, MOST_ROUNDS
    raise UndefinedStatisticError(
        f"no_convergence: after {MOST_ROUNDS} rounds a share is still {error:.2g} off"
    )


def _of_mean_one(w: Array, times: Array) -> Array:
    return np.asarray(w * times.sum() / (w @ times))


def _groups(heavy: Array, codes: npt.NDArray[np.intp], k: int) -> Array:
    there = codes >= 0
    return np.bincount(codes[there], heavy[there], minlength=k).astype(np.float64)


def _error(w: Array, times: Array, margins: Sequence[Margin]) -> float:
    """Return the largest difference between a group's share and what it should be."""
    worst = 0.0
    for codes, shares in margins:
        found = _groups(w * times, codes, len(shares))
        total = found.sum()
        if total <= 0:
            raise UndefinedStatisticError("empty_cell: nobody with a group has a weight")
        worst = max(worst, float(np.abs(found / total - shares).max()))
    return worst


# -- errors that count the fitting -----------------------------------------------------------------


class Left(NamedTuple):
    """One replicate: the weight factor of every row, and how much its difference counts."""

    factors: Array
    part: float


def left_out(sampled: Sampled, unit: Units, seed: int) -> list[Left]:
    """Return the replicates of a jackknife: in each some people are left out.

    Clusters are left out one by one (JK1, by strata JKn), up to 100 of them; people, and more
    clusters, in 100 random groups spread over the strata (Kott 2001, *J Off Stat* 17(4):521-526).
    Those left of the same stratum stand for them. R: ``survey::as.svrepdesign``, ``type = "JK1"``,
    ``"JKn"``.

    Parameters
    ----------
    sampled : Sampled
    unit : int array, shape (rows,)
        Cluster of each row, else its stratum.
    seed : int
        Of the random groups.
    """
    rows = np.arange(len(unit))
    who = unit if sampled.clustered else rows
    psu, of_row = np.unique(who, return_inverse=True)
    stratum = sampled.strata[psu] if sampled.clustered else unit
    if sampled.clustered and len(psu) <= MOST_REPLICATES:
        groups, parts = _one_by_one(stratum)
    else:
        groups, parts = _random_groups(stratum, seed)
    found = []
    for group, part in zip(groups, parts, strict=True):
        factors = _stand_in(stratum, group)
        if factors is not None:
            found.append(Left(factors[of_row.ravel()], part))
    return found


def _one_by_one(stratum: Units) -> tuple[list[Places], list[float]]:
    size = np.bincount(stratum)
    groups = [np.array([k]) for k in range(len(stratum)) if size[stratum[k]] > 1]
    return groups, [1 - 1 / size[stratum[g[0]]] for g in groups]


def _random_groups(stratum: Units, seed: int) -> tuple[list[Places], list[float]]:
    n = min(MOST_REPLICATES, len(stratum))
    order = np.random.default_rng(seed).permutation(len(stratum))
    order = order[np.argsort(stratum[order], kind="stable")]
    groups = [order[k::n] for k in range(n)]
    return groups, [1 - 1 / n] * n


def _stand_in(stratum: Units, out: Places) -> Array | None:
    """Return the factors of the units when some are left out; None if a stratum is left empty."""
    size = np.bincount(stratum).astype(np.float64)
    left = size - np.bincount(stratum[out], minlength=len(size))
    if ((left <= 0) & (size > 0)).any():
        # a stratum of one unit has nobody to stand in: it stays
        out = out[left[stratum[out]] > 0]
        left = size - np.bincount(stratum[out], minlength=len(size))
        if len(out) == 0:
            return None
    factors = np.divide(size, left, out=np.zeros_like(size), where=left > 0)[stratum]
    factors[out] = 0.0
    return np.asarray(factors)


def jackknife(
    values: Array, base: Array, refit: Callable[[Array], Array], replicates: Sequence[Left]
) -> Array:
    """Return the covariance of weighted means when the weights are fitted anew each time.

    Parameters
    ----------
    values : array, shape (rows, k)
        NaN for missing.
    base : array, shape (rows,)
        Weights before they are fitted.
    refit : function
        Base weights of a replicate in, fitted weights out.
    replicates : sequence of Left

    Returns
    -------
    array, shape (k, k)
        ``sum part (mean_r - mean)(mean_r - mean)'`` about the means of all people; NaN without
        replicates.
    """
    if len(replicates) < 2:
        return np.full((values.shape[1],) * 2, np.nan)
    weights = np.column_stack([refit(base), *(refit(base * r.factors) for r in replicates)])
    there = ~np.isnan(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        means = (np.where(there, values, 0.0).T @ weights) / (there.T.astype(np.float64) @ weights)
    away = means[:, 1:] - means[:, :1]
    parts = np.array([r.part for r in replicates])
    return np.asarray((away * parts) @ away.T)
