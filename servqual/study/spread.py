"""How much room the answers leave, and whether an outcome follows a gap or one of its sides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.instrument import Gap, Instrument
from servqual.plan import columns
from servqual.results import ConstraintRow, SpreadRow
from servqual.statistics.powers import PowerSums
from servqual.statistics.summary import Summary
from servqual.statistics.surface import gap_constraint
from servqual.study.gap_rows import number
from servqual.study.scores import answered_batteries

TOTAL = "total"


def spread_rows(summary: Summary, instrument: Instrument) -> tuple[SpreadRow, ...]:
    """Return how many answers stand at the ends, and the spread of the scores, of every battery."""
    batteries = answered_batteries(summary, instrument)
    received = next((gap.of for gap in instrument.gaps if gap.of in batteries), "")
    spreads = {b: _spreads(summary, instrument, b) for b in batteries}
    rows = []
    for battery in batteries:
        for d, row in spreads[battery].items():
            other = spreads[received][d].sd if received and received != battery else None
            ratio = row.sd / other if row.sd is not None and other else None
            rows.append(replace(row, sd_ratio=ratio))
        rows.append(_at_the_ends(summary, battery, TOTAL, instrument.item_ids))
    return tuple(rows)


def _spreads(summary: Summary, instrument: Instrument, battery: str) -> dict[str, SpreadRow]:
    """Return the rows of a battery's dimensions."""
    ids = instrument.dimension_ids
    vector = summary.means([columns.dimension(battery, d) for d in ids])
    return {
        d: replace(
            _at_the_ends(summary, battery, d, instrument.items_of(d)),
            n=int(vector.n[k]),
            mean=number(float(vector.mean[k])),
            sd=number(float(vector.sd[k])),
        )
        for k, d in enumerate(ids)
    }


def _at_the_ends(summary: Summary, battery: str, dimension: str, items: list[str]) -> SpreadRow:
    """Return the shares of all answers to some items at the ends of the scale."""
    found = [summary.histograms[columns.item(battery, i)] for i in items]
    weights = np.sum([weight for _, weight in found], axis=0)
    total = float(weights.sum())
    return SpreadRow(
        battery=battery,
        dimension=dimension,
        n=max(int(counts.sum()) for counts, _ in found),
        share_top=float(weights[-1]) / total if total > 0 else None,
        share_bottom=float(weights[0]) / total if total > 0 else None,
        mean=None,
        sd=None,
        sd_ratio=None,
    )


def constraint_rows(summary: Summary, instrument: Instrument) -> tuple[ConstraintRow, ...]:
    """Return the check of every gap against every outcome that is rated on a scale."""
    rows = []
    for gap in instrument.gaps:
        for outcome in instrument.outcomes:
            sums = summary.powers.get(columns.constraint(gap.name, outcome.id))
            if sums is not None:
                rows.append(_constraint_row(gap, outcome.id, sums, instrument))
    return tuple(rows)


def _constraint_row(
    gap: Gap, outcome_id: str, sums: PowerSums, instrument: Instrument
) -> ConstraintRow:
    """Return the check in points of the scale, or the reason why there is none."""
    nothing = (None,) * 13
    try:
        found = gap_constraint(sums)
    except UndefinedStatisticError as error:
        asked = instrument.asks_together(instrument.item_ids)
        code = error.code if asked else "not_asked_together"
        return ConstraintRow(gap.name, outcome_id, sums.n, *nothing, code)
    # both sides are summed over all items, in parts of a point
    points = len(instrument.item_ids) * instrument.scale_of(gap.of).parts
    return ConstraintRow(
        gap=gap.name,
        outcome=outcome_id,
        n=sums.n,
        r2_gap=found.r2_gap,
        r2_of=found.r2_of,
        r2_both=found.r2_both,
        r2_surface=found.r2_surface,
        slope_of=found.slope_of * points,
        slope_of_se=found.slope_of_se * points,
        slope_minus=found.slope_minus * points,
        slope_minus_se=found.slope_minus_se * points,
        f=found.f,
        df1=found.df1,
        df2=found.df2,
        p=found.p,
        p_surface=found.p_surface,
    )
