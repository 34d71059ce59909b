"""Groups of people over several waves, as far as each wave may show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from servqual.disclosure import decimals
from servqual.results.wave_rows import GroupWave, WaveBreak
from servqual.settings import Settings
from servqual.statistics.waves import welch
from servqual.study.waves import LEADING, WaveTables


def group_waves(
    waves: Sequence[WaveTables], breaks: Sequence[WaveBreak], settings: Settings
) -> list[GroupWave]:
    """Return overall and dimension gaps of every group in every wave, as far as may be shown."""
    rounded = {
        (w.wave, row.by, row.group, row.level, row.id, row.kind): row
        for w in waves
        for row in w.groups.gaps
        if row.level == "dimension" or (row.level == "overall" and row.id == LEADING)
    }
    keys = dict.fromkeys(key[1:] for key in rounded)
    found = []
    for by, group, level, row_id, kind in keys:
        for k, tables in enumerate(waves):
            cell = rounded.get((tables.wave, by, group, level, row_id, kind))
            row = GroupWave(by, group, tables.wave, level, row_id, kind)
            if cell is not None:
                row = replace(row, n=cell.n, gap=cell.gap, ci_low=cell.ci_low, ci_high=cell.ci_high)
                if k and _comparable(tables.wave, row, breaks):
                    row = _group_change(row, waves[k - 1], tables, settings)
            found.append(row)
    return found


def _comparable(wave: str, row: GroupWave, breaks: Sequence[WaveBreak]) -> bool:
    places = {("all", ""), (row.level, row.id)}
    return not any(b.wave == wave and (b.level, b.id) in places for b in breaks)


def _group_change(
    row: GroupWave, before: WaveTables, now: WaveTables, settings: Settings
) -> GroupWave:
    """Return a row with its change, worked out before rounding and rounded like the means."""
    key = (row.by, row.group)
    if key not in before.within or key not in now.within:
        return row
    one, other = (
        next(
            (
                r
                for r in (*gaps.overall, *gaps.dimensions)
                if (r.level, r.id, r.kind) == (row.level, row.id, row.kind)
            ),
            None,
        )
        for gaps in (before.within[key], now.within[key])
    )
    if one is None or other is None or None in (one.gap, one.se, one.df, other.gap, other.se):
        return row
    found = welch(
        (one.gap or 0.0, one.se or 0.0, one.df or 0.0),
        (other.gap or 0.0, other.se or 0.0, other.df or 0.0),
        settings.confidence,
    )
    if found is None:
        return row
    places = decimals(min(one.n, other.n))
    return replace(
        row,
        change=round(found.change, places),
        change_low=round(found.ci_low, places),
        change_high=round(found.ci_high, places),
    )
