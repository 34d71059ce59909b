"""The wave before, held against this one row by row."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from servqual.instrument import MIDPOINT, Instrument
from servqual.results import GapRow, Gaps, Sample, ScoreRow, Scores, Study
from servqual.results.before import (
    Before,
    BreakRow,
    Key,
    Measure,
    Wave,
    WaveFigure,
    WaveLevel,
    WaveRow,
)
from servqual.settings import Settings
from servqual.statistics.adjust import adjusted
from servqual.statistics.waves import welch

LEVELS: tuple[WaveLevel, ...] = ("overall", "dimension", "item")
OVERALL = ("unweighted", "weighted")


def figures_of(gaps: Gaps, scores: Scores) -> dict[Key, WaveFigure]:
    """Return every mean of a study that another wave can be held against.

    Each gap comes with the two means behind it, over the same pairs; a battery that is part of no
    gap by itself.
    """
    found: dict[Key, WaveFigure] = {}
    for row in (*gaps.overall, *gaps.dimensions, *gaps.items):
        if row.gap is None or (row.level == "overall" and row.id not in OVERALL):
            continue
        found[row.level, row.id, row.kind, ""] = WaveFigure(row.gap, row.n, row.se, row.df)
        for battery, mean, sd in (
            (row.of, row.mean_of, row.sd_of),
            (row.minus, row.mean_minus, row.sd_minus),
        ):
            if mean is not None and battery != MIDPOINT:  # which never changes
                found[row.level, row.id, row.kind, battery] = _side(row, scores, battery, mean, sd)
    paired = {b for row in gaps.dimensions for b in (row.of, row.minus)}
    for score in (*scores.overall, *scores.dimensions, *scores.items):
        if score.battery in paired or score.mean is None:
            continue
        if score.level == "overall" and score.id not in OVERALL:
            continue
        found[score.level, score.id, "", score.battery] = _mean(score)
    return found


def _side(row: GapRow, scores: Scores, battery: str, mean: float, sd: float | None) -> WaveFigure:
    """Return one of the two means behind a gap; under weights its error grows as the gap's does."""
    if sd is not None and row.sd and row.se is not None and row.n > 1:
        inflated = row.se / (row.sd / math.sqrt(row.n))
        return WaveFigure(mean, row.n, sd / math.sqrt(row.n) * inflated, row.df)
    if sd is not None and row.n > 1:
        return WaveFigure(mean, row.n, sd / math.sqrt(row.n), row.n - 1)
    try:  # a mean of means has no spread of its own; its error stands with the scores
        found = scores.row(row.id, battery)
    except KeyError:
        return WaveFigure(mean, row.n)
    return WaveFigure(mean, row.n, found.se, found.n - 1)


def _mean(row: ScoreRow) -> WaveFigure:
    """Return a mean by itself."""
    return WaveFigure(row.mean or 0.0, row.n, row.se, row.n - 1 if row.n > 1 else None)


def since(wave: Wave, study: Study) -> Before:
    """Return every change since the wave before, and what is not compared."""
    gaps, settings, instrument = study.gaps, study.settings, study.instrument
    now = figures_of(gaps, study.scores)
    cautions = _cautions(wave, instrument, study.sample, settings)
    breaks = [*wave.breaks, *_not_printed(wave, now), *cautions]
    stopped = {(b.level, b.id) for b in breaks if not b.compared}
    rows = [
        row
        for key, figure in sorted(now.items(), key=lambda pair: _place(pair[0], instrument, gaps))
        if key in wave.figures and not stopped & {("all", ""), (key[0], key[1])}
        for row in [_change(key, wave.figures[key], figure, settings.confidence, gaps)]
    ]
    return Before(
        changes=tuple(_with_adjusted(rows)),
        breaks=tuple(breaks),
        label=wave.label,
        origin=wave.origin,
        file=wave.file,
        sha256=wave.sha256,
        n=wave.n,
        decimals=wave.decimals,
        crosswalk=wave.crosswalk,
    )


