"""Waves as periods of time: control charts, seasons, and what was planned."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from servqual.errors import UndefinedStatisticError
from servqual.results.period_rows import ControlChart, ControlPoint, SeasonRow, TargetRow
from servqual.results.wave_rows import WaveInfo, WaveMean
from servqual.settings import Settings
from servqual.statistics.control import ewma, laney_p, p_chart, xbar_s, xmr
from servqual.statistics.moments import Array
from servqual.statistics.overdispersion import chart_for, overdispersed, overdispersed_shares
from servqual.statistics.seasonal import season_effects, trailing
from servqual.statistics.signals import Chart, Signal
from servqual.statistics.tost import against_target

FEWEST_PERIODS = 8  # for a control chart at all
COUNTED = (
    "top_two",
    "yes",
    "easy",
    "little_effort",
)  # shares of people, whose chart is that of counts
MOST_PERIODS = 600  # of a grid of seasons

Series = Sequence[WaveMean]


def charted(means: Sequence[WaveMean], order: Sequence[str]) -> list[Series]:
    """Return the figures that have a control chart, over the last stretch of comparable waves."""
    leading = {row.measure for row in means if row.measure == "gap"} or {"mean"}
    found: dict[tuple[str, str, str, str], list[WaveMean]] = {}
    for row in means:
        whole = row.level == "dimension" or (row.level == "overall" and row.id == "unweighted")
        answer = row.level == "outcome" and row.measure in COUNTED
        if (whole and row.measure in leading) or answer:
            found.setdefault(row.figure, []).append(row)
    place = {name: k for k, name in enumerate(order)}
    series: list[Series] = []
    for rows in found.values():
        rows.sort(key=lambda row: place[row.wave])
        last = [row for row in rows if row.stretch == rows[-1].stretch]
        if len(last) >= FEWEST_PERIODS and rows[-1].wave == order[-1]:
            series.append(last)
    return series


def control_charts(
    means: Sequence[WaveMean], order: Sequence[str], *, weighted: bool, with_ewma: bool
) -> tuple[list[ControlChart], list[ControlPoint]]:
    """Return the control charts of every leading figure with eight comparable waves or more.

    Means have an XmR chart where a wave has 200 answers or more or waves differ more than their
    answers explain, else an Xbar-S chart; shares a p chart, or Laney's under the same rule.
    """
    charts: list[ControlChart] = []
    points: list[ControlPoint] = []
    for rows in charted(means, order):
        try:
            made = _charts(rows, weighted=weighted, with_ewma=with_ewma)
        except UndefinedStatisticError:  # everybody answered alike: there is nothing to watch
            continue
        for chart, tested in made:
            charts.append(_record(rows, chart, tested))
            points += _points(rows, chart)
    return charts, points


Tested = tuple[float, bool] | None


def _charts(rows: Series, *, weighted: bool, with_ewma: bool) -> list[tuple[Chart, Tested]]:
    values = np.array([row.mean for row in rows])
    ns = np.array([float(row.n or 0) for row in rows])
    if rows[0].measure in COUNTED:
        counts = np.round(values * ns)
        test = overdispersed_shares(counts, ns)
        many = float(np.median(ns)) >= 200
        shares = laney_p(counts, ns) if test.found or many else p_chart(counts, ns)
        return [(shares, (test.p, test.found))]
    sds = np.array([(row.se or math.nan) * math.sqrt(row.n or 0) for row in rows])
    singles = xmr(values)
    test = overdispersed(values, sds, ns)
    use_s = not weighted and chart_for(values, sds, ns) == "xbar_s"
    found: list[tuple[Chart, Tested]] = [
        (xbar_s(values, sds, ns) if use_s else singles, (test.p, test.found))
    ]
    if with_ewma:
        found.append((ewma(values, singles.centre, singles.sd), None))
    return found


def _record(rows: Series, chart: Chart, tested: Tested) -> ControlChart:
    ranges = chart.spread if chart.kind == "xmr" else None
    return ControlChart(
        *rows[0].figure,
        chart=chart.kind,
        n_periods=chart.n_baseline,
        trial=chart.trial,
        centre=chart.centre,
        sd=chart.sd,
        moving_range=float(ranges.centre[0]) if ranges else None,
        moving_range_limit=float(ranges.upper[0]) if ranges else None,
        overdispersion_p=tested[0] if tested else None,
        overdispersed=tested[1] if tested else None,
        signals=len({signal.at for signal in chart.signals}),
    )


def _points(rows: Series, chart: Chart) -> Iterable[ControlPoint]:
    rules: dict[int, list[str]] = {}
    for signal in chart.signals:
        rules.setdefault(signal.at, []).append(_rule(signal))
    for k, row in enumerate(rows):
        yield ControlPoint(
            *row.figure,
            chart=chart.kind,
            wave=row.wave,
            value=row.mean,
            plotted=float(chart.values[k]),
            centre=chart.centre,
            lower=float(chart.lower[k]),
            upper=float(chart.upper[k]),
            n=row.n,
            rules=" ".join(rules.get(k, [])),
        )


def _rule(signal: Signal) -> str:
    return f"{signal.rule}_{signal.side}"


# -- seasons -----------------------------------------------------------------------------------


def season_rows(
    means: Sequence[WaveMean], waves: Sequence[WaveInfo], order: Sequence[str]
) -> list[SeasonRow]:
    """Return what leads as it is, without its season and as a trailing average over a year.

    Nothing unless every wave's name tells a month or a quarter of a year, a year's worth of them
    at least.
    """
    told = {w.wave: (w.year, w.part, w.parts) for w in waves if w.wave in order}
    parts = {p for _, _, p in told.values()}
    if len(parts) != 1 or not parts <= {4, 12} or not all(y for y, _, _ in told.values()):
        return []
    a_year = parts.pop()
    place = {name: year * a_year + part for name, (year, part, _) in told.items()}
    first, last = min(place.values()), max(place.values())
    if not a_year <= last - first + 1 <= MOST_PERIODS:
        return []
    return [
        row
        for rows in charted(means, order)
        if rows[0].level != "outcome"
        for row in _season(rows, place, first, a_year)
    ]


def _season(rows: Series, place: Mapping[str, int], first: int, a_year: int) -> Iterable[SeasonRow]:
    size = max(place[row.wave] for row in rows) - first + 1
    values, ns = np.full(size, math.nan), np.zeros(size)
    at = [place[row.wave] - first for row in rows]
    values[at] = [row.mean for row in rows]
    ns[at] = [float(row.n or 0) for row in rows]
    average = trailing(values, ns, a_year)
    adjusted = _without_season(values, first, a_year)
    for k, row in zip(at, rows, strict=True):
        has = bool(math.isfinite(average.values[k]))
        yield SeasonRow(
            row.wave,
            *row.figure,
            value=row.mean,
            adjusted=None if adjusted is None else float(adjusted[k]),
            average=float(average.values[k]) if has else None,
            window=a_year if has else None,
            n=int(average.n[k]) if has else None,
        )


def _without_season(values: Array, first: int, a_year: int) -> Array | None:
    months = np.arange(first, first + len(values)) - 1
    years, seasons = months // a_year, months % a_year + 1
    try:
        return season_effects(years.tolist(), seasons.tolist(), values).adjusted
    except UndefinedStatisticError:  # fewer than three full years
        return None


# -- targets -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Planned:
    """What was planned for an item; None and '' where nothing was said."""

    item: str
    target: float
    margin: float = 0.0
    owner: str = ""
    action: str = ""
    then: float | None = None


def target_rows(
    planned: Sequence[Planned], means: Sequence[WaveMean], settings: Settings
) -> list[TargetRow]:
    """Return what came of every plan, in the last wave whose means are given.

    Parameters
    ----------
    planned : sequence of Planned
    means : sequence of WaveMean
        Of two waves at most, the last one last; the one before fills what it was then.
    settings : Settings
    """
    received = [row for row in means if row.level == "item" and row.measure in ("of", "mean")]
    last = means[-1].wave if means else ""
    now = {row.id: row for row in reversed(received) if row.wave == last}
    then = {row.id: row for row in reversed(received) if row.wave != last}
    return [_target(plan, now.get(plan.item), then.get(plan.item), settings) for plan in planned]


def _target(
    plan: Planned, now: WaveMean | None, then: WaveMean | None, settings: Settings
) -> TargetRow:
    was = plan.then if plan.then is not None else then.mean if then else None
    row = TargetRow(
        plan.item,
        now.battery if now else "",
        plan.target,
        plan.margin,
        plan.owner,
        plan.action,
        was,
    )
    if now is None or (then is not None and then.stretch != now.stretch):
        return row
    found = against_target(
        now.mean,
        math.nan if now.se is None else now.se,
        now.df or 0.0,
        plan.target,
        plan.margin,
        settings.confidence,
    )
    return replace(
        row,
        n=now.n,
        mean=now.mean,
        se=now.se,
        ci_low=now.ci_low,
        ci_high=now.ci_high,
        low=None if found.low is None else plan.target + found.low,
        high=None if found.high is None else plan.target + found.high,
        verdict=found.verdict,
    )
