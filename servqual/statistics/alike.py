"""Answers that are too much alike, and answers that came too close together in time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.statistics.careless import Codes, Counts, Mask
from servqual.statistics.moments import Array

# a block of columns that so many people share tells nothing about two of them
MOST_ALIKE = 300
EXPECTED_BY_CHANCE = 1e-3
SHORTEST_BURST = 5
CLOSE_SECONDS = 2.0
DAY = 86400.0
CLOCKS = (DAY, 3600.0, 60.0)


def repeated(columns: npt.NDArray[np.generic]) -> Mask:
    """Say which rows repeat, value for value, an earlier row."""
    if not len(columns):
        return np.zeros(0, dtype=bool)
    _, first = np.unique(columns, axis=0, return_index=True)
    again = np.ones(len(columns), dtype=bool)
    again[first] = False
    return again


class Copies(NamedTuple):
    """Pairs of rows that are nearly the same, shape (p, 2), and in how many columns they agree."""

    pairs: npt.NDArray[np.intp]
    agreeing: Counts


def near_copies(codes: Codes, among: Mask, share: float) -> Copies:
    """Return the pairs of people whose answers agree on nearly everything, beyond chance.

    Parameters
    ----------
    codes : int16 array, shape (n, k)
    among : bool array, shape (n,)
        Whom to compare: people whose own answers vary.
    share : float
        Share of the columns on which a pair must agree.

    Returns
    -------
    Copies
        Only pairs whose agreement chance does not give: by the frequencies of the answers they
        share, fewer than a thousandth of a pair would be expected among all pairs even if only half
        of the items were independent of each other.

    Notes
    -----
    A pair that differs in at most d columns is identical in at least one of d + 1 blocks of
    columns, so only people who share a block are compared: no loop over people or pairs.
    """
    n, k = codes.shape
    differing = int(np.floor((1 - share) * k + 1e-9))
    places = np.flatnonzero(among)
    candidates = [
        _pairs_within(codes[places][:, block :: differing + 1]) for block in range(differing + 1)
    ]
    pairs = places[np.unique(np.vstack(candidates), axis=0)] if len(places) > 1 else _NO_PAIRS
    same = codes[pairs[:, 0]] == codes[pairs[:, 1]]
    agreeing = same.sum(axis=1)
    surprise = (same * _rarity(codes)[pairs[:, 0]]).sum(axis=1) if len(pairs) else np.empty(0)
    needed = 2 * np.log(max(n * (n - 1) / 2, 1) / EXPECTED_BY_CHANCE)
    chosen = (agreeing >= k - differing) & (surprise > needed)
    return Copies(pairs[chosen], agreeing[chosen])


_NO_PAIRS = np.empty((0, 2), dtype=np.intp)


def _pairs_within(columns: Codes) -> npt.NDArray[np.intp]:
    """Return all pairs of identical rows, except of rows that very many share."""
    _, group, sizes = np.unique(columns, axis=0, return_inverse=True, return_counts=True)
    order = np.argsort(group.ravel(), kind="stable")
    starts = np.cumsum(sizes) - sizes
    pairs = [_NO_PAIRS]
    for size in np.unique(sizes[(sizes > 1) & (sizes <= MOST_ALIKE)]):
        first, second = np.triu_indices(size, 1)
        members = order[starts[sizes == size][:, None] + np.arange(size)]
        pairs.append(np.stack([members[:, first], members[:, second]], axis=-1).reshape(-1, 2))
    return np.vstack(pairs)


def _rarity(codes: Codes) -> Array:
    """Return minus the logarithm of how often each answer is given to its item."""
    rarity = np.empty(codes.shape)
    for j in range(codes.shape[1]):
        _, place, counts = np.unique(codes[:, j], return_inverse=True, return_counts=True)
        rarity[:, j] = -np.log(counts / len(codes))[place.ravel()]
    return rarity


class Burst(NamedTuple):
    """Rows that came unusually close together: how many, within how many seconds, from when on."""

    n: int
    seconds: float
    start: float


def bursts(finished: Array) -> list[Burst]:
    """Return the runs of answers that came closer together than answers of single people do.

    Parameters
    ----------
    finished : array, shape (n,)
        Moments in seconds, NaN for unknown.

    Returns
    -------
    list of Burst
        The largest first. A run goes on while the next answer comes within two seconds (within the
        unit of the clock where that is coarser). It must be so long, at least five, that fewer than
        a thousandth of such a run would be expected at the pace of these answers: exponential gaps
        with the observed median.
    """
    moments = np.sort(finished[~np.isnan(finished)])
    if len(moments) < SHORTEST_BURST:
        return []
    clock = _clock(moments)
    if clock == DAY:  # dates say nothing about seconds
        return []
    gaps = np.diff(moments)
    close = max(CLOSE_SECONDS, clock)
    pace = float(np.median(gaps))
    chance = 1 - 0.5 ** (close / pace) if pace > 0 else 1.0
    ends = np.flatnonzero(np.append(gaps > close, [True]))
    starts = np.append([0], ends[:-1] + 1)
    sizes = ends - starts + 1
    with np.errstate(divide="ignore"):
        expected = np.log(len(moments)) + (sizes - 1) * np.log(chance)
    chosen = (sizes >= SHORTEST_BURST) & (expected < np.log(EXPECTED_BY_CHANCE))
    found = [
        Burst(int(size), float(moments[end] - moments[start]), float(moments[start]))
        for start, end, size in zip(starts[chosen], ends[chosen], sizes[chosen], strict=True)
    ]
    return sorted(found, key=lambda burst: (-burst.n, burst.seconds))


def _clock(moments: Array) -> float:
    """Return the unit of a clock: the longest one of which every moment is a whole number."""
    return next((unit for unit in CLOCKS if not np.any(moments % unit)), 0.0)