def _cautions(
    wave: Wave, instrument: Instrument, sample: Sample, settings: Settings
) -> Iterator[BreakRow]:
    """Yield what was done otherwise and may move figures although nobody answers otherwise."""
    now = {
        "version": f"{instrument.id} {instrument.version}",
        "mode": sample.facts.mode,
        "frame": sample.facts.frame,
        "weights": sample.weights_name,
        "rule": settings.incomplete,
        "excluded": "; ".join(row.rule for row in sample.excluded),
    }
    for reason, then in wave.told.items():
        both = bool(then and now[reason])
        # not to have said how people were asked is no difference; not to have weighted is one
        if then != now[reason] and (both or reason in ("weights", "excluded")):
            yield BreakRow("all", "", reason, then, now[reason], compared=True)


def _not_printed(wave: Wave, now: Mapping[Key, WaveFigure]) -> Iterator[BreakRow]:
    """Yield the items and dimensions of which nothing was printed then, and no other break says."""
    known = {(b.level, b.id) for b in wave.breaks}
    if ("all", "") in {(b.level, b.id) for b in wave.breaks if not b.compared}:
        return
    then = {(level, row_id) for level, row_id, _, _ in wave.figures}
    levels = {level for level, _ in then}
    for level, row_id in dict.fromkeys((key[0], key[1]) for key in now):
        # a table of dimensions alone was never meant to hold items
        if level in levels and level != "overall" and (level, row_id) not in then | known:
            yield BreakRow(level, row_id, "not_printed")


def _place(key: Key, instrument: Instrument, gaps: Gaps) -> tuple[int, int, int, int]:
    """Return where a row stands: level, place in the questionnaire, kind, gap before its parts."""
    level, row_id, kind, battery = key
    ids = {
        "overall": list(OVERALL),
        "dimension": instrument.dimension_ids,
        "item": instrument.item_ids,
    }[level]
    kinds = [gap.name for gap in instrument.gaps]
    names = ["", *instrument.battery_names]
    row = next((r for r in (*gaps.dimensions, *gaps.items) if r.kind == kind), None)
    part = {row.of: 1, row.minus: 2}.get(battery, 0) if row else names.index(battery)
    place = ids.index(row_id) if row_id in ids else len(ids)
    return LEVELS.index(level), place, kinds.index(kind) if kind in kinds else -1, part


def _change(key: Key, then: WaveFigure, now: WaveFigure, confidence: float, gaps: Gaps) -> WaveRow:
    """Return one change with its interval, or with the reason why it has none."""
    level, row_id, kind, battery = key
    row = WaveRow(
        level=level,  # type: ignore[arg-type]  # a key is made of a row's own level
        id=row_id,
        kind=kind,
        measure=_measure(kind, battery, gaps),
        battery=battery,
        then=then.mean,
        now=now.mean,
        change=now.mean - then.mean,
        n_then=then.n,
        n_now=now.n,
    )
    if then.se is None or then.df is None:
        return replace(row, lacks="n_then" if then.n is None else "sd_then")
    if now.se is None or now.df is None:
        return replace(row, lacks="sd_now")
    found = welch((then.mean, then.se, then.df), (now.mean, now.se, now.df), confidence)
    if found is None:
        return replace(row, lacks="sd_now")
    return replace(
        row,
        se=found.se,
        df=found.df,
        ci_low=found.ci_low,
        ci_high=found.ci_high,
        p=found.p,
    )


def _measure(kind: str, battery: str, gaps: Gaps) -> Measure:
    """Return what a figure is: the gap, one of its sides, or a mean by itself."""
    if not battery:
        return "gap"
    if not kind:
        return "mean"
    wanted = {row.minus for row in (*gaps.dimensions, *gaps.items) if row.kind == kind}
    return "minus" if battery in wanted else "of"


def _with_adjusted(rows: list[WaveRow]) -> list[WaveRow]:
    """Return rows with p adjusted within each level, kind and measure."""

    def family(row: WaveRow) -> tuple[str, str, str, str]:
        return row.level, row.kind, row.measure, row.battery

    found: dict[int, float | None] = {}
    order = sorted(range(len(rows)), key=lambda k: family(rows[k]))
    for key, places in groupby(order, key=lambda k: family(rows[k])):
        several = list(places)
        method = "bh" if key[0] == "item" else "holm"
        found |= dict(zip(several, adjusted([rows[k].p for k in several], method), strict=True))
    return [replace(row, p_adjusted=found[k]) for k, row in enumerate(rows)]
