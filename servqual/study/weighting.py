"""What weights and design did to the figures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from servqual.disclosure import shown_groups
from servqual.instrument import Instrument
from servqual.plan import columns
from servqual.results import Groups
from servqual.results.weighting import (
    DesignErrorRow,
    DrawnRow,
    MarginRow,
    ObeysRow,
    Weighting,
    WeightsRow,
)
from servqual.settings import Settings
from servqual.statistics.moments import MeanVector
from servqual.statistics.summary import Summary
from servqual.study.gap_rows import number
from servqual.study.gaps import mean_of_means_variance
from servqual.weighting import Design, Fit, weight_effect
from servqual.weighting.design import split_crossed
from servqual.weighting.margins import TOGETHER, Table
from servqual.weighting.obeys import OBEYS


def weighting_tables(
    summary: Summary,
    instrument: Instrument,
    settings: Settings,
    groups: Groups,
    design: Design | None,
    fit: Fit | None,
) -> Weighting:
    """Return margins, diagnostics and effects of weights and design.

    Parameters
    ----------
    summary : Summary
        Of everybody who counts.
    instrument : Instrument
    settings : Settings
    groups : Groups
        A group that is hidden there is hidden here.
    design : Design or None
    fit : Fit or None
        How the weights were made, where a design is given.
    """
    if design is None and not summary.weighted:
        return Weighting()
    margins = tuple(_margins(fit, settings, groups)) if fit else ()
    alone = Weighting(
        margins=margins,
        file=design.file if design else "",
        sha256=design.sha256 if design else "",
        design=recorded(design) if design else {},
    )
    if not summary.weighted and summary.design is None:
        return alone
    return replace(
        alone,
        errors=tuple(_errors(summary, instrument, fit)),
        weights=(_weights(summary, settings, fit),) if summary.weighted else (),
        drawn=(_drawn(summary, design),) if summary.design and design else (),
        obeys=tuple(ObeysRow(*row) for row in OBEYS),
    )


def recorded(design: Design) -> dict[str, Any]:
    """Return what a design says, as a design file is written."""
    trim = False if design.trim is None else list(design.trim)
    customers: dict[str, Any] = {name: dict(shares) for name, shares in design.customers.items()}
    found: dict[str, Any] = {
        "weights": {
            "column": design.weights,
            "rake": list(design.rake),
            "post": design.post,
            "trim": trim,
        },
        "customers": ({"total": design.total} if design.total else {}) | customers,
        "sample": {
            "random": design.random,
            "strata": design.strata,
            "clusters": design.clusters,
        },
        "frame": {name: dict(numbers) for name, numbers in design.frame.items()},
        "standard": {"columns": list(design.standard)},
    }
    return found


# -- what it did to the leading figures ------------------------------------------------------------


def _errors(summary: Summary, instrument: Instrument, fit: Fit | None) -> list[DesignErrorRow]:
    """Return the gaps of the dimensions and their mean; what people got where there is no gap."""
    first = instrument.dimension_ids[0]
    gap = next((g for g in instrument.gaps if summary.has(columns.dimension(g.name, first))), None)
    batteries = ("satisfaction", "perception", *instrument.rated_batteries)
    source = gap.name if gap else next(
        (b for b in batteries if summary.has(columns.dimension(b, first))), ""
    )  # fmt: skip
    if not source:
        return []
    names = [columns.dimension(source, d) for d in instrument.dimension_ids]
    vectors = (
        summary.means_counted(names, weighted=False),
        summary.means_counted(names, weighted=True),
        summary.means(names),
    )
    anew = fit.replicates if fit else {}
    kind, battery = (gap.name, "") if gap else ("", source)
    degrees = summary.degrees(dict.fromkeys(names, 1 / len(names)), float(vectors[2].n.min()) - 1)
    row = partial(_row, kind=kind, battery=battery)
    rows = [row("overall", "unweighted", [_mean(v) for v in vectors], degrees, anew.get(""))]
    for k, (d, name) in enumerate(zip(instrument.dimension_ids, names, strict=True)):
        own = [_Mean(int(v.n[k]), v.mean[k], v.cov[k, k], v.sd[k]) for v in vectors]
        rows.append(row("dimension", d, own, float(vectors[2].df[k]), anew.get(name)))
    return rows


class _Mean:
    """A mean with its variance, and the spread of the people behind it."""

    def __init__(self, n: int, mean: float, variance: float, sd: float) -> None:
        self.n, self.mean, self.variance, self.sd = n, float(mean), float(variance), float(sd)

    @property
    def se(self) -> float | None:
        """Standard error, None where there is none."""
        return number(math.sqrt(self.variance)) if self.variance >= 0 else None


def _mean(vector: MeanVector) -> _Mean:
    """Return the mean of several means."""
    return _Mean(
        int(vector.n.min()), float(np.mean(vector.mean)), mean_of_means_variance(vector), math.nan
    )


def _row(
    level: str,
    row_id: str,
    means: Sequence[_Mean],
    df: float,
    anew: float | None,
    *,
    kind: str,
    battery: str,
) -> DesignErrorRow:
    counted, weighted, drawn = means
    simple = counted.variance if math.isnan(drawn.sd) else drawn.sd**2 / max(drawn.n, 1)
    return DesignErrorRow(
        level=level,
        id=row_id,
        kind=kind,
        battery=battery,
        n=drawn.n,
        mean_unweighted=number(counted.mean),
        mean=number(drawn.mean),
        se_unweighted=counted.se,
        se_weights=weighted.se,
        se=drawn.se,
        df=df if drawn.se is not None else None,
        se_replicates=None if anew is None or anew < 0 else math.sqrt(anew),
        design_effect=number(drawn.variance / simple) if simple > 0 else None,
    )


# -- weights, margins, strata and clusters ---------------------------------------------------------


def _weights(summary: Summary, settings: Settings, fit: Fit | None) -> WeightsRow:
    effect = weight_effect(summary.n, summary.weight, summary.weight2)
    lowest, highest = _range(fit)
    fit = fit or Fit()
    low, high = fit.trim or (None, None)
    return WeightsRow(
        how=fit.how or "column",
        column=settings.weights,
        fitted=", ".join(table.column for table in fit.fitted),
        n=summary.n,
        lowest=lowest,
        highest=highest,
        cv=math.sqrt(max(effect.deff - 1, 0.0)),
        n_effective=effect.n_effective,
        deff_kish=effect.deff,
        trim_low=low,
        trim_high=high,
        trimmed=fit.trimmed,
        rounds=fit.rounds,
        margin_error=fit.error if fit.how else None,
        n_replicates=fit.n_replicates,
    )


def _range(fit: Fit | None) -> tuple[float | None, float | None]:
    """Return the smallest and the largest weight, in mean weights."""
    weights = fit.weights if fit else None
    if weights is None or not len(weights):
        return fit.reach if fit and fit.reach else (None, None)
    return float(weights.min() / weights.mean()), float(weights.max() / weights.mean())


def _margins(fit: Fit, settings: Settings, groups: Groups) -> list[MarginRow]:
    hidden = {(row.by, row.group) for row in groups.groups if not row.shown}
    found = []
    for table, fitted in fit.beside():
        shown = _shown(table, settings.min_cell, hidden, fit.blank.get(table.column, 0))
        counted, before, after = (table.shares_under(w) for w in (None, fit.base, fit.weights))
        for k, group in enumerate(table.groups):
            may = group in shown
            found.append(
                MarginRow(
                    table.column,
                    group,
                    table.sizes[k] if may else None,
                    counted[k] if counted and may else None,
                    before[k] if before and may and fit.base is not None else None,
                    after[k] if after and (may or fitted) else None,
                    table.shares[k],
                    fitted,
                )
            )
    return found


def _shown(table: Table, min_cell: int, hidden: set[tuple[str, str]], n_blank: int) -> set[str]:
    """Return the groups whose size may be shown; those hidden elsewhere never are."""
    never = {g for g in table.groups if _is_hidden(table.column, g, hidden)}
    bases = {g: [n] for g, n in zip(table.groups, table.sizes, strict=True) if n}
    nobody = {g for g, n in zip(table.groups, table.sizes, strict=True) if not n}
    blank = {"": [n_blank]} if n_blank else {}
    return {*shown_groups(bases | blank, min_cell, never=("", *never)), *nobody}


def _is_hidden(column: str, group: str, hidden: set[tuple[str, str]]) -> bool:
    """Say whether a group, one of those put together or a part of a crossed one is hidden."""
    if len(split_crossed(column)) == 1:
        return any((column, one) in hidden for one in (group, *group.split(TOGETHER)))
    names = split_crossed(column)
    return any(
        (name, part) in hidden
        for one in group.split(TOGETHER)
        for name, part in zip(names, split_crossed(one), strict=False)
    )


def _drawn(summary: Summary, design: Design) -> DrawnRow:
    sums = summary.design
    if sums is None:  # the caller has asked
        raise ValueError("nothing is known of strata and clusters")
    sampled = sums.sampled
    asked = [f for f in sampled.fractions if f > 0]
    share = sum(sampled.sizes) / _customers(design) if asked and _customers(design) else None
    return DrawnRow(
        strata=design.strata,
        clusters=design.clusters,
        n_strata=len(sampled.sizes) if design.strata else 0,
        n_clusters=len(sampled.stratum_of),
        lonely=sampled.lonely,
        random=design.random,
        share_asked=share,
    )


def _customers(design: Design) -> float:
    known: Mapping[str, float] = design.frame.get(design.strata, {})
    return float(sum(known.values())) if known else float(design.total)
