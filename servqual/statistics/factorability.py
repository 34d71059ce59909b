"""Whether a correlation matrix can be factored at all: faults, KMO, Bartlett, eigenvalues."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array
from servqual.statistics.tails import chi2_upper

FEWEST_ITEMS = 3
_ONE = 1 - 1e-8  # correlations that differ from 1 by rounding only
_ZERO = 1e-8  # eigenvalues that differ from 0 by rounding only
_PART = 1e-3  # smallest share of an item in a combination without spread that counts


class Fault(NamedTuple):
    """Why a covariance matrix cannot be factored.

    Attributes
    ----------
    code : str
        ``too_few_items``, ``too_few_people``, ``constant_item``, ``duplicate_item``, ``singular``.
    places : tuple of int
        The items to blame, from 0; empty where all are.
    """

    code: str
    places: tuple[int, ...] = ()


class Kmo(NamedTuple):
    """Kaiser-Meyer-Olkin measure of sampling adequacy: of all items, and of each, shape (k,)."""

    overall: float
    items: Array


class Bartlett(NamedTuple):
    """Bartlett's test that all correlations are 0."""

    chi2: float
    df: int
    p: float


def find_fault(covariance: Array, n: int, size: float = 0.0) -> Fault | None:
    """Return the first reason why a covariance matrix of n people has no factor model, or None.

    Parameters
    ----------
    covariance : array, shape (k, k)
        NaN where there are fewer than two people.
    n : int
        People who answered all k items.
    size : float
        How large the values are that the covariances were made of; what their rounding leaves of a
        constant item is not spread.

    Examples
    --------
    >>> find_fault(np.array([[2.0, 1, 2], [1, 2, 1], [2, 1, 2]]), 50)
    Fault(code='duplicate_item', places=(0, 2))
    """
    k = len(covariance)
    if k < FEWEST_ITEMS:
        return Fault("too_few_items")
    if n < 2:
        return Fault("too_few_people")
    flat = without_spread(covariance, size)
    if flat:
        return Fault("constant_item", flat)
    return Fault("too_few_people") if n <= k else _dependence(correlations(covariance))


def _dependence(r: Array) -> Fault | None:
    """Return the items that say the same, or that add up to nothing."""
    twins = np.abs(r) > _ONE
    np.fill_diagonal(twins, val=False)
    if twins.any():
        return Fault("duplicate_item", _places(np.asarray(twins.any(axis=1))))
    values, vectors = np.linalg.eigh(r)
    empty = values <= _ZERO
    if not empty.any():
        return None
    return Fault("singular", _places((vectors[:, empty] ** 2).sum(axis=1) > _PART))


def without_spread(covariance: Array, size: float = 0.0) -> tuple[int, ...]:
    """Return the places of items that everybody answered alike, rounding left aside."""
    variance = np.diag(covariance)
    largest = max(float(np.nanmax(variance, initial=0.0)), size**2)
    return _places(~(variance > 1e-12 * largest))


def correlations(covariance: Array) -> Array:
    """Return the correlation matrix of a covariance matrix whose items all have spread."""
    sd = np.sqrt(np.diag(covariance))
    r = covariance / np.outer(sd, sd)
    r = (r + r.T) / 2
    np.fill_diagonal(r, 1.0)
    return np.asarray(r)


def kmo(r: Array) -> Kmo:
    """Return the Kaiser-Meyer-Olkin measure of a regular correlation matrix, shape (k, k).

    Squared correlations over themselves plus squared partial correlations (Kaiser & Rice 1974;
    R: ``psych::KMO(r)``), 0 to 1. Without any correlation at all it is 0.5, its limit.

    Examples
    --------
    >>> round(kmo(np.array([[1, 0.5, 0.5], [0.5, 1, 0.5], [0.5, 0.5, 1]])).overall, 6)
    0.692308
    """
    inverse = np.linalg.inv(r)
    scale = np.sqrt(np.diag(inverse))
    partial = inverse / np.outer(scale, scale)
    plain, left = r**2, partial**2
    np.fill_diagonal(plain, 0)
    np.fill_diagonal(left, 0)
    own, rest = plain.sum(axis=0), left.sum(axis=0)
    there = own + rest > 0
    items = np.divide(own, own + rest, out=np.full(len(r), 0.5), where=there)
    total = float(own.sum() + rest.sum())
    return Kmo(float(own.sum()) / total if total > 0 else 0.5, items)


def bartlett(r: Array, n: float) -> Bartlett:
    """Return Bartlett's (1950) test of sphericity of a regular correlation matrix of n people.

    ``-((n - 1) - (2k + 5) / 6) ln det R`` on k (k - 1) / 2 degrees of freedom
    (R: ``psych::cortest.bartlett(r, n)``). The larger the sample the surer it rejects: it is never
    read alone.
    """
    k = len(r)
    chi2 = -((n - 1) - (2 * k + 5) / 6) * float(np.linalg.slogdet(r)[1])
    # a determinant of 1 by rounding only; and very few people make the factor negative
    chi2 = max(chi2, 0.0)
    df = k * (k - 1) // 2
    return Bartlett(chi2, df, chi2_upper(chi2, df))


def eigenvalues(r: Array) -> Array:
    """Return the eigenvalues of symmetric matrices, shape (..., k), the largest first."""
    return np.asarray(np.linalg.eigvalsh(r)[..., ::-1])


def _places(mask: npt.NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(i) for i in np.flatnonzero(mask))
