"""How evenly units serve: low answers, and how the people of a unit differ."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from servqual.disclosure import FEW_PEOPLE, SHARE_END, decimals
from servqual.plan import columns
from servqual.results.league import ConsistencyRow, UnitRow
from servqual.settings import Settings
from servqual.statistics.heterogeneity import AnswerShare, share_of_answers
from servqual.statistics.summary import Summary
from servqual.study.league_sums import Units


def consistency(
    units: Units, kept: Mapping[str, Summary], rows: Sequence[UnitRow], settings: Settings
) -> list[ConsistencyRow]:
    """Return the low answers of every unit, in the order of the leading score.

    Parameters
    ----------
    units : Units
    kept : mapping of unit to Summary
        Of the units that may be shown.
    rows : sequence of UnitRow
        Of these units; the first overall score leads.
    settings : Settings
    """
    overall = [row for row in rows if row.level == "overall" and not row.mix]
    if not units.battery or not overall:
        return []
    leading = [row for row in overall if row.kind == overall[0].kind]
    shares = {row.unit: _share(units, kept[row.unit], settings.confidence) for row in leading}
    n = np.array([kept[row.unit].n for row in leading], dtype=np.float64)
    whole = float(n @ [shares[row.unit].share for row in leading]) / float(n.sum())
    return [_row(units, kept[row.unit], row, shares[row.unit], whole) for row in leading]


def _share(units: Units, summary: Summary, confidence: float) -> AnswerShare:
    names = [name(units.battery, "") for name in (columns.low, columns.asked)]
    found = summary.means(names)
    n = int(found.n[1])
    return share_of_answers(float(found.mean[0]), float(found.mean[1]), found.cov, n, confidence)


def _row(
    units: Units, summary: Summary, row: UnitRow, share: AnswerShare, whole: float
) -> ConsistencyRow:
    """Return the row of a unit; shares of few people keep off both ends."""
    n = int(summary.means([columns.asked(units.battery, "")]).n[0])
    few = n < FEW_PEOPLE

    def cut(value: float) -> float:
        return round(min(max(value, SHARE_END), 1 - SHARE_END), 2) if few else round(value, 3)

    sd = _sd(summary, row)
    return ConsistencyRow(
        by=row.by,
        unit=row.unit,
        battery=units.battery,
        n=n,
        share_low=cut(share.share),
        ci_low=cut(share.ci_low),
        ci_high=cut(share.ci_high),
        at_end=few and not SHARE_END < share.share < 1 - SHARE_END,
        low_up_to=units.low_up_to,
        sd=None if sd is None else round(sd, decimals(row.n)),
        mean=row.mean,
        tail=row.side != "below" and share.ci_low > whole,
    )


def _sd(summary: Summary, row: UnitRow) -> float | None:
    """Return the SD of the overall score of a person, from the covariances of the dimensions."""
    prefix = columns.dimension(row.kind or row.battery, "")
    names = [c for c in summary.layout.columns if c.startswith(prefix) and c.count(":") == 2]
    vector = summary.means(names)
    variance = float(vector.cov.sum()) / len(names) ** 2 * float(vector.n.min())
    return math.sqrt(variance) if variance >= 0 else None
