"""Multiple imputation: chained equations with predictive mean matching, and Rubin's rules."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

DONORS = 5  # van Buuren 2018, section 3.4.3
CYCLES = 5  # as in R: mice
# of the diagonal: keeps nearly collinear ratings solvable (R: mice's own default)
RIDGE = 1e-5
# tables that agree differ by the last bits of their sums
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Pooled:
    """One estimate over several completed tables.

    Attributes
    ----------
    estimate, variance : float
        Mean of the estimates, and their total variance.
    within, between : float
        Mean of the variances, and variance of the estimates.
    share : float
        Part of the total variance that is due to the missing answers, 0 to 1.
    df : float
        Degrees of freedom of Barnard & Rubin; those of complete data where nothing was missing.
    """

    estimate: float
    variance: float
    within: float
    between: float
    share: float
    df: float


def rubin(estimates: npt.ArrayLike, variances: npt.ArrayLike, df_complete: float) -> Pooled:
    """Return the pooled estimate of at least two completed tables.

    ``T = U + (1 + 1/m) B`` (Rubin 1987, eq. 3.1.5), degrees of freedom of Barnard & Rubin 1999
    (R: ``mice::pool.scalar(Q, U, n = df_complete + 1)``).

    Examples
    --------
    >>> five = rubin([-.80, -.75, -.83, -.79, -.78], [.0100, .0110, .0098, .0105, .0102], 99)
    >>> round(five.estimate, 6), round(five.variance, 6), round(five.share, 6), round(five.df, 3)
    (-0.79, 0.01132, 0.090106, 74.889)
    """
    q, u = np.asarray(estimates, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    m = len(q)
    within, between = float(u.mean()), float(q.var(ddof=1))
    total = within + (1 + 1 / m) * between
    share = (1 + 1 / m) * between / total if total > 0 else 0.0
    return Pooled(
        float(q.mean()), total, within, between, share, barnard_rubin(share, m, df_complete)
    )


def barnard_rubin(share: float, m: int, df_complete: float) -> float:
    """Return the degrees of freedom for a share of variance due to missing answers."""
    if not share > _ROUNDING or not math.isfinite(share):
        return df_complete
    between = (m - 1) / share**2
    observed = (df_complete + 1) / (df_complete + 3) * df_complete * (1 - share)
    return between * observed / (between + observed) if observed > 0 else between


@dataclass(frozen=True)
class Predictors:
    """What a column is imputed from: other columns, and means of groups of columns.

    Attributes
    ----------
    columns : int array
    means : tuple of int arrays
        Each stands for one predictor: the row mean of these columns.
    """

    columns: Places
    means: tuple[Places, ...] = ()


def complete(
    values: Array, predictors: Sequence[Predictors], rng: np.random.Generator, cycles: int = CYCLES
) -> Array:
    """Return a copy of a table with every NaN replaced by an answer that somebody gave.

    Parameters
    ----------
    values : array, shape (n_people, n_columns)
        NaN for missing. A column without any answer stays as it is and predicts nothing.
    predictors : sequence of Predictors, one per column
    rng : Generator
    cycles : int
        Rounds over all columns.

    Returns
    -------
    array, shape (n_people, n_columns)

    Notes
    -----
    Predictive mean matching by chained equations (van Buuren 2018, sections 3.4 and 4.5; R:
    ``mice(method = "pmm")``): coefficients are drawn from their posterior, each missing cell takes
    the answer of one of the five people whose own prediction is nearest.
    """
    missing: Mask = np.isnan(values)
    empty: Mask = np.asarray(missing.all(axis=0))
    holes = [j for j in range(values.shape[1]) if missing[:, j].any() and not empty[j]]
    filled = values.copy()
    for j in holes:
        given = values[~missing[:, j], j]
        filled[missing[:, j], j] = rng.choice(given, int(missing[:, j].sum()))
    means = _Means(filled, empty)
    for _ in range(cycles):
        for j in holes:
            design = means.design(predictors[j])
            gone = missing[:, j]
            filled[gone, j] = matched(values[~gone, j], design[~gone], design[gone], rng)
            means.changed(j)
    return filled


class _Means:
    """Predictors of a table that is being filled; row means are kept until a column changes."""

    def __init__(self, filled: Array, empty: Mask) -> None:
        self._filled, self._empty = filled, empty
        self._known: dict[tuple[int, ...], Array] = {}

    def design(self, predictors: Predictors) -> Array:
        """Return the predictors of one column, a constant first."""
        single = predictors.columns[~self._empty[predictors.columns]]
        groups = [tuple(group[~self._empty[group]].tolist()) for group in predictors.means]
        means = [self._mean(group) for group in groups if group]
        return np.column_stack([np.ones(len(self._filled)), self._filled[:, single], *means])

    def changed(self, column: int) -> None:
        """Forget the means that hold a column."""
        for group in [group for group in self._known if column in group]:
            del self._known[group]

    def _mean(self, group: tuple[int, ...]) -> Array:
        if group not in self._known:
            self._known[group] = self._filled[:, group].mean(axis=1)
        return self._known[group]


def matched(given: Array, seen: Array, wanted: Array, rng: np.random.Generator) -> Array:
    """Return an answer for each row that has none, borrowed from a person with a like prediction.

    Parameters
    ----------
    given : array, shape (n_seen,)
        The answers of those who gave one.
    seen, wanted : arrays, shape (n_seen, p) and (n_wanted, p)
        Predictors of those who answered, and of those who did not.
    """
    coefficients, drawn = _regression(given, seen, rng)
    donors = seen @ coefficients
    order = np.argsort(donors, kind="stable")
    nearest = _nearest(donors[order], wanted @ drawn)
    pick = rng.integers(0, nearest.shape[1], len(wanted))
    return np.asarray(given[order[nearest[np.arange(len(wanted)), pick]]])


def _regression(given: Array, seen: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """Return least-squares coefficients, and a draw from their posterior (Rubin 1987, p. 167)."""
    products = seen.T @ seen
    products[np.diag_indices_from(products)] *= 1 + RIDGE
    root = np.linalg.cholesky(products + RIDGE * np.eye(len(products)))
    inverse_root = np.linalg.solve(root, np.eye(len(root)))
    coefficients = inverse_root.T @ (inverse_root @ (seen.T @ given))
    residuals = given - seen @ coefficients
    df = max(len(given) - seen.shape[1], 1)
    sigma = math.sqrt(float(residuals @ residuals) / float(rng.chisquare(df)))
    return coefficients, coefficients + sigma * (inverse_root.T @ rng.standard_normal(len(root)))


def _nearest(ordered: Array, wanted: Array) -> Places:
    """Return the positions of the donors nearest to each value, shape (n_wanted, donors)."""
    n_donors = min(DONORS, len(ordered))
    middle = np.searchsorted(ordered, wanted)
    window = np.arange(-n_donors, n_donors)
    places = np.clip(middle[:, None] + window, 0, len(ordered) - 1)
    distance = np.abs(ordered[places] - wanted[:, None])
    # positions cut off at an end of the table would count the last donor twice
    cut = (middle[:, None] + window < 0) | (middle[:, None] + window >= len(ordered))
    distance[cut] = np.inf
    chosen = np.argpartition(distance, n_donors - 1, axis=1)[:, :n_donors]
    return np.asarray(np.take_along_axis(places, chosen, axis=1))
