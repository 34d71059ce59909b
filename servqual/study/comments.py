"""What people wrote, beside what they rated; who can be picked out is not shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servqual.disclosure import FEW_PEOPLE, decimals
from servqual.instrument import Instrument
from servqual.results import GapRow, Level, ScoreRow
from servqual.results.comments import CommentTheme, WriterGap
from servqual.settings import Settings
from servqual.statistics.summary import Summary
from servqual.study.gaps import gap_tables
from servqual.study.scores import score_tables

EVERYBODY = ""
UNWEIGHTED = "unweighted"
NO_SPREAD = 1e-9


@dataclass(frozen=True)
class Mean:
    """One mean of some people, before it is decided whether it may be shown."""

    kind: str
    level: Level
    id: str
    n: int
    mean: float | None
    sd: float | None
    ci_low: float | None
    ci_high: float | None

    @property
    def told(self) -> bool:
        """Whether so few people gave all the same that the mean says what each of them gave."""
        return self.n < FEW_PEOPLE and (self.n < 2 or (self.sd is not None and self.sd < NO_SPREAD))


def leading_means(summary: Summary, instrument: Instrument, settings: Settings) -> list[Mean]:
    """Return the overall mean and those of the dimensions, of the first gap that was asked.

    Where nothing was asked twice they are those of the battery that leads.
    """
    gaps = gap_tables(summary, instrument, settings)
    kinds = [g.name for g in instrument.gaps if any(r.kind == g.name for r in gaps.dimensions)]
    if kinds:
        found = gaps.of_kind(kinds[0])
        return [_of_gap(r) for r in (*found.overall, *found.dimensions) if _leads(r)]
    scores = score_tables(summary, instrument, settings)
    batteries = list(dict.fromkeys(row.battery for row in scores.dimensions))
    if not batteries:
        return []
    leading = next((b for b in ("perception", "satisfaction") if b in batteries), batteries[0])
    rows = [r for r in (*scores.overall, *scores.dimensions) if r.battery == leading and _leads(r)]
    return [_of_score(row) for row in rows]


def _leads(row: GapRow | ScoreRow) -> bool:
    return row.level == "dimension" or row.id == UNWEIGHTED


def _of_gap(row: GapRow) -> Mean:
    return Mean(row.kind, row.level, row.id, row.n, row.gap, row.sd, row.ci_low, row.ci_high)


def _of_score(row: ScoreRow) -> Mean:
    return Mean(row.battery, row.level, row.id, row.n, row.mean, row.sd, row.ci_low, row.ci_high)


def writer_gaps(
    everybody: Sequence[Mean], themes: Mapping[str, Sequence[Mean]]
) -> tuple[WriterGap, ...]:
    """Return the means of everybody, and of those who wrote about each theme that is shown."""
    rows = [
        WriterGap(EVERYBODY, m.kind, m.level, m.id, m.n, m.mean, m.ci_low, m.ci_high)
        for m in everybody
    ]
    return (*rows, *(_rounded(name, m) for name, means in themes.items() for m in means))


def _rounded(theme: str, mean: Mean) -> WriterGap:
    """Return a mean of a theme as a breakdown gives it."""
    places = decimals(mean.n)
    values = [
        None if value is None else round(value, places) + 0.0
        for value in (mean.mean, mean.ci_low, mean.ci_high)
    ]
    return WriterGap(theme, mean.kind, mean.level, mean.id, mean.n, *values)


def ranked(themes: Sequence[CommentTheme]) -> tuple[CommentTheme, ...]:
    """Return the themes in the order of how many wrote about them; those not shown last."""
    return tuple(sorted(themes, key=lambda row: (not row.shown, -(row.n or 0), row.theme)))
