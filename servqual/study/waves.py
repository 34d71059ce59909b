"""Several waves as tables: every figure of each, and its change since the wave before."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from servqual.instrument import Instrument
from servqual.results import Gaps, Groups, OutcomeRow, Outcomes, Scores
from servqual.results.before import WaveFigure
from servqual.results.wave_rows import Against, ChangeRow, WaveBreak, WaveMean
from servqual.settings import Settings
from servqual.statistics.adjust import adjusted
from servqual.statistics.paired import t_test
from servqual.statistics.waves import Change, welch
from servqual.study.before import figures_of

LEVELS = ("overall", "dimension", "item", "outcome")
SHARES = ("nps", "top_two", "yes", "easy", "little_effort")
MEASURES = ("gap", "of", "minus", "mean", *SHARES)
LEADING = "unweighted"


@dataclass(frozen=True)
class WaveTables:
    """The figures of one wave.

    ``groups`` are those that may be shown, ``within`` their gaps before they were rounded, by
    column and group.
    """

    wave: str
    instrument: Instrument
    gaps: Gaps
    scores: Scores
    outcomes: Outcomes = field(default_factory=Outcomes)
    groups: Groups = field(default_factory=Groups)
    within: Mapping[tuple[str, str], Gaps] = field(default_factory=dict)
    shown: bool = True


def means_of(
    tables: WaveTables, breaks: Sequence[WaveBreak], settings: Settings, fewest: int = 0
) -> list[WaveMean]:
    """Return every figure of a wave; those of fewer than ``fewest`` people are left out.

    Parameters
    ----------
    tables : WaveTables
    breaks : sequence of WaveBreak
        Up to this wave: each begins a new stretch of comparable figures.
    settings : Settings
    fewest : int
    """
    form = tables.instrument
    found = [
        _mean(tables.wave, key, figure, form, settings.confidence)
        for key, figure in figures_of(tables.gaps, tables.scores).items()
    ]
    found += _outcomes(tables)
    kept = [row for row in found if row.n is None or row.n >= fewest]
    return sorted(
        (replace(row, stretch=stretch_of(row, breaks)) for row in kept),
        key=lambda row: _place(row, form),
    )


def _mean(
    wave: str,
    key: tuple[str, str, str, str],
    figure: WaveFigure,
    form: Instrument,
    confidence: float,
) -> WaveMean:
    level, row_id, kind, battery = key
    wanted = {gap.minus for gap in form.gaps if gap.name == kind}
    measure = "mean" if not kind else "gap" if not battery else "of"
    if battery and kind and battery in wanted:
        measure = "minus"
    row = WaveMean(wave, level, row_id, kind, measure, battery, figure.n, figure.mean)
    if figure.se is None or figure.df is None:
        return row
    test = t_test(figure.mean, figure.se, figure.df, confidence)
    return replace(row, se=figure.se, df=figure.df, ci_low=test.ci_low, ci_high=test.ci_high)


def _outcomes(tables: WaveTables) -> list[WaveMean]:
    """Return the mean and the share of every outcome, the share with its error."""
    found = []
    for row in tables.outcomes.rows:
        df = float(row.n - 1) if row.n > 1 and row.se is not None else None
        like = WaveMean(tables.wave, "outcome", row.id, "", "mean", "", row.n, 0.0, df=df)
        if row.mean is not None and row.kind != "yes_no":  # its mean is its share
            own = replace(like, mean=row.mean, se=row.se)
            found.append(replace(own, ci_low=row.ci_low, ci_high=row.ci_high))
        if row.share is not None and row.figure in SHARES:
            se = _error_of_share(row)
            own = replace(like, measure=row.figure, mean=row.share, se=se)
            found.append(replace(own, ci_low=row.share_low, ci_high=row.share_high))
    return found


def _error_of_share(row: OutcomeRow) -> float | None:
    """Return the standard error of a share or net share, at its effective answers if weighted."""
    if row.share_low is None:
        return None
    high, low = row.share_high_answers or 0.0, row.share_low_answers or 0.0
    variance = high * (1 - high)
    if row.figure == "nps":
        variance = high + low - (high - low) ** 2
    return math.sqrt(max(variance, 0.0) / (row.n_effective or row.n))


def stretch_of(row: WaveMean, breaks: Iterable[WaveBreak]) -> int:
    """Return in which stretch of comparable waves a figure lies, from 1."""
    places = {("all", ""), (row.level, row.id)}
    steps = {b.wave for b in breaks if (b.level, b.id) in places}
    return 1 + len(steps)


def _place(row: WaveMean, form: Instrument) -> tuple[int, int, int, int]:
    ids = {
        "overall": [LEADING, "weighted"],
        "dimension": form.dimension_ids,
        "item": form.item_ids,
        "outcome": [o.id for o in form.outcomes],
    }[row.level]
    kinds = ["", *(gap.name for gap in form.gaps)]
    place = ids.index(row.id) if row.id in ids else len(ids)
    kind = kinds.index(row.kind) if row.kind in kinds else len(kinds)
    return LEVELS.index(row.level), place, kind, MEASURES.index(row.measure)


# -- changes -----------------------------------------------------------------------------------


def changes_of(
    means: Sequence[WaveMean],
    order: Sequence[str],
    steps: Sequence[tuple[int, int, Against]],
    settings: Settings,
) -> list[ChangeRow]:
    """Return the changes that were asked for, each gap with what moved behind it.

    Parameters
    ----------
    means : sequence of WaveMean
        Of all waves.
    order : sequence of str
        Names of the waves that are shown.
    steps : sequence of (position then, position now, against)
        Pairs of waves; ``first`` is moved to the first wave that is comparable in a figure.
    """
    by_wave = {name: {row.figure: row for row in means if row.wave == name} for name in order}
    last = len(order) - 1
    found: list[ChangeRow] = []
    for then, now, against in steps:
        for figure, row in by_wave[order[now]].items():
            if row.level == "item" and now != last:
                continue  # items of all pairs of waves would be thousands of rows
            start = _first_comparable(by_wave, order, row, then) if against == "first" else then
            old = by_wave[order[start]].get(figure) if start < now else None
            if old is None or old.stretch != row.stretch:
                continue
            change = _change(old, row, against, settings.confidence)
            if change is not None:
                found.append(change)
    return _with_verdicts(with_adjusted(found), settings)


def _first_comparable(
    by_wave: Mapping[str, Mapping[tuple[str, str, str, str], WaveMean]],
    order: Sequence[str],
    row: WaveMean,
    then: int,
) -> int:
    for k in range(then, len(order)):
        old = by_wave[order[k]].get(row.figure)
        if old is not None and old.stretch == row.stretch:
            return k
    return len(order)


def usual_steps(n: int) -> list[tuple[int, int, Against]]:
    """Return every wave against the one before, and the last ones against the first."""
    found: list[tuple[int, int, Against]] = [(k - 1, k, "before") for k in range(1, n)]
    return found + [(0, k, "first") for k in range(2, n)]


def _change(then: WaveMean, now: WaveMean, against: Against, confidence: float) -> ChangeRow | None:
    row = ChangeRow(
        wave=now.wave,
        since=then.wave,
        against=against,
        level=now.level,
        id=now.id,
        kind=now.kind,
        measure=now.measure,
        battery=now.battery,
        then=then.mean,
        now=now.mean,
        change=now.mean - then.mean,
        n_then=then.n,
        n_now=now.n,
    )
    found = difference(then, now, confidence)
    if found is None:
        return row
    return replace(
        row, se=found.se, df=found.df, ci_low=found.ci_low, ci_high=found.ci_high, p=found.p
    )


def difference(then: WaveMean, now: WaveMean, confidence: float) -> Change | None:
    """Return the change between two independent waves; None without errors."""
    if then.se is None or then.df is None or now.se is None or now.df is None:
        return None
    return welch((then.mean, then.se, then.df), (now.mean, now.se, now.df), confidence)


def with_adjusted(rows: Sequence[ChangeRow]) -> list[ChangeRow]:
    """Return rows with p adjusted: Holm over dimensions, Benjamini-Hochberg over items."""

    def family(row: ChangeRow) -> tuple[str, ...]:
        return row.wave, row.since, row.against, row.level, row.kind, row.measure

    found: dict[int, float | None] = {}
    order = sorted(range(len(rows)), key=lambda k: family(rows[k]))
    for key, places in groupby(order, key=lambda k: family(rows[k])):
        several = list(places)
        level = key[3]
        if level not in ("item", "dimension"):  # one figure is no family
            found |= {k: rows[k].p for k in several}
            continue
        method = "bh" if level == "item" else "holm"
        found |= dict(zip(several, adjusted([rows[k].p for k in several], method), strict=True))
    return [replace(row, p_adjusted=found[k]) for k, row in enumerate(rows)]


def certain(row: ChangeRow, confidence: float) -> str:
    """Return which way a figure moved after adjusting for its family, ``open`` if none."""
    if row.level in ("item", "dimension") and not (
        row.p_adjusted is not None and row.p_adjusted < 1 - confidence
    ):
        return "open"
    return row.direction


def _with_verdicts(rows: list[ChangeRow], settings: Settings) -> list[ChangeRow]:
    """Return rows with what each change may be taken for; a gap by the two means behind it."""
    sides = {
        (row.wave, row.against, row.level, row.id, row.kind, row.measure): certain(
            row, settings.confidence
        )
        for row in rows
        if row.measure in ("of", "minus")
    }
    found = []
    for row in rows:
        way = certain(row, settings.confidence)
        if row.measure == "gap" and way != "open":
            key = (row.wave, row.against, row.level, row.id, row.kind)
            of, minus = (sides.get((*key, side), "open") for side in ("of", "minus"))
            how = "real" if of == way else _only_asked(way, minus)
            way = f"{way}_{how}"
        found.append(replace(row, verdict=way))
    return found


def _only_asked(way: str, minus: str) -> str:
    if way == "up":
        return "hollow" if minus == "down" else "open"
    return "asked" if minus == "up" else "open"


def steps_of_periods(
    periods: Sequence[tuple[int, int, int] | None],
) -> list[tuple[int, int, Against]]:
    """Return every wave against the same part of the year before."""
    place = {p: k for k, p in enumerate(periods) if p is not None}
    found: list[tuple[int, int, Against]] = []
    for p, k in place.items():
        year, part, parts = p
        then = place.get((year - 1, part, parts))
        if parts in (2, 4, 12) and year and then is not None and then != k - 1:
            found.append((then, k, "same_period"))
    return found
