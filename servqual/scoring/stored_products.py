"""Products of answers of few people, which would give their answers away, as those of many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from servqual.statistics.moments import Array, Moments
from servqual.statistics.summary import SetSums, Summary

Gaps = Sequence[tuple[int, int, int]]  # places of a gap and of its two sides
COMMON = "common_products"  # of how many people the products are not their own


def with_common_products(summary: Summary, like: Summary) -> Summary:
    """Return sums whose products of two columns follow from the correlations of more people.

    Of a column by itself n, mean and spread stay. What is summed of it over those who have another
    one as well is its own mean and spread for so many people: what a few who lack the other have
    cannot be taken off.

    Parameters
    ----------
    summary : Summary
        Of few people.
    like : Summary
        Of more people, these among them, with the same columns and sets.
    """
    if summary.extra.get(COMMON) == summary.n:
        return summary
    at = summary.layout.position
    gaps = [(at[g], at[of], at[minus]) for g, of, minus, *_ in summary.layout.tables if g in at]
    counts = _common(summary.counts, like.counts, gaps)
    plain = not summary.weighted
    return replace(
        summary,
        counts=counts,
        first=counts if plain else _common(summary.first, like.first, gaps),
        second=counts if plain else _common(summary.second, like.second, gaps),
        sets=_common_sets(summary.sets, like.sets),
        powers={},
        drawn=None,
        extra={**summary.extra, COMMON: summary.n},
        layout=replace(summary.layout, powers=(), drawn=None, wide=()),
        wide=None,
    )


def without_wide(summary: Summary) -> Summary:
    """Return sums without the exact ones of very large numbers."""
    if not summary.layout.wide:
        return summary
    return replace(summary, layout=replace(summary.layout, wide=()), wide=None)


def _common(own: Moments, like: Moments, gaps: Gaps) -> Moments:
    n, diagonal = own.n, np.diag(own.n)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.nan_to_num(np.diag(own.s) / diagonal)
        square = np.nan_to_num(np.diag(own.q) / diagonal)
        spread = np.sqrt(np.maximum(square - mean**2, 0.0))
        a, b = like.s / like.n, like.s.T / like.n
        covariance = like.p / like.n - a * b
        squares = np.maximum(like.q / like.n - a**2, 0.0)
        r = covariance / np.sqrt(squares * squares.T)
    s, q = n * mean[:, None], n * square[:, None]
    p = n * (np.outer(mean, mean) + _correlation(r) * np.outer(spread, spread))
    for found, exact in ((s, own.s), (q, own.q), (p, own.q)):
        np.fill_diagonal(found, np.diag(exact))
    for gap, of, minus in gaps:  # over the people who have both sides, these still subtract
        s[minus, gap] = s[of, gap] - s[gap, gap]
    return Moments(n, s, q, p)


def _common_sets(own: Mapping[str, SetSums], like: Mapping[str, SetSums]) -> dict[str, SetSums]:
    return {name: _common_set(sums, like[name]) for name, sums in own.items()}


def _common_set(own: SetSums, like: SetSums) -> SetSums:
    if own.n == 0 or own.weight <= 0 or like.weight <= 0:
        return own
    wide = like.p / like.weight - np.outer(like.s, like.s) / like.weight**2
    with np.errstate(divide="ignore", invalid="ignore"):
        r = wide / np.sqrt(np.outer(np.diag(wide), np.diag(wide)))
    mean = own.s / own.weight
    spread = np.sqrt(np.maximum(np.diag(own.p) / own.weight - mean**2, 0.0))
    p = own.weight * (np.outer(mean, mean) + _correlation(r) * np.outer(spread, spread))
    np.fill_diagonal(p, np.diag(own.p))
    return replace(own, p=p)


def _correlation(r: Array) -> Array:
    """Return correlations, 0 where they do not exist."""
    found = np.clip(np.nan_to_num(r, nan=0.0, posinf=0.0, neginf=0.0), -1.0, 1.0)
    return np.asarray((found + found.T) / 2)
