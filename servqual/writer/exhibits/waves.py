"""Several waves: where figures went, what changed since the first, and where lines break."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from servqual.results.wave_rows import ChangeRow, WaveMean
from servqual.writer.exhibits.outcomes import outcome_label
from servqual.writer.figures.look import hover
from servqual.writer.figures.waves import Dot, Line, Panel, panels
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.view import View

MOST_WAVES, MOST_COLUMNS = 24, 6  # rows of a table, and columns of one
SHARES = ("top_two", "yes", "easy", "little_effort")


def leading_kind(view: View) -> str:
    """Return the kind of gap that leads, '' for means by themselves."""
    found = {row.kind for row in view.study.waves.means if row.measure == "gap"}
    return next((gap.name for gap in view.instrument.gaps if gap.name in found), "")


def leading(view: View, level: str) -> list[WaveMean]:
    """Return the leading figures of a level over the waves: gaps, or means where there are none."""
    kind = leading_kind(view)
    rows = view.study.waves.of(level, "gap" if kind else "mean", kind)
    if level == "overall":
        rows = [row for row in rows if row.id in ("unweighted", "item_mean")]
    battery = next((row.battery for row in rows), "")
    return [row for row in rows if row.battery == battery]


def measure(view: View, row: WaveMean | ChangeRow, value: float | None) -> str:
    """Return a figure as it is written: a gap with sign, a mean, a share or a net score."""
    if value is None:
        return view.numbers.none
    if row.measure == "nps":
        return view.numbers.net(value)
    if row.measure in SHARES:
        return view.numbers.percent(value)
    return view.numbers.gap(value) if row.measure == "gap" else view.numbers.mean(value)


def changed(view: View, row: WaveMean | ChangeRow, value: float | None) -> str:
    """Return a change as it is written; shares in points of a percent."""
    if value is None:
        return view.numbers.none
    share = row.measure == "nps" or row.measure in SHARES
    return view.numbers.net(value) if share else view.numbers.gap(value)


def at(row: WaveMean, field: str) -> tuple[str, ...]:
    """Return where a figure of a wave stands among the results."""
    return ("wave", row.wave, row.level, row.id, row.kind, row.measure, row.battery, field)


def named(view: View, row: WaveMean | ChangeRow) -> str:
    """Return the name of a figure."""
    if row.level != "outcome":
        return view.label(row.level, row.id)
    known = next((r for r in view.study.outcomes.rows if r.id == row.id), None)
    name = outcome_label(view, known) if known else row.id
    if row.measure == "mean":
        return name
    kind = view.say(f"exhibits.outcomes.{row.measure}")
    return view.say("words.bracketed", text=name, note=kind)


# -- over time ---------------------------------------------------------------------------------


def trend(view: View) -> Exhibit:
    """Return the whole and the dimensions over the waves: what people got, and what they want."""
    waves, kind = view.study.waves, leading_kind(view)
    rows = [*leading(view, "overall"), *leading(view, "dimension")]
    figures = list(dict.fromkeys(row.figure for row in rows))
    order = waves.labels
    entries = [_panel(view, figure, kind, order) for figure in figures]
    tick = view.numbers.points
    wide, narrow = (panels(entries, order, narrow=n, tick=tick) for n in (False, True))
    alt = view.say("waves.trend.alt", rows=_told(view, figures))
    suffix = "" if kind else "_mean"
    values: dict[str, object] = {"confidence": view.confidence}
    if kind:
        gap = next(g for g in view.instrument.gaps if g.name == kind)
        values |= {"of": view.battery_short(gap.of), "minus": view.battery_short(gap.minus)}
    how = [view.say(f"waves.trend.how{suffix}", **values)]
    how += [view.say("waves.trend.how_breaks")] * any(panel.breaks for panel in entries)
    ns = [w.n for w in waves.waves if w.n is not None]
    return Exhibit(
        id="exhibit-waves-trend",
        title=view.say(f"waves.trend.title{suffix}"),
        how=view.sentences(how),
        figure=Figure("chart-waves-trend", wide, narrow, alt),
        table=_trend_table(view, figures, kind),
        says=[view.say("before.dimensions.says")] if kind else [],
        base=view.say(
            "report.base",
            text=view.say("waves.trend.base", n=view.numbers.counts(min(ns), max(ns))),
        ),
    )


def _told(view: View, figures: Iterable[tuple[str, str, str, str]]) -> str:
    """Return the first and the last of every figure in words."""
    found = []
    for figure in figures:
        series = view.study.waves.series(figure)
        first, last = series[0], series[-1]
        values = {
            "label": named(view, last),
            "first": first.wave,
            "then": measure(view, first, first.mean),
            "last": last.wave,
            "now": measure(view, last, last.mean),
        }
        found.append(view.say("waves.trend.alt_row", **values))
    return view.say("words.semicolon").join(found)


def _panel(view: View, figure: tuple[str, str, str, str], kind: str, order: Sequence[str]) -> Panel:
    waves = view.study.waves
    level, row_id, _, lead = figure
    sides = ("minus", "of") if kind else (lead,)
    gaps = {row.wave: row for row in waves.series(figure)}
    lines = []
    for side in sides:
        rows = waves.series((level, row_id, kind, side))
        dots = [_dot(view, row, gaps, order) for row in rows]
        lines.append(Line(dots, ring=side == "minus"))
    series = list(gaps.values())
    breaks = [
        order.index(now.wave) for then, now in pairwise(series) if then.stretch != now.stretch
    ]
    return Panel(view.label(level, row_id), [line for line in lines if line.dots], None, breaks)


def _dot(view: View, row: WaveMean, gaps: dict[str, WaveMean], order: Sequence[str]) -> Dot:
    gap = gaps.get(row.wave)
    parts = [
        view.say(
            "waves.trend.hover",
            name=view.battery_short(row.battery),
            mean=view.numbers.mean(row.mean),
            interval=view.numbers.interval(row.ci_low, row.ci_high, signed=False),
        )
    ]
    if gap is not None and gap.measure == "gap":
        interval = view.numbers.interval(gap.ci_low, gap.ci_high)
        text = view.numbers.gap(gap.mean)
        parts.append(view.say("waves.trend.hover_gap", gap=text, interval=interval))
    parts.append(view.say("exhibits.hover.n", n=view.numbers.count(row.n or 0)))
    name = view.say("waves.of_wave", name=view.label(row.level, row.id), wave=row.wave)
    return Dot(
        order.index(row.wave), row.mean, row.ci_low, row.ci_high, hover(name, *parts), row.stretch
    )


def _trend_table(view: View, figures: Sequence[tuple[str, str, str, str]], kind: str) -> Table:
    """Return a row for every wave: n, the whole with its interval, and the dimensions."""
    waves, numbers = view.study.waves, view.numbers
    whole, *others = figures
    columns = [Column(view.say("waves.head.wave"), "text"), Column(view.say("words.head.n"))]
    columns += [Column(view.label(*whole[:2])), Column(interval_head(view))]
    columns += [Column(view.label(level, row_id)) for level, row_id, _, _ in others]
    people = {w.wave: w.n for w in waves.waves}
    body = []
    for wave in waves.labels[-MOST_WAVES:]:
        found = {row.figure: row for row in waves.means if row.wave == wave}
        cells = [Cell(wave), Cell(numbers.count(people[wave] or 0))]
        lead = found.get(whole)
        cells.append(_cell(view, lead))
        signed = bool(kind)
        ends = (lead.ci_low, lead.ci_high) if lead else (None, None)
        ref = at(lead, "ci") if lead else ()
        cells.append(Cell(numbers.interval(*ends, signed=signed), figure=ref))
        cells += [_cell(view, found.get(figure)) for figure in others]
        body.append(cells)
    caption = view.say("waves.trend.caption" if kind else "waves.trend.caption_mean")
    return Table(caption, columns, body, dense=True)


def sides(view: View) -> Exhibit | None:
    """Return the two means behind the gaps of every wave; None where there are not two."""
    waves, kind = view.study.waves, leading_kind(view)
    gap = next((g for g in view.instrument.gaps if g.name == kind), None)
    if gap is None or gap.direct:
        return None
    figures = [(r.level, r.id) for r in (*leading(view, "overall"), *leading(view, "dimension"))]
    names = {"of": view.battery_short(gap.of), "minus": view.battery_short(gap.minus)}
    columns = [Column(view.say("waves.head.wave"), "text")]
    columns += [Column(view.label(*figure)) for figure in dict.fromkeys(figures)]
    body = []
    for wave in waves.labels[-MOST_WAVES:]:
        found = {row.figure: row for row in waves.means if row.wave == wave}
        cells = [Cell(wave)]
        for figure in dict.fromkeys(figures):
            both = {s: found.get((*figure, kind, s)) for s in names}
            texts = {s: view.numbers.mean(row.mean if row else None) for s, row in both.items()}
            cells.append(Cell(view.say("waves.sides.pair", **texts)))
        body.append(cells)
    return Exhibit(
        id="exhibit-waves-sides",
        title=view.say("waves.sides.title", **names),
        how=view.say("waves.sides.how", **names),
        table=Table(view.say("waves.sides.caption", **names), columns, body, dense=True),
    )


def interval_head(view: View) -> str:
    """Return the heading of a column of intervals."""
    return view.say("before.head.interval", confidence=view.confidence)


def _cell(view: View, row: WaveMean | None) -> Cell:
    if row is None:
        return Cell(view.numbers.none)
    return Cell(measure(view, row, row.mean), figure=at(row, "mean"))
