"""More about several waves: items, questions about the whole, groups, and where lines break."""

from __future__ import annotations

from servqual.results.wave_rows import ChangeRow, WaveBreak, WaveMean
from servqual.writer.exhibits.groups import column_name, shown_name
from servqual.writer.exhibits.waves import (
    MOST_COLUMNS,
    at,
    changed,
    interval_head,
    leading_kind,
    measure,
    named,
)
from servqual.writer.exhibits.waves_since import limits, short_verdict, tone_of
from servqual.writer.parts import Cell, Column, Exhibit, Table, Tone
from servqual.writer.tables import name_cell, without_empty
from servqual.writer.view import View


def _waves_shown(view: View) -> list[str]:
    return list(view.study.waves.labels[-MOST_COLUMNS:])


def items(view: View) -> Exhibit | None:
    """Return every item over the last waves, with its change since the first one."""
    kind = leading_kind(view)
    rows = view.study.waves.of("item", "gap" if kind else "mean", kind)
    battery = next((row.battery for row in rows), "")
    return _over_waves(view, [r for r in rows if r.battery == battery], "items")


def outcomes(view: View) -> Exhibit | None:
    """Return the questions about the whole over the last waves."""
    return _over_waves(view, view.study.waves.of_level("outcome"), "outcomes")


def _over_waves(view: View, rows: list[WaveMean], key: str) -> Exhibit | None:
    """Return a table of figures over waves with the last change of each."""
    order = _waves_shown(view)
    figures = list(dict.fromkeys(row.figure for row in rows))
    if not figures:
        return None
    against = "first" if len(view.study.waves.labels) > 2 else "before"
    changes = _last_changes(view, against)
    first = "item" if key == "items" else "outcome"
    columns = [Column(view.say(f"words.head.{first}"), "text"), *map(Column, order)]
    columns += [Column(view.say(f"waves.head.since_{against}")), Column(interval_head(view))]
    columns.append(Column(view.say("waves.head.verdict"), "text"))
    body = []
    for figure in figures:
        series = {row.wave: row for row in view.study.waves.series(figure)}
        last = list(series.values())[-1]
        name = Cell(named(view, last))
        cells = [name_cell(view, "item", last.id) if key == "items" else name]
        for wave in order:
            row = series.get(wave)
            cells.append(
                Cell(measure(view, row, row.mean), figure=at(row, "mean"))
                if row
                else Cell(view.numbers.none)
            )
        body.append(cells + _change_cells(view, changes.get(figure)))
    if key == "items":
        places = [changes[f].change if f in changes else 0.0 for f in figures]
        body = [body[k] for k in sorted(range(len(body)), key=lambda k: places[k])]
    ns = [row.n for row in rows if row.wave in order and row.n is not None] or [0]
    base = view.say("waves.base", n=view.numbers.counts(min(ns), max(ns)))
    return Exhibit(
        id=f"exhibit-waves-{key}",
        title=view.say(f"waves.{key}.title"),
        how=view.say(f"waves.{key}.how", confidence=view.confidence),
        table=Table(view.say(f"waves.{key}.caption"), columns, body, dense=True),
        base=view.say("report.base", text=base),
    )


def _last_changes(view: View, against: str) -> dict[tuple[str, str, str, str], ChangeRow]:
    waves = view.study.waves
    last = waves.labels[-1]
    return {r.figure: r for r in waves.changes if r.wave == last and r.against == against}


def _change_cells(view: View, row: ChangeRow | None) -> list[Cell]:
    none = view.numbers.none
    if row is None:
        return [Cell(none), Cell(none), Cell(view.say("waves.not_compared"))]
    return [
        Cell(changed(view, row, row.change), tone_of(row)),
        Cell(limits(view, row, row.ci_low, row.ci_high)),
        Cell(short_verdict(view, row), tone_of(row)),
    ]


# -- groups ------------------------------------------------------------------------------------


def groups(view: View, by: str) -> Exhibit | None:
    """Return the overall gap of every group over the last waves, with its last change."""
    rows = [
        row
        for row in view.study.waves.groups
        if row.by == by and row.level == "overall" and row.kind == leading_kind(view)
    ]
    if not rows:
        return None
    order, numbers = _waves_shown(view), view.numbers
    columns = [Column(column_name(view, by), "text"), *map(Column, order)]
    columns += [Column(view.say("waves.head.since_before")), Column(interval_head(view))]
    body = []
    for group in dict.fromkeys(row.group for row in rows):
        own = {row.wave: row for row in rows if row.group == group}
        cells = [Cell(shown_name(view, group))]
        for wave in order:
            row = own.get(wave)
            hidden = row is None or row.gap is None
            cells.append(
                Cell(view.say("waves.groups.hidden"), "muted")
                if hidden or row is None
                else Cell(numbers.gap(row.gap, _places(row.n)))
            )
        last = own.get(order[-1])
        places = _places(last.n if last else None)
        change = last.change if last else None
        tone: Tone = "small"
        if last and last.change_low is not None and last.change_high is not None:
            up, down = last.change_low > 0, last.change_high < 0
            tone = "surplus" if up else "shortfall" if down else "small"
        cells.append(Cell(numbers.gap(change, places), tone))
        ends = (last.change_low, last.change_high) if last else (None, None)
        text = numbers.none
        if ends[0] is not None and ends[1] is not None:
            text = numbers.limits(*(numbers.gap(end, places) for end in ends))
        cells.append(Cell(text))
        body.append(cells)
    name = view.inside(column_name(view, by))
    return Exhibit(
        id=f"exhibit-waves-groups-{by}",
        title=view.say("waves.groups.title", by=name),
        how=view.say("waves.groups.how", confidence=view.confidence),
        table=Table(view.say("waves.groups.caption", by=name), columns, body, dense=True),
        base=view.say(
            "report.base",
            text=view.say("waves.groups.base", min_cell=view.study.settings.min_cell),
        ),
    )


def _places(n: int | None) -> int:
    return 2 if n is not None and n >= 30 else 1


# -- breaks ------------------------------------------------------------------------------------


def breaks(view: View) -> Exhibit | None:
    """Return where figures are not compared from one wave to the next, and why."""
    rows = view.study.waves.breaks
    if not rows:
        return None
    heads = ("waves.head.between", "before.head.what", "before.head.then", "before.head.now")
    columns = [Column(view.say(key), "text") for key in (*heads, "before.head.reason")]
    body = []
    for row in rows:
        between = view.say("waves.from_to", then=row.since, now=row.wave)
        none = view.say("before.what.none") if row.reason == "weights" else ""
        told = [row.then or none, row.now or none] if row.reason != "dropped" else ["", ""]
        reason = view.say(f"waves.reason.{row.reason}")
        body.append([Cell(between), Cell(_what(view, row)), *map(Cell, told), Cell(reason)])
    table = Table(view.say("waves.breaks.caption"), columns, body)
    return Exhibit(
        id="exhibit-waves-breaks",
        title=view.say("waves.breaks.title"),
        how=view.say("waves.breaks.how"),
        table=without_empty(view, table),
    )


def _what(view: View, row: WaveBreak) -> str:
    """Return what a break concerns; an item that is asked no longer by its id of then."""
    form = view.instrument
    if row.level == "all":
        return view.say("before.what.all")
    known = row.level == "overall" or row.id in (*form.item_ids, *form.dimension_ids)
    return view.label(row.level, row.id) if known else row.id
