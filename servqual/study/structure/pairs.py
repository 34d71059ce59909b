"""Whether the items of a dimension belong together, and how far two dimensions are apart."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.results.structure import ConvergentRow, LoadingRow, PairRow
from servqual.settings import Settings
from servqual.statistics.moments import Array
from servqual.statistics.resampling import percentile_limits, replicates
from servqual.statistics.validity import (
    NOT_DISTINGUISHABLE,
    average_variance_extracted,
    composite_reliability,
    correlation_matrices,
    fornell_larcker,
    heterotrait_monotrait,
)
from servqual.study.structure.sources import Source

THEORY = "theory"


class Phi(NamedTuple):
    """Correlation of two factors with limits, None where there are none."""

    value: float
    low: float | None
    high: float | None


class Ratio(NamedTuple):
    """HTMT with limits, and HTMT2; None where there is none."""

    htmt: float | None
    low: float | None
    high: float | None
    htmt2: float | None


NO_RATIO = Ratio(None, None, None, None)
Pair = tuple[str, str]


def convergent_rows(source: Source, loadings: Iterable[LoadingRow]) -> tuple[ConvergentRow, ...]:
    """Return CR and AVE of every dimension that has two items, by the theory's loadings.

    None where the model was not estimated or a standardised loading is beyond 1: what follows from
    an improper solution is no figure.
    """
    found: dict[str, list[float]] = {d: [] for d, _ in source.dimensions}
    for row in loadings:
        if (row.source, row.model) == (source.name, THEORY):
            found[row.factor].append(row.loading)
    return tuple(
        _convergent(source.name, d, len(places), np.array(found[d]))
        for d, places in source.dimensions
    )


def _convergent(source: str, dimension: str, k: int, loadings: Array) -> ConvergentRow:
    try:
        return ConvergentRow(
            source,
            dimension,
            k,
            composite_reliability(loadings),
            average_variance_extracted(loadings),
        )
    except UndefinedStatisticError:
        return ConvergentRow(source, dimension, k, None, None)


def pair_rows(
    source: Source,
    phi: Mapping[Pair, Phi],
    convergent: Iterable[ConvergentRow],
    settings: Settings,
) -> tuple[PairRow, ...]:
    """Return how far every two dimensions are apart.

    Parameters
    ----------
    source : Source
    phi : mapping of two dimensions to Phi
        Correlations of the theory's factors, in the questionnaire's order of dimensions; empty
        where that model was not estimated.
    convergent : iterable of ConvergentRow
        Of the same source, for the criterion of Fornell and Larcker.
    settings : Settings
        ``confidence`` and ``seed`` of the limits of HTMT.

    Returns
    -------
    tuple of PairRow
        In the questionnaire's order. No HTMT for a dimension of one item, nor where there are not
        more people than items; no limits where the Summary holds no products of four ratings.
    """
    ave = {row.dimension: row.ave for row in convergent}
    pairs = list(itertools.combinations([d for d, _ in source.dimensions], 2))
    ratios = _ratios(source, pairs, settings)
    return tuple(
        _row(source.name, (a, b), phi.get((a, b)), ratios[a, b], (ave.get(a), ave.get(b)))
        for a, b in pairs
    )


def _row(
    source: str,
    pair: Pair,
    phi: Phi | None,
    ratio: Ratio,
    ave: tuple[float | None, float | None],
) -> PairRow:
    first, second = ave
    apart = None
    if phi is not None and first is not None and second is not None:
        apart = fornell_larcker(first, second, phi.value)
    sizes = [abs(x) for x in (phi.value if phi else None, ratio.htmt) if x is not None]
    return PairRow(
        source=source,
        a=pair[0],
        b=pair[1],
        phi=phi.value if phi else None,
        phi_low=phi.low if phi else None,
        phi_high=phi.high if phi else None,
        htmt=ratio.htmt,
        htmt_low=ratio.low,
        htmt_high=ratio.high,
        htmt2=ratio.htmt2,
        fornell_larcker=apart,
        distinguishable=max(sizes) <= NOT_DISTINGUISHABLE if sizes else None,
    )


def _ratios(source: Source, pairs: list[Pair], settings: Settings) -> dict[Pair, Ratio]:
    """Return HTMT of the pairs, with limits where people can be resampled."""
    places = dict(source.dimensions)
    found = dict.fromkeys(pairs, NO_RATIO)
    able = [(a, b) for a, b in pairs if min(len(places[a]), len(places[b])) > 1]
    if not able or source.sums.n <= len(source.items):
        return found
    htmt, htmt2 = _all_pairs(source.sums.covariance(), able, places)
    low = high = np.full(len(able), np.nan)
    if source.powers is not None:
        drawn = [
            _all_pairs(some.covariance, able, places)[0]
            for some in replicates(source.powers, settings.seed)
        ]
        low, high = percentile_limits(np.concatenate(drawn), settings.confidence)
    low, high = (np.where(np.isnan(htmt), np.nan, limit) for limit in (low, high))
    rows = zip(htmt, low, high, htmt2, strict=True)
    return found | {pair: Ratio(*map(_number, row)) for pair, row in zip(able, rows, strict=True)}


def _all_pairs(
    covariances: Array, pairs: list[Pair], places: Mapping[str, tuple[int, ...]]
) -> tuple[Array, Array]:
    """Return HTMT and HTMT2 of every pair, each of shape (..., pairs)."""
    correlations = correlation_matrices(covariances)
    each = [heterotrait_monotrait(correlations, places[a], places[b]) for a, b in pairs]
    return (
        np.stack([ratio.htmt for ratio in each], axis=-1),
        np.stack([ratio.htmt2 for ratio in each], axis=-1),
    )


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
