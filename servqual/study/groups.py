"""Gaps per group, after the rules that keep anybody from being picked out."""

from __future__ import annotations

from collections.abc import Mapping

from servqual.disclosure import decimals, shown_groups
from servqual.instrument import Instrument
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
        shown, with_items = _shown(tables, settings.min_cell)
        if not with_items:
            left_out.append(by)
        for name, table in tables.items():
            may = name in shown
            rows.append(GroupRow(by, name, summaries[name].n if may else None, may))
            if may:
                gaps += [_rounded(by, name, row) for row in _figures(table, with_items=with_items)]
    return Groups(tuple(gaps), tuple(rows), settings.min_cell, tuple(left_out))


def _figures(table: Gaps, *, with_items: bool) -> list[GapRow]:
    plain = [row for row in table.overall if row.id == "unweighted"] + list(table.dimensions)
    if not with_items:
        return plain
    return [*plain, *(row for row in table.overall if row.id == ITEM_MEAN), *table.items]


def _shown(tables: Mapping[str, Gaps], min_cell: int) -> tuple[list[str], bool]:
    """Return the groups to show, and whether their items can be shown too.

    Items are left out for all groups together when they would hide a group that dimensions alone
    would not: an item that few people could rate must not silence a branch.
    """
    plain = _bases(tables, with_items=False)
    full = _bases(tables, with_items=True)
    by_dimensions = shown_groups(plain, min_cell, never=("",))
    by_items = shown_groups(full, min_cell, never=("",))
    return (by_items, True) if by_items == by_dimensions else (by_dimensions, False)


def _bases(tables: Mapping[str, Gaps], *, with_items: bool) -> dict[str, list[int]]:
    """Return the people behind each figure per group; figures that nobody has are left out."""
    found = {name: [r.n for r in _figures(t, with_items=with_items)] for name, t in tables.items()}
    used = [i for i, n in enumerate(zip(*found.values(), strict=True)) if any(n)]
    return {name: [n[i] for i in used] for name, n in found.items()}


def _rounded(by: str, group: str, row: GapRow) -> GroupGap:
    places = decimals(row.n)

    def cut(value: float | None) -> float | None:
        return None if value is None else round(value, places)

    return GroupGap(
        by, group, row.level, row.id, row.kind, row.n,
        cut(row.mean_of), cut(row.mean_minus), cut(row.gap), cut(row.ci_low), cut(row.ci_high),
        row.verdict,
    )  # fmt: skip
