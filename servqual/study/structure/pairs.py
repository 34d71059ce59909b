"""Whether the items of a dimension belong together, and how far two dimensions are apart."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.results.structure_rows import ConvergentRow, LoadingRow, PairRow
from servqual.settings import Settings
from servqual.statistics.moments import Array
from servqual.statistics.powers import PowerSums, pairs
from servqual.statistics.resampling import method, percentile_limits, replicates
from servqual.statistics.validity import (
    NOT_DISTINGUISHABLE,
    average_variance_extracted,
    composite_reliability,
    fornell_larcker,
    heterotrait_monotrait,
    heterotrait_monotrait_2,
    upper_correlations,
)
from servqual.study.structure.sources import Source

THEORY = "theory"


class Phi(NamedTuple):
    """Correlation of two factors with limits, None where there are none."""

    value: float
    low: float | None
    high: float | None


class Ratio(NamedTuple):
    """HTMT with limits, and HTMT2; None where there is none. ``method`` says what was drawn."""

    htmt: float | None
    low: float | None
    high: float | None
    htmt2: float | None
    method: str = ""


NO_RATIO = Ratio(None, None, None, None)
# people drawn one by one are called so
DRAWN = {"rows": "people", "groups": "groups", "normal": "normal"}
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
    ratios = _ratios(source, settings)
    return tuple(
        _row(
            source.name,
            (a, b),
            phi.get((a, b)),
            ratios.get((a, b), NO_RATIO),
            (ave.get(a), ave.get(b)),
        )
        for a, b in itertools.combinations([d for d, _ in source.dimensions], 2)
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
        htmt_method="" if ratio.low is None else ratio.method,
    )


def _ratios(source: Source, settings: Settings) -> dict[Pair, Ratio]:
    """Return HTMT of the pairs that have one, with limits where people can be resampled."""
    able = [(d, places) for d, places in source.dimensions if len(places) > 1]
    if len(able) < 2 or source.sums.n <= len(source.items):
        return {}
    dimensions = [places for _, places in able]
    covariance = source.sums.covariance()[pairs(len(source.items))]
    correlations = upper_correlations(covariance)
    htmt = heterotrait_monotrait(correlations, dimensions)
    low, high = _limits(source.powers, dimensions, settings)
    low, high = (np.where(np.isnan(htmt), np.nan, limit) for limit in (low, high))
    rows = zip(htmt, low, high, heterotrait_monotrait_2(correlations, dimensions), strict=True)
    names = itertools.combinations([d for d, _ in able], 2)
    drawn = "" if source.powers is None else DRAWN[method(source.powers)]
    return {
        pair: Ratio(_number(a), _number(b), _number(c), _number(d), drawn)
        for pair, (a, b, c, d) in zip(names, rows, strict=True)
    }


def _limits(
    powers: PowerSums | None, dimensions: list[tuple[int, ...]], settings: Settings
) -> tuple[Array, Array]:
    """Return the limits of HTMT of every pair, NaN where people cannot be resampled."""
    if powers is None:
        nothing = np.full(math.comb(len(dimensions), 2), np.nan)
        return nothing, nothing
    drawn = [
        heterotrait_monotrait(upper_correlations(some.covariance), dimensions)
        for some in replicates(powers, settings.seed)
    ]
    return percentile_limits(np.concatenate(drawn), settings.confidence)


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
