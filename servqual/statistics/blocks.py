"""Balanced incomplete blocks: which part of the items each version asks, and what that costs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from servqual.statistics.moments import Array

# versions -> blocks of items, and the first versions of which the others are shifts; every two
# blocks stand together in equally many versions (Fisher & Yates 1963; 12: the affine plane)
_SHIFTED: dict[int, tuple[int, tuple[tuple[int, ...], ...]]] = {
    3: (3, ((0, 1),)),
    4: (4, ((0, 1, 2),)),
    5: (5, ((0, 1, 2, 3),)),
    7: (7, ((0, 1, 3),)),
    10: (5, ((0, 1), (0, 2))),
    13: (13, ((0, 1, 3, 9),)),
}
_LISTED: dict[int, tuple[tuple[int, ...], ...]] = {
    6: ((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)),
    12: (
        *((0, 1, 2), (3, 4, 5), (6, 7, 8)),
        *((0, 3, 6), (1, 4, 7), (2, 5, 8)),
        *((0, 4, 8), (1, 5, 6), (2, 3, 7)),
        *((0, 5, 7), (1, 3, 8), (2, 4, 6)),
    ),
}
VERSIONS = tuple(sorted((*_SHIFTED, *_LISTED)))


def block_design(n_versions: int) -> tuple[tuple[int, ...], ...]:
    """Return which blocks of items each version asks, numbered from 0.

    Parameters
    ----------
    n_versions : int
        One of ``VERSIONS``: 3, 4, 5, 6, 7, 10, 12 or 13.

    Returns
    -------
    tuple of tuples of int
        Every block stands in equally many versions, and every two of them together in equally
        many, at least one.

    Examples
    --------
    >>> block_design(3)
    ((0, 1), (1, 2), (0, 2))
    """
    if n_versions in _LISTED:
        return _LISTED[n_versions]
    blocks, first = _SHIFTED[n_versions]
    return tuple(
        tuple(sorted((block + step) % blocks for block in version))
        for version in first
        for step in range(blocks)
    )


def n_blocks(n_versions: int) -> int:
    """Return into how many blocks the items are dealt.

    Examples
    --------
    >>> n_blocks(7)
    7
    """
    return 1 + max(max(version) for version in block_design(n_versions))


def score_variance(shares: Sequence[Array], cov: Array) -> float:
    """Return the variance of the score of one person who answers one of the versions by chance.

    Parameters
    ----------
    shares : sequence of arrays, shape (n_items,)
        How much each item counts, by version; each adds up to 1.
    cov : array, shape (n_items, n_items)
        Covariances of the items. Their means are taken to be alike; where they are not, the
        variance of the versions' means comes on top.

    Examples
    --------
    >>> whole = np.full(4, 0.25)
    >>> score_variance([whole], 0.5 + 0.5 * np.eye(4))
    0.625
    """
    return float(np.mean([w @ cov @ w for w in shares]))


def alike_covariance(sds: Array, correlation: float) -> Array:
    """Return covariances of items with these SDs of which every two correlate alike.

    Examples
    --------
    >>> alike_covariance(np.array([1.0, 2.0]), 0.5).tolist()
    [[1.0, 1.0], [1.0, 4.0]]
    """
    r = np.full((len(sds), len(sds)), correlation)
    np.fill_diagonal(r, 1.0)
    return np.asarray(np.outer(sds, sds) * r)


def together(asked: Array) -> Array:
    """Return in how many versions every two items are asked together.

    Parameters
    ----------
    asked : bool array, shape (n_versions, n_items)

    Returns
    -------
    int array, shape (n_items, n_items)
        The diagonal says in how many each item is asked.
    """
    counted = asked.astype(np.int64)
    return np.asarray(counted.T @ counted)
