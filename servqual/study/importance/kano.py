"""Kano's classes of the items from the tables of their two questions."""

from __future__ import annotations

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.instrument import Instrument
from servqual.plan import columns
from servqual.results import KanoRow, frozen
from servqual.settings import Settings
from servqual.statistics.kano import class_counts, kano
from servqual.statistics.summary import Summary

# more answers than this that contradict each other or turn the item round: look at its wording
MOST_CONTRADICTIONS = 0.10


def kano_rows(summary: Summary, instrument: Instrument, settings: Settings) -> tuple[KanoRow, ...]:
    """Return the classes of every item whose two questions somebody answered.

    With survey weights, shares are weighted and tests and limits rest on Kish's effective number
    of people; the counts are of people.
    """
    rows = (_row(summary, item, settings.confidence) for item in instrument.item_ids)
    return tuple(row for row in rows if row)


def _row(summary: Summary, item: str, confidence: float) -> KanoRow | None:
    """Return the row of one item; None where nobody answered both questions."""
    if columns.kano(item) not in summary.tables:
        return None
    counts, weights = (table.astype(np.float64) for table in summary.tables[columns.kano(item)])
    n = int(counts.sum())
    kish = summary.weight**2 / (summary.weight2 * summary.n) if summary.weighted else 1.0
    try:
        found = kano(counts, weights, confidence, n * kish)
    except UndefinedStatisticError:
        return None
    contradicting = found.shares["R"] + found.shares["Q"]
    better, worse = found.better, found.worse
    return KanoRow(
        item=item,
        n=n,
        counts=frozen({letter: int(k) for letter, k in class_counts(counts).items()}),
        kind=found.kind,
        second=found.second,
        clear=found.clear,
        total_strength=found.total_strength,
        category_strength=found.category_strength,
        combined=found.combined,
        better=better.share if better else None,
        better_low=better.ci_low if better else None,
        better_high=better.ci_high if better else None,
        worse=worse.share if worse else None,
        worse_low=worse.ci_low if worse else None,
        worse_high=worse.ci_high if worse else None,
        functional=found.functional.mean,
        dysfunctional=found.dysfunctional.mean,
        continuous=found.continuous,
        agree=found.continuous == found.kind,
        wording=contradicting > MOST_CONTRADICTIONS + 1e-9,
        functional_low=found.functional.ci_low,
        functional_high=found.functional.ci_high,
        dysfunctional_low=found.dysfunctional.ci_low,
        dysfunctional_high=found.dysfunctional.ci_high,
    )
