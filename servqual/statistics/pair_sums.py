"""Sums over pairs of columns with holes, for many rows: exact for whole numbers, and fast.

Three things make it fast, and none changes a bit of whole numbers. Small numbers are multiplied in
float32, which holds every sum of a few thousand products exactly (what would not fit is seen on the
diagonal, which bounds all other sums, and is multiplied again in float64). Few answers are missing:
what is summed over the rows that lack a column is taken off the sum over all rows. And a gap is
missing where either side is: such rows are counted at the sides.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from servqual.statistics.layout import Layout
from servqual.statistics.moments import Array, Moments
from servqual.statistics.needs import Needs
from servqual.statistics.pieces import (
    EXACT_32,
    FEWEST_SPARSE,
    FEWEST_TO_LOAD_SPARSE,
    ROWS_AT_ONCE,
    Floats,
    Piece,
    Places,
    runs_of,
    scratch,
)
from servqual.statistics.wide_sums import WideSums, digit_terms

# a column counts as small while its squares leave room for people who answer higher
_ROOM = 8.0
# products of digits add up to at most 2**48 a piece: so many are exact in float64
_PIECES_OF_DIGITS = 32


class PairSums:
    """Unweighted sums over pairs of columns; rows are added in place.

    Parameters
    ----------
    layout : Layout
        Of which ``columns``, ``whole``, ``wide`` and ``needs`` are used.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        c, f = len(layout.columns), len(layout.wide)
        self._total = Moments.zero(c)
        self._wide = WideSums.zero(f, c)
        self._needs = Needs(layout)
        unsure = np.ones(c, dtype=bool)
        unsure[[layout.position[name] for name in (*layout.whole, *layout.wide)]] = False
        self._unsure = np.flatnonzero(unsure)
        self._loose = np.zeros(c, dtype=bool)
        self._large = np.zeros(c, dtype=bool)
        self._sums: _Sums | None = None

    def add(self, piece: Piece) -> tuple[Floats, Places]:
        """Add some rows; return columns that are ready to be multiplied, and which they are."""
        n = len(piece)
        if n < (FEWEST_SPARSE if "scipy.sparse" in sys.modules else FEWEST_TO_LOAD_SPARSE):
            return self._add_few(piece)
        self._look_for_fractions(piece)
        if self._sums is None:
            self._sums = _Sums(self._layout, self._needs, self._parts(piece))
        small, beyond = self._sums.add(piece)
        while len(beyond):
            self._large[beyond] = True
            self._settle()
            self._sums = _Sums(self._layout, self._needs, self._parts(piece))
            small, beyond = self._sums.add(piece)
        parts = self._sums.parts
        if self._layout.wide and self._sums.n_pieces == _PIECES_OF_DIGITS:
            self._settle()
            self._sums = _Sums(self._layout, self._needs, parts)
        return small, parts.small

    def _add_few(self, piece: Piece) -> tuple[Floats, Places]:
        """Add few rows, for which plain products are quickest."""
        c, at = len(self._layout.columns), self._layout.wide_places
        x, has = piece.x, (~piece.missing).astype(np.float64)
        s, q, p = x.T @ has, (x * x).T @ has, x.T @ x
        self._total = self._total + Moments(has.T @ has, s[:c], q[:c], p[:c, :c])
        if self._layout.wide:
            squares = (q[at], (x[:, at] * x[:, c:]).T @ has, q[c:])
            terms = digit_terms((s[at], s[c:]), squares, (p[at], p[c:]), at)
            self._wide = self._wide + WideSums.of(terms)
        return x, np.arange(c)

    @property
    def loose(self) -> npt.NDArray[np.bool_]:
        """Which columns turned out to hold other than whole numbers."""
        return self._loose

    def sums(self) -> tuple[Moments, WideSums | None]:
        """Return the sums of all rows so far."""
        self._settle()
        total = self._total + Moments.zero(len(self._layout.columns))
        if not self._layout.wide:
            return total, None
        self._wide.into(total, self._layout.wide_places)
        return total, self._wide

    def _look_for_fractions(self, piece: Piece) -> None:
        """Set columns apart whose numbers turn out not to be whole."""
        if len(self._unsure) == 0:
            return
        values = piece.x[:, self._unsure]
        broken = (np.rint(values) != values).any(axis=0)
        if broken.any():
            self._settle()
            self._loose[self._unsure[broken]] = True
            self._unsure = self._unsure[~broken]

    def _parts(self, piece: Piece) -> _Parts:
        """Return how the columns are to be handled, going by the first rows."""
        n, c = piece.missing.shape
        with np.errstate(over="ignore"):
            squares = np.einsum("ij,ij->j", piece.x[:, :c], piece.x[:, :c])
        large = self._large | self._loose | ~(squares * (_ROOM * ROWS_AT_ONCE / n) < EXACT_32)
        large[self._layout.wide_places] = True
        often = piece.missing.mean(axis=0) > 0.5
        return _Parts(
            np.flatnonzero(~large),
            np.flatnonzero(large),
            np.flatnonzero(self._loose),
            often & ~self._needs.involved,
        )

    def _settle(self) -> None:
        """Move what was added so far into the sums of all columns, in the layout's order."""
        if self._sums is None:
            return
        more, terms = self._sums.settled()
        self._total = self._total + more
        if len(self._layout.wide):
            self._wide = self._wide + WideSums.of(terms)
        self._sums = None


