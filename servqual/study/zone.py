"""Zones of tolerance from the sums of the people who rated all three levels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servqual.instrument import Gap, Instrument
from servqual.plan.columns import ITEM_MEAN
from servqual.results.gaps import Level
from servqual.results.zone import ZoneRow, ZoneVariant
from servqual.settings import Settings
from servqual.statistics.moments import MeanVector
from servqual.statistics.paired import t_test
from servqual.statistics.summary import Summary
from servqual.statistics.zone import place, position
from servqual.study.gap_rows import number
from servqual.study.gaps import mean_of_means_variance

if TYPE_CHECKING:
    from servqual.statistics.paired import Test

MEANS = ("minimum", "desired", "perception")
GAPS = ("adequacy", "superiority")
SHARES = ("below", "inside", "above")
UNWEIGHTED = "unweighted"


class Sides(NamedTuple):
    """The gaps against the minimum and against the desired level, of the same battery."""

    adequacy: Gap
    superiority: Gap

    @property
    def batteries(self) -> tuple[str, str, str]:
        """Names of the batteries: minimum, desired level, what was perceived."""
        return self.adequacy.minus, self.superiority.minus, self.adequacy.of


def zone_sides(gaps: Sequence[Gap]) -> Sides | None:
    """Return the two gaps that bound a zone of tolerance, None where one of them is missing."""
    by_minus = {gap.minus: gap for gap in gaps}
    low, high = by_minus.get("minimum"), by_minus.get("desired")
    if low is None or high is None or low.of != high.of:
        return None
    return Sides(low, high)


def column(level: str, row_id: str, figure: str) -> str:
    """Return the column of a figure of a row: one of ``MEANS``, ``GAPS`` or ``SHARES``."""
    return f"zone:{level}:{row_id}:{figure}"


def row_ids(instrument: Instrument) -> list[tuple[Level, str]]:
    """Return the rows that are made person by person: the whole (if so), dimensions, items."""
    rows: list[tuple[Level, str]] = []
    if instrument.overall == "items":
        rows.append(("overall", ITEM_MEAN))
    rows += [("dimension", d) for d in instrument.dimension_ids]
    return [*rows, *(("item", i) for i in instrument.item_ids)]


def zone_rows(summary: Summary, instrument: Instrument, settings: Settings) -> list[ZoneRow]:
    """Return the whole, the dimensions and the items.

    Parameters
    ----------
    summary : Summary
        Of the columns of :func:`column` for every row of :func:`row_ids`.
    instrument : Instrument
    settings : Settings
    """
    rows = [_row(summary, level, name, settings) for level, name in row_ids(instrument)]
    if instrument.overall != "items":
        rows.insert(0, _mean_of_dimensions(summary, instrument, settings))
    return rows


def variants(
    summary: Summary, instrument: Instrument, settings: Settings, variant: str
) -> list[ZoneVariant]:
    """Return the whole and the dimensions of some people, under the name of a screening."""
    return [
        ZoneVariant(
            variant,  # type: ignore[arg-type]  # one of the two names of the caller
            row.level,
            row.id,
            row.n,
            row.minimum,
            row.desired,
            row.perception,
            row.adequacy,
            row.superiority,
            row.width,
            row.place,
        )
        for row in zone_rows(summary, instrument, settings)
        if row.level != "item"
    ]


def _row(summary: Summary, level: Level, name: str, settings: Settings) -> ZoneRow:
    """Return a row whose every figure is a mean over the same people."""
    figures = (*MEANS, *GAPS, *SHARES)
    vector = summary.means([column(level, name, figure) for figure in figures])
    tests = [_test(vector, k, settings) for k in (2, 3, 4)]
    row = _made(level, name, int(vector.n[0]), [float(x) for x in vector.mean[:5]], tests)
    below, inside, above = (number(float(x)) for x in vector.mean[5:])
    return replace(row, share_below=below, share_inside=inside, share_above=above)


def _mean_of_dimensions(summary: Summary, instrument: Instrument, settings: Settings) -> ZoneRow:
    """Return the mean of the dimensions, each counting alike, with limits from their covariance."""
    names = instrument.dimension_ids
    vectors = [
        summary.means([column("dimension", d, figure) for d in names]) for figure in (*MEANS, *GAPS)
    ]
    fewest = int(vectors[0].n.min())
    tests = []
    for figure, vector in zip((MEANS[2], *GAPS), vectors[2:], strict=True):
        weights = {column("dimension", d, figure): 1 / len(names) for d in names}
        variance = mean_of_means_variance(vector)
        se = math.sqrt(max(variance, 0.0)) if math.isfinite(variance) else math.nan
        df = summary.degrees(weights, fewest - 1)
        tests.append(t_test(float(np.mean(vector.mean)), se, df, settings.confidence))
    means = [float(np.mean(vector.mean)) for vector in vectors]
    return _made("overall", UNWEIGHTED, fewest, means, tests)


def _test(vector: MeanVector, k: int, settings: Settings) -> Test:
    variance = float(vector.cov[k, k])
    se = math.sqrt(max(variance, 0.0)) if math.isfinite(variance) else math.nan
    return t_test(float(vector.mean[k]), se, float(vector.df[k]), settings.confidence)


def _made(
    level: Level, name: str, n: int, means: Sequence[float], tests: Sequence[Test]
) -> ZoneRow:
    """Return a row from its means (as in ``MEANS`` and ``GAPS``) and the last three tests."""
    minimum, desired, perception, adequacy, superiority = means
    seen, low, high = ((test.ci_low, test.ci_high) for test in tests)
    known = all(map(math.isfinite, means))
    return ZoneRow(
        level=level,
        id=name,
        n=n,
        minimum=number(minimum),
        desired=number(desired),
        perception=number(perception),
        perception_low=seen[0],
        perception_high=seen[1],
        adequacy=number(adequacy),
        adequacy_low=low[0],
        adequacy_high=low[1],
        superiority=number(superiority),
        superiority_low=high[0],
        superiority_high=high[1],
        width=number(desired - minimum),
        position=position(minimum, perception, desired) if known else None,
        place=place(low, high),
    )
