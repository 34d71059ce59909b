"""Sums of whole numbers too large for a float: exact, so that no order of rows changes a bit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array, Moments

Whole = npt.NDArray[np.int64]

DIGIT = 18  # a value of up to 36 bits is two digits of 18; their products of 36 bits add exactly
LOW = 40  # a sum is ``high * 2**40 + low``
_MASK = (1 << LOW) - 1


def digits(values: Array) -> tuple[Array, Array]:
    """Return the high and the low digit of whole numbers: ``value = high * 2**18 + low``.

    Examples
    --------
    >>> [found.tolist() for found in digits(np.array([-1.0, 262145.0]))]
    [[0.0, 1.0], [-1.0, 1.0]]
    """
    high = np.rint(values * 2.0**-DIGIT) + 0.0
    return high, values - high * 2.0**DIGIT


@dataclass(frozen=True)
class WideSums:
    """Exact sums of f wide columns; those of two blocks add, and subtract.

    Attributes
    ----------
    s, q, p : int64 arrays, shape (2, f, c)
        High and low part (``high * 2**40 + low``, low from 0) of the sums of a wide column, of its
        squares, and of its products with every column, over the rows that have both.
    """

    s: Whole
    q: Whole
    p: Whole

    @classmethod
    def zero(cls, n_wide: int, n_columns: int) -> WideSums:
        """Return the sums of no rows."""
        nothing = np.zeros((2, n_wide, n_columns), dtype=np.int64)
        return cls(nothing, nothing, nothing)

    @classmethod
    def of(cls, terms: npt.NDArray[np.int64]) -> WideSums:
        """Return the sums of s, q and p as whole numbers times 1, 2**18 and 2**36.

        Parameters
        ----------
        terms : int64 array, shape (3 sums, 3 powers, f, c)
        """
        return cls(*(_joined(sums) for sums in terms))

    def __add__(self, other: WideSums) -> WideSums:
        return WideSums(
            _carried(self.s + other.s), _carried(self.q + other.q), _carried(self.p + other.p)
        )

    def __sub__(self, other: WideSums) -> WideSums:
        return WideSums(
            _carried(self.s - other.s), _carried(self.q - other.q), _carried(self.p - other.p)
        )

    def into(self, counts: Moments, at: npt.NDArray[np.intp]) -> None:
        """Write the sums, each rounded once, into those of all columns, at the wide columns."""
        counts.s[at] = _float(self.s)
        counts.q[at] = _float(self.q)
        counts.p[at] = _float(self.p)
        counts.p[:, at] = _float(self.p).T


def _joined(sums: Whole) -> Whole:
    """Return high and low of sums given as numbers times 1, 2**18, 2**36; shape (2, f, c)."""
    high, low = sums[0] >> LOW, sums[0] & _MASK
    for place in (1, 2):
        room = LOW - DIGIT * place
        high = high + (sums[place] >> room)
        low = low + ((sums[place] & ((1 << room) - 1)) << (DIGIT * place))
    return _carried(np.stack([high, low]))


def _carried(sums: Whole) -> Whole:
    """Return the same sums with the low part from 0 to 2**40 - 1: there is one way to write it."""
    return np.stack([sums[0] + (sums[1] >> LOW), sums[1] & _MASK])


def _float(sums: Whole) -> Array:
    return np.asarray(sums[0] * 2.0**LOW + sums[1])


def digit_terms(
    s: tuple[Array, Array],
    q: tuple[Array, Array, Array],
    p: tuple[Array, Array],
    wide: npt.NDArray[np.intp],
) -> Whole:
    """Return s, q and p of wide columns as whole numbers times 1, 2**18 and 2**36.

    Parameters
    ----------
    s : two arrays, shape (f, c)
        Sums of the high and of the low digits.
    q : three arrays, shape (f, c)
        Sums of squared high digits, of high times low, of squared low digits.
    p : two arrays, shape (f, c + f)
        Sums of products of the high and of the low digits with every column: at the wide columns
        with their high digits, and behind all columns with their low ones.
    wide : int array, shape (f,)
        Places of the wide columns.

    Returns
    -------
    int64 array, shape (3 sums, 3 powers, f, c)
    """
    f, c = s[0].shape
    terms = np.zeros((3, 3, f, c))
    terms[0, 1], terms[0, 0] = s
    terms[1, 2], terms[1, 1], terms[1, 0] = q[0], 2 * q[1], q[2]
    high, low = p
    terms[2, 1], terms[2, 0] = high[:, :c], low[:, :c]
    terms[2, 2][:, wide] = high[:, wide]
    terms[2, 1][:, wide] = low[:, wide] + high[:, c:]
    terms[2, 0][:, wide] = low[:, c:]
    return terms.astype(np.int64)
