"""Exploratory factor analysis of a correlation matrix: the one door to factor_analyzer."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, NamedTuple

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.statistics.minres import LOWEST_UNIQUENESS
from servqual.statistics.moments import Array

EXTRACTIONS = ("minres", "ml", "paf")
ROTATIONS = ("oblimin", "promax", "varimax", "none")
OBLIQUE = ("oblimin", "promax")

_HEYWOOD = 1 - LOWEST_UNIQUENESS - 1e-6
_ROUNDS, _STILL = 1000, 1e-3  # principal axes: psych stops there too (min.err)
_TURNS = 2000
_TURN_STILL = {"oblimin": 1e-5, "promax": 1e-12, "varimax": 1e-12}


class Factors(NamedTuple):
    """Common factors of k items, f of them.

    They stand by falling sum of squares; every column of the pattern adds up to 0 or more.

    Attributes
    ----------
    pattern, structure : array, shape (k, f)
        Loadings, and correlations of items and factors; the same unless factors are oblique.
    phi : array, shape (f, f)
        Correlations of the factors.
    communalities : array, shape (k,)
        Share of an item's variance that the factors account for, whatever the rotation.
    ss_loadings : array, shape (f,)
        Sums of squared loadings, for oblique factors ``diag(phi L'L)``; they add up to the sum of
        the communalities.
    heywood : tuple of int
        Items whose communality is 1 or stands at its bound of .995: an improper solution.
    converged : bool
    """

    pattern: Array
    structure: Array
    phi: Array
    communalities: Array
    ss_loadings: Array
    heywood: tuple[int, ...]
    converged: bool


def most_factors(k: int) -> int:
    """Return how many factors k items can have with no fewer correlations than free loadings.

    ``(k - f)^2 >= k + f`` (Ledermann 1937).

    Examples
    --------
    >>> [most_factors(k) for k in (3, 4, 5, 6, 22)]
    [1, 1, 2, 3, 15]
    """
    return int((2 * k + 1 - np.sqrt(8 * k + 1)) // 2)


def extract(
    r: Array, n_factors: int, extraction: str = "minres", rotation: str = "oblimin"
) -> Factors:
    """Return the factors of a regular correlation matrix.

    Parameters
    ----------
    r : array, shape (k, k)
    n_factors : int
        From 1 to :func:`most_factors`.
    extraction : {"minres", "ml", "paf"}
        Minimum residuals, maximum likelihood, iterated principal axes (from squared multiple
        correlations until the sum of communalities moves by less than .001).
    rotation : {"oblimin", "promax", "varimax", "none"}
        Oblimin with gamma 0, promax with kappa 4 and Kaiser's weights, varimax with Kaiser's
        weights. One factor is never rotated.

    Raises
    ------
    ValueError
        An unknown word, or a number of factors that the matrix cannot have.
    UndefinedStatisticError
        The search ended at no numbers (``not_converged``).

    Notes
    -----
    R: ``psych::fa(r, f, fm = "minres", rotate = "oblimin")``, ``fm = "pa"`` for paf; ``factanal``
    for ml.
    """
    if extraction not in EXTRACTIONS or rotation not in ROTATIONS:
        raise ValueError(f"extraction is one of {EXTRACTIONS}, rotation one of {ROTATIONS}")
    if not 1 <= n_factors <= most_factors(len(r)):
        raise ValueError(f"{len(r)} items have 1 to {most_factors(len(r))} factors")
    plain, converged = (_axes if extraction == "paf" else _optimised(extraction))(r, n_factors)
    if not np.isfinite(plain).all():
        raise UndefinedStatisticError("not_converged: the search for factors ended at no numbers")
    common = (plain**2).sum(axis=1)
    pattern, phi, settled = _rotated(plain, rotation)
    pattern, phi = _in_order(pattern, phi)
    return Factors(
        pattern=pattern,
        structure=pattern @ phi,
        phi=phi,
        communalities=common,
        ss_loadings=np.diag(phi @ pattern.T @ pattern).copy(),
        heywood=tuple(int(i) for i in np.flatnonzero(common >= _HEYWOOD)),
        converged=converged and settled,
    )


def congruence(pattern: Array, target: Array) -> Array:
    """Return Tucker's coefficient of every column of one pattern with every column of another.

    Shape (f, d): cosines of the columns (Tucker 1951; R: ``psych::factor.congruence``), from
    about .95 factors count as equal. A column of zeros has 0 with all.

    Examples
    --------
    >>> congruence(np.array([[0.8], [0.6], [0.0]]), np.array([[1.0, 0], [1, 0], [0, 1]])).round(4)
    array([[0.9899, 0.    ]])
    """
    size = np.outer(np.linalg.norm(pattern, axis=0), np.linalg.norm(target, axis=0))
    return np.divide(pattern.T @ target, size, out=np.zeros(size.shape), where=size > 0)


def kmo_of_rows(rows: Array) -> float:
    """Return the Kaiser-Meyer-Olkin measure of complete rows as factor_analyzer computes it."""
    from factor_analyzer.factor_analyzer import calculate_kmo

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it uses a pseudo-inverse for many items
        return float(calculate_kmo(rows)[1])


def loadings_of_rows(rows: Array, n_factors: int) -> Array:
    """Return unrotated minres loadings of complete rows as factor_analyzer fits them by itself."""
    from factor_analyzer import FactorAnalyzer

    model = FactorAnalyzer(n_factors, rotation=None, method="minres", bounds=(0.005, 1))
    with _old_words(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it says is judged by its figures
        model.fit(rows)
    return np.asarray(model.loadings_, dtype=np.float64)


# -- extraction --------------------------------------------------------------------------------


def _axes(r: Array, n_factors: int) -> tuple[Array, bool]:
    """Return the loadings of iterated principal axes."""
    common = 1 - 1 / np.diag(np.linalg.inv(r))
    reduced = r.copy()
    for _ in range(_ROUNDS):
        np.fill_diagonal(reduced, common)
        loadings = _largest(reduced, n_factors)
        before, common = common, (loadings**2).sum(axis=1)
        if abs(common.sum() - before.sum()) < _STILL:
            return loadings, True
    return loadings, False


def _largest(reduced: Array, n_factors: int) -> Array:
    """Return the principal axes of a symmetric matrix with the largest roots, times the roots."""
    values, vectors = np.linalg.eigh(reduced)
    values, vectors = values[::-1][:n_factors], vectors[:, ::-1][:, :n_factors]
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0)))


def _optimised(method: str) -> Callable[[Array, int], tuple[Array, bool]]:
    """Return the extraction by factor_analyzer with one of its methods."""

    def extraction(r: Array, n_factors: int) -> tuple[Array, bool]:
        from factor_analyzer import FactorAnalyzer

        model = FactorAnalyzer(
            n_factors, rotation=None, method=method, is_corr_matrix=True, bounds=(0.005, 1)
        )
        with _old_words(), warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            model.fit(r)
        failed = any("converge" in str(w.message) for w in said)
        return np.asarray(model.loadings_, dtype=np.float64), not failed

    return extraction


@contextmanager
def _old_words() -> Iterator[None]:
    """Let factor_analyzer 0.5.1 ask scikit-learn 1.8 and later in the words of earlier ones."""
    import factor_analyzer.factor_analyzer as library

    check = library.check_array
    if "force_all_finite" in inspect.signature(check).parameters:
        yield
        return

    @wraps(check)
    def translated(*values: Any, force_all_finite: Any = True, **options: Any) -> Any:
        return check(*values, ensure_all_finite=force_all_finite, **options)

    library.check_array = translated
    try:
        yield
    finally:
        library.check_array = check


# -- rotation ----------------------------------------------------------------------------------


def _rotated(loadings: Array, rotation: str) -> tuple[Array, Array, bool]:
    """Return pattern and correlations of the rotated factors, and whether the rotation ended."""
    f = loadings.shape[1]
    if rotation == "none" or f == 1:
        return loadings, np.eye(f), True
    from factor_analyzer import Rotator

    turn = Rotator(
        rotation, normalize=True, power=4, gamma=0, max_iter=_TURNS, tol=_TURN_STILL[rotation]
    )
    pattern = np.asarray(turn.fit_transform(loadings), dtype=np.float64)
    if rotation not in OBLIQUE:
        return pattern, np.eye(f), True
    # from the loadings themselves: in FactorAnalyzer phi_ follows another order of the factors
    transform = np.linalg.lstsq(loadings, pattern, rcond=None)[0]
    axes = np.linalg.inv(transform).T
    settled = rotation != "oblimin" or _slope(pattern, axes) < 10 * _TURN_STILL["oblimin"]
    return pattern, np.asarray(axes.T @ axes), settled


def _slope(pattern: Array, axes: Array) -> float:
    """Return how steep oblimin's criterion still is at unit length axes (Jennrich 2002)."""
    square = pattern**2
    steep = pattern * (square.sum(axis=1, keepdims=True) - square)
    gradient = -(pattern.T @ steep @ np.linalg.inv(axes)).T
    along = gradient - axes * (axes * gradient).sum(axis=0)
    return float(np.linalg.norm(along))


def _in_order(pattern: Array, phi: Array) -> tuple[Array, Array]:
    """Return the factors by falling sum of squares, every column adding up to 0 or more."""
    signs = np.where(pattern.sum(axis=0) < 0, -1.0, 1.0)
    pattern, phi = pattern * signs, phi * np.outer(signs, signs)
    order = np.argsort(-np.diag(phi @ pattern.T @ pattern), kind="stable")
    return pattern[:, order], phi[np.ix_(order, order)]
