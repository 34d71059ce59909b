"""Waves as periods: control charts, seasons, and what was planned beside what came of it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from servqual.results.period_rows import ControlChart, ControlPoint
from servqual.results.wave_rows import WaveMean
from servqual.writer.exhibits.waves import (
    MOST_WAVES,
    SHARES,
    leading_kind,
    measure,
    named,
)
from servqual.writer.figures.look import hover
from servqual.writer.figures.waves import Dot, Limits, Line, Panel, panels
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table, Tone
from servqual.writer.tables import without_empty
from servqual.writer.view import View

FEW = 12  # waves: below them even trial limits lack periods


# -- control charts ----------------------------------------------------------------------------


def control(view: View, *, memory: bool) -> Exhibit | None:
    """Return the control charts; with ``memory`` those of moving averages."""
    kind = leading_kind(view)
    charts = [
        c for c in view.study.waves.charts if (c.chart == "ewma") == memory and c.kind in ("", kind)
    ]
    if not charts:
        return None
    order = list(view.study.waves.labels)
    scores = [c for c in charts if c.measure not in SHARES]
    key = "memory" if memory else "control"
    entries = [_panel(view, chart, order) for chart in scores]
    tick = view.numbers.tick if kind else view.numbers.points
    figure = None
    if entries:
        first = min(d.at for panel in entries for d in panel.lines[0].dots)
        shifted = [_from(panel, first) for panel in entries]
        wide, narrow = (
            panels(shifted, order[first:], narrow=n, tick=tick, same="length")
            for n in (False, True)
        )
        told = view.say("words.semicolon").join(_told(view, chart) for chart in scores)
        figure = Figure(
            f"chart-waves-{key}", wide, narrow, view.say("waves.control.alt", rows=told)
        )
    first_chart = charts[0]
    values = {"n": first_chart.n_periods}
    says = [view.say("waves.control.trial", **values)] if any(c.trial for c in charts) else []
    says += [view.say("waves.control.few")] if any(c.n_periods < FEW for c in charts) else []
    says += [view.say("waves.control.quiet")] if not any(c.signals for c in charts) else []
    return Exhibit(
        id=f"exhibit-waves-{key}",
        title=view.say(f"waves.{key}.title"),
        how=view.sentences(
            [view.say(f"waves.{key}.how"), *(_rule(view, name) for name in _kinds(charts))]
        ),
        figure=figure,
        table=_control_table(view, charts),
        says=says,
        base=view.say("report.base", text=view.say("waves.control.base", **values)),
    )


def _kinds(charts: Sequence[ControlChart]) -> list[str]:
    return list(dict.fromkeys(c.chart for c in charts if c.chart != "ewma"))


def _rule(view: View, chart: str) -> str:
    return view.say(f"waves.control.rule.{chart}")


def _points(view: View, chart: ControlChart) -> list[ControlPoint]:
    key = (chart.level, chart.id, chart.kind, chart.measure, chart.chart)
    return [
        p for p in view.study.waves.points if (p.level, p.id, p.kind, p.measure, p.chart) == key
    ]


def _panel(view: View, chart: ControlChart, order: Sequence[str]) -> Panel:
    points = _points(view, chart)
    dots = [
        Dot(order.index(p.wave), p.plotted, None, None, _box(view, chart, p), signal=_side(p.rules))
        for p in points
        if math.isfinite(p.plotted)
    ]
    lower = [(order.index(p.wave), p.lower) for p in points]
    upper = [(order.index(p.wave), p.upper) for p in points]
    return Panel(_name(view, chart), [Line(dots)], Limits(chart.centre, lower, upper))


def _from(panel: Panel, first: int) -> Panel:
    """Return a panel whose places are counted from the first that any panel has."""
    dots = [
        Dot(d.at - first, d.value, None, None, d.hover, d.stretch, d.signal)
        for d in panel.lines[0].dots
    ]
    limits = panel.limits
    if limits is None:
        return Panel(panel.name, [Line(dots)])
    lower = [(at - first, v) for at, v in limits.lower]
    upper = [(at - first, v) for at, v in limits.upper]
    return Panel(panel.name, [Line(dots)], Limits(limits.centre, lower, upper))


def _name(view: View, chart: ControlChart) -> str:
    return named(view, _like(chart))


def _like(chart: ControlChart | ControlPoint) -> WaveMean:
    """Return a figure by which a chart is named and written."""
    return WaveMean("", chart.level, chart.id, chart.kind, chart.measure, "", None, chart.centre)


def _box(view: View, chart: ControlChart, point: ControlPoint) -> str:
    like = _like(chart)
    limits = view.numbers.limits(measure(view, like, point.lower), measure(view, like, point.upper))
    text = view.say("waves.control.hover", value=measure(view, like, point.plotted), limits=limits)
    name = view.say("waves.of_wave", name=_name(view, chart), wave=point.wave)
    return hover(name, text, _signals(view, point.rules))


def _signals(view: View, rules: str) -> str:
    found = [view.say(f"waves.control.signal.{rule}") for rule in rules.split()]
    return view.say("words.semicolon").join(found)


def _side(rules: str) -> str:
    """Return on which side a signal lies, '' for none or both."""
    sides = {rule.rpartition("_")[2] for rule in rules.split()}
    return sides.pop() if len(sides) == 1 else "both" if sides else ""


def _tone(points: Sequence[ControlPoint]) -> Tone:
    """Return the tone of all signals of a chart: none where they lie on both sides."""
    sides = {_side(p.rules) for p in points} - {""}
    tones: dict[str, Tone] = {"above": "surplus", "below": "shortfall"}
    return tones.get(sides.pop(), "") if len(sides) == 1 else ""


def _told(view: View, chart: ControlChart) -> str:
    like = _like(chart)
    found = [p.wave for p in _points(view, chart) if p.rules]
    signals = view.listed(found) if found else view.say("waves.control.no_signal")
    centre = measure(view, like, chart.centre)
    return view.say(
        "waves.control.alt_row", label=_name(view, chart), centre=centre, signals=signals
    )


def _control_table(view: View, charts: Sequence[ControlChart]) -> Table:
    """Return a row for every chart: its kind, centre and limits, and the waves with signals."""
    numbers = view.numbers
    columns = [
        Column(view.say("waves.head.figure"), "text"),
        Column(view.say("waves.head.chart"), "text"),
        Column(view.say("waves.head.periods")),
        Column(view.say("waves.head.centre")),
        Column(view.say("waves.head.limits")),
        Column(view.say("waves.head.spread_p")),
        Column(view.say("waves.head.signals"), "text"),
    ]
    body = []
    for chart in charts:
        points, like = _points(view, chart), _like(chart)
        last = points[-1]
        ends = numbers.limits(measure(view, like, last.lower), measure(view, like, last.upper))
        found = [
            view.say("waves.control.at", wave=p.wave, rules=_signals(view, p.rules))
            for p in points
            if p.rules
        ]
        none = view.say("waves.control.no_signal")
        tone = _tone(points)
        body.append(
            [
                Cell(_name(view, chart)),
                Cell(view.say(f"waves.control.kind.{chart.chart}")),
                Cell(numbers.count(chart.n_periods)),
                Cell(measure(view, like, chart.centre)),
                Cell(ends),
                Cell(numbers.p(chart.overdispersion_p)),
                Cell(view.say("words.semicolon").join(found) or none, tone),
            ]
        )
    return without_empty(view, Table(view.say("waves.control.caption"), columns, body, dense=True))


# -- seasons -----------------------------------------------------------------------------------


def seasons(view: View) -> Exhibit | None:
    """Return the whole as it is, without its season, and as an average over the last year."""
    kind, numbers = leading_kind(view), view.numbers
    rows = [
        r
        for r in view.study.waves.seasons
        if r.level == "overall" and r.id in ("unweighted", "item_mean") and r.kind == kind
    ][-MOST_WAVES:]
    if not rows:
        return None
    shown = numbers.gap if kind else numbers.mean
    keys = ("raw", "without_season", "average", "answers")
    columns = [Column(view.say("waves.head.wave"), "text")]
    columns += [Column(view.say(f"waves.head.{key}")) for key in keys]
    body = [
        [
            Cell(row.wave),
            Cell(shown(row.value)),
            Cell(shown(row.adjusted)),
            Cell(shown(row.average)),
            Cell(numbers.none if row.n is None else numbers.count(row.n)),
        ]
        for row in rows
    ]
    full = any(row.adjusted is not None for row in rows)
    window = next((row.window for row in rows if row.window), 0)
    how = [view.say("waves.seasons.how", n=window or 0)] if window else []
    how.append(view.say("waves.seasons.full" if full else "waves.seasons.short"))
    return Exhibit(
        id="exhibit-waves-seasons",
        title=view.say("waves.seasons.title"),
        how=view.sentences(how),
        table=without_empty(view, Table(view.say("waves.seasons.caption"), columns, body)),
    )
