"""The counts from which a study answers what-if questions."""

from __future__ import annotations

from servqual.instrument import Instrument
from servqual.plan import columns
from servqual.results import Importance, Scenario
from servqual.statistics.summary import Summary
from servqual.study.scores import answered_batteries
from servqual.weighting import weight_effect


def scenario(summary: Summary, instrument: Instrument, importance: Importance) -> Scenario:
    """Return weighted counts of answers and of pairs of answers, and what scores are made of."""
    ids = instrument.item_ids
    batteries = answered_batteries(summary, instrument)
    pairs = {
        (gap.name, i): summary.tables[columns.item(gap.name, i)][1].tolist()
        for gap in instrument.gaps
        if summary.has(columns.item(gap.name, ids[0]))
        for i in ids
    }
    points = {row.dimension: row.mean for row in importance.points if row.mean is not None}
    total = sum(points.values())
    return Scenario(
        answers={
            (battery, i): summary.histograms[columns.item(battery, i)][1].tolist()
            for battery in batteries
            for i in ids
        },
        pairs=pairs,
        points={d: mean / total for d, mean in points.items()} if total > 0 else {},
        weight=summary.weight,
        n=summary.n,
        design_effect=(
            weight_effect(summary.n, summary.weight, summary.weight2).deff if summary.n else 1.0
        ),
    )
