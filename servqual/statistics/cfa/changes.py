"""What freeing a parameter, or one place of an equality, would do to the fit (score tests)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from servqual.statistics.cfa.fitting import Fitted
from servqual.statistics.cfa.model import Element
from servqual.statistics.cfa.scores import (
    Legs,
    Whitened,
    gradient,
    information,
    legs,
    own_information,
    places,
    whitened,
)
from servqual.statistics.moments import Array

# what is left of a place's information beside the parameters', relative: below, it is theirs
_NOTHING_NEW = 1e-7


class Change(NamedTuple):
    """One place if it were free: by how much chi2 would fall, and how far the value would move.

    ``chi2`` is the modification index on one degree of freedom, ``expected`` the change of the
    place's value in its own units; both None where the place cannot be told from the parameters.
    """

    chi2: float | None
    expected: float | None


class Release(NamedTuple):
    """Several places freed together: score statistic and degrees of freedom."""

    chi2: float
    df: int


def changes(fitted: Fitted, elements: Sequence[Element]) -> list[Change]:
    """Return what freeing each place alone would do.

    A place may be fixed or one of several with the same label; the others keep the label then.
    Sorbom's (1989) modification index from the expected information
    (R: ``lavaan::modindices``; ``lavaan::lavTestScore`` for equalities).
    """
    found = [Change(None, None)] * len(elements)
    for g in range(len(fitted.groups)):
        wanted = [i for i, element in enumerate(elements) if element.group == g]
        if not wanted:
            continue
        of, seen, shared = _seen(fitted, g, [elements[i] for i in wanted])
        slope, whole = gradient(of, seen), own_information(of, seen.n)
        left = whole - np.einsum("qe,qr,re->e", shared, fitted.vcov, shared, optimize=True)
        able = left > _NOTHING_NEW * whole
        for i, s, d, there in zip(wanted, slope, left, able, strict=True):
            if there:
                found[i] = Change(float(s * s / d), float(s / d))
    return found


def releases(fitted: Fitted, lists: Sequence[Sequence[Element]]) -> list[Release]:
    """Return the score tests of freeing the places of each list together, one list at a time.

    Where some places say the same (the last place of an equality does), the degrees of freedom are
    fewer than the places (R: ``lavaan::lavTestScore``).
    """
    slope, left, whole = _beside(fitted, [element for some in lists for element in some])
    found, start = [], 0
    for some in lists:
        own = slice(start, start + len(some))
        start += len(some)
        found.append(_score_test(slope[own], left[own, own], whole[own]))
    return found


def _score_test(slope: Array, left: Array, whole: Array) -> Release:
    root = np.sqrt(np.where(whole > 0, whole, 1.0))
    values, vectors = np.linalg.eigh(left / np.outer(root, root))
    there = values > _NOTHING_NEW
    turned = vectors.T[there] @ (slope / root)
    return Release(float((turned**2 / values[there]).sum()), int(there.sum()))


def _beside(fitted: Fitted, elements: Sequence[Element]) -> tuple[Array, Array, Array]:
    """Return gradient, information beside the parameters, (e, e), and own information of places."""
    e, q = len(elements), fitted.n_free
    slope, own, shared = np.zeros(e), np.zeros((e, e)), np.zeros((q, e))
    for g in range(len(fitted.groups)):
        wanted = [i for i, element in enumerate(elements) if element.group == g]
        of, seen, with_parameters = _seen(fitted, g, [elements[i] for i in wanted])
        slope[wanted] = gradient(of, seen)
        own[np.ix_(wanted, wanted)] = information(of, of, seen.n)
        shared[:, wanted] = with_parameters
    left = own - shared.T @ fitted.vcov @ shared
    return slope, (left + left.T) / 2, np.diag(own).copy()


def _seen(fitted: Fitted, g: int, elements: list[Element]) -> tuple[Legs, Whitened, Array]:
    """Return places of one group, the group, and their information with the parameters, (q, e)."""
    group, matrices = fitted.groups[g], fitted.matrices[g]
    means = group.model.means
    seen = whitened(matrices, group.sample, means)
    of = legs(places(elements, *group.model.loadings.shape), matrices, seen.white, means)
    free = legs(group.at, matrices, seen.white, means)
    return of, seen, group.spread @ information(free, of, seen.n)
