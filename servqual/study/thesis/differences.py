"""Groups compared in their scores, after the rules that keep anybody from being picked out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from servqual.disclosure import Alike, decimals, shown_groups
from servqual.errors import UndefinedStatisticError
from servqual.plan import columns
from servqual.results import ComparisonRow, DifferenceRow, GroupMean, Groups
from servqual.settings import Settings
from servqual.statistics.oneway import one_way, pairs
from servqual.statistics.summary import Summary

FEWEST_PEOPLE = 10  # in a group that is tested (methods 7.3)
MOST_GROUPS = 12  # whose pairs are all compared: 66 of them
NO_SPREAD = 1e-9


@dataclass(frozen=True)
class Score:
    """A column that groups are compared in."""

    source: str
    id: str
    column: str


class _Cell(NamedTuple):
    n: int
    mean: float
    sd: float


@dataclass(frozen=True)
class Compared:
    """The three tables of a breakdown."""

    means: tuple[GroupMean, ...] = ()
    differences: tuple[DifferenceRow, ...] = ()
    comparisons: tuple[ComparisonRow, ...] = ()


def compared(
    breakdowns: Mapping[str, Mapping[str, Summary]],
    scores: Sequence[Score],
    groups: Groups,
    settings: Settings,
) -> Compared:
    """Return means, tests and pairs of every breakdown; a group hidden elsewhere stays hidden."""
    means: list[GroupMean] = []
    differences: list[DifferenceRow] = []
    comparisons: list[ComparisonRow] = []
    for by, summaries in breakdowns.items():
        cells = _cells(summaries, scores)
        hidden = {row.group for row in groups.groups if row.by == by and not row.shown}
        shown = _shown(cells, {g: s.n for g, s in summaries.items()}, hidden, settings.min_cell)
        means += [
            _mean(by, score, group, cells[group][k])
            for k, score in enumerate(scores)
            for group in shown
        ]
        for k, score in enumerate(scores):
            here = {group: cells[group][k] for group in shown}
            difference, pairs_found = _tested(by, score, here, settings.confidence)
            differences += difference
            comparisons += pairs_found
    return Compared(tuple(means), tuple(differences), tuple(comparisons))


def _cells(summaries: Mapping[str, Summary], scores: Sequence[Score]) -> dict[str, list[_Cell]]:
    """Return number, mean and SD of every score in every group."""
    names = [score.column for score in scores]
    found = {}
    for group, summary in summaries.items():
        vector = summary.means(names)
        found[group] = [
            _Cell(int(n), float(mean), float(sd))
            for n, mean, sd in zip(vector.n, vector.mean, vector.sd, strict=True)
        ]
    return found


def _shown(
    cells: Mapping[str, Sequence[_Cell]],
    people: Mapping[str, int],
    hidden: Iterable[str],
    min_cell: int,
) -> list[str]:
    """Return the groups whose every figure here may be shown."""
    bases = {group: [people[group], *(c.n for c in own)] for group, own in cells.items()}
    nothing: Alike = (None,)
    alike = {group: [nothing, *(_alike(c) for c in own)] for group, own in cells.items()}
    return shown_groups(bases, min_cell, never=("", *hidden), alike=alike)


def _alike(cell: _Cell) -> Alike:
    same = cell.n == 1 or (cell.n > 1 and cell.sd < NO_SPREAD)
    return (round(cell.mean, 6) if same else None,)


def _mean(by: str, score: Score, group: str, cell: _Cell) -> GroupMean:
    places = decimals(cell.n)
    mean, sd = (_cut(value, places) for value in (cell.mean, cell.sd))
    return GroupMean(by, score.source, score.id, group, cell.n, mean, sd)


def _tested(
    by: str, score: Score, cells: Mapping[str, _Cell], confidence: float
) -> tuple[list[DifferenceRow], list[ComparisonRow]]:
    """Return the tests of one score; nothing where fewer than two groups are large enough."""
    names = [group for group, cell in cells.items() if cell.n >= FEWEST_PEOPLE]
    if len(names) < 2:
        return [], []
    n, mean, sd = (np.array([cells[g][i] for g in names], dtype=np.float64) for i in range(3))
    kind = "t" if len(names) == 2 else "F"
    row = DifferenceRow(by, score.source, score.id, int(n.sum()), len(names), kind)
    try:
        found = one_way(n, mean, sd)
    except UndefinedStatisticError as error:
        return [replace(row, problem=error.code)], []
    value, df1, df2, p = _test(found.classic)
    row = replace(row, value=value, df1=df1, df2=df2, p=p, eta2=_cut(found.eta2, 3))
    if found.welch:
        value, df1, df2, p = _test(found.welch)
        row = replace(row, welch=value, welch_df1=df1, welch_df2=df2, welch_p=p)
    return [row], _pairs(by, score, cells, names, confidence)


def _test(test: tuple[float, float, float, float]) -> tuple[float | None, ...]:
    value, df1, df2, p = test
    return _cut(value, 3), df1, _cut(df2, 1), _cut(p, 4)


def _pairs(
    by: str, score: Score, cells: Mapping[str, _Cell], names: Sequence[str], confidence: float
) -> list[ComparisonRow]:
    """Return every two groups compared, rounded as the means of the smaller are."""
    if not 2 < len(names) <= MOST_GROUPS:
        return []
    n, mean, sd = (np.array([cells[g][i] for g in names], dtype=np.float64) for i in range(3))
    found = []
    for pair in pairs(n, mean, sd, confidence):
        places = decimals(int(min(n[pair.a], n[pair.b])))
        found.append(
            ComparisonRow(
                by,
                score.source,
                score.id,
                names[pair.a],
                names[pair.b],
                _cut(pair.difference, places),
                _cut(pair.lsd_p, 4),
                _cut(pair.p, 4),
                _cut(pair.low, places),
                _cut(pair.high, places),
            )
        )
    return found


def _cut(value: float, places: int) -> float | None:
    return round(value, places) + 0.0 if math.isfinite(value) else None


def scores_of(
    batteries: Sequence[str], dimensions: Sequence[str], outcomes: Sequence[str]
) -> list[Score]:
    """Return the columns to compare: dimensions of batteries and gaps, then outcomes."""
    found = [Score(b, d, columns.dimension(b, d)) for b in batteries for d in dimensions]
    return [*found, *(Score("outcome", o, columns.outcome(o)) for o in outcomes)]
