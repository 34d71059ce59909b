"""Columns that are missing wherever certain others are: their holes need no counting twice."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from servqual.statistics.layout import Layout
from servqual.statistics.moments import Array
from servqual.statistics.pieces import Piece


class Needs:
    """Which columns are missing wherever certain others are, at most two each."""

    def __init__(self, layout: Layout) -> None:
        c = len(layout.columns)
        self.of = np.full((c, 2), -1, dtype=np.intp)
        for name, others in layout.needs:
            places = [layout.position[other] for other in others]
            self.of[layout.position[name], : len(places)] = places
        self.some = self.of[:, 0] >= 0
        self.involved = self.some.copy()
        self.involved[self.of[self.of >= 0]] = True

    @cached_property
    def back(self) -> Array:
        """Rows that lack each column, from those counted at it and at the columns that it needs."""
        shift = np.eye(len(self.of))
        for column in np.flatnonzero(self.some):
            shift[column, self.of[column][self.of[column] >= 0]] -= 1
        return np.asarray(np.rint(np.linalg.inv(shift)))

    def counted(self, piece: Piece, c: int) -> npt.NDArray[np.float32]:
        """Return how each hole counts: 1 less the holes of the same row in columns it needs."""
        count = np.ones(len(piece.column), dtype=np.float32)
        if not self.some.any():
            return count
        which = np.flatnonzero(self.some[piece.column])
        own, row = piece.column[which], piece.row[which]
        others = self.of[own]
        there = piece.missing[row[:, None], others] & (others >= 0)
        count[which] -= there.sum(axis=1)
        holes = np.bincount(piece.column, minlength=c)
        wanted = np.where(self.of >= 0, holes[self.of], 0).sum(axis=1) * self.some
        if not np.array_equal(np.bincount(own, there.sum(axis=1), minlength=c), wanted):
            raise ValueError("a row has a column but lacks one that the layout says it needs")
        return count
