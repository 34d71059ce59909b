"""Gaps per group, after the rules that keep anybody from being picked out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from servqual.disclosure import Alike, decimals, shown_groups
from servqual.instrument import Instrument
from servqual.notes import Note
from servqual.plan import ITEM_MEAN
from servqual.results import GapRow, Gaps, GroupGap, GroupRow, Groups
from servqual.settings import Settings
from servqual.statistics.summary import Summary
from servqual.study.gaps import gap_tables


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
        tables = {name: gap_tables(s, instrument, settings) for name, s in summaries.items()}
        people = {name: s.n for name, s in summaries.items()}
        shown, with_items = _shown(tables, people, settings.min_cell)
        if not with_items:
            left_out.append(by)
        for name, table in tables.items():
            may = name in shown
            rows.append(GroupRow(by, name, summaries[name].n if may else None, may))
            if may:
                gaps += [_rounded(by, name, row) for row in _figures(table, with_items=with_items)]
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


def _figures(table: Gaps, *, with_items: bool) -> list[GapRow]:
    plain = [row for row in table.overall if row.id == "unweighted"] + list(table.dimensions)
    if not with_items:
        return plain
    return [*plain, *(row for row in table.overall if row.id == ITEM_MEAN), *table.items]


def _shown(
    tables: Mapping[str, Gaps], people: Mapping[str, int], min_cell: int
) -> tuple[list[str], bool]:
    """Return the groups to show, and whether their items can be shown too.

    Items are left out for all groups together when they would hide a group that dimensions alone
    would not: an item that few people could rate must not silence a branch.
    """
    by_dimensions = _may_be_shown(tables, people, min_cell, with_items=False)
    by_items = _may_be_shown(tables, people, min_cell, with_items=True)
    return (by_items, True) if by_items == by_dimensions else (by_dimensions, False)


def _may_be_shown(
    tables: Mapping[str, Gaps], people: Mapping[str, int], min_cell: int, *, with_items: bool
) -> list[str]:
    """Return the groups to show if these figures are; figures that nobody has are left out."""
    rows = {name: _figures(table, with_items=with_items) for name, table in tables.items()}
    columns = zip(*([row.n for row in own] for own in rows.values()), strict=True)
    used = [k for k, n in enumerate(columns) if any(n)]
    # the size of a group is a figure of its own: hidden, it must not follow from the total
    bases = {name: [people[name], *(own[k].n for k in used)] for name, own in rows.items()}
    nothing: Alike = (None, None, None)
    alike = {name: [nothing, *(_alike(own[k]) for k in used)] for name, own in rows.items()}
    return shown_groups(bases, min_cell, never=("",), alike=alike)


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
