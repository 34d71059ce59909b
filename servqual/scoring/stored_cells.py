"""Counts of few people put together with the next ones, so that no cell tells of a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from servqual.statistics.counted import Counts
from servqual.statistics.moments import Array

Moves = list[tuple[int, int]]  # everybody of a cell goes to another one


def folded(counts: Counts, weighted: Array, min_cell: int, zero: int = -1) -> tuple[Counts, Array]:
    """Return counts of ordered values in which no cell holds 1 to ``min_cell - 1`` people.

    Those of a small cell go to the next value that somebody has, towards zero, or towards the
    middle where there is none. Nobody crosses zero or goes to it, so that the shares below, at and
    above it stay; one of these may therefore still be small.

    Parameters
    ----------
    counts, weighted : arrays, shape (k,)
    min_cell : int
    zero : int
        Position of the value that separates two signs; -1 for values without signs.

    Examples
    --------
    >>> folded(np.array([2, 0, 30, 40, 3]), np.array([2.0, 0, 30, 40, 3]), 10)[0].tolist()
    [0, 0, 32, 43, 0]
    """
    moves = _all_moves(counts, min_cell, zero)
    return moved(counts, moves), moved(weighted, moves)


def folded_pairs(counts: Counts, weighted: Array, min_cell: int) -> tuple[Counts, Array]:
    """Return counts of pairs of answers in which no cell holds 1 to ``min_cell - 1`` people.

    First whole differences of the two answers are put together as by :func:`folded`, then pairs
    of the same difference: shares below, at and above zero stay, and ranks of differences as far
    as they can.

    Parameters
    ----------
    counts, weighted : arrays, shape (k, k)
    """
    size = len(counts)
    lines = [_diagonal(size, k) for k in range(-(size - 1), size)]
    flat, heavy = counts.ravel(), weighted.ravel()
    each = np.array([flat[line].sum() for line in lines])
    for start, end in _all_moves(each, min_cell, size - 1):
        target = lines[end][int(np.argmax(flat[lines[end]]))]
        moves = [(int(cell), int(target)) for cell in lines[start]]
        flat, heavy = moved(flat, moves), moved(heavy, moves)
    for line in lines:
        along = _all_moves(flat[line], min_cell)
        moves = [(int(line[a]), int(line[b])) for a, b in along]
        flat, heavy = moved(flat, moves), moved(heavy, moves)
    return flat.reshape(size, size), heavy.reshape(size, size)


def has_small(counts: Counts, min_cell: int) -> bool:
    """Say whether a cell holds somebody, but fewer people than the minimum."""
    return bool(((counts > 0) & (counts < min_cell)).any())


def moved(values: Any, moves: Moves) -> Any:
    """Return counts after everybody of some cells went to others, one move after the other."""
    found = values.copy()
    for start, end in moves:
        if start != end:
            found[end] += found[start]
            found[start] = 0
    return found


def _diagonal(size: int, difference: int) -> npt.NDArray[np.intp]:
    """Return the places in a flat table of the pairs of one difference, rows less columns."""
    rows = np.arange(max(difference, 0), size + min(difference, 0))
    return np.asarray(rows * size + rows - difference, dtype=np.intp)


def _all_moves(counts: Counts, min_cell: int, zero: int = -1) -> Moves:
    """Return the moves of one line: of either side of zero, or where there is none from both ends.

    Without signs what is still small in the middle goes to its neighbour.
    """
    size = len(counts)
    if zero < 0:
        lines = [range(size // 2 + 1), range(size - 1, size // 2 - 1, -1), range(size)]
    else:
        lines = [range(zero), range(size - 1, zero, -1)]
    moves: Moves = []
    now = counts
    for line in lines:
        more = _moves(now, line, min_cell)
        now, moves = moved(now, more), [*moves, *more]
    return moves


def _moves(counts: Counts, side: Sequence[int], min_cell: int) -> Moves:
    """Return the moves on one side, inwards, and of what is left at the inner end outwards."""
    now, moves = counts.copy(), []
    filled = [k for k in side if counts[k] > 0]
    for place, k in enumerate(filled[:-1]):
        if now[k] < min_cell:
            moves.append((k, filled[place + 1]))
            now = moved(now, moves[-1:])
    if filled and 0 < now[filled[-1]] < min_cell:
        others = [k for k in filled[:-1] if now[k] > 0]
        if others:
            moves.append((filled[-1], others[-1]))
    return moves
