"""Pilot branches before and after, against all others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

import numpy as np

from servqual.analysis.versions import by_group
from servqual.analysis.wave_tables import Prepared
from servqual.errors import SettingsError, UndefinedStatisticError, listed
from servqual.results import GapRow, Gaps, ScoreRow, Scores
from servqual.results.period_rows import PilotInfo, PilotRow
from servqual.results.wave_rows import WaveBreak
from servqual.scoring.naming import people_column
from servqual.settings import Settings
from servqual.statistics.did import difference_in_differences
from servqual.study.gaps import group_gap_tables
from servqual.study.groups import group_tables
from servqual.study.scores import score_tables

PLACES = 2
Values = Mapping[str, float]  # unit -> mean
Key = tuple[str, str, str, str, str]  # level, id, kind, measure, battery


def pilot_of(
    waves: Sequence[Prepared],
    column: str,
    units: Sequence[str],
    breaks: Sequence[WaveBreak],
    settings: Settings,
) -> tuple[list[PilotRow], list[PilotInfo]]:
    """Return how much more the pilot units changed than the others, in the last two waves.

    Units count alike. Those that may not be shown in either wave are left out; figures are rounded
    like those of groups.
    """
    then, now = waves[-2:]
    named = people_column(now.people, column)
    known = {str(name) for name in now.people.people[named] if name}
    _check_units(units, known, named)
    stopped = {(b.level, b.id) for b in breaks if b.wave == now.wave}
    told = PilotInfo(named, tuple(units), then.wave, now.wave, 0)
    if ("all", "") in stopped:
        return [], [replace(told, shown=False)]
    before, after = _means(then, column, settings), _means(now, column, settings)
    there = {unit for wave in (before, after) for values in wave.values() for unit in values}
    both = {u for u in there if all(any(u in v for v in w.values()) for w in (before, after))}
    left_out = len({*known, *_names(then, column)}) - len(both)
    rows = [
        row
        for key in after
        if key in before and (key[0], key[1]) not in stopped
        for row in [_row(key, before[key], after[key], units, settings)]
        if row is not None
    ]
    return rows, [replace(told, left_out=left_out, shown=bool(rows))]


def _names(wave: Prepared, column: str) -> set[str]:
    named = people_column(wave.people, column)
    return {str(name) for name in wave.people.people[named] if name}


def _check_units(units: Sequence[str], known: set[str], column: str) -> None:
    faults = []
    for unit in units:
        if unit not in known:
            near = get_close_matches(unit, sorted(known), n=1)
            guess = f". Did you mean {near[0]!r}?" if near else ""
            faults.append(f"{unit!r} is no group of {column!r} in the last wave{guess}")
    if faults:
        raise SettingsError(
            f"pilot: these units are not known.\n{listed(faults)}\n"
            f"Known: {', '.join(sorted(known))}."
        )
    if not known - {*units}:
        raise SettingsError(
            f"pilot: every group of {column!r} is a pilot unit, so there is nothing to compare "
            "with. Name only those in which something was changed."
        )


def _means(wave: Prepared, column: str, settings: Settings) -> dict[Key, dict[str, float]]:
    """Return for every figure the mean of each unit that may be shown."""
    named = people_column(wave.people, column)
    summaries = wave.summaries.get(named) or by_group(wave.tables, named)
    shown = {
        row.group for row in group_tables({named: summaries}, wave.form, settings).groups
        if row.shown
    }  # fmt: skip
    found: dict[Key, dict[str, float]] = {}
    for unit in shown:
        gaps = group_gap_tables(summaries[unit], wave.form, settings)
        plain = not gaps.dimensions
        scores = score_tables(summaries[unit], wave.form, settings) if plain else Scores()
        for key, value in _figures(gaps, scores).items():
            found.setdefault(key, {})[unit] = value
    return found


def _figures(gaps: Gaps, scores: Scores) -> dict[Key, float]:
    found: dict[Key, float] = {}
    for row in (*gaps.overall, *gaps.dimensions):
        if _leads(row) and None not in (row.gap, row.mean_of, row.mean_minus):
            key = (row.level, row.id, row.kind)
            found[*key, "of", row.of] = row.mean_of or 0.0
            found[*key, "minus", row.minus] = row.mean_minus or 0.0
            found[*key, "gap", ""] = row.gap or 0.0
    if not found:
        found = {
            (score.level, score.id, "", "mean", score.battery): score.mean
            for score in (*scores.overall, *scores.dimensions)
            if _leads(score) and score.mean is not None
        }
    return found


def _leads(row: GapRow | ScoreRow) -> bool:
    return row.level != "overall" or row.id == "unweighted"


def _row(
    key: Key, before: Values, after: Values, units: Sequence[str], settings: Settings
) -> PilotRow | None:
    names = sorted({*before} & {*after})
    own = np.array([name in units for name in names])
    then, now = (np.array([wave[name] for name in names]) for wave in (before, after))
    try:
        found = difference_in_differences(then, now, own, settings.confidence)
    except UndefinedStatisticError:  # one side has no unit that may be shown
        return None
    # the mean over one unit is that unit's own
    places = PLACES if min(found.n_treated, found.n_control) > 1 else 1
    sides = (then[own], now[own], then[~own], now[~own])
    pilot_then, pilot_now, other_then, other_now = (
        round(float(side.mean()), places) for side in sides
    )
    row = PilotRow(
        *key,
        units_pilot=found.n_treated,
        units_other=found.n_control,
        pilot_then=pilot_then,
        pilot_now=pilot_now,
        other_then=other_then,
        other_now=other_now,
        difference=round(found.effect, PLACES),
        descriptive=found.descriptive,
    )
    if found.ci_low is None or found.ci_high is None:
        return row
    return replace(
        row,
        se=found.se,
        df=found.df,
        ci_low=round(found.ci_low, PLACES),
        ci_high=round(found.ci_high, PLACES),
        p=found.p,
    )
