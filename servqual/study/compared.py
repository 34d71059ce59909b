"""Means of some groups of people side by side, after the rules that keep anybody from view."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from servqual.disclosure import Alike, decimals, shown_groups
from servqual.instrument import Instrument
from servqual.plan import columns
from servqual.results.segments import Comparison, FigureRow, Measure
from servqual.settings import Settings
from servqual.statistics.paired import t_test
from servqual.statistics.summary import Summary
from servqual.study.gaps import mean_of_means_variance
from servqual.study.scores import answered_batteries

NO_SPREAD = 1e-9
UNWEIGHTED = "unweighted"


@dataclass(frozen=True)
class Asked:
    """A mean that is asked for, and the columns of a Summary that it is made of."""

    measure: Measure
    level: str
    id: str
    battery: str
    columns: tuple[str, ...]


class Found(NamedTuple):
    """A mean of one group with what its interval needs; ``alike`` as disclosure asks it."""

    n: int
    mean: float
    se: float
    df: float
    alike: Alike


@dataclass(frozen=True)
class Compared:
    """Groups that may be shown, the figures asked of them, and what was found."""

    asked: tuple[Asked, ...]
    shown: tuple[str, ...]
    found: Mapping[tuple[str, Asked], Found]

    def of(self, asked: Asked, groups: Sequence[str]) -> list[Found]:
        """Return one figure of some groups."""
        return [self.found[group, asked] for group in groups]


def leading(summary: Summary, instrument: Instrument) -> tuple[Measure, str]:
    """Return what groups are compared by: the first gap, else the battery of what people got."""
    first = instrument.item_ids[0]
    for gap in instrument.gaps:
        if summary.has(columns.item(gap.name, first)):
            return "gap", gap.name
    batteries = answered_batteries(summary, instrument)
    leads = (b for b in ("perception", "satisfaction") if b in batteries)
    return "mean", next(leads, batteries[0])


def dimension_figures(measure: Measure, battery: str, instrument: Instrument) -> list[Asked]:
    """Return the mean over the dimensions, and each of them, of a gap or a battery."""
    names = {d: columns.dimension(battery, d) for d in instrument.dimension_ids}
    whole = Asked(measure, "overall", UNWEIGHTED, battery, tuple(names.values()))
    return [whole, *(Asked(measure, "dimension", d, battery, (n,)) for d, n in names.items())]


def outcome_figures(
    summary: Summary, instrument: Instrument, without: Collection[str] = ()
) -> list[Asked]:
    """Return the graded questions about the whole that were answered."""
    return [
        Asked("outcome", "outcome", o.id, "", (columns.outcome(o.id),))
        for o in instrument.outcomes
        if o.kind != "yes_no" and o.id not in without and summary.has(columns.outcome(o.id))
    ]


def compare(
    summaries: Mapping[str, Summary],
    asked: Sequence[Asked],
    settings: Settings,
    never: Collection[str] = (),
) -> Compared:
    """Return figures of every group that may be shown.

    Parameters
    ----------
    summaries : mapping of group to Summary
        Groups that nobody is in twice and that together are everybody; ``""`` holds the people of
        no group.
    asked : sequence of Asked
        An outcome that would hide a group which the other figures do not hide is left out.
    settings : Settings
    never : collection of str
        Groups that are not shown whatever their size; what they hide counts.
    """
    there = {name: s for name, s in summaries.items() if s.n}
    found = {(name, a): _found(s, a) for name, s in there.items() for a in asked}
    people = {name: s.n for name, s in there.items()}
    hidden = {"", *never}
    kept = [a for a in asked if a.measure != "outcome"]
    shown = _shown(people, kept, found, settings.min_cell, hidden)
    for a in (a for a in asked if a.measure == "outcome"):
        if _shown(people, [*kept, a], found, settings.min_cell, hidden) == shown:
            kept.append(a)
    return Compared(tuple(kept), tuple(shown), found)


def _shown(
    people: Mapping[str, int],
    asked: Sequence[Asked],
    found: Mapping[tuple[str, Asked], Found],
    min_cell: int,
    never: Collection[str],
) -> list[str]:
    used = [a for a in asked if any(found[name, a].n for name in people)]
    bases = {name: [n, *(found[name, a].n for a in used)] for name, n in people.items()}
    alike: dict[str, Sequence[Alike]] = {
        name: [(None,), *(found[name, a].alike for a in used)] for name in people
    }
    return shown_groups(bases, min_cell, never=never, alike=alike)


def _found(summary: Summary, asked: Asked) -> Found:
    vector = summary.means(asked.columns)
    n = int(vector.n.min())
    if n == 0:
        return Found(0, math.nan, math.nan, math.nan, (None,))
    if len(asked.columns) == 1:
        mean, df, variance = float(vector.mean[0]), float(vector.df[0]), float(vector.cov[0, 0])
        sd = float(vector.sd[0])
        same = n == 1 or sd < NO_SPREAD
        return Found(n, mean, _root(variance), df, (round(mean, 6) if same else None,))
    share = dict.fromkeys(asked.columns, 1 / len(asked.columns))
    df = summary.degrees(share, float(vector.df.min()))
    mean = float(np.mean(vector.mean))
    return Found(n, mean, _root(mean_of_means_variance(vector)), df, (None,))


def _root(variance: float) -> float:
    return math.sqrt(max(variance, 0.0)) if math.isfinite(variance) else math.nan


def figure_rows(
    comparison: Comparison,
    compared: Compared,
    settings: Settings,
    *,
    prefix: str = "",
    tested: Collection[Measure] = ("gap", "mean", "outcome"),
) -> list[FigureRow]:
    """Return the figures of the groups that may be shown, rounded as those of a breakdown.

    ``prefix`` stands before their names; measures that are not ``tested`` have no interval.
    """
    rows = []
    for name in compared.shown:
        for asked in compared.asked:
            found = compared.found[name, asked]
            if not math.isfinite(found.mean):
                continue
            places = decimals(found.n)
            row = FigureRow(
                comparison, prefix + name, asked.measure, asked.level, asked.id, asked.battery,
                found.n, round(found.mean, places),
            )  # fmt: skip
            test = t_test(found.mean, found.se, found.df, settings.confidence)
            if asked.measure in tested and test.ci_low is not None and test.ci_high is not None:
                low, high = round(test.ci_low, places), round(test.ci_high, places)
                row = replace(row, ci_low=low, ci_high=high)
            rows.append(row)
    return rows
