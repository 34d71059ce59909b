"""How often each person, or each random group, is drawn: the bootstrap as a table of counts."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from servqual.statistics.moments import Array
from servqual.statistics.people import RANDOM_GROUPS
from servqual.statistics.products import EXACT_SINGLE, Floats

Times = npt.NDArray[np.uint8]

# so many replicates are worked on at a time: what is between the sums and the figure stays small
CHUNK = 500
_TIMES_AT_ONCE = 5_000_000  # numbers of a table of counts that are made floats at a time
# standard deviations that the number of people drawn at first stays below the number wanted
_BELOW = 5
_MOST_TIMES = 25  # a person is drawn more often about once in 10^25
_REPLICATES_AT_ONCE = 5


@lru_cache(maxsize=1)  # of 20,000 people they take 40 MB
def times_drawn(n: int, seed: int, replicates: int) -> Times:
    """Return how often each of n is drawn when n are drawn with replacement.

    Parameters
    ----------
    n : int
    seed : int
        The same seed and n give the same draws, in every battery.
    replicates : int

    Returns
    -------
    array of uint8, shape (replicates, n)
        Each row adds up to n. It cannot be written to, as it is kept for the next who asks.

    Examples
    --------
    >>> times_drawn(3000, 1, 2).sum(axis=1).tolist()
    [3000, 3000]
    """
    rng = np.random.default_rng([seed, n])
    found = _few(n, rng, replicates) if n <= RANDOM_GROUPS else _many(n, rng, replicates)
    found.flags.writeable = False
    return found


def groups_drawn(groups: Floats, seed: int, replicates: int) -> Array:
    """Return the sums of as many groups as there are, drawn with replacement, shape (b, c).

    They are the sums of all groups, exactly, and by how much those drawn are more or less: only
    that is multiplied in single precision, which leaves off a millionth of what varies by chance.

    Parameters
    ----------
    groups : array, shape (g, c)
        Sums of random groups of people, none of them empty.
    seed, replicates : int
        As of :func:`times_drawn`.

    Examples
    --------
    >>> groups_drawn(np.array([[1.0, 1e9], [1.0, 1e9 + 4]]), 1, 3).tolist()
    [[2.0, 2000000004.0], [2.0, 2000000004.0], [2.0, 2000000000.0]]
    """
    apart = (groups - groups.mean(axis=0)).astype(np.float32)
    more = _beyond_once(len(groups), seed, replicates) @ apart
    return np.asarray(groups.sum(axis=0) + more)


@lru_cache(maxsize=1)  # of 1,000 groups they take 8 MB
def _beyond_once(n: int, seed: int, replicates: int) -> npt.NDArray[np.float32]:
    """Return how often more than once each is drawn; every figure of a study asks for the same."""
    found = times_drawn(n, seed, replicates).astype(np.float32)
    found -= 1
    found.flags.writeable = False
    return found


def sums_drawn(times: Times, columns: Floats) -> Array:
    """Return the sums of columns over those drawn, shape (b, c).

    Single precision where it is exact: of whole numbers whose sums stay below 2^24.

    Parameters
    ----------
    times : array of uint8, shape (b, n)
        Each row adds up to n.
    columns : array, shape (n, c)
        Without missing values.
    """
    n, k = times.shape[1], columns.shape[1]
    single = np.array([_exact(columns[:, at], n) for at in range(k)], dtype=np.bool_)
    found = np.empty((len(times), k))
    step = max(1, _TIMES_AT_ONCE // max(n, 1))
    for exact in (True, False):
        at = np.flatnonzero(single == exact)
        if len(at) == 0:
            continue
        table: npt.NDArray[Any] = columns if len(at) == k else columns[:, at]
        table = table.astype(np.float32 if exact else np.float64, copy=False)
        for start in range(0, len(times), step):
            some: npt.NDArray[Any] = times[start : start + step].astype(table.dtype)
            found[start : start + step, at] = some @ table
    return found


def _exact(column: Floats, n: int) -> bool:
    """Say whether sums of n values of a column are exact in single precision."""
    largest = max(float(column.max(initial=0.0)), -float(column.min(initial=0.0)))
    return largest * n < EXACT_SINGLE and bool((column == np.rint(column)).all())


def _few(n: int, rng: np.random.Generator, replicates: int) -> Times:
    """Draw one after the other and count."""
    found = np.empty((replicates, n), dtype=np.uint8)
    for start in range(0, replicates, CHUNK):
        size = min(CHUNK, replicates - start)
        drawn = rng.integers(0, n, size=(size, n))
        drawn += np.arange(size)[:, None] * n  # every replicate has counters of its own
        counts = np.bincount(drawn.ravel(), minlength=size * n)
        found[start : start + size] = counts.reshape(size, n)
    return found


def _many(n: int, rng: np.random.Generator, replicates: int) -> Times:
    """Draw how often each is drawn, and then the last few people one after the other.

    Independent Poisson counts are multinomial given their sum, whatever the sum is (Feller 1968,
    ch. VI): their mean is set so that the sum stays below n, and those that are missing are drawn
    at random, which gives the multinomial counts of n draws.
    """
    mean = 1 - _BELOW / math.sqrt(n)
    bounds = 65536 * np.cumsum(
        [math.exp(-mean) * mean**k / math.factorial(k) for k in range(_MOST_TIMES)]
    )
    found = np.empty((replicates, n), dtype=np.uint8)
    for start in range(0, replicates, _REPLICATES_AT_ONCE):
        some = found[start : start + _REPLICATES_AT_ONCE]
        _poisson(some, bounds, rng)
        for row in some:
            missing = n - int(row.sum(dtype=np.int64))
            while missing < 0:
                _poisson(row, bounds, rng)
                missing = n - int(row.sum(dtype=np.int64))
            np.add.at(row, rng.integers(0, n, missing), np.uint8(1))
    return found


def _poisson(found: Times, bounds: Array, rng: np.random.Generator) -> None:
    """Fill with Poisson counts; ``bounds`` are 65,536 times the probabilities of at most k.

    Chance comes in 16 bits each. A bound between two of their values is taken as the one or the
    other, by chance in the right proportion, so that every count has its very probability.
    """
    size = found.size
    chance = rng.integers(0, 2**64 - 1, -(-size // 4), dtype=np.uint64, endpoint=True)
    sixteen = chance.view(np.uint16)[:size].reshape(found.shape)
    reached = np.empty(found.shape, dtype=np.bool_)
    found[...] = 0
    for bound in np.floor(bounds + rng.random(len(bounds))):
        if bound > 65535:
            break
        np.greater_equal(sixteen, np.uint16(bound), out=reached)
        np.add(found, reached.view(np.uint8), out=found)
