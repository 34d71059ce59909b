"""Symmetric square roots of many matrices that lie close together, such as replicates of one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array

# a matrix with a smaller eigenvalue counts as singular
SMALLEST = 1e-8
# below so many matrices each is decomposed
FEW = 50
STEPS = 12
# the square of a root that was approached is right to this, which tells nothing of roots near 0
CLOSE, NEAR_0 = 1e-5, 1e-3


class Roots(NamedTuple):
    """``root`` has shape (b, p, p); ``regular`` (b,) says of which matrix it is one."""

    root: Array
    regular: npt.NDArray[np.bool_]


def symmetric_roots(matrices: Array) -> Roots:
    """Return the positive symmetric square roots of correlation matrices.

    Parameters
    ----------
    matrices : array, shape (b, p, p)
        Symmetric and finite. The root of one with an eigenvalue below 1e-8 is that of the identity.

    Returns
    -------
    Roots
        Squares are right to rounding, of 50 matrices or more to 1e-5.

    Notes
    -----
    Of many matrices only the mean is decomposed. From its root S_0 each root is approached by
    Newton's steps with a fixed derivative: ``S_0 X + X S_0 = R - S^2`` (Higham 2008, sec. 6.3) is
    one division in the basis of the mean's eigenvectors. Where that does not come close, as it
    never does for a matrix that is nearly singular, the matrix is decomposed by itself. For
    replicates of 24 items this takes a quarter of the time.
    """
    if len(matrices) < FEW:
        return _decomposed(matrices)
    found, close = _approached(matrices)
    regular = np.ones(len(matrices), dtype=bool)
    if not close.all():
        found[~close], regular[~close] = _decomposed(matrices[~close])
    return Roots(found, regular)


def _decomposed(matrices: Array) -> Roots:
    values, vectors = np.linalg.eigh(matrices)
    regular = values[:, 0] >= SMALLEST
    values = np.sqrt(np.maximum(values, SMALLEST))
    found = (vectors * values[:, None, :]) @ np.swapaxes(vectors, 1, 2)
    return Roots(np.where(regular[:, None, None], found, np.eye(matrices.shape[1])), regular)


def _approached(matrices: Array) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Return roots approached from that of the mean, and which of them are close."""
    values, vectors = np.linalg.eigh(matrices.mean(axis=0))
    if values[0] < NEAR_0:
        return matrices.copy(), np.zeros(len(matrices), dtype=bool)
    first = np.sqrt(values)
    share = 1 / (first[:, None] + first)
    wanted = _turned(matrices, vectors)
    root = np.zeros_like(wanted)
    root[:, range(len(first)), range(len(first))] = first
    left = wanted - np.diag(values)
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(STEPS):
            left *= share
            root += left
            np.matmul(root, root, out=left)
            np.subtract(wanted, left, out=left)
            if max(left.max(), -left.min()) < CLOSE:  # False with NaN
                break
        close = np.abs(left).max(axis=(1, 2)) < CLOSE
    return _turned(root, vectors.T), close


def _turned(matrices: Array, vectors: Array) -> Array:
    """Return ``vectors' M vectors`` of symmetric matrices M, in two large products."""
    p = len(vectors)
    half = (matrices.reshape(-1, p) @ vectors).reshape(-1, p, p)
    across = np.ascontiguousarray(np.swapaxes(half, 1, 2))
    return np.asarray((across.reshape(-1, p) @ vectors).reshape(-1, p, p))