@dataclass(frozen=True)
class _Parts:
    """Columns by how they are added up; ``often`` marks those that most rows lack."""

    small: Places
    large: Places
    loose: Places
    often: npt.NDArray[np.bool_]


class _Sums:
    """Sums of rows under one division of the columns into small, large and loose ones.

    ``over`` are sums over the rows that each column lacks (of those that most rows lack: has).
    """

    def __init__(self, layout: Layout, needs: Needs, parts: _Parts) -> None:
        self.parts, self._needs = parts, needs
        self._c, self._f = len(layout.columns), len(layout.wide)
        self._n, self.n_pieces = 0, 0
        low = np.arange(self._c, self._c + self._f)
        self._wide = layout.wide_places
        self._small_runs, self._large = runs_of(parts.small), np.concatenate([parts.large, low])
        self._large_runs = runs_of(self._large)
        ns, nl = len(parts.small), len(self._large)
        self._at_high = np.searchsorted(parts.large, self._wide)
        self._at_low = len(parts.large) + np.arange(self._f)
        self._gram = np.zeros((ns, ns))
        self._rect = np.zeros((nl, self._c + self._f))
        self._over_small = np.zeros((self._c + 1, 2 * ns))
        self._over_large = np.zeros((self._c + 1, 2 * nl + self._f))
        self._both = np.zeros((self._c, self._c))
        self._lacking = np.zeros(self._c)
        self._of_loose = np.zeros((2, len(parts.loose), self._c))

    def add(self, piece: Piece) -> tuple[Floats, Places]:
        """Add some rows; or say which columns are too large for float32, nothing added.

        The first are the values of the small columns, gone with the piece.
        """
        n, ns = len(piece), len(self.parts.small)
        values = scratch("small", (n, ns), np.float32)
        with np.errstate(over="ignore", invalid="ignore"):
            for into, at in self._small_runs:
                values[:, into] = piece.x[:, at]
            gram = values.T @ values
        within = np.diagonal(gram) < EXACT_32
        if not within.all():
            return values, self.parts.small[~within]
        self._gram += gram
        self._add_large(piece, values)
        if len(self.parts.loose):
            loose, has = piece.x[:, self.parts.loose], (~piece.missing).astype(np.float64)
            self._of_loose += [loose.T @ has, (loose * loose).T @ has]
        self._n += n
        self.n_pieces += 1
        return values, self.parts.small[:0]

    def _add_large(self, piece: Piece, small: Floats) -> None:
        n, nl = len(piece), len(self._large)
        large = scratch("large", (n, nl), np.float64)
        for into, at in self._large_runs:
            large[:, into] = piece.x[:, at]
        self._rect += large.T @ piece.x
        over, rows = self._holes(piece)
        self._add_over(self._over_small, over, rows, small)
        some = self._add_over(self._over_large, over, rows, large)
        if self._f:
            cross = some[:, self._at_high] * some[:, self._at_low]
            self._over_large[:-1, 2 * nl :] += over.T @ cross
        both = over.T @ over
        self._both += both.toarray()
        self._lacking += np.asarray(over.sum(axis=0)).reshape(-1)

    @staticmethod
    def _add_over(sums: Array, over: Any, rows: Places, values: Floats) -> Floats:
        """Add values and their squares over the rows with holes; return the values of those rows.

        The last line is over all rows, of which the squares stand among the products already.
        """
        n, k = values.shape
        shape = (len(rows), k)
        some = scratch("some", shape, values.dtype)
        np.take(values, rows, axis=0, out=some, mode="clip")
        sums[:-1, :k] += over.T @ some
        sums[-1, :k] += np.ones(n, dtype=values.dtype) @ values
        squares = scratch("squares", shape, values.dtype)
        np.multiply(some, some, out=squares)
        sums[:-1, k : 2 * k] += over.T @ squares
        return some

    def _holes(self, piece: Piece) -> tuple[Any, Places]:  # a sparse matrix
        """Return how much each row counts towards the sums over each column, and which rows do."""
        n, c = piece.missing.shape
        count = self._needs.counted(piece, c)
        row, column = piece.row, piece.column
        often = np.flatnonzero(self.parts.often)
        if len(often):
            keep = ~self.parts.often[column]
            has, which = np.nonzero(~piece.missing[:, often])
            row = np.concatenate([row[keep], has.astype(np.int32)])
            column = np.concatenate([column[keep], often[which].astype(np.int32)])
            count = np.concatenate([count[keep], np.ones(len(has), dtype=np.float32)])
        from scipy.sparse import csr_array

        keep = count != 0
        row, column, count = row[keep], column[keep], count[keep]
        has_some = np.zeros(n, dtype=bool)
        has_some[row] = True
        rows = np.flatnonzero(has_some)
        place = np.cumsum(has_some, dtype=np.int32)[row] - 1
        return csr_array((count, (place, column)), shape=(len(rows), c)), rows

    # -- in the layout's order -----------------------------------------------------------------

    def settled(self) -> tuple[Moments, npt.NDArray[np.int64]]:
        """Return the sums of all pairs of columns, and the terms of the wide ones."""
        c, often = self._c, self.parts.often
        s, q = np.zeros((c, c)), np.zeros((c, c))
        ns, nl, kept = len(self.parts.small), len(self._large), len(self.parts.large)
        self._over_small[-1, ns:] = np.diagonal(self._gram)
        high, low = self._at_high, self._c + np.arange(self._f)
        squares = self._rect[np.arange(nl), self._large], self._rect[high, low]
        self._over_large[-1, nl:] = np.concatenate(squares)
        small, large = self._over_rows(self._over_small), self._over_rows(self._over_large)
        s[self.parts.small], q[self.parts.small] = small[:, :ns].T, small[:, ns:].T
        s[self.parts.large] = large[:, :kept].T
        q[self.parts.large] = large[:, nl : nl + kept].T
        s[self.parts.loose], q[self.parts.loose] = self._of_loose
        p = np.zeros((c, c))
        p[np.ix_(self.parts.small, self.parts.small)] = self._gram
        p[self.parts.large] = self._rect[:kept, :c]
        p[:, self.parts.large] = self._rect[:kept, :c].T
        back = self._needs.back
        lacking = back @ self._lacking
        both = back @ self._both @ back.T
        all_, sign = np.where(often, 0.0, 1.0), np.where(often, 1.0, -1.0)
        own = sign * lacking
        n = all_[:, None] * all_ * self._n + all_[:, None] * own + own[:, None] * all_
        return Moments(n + sign[:, None] * sign * both, s, q, p), self._terms(large)

    def _over_rows(self, over: Array) -> Array:
        """Return sums over the rows that have each column."""
        lacking = self._needs.back @ over[:-1]
        return np.where(self.parts.often[:, None], lacking, over[-1] - lacking)

    def _terms(self, large: Array) -> npt.NDArray[np.int64]:
        nl, high, low = len(self._large), self._at_high, self._at_low
        s, q, cross = large[:, :nl].T, large[:, nl : 2 * nl].T, large[:, 2 * nl :].T
        rect = self._rect
        squares, products = (q[high], cross, q[low]), (rect[high], rect[low])
        return digit_terms((s[high], s[low]), squares, products, self._wide)
