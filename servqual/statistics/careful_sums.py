"""Sums of many floats that lose nothing on the way, so that the order of adding hardly matters."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array

# of a weight so many bits go into one sum: with whole numbers up to 2**9 and some thousand rows
# every product of two of them and a weight adds up exactly in 53 bits
_BITS = 22


class CarefulSum:
    """A sum of arrays of one shape, with what rounding leaves off kept beside it.

    Neumaier (1974), with the branch-free sum of two numbers of Knuth (TAOCP 2, 4.2.2): right to
    the last digit or nearly, however many arrays were added and in whatever order.

    Examples
    --------
    >>> total = CarefulSum(())
    >>> for value in (1e16, 1.0, -1e16):
    ...     total.add(np.float64(value))
    >>> float(total.value)
    1.0
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._sum, self._rest = np.zeros(shape), np.zeros(shape)

    def add(self, more: npt.ArrayLike) -> None:
        """Add an array, or numbers."""
        new = np.asarray(more, dtype=np.float64)
        total = self._sum + new
        own = total - self._sum
        self._rest = self._rest + ((self._sum - (total - own)) + (new - own))
        self._sum = total

    @property
    def value(self) -> Array:
        """The sum so far, an array of its own."""
        return np.asarray(self._sum + self._rest)

    @property
    def rest(self) -> Array:
        """What :attr:`value` leaves off."""
        return np.asarray(self._rest - (self.value - self._sum))


def in_two(weights: Array) -> tuple[Array, Array]:
    """Return weights as a part of few bits and the rest, some 1e-7 of the largest.

    Sums of the first part times whole numbers are exact; those of the rest are so small that their
    rounding does not show.

    Examples
    --------
    >>> coarse, fine = in_two(np.array([0.1, 3.0]))
    >>> (coarse + fine).tolist(), bool(abs(fine).max() < 1e-6)
    ([0.1, 3.0], True)
    """
    largest = float(np.max(np.abs(weights), initial=0.0))
    if not 0 < largest < np.inf:
        return weights, np.zeros_like(weights)
    grain = 2.0 ** (np.ceil(np.log2(largest)) - _BITS)
    coarse = np.rint(weights / grain) * grain
    return coarse, weights - coarse
