"""Waves with the same mix of people: direct standardisation to a fixed mix."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from servqual.analysis.column_figures import Estimate, column_figures, estimate
from servqual.analysis.wave_tables import Prepared, scored_block
from servqual.results.wave_rows import Mix, StandardRow, WaveMean
from servqual.scoring import plan_for
from servqual.settings import Settings
from servqual.statistics.paired import t_test
from servqual.statistics.summary import Layout, Summary
from servqual.statistics.waves import welch
from servqual.weighting import Design
from servqual.weighting.design import crossed, split_crossed
from servqual.weighting.margins import labels

FEWEST = 2  # people of a cell in every wave: fewer have no spread


def standardised(
    waves: Sequence[Prepared], means: Sequence[WaveMean], settings: Settings
) -> tuple[list[StandardRow], list[Mix]]:
    """Return gaps (or means) of the whole and the dimensions over the same mix in every wave.

    The mix is that of the customers where the design tells it for these columns (crossed, if there
    are several), else that of all waves together. Cells with fewer than two people in some wave
    are left out of all, and their share of the mix is told. The mix is taken as known: only the
    cells' means have errors.
    """
    design = waves[-1].design
    if design is None or not design.standard:
        return [], []
    columns = _columns(design)
    cells: list[list[str]] = [
        labels(wave.people.people, crossed(columns)).tolist() for wave in waves
    ]
    mix, source = _mix(cells, design.customers.get(crossed(columns)))
    used = [c for c in mix if all(own[c] >= FEWEST for own in map(Counter, cells))]
    lost = sum(share for c, share in mix.items() if c not in used)
    told = Mix(columns, source, len(used), len(mix) - len(used), lost)
    if not used:
        return [], [told]
    share = {c: mix[c] / (1 - lost) for c in used}
    rows = [
        row
        for wave, own in zip(waves, cells, strict=True)
        for row in _wave(wave, own, share, means, settings)
    ]
    return _with_changes(rows, means, [w.wave for w in waves], settings), [told]


def _columns(design: Design) -> tuple[str, ...]:
    """Return the columns of the mix, in the order in which the design crosses them if it does."""
    crosses = map(split_crossed, design.customers)
    return next((c for c in crosses if {*c} == {*design.standard}), design.standard)


def _mix(
    cells: Sequence[Sequence[str]], told: Mapping[str, float] | None
) -> tuple[Mapping[str, float], str]:
    if told:
        return {name: share for name, share in told.items() if share > 0}, "customers"
    together = Counter(c for own in cells for c in own if c)
    total = sum(together.values())
    return {name: n / total for name, n in sorted(together.items())}, "waves"


def _wave(
    wave: Prepared,
    cells: Sequence[str],
    share: Mapping[str, float],
    means: Sequence[WaveMean],
    settings: Settings,
) -> list[StandardRow]:
    form, layout = wave.form, plan_for(wave.people).layout()
    plain = Layout(layout.columns, layout.units)
    where = np.array(cells, dtype=object)
    summaries = {
        c: Summary.of(plain, scored_block(wave.people, np.asarray(where == c))[1]) for c in share
    }
    raw = {(row.wave, *row.figure): row for row in means}
    rows = []
    for figure in column_figures(form, layout.columns):
        known = raw.get((wave.wave, figure.level, figure.id, figure.kind, figure.measure))
        if figure.level == "item" or figure.measure not in ("gap", "mean") or known is None:
            continue
        parts = {c: estimate(s, figure.columns) for c, s in summaries.items()}
        found = _combined(parts, share)
        if found is None:
            continue
        test = t_test(found.mean, found.se, found.df, settings.confidence)
        rows.append(
            StandardRow(
                wave.wave, figure.level, figure.id, figure.kind or figure.battery, found.n,
                known.mean, found.mean, found.se, found.df, test.ci_low, test.ci_high,
            )
        )  # fmt: skip
    return rows


def _combined(parts: Mapping[str, Estimate], share: Mapping[str, float]) -> Estimate | None:
    """Return the mean over the mix, with the degrees of freedom of Satterthwaite (1946)."""
    if any(not math.isfinite(e.se) or e.df <= 0 for e in parts.values()):
        return None
    mean = sum(share[c] * e.mean for c, e in parts.items())
    each = {c: (share[c] * e.se) ** 2 for c, e in parts.items()}
    variance = sum(each.values())
    below = sum(each[c] ** 2 / e.df for c, e in parts.items())
    df = variance**2 / below if below > 0 else float(sum(e.df for e in parts.values()))
    return Estimate(sum(e.n for e in parts.values()), mean, math.sqrt(variance), df)


def _with_changes(
    rows: list[StandardRow], means: Sequence[WaveMean], order: Sequence[str], settings: Settings
) -> list[StandardRow]:
    """Return rows with the change since the wave before, within a stretch."""
    stretch = {(r.wave, r.level, r.id, r.kind or r.battery): r.stretch for r in means}
    place = {(r.wave, r.level, r.id, r.kind): k for k, r in enumerate(rows)}
    found = list(rows)
    for then, now in pairwise(order):
        for k, row in enumerate(rows):
            key = (row.level, row.id, row.kind)
            old = place.get((then, *key))
            if row.wave != now or old is None or stretch[then, *key] != stretch[now, *key]:
                continue
            was = rows[old]
            test = welch(
                (was.mean, was.se or 0.0, was.df or 0.0),
                (row.mean, row.se or 0.0, row.df or 0.0),
                settings.confidence,
            )
            if test is not None:
                found[k] = replace(
                    row,
                    change=test.change,
                    change_low=test.ci_low,
                    change_high=test.ci_high,
                )
    return found
