"""Correlations, one regression, groups compared and orthogonal loadings, for a thesis."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.instrument import Instrument
from servqual.plan import columns
from servqual.results import (
    CorrelationRow,
    Efa,
    Groups,
    RegressionRow,
    SlopeRow,
    Structure,
    Thesis,
    VariableRow,
)
from servqual.results.exploratory import explore, number_of_factors
from servqual.settings import Settings
from servqual.statistics.drivers import regression
from servqual.statistics.oneway import least_squares
from servqual.statistics.summary import Summary
from servqual.statistics.tails import f_upper, t_two_sided
from servqual.study.thesis.differences import compared, scores_of

PERFORMANCE = columns.RECEIVED
FEWEST_FOR_R = 3


def thesis_tables(
    summary: Summary,
    breakdowns: Mapping[str, Mapping[str, Summary]],
    instrument: Instrument,
    settings: Settings,
    groups: Groups,
    structure: Structure,
) -> Thesis:
    """Return what a thesis shows; empty unless everything was asked for.

    Parameters
    ----------
    summary : Summary
        Of everybody who counts.
    breakdowns : mapping of people column to (mapping of group to Summary)
    instrument : Instrument
    settings : Settings
        ``structure`` is ``full``.
    groups : Groups
        Those that are hidden there are not compared.
    structure : Structure
        Whose correlations are factored again, with varimax.
    """
    there = [
        b
        for b in instrument.rated_batteries
        if any(summary.has(columns.dimension(b, d)) for d in instrument.dimension_ids)
    ]
    if settings.structure != "full" or not there:
        return Thesis()
    battery = next((b for b in PERFORMANCE if b in there), there[0])
    dimensions = [d for d in instrument.dimension_ids if summary.has(columns.dimension(battery, d))]
    outcomes = [
        o.id
        for o in instrument.outcomes
        if o.kind != "yes_no" and summary.has(columns.outcome(o.id))
    ]
    gaps = [
        g.name
        for g in instrument.gaps
        if all(summary.has(columns.dimension(g.name, d)) for d in dimensions)
    ]
    names = [*(("dimension", d) for d in dimensions), *(("outcome", o) for o in outcomes)]
    rows, slopes = _regression(summary, instrument, settings, battery, dimensions)
    found = compared(
        {} if summary.weighted or summary.design else breakdowns,
        scores_of([battery, *gaps], dimensions, outcomes),
        groups,
        settings,
    )
    return Thesis(
        variables=_variables(summary, battery, names),
        correlations=_correlations(summary, battery, names),
        means=found.means,
        differences=found.differences,
        comparisons=found.comparisons,
        regression=rows,
        slopes=slopes,
        loadings=_loadings(structure, battery),
        battery=battery,
    )


def _column(battery: str, kind: str, name: str) -> str:
    return columns.outcome(name) if kind == "outcome" else columns.dimension(battery, name)


def _variables(
    summary: Summary, battery: str, names: Sequence[tuple[str, str]]
) -> tuple[VariableRow, ...]:
    vector = summary.means([_column(battery, *name) for name in names])
    return tuple(
        VariableRow(kind, name, int(n), _known(mean), _known(sd))
        for (kind, name), n, mean, sd in zip(names, vector.n, vector.mean, vector.sd, strict=True)
    )


def _correlations(
    summary: Summary, battery: str, names: Sequence[tuple[str, str]]
) -> tuple[CorrelationRow, ...]:
    """Return r of every two variables over the people who have both."""
    place = summary.layout.position
    found = []
    for (kind_a, a), (kind_b, b) in itertools.combinations(names, 2):
        i, j = place[_column(battery, kind_a, a)], place[_column(battery, kind_b, b)]
        sums, n = summary.first, int(summary.counts.n[i, j])
        r = _r(
            sums.n[i, j], (sums.s[i, j], sums.s[j, i]), (sums.q[i, j], sums.q[j, i]), sums.p[i, j]
        )
        r = r if n >= FEWEST_FOR_R else None
        p = None
        if r is not None and not summary.weighted and summary.design is None:
            p = t_two_sided(r * math.sqrt((n - 2) / max(1 - r * r, 1e-300)), n - 2)
        found.append(CorrelationRow(a, b, n, r, p))
    return tuple(found)


def _r(
    total: float, sums: tuple[float, float], squares: tuple[float, float], product: float
) -> float | None:
    """Return Pearson's r from sums; None where one of both has no spread."""
    if total <= 0:
        return None
    spread = [q / total - (s / total) ** 2 for s, q in zip(sums, squares, strict=True)]
    if any(v <= 1e-12 * max(q / total, 1e-300) for v, q in zip(spread, squares, strict=True)):
        return None
    r = (product / total - sums[0] * sums[1] / total**2) / math.sqrt(spread[0] * spread[1])
    return max(-1.0, min(1.0, float(r)))


def _regression(
    summary: Summary,
    instrument: Instrument,
    settings: Settings,
    battery: str,
    dimensions: Sequence[str],
) -> tuple[tuple[RegressionRow, ...], tuple[SlopeRow, ...]]:
    """Return the leading outcome regressed on the dimensions; nothing without an outcome."""
    sets = summary.layout.sets
    outcomes = [o.id for o in instrument.outcomes]
    able = [
        o
        for name, _ in sets
        for o in outcomes
        if name == columns.drivers(battery, o, "dimension") and summary.sets[name].n > 0
    ]
    if not able:
        return (), ()
    # the leading outcome stands first among the sets
    name = columns.drivers(battery, able[0], "dimension")
    sums, p = summary.sets[name], len(dimensions)
    row = (able[0], battery, sums.n)
    if summary.weighted:
        return (RegressionRow(*row, problem="weighted"),), ()
    if summary.design is not None:
        return (RegressionRow(*row, problem="designed"),), ()
    if sums.n < p + 3:
        return (RegressionRow(*row, problem="too_few_people"),), ()
    units = [summary.layout.units[summary.layout.position[c]] for c in dict(sets)[name]]
    unit = np.array(units, dtype=np.float64)
    covariance, mean = sums.covariance() / np.outer(unit, unit), sums.s / sums.weight / unit
    try:
        whole = regression(covariance, sums.n)
    except UndefinedStatisticError as error:
        return (RegressionRow(*row, problem=error.code),), ()
    b, se, t, reach = least_squares(covariance, mean, sums.n, settings.confidence)
    df = sums.n - p - 1
    f = whole.r2 / p / max((1 - whole.r2) / df, 1e-300)
    model = RegressionRow(*row, whole.r2, whole.r2_adjusted, f, p, df, f_upper(f, p, df))
    slopes = [
        SlopeRow(
            term,
            float(b[k]),
            float(se[k]),
            float(whole.beta[k - 1]) if k else None,
            _known(t[k]),
            t_two_sided(float(t[k]), df) if math.isfinite(t[k]) else None,
            float(b[k] - reach[k]),
            float(b[k] + reach[k]),
            float(whole.vif[k - 1]) if k else None,
        )
        for k, term in enumerate(["constant", *dimensions])
    ]
    return (model,), tuple(slopes)


def _loadings(structure: Structure, battery: str) -> tuple[Efa, ...]:
    """Return the factors of the leading battery again, rotated at right angles."""
    number = {row.source: number_of_factors(row) for row in structure.factors}
    return tuple(
        explore(c, number.get(c.source, 1), "minres", "varimax")
        for c in structure.correlations
        if c.source == battery
    )


def _known(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
