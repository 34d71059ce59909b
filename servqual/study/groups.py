"""Gaps per group, after the rules that keep anybody from being picked out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from servqual.disclosure import Alike, decimals, shown_groups
from servqual.instrument import Instrument
from servqual.notes import Note
from servqual.plan.columns import ITEM_MEAN
from servqual.results import GapRow, Gaps, GroupGap, GroupRow, Groups
from servqual.results.tables import MOST_GROUPS
from servqual.settings import Settings
from servqual.statistics.summary import Summary
from servqual.study.crossed import Crossed, shown_crossed
from servqual.study.gaps import group_gap_tables

Breakdowns = Mapping[str, Mapping[str, Summary]]
Bases = Mapping[str, Sequence[int]]
AllAlike = Mapping[str, Sequence[Alike]]
Judge = Callable[[Bases, AllAlike], list[str]]


def in_full(breakdowns: Breakdowns) -> Breakdowns:
    """Return the breakdowns whose groups are compared one by one: few enough, and summed in full.

    Of very many groups only means are summed, and some may have been put together since.
    """
    return {
        by: found
        for by, found in breakdowns.items()
        if len(found) <= MOST_GROUPS
        and all(one.layout.sets or one.layout.histograms for one in found.values())
    }


def group_tables(
    breakdowns: Mapping[str, Mapping[str, Summary]], instrument: Instrument, settings: Settings
) -> Groups:
    """Return the gaps of every group that may be shown.

    Parameters
    ----------
    breakdowns : mapping of people column to (mapping of group to Summary)
        The group ``""`` holds the people for whom the column is blank.
    instrument : Instrument
    settings : Settings
        ``min_cell`` is the fewest people behind any figure.
    """
    rows: list[GroupRow] = []
    gaps: list[GroupGap] = []
    left_out: list[str] = []
    for by, summaries in breakdowns.items():
        tables, shown, with_items = _judged(summaries, instrument, settings)
        if not with_items:
            left_out.append(by)
        for name, summary in summaries.items():
            may = name in shown
            rows.append(GroupRow(by, name, summary.n if may else None, may))
            if may:
                figures = _figures(tables[name], with_items=with_items)
                gaps += [_rounded(by, name, row) for row in figures]
    return Groups(tuple(gaps), tuple(rows), settings.min_cell, tuple(left_out))


def group_notes(breakdowns: Mapping[str, Mapping[str, Summary]]) -> list[Note]:
    """Return a note on each breakdown whose names differ only in case or spaces: never merged."""
    found = []
    for by, summaries in breakdowns.items():
        plain = Counter("".join(name.casefold().split()) for name in summaries if name)
        n = sum(times for times in plain.values() if times > 1)
        if n:
            found.append(Note("groups_nearly_alike", {"n": n, "by": by}))
    return found


def _judged(
    summaries: Mapping[str, Summary], instrument: Instrument, settings: Settings
) -> tuple[dict[str, Gaps], list[str], bool]:
    """Return the gaps of every group, which groups may be shown, and whether their items may."""
    if isinstance(summaries, Crossed):
        return _judged_crossed(summaries, instrument, settings)
    tables = {name: group_gap_tables(s, instrument, settings) for name, s in summaries.items()}
    people = {name: s.n for name, s in summaries.items()}

    def judge(bases: Bases, alike: AllAlike) -> list[str]:
        return shown_groups(bases, settings.min_cell, never=("",), alike=alike)

    return tables, *_shown(tables, people, judge)


def _judged_crossed(
    crossed: Crossed, instrument: Instrument, settings: Settings
) -> tuple[dict[str, Gaps], list[str], bool]:
    """Return the same of two columns crossed, judged beside what is told of either."""
    lines = [{"", *own} - {*_judged(own, instrument, settings)[1]} for own in crossed.alone]
    cells = crossed.cells()
    tables = {name: group_gap_tables(s, instrument, settings) for name, (_, s) in cells.items()}
    people = {name: s.n for name, (_, s) in cells.items()}
    name_of = {pair: name for name, (pair, _) in cells.items()}

    def judge(bases: Bases, alike: AllAlike) -> list[str]:
        by_pair = {pair: bases[name] for pair, name in name_of.items()}
        also = {pair: alike[name] for pair, name in name_of.items()}
        found = shown_crossed(by_pair, settings.min_cell, (lines[0], lines[1]), also)
        return [name_of[pair] for pair in found]

    return tables, *_shown(tables, people, judge)


def _figures(table: Gaps, *, with_items: bool) -> list[GapRow]:
    plain = [row for row in table.overall if row.id == "unweighted"] + list(table.dimensions)
    if not with_items:
        return plain
    return [*plain, *(row for row in table.overall if row.id == ITEM_MEAN), *table.items]


def _shown(
    tables: Mapping[str, Gaps], people: Mapping[str, int], judge: Judge
) -> tuple[list[str], bool]:
    """Return the groups to show, and whether their items can be shown too.

    Items are left out for all groups together when they would hide a group that dimensions alone
    would not: an item that few people could rate must not silence a branch.
    """
    by_dimensions = _may_be_shown(tables, people, judge, with_items=False)
    by_items = _may_be_shown(tables, people, judge, with_items=True)
    return (by_items, True) if by_items == by_dimensions else (by_dimensions, False)


def _may_be_shown(
    tables: Mapping[str, Gaps], people: Mapping[str, int], judge: Judge, *, with_items: bool
) -> list[str]:
    """Return the groups to show if these figures are; figures that nobody has are left out."""
    rows = {name: _figures(table, with_items=with_items) for name, table in tables.items()}
    columns = zip(*([row.n for row in own] for own in rows.values()), strict=True)
    used = [k for k, n in enumerate(columns) if any(n)]
    # the size of a group is a figure of its own: hidden, it must not follow from the total
    bases = {name: [people[name], *(own[k].n for k in used)] for name, own in rows.items()}
    nothing: Alike = (None, None, None)
    alike = {name: [nothing, *(_alike(own[k]) for k in used)] for name, own in rows.items()}
    return judge(bases, alike)


NO_SPREAD = 1e-9


def _alike(row: GapRow) -> Alike:
    """Return what everybody behind a gap has in common: one side, the other, the difference."""
    sides = ((row.mean_of, row.sd_of), (row.mean_minus, row.sd_minus), (row.gap, row.sd))
    return tuple(_common(row.n, mean, sd) for mean, sd in sides)


def _common(n: int, mean: float | None, sd: float | None) -> float | None:
    """Return the value that all of n people have; one person has no SD and cannot differ."""
    same = n == 1 or (sd is not None and sd < NO_SPREAD)
    return round(mean, 6) if same and mean is not None else None


def _rounded(by: str, group: str, row: GapRow) -> GroupGap:
    places = decimals(row.n)

    def cut(value: float | None) -> float | None:
        return None if value is None else round(value, places)

    return GroupGap(
        by, group, row.level, row.id, row.kind, row.n,
        cut(row.mean_of), cut(row.mean_minus), cut(row.gap), cut(row.ci_low), cut(row.ci_high),
        row.verdict,
    )  # fmt: skip
