"""The few sums of thousands of units, kept side by side."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array, Moments
from servqual.statistics.summary import Layout, Summary

FIRST_ROOM = 16


class UnitSums:
    """Moments of the same few columns for every unit, added up in place.

    Parameters
    ----------
    layout : Layout
        Columns alone: neither item sets nor tables.
    weighted : bool

    Examples
    --------
    >>> sums = UnitSums(Layout(("a",), (1,)), weighted=False)
    >>> sums.add("N", np.array([[1.0], [2.0]]), None)
    >>> sums.add("S", np.array([[5.0]]), None)
    >>> {name: found.means(["a"]).mean.tolist() for name, found in sums.summaries().items()}
    {'N': [1.5], 'S': [5.0]}
    """

    def __init__(self, layout: Layout, *, weighted: bool) -> None:
        self._layout, self._weighted = layout, weighted
        self._place: dict[str, int] = {}
        c = len(layout.columns)
        # unweighted, under the weights and under their squares
        self._kinds = 3 if weighted else 1
        self._sums = np.zeros((FIRST_ROOM, self._kinds, 4, c, c))
        self._people = np.zeros((FIRST_ROOM, self._kinds))

    def add(self, name: str, values: Array, weights: Array | None) -> None:
        """Add rows of a unit.

        Parameters
        ----------
        name : str
        values : array, shape (rows, columns)
            In stored units, NaN for missing.
        weights : array, shape (rows,), or None
        """
        there = ~np.isnan(values)
        x = np.where(there, values, 0.0)
        mask = there.astype(np.float64)
        squares = x * x
        k = self._room(name)
        people = float(len(x))
        for kind in range(self._kinds):
            wide, under = x, mask
            if weights is not None and kind:
                w = weights if kind == 1 else weights * weights
                wide, under = x * w[:, None], mask * w[:, None]
                people = float(w.sum())
            n, s, q, p = self._sums[k, kind]
            n += mask.T @ under
            s += x.T @ under
            q += squares.T @ under
            p += x.T @ wide
            self._people[k, kind] += people

    def _room(self, name: str) -> int:
        """Return the place of a unit; of a new one at the end, with room for as many again."""
        k = self._place.setdefault(name, len(self._place))
        if k >= len(self._sums):
            self._sums = _doubled(self._sums)
            self._people = _doubled(self._people)
        return k

    def summaries(self) -> dict[str, Summary]:
        """Return the Summary of every unit, the sums themselves copied."""
        return {name: self._summary(k) for name, k in self._place.items()}

    def _summary(self, k: int) -> Summary:
        n, weight, weight2 = (self._people[k, min(kind, self._kinds - 1)] for kind in range(3))
        moments = [Moments(*(part.copy() for part in kind)) for kind in self._sums[k]]
        return Summary(
            layout=self._layout,
            n=int(n),
            weight=float(weight),
            weight2=float(weight2),
            weighted=self._weighted,
            counts=moments[0],
            first=moments[1] if self._weighted else moments[0],
            second=moments[2] if self._weighted else moments[0],
            sets={},
            histograms={},
            tables={},
            extra={},
        )


def _doubled(sums: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.concatenate([sums, np.zeros_like(sums)])
